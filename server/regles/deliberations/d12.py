"""D12: « à l'unanimité » means that nobody voted against, and abstentions are said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.acte.noeuds import Genre
from server.regles.base import Certitude, Regle, Source
from server.regles.deliberations.seance import read_seance, to_count
from server.regles.vue import Ecart, Niveau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.regles.deliberations.seance import Seance
    from server.regles.vue import Paragraphe, Vue

_UNANIMITE = re.compile(
    "(?:a )?l'unanimite(?: des (?:suffrages exprimes|voix(?: exprimees)?|votants|membres (?:presents|"
    r"votants)(?: et representes)?|presents(?: et representes)?))?|(?<!\w)unanimite(?!\w)"
)
# The council may decide « à l'unanimité » not to vote by secret ballot: that is not the vote on the act.
_AUTRE_VOTE = re.compile(
    "scrutin (?:secret|public|uninominal)|bulletins? secrets?|main levee|ordre du jour|huis clos|"
    "nominations? suivantes|proces[ -]verbal|urgence"
)
_MOINS = re.compile(r"l'unanimite,? moins (?P<reste>[^.;]{1,60})")
_MAJORITE = re.compile(r"a la majorite(?! (?:absolue|requise|des deux tiers|qualifiee))")
_ABSTENTION = re.compile(r"abst[ei]n|s'abstien")


def _check(vue: Vue) -> Iterator[Ecart]:
    seance = read_seance(vue)
    annonces = [(p, m) for p in _list_votes(vue) for m in _UNANIMITE.finditer(p.plie)]
    for p, m in annonces:
        yield from _check_unanimite(vue, seance, p, m)
    if not annonces:
        yield from _check_majorite(vue, seance)


def _list_votes(vue: Vue) -> Iterator[Paragraphe]:
    for p in vue.acte:
        if p.cle not in {"visa", "considerant"} and not _AUTRE_VOTE.search(p.plie):
            yield p


def _check_unanimite(vue: Vue, seance: Seance, p: Paragraphe, m: re.Match[str]) -> Iterator[Ecart]:
    contre = seance.value("contre") or 0
    moins = _MOINS.match(p.plie, p.plie.find("l'unanimite", m.start()))
    if contre:
        message = f"« À l’unanimité » ne va pas avec {contre} voix contre : écrivez « à la majorité » et le décompte."
        yield Ecart.at(p, m, message)
        return
    if moins and "abst" not in moins["reste"]:
        yield Ecart.at(
            p,
            moins,
            "Une unanimité « moins » des voix n’en est pas une : écrivez « à la majorité » et le décompte des voix.",
        )
        return
    abstentions = to_count(vue.saisie("vote.abstentions")) or 0
    if abstentions and not any(_ABSTENTION.search(autre.plie) for autre in vue.acte):
        message = (
            f"{abstentions} abstention(s) ne sont pas dites : ajoutez-les après « à l’unanimité des suffrages"
            " exprimés »."
        )
        yield Ecart.at(p, m, message)


def _check_majorite(vue: Vue, seance: Seance) -> Iterator[Ecart]:
    """Point at « à la majorité » where nobody voted against: the votes cast are unanimous."""
    contre = seance.get("contre")
    if contre is None or contre.valeur or not seance.value("pour") or "contre" in seance.multiples:
        return
    for p in _list_votes(vue):
        m = _MAJORITE.search(p.plie)
        if m:
            message = (
                "Aucune voix contre : le vote est acquis à l’unanimité des suffrages exprimés. Vérifiez la formule"
                " et le décompte."
            )
            yield Ecart.at(p, m, message, Niveau.AVERTISSEMENT)
            return


REGLE = Regle(
    code="D12",
    titre="« À l’unanimité » : aucune voix contre, abstentions dites",
    niveau=Niveau.ERREUR,
    quoi=(
        "« À l’unanimité » suppose qu’aucune voix n’est contre ; les abstentions restent possibles, mais"
        " l’acte les dit. À l’inverse"
        " « à la majorité » sans aucune voix contre est signalé."
    ),
    pourquoi=(
        "Les délibérations sont prises à la majorité des suffrages exprimés : l’abstention n’en est pas un."
        " Une formule qui contredit"
        " le décompte fait douter du vote."
    ),
    source=Source(
        "Décompte des voix (arithmétique) ; CGCT, article L. 2121-20",
        "domaine 06, D12 [I] : arithmétique ; table des références communes, L2121-20 (B)",
        Certitude.INTERPRETATION,
    ),
    exemple_refuse="Après en avoir délibéré, à l’unanimité (20 voix pour, 3 voix contre), le conseil municipal",
    exemple_accepte=(
        "Après en avoir délibéré, à l’unanimité des suffrages exprimés (20 voix pour, 0 contre, 3 abstentions), le"
        " conseil municipal"
    ),
    genres=frozenset({Genre.DELIBERATION}),
    verdict=_check,
    limites=(
        "L’unanimité par laquelle le conseil renonce au scrutin secret ou complète l’ordre du jour n’est pas"
        " confondue avec le vote. Les"
        " abstentions que personne n’a saisies ne peuvent pas être connues."
    ),
)
