"""Shape what every answer has in common: security headers, and errors as RFC 9457 problem details in French."""

from __future__ import annotations

import logging
from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException

from server.errors import (
    Conflit,
    Faute,
    LibreOfficeIndisponible,
    MinutierError,
    ModeleIndisponible,
    NonAuthentifie,
    SaisieRefusee,
    TropDeDemandes,
)

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

journal = logging.getLogger("minutier")

REFUS_CADRE: Final = "frame-ancestors 'none'"
# An API that serves JSON: no page of it may load, embed or be embedded anywhere, nothing is kept by a cache.
ENTETES: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

DETAIL_AU_JOURNAL: Final = "Le détail est dans le journal du serveur."

# Status -> title, detail.
REFUS: Final = {
    404: ("Adresse inconnue", "Rien ne se trouve à cette adresse."),
    400: ("Requête illisible", "Le corps de la requête n’est pas lisible."),
    408: ("Requête trop lente", "La requête a mis trop de temps à arriver."),
    413: ("Requête trop lourde", "Le corps de cette requête est trop lourd."),
    415: ("Contenu refusé", "Un fichier (multipart/form-data) ou du JSON (application/json) est attendu."),
    405: ("Méthode refusée", "Cette adresse n’accepte pas la méthode {methode}."),
}

# What pydantic finds wrong -> what we say of it; the members of its context may be named.
RAISONS: Final = {
    "missing": "ce champ est obligatoire",
    "extra_forbidden": "ce champ n’existe pas",
    "json_invalid": "le corps de la requête n’est pas du JSON lisible",
    "model_attributes_type": "un objet JSON est attendu",
    "dict_type": "un objet est attendu",
    "list_type": "une liste est attendue",
    "string_type": "un texte est attendu",
    "bool_type": "vrai ou faux est attendu",
    "bool_parsing": "vrai ou faux est attendu",
    "int_type": "un nombre entier est attendu",
    "int_parsing": "un nombre entier est attendu",
    "uuid_parsing": "cet identifiant n’en est pas un",
    "uuid_type": "cet identifiant n’en est pas un",
    "date_from_datetime_parsing": "une date est attendue (AAAA-MM-JJ)",
    "date_type": "une date est attendue (AAAA-MM-JJ)",
    "string_too_short": "{min_length} caractère(s) au moins sont attendus",
    "string_too_long": "{max_length} caractères au plus sont acceptés",
    # The pattern itself would help nobody who reads French.
    "string_pattern_mismatch": "cette forme n’est pas acceptée (un champ vide, un saut de ligne …)",
    "string_unicode": "ce texte contient un caractère qui n’existe pas",
    "too_short": "{min_length} élément(s) au moins sont attendus",
    "too_long": "{max_length} éléments au plus sont acceptés",
    "greater_than_equal": "{ge} au moins est attendu",
    "less_than_equal": "{le} au plus est accepté",
    "enum": "valeurs possibles : {expected}",
    "literal_error": "valeurs possibles : {expected}",
    "value_error": "{error}",
}

# Seconds. What a database that restarts, or a lock that lasts, needs on the whole.
ATTENTE_BASE: Final = 5


class SecurityHeaders:
    """Add `ENTETES` to each answer that does not say otherwise itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                entetes = MutableHeaders(scope=message)
                encadrable = REFUS_CADRE not in entetes.get("content-security-policy", REFUS_CADRE)
                for nom, valeur in ENTETES.items():
                    # An older header cannot name who may frame a page: beside a policy that does, it would contradict.
                    if not (encadrable and nom == "X-Frame-Options"):
                        entetes.setdefault(nom, valeur)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def problem(statut: int, titre: str, detail: str, **autres: Any) -> JSONResponse:
    """Build an RFC 9457 answer.

    Args:
        statut: HTTP status.
        titre: short French title, the same for each occurrence of this kind of problem.
        detail: French sentence on this occurrence.
        autres: extension members.
    """
    corps = {"type": "about:blank", "title": titre, "status": statut, "detail": detail, **autres}
    # The headers are given here too: the answer to an unforeseen fault is sent outside every middleware.
    return JSONResponse(corps, statut, {**ENTETES, "Content-Language": "fr"}, media_type="application/problem+json")


def answer_error(erreur: MinutierError) -> Response:
    """Answer a fault that we name; where it is the server's, what it says of our files stays in the log."""
    if erreur.statut_http >= HTTPStatus.INTERNAL_SERVER_ERROR:
        journal.error("%s : %s", erreur.titre, erreur)
        # Its words are for who reads them: what to ask of the DSI.
        dit = erreur.raison if isinstance(erreur, LibreOfficeIndisponible | ModeleIndisponible) else DETAIL_AU_JOURNAL
        reponse = problem(erreur.statut_http, erreur.titre, dit)
    else:
        reponse = problem(erreur.statut_http, erreur.titre, str(erreur), **_list_membres(erreur))
    if erreur.statut_http == HTTPStatus.SERVICE_UNAVAILABLE:
        reponse.headers["Retry-After"] = str(ATTENTE_BASE)
    if isinstance(erreur, TropDeDemandes):
        reponse.headers["Retry-After"] = str(erreur.attente)
    if isinstance(erreur, NonAuthentifie):
        reponse.headers["WWW-Authenticate"] = 'Bearer realm="minutier"'
    return reponse


