"""C07: who signed, by name and quality."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from server.acte.fragments import Image
from server.acte.noeuds import Genre
from server.regles.autorites import list_signatures, parse_qualite, signature_text
from server.regles.base import Regle, Source
from server.regles.personnes import Identite, read_identite
from server.regles.vue import Ecart, Niveau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.regles.vue import Vue

ENTREE_ANONYMAT = dt.date(2025, 6, 15)
"""Since then CRPA L. 212-1, second paragraph, keeps some signatories anonymous (domaine 01, §0.3)."""
_SECOND_ALINEA = re.compile(r"(?:second|deuxieme) alinea de l'article l\. ?212-1|l\. ?212-1,? (?:al\.|alinea) ?2")
_FONDEMENTS = re.compile(r"terroris|stupefiant|trafic de drogue|narcotrafic|ingerence")
_AUTRE_QUALITE = re.compile(
    r"(?<!\w)(?:delegue|deleguee|prefete?|ministre|rapporteur|tresorier|tresoriere|agent|ingenieur|"
    "redact(?:eur|rice)|attachee?"
    "|administrat(?:eur|rice)|president|coordinat(?:eur|rice)|charge[e]? d[e']|collaborat(?:eur|rice)|"
    r"assistante?|officier|commandant|medecin)(?!\w)"
)


def _check(vue: Vue) -> Iterator[Ecart]:
    niveau = Niveau.AVERTISSEMENT if vue.genre is Genre.COURRIER else None
    blocs = list_signatures(vue)
    if not blocs and any(isinstance(e, Image) for p in vue.corps for e in p.contenu):
        message = (
            "La signature n’est pas lisible comme texte (image ?) : indéterminé. Vérifiez prénom, nom et qualité,"
            " et écrivez-les."
        )
        yield Ecart.on(None, message, Niveau.AVERTISSEMENT)
        return
    if not blocs:
        yield Ecart.on(
            None,
            "Le bloc de signature est introuvable : ajoutez la qualité, le prénom et le nom du signataire à la"
            " fin de l’acte.",
            niveau,
        )
        return
    if _is_anonymous(vue):
        return
    cote_a_cote = len(blocs) > 1 and all(p.cellule and p.cle == "signature" for p in blocs)
    for groupe in [[p] for p in blocs] if cote_a_cote else [list(blocs)]:
        texte = "\n".join(signature_text(p) for p in groupe)
        manque = _missing(texte)
        if manque:
            yield Ecart.on(groupe[0] if len(groupe) == 1 else groupe[-1], manque, niveau)


def _missing(casse: str) -> str:
    identite = read_identite(casse)
    if identite is Identite.INITIALE:
        return "L’initiale du prénom ne suffit pas : écrivez le prénom du signataire en toutes lettres."
    if identite is Identite.NOM_SEUL:
        return "Le prénom du signataire manque : écrivez le prénom puis le nom."
    if identite is Identite.ABSENTE:
        return "Le prénom et le nom du signataire manquent : écrivez-les en caractères lisibles sous la qualité."
    qualite = parse_qualite(casse.lower())
    if not (qualite.chef or qualite.delegue or _AUTRE_QUALITE.search(casse.lower())):
        return "La qualité du signataire manque : écrivez-la avant son nom (« Le maire », « L’adjointe déléguée à … »)."
    return ""


def _is_anonymous(vue: Vue) -> bool:
    """Tell whether the act says that it keeps its signatory anonymous, on one of the three grounds of the law."""
    if vue.contexte.date is not None and vue.contexte.date < ENTREE_ANONYMAT:
        return False
    return bool(_SECOND_ALINEA.search(vue.plie) and _FONDEMENTS.search(vue.plie))


REGLE = Regle(
    code="C07",
    titre="La signature porte le prénom, le nom et la qualité de son auteur",
    niveau=Niveau.ERREUR,
    quoi=(
        "Le bloc de signature doit donner la qualité, le prénom en toutes lettres et le nom du signataire. Une initiale"
        " ne suffit pas. La règle ne s’applique pas aux délibérations."
    ),
    pourquoi=(
        "Toute décision prise par une administration comporte la signature de son auteur et la mention, en caractères"
        " lisibles, de son prénom, de son nom et de sa qualité (CRPA, L. 212-1, premier alinéa). Le second"
        " alinéa, depuis"
        " le 15 juin 2025, garde anonyme le signataire des décisions fondées sur la prévention du terrorisme,"
        " le trafic de"
        " stupéfiants ou l’ingérence étrangère : un acte qui l’invoque avec l’un de ces motifs n’est pas relevé. Les"
        " délibérations suivent une règle spéciale, l’article L. 2121-23 du CGCT (CE, 22 juillet 2016, n° 389056)."
    ),
    source=Source(
        "CRPA, article L. 212-1",
        "domaine 06, C07 [V:crpa][V:seban] ; CRPA lu dans son état du 5 février 2026 (npm"
        " @socialgouv/legi-data 2.513.0)",
        date=dt.date(2026, 2, 5),
    ),
    exemple_refuse="Le maire,\nJ. MARTIN",
    exemple_accepte="Le maire,\nJeanne MARTIN",
    genres=frozenset({Genre.ARRETE, Genre.COURRIER}),
    verdict=_check,
    limites=(
        "Sur un courrier, l’écart est un avertissement : seul un courrier qui décide est soumis à L. 212-1. La"
        " signature"
        " elle-même (manuscrite ou électronique) n’est pas vérifiée, ni les exceptions de L. 212-2."
    ),
)
