"""C41: dates exist, weekdays are theirs, periods go forward."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from server.faits.calendrier import IMPOSSIBLE, JOURS
from server.faits.heures import heures_of
from server.francais.dates import format_date
from server.regles.base import TOUS, Certitude, Regle, Source
from server.regles.vue import Ecart, Niveau

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from server.faits.dates import DateTrouvee
    from server.regles.vue import Paragraphe, Vue

_HEURE = r"\d{1,2} ?(?:h|heures?)(?: ?\d{1,2})?|\d{1,2}:\d{2}|midi|minuit"
_AVANT_PERIODE = re.compile(r"(?<!\w)(?:du|entre le|de|a compter du|a partir du|depuis le) $")
_ENTRE_PERIODE = re.compile(
    rf",? ?(?:\(?inclus\)?|(?:des |a partir de |a |vers )?(?:{_HEURE}))?,? ?(?:jusqu'au|au|et le|"
    "jusqu'a)(?: (?:soir|matin) du)? (?:le )?"
)
_HEURE_APRES = re.compile(rf" ?,? ?(?:a |vers )(?:{_HEURE})")
_PIECE = re.compile(
    "^vu[e]? (?:l[ae'] ?|les )?(?:demande|courriers?|courriel|lettre|rapport|avis|deliberation|arrete|"
    "decision|constat|proces[ -]verbal|convention|requete)"
    "(?:(?! (?:relati[fv]|concernant|pour|portant|sollicitant|autorisant|prevu|en vue|tendant|aux fins|"
    "au titre))[^,;:]){0,80}?"
    r"(?:(?<!\w)du|en date du|(?:recue?|presentee?|deposee?|etablie?|formulee?|emis|rendu) le) $"
)


def _check(vue: Vue) -> Iterator[Ecart]:
    signature = _date_of_signature(vue)
    for p in vue.paragraphes:
        dates = vue.dates(p)
        for trouvee in dates:
            yield from _check_date(p, trouvee)
        yield from _check_periodes(vue, p, dates)
        if signature is not None and p.cle == "visa":
            yield from _check_piece(p, dates, signature)


def _check_date(p: Paragraphe, trouvee: DateTrouvee) -> Iterator[Ecart]:
    fait = trouvee.fait
    ecrite = p.extract(fait.debut, fait.fin)
    if fait.valeur.startswith(IMPOSSIBLE):
        yield Ecart(f"La date « {ecrite} » n’existe pas dans le calendrier : corrigez-la.", p, fait.debut, fait.fin)
        return
    jour = trouvee.date
    if jour is None or trouvee.jour_exact is not False:
        return
    exact = JOURS[jour.weekday()]
    mot = re.match(r"\w+", p.plie[fait.debut : fait.fin])
    correction = exact + ecrite[mot.end() :] if mot and mot.group() in JOURS and p.positions is None else None
    message = f"Le {format_date(jour)} est un {exact} : corrigez le jour ou la date (« {ecrite} »)."
    yield Ecart(message, p, fait.debut, fait.fin, correction=correction)


def _check_periodes(vue: Vue, p: Paragraphe, dates: tuple[DateTrouvee, ...]) -> Iterator[Ecart]:
    """Check each « du … au … » whose two ends are whole dates."""
    for debut, fin in pairwise(dates):
        jour_debut, jour_fin = debut.date, fin.date
        if jour_debut is None or jour_fin is None or not _is_periode(p, debut, fin):
            continue
        if jour_fin < jour_debut or (jour_fin == jour_debut and _goes_back(vue, p, debut, fin)):
            message = (
                f"La période finit ({format_date(jour_fin)}) avant d’avoir commencé"
                f" ({format_date(jour_debut)}) : vérifiez les deux"
                " dates et les heures."
            )
            yield Ecart(message, p, debut.fait.debut, fin.fait.fin)


def _is_periode(p: Paragraphe, debut: DateTrouvee, fin: DateTrouvee) -> bool:
    avant = p.plie[max(0, debut.fait.debut - 20) : debut.fait.debut]
    entre = p.plie[debut.fait.fin : fin.fait.debut]
    return bool(_AVANT_PERIODE.search(avant) and _ENTRE_PERIODE.fullmatch(entre))


def _goes_back(vue: Vue, p: Paragraphe, debut: DateTrouvee, fin: DateTrouvee) -> bool:
    """Tell whether, on one day, « … à 18 h au … à 8 h » ends before it starts."""
    apres = _HEURE_APRES.match(p.plie, fin.fait.fin)
    if apres is None:
        return False
    heures = heures_of(vue.analyse(p))
    premieres = [h for h in heures if debut.fait.fin <= h.debut < fin.fait.debut]
    dernieres = [h for h in heures if fin.fait.fin <= h.debut < apres.end()]
    return len(premieres) == 1 and len(dernieres) == 1 and dernieres[0].valeur < premieres[0].valeur


def _date_of_signature(vue: Vue) -> dt.date | None:
    """Give the day of the act: the date of « Fait à …, le … »; None when it is left for the signature."""
    for p in reversed(vue.acte):
        if p.cle == "mention_fait":
            jours = [d.date for d in vue.dates(p) if d.date is not None]
            return jours[-1] if jours else None
    return None


def _check_piece(p: Paragraphe, dates: tuple[DateTrouvee, ...], signature: dt.date) -> Iterator[Ecart]:
    """Check that a document which the act rests on is not younger than the act."""
    premiere = next(iter(dates), None)
    if premiere is None or premiere.date is None or premiere.date <= signature:
        return
    if _PIECE.match(p.plie[: premiere.fait.debut]):
        message = (
            f"La pièce visée est du {format_date(premiere.date)}, après la date de l’acte"
            f" ({format_date(signature)}) : vérifiez"
            " les deux dates."
        )
        yield Ecart(message, p, premiere.fait.debut, premiere.fait.fin)


REGLE = Regle(
    code="C41",
    titre="Les dates existent et se suivent",
    niveau=Niveau.ERREUR,
    quoi=(
        "Chaque date existe ; le jour de la semaine est le sien ; une période « du … au … » finit après avoir"
        " commencé ; une"
        " pièce visée n’est pas postérieure à l’acte."
    ),
    pourquoi="Une mesure dont la date est fausse n’est pas applicable au jour voulu, et son destinataire ne peut pas la"
    " respecter.",
    source=Source("Calendrier (aucun texte)", "domaine 06, C41 [I] : calendrier grégorien", Certitude.INTERPRETATION),
    exemple_refuse="La circulation est interdite le mardi 2 novembre 2026.",
    exemple_accepte="La circulation est interdite le lundi 2 novembre 2026.",
    genres=TOUS,
    verdict=_check,
    limites="Une date sans année n’est pas vérifiée. Deux heures le même jour (« de 22 h à 6 h ») peuvent franchir"
    " minuit.",
)
