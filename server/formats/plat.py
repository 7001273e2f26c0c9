"""From the paragraphs that a reader met to flat blocks: kinds, lists, text boxes, signatures.

Both readers (.docx, .odt) give what a paragraph says of itself as a `ParagrapheLu`; what follows from it is decided
once, here, so that the two formats have one tree.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Final

from server.acte.assemblage import assemble
from server.acte.fragments import EnLigne, Fragment, Marque, merge_fragments, text_of
from server.acte.noeuds import Bloc, Cadre, Cellule, Ligne, Liste, Puce, Signature, Signatures, Tableau
from server.formats.genres import CLE_DE_STYLE, NIVEAUX_SECTION, PROTOTYPES
from server.formats.reconnaissance import classify, is_intitule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_STYLES_TITRE: Final = frozenset({"title", "titre", "titre principal"})
# What numbering leaves as it is: a visa with a bullet is a visa, a mention in a list is an item of the list.
_CLES_NUMEROTEES: Final = frozenset({"visa", "considerant", "titre_article", "titre_annexe"})
_FIN_DE_PREAMBULE: Final = frozenset({"visa", "considerant", "formule", "titre_article", "intitule"})


@dataclass(frozen=True, slots=True)
class ParagrapheLu:
    """A paragraph as a file gives it.

    Attributes:
        contenu: what stands in it, origins provisional (`IA` in the « IA » style, else `INDETERMINE`).
        style: display name of the nearest ancestor style that `genres.CLE_DE_STYLE` knows, else of its own style.
        titre: outline level of a heading (1 is the highest), 0 for body text.
        numero: what automatic numbering shows ("•" for every bullet), "" without numbering.
        niveau: depth of the list item, from 0.
        saut: starts a new page.
        centre: centred.
        cadres: the text boxes anchored in it.
    """

    contenu: tuple[EnLigne, ...] = ()
    style: str = ""
    titre: int = 0
    numero: str = ""
    niveau: int = 0
    saut: bool = False
    centre: bool = False
    cadres: tuple[Cadre, ...] = ()


ElementLu = ParagrapheLu | Bloc


def build_blocs(elements: Iterable[ElementLu], *, corps: bool) -> tuple[Bloc, ...]:
    """Make the nested blocks of one part from what was met in it, in order.

    `corps` says that this is the body, where words tell the kind of a paragraph whose style says nothing. Empty
    paragraphs are dropped, their page break passed on; text boxes stand after the block that holds their anchor.
    """
    ouvrage = _Ouvrage(corps=corps)
    for element in elements:
        ouvrage.add(element)
    return assemble(ouvrage.finish())


# What `genres.make_leaf` does, without the cost of `dataclasses.replace`: class, and the fields after the first three.
_FABRIQUES: Final = {
    cle: (type(p), tuple(getattr(p, champ.name) for champ in fields(p)[3:])) for cle, p in PROTOTYPES.items()
}


@dataclass(slots=True)
class _Ouvrage:
    corps: bool
    blocs: list[Bloc] = field(default_factory=list)
    liste: list[tuple[int, Puce]] = field(default_factory=list)
    cadres: list[Cadre] = field(default_factory=list)
    saut: bool = False
    preambule: bool = True

    def add(self, element: ElementLu) -> None:
        if not isinstance(element, ParagrapheLu):
            self._close_list()
            self.blocs.append(element)
            return
        saut = self.saut or element.saut
        contenu = merge_fragments(element.contenu)
        if not _shows(contenu):
            self.saut = saut
            if element.cadres:
                # Alone in its paragraph, a box is a block among others; inside an item, it waits for the list's end.
                self._close_list()
                self.blocs.extend(element.cadres)
            return
        self.saut = False
        cle = self._kind_of(element, contenu)
        classe, autres = _FABRIQUES[cle]
        # An annexe starts a page by its style.
        feuille = classe(contenu, element.numero, saut and cle != "titre_annexe", *autres)
        if isinstance(feuille, Puce):
            self.liste.append((element.niveau, feuille))
        else:
            self._close_list()
            self.blocs.append(feuille)
        (self.cadres if self.liste else self.blocs).extend(element.cadres)

    def _close_list(self) -> None:
        if self.liste:
            self.blocs.append(nest_puces(self.liste))
            self.blocs.extend(self.cadres)
            self.liste, self.cadres = [], []

    def _kind_of(self, paragraphe: ParagrapheLu, contenu: tuple[EnLigne, ...]) -> str:
        cle = _key_of(paragraphe, text_of(contenu), corps=self.corps, preambule=self.preambule)
        if cle in _FIN_DE_PREAMBULE:
            self.preambule = False
        return cle

    def finish(self) -> list[Bloc]:
        self._close_list()
        return self.blocs


def _shows(contenu: tuple[EnLigne, ...]) -> bool:
    """Tell whether a paragraph shows anything; underlined blanks are lines to write on."""
    return any(
        not isinstance(e, Fragment) or not e.texte.isspace() or Marque.SOULIGNE in e.marques or e.lien for e in contenu
    )


def _key_of(paragraphe: ParagrapheLu, texte: str, *, corps: bool, preambule: bool) -> str:
    cle = CLE_DE_STYLE.get(paragraphe.style)
    if cle is None:
        cle = _foreign_key(paragraphe, texte, preambule=preambule) if corps else "alinea"
        if paragraphe.numero and cle not in _CLES_NUMEROTEES and not cle.startswith("titre_section"):
            return "puce"
        return "alinea_centre" if cle == "alinea" and paragraphe.centre else cle
    if cle == "puce":
        return "puce" if paragraphe.numero else "alinea"
    if cle in {"alinea", "alinea_centre"} and paragraphe.numero:
        return "puce"
    return "alinea_centre" if paragraphe.style == "Acte Alinea" and paragraphe.centre else cle


def _foreign_key(paragraphe: ParagrapheLu, texte: str, *, preambule: bool) -> str:
    """Tell the kind of a paragraph that carries none of our styles."""
    if paragraphe.style.lower() in _STYLES_TITRE:
        return "intitule"
    cle = classify(texte)
    if paragraphe.titre:
        if cle in {"titre_article", "titre_annexe"} or cle.startswith("titre_section"):
            return cle
        return f"titre_section_{min(paragraphe.titre, NIVEAUX_SECTION[-1])}"
    if cle == "alinea" and preambule and is_intitule(texte):
        return "intitule"
    return cle


def nest_puces(puces: Sequence[tuple[int, Puce]]) -> Liste:
    """Nest items by depth: an item deeper than the one before it is its child, whatever the jump."""
    elements, _ = _nest(puces, 0, puces[0][0])
    return Liste(tuple(elements))


def _nest(puces: Sequence[tuple[int, Puce]], debut: int, niveau: int) -> tuple[list[Puce], int]:
    """Give the items from `debut` that are at `niveau` or between it and the parent, and where they end."""
    elements: list[Puce] = []
    i = debut
    while i < len(puces):
        profondeur, puce = puces[i]
        if profondeur < niveau and debut:
            break
        i += 1
        if i < len(puces) and puces[i][0] > profondeur:
            enfants, i = _nest(puces, i, profondeur + 1)
            puce = replace(puce, enfants=(Liste(tuple(enfants)),))
        elements.append(puce)
    return elements, i


def build_tableau(lignes: Iterable[Ligne]) -> Bloc:
    """Make a table; one row whose cells hold one signature block each is `Signatures`."""
    rangees = tuple(ligne for ligne in lignes if ligne.cellules)
    if len(rangees) == 1:
        colonnes = [_signature_of(cellule) for cellule in rangees[0].cellules]
        if all(colonnes):
            return Signatures(tuple(signature for signature in colonnes if signature is not None))
    return Tableau(rangees)


def _signature_of(cellule: Cellule) -> Signature | None:
    match cellule.corps:
        case (Signature() as signature,):
            return signature
        case _:
            return None
