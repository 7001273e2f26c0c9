"""Sign off a step: nothing is signed that was not seen, by nobody who wrote it, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from server.comptes.models import Compte
from server.db import now, transaction
from server.dossiers.acces import get_dossier, require_mandat
from server.dossiers.examens import list_constats, list_decisions, list_erreurs
from server.dossiers.journal import write_registre
from server.dossiers.lectures import read_acte
from server.dossiers.models import Decision, Dossier, EtatDossier, Visa
from server.dossiers.service import require_ouverture, require_relecture
from server.dossiers.versions import check_courante, find_version
from server.errors import Conflit, Faute, SaisieRefusee

if TYPE_CHECKING:
    import uuid

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from server.comptes.dependances import CompteConnecte
    from server.dossiers.acces import Mandat
    from server.dossiers.models import VersionDossier
    from server.dossiers.scelleur import Scelleur
    from server.dossiers.schemas import DemandeVisa
    from server.installation import Installation
    from server.regles import Constat
    from server.reserve import Reserve

CONTROLES: Final = ("exactitude", "plausibilite", "sources")
DEJA: Final = "Cette étape vient d’être visée par quelqu’un d’autre."


@dataclass(frozen=True, slots=True)
class VisaDonne:
    """A sign-off as it was acknowledged: the same answer however often it is asked for.

    Attributes:
        nouveau: given by this click; False when it was given already.
    """

    dossier_id: uuid.UUID
    version: int
    etape: int
    rang: int
    dernier: bool
    nouveau: bool


def approve(  # noqa: PLR0913, PLR0917 -- who signs what off, with what
    moteur: Engine,
    scelleur: Scelleur,
    installation: Installation,
    compte: CompteConnecte,
    dossier_id: uuid.UUID,
    demande: DemandeVisa,
) -> VisaDonne:
    """Sign off the present step; when this comes back, the ledger has it for good.

    The file is read, checked and examined in no transaction: what a version holds never changes. Everything that may
    have changed meanwhile is checked again under the lock of the dossier.

    Raises:
        AccesRefuse: this step is somebody else's, or this account wrote the act.
        Conflit: another version or step than was seen, never opened, passages that are not accepted, or a file that
            may not be sealed.
        SaisieRefusee: a check that was not made, a finding that was not waived.
    """
    _check_controles(demande)
    with transaction(moteur, ecriture=False) as session:
        dossier = get_dossier(session, compte, dossier_id)
        version = find_version(session, dossier, demande.version)
        donne = _find_donne(session, compte, dossier, version, demande)
        if donne is not None:
            return donne
        _check(session, installation.reserve, compte, dossier, version, demande)
        octets, nom, canon = version.octets, version.nom, version.canon
        erreurs = list_erreurs(list_constats(installation, dossier, version))
    _check_derogations(erreurs, demande)
    _check_fichier(scelleur, octets, nom, canon)
    try:
        with transaction(moteur) as session:
            return _sign(session, installation.reserve, compte, dossier_id, demande)
    except IntegrityError as erreur:
        raise Conflit(DEJA) from erreur


def _check_controles(demande: DemandeVisa) -> None:
    oublis = [nom for nom in CONTROLES if not getattr(demande.controles, nom)]
    if oublis:
        raise SaisieRefusee(tuple(Faute(f"controles.{nom}", "ce contrôle n’est pas fait") for nom in oublis))


def _find_donne(
    session: Session, compte: CompteConnecte, dossier: Dossier, version: VersionDossier, demande: DemandeVisa
) -> VisaDonne | None:
    """Give the sign-off that this account gave already on this version and step: a click that comes twice.

    Raises:
        Conflit: somebody else gave it.
    """
    visa = session.scalars(select(Visa).where(Visa.version_id == version.id, Visa.etape == demande.etape)).one_or_none()
    if visa is None:
        return None
    if visa.compte_id != compte.id or version.canon != demande.empreinte:
        raise Conflit(DEJA, {"version": dossier.version, "etape": dossier.etape})
    return _describe(dossier, version, visa, nouveau=False)


def _describe(dossier: Dossier, version: VersionDossier, visa: Visa, *, nouveau: bool) -> VisaDonne:
    dernier = visa.etape == len(dossier.circuit) - 1
    return VisaDonne(dossier.id, version.numero, visa.etape, visa.rang, dernier, nouveau)


@dataclass(frozen=True, slots=True)
class _Relu:
    """What may be signed off: by what right, and how many passages were judged."""

    version: VersionDossier
    mandat: Mandat
    passages: int


def _check(  # noqa: PLR0913, PLR0917 -- who signs what off
    session: Session,
    reserve: Reserve,
    compte: CompteConnecte,
    dossier: Dossier,
    lue: VersionDossier,
    demande: DemandeVisa,
) -> _Relu:
    """Check all that may change from one moment to the next."""
    require_relecture(dossier)
    version = check_courante(session, dossier, demande.version, demande.empreinte, lue=lue)
    if dossier.etape != demande.etape:
        raise Conflit("Le dossier n’est plus à cette étape.", {"etape": dossier.etape, "version": dossier.version})
    mandat = require_mandat(session, compte, dossier)
    require_ouverture(session, compte, version)
    return _Relu(version, mandat, _check_passages(session, reserve, compte, dossier, version))


def _check_passages(
    session: Session, reserve: Reserve, compte: CompteConnecte, dossier: Dossier, version: VersionDossier
) -> int:
    """Want every passage accepted; give how many were judged."""
    decisions = {une.bloc: une.decision for une in list_decisions(session, version, compte.id)}
    attendus = [passage.bloc for passage in read_acte(reserve, version, dossier.genre).passages]
    restes = [bloc for bloc in attendus if bloc not in decisions]
    if restes:
        raise Conflit(
            f"{len(restes)} passage(s) de la machine, ou d’origine inconnue, attendent votre décision.",
            {"passages": restes},
        )
    refuses = [bloc for bloc in attendus if decisions[bloc] != Decision.ACCEPTE]
    if refuses:
        raise Conflit(
            "Vous avez rejeté ou corrigé des passages : renvoyez le dossier, l’acte doit d’abord changer.",
            {"passages": refuses},
        )
    return len(decisions)


def _check_derogations(erreurs: list[Constat], demande: DemandeVisa) -> None:
    """Want a reason for each finding that forbids a sign-off, and for nothing else."""
    levees = {(une.code, une.bloc) for une in demande.derogations}
    trouvees = {(constat.code, constat.bloc) for constat in erreurs}
    restes = [constat for constat in erreurs if (constat.code, constat.bloc) not in levees]
    if restes:
        membres = [{"code": c.code, "bloc": c.bloc, "message": c.message} for c in restes]
        raise Conflit(
            f"{len(restes)} erreur(s) restent : corrigez l’acte, ou dites pourquoi vous passez outre.",
            {"constats": membres},
        )
    fautes = [
        Faute(f"derogations[{rang}]", "l’acte n’a pas cette erreur")
        for rang, une in enumerate(demande.derogations)
        if (une.code, une.bloc) not in trouvees
    ]
    if fautes:
        raise SaisieRefusee(tuple(fautes))


def _check_fichier(scelleur: Scelleur, octets: bytes, nom: str, canon: str) -> None:
    examen = scelleur.examine(octets, nom)
    if examen.refus:
        autres = f" (et {len(examen.refus) - 1} autre(s) raison(s))" if len(examen.refus) > 1 else ""
        membres = [{"code": refus.code, "lieu": refus.lieu, "message": str(refus)} for refus in examen.refus]
        raise Conflit(
            f"Ce fichier ne peut pas être scellé tel qu’il est, renvoyez-le. {examen.refus[0]}{autres}",
            {"refus": membres},
        )
    if examen.empreinte != canon:
        raise Conflit("Le sceau ne lit pas dans ce fichier l’acte que vous avez relu : renvoyez-le.")


def _sign(
    session: Session, reserve: Reserve, compte: CompteConnecte, dossier_id: uuid.UUID, demande: DemandeVisa
) -> VisaDonne:
    """Write the sign-off and its row of the ledger, in one transaction."""
    dossier = get_dossier(session, compte, dossier_id, verrou=True)
    lue = find_version(session, dossier, demande.version)
    donne = _find_donne(session, compte, dossier, lue, demande)
    if donne is not None:
        return donne
    relu = _check(session, reserve, compte, dossier, lue, demande)
    version, mandat = relu.version, relu.mandat
    pour = None if mandat.pour_id is None else session.get(Compte, mandat.pour_id)
    donnees = _make_donnees(relu, demande)
    inscription = write_registre(session, "visa", compte, donnees, dossier.id, pour=pour)
    visa = Visa(
        version_id=version.id,
        etape=dossier.etape,
        role=mandat.role,
        compte_id=compte.id,
        pour_id=mandat.pour_id,
        rang=inscription.rang,
        cree_le=inscription.instant,
    )
    session.add(visa)
    session.flush()
    _advance(dossier)
    return _describe(dossier, version, visa, nouveau=True)


def _make_donnees(relu: _Relu, demande: DemandeVisa) -> dict[str, Any]:
    version, mandat = relu.version, relu.mandat
    return {
        "version": version.numero,
        "canon": version.canon,
        "sha256": version.sha256,
        "etape": demande.etape,
        "role": mandat.role,
        "delegation": None if mandat.delegation_id is None else mandat.delegation_id.hex,
        "motif": mandat.motif,
        "controles": list(CONTROLES),
        "derogations": [{"code": d.code, "bloc": d.bloc, "raison": d.raison} for d in demande.derogations],
        "passages": relu.passages,
    }


def _advance(dossier: Dossier) -> None:
    dossier.modifie_le, dossier.assigne_id = now(), None
    if dossier.etape == len(dossier.circuit) - 1:
        dossier.etat = EtatDossier.VALIDE
    else:
        dossier.etape += 1
