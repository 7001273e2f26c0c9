"""Give a package again with some of its parts changed: the others keep their bytes, their order and their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from server.formats.archive import build_archive, prepare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.formats.paquet import Paquet

_COMPRESSES: Final = (".png", ".jpg", ".jpeg", ".gif")


def rewrite(paquet: Paquet, changements: Mapping[str, bytes]) -> bytes:
    """Give the package with these parts in the place of those of the same name (letter case aside), or added."""
    nouvelles = {nom.lower(): donnees for nom, donnees in changements.items()}
    membres = []
    for nom in paquet:
        donnees = nouvelles[nom.lower()] if nom.lower() in nouvelles else paquet.read(nom)
        # The mimetype of an .odt is stored; a picture gains nothing.
        stocke = nom == "mimetype" or nom.endswith("/") or nom.lower().endswith(_COMPRESSES)
        membres.append(prepare(nom, donnees, 0 if stocke else 6))
    membres += [prepare(nom, donnees) for nom, donnees in changements.items() if nom not in paquet]
    return build_archive(membres)


def to_bytes(racine: etree._Element) -> bytes:
    """Give the bytes of a part."""
    return etree.tostring(racine, xml_declaration=True, encoding="UTF-8", standalone=True)
