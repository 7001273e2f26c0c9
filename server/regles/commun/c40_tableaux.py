"""The sums of tables, for C40."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING

from server.francais.nombres import format_nombre
from server.regles.tableaux import Case, Rangee, list_grilles
from server.regles.vue import Ecart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from server.regles.vue import Vue

_TOTAL = re.compile(r"(?:sous[ -]?)?tota(?:l|ux)(?!\w)|(?:montant |cout )?total(?!\w)|ensemble$")
_DONT = re.compile(r"(?:- ?)?dont(?!\w)")
_COLONNES_TAXES = {
    "ht": re.compile(r"(?<!\w)(?:ht|h\.t\.?|hors taxes?)(?!\w)"),
    "tva": re.compile(r"(?<!\w)(?:tva|t\.v\.a\.?)(?!\w)"),
    "ttc": re.compile(r"(?<!\w)(?:ttc|t\.t\.c\.?|toutes taxes comprises)(?!\w)"),
}
# The sum of years, rates or numbers means nothing.
_SANS_SOMME = re.compile(
    r"(?<!\w)(?:annee|exercice|taux|%|n°|numero|prix unitaire|pu|p\.u\.|date|siret|siren|article|compte|"
    r"imputation|code)(?!\w)"
)


def check_tableaux(vue: Vue) -> Iterator[Ecart]:
    """Check the total rows and the HT, TVA, TTC columns of every table."""
    for grille in list_grilles(vue):
        yield from _check_totaux(grille)
        yield from _check_colonnes_taxes(grille)


def _is_entete(rangee: Rangee) -> bool:
    return rangee.entete or not any(case.nombre is not None and case.plie for case in rangee.cases)


def _check_totaux(grille: Sequence[Rangee]) -> Iterator[Ecart]:
    colonnes = sorted({case.colonne for rangee in grille for case in rangee.cases})
    titres = {case.colonne: case.plie for rangee in grille[:2] if _is_entete(rangee) for case in rangee.cases}
    for colonne in colonnes[1:] or colonnes:
        if not _SANS_SOMME.search(titres.get(colonne, "")):
            yield from _check_colonne(grille, colonne)


def _check_colonne(grille: Sequence[Rangee], colonne: int) -> Iterator[Ecart]:
    """Walk down a column; at each total row compare with every sum that the rows above allow."""
    lignes: list[Decimal] = []
    depuis: list[Decimal] = []
    totaux: list[Decimal] = []
    for rangee in grille:
        case = rangee.at(colonne)
        if case is None or _is_entete(rangee) or _DONT.match(rangee.libelle):
            continue
        if case.nombre is None or case.unite == "%":
            return
        if not _TOTAL.match(rangee.libelle):
            lignes.append(case.nombre)
            depuis.append(case.nombre)
        elif case.plie and lignes:
            possibles = _sums(lignes, depuis, totaux)
            if case.nombre not in possibles:
                yield _ecart(case, sum(depuis or lignes, Decimal(0)))
            totaux.append(case.nombre)
            depuis = []


def _sums(lignes: Iterable[Decimal], depuis: list[Decimal], totaux: list[Decimal]) -> set[Decimal]:
    reste = sum(depuis, Decimal(0))
    possibles = {sum(lignes, Decimal(0)), reste, sum(totaux, Decimal(0)) + reste}
    # « Total général » after « Total dépenses » and its own sub-totals: any run of the last totals.
    possibles.update(somme + reste for somme in accumulate(reversed(totaux)))
    return possibles


def _ecart(case: Case, attendu: Decimal) -> Ecart:
    message = f"Le total ne correspond pas à la somme des lignes : {format_nombre(attendu)} attendu."
    return Ecart.on(case.paragraphe, message)


def _check_colonnes_taxes(grille: Sequence[Rangee]) -> Iterator[Ecart]:
    """Check HT + TVA = TTC on each row when the header has one column of each."""
    if not grille:
        return
    rangs: dict[str, list[int]] = {
        taxe: [
            case.colonne
            for case in grille[0].cases
            if motif.search(case.plie) and "taux" not in case.plie and "%" not in case.plie
        ]
        for taxe, motif in _COLONNES_TAXES.items()
    }
    if any(len(colonnes) != 1 for colonnes in rangs.values()) or len({c[0] for c in rangs.values()}) != 3:
        return
    for rangee in grille[1:]:
        ht, tva, ttc = (rangee.at(rangs[taxe][0]) for taxe in ("ht", "tva", "ttc"))
        if ht is None or tva is None or ttc is None or tva.unite == "%" or not (ht.plie and ttc.plie):
            continue
        if ht.nombre is None or tva.nombre is None or ttc.nombre is None:
            continue
        if ht.nombre + tva.nombre != ttc.nombre:
            message = f"HT + TVA ne fait pas le TTC de cette ligne : {format_nombre(ht.nombre + tva.nombre)} attendu."
            yield Ecart.on(ttc.paragraphe, message)
