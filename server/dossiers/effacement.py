"""Erase who somebody was: the ledger and the acts stay as they are, and their account names nobody any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select, update

from server.brouillons.models import BrouillonEnregistre
from server.comptes.mots_de_passe import hash_mot_de_passe
from server.comptes.preuves import make_secret
from server.comptes.service import update_compte
from server.db import now
from server.dossiers.journal import write_registre
from server.dossiers.models import Delegation, Dossier, FichierScelle, VersionDossier, Visa
from server.errors import Conflit
from server.registre.service import find_connu, forget

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from server.comptes.models import Compte

PRENOM: Final = "Compte"
NOM: Final = "effacé"


def erase(session: Session, compte: Compte) -> None:
    """Take the name of a person out of the table behind the ledger, and out of their account, which is switched off.

    The ledger says that it was done, under the pseudonym. A final file that they signed off keeps their name: it is the
    proof of what was signed.

    Raises:
        Conflit: acts that are not sealed yet need this name, or nobody would be left to administer.
    """
    _check_acheve(session, compte)
    update_compte(session, compte.collectivite_id, compte.id, {"actif": False, "roles": []})
    write_registre(session, "effacement", None, {"pseudonyme": find_connu(session, compte.id)}, None)
    forget(session, compte.id)
    maintenant = now()
    delegations = update(Delegation).where(
        or_(Delegation.delegant_id == compte.id, Delegation.delegataire_id == compte.id)
    )
    session.execute(delegations.where(Delegation.revoque_le.is_(None)).values(revoque_le=maintenant))
    # Nobody else sees drafts: they go with the bin.
    brouillons = update(BrouillonEnregistre).where(BrouillonEnregistre.compte_id == compte.id)
    session.execute(brouillons.where(BrouillonEnregistre.supprime_le.is_(None)).values(supprime_le=maintenant))
    compte.identifiant = f"efface-{compte.id.hex}"
    compte.prenom, compte.nom, compte.courriel = PRENOM, NOM, None
    compte.mot_de_passe = hash_mot_de_passe(make_secret())


def _check_acheve(session: Session, compte: Compte) -> None:
    """Refuse while an act that is not sealed is theirs to carry, or holds their sign-off: its seal will state it."""
    vises = select(VersionDossier.id).join(Visa).where(or_(Visa.compte_id == compte.id, Visa.pour_id == compte.id))
    en_cours = (
        select(func.count(Dossier.id))
        .join(VersionDossier)
        .where(
            VersionDossier.numero == Dossier.version,
            Dossier.id.not_in(select(FichierScelle.dossier_id)),
            or_(Dossier.responsable_id == compte.id, VersionDossier.id.in_(vises)),
        )
    )
    restes = session.scalar(en_cours)
    if restes:
        raise Conflit(
            f"{restes} dossier(s) dont ce compte est responsable, ou dont il a visé une étape, ne sont pas encore "
            "scellés : achevez-les ou transmettez-les d’abord. Rien n’a été effacé."
        )
