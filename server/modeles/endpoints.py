"""The catalogue of templates over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path

from server.brut import Texte
from server.catalogue import json_schema
from server.comptes.dependances import CompteActif, InstallationDep
from server.db import MoteurDep, SessionDep, transaction
from server.modeles import repository, service
from server.modeles.models import CODE_MAX
from server.modeles.schemas import DemandeValidation, Exemple, ModeleDetail, Modeles, Verdict

router = APIRouter(prefix="/api/modeles", tags=["Modèles d’actes"])


Code = Annotated[
    Texte, Path(max_length=CODE_MAX, description="Code du modèle.", examples=["arrete_circulation_temporaire"])
]


@router.get("", summary="Lister les modèles d’actes")
def list_modeles(compte: CompteActif, session: SessionDep, installation: InstallationDep) -> Modeles:
    """Les modèles livrés avec Minutier et ceux de la collectivité, triés par code, avec les favoris du compte."""
    favoris = repository.list_favoris(session, compte.id)
    return Modeles(modeles=service.list_modeles(installation, favoris))


@router.get("/{code}", summary="Décrire un modèle d’acte")
def describe_modele(
    code: Code, compte: CompteActif, session: SessionDep, installation: InstallationDep
) -> ModeleDetail:
    """Le modèle, les références juridiques sur lesquelles il s’appuie, ce qu’il ne couvre pas, son circuit de visa."""
    modele = installation.catalogue.get(code)
    return service.describe_modele(modele, repository.list_favoris(session, compte.id))


@router.get("/{code}/schema", summary="Donner le schéma de la saisie")
def get_schema(code: Code, _compte: CompteActif, installation: InstallationDep) -> dict[str, Any]:
    """Le schéma JSON (2020-12) de la saisie, d’où se construit un formulaire (indications sous `x-minutier`).

    La partie `collectivite` est facultative : celle du compte est utilisée quand la saisie n’en a pas.
    """
    return json_schema(installation.catalogue.get(code))


@router.get("/{code}/exemples/{exemple}", summary="Donner la saisie d’un exemple")
def get_exemple(
    code: Code,
    exemple: Annotated[Texte, Path(max_length=CODE_MAX, description="Nom de l’exemple.", examples=["01"])],
    _compte: CompteActif,
    installation: InstallationDep,
) -> Exemple:
    """Une saisie complète, que la rédaction accepte telle quelle ; les montants y sont des textes à deux décimales."""
    return Exemple(saisie=service.read_exemple(installation.catalogue.get(code), exemple))


@router.put("/{code}/favori", status_code=204, summary="Mettre un modèle dans les favoris")
def add_favori(code: Code, compte: CompteActif, moteur: MoteurDep, installation: InstallationDep) -> None:
    """Le modèle est dans les favoris du compte ; le demander deux fois ne change rien."""
    modele = installation.catalogue.get(code)
    with transaction(moteur) as session:
        repository.add_favori(session, compte.id, modele.code)


@router.delete("/{code}/favori", status_code=204, summary="Ôter un modèle des favoris")
def remove_favori(code: Code, compte: CompteActif, moteur: MoteurDep, installation: InstallationDep) -> None:
    """Le modèle n’est plus dans les favoris du compte ; le demander deux fois ne change rien."""
    modele = installation.catalogue.get(code)
    with transaction(moteur) as session:
        repository.remove_favori(session, compte.id, modele.code)


@router.post("/{code}/validation", summary="Vérifier une saisie")
def validate_saisie(
    code: Code, demande: DemandeValidation, compte: CompteActif, moteur: MoteurDep, installation: InstallationDep
) -> Verdict:
    """Les fautes de la saisie, champ par champ. C’est un verdict : la réponse est 200 même quand il y en a."""
    modele = installation.catalogue.get(code)
    # A transaction of its own, that only reads: those of a POST hold back every writer of SQLite.
    with transaction(moteur, ecriture=False) as session:
        collectivite = service.find_collectivite(session, compte.collectivite_id, installation)
    return service.judge(modele, demande.saisie, collectivite)
