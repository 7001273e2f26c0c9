"""Verify the visa of a file over HTTP, with the keys of this server; give these keys to whoever verifies elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from server.collectivites.service import wants_mention
from server.comptes.dependances import CompteActif, InstallationDep
from server.comptes.schemas import describe_refus
from server.controle.endpoints import clean_nom, run_document
from server.controle.impression import print_scelle
from server.controle.schemas import VerificationVue
from server.controle.service import Recu
from server.db import MoteurDep, transaction
from server.errors import Conflit, Faute, FichierIllisible, Introuvable, MinutierError, SaisieRefusee
from server.sceau import Cles, Etat, Trousseau, render_cles, verdict_as_json, verify
from server.settings import Settings

router = APIRouter(prefix="/api", tags=["Relecture"])

NOM_CLES: Final = "cles-publiques.json"
SANS_CLE: Final = "Ce serveur n’a pas encore de clé : aucun visa n’y a été donné."
SANS_PDF: Final = "Le visa de ce fichier n’est pas VALIDE mais {etat} : aucun PDF n’en est fait."
PDF_JOINT: Final = 'attachment; filename="acte.pdf"'
CORPS: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "fichier": {
                            "type": "string",
                            "format": "binary",
                            "description": "Le .docx ou l’.odt à vérifier.",
                        },
                        "sidecar": {
                            "type": "string",
                            "format": "binary",
                            "description": "Le .visa.json qui l’accompagne, s’il existe : il montre le texte d’avant.",
                        },
                    },
                    "required": ["fichier"],
                }
            }
        },
    }
}
CLES: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "Le fichier à donner à `minutier verify --cle`.",
        "content": {
            "application/json": {
                "schema": {"type": "object"},
                "example": {
                    "format": "minutier-cles/1",
                    "cles": [
                        {
                            "epoque": 1,
                            "id": "5f0c…",
                            "algorithme": "ed25519",
                            "cle": "kO3l…=",
                            "valable_depuis": "2026-11-02T08:00:00Z",
                            "retiree_le": None,
                            "revoquee_le": None,
                            "motif": "",
                        }
                    ],
                },
            }
        },
    }
}


@dataclass(frozen=True, slots=True)
class AVerifier:
    """A file as it came, and the sidecar that came with it."""

    fichier: Recu
    sidecar: bytes | None = field(repr=False)


async def receive(requete: Request) -> AVerifier:
    """Receive a file and, if there is one, its sidecar.

    Raises:
        SaisieRefusee: no file, or a sidecar that is none.
    """
    if requete.headers.get("content-type", "").partition(";")[0].strip().lower() != "multipart/form-data":
        raise HTTPException(415)
    async with requete.form(max_files=2, max_fields=2) as formulaire:
        fichier, sidecar = formulaire.get("fichier"), formulaire.get("sidecar")
        if not isinstance(fichier, UploadFile):
            raise SaisieRefusee((Faute("fichier", "un fichier est attendu"),))
        # What a page sends of a choice that was left empty.
        vide = sidecar is None or sidecar == "" or (isinstance(sidecar, UploadFile) and not sidecar.filename)
        if not vide and not isinstance(sidecar, UploadFile):
            raise SaisieRefusee((Faute("sidecar", "un fichier .visa.json est attendu"),))
        recu = Recu(clean_nom(fichier.filename or "fichier"), await fichier.read())
        return AVerifier(recu, await sidecar.read() if isinstance(sidecar, UploadFile) and not vide else None)


@router.post(
    "/verification", summary="Vérifier le visa d’un fichier", openapi_extra=CORPS, responses=describe_refus(415)
)
async def verify_file(
    requete: Request, _compte: CompteActif, recu: Annotated[AVerifier, Depends(receive)]
) -> VerificationVue:
    """VALIDE, ALTÉRÉ, NON SCELLÉ, INVALIDE ou INDÉTERMINÉ, avec les clés de ce serveur. Rien du fichier n’en est gardé.

    La même réponse que `minutier verify --json` : un verdict, toujours 200 pour un fichier lisible.
    """

    def check() -> VerificationVue:
        cles = read_cles(requete.app.state.settings)
        verdict = verify(recu.fichier.donnees, recu.fichier.nom, cles, recu.sidecar)
        return VerificationVue.model_validate(verdict_as_json(verdict))

    return await run_document(requete, check)


@router.post(
    "/verification/pdf",
    summary="Faire le PDF d’un fichier visé",
    openapi_extra=CORPS,
    response_class=Response,
    responses={
        200: {"description": "Le PDF.", "content": {"application/pdf": {"schema": {"type": "string"}}}},
        **describe_refus(409, 415, 503),
    },
)
async def print_file(
    requete: Request,
    compte: CompteActif,
    moteur: MoteurDep,
    installation: InstallationDep,
    recu: Annotated[AVerifier, Depends(receive)],
) -> Response:
    """Un PDF/A-2b et PDF/UA-1 d’un fichier VALIDE : celui dont le numéro et la date ont été remplis après le visa.

    409 avec le verdict si le visa n’est pas VALIDE. LibreOffice le fait : 503 s’il n’est pas installé sur le serveur.
    """

    def make() -> bytes:
        fichier = recu.fichier
        verdict = verify(fichier.donnees, fichier.nom, read_cles(requete.app.state.settings), recu.sidecar)
        if verdict.etat is not Etat.VALIDE or verdict.releve is None:
            raise Conflit(SANS_PDF.format(etat=verdict.etat))
        with transaction(moteur, ecriture=False) as session:
            mention = wants_mention(session, installation, compte.collectivite_id)
        return print_scelle(fichier.donnees, fichier.nom, verdict.releve, mention=mention)

    octets = await run_document(requete, make)
    return Response(octets, media_type="application/pdf", headers={"Content-Disposition": PDF_JOINT})


def read_cles(settings: Settings) -> Cles:
    """Give the public keys of this server.

    Raises:
        MinutierError: they cannot be read; the file that was sent has no part in it.
    """
    try:
        return Trousseau.of(settings.find_donnees()).publiques()
    except (FichierIllisible, OSError) as erreur:
        raise MinutierError("les clés publiques de ce serveur sont illisibles") from erreur


@router.get(
    "/cles/publiques",
    summary="Télécharger les clés publiques",
    response_class=Response,
    responses={**CLES, **describe_refus(404)},
)
def download_cles(requete: Request, _compte: CompteActif) -> Response:
    """Les clés du serveur, retirées et révoquées comprises : de quoi vérifier ses visas ailleurs, sans réseau."""
    cles = read_cles(requete.app.state.settings)
    if not cles:
        raise Introuvable(SANS_CLE)
    entetes = {"Content-Disposition": f'attachment; filename="{NOM_CLES}"'}
    return Response(render_cles(cles), media_type="application/json", headers=entetes)
