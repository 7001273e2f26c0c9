"""The addresses of accounts: sign in and out, one's own password and tokens, and the accounts of the collectivité."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Path, Request, Response

from server.comptes import connexion, preuves, repository, service
from server.comptes.dependances import (
    Administrateur,
    CompteActif,
    CompteConnecte,
    CompteEnSession,
    SettingsDep,
)
from server.comptes.models import Compte
from server.comptes.schemas import (
    BureauOuvert,
    ChangementMotDePasse,
    CollectiviteVue,
    CompteAdministre,
    CompteModifie,
    Comptes,
    CompteVu,
    Connexion,
    ConnexionBureau,
    JetonCree,
    Jetons,
    JetonVu,
    Moi,
    NouveauCompte,
    NouveauJeton,
    describe_refus,
)
from server.db import MoteurDep, SessionDep, now
from server.errors import AccesRefuse, NonAuthentifie
from server.provenance import find_adresse, find_reseau, is_same_site

if TYPE_CHECKING:
    from server.settings import Settings

router: Final = APIRouter(prefix="/api", tags=["Comptes"])

IdCompte = Annotated[uuid.UUID, Path(description="Le compte.")]
IdJeton = Annotated[uuid.UUID, Path(description="Le jeton.")]


def _show(compte: CompteConnecte) -> Moi:
    collectivite = None
    if compte.collectivite_id is not None:
        collectivite = CollectiviteVue(id=compte.collectivite_id, nom=compte.collectivite_nom or "")
    vu = CompteVu(
        id=compte.id,
        identifiant=compte.identifiant,
        nom=compte.nom,
        prenom=compte.prenom,
        roles=list(compte.roles),
        collectivite=collectivite,
    )
    return Moi(compte=vu, csrf=compte.csrf)


def _set_cookie(reponse: Response, settings: Settings, valeur: str, **autres: Any) -> None:
    """Write the cookie of the session: no script reads it, no other site sends it, it dies with the browser."""
    reponse.set_cookie(
        preuves.name_cookie(settings),
        valeur,
        path="/",
        secure=preuves.is_https(settings),
        httponly=True,
        samesite="strict",
        **autres,
    )


@router.post("/connexion", summary="Se connecter", responses=describe_refus(401, 403, 422, 429))
def connecter(corps: Connexion, requete: Request, reponse: Response, moteur: MoteurDep, settings: SettingsDep) -> Moi:
    """Ouvre une session : le cookie `minutier_session`, et le jeton `csrf` à renvoyer dans l’en-tête `X-CSRF-Token`.

    Après plusieurs refus, sur un même identifiant ou depuis une même adresse, il faut attendre (`Retry-After`).
    """
    if not is_same_site(requete, settings, exigee=False):
        raise AccesRefuse("Cette demande ne vient pas d’une page de Minutier.")
    ouverture = connexion.sign_in(
        moteur,
        corps.identifiant,
        corps.mot_de_passe.get_secret_value(),
        find_reseau(find_adresse(requete, settings)),
        preuves.read_session(requete, settings),
    )
    _set_cookie(reponse, settings, ouverture.preuve)
    return _show(ouverture.compte)


@router.post(
    "/connexion/jeton",
    status_code=201,
    summary="Se connecter depuis un logiciel de bureau",
    responses=describe_refus(401, 403, 422, 429),
)
def connecter_bureau(
    corps: ConnexionBureau, requete: Request, moteur: MoteurDep, settings: SettingsDep
) -> BureauOuvert:
    """Donne un jeton contre un mot de passe, sans ouvrir de session : le volet de Word ne reçoit pas de cookie.

    Les refus se comptent comme ceux de `POST /api/connexion`. Le compte peut révoquer ce jeton.
    """
    if not is_same_site(requete, settings, exigee=False):
        raise AccesRefuse("Cette demande ne vient pas d’une page de Minutier.")
    ouverture = connexion.sign_in_bureau(
        moteur,
        corps.identifiant,
        corps.mot_de_passe.get_secret_value(),
        find_reseau(find_adresse(requete, settings)),
        connexion.Bureau(corps.nom, corps.jours),
    )
    vu = JetonVu.model_validate(ouverture.jeton).model_dump()
    return BureauOuvert(**vu, jeton=ouverture.preuve, compte=_show(ouverture.compte).compte)


@router.delete(
    "/connexion/jeton",
    status_code=204,
    summary="Se déconnecter d’un logiciel de bureau",
    responses=describe_refus(401, 403),
)
def deconnecter_bureau(compte: CompteActif, session: SessionDep) -> None:
    """Supprime le jeton que porte cette demande."""
    if compte.csrf is not None:
        raise AccesRefuse("Cette demande ne porte pas de jeton : une session se ferme par POST /api/deconnexion.")
    service.drop_jeton(session, compte.empreinte)


@router.post("/deconnexion", status_code=204, summary="Se déconnecter", responses=describe_refus(401, 403))
def deconnecter(compte: CompteEnSession, reponse: Response, session: SessionDep, settings: SettingsDep) -> None:
    """Ferme la session de ce navigateur."""
    service.close_session(session, compte.empreinte)
    _set_cookie(reponse, settings, "", max_age=0)


@router.get("/moi", summary="Savoir qui est connecté")
def lire_moi(compte: CompteActif) -> Moi:
    """Donne le compte connecté, et le jeton `csrf` de sa session (`null` pour un logiciel de bureau)."""
    return _show(compte)


@router.post(
    "/moi/mot-de-passe",
    status_code=204,
    summary="Changer son mot de passe",
    responses=describe_refus(401, 403, 422, 429),
)
def changer_mot_de_passe(
    corps: ChangementMotDePasse,
    compte: CompteEnSession,
    requete: Request,
    moteur: MoteurDep,
    session: SessionDep,
    settings: SettingsDep,
) -> None:
    """Change le mot de passe, et déconnecte les autres navigateurs et tous les logiciels de bureau de ce compte."""
    nouveau = corps.nouveau.get_secret_value()
    service.check_mot_de_passe("nouveau", nouveau, compte.identifiant)
    adresse = find_reseau(find_adresse(requete, settings))
    try:
        connexion.check_ancien(moteur, compte, corps.ancien.get_secret_value(), adresse)
    except NonAuthentifie:
        # 401 would tell the page that the session is over.
        raise AccesRefuse("Le mot de passe actuel n’est pas celui-là.") from None
    service.change_mot_de_passe(session, session.get_one(Compte, compte.id), nouveau, sauf=compte.empreinte)


@router.get("/jetons", summary="Lister ses jetons", responses=describe_refus(401, 403))
def lister_jetons(compte: CompteEnSession, session: SessionDep) -> Jetons:
    """Liste les jetons des logiciels de bureau (Word, LibreOffice) de ce compte, sans ce qu’ils ouvrent."""
    jetons = repository.list_jetons(session, compte.id, now())
    return Jetons(jetons=[JetonVu.model_validate(jeton) for jeton in jetons])


@router.post("/jetons", status_code=201, summary="Créer un jeton", responses=describe_refus(401, 403, 422))
def creer_jeton(corps: NouveauJeton, compte: CompteEnSession, session: SessionDep) -> JetonCree:
    """Crée le jeton d’un logiciel de bureau, montré cette seule fois ; il s’envoie dans `Authorization: Bearer …`."""
    jeton, preuve = service.create_jeton(session, compte.id, corps.nom, corps.jours)
    return JetonCree(**JetonVu.model_validate(jeton).model_dump(), jeton=preuve)


@router.delete(
    "/jetons/{jeton}", status_code=204, summary="Révoquer un jeton", responses=describe_refus(401, 403, 404, 422)
)
def revoquer_jeton(jeton: IdJeton, compte: CompteEnSession, session: SessionDep) -> None:
    """Supprime un jeton : le logiciel qui le porte n’a plus accès à rien."""
    service.delete_jeton(session, compte.id, jeton)


@router.get("/comptes", summary="Lister les comptes", responses=describe_refus(401, 403))
def lister_comptes(compte: Administrateur, session: SessionDep) -> Comptes:
    """Liste les comptes de la collectivité, désactivés compris (rôle `administrateur`)."""
    comptes = repository.list_comptes(session, compte.collectivite_id)
    return Comptes(comptes=[CompteAdministre.model_validate(un) for un in comptes])


@router.post("/comptes", status_code=201, summary="Créer un compte", responses=describe_refus(401, 403, 409, 422))
def creer_compte(corps: NouveauCompte, compte: Administrateur, session: SessionDep) -> CompteAdministre:
    """Crée un compte dans la collectivité de l’administrateur."""
    donnees = {**corps.model_dump(), "mot_de_passe": corps.mot_de_passe.get_secret_value()}
    return CompteAdministre.model_validate(service.create_compte(session, donnees, compte.collectivite_id))


@router.patch("/comptes/{compte}", summary="Modifier un compte", responses=describe_refus(401, 403, 404, 409, 422))
def modifier_compte(
    compte: IdCompte, corps: CompteModifie, administrateur: Administrateur, session: SessionDep
) -> CompteAdministre:
    """Change ce qui est nommé. Un compte désactivé ou dont le mot de passe change est déconnecté partout."""
    changements = corps.list_changements()
    modifie = service.update_compte(session, administrateur.collectivite_id, compte, changements)
    session.flush()
    return CompteAdministre.model_validate(modifie)
