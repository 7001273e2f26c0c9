"""Fields as data for the model: nested by item, with marks in place of facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from server.faits.heures import find_heures
from server.faits.montants import format_valeur
from server.francais.dates import format_date, format_heure
from server.francais.nombres import format_montant, format_nombre
from server.redacteurs.marques.annuaire import accord_of, declare_organisme, declare_personne
from server.redacteurs.marques.modele import Nature
from server.redacteurs.marques.repere import Repere

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.redacteurs.marques.annuaire import Declare
    from server.redacteurs.marques.registre import Registre

# The last word of the name of a field whose whole text is the name of an organisation.
_NOMS = frozenset(
    [
        "nom",
        "association",
        "organisme",
        "societe",
        "entreprise",
        "denomination",
        "raison_sociale",
        "beneficiaire",
        "exploitant",
        "titulaire",
        "petitionnaire",
    ]
)
_CIVILITES = {"m.": "M.", "m": "M.", "monsieur": "M.", "mme": "Mme", "madame": "Mme"}


def nest(champs: Mapping[str, Any]) -> dict[str, Any]:
    """Nest dotted columns into items: {"b.nom": ("A", "B"), "b.n": (1, 2)} is {"b": [{"nom": "A", "n": 1}, …]}."""
    imbrique: dict[str, Any] = {}
    for nom, valeur in champs.items():
        tete, point, suite = nom.partition(".")
        if not point or not isinstance(imbrique.get(tete, {}), dict):
            imbrique[nom] = valeur
        else:
            imbrique.setdefault(tete, {})[suite] = valeur
    return {nom: _zip(valeur) if isinstance(valeur, dict) else valeur for nom, valeur in imbrique.items()}


def _zip(colonnes: dict[str, Any]) -> Any:
    longueurs = {len(c) if isinstance(c, tuple | list) else -1 for c in colonnes.values()}
    if len(longueurs) != 1 or -1 in longueurs:
        return nest(colonnes)
    return [nest(dict(zip(colonnes, rangee, strict=True))) for rangee in zip(*colonnes.values(), strict=True)]


def find_declares_of(valeur: object, nom: str = "") -> Iterator[Declare]:
    """Find the persons and organisations that nested fields declare."""
    if isinstance(valeur, Mapping):
        if is_personne(valeur):
            yield declare_personne(str(valeur.get("prenom") or ""), str(valeur["nom"]), _civilite(valeur))
        for cle, element in valeur.items():
            if not (is_personne(valeur) and cle in {"nom", "prenom", "civilite"}):
                yield from find_declares_of(element, str(cle))
    elif isinstance(valeur, list | tuple):
        for element in valeur:
            yield from find_declares_of(element, nom)
    elif isinstance(valeur, str) and nom in _NOMS and valeur.strip():
        yield declare_organisme(valeur.strip())


def is_personne(valeur: Mapping[str, Any]) -> bool:
    """Tell the fields of a person: a name with a first name or a civilité."""
    return bool(valeur.get("nom")) and ("prenom" in valeur or "civilite" in valeur)


def mark_valeur(registre: Registre, valeur: object, champ: str, proprietaire: str) -> Any:
    """Mark one field, whatever its shape; what belongs to one item of a list belongs to no other."""
    if isinstance(valeur, Mapping):
        return _mark_mapping(registre, valeur, champ, proprietaire)
    if isinstance(valeur, list | tuple):
        return [
            mark_valeur(registre, e, f"{champ}[{rang}]", f"{champ}[{rang}]" if isinstance(e, Mapping) else proprietaire)
            for rang, e in enumerate(valeur)
        ]
    if isinstance(valeur, bool) or valeur is None:
        return {True: "oui", False: "non", None: ""}[valeur]
    repere = _repere_of(valeur)
    if repere is not None:
        return registre.intern(repere, champ, proprietaire)
    return registre.mark_texte(str(valeur), champ, proprietaire, requis=False)


def _mark_mapping(registre: Registre, valeur: Mapping[str, Any], champ: str, proprietaire: str) -> dict[str, Any]:
    marque: dict[str, Any] = {}
    restes = dict(valeur)
    if is_personne(valeur):
        declare = declare_personne(str(valeur.get("prenom") or ""), str(valeur["nom"]), _civilite(valeur))
        repere = Repere(
            0, 1, Nature.PERSONNE, declare.valeur, declare.texte, declare.civilite, accord_of(declare.civilite)
        )
        nom = registre.intern(repere, champ, proprietaire)
        marque["personne"] = f"{declare.civilite} {nom}".strip()
        restes = {c: v for c, v in valeur.items() if c not in {"nom", "prenom", "civilite"}}
    for cle, element in restes.items():
        marque[str(cle)] = mark_valeur(registre, element, f"{champ}.{cle}".lstrip("."), proprietaire)
    return marque


def _civilite(valeur: Mapping[str, Any]) -> str:
    ecrite = str(valeur.get("civilite") or "").strip()
    return _CIVILITES.get(ecrite.lower(), ecrite)


def _repere_of(valeur: object) -> Repere | None:
    """Give the fact that a typed value is: an amount, a number, a date, a time; a text is searched instead."""
    if isinstance(valeur, Decimal):
        return Repere(0, 1, Nature.MONTANT, format_valeur(valeur), format_montant(valeur))
    if isinstance(valeur, int | float):
        nombre = Decimal(str(valeur))
        return Repere(0, 1, Nature.NOMBRE, str(nombre), format_nombre(nombre) if abs(nombre) >= 10_000 else str(nombre))
    if isinstance(valeur, dt.datetime):
        valeur = valeur.date()
    if isinstance(valeur, dt.date):
        return Repere(0, 1, Nature.DATE, valeur.isoformat(), format_date(valeur))
    if isinstance(valeur, dt.time):
        texte = format_heure(valeur)
        return Repere(0, 1, Nature.HEURE, find_heures(f"à {texte}")[0].valeur, texte)
    return None
