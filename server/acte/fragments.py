"""What stands inside a paragraph: text with its origin, fields, images, notes and slots."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.acte.noeuds import Bloc


class Origine(StrEnum):
    """Where a span of text comes from; the seal states it for every span."""

    TRAME = "trame"
    SAISIE = "saisie"
    IA = "ia"
    IA_RETOUCHEE = "ia_retouchee"
    AGENT = "agent"
    INDETERMINE = "indetermine"


class Marque(StrEnum):
    """Character formatting that a reader sees. Those of MARQUES_DE_SENS change what the text says."""

    GRAS = "gras"
    ITALIQUE = "italique"
    SOULIGNE = "souligne"
    BARRE = "barre"
    CACHE = "cache"
    EXPOSANT = "exposant"
    INDICE = "indice"
    INSERTION = "insertion"
    SUPPRESSION = "suppression"


MARQUES_DE_SENS = frozenset(
    {Marque.BARRE, Marque.CACHE, Marque.EXPOSANT, Marque.INDICE, Marque.INSERTION, Marque.SUPPRESSION}
)
SANS_MARQUE: frozenset[Marque] = frozenset()


@dataclass(frozen=True, slots=True)
class Fragment:
    r"""A run of text of one origin. A line break is "\n", a tab "\t".

    `champ` is the path of the input field (origin `saisie`: "beneficiaires[0].montant") or the name of the
    passage (origins `ia`, `ia_retouchee`); None elsewhere. `lien` is the target of a hyperlink.
    """

    texte: str
    origine: Origine = Origine.INDETERMINE
    champ: str | None = None
    marques: frozenset[Marque] = SANS_MARQUE
    lien: str | None = None

    def is_lu(self) -> bool:
        """Tell whether a reader takes this text as part of the act (neither deleted nor hidden)."""
        return Marque.SUPPRESSION not in self.marques and Marque.CACHE not in self.marques


class NatureChamp(StrEnum):
    """The fields that we write ourselves; any other is AUTRE, with its instruction."""

    PAGE = "page"
    NB_PAGES = "nb_pages"
    AUTRE = "autre"


@dataclass(frozen=True, slots=True)
class Champ:
    """A field that the word processor computes. `texte` is what it showed when the file was saved."""

    nature: NatureChamp
    texte: str = field(default="", compare=False)
    instruction: str = ""


@dataclass(frozen=True, slots=True)
class Emplacement:
    """A slot filled only after sign-off (numero, date, cachet); canon/1 holds the slot, not its text."""

    nom: str
    texte: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, known by the SHA-256 of its bytes.

    Sizes are in millimetres; LibreOffice rounds them, so they do not compare.
    """

    empreinte: str
    description: str = ""
    donnees: bytes = field(default=b"", compare=False, repr=False)
    largeur_mm: float = field(default=0.0, compare=False)
    hauteur_mm: float = field(default=0.0, compare=False)

    @classmethod
    def from_bytes(cls, donnees: bytes, description: str, largeur_mm: float, hauteur_mm: float) -> Image:
        """Make an image from its bytes, computing the digest."""
        return cls(hashlib.sha256(donnees).hexdigest(), description, donnees, largeur_mm, hauteur_mm)


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote, standing where it is called."""

    corps: tuple[Bloc, ...]


@dataclass(frozen=True, slots=True)
class Inconnu:
    """What a file holds and we do not know: kept, shown, and forbids a seal. Stands as a block or inside a paragraph.

    `nature` names the foreign element ("m:oMath", "draw:object"), `texte` whatever text it shows.
    """

    nature: str
    texte: str = ""


EnLigne = Fragment | Champ | Emplacement | Image | Note | Inconnu


def merge_fragments(contenu: Iterable[EnLigne]) -> tuple[EnLigne, ...]:
    """Join neighbouring fragments that differ only by their text, and drop empty ones; linear in the text."""
    fusion: list[EnLigne] = []
    textes: list[str] = []  # those of the last fragment, when it is one

    def close() -> None:
        dernier = fusion[-1] if fusion else None
        if len(textes) > 1 and isinstance(dernier, Fragment):
            fusion[-1] = replace(dernier, texte="".join(textes))
        textes.clear()

    for element in contenu:
        if isinstance(element, Fragment):
            if not element.texte:
                continue
            dernier = fusion[-1] if textes else None
            if isinstance(dernier, Fragment) and _same_nature(dernier, element):
                textes.append(element.texte)
                continue
            close()
            textes.append(element.texte)
        else:
            close()
        fusion.append(element)
    close()
    return tuple(fusion)


def join_slots(contenu: tuple[EnLigne, ...]) -> tuple[EnLigne, ...]:
    """Make one slot of neighbouring runs of one slot: a word processor cuts what is typed as it likes."""
    if not any(isinstance(element, Emplacement) for element in contenu):
        return contenu
    joints: list[EnLigne] = []
    for nom, groupe in groupby(contenu, lambda e: e.nom if isinstance(e, Emplacement) else None):
        if nom is None:
            joints += groupe
        else:
            joints.append(Emplacement(nom, "".join(e.texte for e in groupe if isinstance(e, Emplacement))))
    return tuple(joints)


def _same_nature(a: Fragment, b: Fragment) -> bool:
    return (a.origine, a.champ, a.marques, a.lien) == (b.origine, b.champ, b.marques, b.lien)


def text_of(contenu: Iterable[EnLigne]) -> str:
    """Give the text that a reader takes as part of the act: no deleted or hidden text, no note."""
    return "".join(_text_of_element(element) for element in contenu)


def _text_of_element(element: EnLigne) -> str:
    if isinstance(element, Fragment):
        return element.texte if element.is_lu() else ""
    if isinstance(element, Champ | Emplacement | Inconnu):
        return element.texte
    return ""
