"""Create, change, take again and edit drafts; nothing here commits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from server.brouillons.etat import EtatRedige, PassageRedige, read_etat, validate_etat
from server.brouillons.models import BrouillonEnregistre
from server.brouillons.repository import empty_corbeille, get_own
from server.brouillons.reprise import Reprise, repeat_saisie
from server.brouillons.schemas import PARAGRAPHE_MAX, PARAGRAPHES_MAX
from server.brouillons.titre import make_recherche, make_titre
from server.catalogue import Champ, TypeChamp
from server.catalogue.refus import RefusError
from server.catalogue.valeurs import convert
from server.db import now
from server.errors import Conflit, Faute, Introuvable, SaisieRefusee
from server.redacteurs.aucun import write_plain
from server.redaction import make_demandes, retouch
from server.redactions.repository import find_active, forget

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from server.brouillons.schemas import DemandeReprise, PassageModifie, SaisieModifiee
    from server.catalogue import Modele
    from server.comptes.dependances import CompteConnecte
    from server.installation import Installation
    from server.redacteurs import Redige

_TYPOGRAPHIE: Final = Champ("paragraphes", TypeChamp.POINTS, "Paragraphes", longueur_max=PARAGRAPHE_MAX)
"""Paragraphs typed by hand are read as points are: one line each, no invisible character, French typography."""


def create(session: Session, compte: CompteConnecte, modele: Modele, saisie: dict[str, Any]) -> BrouillonEnregistre:
    """Create a draft from what is typed so far."""
    titre = make_titre(modele, saisie)
    brouillon = BrouillonEnregistre(
        compte_id=compte.id,
        modele=modele.code,
        genre=str(modele.genre),
        titre=titre,
        recherche=make_recherche(titre, saisie),
        saisie=saisie,
    )
    session.add(brouillon)
    session.flush()
    return brouillon


def update_saisie(
    session: Session,
    compte: CompteConnecte,
    installation: Installation,
    brouillon_id: uuid.UUID,
    demande: SaisieModifiee,
) -> BrouillonEnregistre:
    """Keep what is typed now; the act, when there is one, stays as it was drafted.

    Raises:
        Introuvable: no such draft for this account.
        Conflit: somebody, or another window, changed it in between.
    """
    brouillon = get_own(session, compte.id, brouillon_id, verrou=True)
    if demande.repetee and brouillon.revision == demande.revision + 1 and brouillon.saisie == demande.saisie:
        return brouillon
    check_revision(brouillon, demande.revision)
    brouillon.saisie = demande.saisie
    if brouillon.redige is None:
        brouillon.titre = make_titre(installation.catalogue.get(brouillon.modele), demande.saisie)
    touch(brouillon)
    return brouillon


def check_revision(brouillon: BrouillonEnregistre, revision: int) -> None:
    """Refuse a change to something else than what its author saw.

    Raises:
        Conflit: holds the present revision.
    """
    if brouillon.revision != revision:
        raise Conflit(
            "Ce brouillon a été modifié ailleurs : relisez-le avant de le changer.", {"revision": brouillon.revision}
        )


def touch(brouillon: BrouillonEnregistre) -> None:
    """Note that a draft has changed."""
    brouillon.recherche = make_recherche(brouillon.titre, brouillon.saisie)
    brouillon.revision += 1
    brouillon.modifie_le = now()


def delete(session: Session, compte: CompteConnecte, brouillon_id: uuid.UUID, *, definitif: bool = False) -> None:
    """Put a draft in the bin, or delete it for good, bin or not; its drafting under way stops.

    Raises:
        Introuvable: no such draft for this account.
    """
    brouillon = get_own(session, compte.id, brouillon_id, verrou=True, supprime=definitif)
    if definitif:
        session.delete(brouillon)
        return
    forget(session, brouillon.id)
    brouillon.supprime_le = now()
    # Whoever deletes expects it to go one day, even where nobody runs « minutier purge ».
    empty_corbeille(session, now())


def restore(session: Session, compte: CompteConnecte, brouillon_id: uuid.UUID) -> BrouillonEnregistre:
    """Bring a draft back from the bin as it was; one that is not there stays as it is.

    Raises:
        Introuvable: no such draft for this account, or it is gone for good.
    """
    brouillon = get_own(session, compte.id, brouillon_id, verrou=True, supprime=True)
    brouillon.supprime_le = None
    return brouillon


def repeat(
    session: Session,
    compte: CompteConnecte,
    installation: Installation,
    brouillon_id: uuid.UUID,
    demande: DemandeReprise,
) -> tuple[BrouillonEnregistre, Reprise]:
    """Create a draft from what was typed in another.

    Raises:
        Introuvable: no such draft for this account.
        SaisieRefusee: half of what moves the dates is missing, or no date stands at that path.
    """
    source = get_own(session, compte.id, brouillon_id)
    if (demande.champ_date is None) != (demande.nouvelle_date is None):
        manque = "champ_date" if demande.champ_date is None else "nouvelle_date"
        raise SaisieRefusee((Faute(manque, "champ_date et nouvelle_date se donnent ensemble"),))
    modele = installation.catalogue.get(source.modele)
    reprise = repeat_saisie(modele, source.saisie, demande.champ_date, demande.nouvelle_date)
    return create(session, compte, modele, reprise.saisie), reprise


def require_etat(brouillon: BrouillonEnregistre) -> EtatRedige:
    """Give the state of a drafted act.

    Raises:
        Conflit: it is not drafted yet.
    """
    if brouillon.redige is None:
        raise Conflit("Ce brouillon n’est pas encore rédigé.")
    return read_etat(brouillon.redige)


def edit_passage(  # noqa: PLR0913, PLR0917 -- whose, what, which, how
    session: Session,
    compte: CompteConnecte,
    installation: Installation,
    brouillon_id: uuid.UUID,
    nom: str,
    demande: PassageModifie,
) -> BrouillonEnregistre:
    """Put an agent's words in place of a passage.

    Raises:
        Introuvable: no such draft for this account, or no such passage.
        Conflit: not drafted yet, changed in between, or being drafted.
        SaisieRefusee: no words, or words that no act may hold.
    """
    brouillon = get_own(session, compte.id, brouillon_id, verrou=True)
    check_revision(brouillon, demande.revision)
    etat = require_etat(brouillon)
    refuse_en_cours(session, brouillon)
    passage = etat.passages.get(nom)
    if passage is None:
        raise Introuvable(f"Le passage « {nom[:60]} » n’existe pas dans ce brouillon.")
    if demande.repli:
        actuel = _write_repli(installation.catalogue.get(brouillon.modele), etat, nom)
    else:
        actuel = retouch(passage.actuel, passage.ecrit, _read_paragraphes(demande.paragraphes))
    brouillon.redige = etat.replace_passage(PassageRedige(actuel, passage.ecrit)).as_json()
    touch(brouillon)
    return brouillon


def refuse_en_cours(session: Session, brouillon: BrouillonEnregistre) -> None:
    """Refuse to change an act while it is being drafted: what is written now would be lost.

    Raises:
        Conflit: holds the drafting, to listen to.
    """
    active = find_active(session, brouillon.id)
    if active is not None:
        raise Conflit("Ce brouillon est en cours de rédaction.", {"redaction": str(active.id)})


def _write_repli(modele: Modele, etat: EtatRedige, nom: str) -> Redige:
    demandes = {demande.nom: demande for demande in make_demandes(modele, validate_etat(modele, etat))}
    return write_plain(demandes[nom])


def _read_paragraphes(paragraphes: Sequence[str] | None) -> tuple[str, ...]:
    try:
        lus = convert(_TYPOGRAPHIE, list(paragraphes or ()))
    except RefusError as refus:
        champ = "paragraphes" if refus.rang is None else f"paragraphes[{refus.rang}]"
        raise SaisieRefusee((Faute(champ, str(refus)),)) from None
    if not isinstance(lus, tuple) or not 0 < len(lus) <= PARAGRAPHES_MAX:
        raise SaisieRefusee((Faute("paragraphes", "au moins un paragraphe est attendu, ou repli"),))
    return lus
