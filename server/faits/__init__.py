"""Facts stated in French administrative text: numbers, amounts, dates, durations, references, names, streets."""

from server.faits.dates import find_dates, find_jours, weekday_of
from server.faits.durees import find_durees
from server.faits.ensemble import find_faits
from server.faits.fait import Fait, Genre
from server.faits.heures import find_heures
from server.faits.identifiants import find_adresses, find_identifiants
from server.faits.montants import find_montants
from server.faits.nombres import find_nombres
from server.faits.noms import find_noms
from server.faits.references import find_references
from server.faits.renvois import find_renvois_articles, parse_numero_article
from server.faits.voies import find_voies

__all__ = [
    "Fait",
    "Genre",
    "find_adresses",
    "find_dates",
    "find_durees",
    "find_faits",
    "find_heures",
    "find_identifiants",
    "find_jours",
    "find_montants",
    "find_nombres",
    "find_noms",
    "find_references",
    "find_renvois_articles",
    "find_voies",
    "parse_numero_article",
    "weekday_of",
]
