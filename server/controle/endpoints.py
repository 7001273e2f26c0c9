"""Check and read a document over HTTP, sent as a file or as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any, Final, Literal, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from server.comptes.dependances import CompteActif
from server.comptes.schemas import describe_refus
from server.controle import service
from server.controle.schemas import ControleVu, LectureVue, TexteControle
from server.controle.service import Recu
from server.errors import Faute, SaisieRefusee

T = TypeVar("T")

router = APIRouter(prefix="/api", tags=["Contrôle"])

NOM_MAX: Final = 255
# The body is read by hand: two kinds of content lead to the same document.
CORPS: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "Un .docx, un .odt ou un texte, comme fichier, ou un texte en JSON.",
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"fichier": {"type": "string", "format": "binary"}},
                    "required": ["fichier"],
                }
            },
            "application/json": {"schema": TexteControle.model_json_schema()},
        },
    }
}

Genre = Annotated[
    Literal["arrete", "deliberation", "courrier", "note"] | None,
    Query(description="Genre de l’acte, s’il est mal reconnu."),
]


async def receive(requete: Request) -> Recu:
    """Receive the document of a request.

    Raises:
        SaisieRefusee: no file, several, or no text.
    """
    genre = requete.headers.get("content-type", "").partition(";")[0].strip().lower()
    if genre == "application/json":
        try:
            return Recu("texte", TexteControle.model_validate_json(await requete.body()).texte.encode())
        except ValidationError as erreur:
            fautes = erreur.errors(include_input=False, include_url=False)
            raise RequestValidationError([{**f, "loc": ("body", *f["loc"])} for f in fautes]) from None
    if genre != "multipart/form-data":
        raise HTTPException(415)
    async with requete.form(max_files=1, max_fields=1) as formulaire:
        fichier = formulaire.get("fichier")
        if not isinstance(fichier, UploadFile):
            raise SaisieRefusee((Faute("fichier", "un fichier est attendu"),))
        return Recu(clean_nom(fichier.filename or "fichier"), await fichier.read())


def clean_nom(nom: str) -> str:
    """Keep of a name what can be shown: it comes back in the answer."""
    return "".join(c if c.isprintable() else "�" for c in nom)[-NOM_MAX:]


RecuDep = Annotated[Recu, Depends(receive)]


async def run_document(requete: Request, faire: Callable[[], T]) -> T:
    """Do it in a thread of the few that are for documents: long ones must not hold the others back."""
    limite: CapacityLimiter = requete.app.state.documents
    return await to_thread.run_sync(faire, limiter=limite)


@router.post("/lint", summary="Contrôler un document", openapi_extra=CORPS, responses=describe_refus(415))
async def lint_document(
    requete: Request,
    _compte: CompteActif,
    recu: RecuDep,
    date: Annotated[
        dt.date | None, Query(description="Juge l’acte à cette date (aujourd’hui sinon).", examples=["2026-12-01"])
    ] = None,
    genre: Genre = None,
) -> list[ControleVu]:
    """Les constats des règles sur un document, qui que ce soit qui l’ait écrit. Rien n’en est gardé.

    La même réponse que `minutier lint --json`, et la correction que la règle propose ; un verdict, même quand il y a
    des erreurs.
    """
    return await run_document(requete, lambda: service.check(recu, genre, date))


@router.post("/lire", summary="Lire un document", openapi_extra=CORPS, responses=describe_refus(415))
async def read_document(requete: Request, _compte: CompteActif, recu: RecuDep, genre: Genre = None) -> LectureVue:
    """Ce que Minutier voit dans un document : chaque paragraphe, et l’origine de ses textes. Rien n’en est gardé.

    La même réponse que `minutier lire --json`, et les avertissements de la lecture.
    """
    return await run_document(requete, lambda: service.describe(recu, genre))
