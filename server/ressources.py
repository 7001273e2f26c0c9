"""Find the data folders, from a checkout as from an installed wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_PAQUET = Path(__file__).resolve().parent


def find_dossier(nom: Literal["templates_actes", "styles", "addin-manifest"]) -> Path:
    """Return the folder of this name that came with the running code.

    A wheel carries them inside the package (``server/_ressources``, put there by the build); a checkout has them at its
    root, where jurists find them. The wheel's place is looked at first: a stray ``styles`` folder in site-packages,
    which another distribution may install beside us, is never taken for ours.

    Args:
        nom: ``templates_actes``, ``styles`` or ``addin-manifest``.

    Returns:
        An absolute path to an existing folder.

    Raises:
        FileNotFoundError: when the installation is incomplete; the message (French) names both places.
    """
    places = (_PAQUET / "_ressources" / nom, _PAQUET.parent / nom)
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(
        f"Installation incomplète : le dossier « {nom} » n’est ni dans {places[0]} ni dans {places[1]}."
    )
