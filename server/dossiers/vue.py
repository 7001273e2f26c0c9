"""What a client sees of a dossier."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from server.comptes.dependances import ADMINISTRATEUR
from server.comptes.models import Compte
from server.controle.schemas import ConstatVu
from server.dossiers.acces import find_mandat
from server.dossiers.commentaires import list_situes
from server.dossiers.examens import list_constats, list_decisions, list_erreurs, list_refus
from server.dossiers.lectures import read_acte
from server.dossiers.models import EtatDossier, FichierScelle, Ouverture
from server.dossiers.schemas import (
    AuNomDe,
    Commentaires,
    CommentaireVu,
    DecisionVue,
    DelegationVue,
    DossierResume,
    DossierVu,
    EtapeCircuit,
    LigneVue,
    PassageAExaminer,
    PersonneVue,
    RefusVu,
    RegistreVu,
    ScelleResume,
    VersionResume,
    VersionVue,
)
from server.dossiers.service import A_DEPOSER, list_visas
from server.dossiers.versions import list_versions
from server.registre.service import list_identites, list_lignes
from server.regles.rendu import constat_as_json

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from server.comptes.dependances import CompteConnecte
    from server.dossiers.acces import Mandat
    from server.dossiers.commentaires import Situe
    from server.dossiers.models import Delegation, Dossier, VersionDossier, Visa
    from server.dossiers.scelleur import Scelleur
    from server.installation import Installation
    from server.reserve import Reserve


def _name_all(session: Session, ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID | None, PersonneVue]:
    demande = select(Compte).where(Compte.id.in_({i for i in ids if i is not None}))
    return {compte.id: PersonneVue.model_validate(compte) for compte in session.scalars(demande)}


def summarize_all(session: Session, dossiers: Sequence[Dossier]) -> list[DossierResume]:
    """Give the lines of a list."""
    noms = _name_all(session, [dossier.responsable_id for dossier in dossiers])
    return [DossierResume(**_summarize(dossier, noms[dossier.responsable_id])) for dossier in dossiers]


def _summarize(dossier: Dossier, responsable: PersonneVue) -> dict[str, Any]:
    noms = ("id", "titre", "modele", "genre", "etat", "etape", "version", "cree_le", "modifie_le")
    valeurs = {nom: getattr(dossier, nom) for nom in noms}
    return {**valeurs, "circuit": list(dossier.circuit), "responsable": responsable}


def describe(session: Session, compte: CompteConnecte, dossier: Dossier) -> DossierVu:
    """Give a dossier in full."""
    versions = list_versions(session, dossier)
    visas = list_visas(session, versions[-1])
    mandat = find_mandat(session, compte, dossier)
    noms = _name_all(
        session,
        [
            *(dossier.auteur_id, dossier.responsable_id, dossier.assigne_id),
            *(version.compte_id for version in versions),
            *(i for visa in visas for i in (visa.compte_id, visa.pour_id)),
            *((mandat.pour_id,) if mandat else ()),
        ],
    )
    scelle = session.get(FichierScelle, dossier.id)
    return DossierVu(
        **_summarize(dossier, noms[dossier.responsable_id]),
        auteur=noms[dossier.auteur_id],
        assigne=noms.get(dossier.assigne_id),
        brouillon_id=dossier.brouillon_id,
        etapes=[_describe_etape(dossier, rang, visas, noms) for rang in range(len(dossier.circuit))],
        versions=[_describe_version(version, noms[version.compte_id]) for version in versions],
        scelle=None if scelle is None else ScelleResume(nom=scelle.nom, sha256=scelle.sha256, cree_le=scelle.cree_le),
        actions=_list_actions(compte, dossier, relit=mandat is not None, scelle=scelle is not None),
        au_nom_de=_describe_mandat(mandat, noms),
    )


def _describe_mandat(mandat: Mandat | None, noms: dict[uuid.UUID | None, PersonneVue]) -> AuNomDe | None:
    if mandat is None or mandat.pour_id is None:
        return None
    return AuNomDe(pour=noms[mandat.pour_id], motif=mandat.motif)  # type: ignore[arg-type]


def _describe_etape(
    dossier: Dossier, rang: int, visas: Sequence[Visa], noms: dict[uuid.UUID | None, PersonneVue]
) -> EtapeCircuit:
    visa = next((un for un in visas if un.etape == rang), None)
    role = dossier.circuit[rang]
    if visa is not None:
        return EtapeCircuit(
            role=role, etat="visee", par=noms[visa.compte_id], pour=noms.get(visa.pour_id), le=visa.cree_le
        )
    en_cours = dossier.etat == EtatDossier.EN_RELECTURE and dossier.etape == rang
    return EtapeCircuit(role=role, etat="en_cours" if en_cours else "a_venir", par=None, pour=None, le=None)


def _describe_version(version: VersionDossier, par: PersonneVue) -> VersionResume:
    noms = ("numero", "nom", "format", "sha256", "canon", "cree_le")
    return VersionResume(par=par, **{nom: getattr(version, nom) for nom in noms})


def _list_actions(compte: CompteConnecte, dossier: Dossier, *, relit: bool, scelle: bool) -> list[Any]:
    """Say what this account may do now; the service says it again when it is done."""
    responsable = compte.id == dossier.responsable_id
    administre = ADMINISTRATEUR in compte.roles
    en_relecture = dossier.etat == EtatDossier.EN_RELECTURE
    actions = []
    if responsable and dossier.etat in A_DEPOSER:
        actions += ["deposer", "soumettre"]
    if (responsable or administre) and dossier.etat in A_DEPOSER:
        actions.append("transmettre")
    if responsable and en_relecture:
        actions.append("retirer")
    if relit:
        actions += ["viser", "renvoyer", "deposer"]
    if relit or (administre and en_relecture):
        actions.append("transmettre_relecture")
    if responsable and dossier.etat == EtatDossier.VALIDE and scelle:
        actions.append("clore")
    return actions


def describe_version(  # noqa: PLR0913, PLR0917 -- what is read, for whom
    session: Session,
    compte: CompteConnecte,
    installation: Installation,
    scelleur: Scelleur | None,
    dossier: Dossier,
    version: VersionDossier,
) -> VersionVue:
    """Give a version as a reviewer reads it: the act as it will be sealed, findings, passages to judge."""
    lu = read_acte(installation.reserve, version, dossier.genre)
    constats = list_constats(installation, dossier, version)
    erreurs = list_erreurs(constats)
    decisions = list_decisions(session, version)
    noms = _name_all(session, [version.compte_id, *(une.compte_id for une in decisions)])
    passages = [
        PassageAExaminer(
            bloc=passage.bloc,
            texte=passage.texte,
            origines=list(passage.origines),
            decisions=[
                DecisionVue(par=noms[d.compte_id], decision=d.decision, texte=d.texte, le=d.decide_le)  # type: ignore[arg-type]
                for d in decisions
                if d.bloc == passage.bloc
            ],
        )
        for passage in lu.passages
    ]
    return VersionVue(
        **_describe_version(version, noms[version.compte_id]).model_dump(),
        acte=lu.acte,
        constats=[ConstatVu(**constat_as_json(constat)) for constat in constats],
        a_deroger=[rang for rang, constat in enumerate(constats) if constat in erreurs],
        passages=passages,
        ouverte=session.get(Ouverture, (version.id, compte.id)) is not None,
        refus=[RefusVu(code=un.code, lieu=un.lieu, message=str(un)) for un in list_refus(scelleur, version)],
    )


def describe_commentaires(session: Session, reserve: Reserve, dossier: Dossier) -> Commentaires:
    """Give the comments of a dossier."""
    situes = list_situes(session, reserve, dossier)
    noms = _name_all(session, [situe.commentaire.compte_id for situe in situes])
    return Commentaires(commentaires=[_describe_commentaire(situe, noms) for situe in situes])


def describe_commentaire(session: Session, situe: Situe) -> CommentaireVu:
    """Give one comment."""
    return _describe_commentaire(situe, _name_all(session, [situe.commentaire.compte_id]))


def _describe_commentaire(situe: Situe, noms: dict[uuid.UUID | None, PersonneVue]) -> CommentaireVu:
    return CommentaireVu(
        id=situe.commentaire.id,
        genre=situe.commentaire.genre,  # type: ignore[arg-type]
        par=noms[situe.commentaire.compte_id],
        version=situe.numero,
        bloc=situe.bloc,
        texte=situe.commentaire.texte,
        cree_le=situe.commentaire.cree_le,
        resolu_le=situe.commentaire.resolu_le,
    )


def describe_registre(session: Session, dossier: Dossier) -> RegistreVu:
    """Give what the ledger says of a dossier, with the names that were not erased."""
    identites = list_identites(session)
    return RegistreVu(
        lignes=[
            LigneVue(
                rang=ligne["rang"],
                genre=ligne["genre"],
                instant=datetime.fromisoformat(ligne["instant"]),
                horloge=datetime.fromisoformat(ligne["horloge"]) if "horloge" in ligne else None,
                acteur=" ".join(identites[ligne["acteur"]]) if ligne["acteur"] in identites else None,
                donnees=ligne["donnees"],
                empreinte=ligne["empreinte"],
            )
            for ligne in list_lignes(session, dossier.id)
        ]
    )


def describe_delegations(session: Session, delegations: Sequence[Delegation]) -> list[DelegationVue]:
    """Give delegations with the names of the two persons."""
    noms = _name_all(session, [i for une in delegations for i in (une.delegant_id, une.delegataire_id)])
    return [
        DelegationVue(
            id=une.id,
            delegant=noms[une.delegant_id],
            delegataire=noms[une.delegataire_id],
            role=une.role,
            motif=une.motif,  # type: ignore[arg-type]
            debut=date.fromisoformat(une.debut),
            fin=date.fromisoformat(une.fin),
        )
        for une in delegations
    ]
