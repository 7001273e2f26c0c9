"""Describe the API in full: what every address may answer besides what it declares itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi.openapi.utils import get_openapi

if TYPE_CHECKING:
    from fastapi import FastAPI

DESCRIPTION: Final = (
    "Rédiger, contrôler et télécharger des projets d’actes. Les erreurs sont des problèmes RFC 9457 en français. "
    "Un navigateur s’identifie par le témoin de `POST /api/connexion` (et l’en-tête `X-CSRF-Token` pour ce qui "
    "change quelque chose), un logiciel par un jeton : `Authorization: Bearer …`."
)
PROBLEME: Final[dict[str, Any]] = {
    "title": "Probleme",
    "description": "Un problème RFC 9457.",
    "type": "object",
    "properties": {
        "type": {"type": "string", "example": "about:blank"},
        "title": {"type": "string", "description": "Le genre de problème, toujours le même.", "example": "Conflit"},
        "status": {"type": "integer", "example": 409},
        "detail": {"type": "string", "description": "Une phrase sur ce cas précis."},
        "fautes": {
            "type": "array",
            "description": "Champ par champ, quand une saisie est refusée.",
            "items": {
                "type": "object",
                "properties": {"champ": {"type": "string"}, "raison": {"type": "string"}},
                "required": ["champ", "raison"],
            },
        },
        "revision": {
            "type": "integer",
            "description": "La révision actuelle, si celle qui est donnée ne l’est plus.",
        },
        "version": {"type": "integer", "description": "La version actuelle du dossier."},
        "empreinte": {"type": "string", "description": "L’empreinte de la version actuelle."},
        "etape": {"type": "integer", "description": "L’étape où en est le dossier."},
        "etat": {"type": "string", "description": "L’état du dossier."},
        "passages": {
            "type": "array",
            "description": "Les paragraphes qui empêchent le visa.",
            "items": {"type": "integer"},
        },
        "constats": {
            "type": "array",
            "description": "Les erreurs qui empêchent le visa.",
            "items": {"type": "object", "properties": {"code": {"type": "string"}, "message": {"type": "string"}}},
        },
        "refus": {
            "type": "array",
            "description": "Ce qui empêche de sceller ce fichier, et où.",
            "items": {
                "type": "object",
                "properties": {nom: {"type": "string"} for nom in ("code", "lieu", "message")},
            },
        },
        "redaction": {"type": "string", "description": "La rédaction en cours, qui peut être écoutée."},
    },
    "required": ["type", "title", "status", "detail"],
}
REPONSES: Final = {
    "400": "La requête est illisible, ou le serveur n’est pas connu sous ce nom.",
    "401": "Personne n’est identifié.",
    "403": "Ce compte, ou la page qui demande, n’en a pas le droit.",
    "404": "Cela n’existe pas, ou n’est pas à ce compte.",
    "408": "La requête a mis trop de temps à arriver.",
    "409": "La demande ne va pas avec ce qui est enregistré.",
    "413": "La requête est trop lourde.",
    "415": "Ce type de contenu n’est pas accepté.",
    "422": "La requête est lisible, mais refusée ; `fautes` dit pourquoi.",
    "429": "Trop de demandes ; `Retry-After` dit combien de secondes attendre.",
    "503": "La base de données ne répond pas, ou LibreOffice, qui devait faire le fichier ; rien n’a été enregistré.",
}
SANS_COMPTE: Final = frozenset({"/sante", "/metrics", "/api/connexion"})
_CORPS: Final = ("400", "408", "413", "422")
_METHODES_SURES: Final = frozenset({"get", "head", "options"})


def describe(app: FastAPI) -> None:
    """Have the application describe itself with `make_description`, made once."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = make_description(app)
        return app.openapi_schema

    # FastAPI's documented way.
    app.openapi = openapi  # type: ignore[method-assign]


def make_description(app: FastAPI) -> dict[str, Any]:
    """Make the OpenAPI description: FastAPI's own, with every refusal in its place."""
    description = get_openapi(title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes)
    composants = description.setdefault("components", {})
    schemas = composants.setdefault("schemas", {})
    for inutile in ("HTTPValidationError", "ValidationError"):
        schemas.pop(inutile, None)
    schemas["Probleme"] = PROBLEME
    composants["securitySchemes"] = {
        "jeton": {"type": "http", "scheme": "bearer", "description": "Jeton d’un logiciel (`POST /api/jetons`)."},
        "temoin": {"type": "apiKey", "in": "cookie", "name": "minutier_session"},
    }
    for chemin, operations in description["paths"].items():
        for methode, operation in operations.items():
            _complete(chemin, methode, operation)
    return description


def _complete(chemin: str, methode: str, operation: dict[str, Any]) -> None:
    """Add to an operation what it may answer by what it is: has it a body, an account, a name in its address?"""
    reponses = operation["responses"]
    reponses.pop("422", None)
    statuts = {"400", *_list_statuts(chemin, methode, operation)}
    statuts |= {statut for statut in reponses if statut in REPONSES}
    for statut in sorted(statuts):
        declaree = reponses.get(statut, {})
        if "content" not in declaree:
            reponses[statut] = {"description": REPONSES[statut], **_ENTETES.get(statut, {}), "content": _PROBLEME}
    if chemin not in SANS_COMPTE:
        operation["security"] = [{"jeton": []}, {"temoin": []}]


def _list_statuts(chemin: str, methode: str, operation: dict[str, Any]) -> set[str]:
    statuts: set[str] = set()
    if chemin not in SANS_COMPTE:
        statuts |= {"401"}
    if chemin.startswith("/api/"):
        statuts |= {"429", "503"}
    if methode not in _METHODES_SURES:
        statuts |= {"403"}
    if "requestBody" in operation:
        statuts |= set(_CORPS)
    if operation.get("parameters"):
        statuts |= {"422"}
    if "{" in chemin:
        statuts |= {"404"}
    return statuts


_PROBLEME: Final = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Probleme"}}}
_ATTENTE: Final = {"headers": {"Retry-After": {"schema": {"type": "integer"}, "description": "Secondes à attendre."}}}
_ENTETES: Final[dict[str, dict[str, Any]]] = {
    "401": {"headers": {"WWW-Authenticate": {"schema": {"type": "string"}}}},
    "429": _ATTENTE,
    "503": _ATTENTE,
}
