"""The blocks of an .odt: paragraphs and headings, lists, tables, signatures side by side, text boxes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from server.acte.assemblage import flatten
from server.acte.fragments import Inconnu
from server.acte.noeuds import Cadre, Feuille, Liste, Puce, Signatures, Tableau, TitreAnnexe
from server.formats.enchainement import find_gardees
from server.formats.genres import key_of
from server.formats.odt.document_ecrit import Automatiques
from server.formats.odt.listes_ecrites import list_style, marker_alone, profile, split_suites, style_alone
from server.formats.odt.styles_ecrits import NOM_XML, mm
from server.formats.odt.tableaux_ecrits import write_signatures, write_tableau
from server.formats.odt.texte_ecrit import EcrivainTexte, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from server.acte.noeuds import Bloc
    from server.charte.description import Charte
    from server.formats.numeros import Marqueur
    from server.formats.odt.document_ecrit import DocumentEcrit
    from server.formats.odt.listes_ecrites import StyleListe, Suite

_MARGE_CADRE_MM = 2.0
_ANCRE_CADRE = (
    '<style:style style:name="AncreCadre" style:family="paragraph" style:parent-style-name="Standard">'
    '<style:paragraph-properties fo:margin-top="4pt" fo:margin-bottom="8pt"/></style:style>'
)
_SEPARATEUR = (
    '<style:style style:name="Separateur" style:family="paragraph" style:parent-style-name="Standard">'
    '<style:paragraph-properties fo:margin-top="0pt" fo:margin-bottom="0pt" fo:line-height="1pt"/>'
    '<style:text-properties fo:font-size="1pt"/></style:style>'
)


@dataclass(frozen=True, slots=True)
class _Balises:
    """How paragraphs of one kind are written: start tag without its style, style, whole start tag, end tag."""

    ouverture: str
    style: str
    complete: str
    fin: str

    @classmethod
    def make(cls, nom: str, niveau: int) -> _Balises:
        """Make the tags of a heading of this level, of a plain paragraph for 0."""
        element = "text:h" if niveau else "text:p"
        ouverture = f'<text:h text:outline-level="{niveau}"' if niveau else "<text:p"
        return cls(ouverture, nom, f'{ouverture} text:style-name="{nom}">', f"</{element}>")


@lru_cache(maxsize=8)
def _tags(charte: Charte) -> dict[str, _Balises]:
    """Give the tags of each kind: headings are headings for screen readers too."""
    return {style.cle: _Balises.make(NOM_XML[style.cle], style.niveau_plan) for style in charte.styles}


@lru_cache(maxsize=8)
def _tags_numbered(charte: Charte) -> dict[str, _Balises]:
    """Give the tags that differ for a paragraph with a marker.

    LibreOffice ties an outline level to the first style that claims it, and takes the marker away from headings of
    that level in any other style: these are written as paragraphs, whose level their style says.
    """
    niveaux: set[int] = set()
    autres: dict[str, _Balises] = {}
    for style in charte.styles:
        if style.niveau_plan in niveaux:
            autres[style.cle] = _Balises.make(NOM_XML[style.cle], 0)
        niveaux |= {style.niveau_plan} - {0}
    return autres


class EcrivainBlocs:
    """Writes blocks of one XML part; `lieu` is the key of the style that a plain paragraph has there."""

    def __init__(self, document: DocumentEcrit) -> None:
        self.document = document
        self.automatiques = Automatiques()
        self.texte = EcrivainTexte(document, self.automatiques, lambda blocs: self.write(blocs, "note"))
        self._balises = _tags(document.charte)
        self._numerotees = _tags_numbered(document.charte)
        self._suites: dict[tuple[int, StyleListe], str] = {}
        self._seuls: dict[tuple[Marqueur, str], str] = {}
        self._gardees: frozenset[int] = frozenset()

    def write(self, blocs: Iterable[Bloc], lieu: str = "alinea") -> str:
        """Write blocks in the order of the text; a place that must hold a paragraph gets one when there is no block."""
        rendu = "".join(self._parts(blocs, lieu))
        return rendu or (f'<text:p text:style-name="{NOM_XML[lieu]}"/>' if lieu != "alinea" else "")

    def _parts(self, blocs: Iterable[Bloc], lieu: str) -> Iterator[str]:
        apres_tableau = False
        plats = tuple(flatten(blocs))
        self._gardees |= find_gardees(plats, self.document.charte)
        for bloc in plats:
            tableau = isinstance(bloc, Tableau | Signatures)
            if tableau and apres_tableau:
                yield self._separator()
            yield self._bloc(bloc, lieu)
            apres_tableau = tableau

    def _separator(self) -> str:
        """Keep two tables apart by a paragraph of one point: in .docx, tables that touch are one."""
        nom = self.automatiques.add("Separateur", _SEPARATEUR)
        return f'<text:p text:style-name="{nom}"/>'

    def _bloc(self, bloc: Bloc, lieu: str) -> str:
        match bloc:
            case Feuille():
                return self.feuille(bloc, lieu)
            case Liste():
                return self._liste(bloc.elements, 1, None)
            case Tableau():
                return write_tableau(self, bloc)
            case Signatures():
                return write_signatures(self, bloc)
            case Cadre():
                return self._cadre(bloc)
            case Inconnu():
                raise unknown(bloc)
            case _:
                raise AssertionError  # flatten has opened the containers

    def feuille(self, feuille: Feuille, lieu: str, *, colonne: bool = False) -> str:
        """Write one leaf; `colonne` for a signature in a column. One with a marker is a list of its own."""
        if not feuille.numero:
            return self._paragraphe(feuille, lieu, colonne=colonne)
        if isinstance(feuille, Puce):
            return self._liste((feuille,), 1, None)
        nom = self._name_alone(feuille, lieu)
        corps = self._paragraphe(feuille, lieu, colonne=colonne)
        return f'<text:list text:style-name="{nom}"><text:list-item>{corps}</text:list-item></text:list>'

    def _paragraphe(self, feuille: Feuille, lieu: str, *, colonne: bool = False) -> str:
        cle = key_of(feuille)
        balises = self._balises[lieu if cle == "alinea" else cle]
        if feuille.numero:
            balises = self._numerotees.get(cle, balises)
        ouverture = balises.complete
        if feuille.saut and not isinstance(feuille, TitreAnnexe):
            ouverture = f'{balises.ouverture} text:style-name="{self.automatiques.for_page_break(balises.style)}">'
        elif colonne:
            ouverture = f'{balises.ouverture} text:style-name="{self.automatiques.for_column(balises.style)}">'
        elif id(feuille) in self._gardees:
            ouverture = f'{balises.ouverture} text:style-name="{self.automatiques.for_kept(balises.style)}">'
        return f"{ouverture}{self.texte.write(feuille.contenu)}{balises.fin}"

    def _liste(self, puces: Sequence[Puce], niveau: int, herite: StyleListe | None) -> str:
        """Write items of one level; `herite` is what the list around them says of this level and those below."""
        rendu: list[str] = []
        for suite in split_suites(puces):
            rendu.append(self._suite(suite, niveau, herite))
            herite = None  # a second run must start where it is due
        return "".join(rendu)

    def _suite(self, suite: Suite, niveau: int, herite: StyleListe | None) -> str:
        style, attribut = herite, ""
        if not herite or herite[0] != suite.depart:
            style = profile(suite)
            attribut = f' text:style-name="{self._list_name(niveau, style)}"'
        corps = "".join([self._puce(puce, niveau, style[1:] if style else None) for puce in suite.puces])
        return f"<text:list{attribut}>{corps}</text:list>"

    def _puce(self, puce: Puce, niveau: int, herite: StyleListe | None) -> str:
        enfants = self._liste([petite for liste in puce.enfants for petite in liste.elements], niveau + 1, herite)
        return f"<text:list-item>{self._paragraphe(puce, 'alinea')}{enfants}</text:list-item>"

    def _list_name(self, niveau: int, style: StyleListe) -> str:
        nom = self._suites.get((niveau, style))
        if nom is None:
            nom = self._suites[niveau, style] = f"L{len(self._suites) + 1}"
            self.automatiques.add(nom, list_style(nom, niveau, style, self.document.charte.listes))
        return nom

    def _name_alone(self, feuille: Feuille, lieu: str) -> str:
        marqueur = marker_alone(feuille.numero)
        cle = key_of(feuille)
        style = self.document.charte.style(lieu if cle == "alinea" else cle)
        nom = self._seuls.setdefault((marqueur, style.cle), f"N{len(self._seuls) + 1}")
        return self.automatiques.add(nom, style_alone(nom, marqueur, style))

    def _cadre(self, cadre: Cadre) -> str:
        """Write a text box in a paragraph of its own, as wide as the text."""
        self.document.cadres += 1
        charte = self.document.charte
        filet = f"{charte.tableau.epaisseur_filet}pt solid #{charte.tableau.couleur_filet}"
        self.automatiques.add("AncreCadre", _ANCRE_CADRE)
        self.automatiques.add(
            "Cadre",
            '<style:style style:name="Cadre" style:family="graphic" style:parent-style-name="Frame">'
            f'<style:graphic-properties fo:border="{filet}" fo:padding="{mm(_MARGE_CADRE_MM)}" style:vertical-pos="top"'
            ' style:vertical-rel="baseline"/></style:style>',
        )
        return (
            f'<text:p text:style-name="AncreCadre"><draw:frame draw:style-name="Cadre"'
            f' draw:name="Cadre {self.document.cadres}" text:anchor-type="as-char" svg:width="{mm(charte.page.utile)}">'
            f'<draw:text-box fo:min-height="5mm">{self.write(cadre.corps, "cadre")}</draw:text-box>'
            "</draw:frame></text:p>"
        )
