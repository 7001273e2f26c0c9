"""What is typed, as the API takes it: only the fields that are asked, nothing blank."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NamedTuple, Sequence

from minutier_panneau.schema import Champ

OUI_NON = {"oui": True, "true": True, "non": False, "false": False}
MOIS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
JOURS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]


class Niveau(NamedTuple):
    """The fields of one level of the form, and their values."""

    champs: list[Champ]
    valeurs: dict[str, Any]


def is_vide(valeur: Any) -> bool:
    """Tell whether a value counts as not given."""
    if valeur is None:
        return True
    if isinstance(valeur, str):
        return not valeur.strip()
    if isinstance(valeur, list):
        return all(is_vide(v) for v in valeur)
    return isinstance(valeur, dict) and all(is_vide(v) for v in valeur.values())


def is_asked(champ: Champ, niveaux: Sequence[Niveau]) -> bool:
    """Tell whether a field is asked: a condition is on a sibling, else on a field above (innermost first)."""
    return all(_is_met(nom, attendues, niveaux) for nom, attendues in champ.si.items())


def _is_met(nom: str, attendues: list[Any], niveaux: Sequence[Niveau]) -> bool:
    for rang, niveau in enumerate(niveaux):
        autre = next((c for c in niveau.champs if c.nom == nom), None)
        if autre is None:
            continue
        if not is_asked(autre, niveaux[rang:]):
            return False
        return value_of(autre, niveau.valeurs) in attendues
    return False


def value_of(champ: Champ, valeurs: dict[str, Any]) -> Any:
    """Give a value or its default; examples may hold « oui » where a form holds true."""
    valeur = valeurs.get(champ.nom)
    if is_vide(valeur):
        valeur = champ.defaut
    if champ.type == "oui_non" and isinstance(valeur, str):
        return OUI_NON.get(valeur.strip().lower(), valeur)
    return valeur


def list_asked(niveaux: Sequence[Niveau]) -> list[Champ]:
    """List the fields of the innermost level that are asked now."""
    return [champ for champ in niveaux[0].champs if is_asked(champ, niveaux)]


def collect(niveaux: Sequence[Niveau]) -> dict[str, Any]:
    """Give what is sent: what is no longer asked stays in the panel, for whoever changes their mind."""
    valeurs = niveaux[0].valeurs
    return {
        champ.nom: _collect_valeur(champ, valeurs[champ.nom], niveaux)
        for champ in list_asked(niveaux)
        if not is_vide(valeurs.get(champ.nom))
    }


def _collect_valeur(champ: Champ, valeur: Any, niveaux: Sequence[Niveau]) -> Any:
    if champ.type == "points" and isinstance(valeur, list):
        return [point for point in valeur if not is_vide(point)]
    if champ.type == "groupe" and isinstance(valeur, list):
        return [collect([Niveau(champ.champs, element), *niveaux]) for element in valeur]
    if champ.type == "bloc" and isinstance(valeur, dict):
        return collect([Niveau(champ.champs, valeur), *niveaux])
    return valeur


def name_element(champ: Champ, valeurs: dict[str, Any], rang: int) -> str:
    """Name an item of a group by its first text, as people would."""
    textes = [c.nom for c in champ.champs if c.type == "phrase"][:3]
    noms = ["prenom", "nom"] if "prenom" in textes else textes[:1]
    nom = " ".join(v for v in (valeurs.get(n) for n in noms) if isinstance(v, str) and v.strip())
    return f"{rang + 1}. {nom[:60] or '(à remplir)'}"


def show_valeur(champ: Champ, valeurs: dict[str, Any]) -> str:
    """Give a value as it is typed: one point a line, a date as 02/11/2026."""
    valeur = valeurs.get(champ.nom)
    if is_vide(valeur):
        valeur = champ.defaut
    if is_vide(valeur):
        return ""
    if isinstance(valeur, list):
        return "\n".join(str(point) for point in valeur)
    jour = parse_date(valeur) if champ.type == "date" else None
    return jour.strftime("%d/%m/%Y") if jour else str(valeur)


def read_valeur(champ: Champ, texte: str) -> Any:
    """Give what was typed as it is kept."""
    if champ.type == "points":
        return [re.sub(r"^\s*[-–•*]\s+", "", ligne).strip() for ligne in texte.splitlines() if ligne.strip()]
    if champ.type == "date":
        jour = parse_date(texte)
        return jour.isoformat() if jour else texte.strip()
    return " ".join(texte.split("\n")) if champ.type == "phrase" else texte


def parse_date(brut: Any) -> dt.date | None:
    """Read a date as people write it; None when it is none."""
    if isinstance(brut, dt.date):
        return brut
    texte = " ".join(str(brut).strip().lower().split())
    trouve = re.match(r"^(\d{4})-(\d{1,2})-(\d{1,2})$", texte)
    if trouve:
        return _make_date(trouve[1], trouve[2], trouve[3])
    trouve = re.match(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$", texte)
    if trouve:
        return _make_date(trouve[3], trouve[2], trouve[1])
    trouve = re.match(r"^(?:[a-z]+ )?(1er|\d{1,2}) ([a-zéûô]+) (\d{4})$", texte)
    if not trouve or trouve[2] not in MOIS:
        return None
    return _make_date(trouve[3], str(MOIS.index(trouve[2]) + 1), trouve[1].replace("er", ""))


def _make_date(annee: str, mois: str, jour: str) -> dt.date | None:
    try:
        return dt.date(int(annee), int(mois), int(jour))
    except ValueError:
        return None


def say_date(texte: str) -> str:
    """Say a date in full, as the act will: what was typed wrong is seen at once."""
    jour = parse_date(texte)
    if jour is None:
        return ""
    return f"{JOURS[jour.weekday()]} {'1er' if jour.day == 1 else jour.day} {MOIS[jour.month - 1]} {jour.year}"
