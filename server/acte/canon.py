"""canon/1: what an act says, as bytes that saving it again does not change.

One line of JSON per leaf: its place, its computed numbering, its tokens. Text is NFC; only the marks that change
meaning count; fields and slots are one token each; an image counts by its digest, a link by its target. Runs, ids,
style names and properties do not count.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.acte.fragments import MARQUES_DE_SENS, Champ, Emplacement, EnLigne, Fragment, Image, Inconnu, Note
from server.acte.parcours import Place, walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.acte.noeuds import Acte

VERSION = "canon/1"

Jeton = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LigneCanon:
    """One leaf of the canon: its place, its line, and the SHA-256 of that line (hexadecimal)."""

    partie: str
    ligne: str
    empreinte: str


def list_lignes(acte: Acte) -> tuple[LigneCanon, ...]:
    """Give the canon of each leaf that shows something, in the order of `walk`."""
    return tuple(_line_of(place) for place in walk(acte) if shows(place))


def digest(acte: Acte) -> str:
    """Give the SHA-256 (hexadecimal) of canon/1 of the act."""
    return digest_lignes(list_lignes(acte))


def digest_lignes(lignes: Iterable[LigneCanon]) -> str:
    """Give the SHA-256 of canon/1 from its lines."""
    texte = "\n".join([VERSION, *(ligne.ligne for ligne in lignes)])
    return hashlib.sha256(texte.encode()).hexdigest()


def shows(place: Place) -> bool:
    """Tell whether a leaf shows something: it has then a line in the canon."""
    return isinstance(place.feuille, Inconnu) or bool(place.feuille.contenu)


def _line_of(place: Place) -> LigneCanon:
    feuille = place.feuille
    if isinstance(feuille, Inconnu):
        numero, jetons = "", [_token_of(feuille)]
    else:
        numero, jetons = feuille.numero, tokens(feuille.contenu)
    ligne = json.dumps([place.partie, numero, jetons], ensure_ascii=False, separators=(",", ":"))
    return LigneCanon(place.partie, ligne, hashlib.sha256(ligne.encode()).hexdigest())


def tokens(contenu: Iterable[EnLigne]) -> list[Jeton]:
    """Give the tokens of a paragraph: neighbouring text of the same meaning is one token, NFC as a whole."""
    jetons: list[Jeton] = []
    for element in contenu:
        jeton = _token_of(element)
        if jeton[0] == "texte" and jetons and jetons[-1][0] == "texte" and jetons[-1][2:] == jeton[2:]:
            jetons[-1] = ("texte", jetons[-1][1] + jeton[1], *jeton[2:])
        else:
            jetons.append(jeton)
    return [_normalize(jeton) for jeton in jetons]


def _token_of(element: EnLigne) -> Jeton:
    match element:
        case Fragment():
            marques = "+".join(sorted(element.marques & MARQUES_DE_SENS))
            return ("texte", element.texte, marques, element.lien or "")
        case Champ():
            return ("champ", element.nature, element.instruction)
        case Emplacement():
            return ("emplacement", element.nom)
        case Image():
            return ("image", element.empreinte)
        case Note():
            return ("note",)
        case Inconnu():
            return ("inconnu", element.nature, element.texte)


def _normalize(jeton: Jeton) -> Jeton:
    if jeton[0] != "texte":
        return jeton
    return ("texte", unicodedata.normalize("NFC", jeton[1]), *jeton[2:])
