"""What mail says of a dossier: that it waits, and where; never what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.comptes.models import Compte
from server.courriel import Courriel
from server.dossiers.acces import list_relecteurs
from server.dossiers.models import EtatDossier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from server.comptes.dependances import CompteConnecte
    from server.dossiers.models import Dossier
    from server.settings import Settings

_GENRES = {"arrete": "un arrêté", "deliberation": "une délibération", "courrier": "un courrier", "note": "une note"}


def announce(
    session: Session, settings: Settings, dossier: Dossier, acteur: CompteConnecte, *, remis: bool = False
) -> list[Courriel]:
    """Write to whoever a dossier waits for now, but for who has just acted: they know.

    `remis` says that it was handed to another person to carry.
    """
    # What nobody would send is not looked for.
    if settings.smtp_serveur is None:
        return []
    phrase, comptes = _say(session, dossier, remis=remis)
    return _write([compte for compte in comptes if compte.id != acteur.id], settings, dossier, phrase)


def _say(session: Session, dossier: Dossier, *, remis: bool) -> tuple[str, list[Compte]]:
    objet = _GENRES.get(dossier.genre, "un acte")
    if remis:
        return f"{objet} vous est remis", _find_responsable(session, dossier)
    match dossier.etat:
        case EtatDossier.EN_RELECTURE:
            relecteurs = list_relecteurs(session, dossier, dossier.circuit[dossier.etape])
            return f"{objet} attend votre relecture", relecteurs
        case EtatDossier.RENVOYE:
            return f"{objet} vous est renvoyé, avec un motif", _find_responsable(session, dossier)
        case EtatDossier.VALIDE:
            return f"{objet} est validé", _find_responsable(session, dossier)
    return "", []


def _find_responsable(session: Session, dossier: Dossier) -> list[Compte]:
    responsable = session.get(Compte, dossier.responsable_id)
    return [] if responsable is None or not responsable.actif else [responsable]


def _write(comptes: Iterable[Compte], settings: Settings, dossier: Dossier, phrase: str) -> list[Courriel]:
    lien = f"{settings.url_publique}/#/dossier/{dossier.id}\n" if settings.url_publique else ""
    corps = (
        f"Bonjour,\n\nDans Minutier, {phrase}.\n\n{lien}"
        "\nCe message ne cite pas l’acte. Il est envoyé par le service : n’y répondez pas.\n"
    )
    sujet = f"Minutier : {phrase}"
    return [Courriel(compte.courriel, sujet, corps) for compte in comptes if compte.courriel]
