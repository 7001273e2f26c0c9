"""C25: the delay of remedies starts where the nature of the act makes it start."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from server.acte.noeuds import Genre
from server.regles.base import Regle, Source
from server.regles.nature import INDIVIDUEL, NI_L_UN_NI_L_AUTRE, REGLEMENTAIRE, guess_caractere
from server.regles.recours import DELAI, find_recours
from server.regles.vue import Ecart, Niveau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.regles.vue import Paragraphe, Vue

_PUBLICS = frozenset({"publication", "affichage", "publicite", "mise en ligne"})
_DEPART = re.compile(
    r"(?<!\w)(?P<depart>notification|notifiee?|publication|publiee?|affichage|affichee?|publicite|"
    r"mise en ligne|reception)(?!\w)"
)
_GRACIEUX = re.compile(r"recours (?:administratif|gracieux|hierarchique)(?!.{0,200}tribunal)")
_FORMES = {"notifie": "notification", "publie": "publication", "affiche": "affichage"}
_A_COMPTER = re.compile(r"(?<!\w)(?:a compter|a partir|a dater|suivant|apres|qui suit|des)(?!\w)")


def _check(vue: Vue) -> Iterator[Ecart]:
    recours = find_recours(vue)
    caractere = guess_caractere(vue)
    if not recours.paragraphes or not DELAI.search(recours.plie):
        return
    departs = [(p, m) for p in recours.paragraphes for m in _departs_of(p)]
    if not departs:
        p = next((p for p in recours.paragraphes if DELAI.search(p.plie) and not _GRACIEUX.search(p.plie)), None)
        if p is None:
            return
        yield Ecart.on(
            p,
            "Le point de départ du délai de recours n’est pas dit : ajoutez « à compter de sa "
            + _attendu(caractere)
            + " ».",
        )
        return
    lus = {_name_of(m) for _, m in departs}
    p, m = departs[0]
    if caractere == INDIVIDUEL and "notification" not in lus and "reception" not in lus:
        yield _ecart(
            p, m, "Cet acte est individuel : le délai de recours court à compter de sa notification.", "notification"
        )
    elif caractere in {REGLEMENTAIRE, NI_L_UN_NI_L_AUTRE} and not lus & _PUBLICS:
        nature = "réglementaire" if caractere == REGLEMENTAIRE else "ni réglementaire ni individuel"
        yield _ecart(
            p,
            m,
            f"Cet acte est {nature} : le délai de recours court à compter de sa publication ou de son affichage.",
            "publication",
        )


def _attendu(caractere: str | None) -> str:
    return {INDIVIDUEL: "notification", None: "notification (acte individuel) ou de sa publication"}.get(
        caractere, "publication"
    )


def _departs_of(p: Paragraphe) -> Iterator[re.Match[str]]:
    """Give the starting points named in the same sentence as « à compter »."""
    for phrase in re.finditer(r"[^.;\n]+", p.plie):
        depart = _A_COMPTER.search(p.plie, phrase.start(), phrase.end())
        if depart and DELAI.search(phrase.group()):
            yield from _DEPART.finditer(p.plie, depart.end(), phrase.end())


def _name_of(m: re.Match[str]) -> str:
    mot = m["depart"]
    return _FORMES.get(mot.removesuffix("e") if mot.endswith("ee") else mot, mot)


def _ecart(p: Paragraphe, m: re.Match[str], message: str, mot: str) -> Ecart:
    nom = m["depart"] in {"notification", "publication"}
    return Ecart(message, p, m.start(), m.end(), correction=mot if nom else None)


REGLE = Regle(
    code="C25",
    titre="Le délai de recours part du bon jour",
    niveau=Niveau.AVERTISSEMENT,
    quoi=(
        "La mention des recours fait partir le délai de la notification pour un acte individuel, de la"
        " publication ou de"
        " l’affichage pour un acte réglementaire ou ni réglementaire ni individuel."
    ),
    pourquoi=(
        "Le délai court à compter de la notification ou de la publication de la décision (CJA, R. 421-1), et"
        " le CGCT (L. 2131-1)"
        " dit lequel selon la nature de l’acte. Une mention inexacte peut rendre le délai inopposable."
    ),
    source=Source(
        "CJA, article R. 421-1 ; CGCT, article L. 2131-1",
        "domaine 06, C25 [V:r421] ; table des références communes, L2131-1 (A), vérifiée le 23/11/2026",
        date=dt.date(2026, 11, 23),
    ),
    exemple_refuse=(
        "Arrêté portant permission de voirie\n\nARRÊTE\n\nArticle 1er\n\nMme Claire MARTIN est autorisée à"
        " occuper le trottoir.\n\n"
        "Article 2\n\nUn recours peut être formé devant le tribunal administratif de Valmoyen dans un délai de"
        " deux mois à compter de"
        " la publication du présent arrêté."
    ),
    exemple_accepte=(
        "Arrêté portant permission de voirie\n\nARRÊTE\n\nArticle 1er\n\nMme Claire MARTIN est autorisée à"
        " occuper le trottoir.\n\n"
        "Article 2\n\nUn recours peut être formé devant le tribunal administratif de Valmoyen dans un délai de"
        " deux mois à compter de"
        " la notification du présent arrêté."
    ),
    genres=frozenset({Genre.ARRETE, Genre.DELIBERATION, Genre.COURRIER}),
    verdict=_check,
    limites="« Notification ou publication » est accepté pour tout acte. La nature inconnue d’un document n’est pas"
    " devinée.",
)