def _list_membres(erreur: MinutierError) -> dict[str, Any]:
    if isinstance(erreur, SaisieRefusee):
        return {"fautes": [asdict(faute) for faute in erreur.faults]}
    return erreur.membres if isinstance(erreur, Conflit) else {}


async def _answer_minutier_error(_: Request, erreur: Exception) -> Response:
    if not isinstance(erreur, MinutierError):
        raise erreur
    return answer_error(erreur)


async def _answer_http_exception(requete: Request, erreur: Exception) -> Response:
    """Answer what the router refuses."""
    if not isinstance(erreur, HTTPException):
        raise erreur
    titre, detail = REFUS.get(erreur.status_code, ("Requête refusée", "Le serveur refuse cette requête."))
    reponse = problem(erreur.status_code, titre, detail.format(methode=requete.method))
    reponse.headers.update(erreur.headers or {})
    return reponse


async def _answer_validation(_: Request, erreur: Exception) -> Response:
    """Answer a request that does not have the documented form; what it held is repeated nowhere."""
    if not isinstance(erreur, RequestValidationError):
        raise erreur
    return answer_error(SaisieRefusee(tuple(make_faute(faute) for faute in erreur.errors())))


def make_faute(faute: dict[str, Any]) -> Faute:
    """Turn what pydantic found into the field as the user knows it, and a French clause."""
    # The first part of the place says where the field was looked for: body, query, path.
    lieu = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in faute["loc"][1:])
    champ = "" if faute["type"] == "json_invalid" else lieu.lstrip(".")
    raison = RAISONS.get(faute["type"], "cette valeur est refusée")
    return Faute(champ, raison.format(**faute.get("ctx", {})))


async def _answer_database(_: Request, erreur: Exception) -> Response:
    """Answer a fault of the database; its message may quote what was being written: only its kind is logged."""
    if not isinstance(erreur, SQLAlchemyError):
        raise erreur
    cause = getattr(erreur, "orig", None)
    genre = f"{type(erreur).__name__} ({type(cause).__name__})" if cause else type(erreur).__name__
    journal.error("base de données : %s", genre)
    passagere = isinstance(erreur, (OperationalError, InterfaceError))
    if not passagere:
        return problem(500, "Erreur interne", DETAIL_AU_JOURNAL)
    detail = "La base de données ne répond pas. Rien n’a été enregistré : recommencez dans un instant."
    reponse = problem(503, "Base de données indisponible", detail)
    reponse.headers["Retry-After"] = str(ATTENTE_BASE)
    return reponse


async def _answer_unforeseen(_: Request, _erreur: Exception) -> Response:
    """Answer an unforeseen fault without a word of it; the server logs it once this is sent."""
    return problem(500, "Erreur interne", DETAIL_AU_JOURNAL)


def add_handlers(app: FastAPI) -> None:
    """Make an application answer every error as a problem."""
    app.add_exception_handler(MinutierError, _answer_minutier_error)
    app.add_exception_handler(HTTPException, _answer_http_exception)
    app.add_exception_handler(RequestValidationError, _answer_validation)
    app.add_exception_handler(SQLAlchemyError, _answer_database)
    app.add_exception_handler(Exception, _answer_unforeseen)
