"""What Word is given of this installation: its manifest, made for one address, and the lint of it."""

from server.office.controle import check_manifeste
from server.office.manifeste import make_manifeste, read_adresse

__all__ = ["check_manifeste", "make_manifeste", "read_adresse"]
