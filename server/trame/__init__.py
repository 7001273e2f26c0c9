"""Templates' bodies: a sandboxed Jinja2 in which a value is never text of the template."""

from server.trame.moteur import check_corps, render

__all__ = ["check_corps", "render"]
