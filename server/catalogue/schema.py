"""The JSON Schema (2020-12) of a saisie: what a form is built from, and what a machine may check.

It says in French what each field is, and under ``x-minutier`` what a form needs to show it. It checks the shape and not
the sense: a date that does not exist or a wrong SIREN key is refused by `validate` only.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from server.catalogue.collectivite import CHAMPS_COLLECTIVITE
from server.catalogue.modele import NOMBRE_MAX, TYPES_REPETES, Champ, Modele, TypeChamp
from server.catalogue.valeurs import ENTIER_MAX

if TYPE_CHECKING:
    from collections.abc import Callable

Schema = dict[str, Any]

_WIDGETS = {
    TypeChamp.PHRASE: "ligne",
    TypeChamp.TEXTE: "zone",
    TypeChamp.POINTS: "liste",
    TypeChamp.ENTIER: "nombre",
    TypeChamp.MONTANT: "montant",
    TypeChamp.DATE: "date",
    TypeChamp.HEURE: "heure",
    TypeChamp.OUI_NON: "case",
    TypeChamp.CHOIX: "choix",
    TypeChamp.SIREN: "siren",
    TypeChamp.SIRET: "siret",
    TypeChamp.COURRIEL: "courriel",
    TypeChamp.TELEPHONE: "telephone",
    TypeChamp.URL: "url",
    TypeChamp.GROUPE: "groupe",
    TypeChamp.BLOC: "bloc",
}
_NON_VIDE = r"\S"
_CHIFFRES = r"^\s*[-−]?\d"


def json_schema(modele: Modele) -> Schema:
    """Give the JSON Schema of the saisie of a template.

    The keys of a field stand in the order of the form. A field that is asked only under a condition is required and
    forbidden by ``if``/``then``/``else``; the same condition is in ``x-minutier.si`` for the form.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": modele.titre,
        "description": modele.resume,
        **_objet(modele.champs, {"modele": {"const": modele.code}, "titre_exemple": {"type": "string"}}),
        "x-minutier": {
            "code": modele.code,
            "version": modele.version,
            "genre": str(modele.genre),
            "contraintes": [{"ordre": [list(o.debut), list(o.fin)], "message": o.message} for o in modele.contraintes],
        },
    }


def _objet(champs: tuple[Champ, ...], autres: Schema | None = None) -> Schema:
    proprietes = {champ.nom: _champ(champ) for champ in champs}
    if autres is not None:
        collectivite = _objet(CHAMPS_COLLECTIVITE)
        autres = {**autres, "collectivite": {"title": "Collectivité", **collectivite}}
    schema: Schema = {
        "type": "object",
        "properties": {**proprietes, **(autres or {})},
        "required": [champ.nom for champ in champs if _is_toujours_exige(champ)],
        "additionalProperties": False,
    }
    conditions = [_condition(champ, champs) for champ in champs if champ.si]
    if tous := [*filter(None, conditions), *(_conditions_dessus(champs) if autres is not None else [])]:
        schema["allOf"] = tous
    return schema


def _is_toujours_exige(champ: Champ) -> bool:
    return champ.obligatoire and champ.defaut is None and not champ.si


def _champ(champ: Champ) -> Schema:
    schema: Schema = {"title": champ.label}
    if champ.aide:
        schema["description"] = champ.aide
    schema |= _strict(champ) if _is_toujours_exige(champ) else _lenient(champ)
    if champ.exemple is not None:
        schema["examples"] = [_plain(champ.exemple)]
    if champ.defaut is not None:
        schema["default"] = _plain(champ.defaut)
    schema["x-minutier"] = _indications(champ)
    return schema


def _indications(champ: Champ) -> Schema:
    indications: Schema = {
        "type": str(champ.type),
        "widget": _WIDGETS[champ.type],
        "obligatoire": champ.obligatoire,
        "donnee_personnelle": champ.donnee_personnelle,
    }
    if champ.choix:
        indications["choix"] = [{"valeur": choix.valeur, "label": choix.label} for choix in champ.choix]
    if champ.si:
        indications["si"] = {condition.champ: list(condition.valeurs) for condition in champ.si}
    return indications


def _plain(valeur: Any) -> Any:
    """Give a value that JSON can hold; an amount keeps its two decimals as text."""
    return str(valeur) if isinstance(valeur, Decimal) else valeur


def _strict(champ: Champ) -> Schema:
    """Give the schema of a field that was given."""
    return _TYPES[champ.type](champ)


def _lenient(champ: Champ) -> Schema:
    """Give the schema of a field that may be left out: null or blank too, as forms send it and `validate` takes it."""
    vides: list[Schema] = [{"enum": [None, ""]}]
    if champ.type in TYPES_REPETES:
        vides.append({"type": "array", "maxItems": 0})
    elif champ.type is TypeChamp.BLOC:
        vide = {"anyOf": [{"enum": [None, ""]}, {"type": "array", "maxItems": 0}]}
        vides.append({"type": "object", "properties": {sous.nom: vide for sous in champ.champs}})
        vides[-1]["additionalProperties"] = False
    return {"anyOf": [_strict(champ), *vides]}


