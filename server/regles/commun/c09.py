"""C09: who signs in place of the executive says by what delegation."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from server.acte.noeuds import Genre
from server.regles.autorites import list_signatures, parse_qualite, signature_text
from server.regles.base import Regle, Source
from server.regles.vue import Ecart, Niveau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.regles.vue import Paragraphe, Vue

_DELEGATION = re.compile(r"deleg")
_ARRETE = re.compile(r"(?<!\w)arretes?(?!\w)")
_NUMERO = re.compile(
    r"(?<!\w)(?:n°|nos?\.?|numero) ?(?=[\w/-]*\d)[\w./-]+|(?<!\w)arretes?"
    r" (?=[\w/-]*\d)[a-z]{0,5}[-/]?\d{2,4}[-/]\d[\w/-]*"
)
_ETAT = re.compile(
    r"(?<!\w)(?:prefets?|prefetes?|ministres?|ministeres?|agence regionale|recteur|rectrice|mission nationale)(?!\w)"
)
_HAUT = 12
"""Where an act names its author: its first paragraphs."""
_REFERENCE_LEGALE = re.compile(r"(?<!\w)(?:loi|decret|ordonnance) n° ?[\d-]+")


def _check(vue: Vue) -> Iterator[Ecart]:
    if _is_state(vue):
        return
    niveau = Niveau.AVERTISSEMENT if vue.genre is Genre.COURRIER else None
    blocs = list_signatures(vue)
    cote_a_cote = len(blocs) > 1 and all(p.cellule for p in blocs)
    for groupe in [[p] for p in blocs] if cote_a_cote else [list(blocs)]:
        if groupe:
            yield from _check_signature(vue, groupe, niveau)


def _is_state(vue: Vue) -> bool:
    """Tell whether the act is one of the State: its delegations rest on other texts than these."""
    haut = vue.acte[:_HAUT]
    if any(p.cle == "autorite" and parse_qualite(p.plie).chef in {"maire", "président"} for p in vue.acte):
        return False
    return any(p.cle != "visa" and _ETAT.search(p.plie) for p in haut)


def _check_signature(vue: Vue, groupe: list[Paragraphe], niveau: Niveau | None) -> Iterator[Ecart]:
    qualite = parse_qualite("\n".join(signature_text(p) for p in groupe).lower())
    if not qualite.delegue or qualite.suppleance or qualite.chef == "préfet":
        return
    cible = next((p for p in groupe if parse_qualite(p.plie).delegue), groupe[0])
    if not qualite.delegation:
        yield Ecart.on(
            cible,
            "Le signataire n’est pas l’exécutif : ajoutez « Pour le maire et par délégation » (ou l’exécutif concerné)"
            " avant sa qualité, ou dites la suppléance s’il remplace l’exécutif empêché.",
            niveau,
        )
    manque = _missing_reference(vue, groupe)
    if manque:
        yield Ecart.on(cible, manque, niveau)


def _missing_reference(vue: Vue, groupe: list[Paragraphe]) -> str:
    """Say what lacks of « arrêté n° … du … portant délégation » among the visas, the considérants and the signature."""
    sources = [p for p in (*vue.acte, *groupe) if _DELEGATION.search(p.plie) and _ARRETE.search(p.plie)]
    cites = [p for p in sources if p.cle != "intitule"]
    if not cites:
        return (
            "L’arrêté de délégation n’est pas cité : visez-le avec son numéro et sa date (« Vu l’arrêté n° … du …"
            " portant délégation … »)."
        )
    numeros = any(_NUMERO.search(_REFERENCE_LEGALE.sub("", p.plie)) or _has_slot(p) for p in cites)
    dates = any(d.date is not None for p in cites for d in vue.dates(p))
    if numeros and dates:
        return ""
    absent = "son numéro et sa date" if not numeros and not dates else "son numéro" if not numeros else "sa date"
    return f"L’arrêté de délégation est cité sans {absent} : complétez la référence."


def _has_slot(p: Paragraphe) -> bool:
    return p.is_slot(0, len(p.casse))


REGLE = Regle(
    code="C09",
    titre="Le signataire délégué dit sa délégation",
    niveau=Niveau.ERREUR,
    quoi=(
        "Quand le signataire n’est pas l’exécutif (maire, président), la signature porte « par délégation » et"
        " l’acte cite"
        " l’arrêté de délégation par son numéro et sa date, dans un visa ou près de la signature."
    ),
    pourquoi=(
        "Sans délégation, le signataire est incompétent. Le maire délègue par arrêté une partie de ses fonctions aux"
        " adjoints et conseillers (CGCT, L. 2122-18) et sa signature à certains responsables de services (L."
        " 2122-19) ; de"
        " même le président de l’EPCI (L. 5211-9) et du conseil départemental (L. 3221-3). La suppléance du"
        " maire empêché"
        " (L. 2122-17) n’est pas une délégation : elle se dit et n’est pas relevée."
    ),
    source=Source(
        "CGCT, articles L. 2122-18, L. 2122-19, L. 5211-9 et L. 3221-3",
        "domaine 06, C09 [V:deleg] ; table des références communes : L2122-17 (A), L2122-18 (B), L2122-19 (B)"
        " ; autres codes :"
        " L5211-9 (B), L3221-3 (B)",
        date=dt.date(2026, 11, 23),
    ),
    exemple_refuse="L’adjointe au maire déléguée à la voirie,\nClaire MARTIN",
    exemple_accepte=(
        "Vu l’arrêté n° 2026-012 du 3 avril 2026 portant délégation de fonction et de signature à Mme Claire"
        " MARTIN ;\n\n"
        "Pour le maire et par délégation,\nL’adjointe déléguée à la voirie,\nClaire MARTIN"
    ),
    genres=frozenset({Genre.ARRETE, Genre.COURRIER}),
    verdict=_check,
    limites=(
        "Minutier ne sait pas si l’arrêté cité est en vigueur ni s’il couvre la matière. Sur un courrier l’écart est un"
        " avertissement. Les actes des préfets ne sont pas relevés : leur délégation suit d’autres textes."
    ),
)
