"""Tables as grids: each cell with its column, its text and the leaf to point at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from server.acte.assemblage import flatten
from server.acte.noeuds import Bloc, Cadre, Cellule, Feuille, Liste, Tableau
from server.faits.repli import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from server.regles.vue import Paragraphe, Vue

_VIDES = frozenset({"", "-", "néant", "neant", "/", "0", "sans objet"})
_NOMBRE = re.compile(
    r"(?P<signe>[-+−] ?)?(?P<entier>\d{1,3}(?: \d{3})+|\d{1,3}(?:\.\d{3})+(?=,|\D*$)|"
    r"\d+)(?P<decimales>[,.]\d{1,4})? ?(?P<unite>€|euros?|eur|k€|%|[a-z2]{1,12})?(?: (?:ht|ttc))?"
)


@dataclass(frozen=True, slots=True)
class Case:
    """A cell of the grid. `nombre` is its value when it holds a single quantity (0 when empty), None otherwise."""

    colonne: int
    plie: str
    unite: str
    nombre: Decimal | None
    paragraphe: Paragraphe | None


@dataclass(frozen=True, slots=True)
class Rangee:
    """A row of the grid."""

    cases: tuple[Case, ...]
    entete: bool

    @property
    def libelle(self) -> str:
        """The first text of the row."""
        return next((case.plie for case in self.cases if case.plie), "")

    def at(self, colonne: int) -> Case | None:
        """Give the cell that starts at this column."""
        return next((case for case in self.cases if case.colonne == colonne), None)


def list_grilles(vue: Vue) -> Iterator[tuple[Rangee, ...]]:
    """Give every table of the body, annexes and nested tables included, as rows of the grid."""
    par_feuille: dict[int, Paragraphe] = {}
    for p, feuille in zip(vue.paragraphes, vue.feuilles, strict=True):
        par_feuille.setdefault(id(feuille), p)
    for tableau in _find_tableaux(vue.contexte.acte.corps):
        yield tuple(_lay_out(tableau, par_feuille))


def _find_tableaux(blocs: Iterable[Bloc]) -> Iterator[Tableau]:
    for bloc in flatten(blocs):
        if isinstance(bloc, Tableau):
            yield bloc
            for ligne in bloc.lignes:
                for cellule in ligne.cellules:
                    yield from _find_tableaux(cellule.corps)
        elif isinstance(bloc, Cadre):
            yield from _find_tableaux(bloc.corps)


def _lay_out(tableau: Tableau, par_feuille: dict[int, Paragraphe]) -> Iterator[Rangee]:
    occupe: dict[int, int] = {}  # column → rows still covered by a cell above
    for ligne in tableau.lignes:
        cases, colonne = [], 0
        for cellule in ligne.cellules:
            while occupe.get(colonne, 0):
                colonne += 1
            cases.append(_read_case(cellule, colonne, par_feuille))
            portee = min(max(cellule.colonnes, 1), 1000)
            for couverte in range(colonne, colonne + portee):
                occupe[couverte] = max(cellule.lignes, 1)
            colonne += portee
        occupe = {c: reste - 1 for c, reste in occupe.items() if reste > 1}
        yield Rangee(tuple(cases), ligne.entete)


def _read_case(cellule: Cellule, colonne: int, par_feuille: dict[int, Paragraphe]) -> Case:
    feuilles = [f for bloc in flatten(cellule.corps) for f in _leaves(bloc)]
    plie = fold(" ".join(f.texte for f in feuilles)).plie.strip()
    nombre, unite = parse_nombre(plie)
    p = next((par_feuille[id(f)] for f in feuilles if id(f) in par_feuille and f.texte.strip()), None)
    return Case(colonne, plie, unite, nombre, p)


def _leaves(bloc: Bloc) -> Iterator[Feuille]:
    if isinstance(bloc, Feuille):
        yield bloc
    elif isinstance(bloc, Liste):
        yield from bloc.elements


def parse_nombre(plie: str) -> tuple[Decimal | None, str]:
    """Read a cell that holds one quantity, with its unit ("€", "%", "m2"); an empty cell is zero."""
    if plie in _VIDES:
        return Decimal(0), ""
    m = _NOMBRE.fullmatch(plie)
    if m is None:
        return None, ""
    entier = m["entier"].replace(" ", "").replace(".", "")
    valeur = Decimal(f"{entier}.{(m['decimales'] or ',0')[1:]}")
    unite = m["unite"] or ""
    return -valeur if (m["signe"] or "").strip() in {"-", "−"} else valeur, "€" if unite in {
        "euro",
        "euros",
        "eur",
    } else unite
