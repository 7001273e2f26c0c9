from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from server.faits.fait import Fait, Genre
from server.faits.nombres import Analyse, analyse, end_of_double, format_decimal

if TYPE_CHECKING:
    from server.faits.nombres import Nombre

_DEVISE = re.compile(r" ?(?:(?P<echelle>k|mds?|m) ?)?(?:d[e'] ?)?(?:€|euros?(?!\w)|eur(?!\w))")
_ECHELLES = {"k": Decimal(10**3), "m": Decimal(10**6), "md": Decimal(10**9), "mds": Decimal(10**9)}
_CENTIMES_COLLES = re.compile(r"([0-9]{2})(?!\w|[,.][0-9])")
_AVANT_CENTIMES = re.compile(r",? (?:et )?")
_CENTIMES = re.compile(r" ?(?:centimes?|cts?\b)(?: d'euros?)?(?!\w)")
_TAXE = re.compile(
    r",? ?\(?(?:(?P<ht>h\.? ?t\b\.?|hors taxes?\b|hors tva\b)|(?P<ttc>t\.? ?t\.? ?c\b\.?|toutes taxes comprises\b))"
)
_CENTIME = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class MontantTrouve:
    """Hold an amount in euros; `taxe` is "HT", "TTC" or "" as said just after it, and is not part of the fact."""

    fait: Fait
    montant: Decimal
    taxe: str
    en_lettres: bool


def find_montants(texte: str) -> tuple[Fait, ...]:
    """Find the amounts in euros of a text, in figures or in words, with the value "1234.50 EUR"."""
    return tuple(m.fait for m in analyse_montants(texte))


def analyse_montants(texte: str) -> tuple[MontantTrouve, ...]:
    """Find the amounts in euros of a text with what a rule compares: amount, taxes, figures or words."""
    return montants_of(analyse(texte))


def montants_of(a: Analyse) -> tuple[MontantTrouve, ...]:
    """Find the amounts of an analysed text: see `analyse_montants`."""
    montants: list[MontantTrouve] = []
    libre = 0
    for i, nombre in enumerate(a.nombres):
        lu = _read_montant(a, i, nombre) if nombre.debut >= libre else None
        if lu is not None:
            trouve, libre = lu
            montants.append(trouve)
    return tuple(montants)


def format_valeur(montant: Decimal) -> str:
    """Write the canonical value of an amount: two decimals at least, more when the text gives more."""
    exposant = montant.as_tuple().exponent
    precise = isinstance(exposant, int) and exposant < -2 and montant != montant.quantize(_CENTIME)
    return f"{format_decimal(montant) if precise else format(montant.quantize(_CENTIME), 'f')} EUR"


def _read_montant(a: Analyse, i: int, nombre: Nombre) -> tuple[MontantTrouve, int] | None:
    """Read the amount that starts at the i-th number, with its end in the folded text."""
    valeur = _quantity(nombre)
    if valeur is None:
        return None
    plie = a.repli.plie
    devise = _DEVISE.match(plie, end_of_double(a, i) or nombre.fin)
    if devise is None:
        return _read_centimes_seuls(a, nombre, valeur)
    valeur *= _ECHELLES[devise["echelle"]] if devise["echelle"] else 1
    centimes, fin = _read_centimes(a, i, devise.end(), en_lettres=nombre.en_lettres)
    return _build(a, nombre, fin, valeur + centimes)


def _quantity(nombre: Nombre) -> Decimal | None:
    if nombre.ordinal:
        return None
    if not nombre.brut:
        return nombre.valeur
    # « 12.50 € » is an amount, even if a bare « 12.50 » may be a code.
    return Decimal(nombre.brut) if re.fullmatch(r"[0-9]{1,12}(?:\.[0-9]{1,4})?", nombre.brut) else None


def _build(a: Analyse, nombre: Nombre, fin: int, montant: Decimal) -> tuple[MontantTrouve, int]:
    taxe = _TAXE.match(a.repli.plie, fin)
    fait = a.repli.fait(Genre.MONTANT, nombre.debut, fin, format_valeur(montant))
    trouve = MontantTrouve(fait, montant, (taxe.lastgroup or "").upper() if taxe else "", nombre.en_lettres)
    return trouve, fin


def _read_centimes(a: Analyse, i: int, fin: int, *, en_lettres: bool) -> tuple[Decimal, int]:
    """Read « … euros et cinquante centimes », « 12 €50 », « trois euros cinquante » after the currency."""
    plie = a.repli.plie
    colles = _CENTIMES_COLLES.match(plie, fin)
    if colles:
        return Decimal(colles[1]) * _CENTIME, colles.end()
    lien = _AVANT_CENTIMES.match(plie, fin)
    suivant = next((n for n in a.nombres[i + 1 : i + 3] if lien and n.debut == lien.end()), None)
    if suivant is None or suivant.ordinal or suivant.brut or not 0 <= suivant.valeur < 100:
        return Decimal(0), fin
    unite = _CENTIMES.match(plie, suivant.fin)
    if unite:
        return suivant.valeur * _CENTIME, unite.end()
    finit = suivant.fin == len(plie) or plie[suivant.fin] in ".,;:)»"
    if en_lettres and suivant.en_lettres and finit and plie[fin : suivant.debut] == " ":
        return suivant.valeur * _CENTIME, suivant.fin
    return Decimal(0), fin


def _read_centimes_seuls(a: Analyse, nombre: Nombre, valeur: Decimal) -> tuple[MontantTrouve, int] | None:
    unite = _CENTIMES.match(a.repli.plie, nombre.fin)
    if unite is None or not 0 <= valeur < 100:
        return None
    return _build(a, nombre, unite.end(), valeur * _CENTIME)
