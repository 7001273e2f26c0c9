"""C40: figures and words agree, taxes add up, tables add up."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from server.faits.montants import montants_of
from server.francais.nombres import format_montant, format_nombre
from server.regles.base import TOUS, Certitude, Regle, Source
from server.regles.commun.c40_tableaux import check_tableaux
from server.regles.vue import Ecart, Niveau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.faits.montants import MontantTrouve
    from server.faits.nombres import Nombre
    from server.regles.vue import Paragraphe, Vue

_CHIFFRE = re.compile(r"\d")
_UNITE = re.compile(
    " ?(?:€|euros?|eur|jours?|mois|ans?|annees?|heures?|semaines?|minutes?|exemplaires?|voix|membres?|m2|"
    "metres?|places?|%|pour cent)?"
)
_TAUX = re.compile(r"tva(?: au taux)?(?: (?:de|a|:))? ?\(?(?:soit )?(?P<taux>20|10|5,5|2,1|8,5)(?:,0+)? ?%")
_TVA_AVANT = re.compile(r"(?:tva|t\.v\.a\.?|taxe sur la valeur ajoutee)[^€;.]{0,40}$")
_TVA_APRES = re.compile(r",? ?(?:de )?(?:tva|t\.v\.a)(?!\w)")
_HT_AVANT = re.compile(r"(?:hors taxes?|(?<!\w)ht|h\.t\.)(?: ?:| (?:de|est de|s'eleve a|a))* ?$")
_TTC_AVANT = re.compile(r"(?:toutes taxes comprises|(?<!\w)ttc|t\.t\.c\.)(?: ?:| (?:de|est de|s'eleve a|a))* ?$")
_TOLERANCE_TAUX = Decimal("0.02")
"""Rounding the tax to the cent moves the sum by half a cent at most; two cents leave room for two roundings."""


def _check(vue: Vue) -> Iterator[Ecart]:
    for p in vue.corps:
        if _CHIFFRE.search(p.plie):
            yield from _check_lettres(vue, p)
            yield from _check_taxes(vue, p)
    yield from check_tableaux(vue)


def _check_lettres(vue: Vue, p: Paragraphe) -> Iterator[Ecart]:
    """Compare the two readings of « 1 200 € (mille deux cents euros) »: one in figures, the other in words."""
    if "(" not in p.plie:
        return
    analyse = vue.analyse(p)
    montants = montants_of(analyse)
    vus: set[int] = set()
    for a, b in pairwise(montants):
        if a.en_lettres != b.en_lettres and _is_repeated(p, a.fait.fin, b.fait.debut, b.fait.fin):
            vus.update(range(a.fait.debut, b.fait.fin))
            if a.montant != b.montant:
                yield _ecart_montants(p, a, b)
    for n, m in zip(analyse.nombres, analyse.nombres[1:], strict=False):
        if n.debut in vus or m.debut in vus or not _is_doublet(p, n, m) or n.valeur == m.valeur:
            continue
        if any(f.fait.debut <= n.debut < f.fait.fin and f.fait.debut <= m.debut < f.fait.fin for f in montants):
            continue
        message = (
            f"Les chiffres et les lettres ne disent pas le même nombre : {format_nombre(n.valeur)} d’une part,"
            f" {format_nombre(m.valeur)} de l’autre."
        )
        yield Ecart(message, p, n.debut, m.fin)


def _ecart_montants(p: Paragraphe, a: MontantTrouve, b: MontantTrouve) -> Ecart:
    message = (
        f"Les chiffres et les lettres ne disent pas le même montant : {format_montant(a.montant)} d’une part,"
        f" {format_montant(b.montant)} de l’autre."
    )
    return Ecart(message, p, a.fait.debut, b.fait.fin)


def _is_repeated(p: Paragraphe, fin: int, debut: int, fin_suivant: int) -> bool:
    """Tell whether the second amount repeats the first: alone in brackets just after it."""
    entre = p.plie[fin:debut]
    apres = p.plie[fin_suivant : fin_suivant + 12]
    return bool(
        re.fullmatch(r",? ?\(?(?:ht|ttc|h\.t\.|t\.t\.c\.)?\)? ?\((?:soit )?", entre)
        and re.match(r" ?(?:ht|ttc|hors taxes)? ?\)", apres)
    )


def _is_doublet(p: Paragraphe, n: Nombre, m: Nombre) -> bool:
    if n.en_lettres == m.en_lettres or n.ordinal != m.ordinal or n.brut or m.brut:
        return False
    entre, apres = p.plie[n.fin : m.debut], p.plie[m.fin : m.fin + 14]
    unite = _UNITE.match(entre)
    ouvre = unite is not None and entre[unite.end() :] in {" (", "("}
    return ouvre and bool(re.match(_UNITE.pattern + r" ?\)", apres))


def _check_taxes(vue: Vue, p: Paragraphe) -> Iterator[Ecart]:
    """Check HT + TVA = TTC where a paragraph gives one of each, or HT and TTC with the rate."""
    if "tva" not in p.plie and "ttc" not in p.plie and "t.v.a" not in p.plie:
        return
    par_taxe: dict[str, list[MontantTrouve]] = {"HT": [], "TVA": [], "TTC": []}
    for trouve in montants_of(vue.analyse(p)):
        taxe = _taxe_of(p, trouve)
        if taxe:
            par_taxe[taxe].append(trouve)
    if len(par_taxe["HT"]) != 1 or len(par_taxe["TTC"]) != 1 or len(par_taxe["TVA"]) > 1:
        return
    ht, ttc = par_taxe["HT"][0], par_taxe["TTC"][0]
    if par_taxe["TVA"]:
        somme, tolerance = ht.montant + par_taxe["TVA"][0].montant, Decimal(0)
    else:
        taux = {m["taux"] for m in _TAUX.finditer(p.plie)}
        if len(taux) != 1:
            return
        somme = (ht.montant * (1 + Decimal(taux.pop().replace(",", ".")) / 100)).quantize(Decimal("0.01"))
        tolerance = _TOLERANCE_TAUX
    if abs(somme - ttc.montant) > tolerance:
        message = (
            f"Le montant TTC ne correspond pas au montant HT augmenté de la TVA : {format_montant(somme)} attendus."
        )
        yield Ecart(message, p, ttc.fait.debut, ttc.fait.fin)


def _taxe_of(p: Paragraphe, trouve: MontantTrouve) -> str:
    avant = p.plie[max(0, trouve.fait.debut - 60) : trouve.fait.debut]
    if trouve.taxe:
        return trouve.taxe
    if _TVA_APRES.match(p.plie, trouve.fait.fin):
        return "TVA"
    if _HT_AVANT.search(avant):
        return "HT"
    if _TTC_AVANT.search(avant):
        return "TTC"
    return "TVA" if _TVA_AVANT.search(avant) else ""


REGLE = Regle(
    code="C40",
    titre="Les nombres s’accordent",
    niveau=Niveau.ERREUR,
    quoi=(
        "Un nombre écrit en chiffres et en lettres a la même valeur des deux façons ; HT + TVA = TTC ; la"
        " ligne « Total » d’un"
        " tableau est la somme de ses lignes."
    ),
    pourquoi="Deux montants qui se contredisent dans un acte empêchent de le liquider et ouvrent un contentieux.",
    source=Source(
        "Cohérence des nombres (aucun texte)", "domaine 06, C40 [I] : arithmétique", Certitude.INTERPRETATION
    ),
    exemple_refuse="Une subvention de 1 200 € (mille trois cents euros) est attribuée.",
    exemple_accepte="Une subvention de 1 200 € (mille deux cents euros) est attribuée.",
    genres=TOUS,
    verdict=_check,
    limites=(
        "Un total de tableau est accepté s’il est la somme de ses lignes, de ses sous-totaux ou des lignes"
        " depuis le total"
        " précédent. Les colonnes de pourcentages et les totaux en bout de ligne ne sont pas vérifiés."
    ),
)
