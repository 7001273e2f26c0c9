"""Take a saisie again for another day: every date moves by as many days."""

from __future__ import annotations

import datetime as dt
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from server.catalogue import TypeChamp
from server.catalogue.documents import Chemin, format_chemin
from server.catalogue.refus import RefusError
from server.catalogue.valeurs import convert, is_vide
from server.errors import Faute, SaisieRefusee
from server.faits import find_dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from server.catalogue import Champ, Modele


@dataclass(frozen=True, slots=True)
class DateReprise:
    """One date that moved: path of its field, what it was, what it is."""

    champ: str
    ancienne: dt.date
    nouvelle: dt.date


@dataclass(frozen=True, slots=True)
class Reprise:
    """A saisie taken again.

    Attributes:
        saisie: a copy; it shares nothing with the first one.
        dates: the dates that moved.
        a_relire: fields of text that name a date: no program moves a date in a sentence.
    """

    saisie: dict[str, Any]
    dates: tuple[DateReprise, ...] = ()
    a_relire: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """A value of the saisie, where it stands: path, field, and the container and key that hold it."""

    chemin: Chemin
    champ: Champ
    conteneur: Any
    cle: str

    @property
    def brut(self) -> Any:
        return self.conteneur[self.cle]


def repeat_saisie(
    modele: Modele, saisie: Mapping[str, Any], champ_date: str | None = None, nouvelle: dt.date | None = None
) -> Reprise:
    """Take a saisie again.

    Args:
        modele: its template.
        saisie: as typed, complete or not.
        champ_date: path of the date that is known anew (``date_debut``, ``seance.date``); None moves nothing.
        nouvelle: its new value; None moves nothing.

    Raises:
        SaisieRefusee: no date stands at this path, or a date would leave the calendar.
    """
    copie = deepcopy(dict(saisie))
    places = list(_walk(modele.champs, copie, ()))
    a_relire = tuple(format_chemin(p.chemin) for p in places if _names_date(p))
    if champ_date is None or nouvelle is None:
        return Reprise(copie, (), a_relire)
    dates = [(place, jour) for place in places if (jour := _read_date(place)) is not None]
    ancre = next((jour for place, jour in dates if format_chemin(place.chemin) == champ_date), None)
    if ancre is None:
        raise SaisieRefusee((Faute("champ_date", f"aucune date n’est saisie dans « {champ_date[:80]} »"),))
    return Reprise(copie, tuple(_move(place, jour, nouvelle - ancre) for place, jour in dates), a_relire)


def _walk(champs: Sequence[Champ], bruts: Any, chemin: Chemin) -> Iterator[_Place]:
    """Walk over what was typed in the fields of a template; what has not their shape is passed over."""
    if not isinstance(bruts, dict):
        return
    for champ in champs:
        brut = bruts.get(champ.nom)
        ici = (*chemin, champ.nom)
        if champ.type is TypeChamp.BLOC:
            yield from _walk(champ.champs, brut, ici)
        elif champ.type is TypeChamp.GROUPE:
            for rang, element in enumerate(brut if isinstance(brut, list) else []):
                yield from _walk(champ.champs, element, (*ici, rang))
        elif not is_vide(brut):
            yield _Place(ici, champ, bruts, champ.nom)


def _read_date(place: _Place) -> dt.date | None:
    if place.champ.type is not TypeChamp.DATE:
        return None
    try:
        valeur = convert(place.champ, place.brut)
    except RefusError:
        return None
    return valeur if isinstance(valeur, dt.date) else None


def _move(place: _Place, jour: dt.date, ecart: dt.timedelta) -> DateReprise:
    chemin = format_chemin(place.chemin)
    try:
        nouvelle = jour + ecart
    except OverflowError:
        raise SaisieRefusee((Faute(chemin, "cette date sortirait du calendrier"),)) from None
    place.conteneur[place.cle] = nouvelle.isoformat()
    return DateReprise(chemin, jour, nouvelle)


def _names_date(place: _Place) -> bool:
    if place.champ.type not in {TypeChamp.PHRASE, TypeChamp.TEXTE, TypeChamp.POINTS}:
        return False
    textes = place.brut if isinstance(place.brut, list) else [place.brut]
    return any(isinstance(texte, str) and find_dates(texte) for texte in textes)
