"""Ask for drafting, and call it off; nothing here commits, nothing here drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from server.acte.fragments import Origine
from server.brouillons import repository as brouillons
from server.brouillons.etat import read_etat
from server.brouillons.service import check_revision, refuse_en_cours, require_etat
from server.catalogue import validate
from server.errors import Conflit, Faute, Introuvable, MinutierError, SaisieRefusee, TropDeDemandes
from server.modeles.service import find_collectivite
from server.redactions import repository
from server.redactions.models import ACTIFS, EtatRedaction, Redaction

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from server.brouillons.models import BrouillonEnregistre
    from server.comptes.dependances import CompteConnecte
    from server.installation import Installation

A_LA_MAIN: Final = frozenset({Origine.AGENT, Origine.IA_RETOUCHEE})
ANNULEE: Final = "La rédaction a été annulée."
DELAISSEE: Final = "La rédaction a été annulée : personne ne l’écoutait plus."
INTERROMPUE: Final = "La rédaction a été interrompue par l’arrêt du service. Demandez-la de nouveau."


def ask(  # noqa: PLR0913 -- who, what, how
    session: Session,
    compte: CompteConnecte,
    installation: Installation,
    brouillon_id: uuid.UUID,
    *,
    revision: int,
    redacteur: str | None,
    passage: str | None = None,
    garder: Sequence[str] = (),
) -> Redaction:
    """Note that a draft is to be drafted.

    Raises:
        Introuvable: no such draft for this account, or no such passage.
        Conflit: changed in between, being drafted already, or a passage of an act that is out of date.
        SaisieRefusee: what was typed cannot be drafted; every fault.
        TropDeDemandes: more than the settings allow in a minute.
    """
    brouillon = brouillons.get_own(session, compte.id, brouillon_id, verrou=True)
    check_revision(brouillon, revision)
    refuse_en_cours(session, brouillon)
    _check_rythme(session, compte, installation)
    choisi = _choose_redacteur(installation, redacteur)
    if passage is None:
        collectivite = find_collectivite(session, compte.collectivite_id, installation)
        validate(installation.catalogue.get(brouillon.modele), brouillon.saisie, collectivite)
    else:
        _check_passage(brouillon, passage)
    _check_garder(brouillon, garder)
    repository.forget_old(session, brouillon.id)
    redaction = Redaction(
        brouillon_id=brouillon.id, compte_id=compte.id, passage=passage, redacteur=choisi, garder=list(garder)
    )
    session.add(redaction)
    session.flush()
    return redaction


def _check_rythme(session: Session, compte: CompteConnecte, installation: Installation) -> None:
    maximum = installation.settings.limite_redactions
    if repository.count_recent(session, compte.id) >= maximum:
        raise TropDeDemandes(f"Plus de {maximum} rédactions en une minute : attendez un peu.", 60)


def _choose_redacteur(installation: Installation, voulu: str | None) -> str:
    ouvert = installation.settings.vllm_url is not None
    if voulu == "vllm" and not ouvert:
        raise SaisieRefusee((Faute("redacteur", "cette installation n’a pas de modèle de langage"),))
    return voulu or ("vllm" if ouvert else "aucun")


def _check_passage(brouillon: BrouillonEnregistre, nom: str) -> None:
    etat = require_etat(brouillon)
    if nom not in etat.passages:
        raise Introuvable(f"Le passage « {nom[:60]} » n’existe pas dans ce brouillon.")
    if etat.saisie != brouillon.saisie:
        raise Conflit("La saisie a changé depuis la rédaction : rédigez d’abord l’acte entier.")


def _check_garder(brouillon: BrouillonEnregistre, garder: Sequence[str]) -> None:
    """Accept only passages changed by hand: a model's words were written from what was typed then."""
    passages = read_etat(brouillon.redige).passages if garder and brouillon.redige else {}
    fautes = [
        Faute(f"garder[{rang}]", f"le passage « {nom[:60]} » n’a pas été écrit ou retouché à la main")
        for rang, nom in enumerate(garder)
        if nom not in passages or passages[nom].actuel.origine not in A_LA_MAIN
    ]
    if fautes:
        raise SaisieRefusee(tuple(fautes))


def cancel(session: Session, compte: CompteConnecte, redaction_id: uuid.UUID) -> None:
    """Call drafting off; one that ended stays as it ended.

    Raises:
        Introuvable: no such drafting for this account.
    """
    redaction = repository.get_own(session, compte.id, redaction_id, verrou=True)
    stop(session, redaction, EtatRedaction.ANNULEE, ANNULEE)


def stop(session: Session, redaction: Redaction, etat: EtatRedaction, detail: str) -> None:
    """End drafting without a draft, and tell who listens why."""
    if redaction.etat in ACTIFS:
        repository.end(session, redaction, etat)
        repository.append(session, redaction, "erreur", _problem(409, f"Rédaction {_NOMS[etat]}", detail))


_NOMS: Final = {EtatRedaction.ANNULEE: "annulée", EtatRedaction.INTERROMPUE: "interrompue"}


def fail(session: Session, redaction: Redaction, erreur: Exception) -> None:
    """End drafting that met a fault; of a fault that we do not name, nothing is told."""
    probleme = _problem(500, "Erreur interne", "Le détail est dans le journal du serveur.")
    if isinstance(erreur, MinutierError) and erreur.statut_http < 500:
        probleme = _problem(erreur.statut_http, erreur.titre, str(erreur))
    if isinstance(erreur, SaisieRefusee):
        probleme["fautes"] = [{"champ": f.champ, "raison": f.raison} for f in erreur.faults]
    if redaction.etat in ACTIFS:
        repository.end(session, redaction, EtatRedaction.ECHOUEE)
        repository.append(session, redaction, "erreur", probleme)


def _problem(statut: int, titre: str, detail: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": titre, "status": statut, "detail": detail}
