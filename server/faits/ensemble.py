from __future__ import annotations

from typing import TYPE_CHECKING

from server.faits.choix import keep_longest
from server.faits.dates import dates_of, jours_of
from server.faits.durees import durees_of
from server.faits.heures import heures_of
from server.faits.identifiants import adresses_of, identifiants_of
from server.faits.montants import montants_of
from server.faits.nombres import Analyse, analyse, nombres_of
from server.faits.noms import noms_of
from server.faits.references import references_of
from server.faits.voies import voies_of

if TYPE_CHECKING:
    from server.faits.fait import Fait


def find_faits(texte: str) -> tuple[Fait, ...]:
    """Find every fact of a text, sorted by place, none over another: the most specific wins, then the longest."""
    return faits_of(analyse(texte))


def faits_of(a: Analyse) -> tuple[Fait, ...]:
    """Find every fact of an analysed text: see `find_faits`."""
    return keep_longest(
        (
            *(d.fait for d in dates_of(a)),
            *(m.fait for m in montants_of(a)),
            *(r.fait for r in references_of(a)),
            *(n.fait for n in noms_of(a)),
            *jours_of(a),
            *heures_of(a),
            *durees_of(a),
            *voies_of(a),
            *adresses_of(a),
            *identifiants_of(a),
            *nombres_of(a),
        )
    )
