"""The steps of drafting that touch the database or take time, each a plain function run in a thread."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from server.acte.fragments import Origine
from server.brouillons.etat import EtatRedige, PassageRedige, build_brouillon, read_etat, validate_etat
from server.brouillons.models import BrouillonEnregistre
from server.brouillons.service import touch
from server.brouillons.titre import TITRE_MAX
from server.brouillons.vue import snapshot_collectivite
from server.comptes.models import Compte
from server.db import now, transaction
from server.redacteurs.invites import VERSION as VERSION_INVITES
from server.redaction import make_demandes
from server.redactions import repository
from server.redactions.models import EtatRedaction
from server.redactions.service import DELAISSEE, stop
from server.regles.rendu import constat_as_json

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import timedelta

    from sqlalchemy import Engine

    from server.catalogue import Modele
    from server.installation import Installation
    from server.redacteurs import Demande, Redacteur, Redige


@dataclass(frozen=True, slots=True)
class Annonce:
    """Something to tell who listens."""

    genre: str
    donnees: dict[str, Any] = field(repr=False)
    provisoire: bool = False


@dataclass(frozen=True, slots=True)
class Travail:
    """What one process has taken upon itself to draft.

    Attributes:
        etat: what the act is built from; its passages are those that are kept.
        passage: the only one to write; None for all but those kept.
    """

    redaction_id: uuid.UUID
    brouillon_id: uuid.UUID
    redacteur: str
    modele: Modele
    etat: EtatRedige = field(repr=False)
    passage: str | None = None


def take(moteur: Engine, installation: Installation, redaction_id: uuid.UUID) -> Travail | None:
    """Take drafting that waits; None when another process has it, or it is over."""
    with transaction(moteur) as session:
        redaction = repository.find(session, redaction_id, verrou=True)
        if redaction is None or redaction.etat != EtatRedaction.ATTENTE:
            return None
        redaction.etat = EtatRedaction.EN_COURS
        redaction.vu_le = now()
        brouillon = session.get_one(BrouillonEnregistre, redaction.brouillon_id)
        compte = session.get_one(Compte, redaction.compte_id)
        modele = installation.catalogue.get(brouillon.modele)
        ancien = read_etat(brouillon.redige) if brouillon.redige else None
        if redaction.passage is not None and ancien is not None:
            etat = replace(ancien, instant=now())
        else:
            etat = _make_etat(brouillon, modele, snapshot_collectivite(session, compte.collectivite_id, installation))
            if ancien is not None and redaction.garder:
                gardes = {nom: ancien.passages[nom] for nom in redaction.garder}
                etat = replace(
                    etat,
                    passages=gardes,
                    redacteur=ancien.redacteur,
                    modele_ia=ancien.modele_ia,
                    invites=ancien.invites,
                )
        return Travail(redaction.id, brouillon.id, redaction.redacteur, modele, etat, redaction.passage)


def _make_etat(brouillon: BrouillonEnregistre, modele: Modele, collectivite: dict[str, Any] | None) -> EtatRedige:
    propre = brouillon.saisie.get("collectivite") is not None
    return EtatRedige(
        saisie=brouillon.saisie,
        collectivite=None if propre else collectivite,
        version=modele.version,
        redacteur="",
        modele_ia="",
        instant=now(),
    )


def list_demandes(travail: Travail) -> tuple[Demande, ...]:
    """List the passages to write.

    Raises:
        SaisieRefusee: what was typed cannot be drafted.
    """
    demandes = make_demandes(travail.modele, validate_etat(travail.modele, travail.etat))
    if travail.passage is not None:
        return tuple(demande for demande in demandes if demande.nom == travail.passage)
    return tuple(demande for demande in demandes if demande.nom not in travail.etat.passages)


def beat(moteur: Engine, redaction_id: uuid.UUID, annonces: Sequence[Annonce], ecoute: timedelta) -> bool:
    """Say that the work goes on, and tell what is new; False when it is to stop."""
    with transaction(moteur) as session:
        redaction = repository.find(session, redaction_id, verrou=True)
        if redaction is None or redaction.etat != EtatRedaction.EN_COURS:
            return False
        if now() - redaction.ecoute_le > ecoute:
            stop(session, redaction, EtatRedaction.ANNULEE, DELAISSEE)
            return False
        for annonce in annonces:
            repository.append(session, redaction, annonce.genre, annonce.donnees, provisoire=annonce.provisoire)
        redaction.vu_le = now()
        return True


def finish(  # noqa: PLR0913, PLR0917 -- where, what, by whom
    moteur: Engine,
    installation: Installation,
    travail: Travail,
    redacteur: Redacteur,
    rediges: Sequence[Redige],
    annonces: Sequence[Annonce],
) -> bool:
    """Build the act, check it, keep it with the last events, all at once; False when it was called off meanwhile."""
    etat = _complete(travail, redacteur, rediges)
    brouillon = build_brouillon(travail.modele, etat, installation.charte, str(travail.brouillon_id))
    with transaction(moteur) as session:
        # The draft before the drafting, as everybody locks them: in the other order two would wait for each other.
        enregistre = session.get(BrouillonEnregistre, travail.brouillon_id, with_for_update=True)
        redaction = repository.find(session, travail.redaction_id, verrou=True)
        if enregistre is None or redaction is None or redaction.etat != EtatRedaction.EN_COURS:
            return False
        enregistre.redige = etat.as_json()
        enregistre.titre = (brouillon.acte.titre or travail.modele.titre)[:TITRE_MAX]
        touch(enregistre)
        repository.end(session, redaction, EtatRedaction.FINIE)
        constats = {"constats": [constat_as_json(constat) for constat in brouillon.constats]}
        fin = {"brouillon": str(enregistre.id), "revision": enregistre.revision}
        utiles = [annonce for annonce in annonces if not annonce.provisoire]
        for annonce in (*utiles, Annonce("constats", constats), Annonce("fin", fin)):
            repository.append(session, redaction, annonce.genre, annonce.donnees)
    # It is about to be looked at.
    installation.construits.keep((enregistre.id, enregistre.revision), brouillon)
    return True


def _complete(travail: Travail, redacteur: Redacteur, rediges: Sequence[Redige]) -> EtatRedige:
    """Put what was written into the state, in the order of the template.

    Who wrote is who wrote the words of a model that stand in the act, when there are any.
    """
    nouveaux = {redige.nom: PassageRedige(redige, redige) for redige in rediges}
    tous = {**travail.etat.passages, **nouveaux}
    ordre = [nom for passage in travail.modele.passages for nom in tous if nom.partition("[")[0] == passage.nom]
    etat = replace(travail.etat, passages={nom: tous[nom] for nom in ordre})
    if etat.redacteur and not any(redige.origine is Origine.IA for redige in rediges):
        return etat
    invites = VERSION_INVITES if redacteur.modele else ""
    return replace(etat, redacteur=redacteur.nom, modele_ia=redacteur.modele, invites=invites)