def _texte(champ: Champ) -> Schema:
    return {"type": "string", "maxLength": champ.longueur, "pattern": _NON_VIDE}


def _points(champ: Champ) -> Schema:
    return _liste(champ, _texte(champ))


def _liste(champ: Champ, element: Schema) -> Schema:
    return {
        "type": "array",
        "items": element,
        "minItems": max(int(champ.minimum or 0), 1),
        "maxItems": int(champ.maximum or NOMBRE_MAX[champ.type]),
    }


def _nombre(champ: Champ) -> Schema:
    entier = champ.type is TypeChamp.ENTIER
    bornes = {"minimum": _plain_nombre(champ.minimum or Decimal(0)), "maximum": ENTIER_MAX}
    if champ.maximum is not None:
        bornes["maximum"] = _plain_nombre(champ.maximum)
    ecrit = {"type": "string", "pattern": _CHIFFRES, "maxLength": 40}
    return {"anyOf": [{"type": "integer" if entier else "number", **bornes}, ecrit]}


def _plain_nombre(borne: Decimal) -> int | float:
    return int(borne) if borne == int(borne) else float(borne)


def _court(_: Champ) -> Schema:
    return {"type": "string", "maxLength": 500, "pattern": _NON_VIDE}


def _numero(_: Champ) -> Schema:
    return {"anyOf": [{"type": "string", "pattern": r"\d"}, {"type": "integer", "minimum": 0}]}


def _oui_non(_: Champ) -> Schema:
    return {"enum": [True, False, "oui", "non"]}


def _choix(champ: Champ) -> Schema:
    return {"enum": [choix.valeur for choix in champ.choix]}


def _bloc(champ: Champ) -> Schema:
    return _objet(champ.champs)


def _groupe(champ: Champ) -> Schema:
    return _liste(champ, _objet(champ.champs))


_TYPES: dict[TypeChamp, Callable[[Champ], Schema]] = {
    **dict.fromkeys(TypeChamp, _court),
    TypeChamp.PHRASE: _texte,
    TypeChamp.TEXTE: _texte,
    TypeChamp.POINTS: _points,
    TypeChamp.ENTIER: _nombre,
    TypeChamp.MONTANT: _nombre,
    TypeChamp.OUI_NON: _oui_non,
    TypeChamp.CHOIX: _choix,
    TypeChamp.SIREN: _numero,
    TypeChamp.SIRET: _numero,
    TypeChamp.BLOC: _bloc,
    TypeChamp.GROUPE: _groupe,
}


def _condition(champ: Champ, freres: tuple[Champ, ...]) -> Schema | None:
    """Give the if/then/else of a field whose conditions are all on its siblings."""
    noms = {frere.nom: frere for frere in freres}
    if not all(condition.champ in noms for condition in champ.si):
        return None
    return {"if": _si(champ, noms), **_alors(champ)}


def _conditions_dessus(champs: tuple[Champ, ...]) -> list[Schema]:
    """Give the if/then/else of the parts whose condition is on a field of the top level, written from there."""
    noms = {champ.nom: champ for champ in champs}
    schemas = []
    for compose in champs:
        internes = {sous.nom for sous in compose.champs}
        for sous in compose.champs:
            if sous.si and all(c.champ in noms and c.champ not in internes for c in sous.si):
                regles = {cle: _inside(compose, regle) for cle, regle in _alors(sous).items()}
                schemas.append({"if": _si(sous, noms), **regles})
    return schemas


def _inside(compose: Champ, regle: Schema) -> Schema:
    dedans = {"items": regle} if compose.type is TypeChamp.GROUPE else regle
    return {"properties": {compose.nom: dedans}}


def _si(champ: Champ, noms: dict[str, Champ]) -> Schema:
    """Say when the conditions hold; a field left out counts as its default."""
    proprietes = {c.champ: {"enum": _synonymes(c.valeurs)} for c in champ.si}
    exiges = [c.champ for c in champ.si if _plain_defaut(noms[c.champ]) not in c.valeurs]
    return {"properties": proprietes, "required": exiges}


def _plain_defaut(champ: Champ) -> Any:
    return (
        {"oui": True, "non": False}.get(champ.defaut, champ.defaut) if isinstance(champ.defaut, str) else champ.defaut
    )


def _synonymes(valeurs: tuple[str | bool, ...]) -> list[str | bool]:
    ecrits = {True: "oui", False: "non"}
    return [*valeurs, *(ecrits[v] for v in valeurs if isinstance(v, bool))]


def _alors(champ: Champ) -> Schema:
    """Give what holds when the conditions hold, and when they do not: nothing but blanks."""
    sinon: Schema = {"else": {"properties": {champ.nom: {"anyOf": _lenient(champ)["anyOf"][1:]}}}}
    if champ.obligatoire and champ.defaut is None:
        return {"then": {"required": [champ.nom], "properties": {champ.nom: _strict(champ)}}, **sinon}
    return sinon
