"""From what a person typed to a typed value: one function per type of field, each refusing in French."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import urlsplit

from stdnum.fr import siren, siret

from server.catalogue.modele import NOMBRE_MAX, Champ, TypeChamp
from server.catalogue.moments import parse_date, parse_heure
from server.catalogue.refus import RefusError
from server.catalogue.rubrique import suggest
from server.francais.caracteres import find_caracteres_interdits
from server.francais.typographie import clean

if TYPE_CHECKING:
    from collections.abc import Callable

Simple: TypeAlias = "str | int | bool | Decimal | dt.date | dt.time | tuple[str, ...]"

MONTANT_MAX: Final = Decimal("999999999999.99")
"""Euros. A thousand times the budget of the largest city: beyond, a slip of the keyboard."""
ENTIER_MAX: Final = 999_999_999_999

COURANTS: Final = re.compile("[\n\t\u0020-\u007e\u00a0-\u00ac\u00ae-\u017f\u2010-\u2027\u202f-\u205e\u20ac]*")
"""What nearly every French text is made of, all of it permitted: spares looking each character up."""

_ESPACES = "\u0020\u00a0\u202f\u2009"
_SIGNE_EURO = re.compile(r"\s*(?:€|EUR|euros?)$", re.IGNORECASE)
_GROUPES = r"\d{1,3}(?:[ ]\d{3})+|\d+"
_MONTANT = re.compile(
    rf"(?P<signe>[-−])?(?P<entier>{_GROUPES}|\d{{1,3}}(?:\.\d{{3}})+(?=,))(?:[.,](?P<cents>\d{{1,2}}))?",
    re.ASCII,
)
_ENTIER = re.compile(rf"(?P<signe>[-−])?(?P<entier>{_GROUPES})", re.ASCII)
_TELEPHONE = re.compile(r"(?:0|\+33)(?P<numero>[1-9]\d{8})", re.ASCII)
# Light on purpose: only a message to the address proves it. One @, a dotted domain, no space.
_COURRIEL = re.compile(
    r"[^\s@<>()\[\],;:\"]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}", re.IGNORECASE
)


def convert(champ: Champ, brut: Any) -> Simple:
    """Convert what was typed in a field (neither groupe nor bloc) into its value.

    Args:
        champ: the field.
        brut: what YAML, JSON or a caller gives: str, int, bool, Decimal, float, date, time, list; never None.

    Returns:
        str (phrase, texte, choix, siren, siret, courriel, telephone, url), int (entier), Decimal with two decimals
        (montant, euros), date, time, bool (oui_non), or a tuple of str (points).

    Raises:
        RefusError: says what is wrong and what is expected.
    """
    return _CONVERSIONS[champ.type](champ, brut)


def is_vide(brut: Any) -> bool:
    """Tell whether a value counts as not given: null, blank text, empty list."""
    return brut is None or (isinstance(brut, str) and not brut.strip()) or (isinstance(brut, list | tuple) and not brut)


def _read_texte(brut: Any, attendu: str) -> str:
    """Read a text, refusing what no reader of the act would see."""
    if isinstance(brut, bool | int | float | Decimal):
        raise RefusError(f"{attendu} est attendu, pas un nombre ou un oui/non : mettez la valeur entre guillemets")
    if not isinstance(brut, str):
        raise RefusError(f"{attendu} est attendu, pas {_name_type(brut)}")
    texte = unicodedata.normalize("NFC", brut.replace("\r\n", "\n").replace("\r", "\n").strip())
    if not COURANTS.fullmatch(texte) and (interdits := find_caracteres_interdits(texte)):
        premier = interdits[0]
        raise RefusError(f"caractère n° {premier.position + 1} refusé : {premier.nom} ({premier.code}) ; effacez-le")
    return texte


def _name_type(brut: Any) -> str:
    if isinstance(brut, list | tuple):
        return "une liste"
    if isinstance(brut, dict):
        return "des clés et des valeurs"
    return "une date" if isinstance(brut, dt.date) else "une heure" if isinstance(brut, dt.time) else "ceci"


def _check_longueur(champ: Champ, texte: str) -> str:
    if len(texte) > champ.longueur:
        raise RefusError(f"{len(texte)} caractères, {champ.longueur} au plus")
    return texte


def _convert_phrase(champ: Champ, brut: Any) -> str:
    texte = _read_texte(brut, "un texte")
    if "\n" in texte:
        raise RefusError("une seule ligne est attendue")
    return clean(_check_longueur(champ, texte))


def _convert_texte(champ: Champ, brut: Any) -> str:
    texte = _check_longueur(champ, _read_texte(brut, "un texte"))
    return "\n".join(clean(ligne.strip()) for ligne in texte.split("\n"))


def _convert_points(champ: Champ, brut: Any) -> tuple[str, ...]:
    if not isinstance(brut, list | tuple):
        raise RefusError("une liste de points est attendue (un tiret par point)")
    points: list[str] = []
    for rang, point in enumerate(brut):
        if is_vide(point):
            raise RefusError("ce point est vide", rang)
        try:
            points.append(_convert_phrase(champ, point))
        except RefusError as refus:
            raise RefusError(str(refus), rang) from None
    check_nombre(champ, len(points), "point")
    return tuple(points)


def check_nombre(champ: Champ, nombre: int, nom: str) -> None:
    """Check the number of items of points or of a groupe.

    Raises:
        RefusError: too few or too many.
    """
    minimum, maximum = int(champ.minimum or 0), int(champ.maximum or NOMBRE_MAX[champ.type])
    if nombre < minimum:
        raise RefusError(f"{nombre} {nom}{_s(nombre)}, {minimum} au moins")
    if nombre > maximum:
        raise RefusError(f"{nombre} {nom}{_s(nombre)}, {maximum} au plus")


def _s(nombre: int) -> str:
    return "s" if nombre > 1 else ""


def _convert_entier(champ: Champ, brut: Any) -> int:
    if isinstance(brut, int) and not isinstance(brut, bool):
        valeur = brut
    else:
        texte = _read_nombre(brut, "un nombre entier")
        trouve = _ENTIER.fullmatch(texte)
        if not trouve or len(texte) > 20:
            raise RefusError(f"un nombre entier est attendu, en chiffres ; « {texte[:40]} » ne convient pas")
        valeur = int(trouve["entier"].replace(" ", "")) * (-1 if trouve["signe"] else 1)
    if abs(valeur) > ENTIER_MAX:
        raise RefusError("ce nombre est trop grand")
    _check_bornes(champ, Decimal(valeur), str)
    return valeur


def _convert_montant(champ: Champ, brut: Any) -> Decimal:
    if isinstance(brut, int | float | Decimal) and not isinstance(brut, bool):
        valeur = Decimal(str(brut))
    else:
        valeur = _parse_montant(_read_nombre(brut, "un montant en euros"))
    if not valeur.is_finite() or abs(valeur) > MONTANT_MAX:
        raise RefusError("ce montant est trop grand")
    if valeur != round(valeur, 2):
        raise RefusError("un montant a deux décimales au plus (en centimes d’euro)")
    _check_bornes(champ, valeur, lambda borne: f"{borne} €".replace(".", ","))
    return valeur.quantize(Decimal("0.01"))


def _parse_montant(texte: str) -> Decimal:
    sans_signe = _SIGNE_EURO.sub("", texte)
    trouve = _MONTANT.fullmatch(sans_signe)
    if not trouve or len(sans_signe) > 40:
        raise RefusError(f"un montant en chiffres est attendu (1 234,56) ; « {texte[:40]} » ne convient pas")
    chiffres = trouve["entier"].replace(" ", "").replace(".", "")
    return Decimal(f"{'-' if trouve['signe'] else ''}{chiffres}.{trouve['cents'] or '0'}")


def _read_nombre(brut: Any, attendu: str) -> str:
    if isinstance(brut, bool) or not isinstance(brut, str):
        valeur = "oui/non" if isinstance(brut, bool) else _name_type(brut)
        raise RefusError(f"{attendu} est attendu, pas {valeur}")
    texte = brut.strip()
    for espace in _ESPACES:
        texte = texte.replace(espace, " ")
    return texte


def _check_bornes(champ: Champ, valeur: Decimal, ecrire: Callable[[Any], str]) -> None:
    minimum = Decimal(0) if champ.minimum is None else champ.minimum
    if valeur < minimum:
        raise RefusError(f"{ecrire(minimum)} au moins est attendu")
    if champ.maximum is not None and valeur > champ.maximum:
        raise RefusError(f"{ecrire(champ.maximum)} au plus est attendu")


def _convert_date(_: Champ, brut: Any) -> dt.date:
    return parse_date(brut)


def _convert_heure(_: Champ, brut: Any) -> dt.time:
    return parse_heure(brut)


def _convert_oui_non(_: Champ, brut: Any) -> bool:
    if isinstance(brut, bool):
        return brut
    if isinstance(brut, str) and brut.strip().lower() in {"oui", "non", "true", "false"}:
        return brut.strip().lower() in {"oui", "true"}
    raise RefusError("oui ou non est attendu")


def _convert_choix(champ: Champ, brut: Any) -> str:
    valeurs = [choix.valeur for choix in champ.choix]
    if isinstance(brut, str) and brut.strip() in valeurs:
        return brut.strip()
    ecrit = brut.strip()[:60] if isinstance(brut, str) else str(brut)[:60]
    raise RefusError(f"« {ecrit} » n’est pas un choix possible ({', '.join(valeurs)}){suggest(ecrit, valeurs)}")


def _convert_siren(_: Champ, brut: Any) -> str:
    return _check_numero(brut, 9, siren.is_valid, "un SIREN (9 chiffres)")


def _convert_siret(_: Champ, brut: Any) -> str:
    return _check_numero(brut, 14, siret.is_valid, "un SIRET (14 chiffres)")


def _check_numero(brut: Any, longueur: int, is_valid: Callable[[str], bool], attendu: str) -> str:
    # A number written without quotes loses nothing: one that starts with 0 stays text (see documents.py).
    texte = str(brut) if isinstance(brut, int) and not isinstance(brut, bool) else _read_nombre(brut, attendu)
    chiffres = texte.replace(" ", "").replace(".", "")
    if not (chiffres.isascii() and chiffres.isdigit() and len(chiffres) == longueur):
        raise RefusError(f"{attendu} est attendu")
    if not is_valid(chiffres):
        raise RefusError(f"« {chiffres} » n’existe pas : sa clé de contrôle est fausse")
    return chiffres


def _convert_courriel(_: Champ, brut: Any) -> str:
    texte = _read_texte(brut, "une adresse électronique")
    if len(texte) > 254 or not _COURRIEL.fullmatch(texte):
        raise RefusError("une adresse électronique est attendue (nom@domaine.fr)")
    return texte


def _convert_telephone(_: Champ, brut: Any) -> str:
    """Group the digits by two with no-break spaces, as French administrations print them."""
    texte = _read_texte(brut, "un numéro de téléphone")
    compact = re.sub(r"[\s.\-()\u00a0\u202f]", "", texte).replace("+330", "+33")
    trouve = _TELEPHONE.fullmatch(compact)
    if not trouve:
        raise RefusError("un numéro de téléphone à dix chiffres est attendu (02 41 00 00 00)")
    chiffres = "0" + trouve["numero"]
    return "\u00a0".join(chiffres[rang : rang + 2] for rang in range(0, 10, 2))


def _convert_url(_: Champ, brut: Any) -> str:
    texte = _read_texte(brut, "une adresse de site")
    try:
        parties = urlsplit(texte)
        hote = parties.hostname or ""
    except ValueError:
        hote, parties = "", urlsplit("")
    if parties.scheme not in {"http", "https"} or "." not in hote or len(texte) > 500 or re.search(r"\s", texte):
        raise RefusError("une adresse de site est attendue (https://www.exemple.fr)")
    if parties.username is not None:
        raise RefusError("une adresse de site ne contient pas d’identifiant")
    return texte


_CONVERSIONS: dict[TypeChamp, Callable[[Champ, Any], Simple]] = {
    TypeChamp.PHRASE: _convert_phrase,
    TypeChamp.TEXTE: _convert_texte,
    TypeChamp.POINTS: _convert_points,
    TypeChamp.ENTIER: _convert_entier,
    TypeChamp.MONTANT: _convert_montant,
    TypeChamp.DATE: _convert_date,
    TypeChamp.HEURE: _convert_heure,
    TypeChamp.OUI_NON: _convert_oui_non,
    TypeChamp.CHOIX: _convert_choix,
    TypeChamp.SIREN: _convert_siren,
    TypeChamp.SIRET: _convert_siret,
    TypeChamp.COURRIEL: _convert_courriel,
    TypeChamp.TELEPHONE: _convert_telephone,
    TypeChamp.URL: _convert_url,
}
