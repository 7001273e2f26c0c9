"""Have a selection put into other words, and remember what the model wrote of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import delete, func, select

from server.acte.fragments import Origine, text_of
from server.db import now
from server.errors import Conflit, ModeleIndisponible, TropDeDemandes
from server.reformulations.models import Reformulation
from server.reformulations.schemas import ParagrapheReformule

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import CursorResult
    from sqlalchemy.orm import Session

    from server.redacteurs import Demande, Redige
    from server.settings import Settings

CONSERVATION: Final = timedelta(days=90)
"""What the model wrote is remembered this long: a document that comes back later is read without it."""
TEXTES_MAX: Final = 300
"""Paragraphs of an account that a document is compared with; the latest."""
SANS_MODELE: Final = "Cette installation n’a pas de modèle de langage : aucun texte ne peut être reformulé."
INDISPONIBLE: Final = "Votre texte n’a pas changé. {raison}"


def open_demande(session: Session, settings: Settings, compte_id: uuid.UUID, action: str) -> uuid.UUID:
    """Note that an account asks; what the model writes is added when it has.

    Raises:
        Conflit: this installation has no model.
        TropDeDemandes: more than the settings allow in a minute.
    """
    if settings.vllm_url is None:
        raise Conflit(SANS_MODELE)
    recentes = select(func.count()).where(
        Reformulation.compte_id == compte_id, Reformulation.cree_le > now() - timedelta(minutes=1)
    )
    if (session.scalar(recentes) or 0) >= settings.limite_redactions:
        raise TropDeDemandes(
            f"Plus de {settings.limite_redactions} reformulations en une minute : attendez un peu.", 60
        )
    reformulation = Reformulation(compte_id=compte_id, action=action, textes=[])
    session.add(reformulation)
    session.flush()
    return reformulation.id


def keep_textes(session: Session, reformulation_id: uuid.UUID, paragraphes: Sequence[ParagrapheReformule]) -> None:
    """Remember what the model wrote, before anybody sees it."""
    reformulation = session.get_one(Reformulation, reformulation_id)
    reformulation.textes = [p.apres for p in paragraphes if p.etat == "reformule"]


def tell(avant: Sequence[str], demandes: Sequence[Demande], rediges: Sequence[Redige]) -> list[ParagrapheReformule]:
    """Say of each paragraph what became of it.

    Raises:
        ModeleIndisponible: the model was asked nothing, or answered nothing.
    """
    if all(redige.essais == 0 for redige in rediges):
        raison = next((incident.message for redige in rediges for incident in redige.incidents), "")
        raise ModeleIndisponible(INDISPONIBLE.format(raison=raison).strip())
    return [_tell_one(*un) for un in zip(avant, demandes, rediges, strict=True)]


def _tell_one(avant: str, demande: Demande, redige: Redige) -> ParagrapheReformule:
    motifs = list(dict.fromkeys(incident.message for incident in redige.incidents))
    if redige.origine is not Origine.IA:
        return ParagrapheReformule(avant=avant, apres=avant, etat="refuse", motifs=motifs)
    apres = " ".join(text_of(paragraphe) for paragraphe in redige.paragraphes)
    if apres.split() == demande.points[0].split():  # hard spaces apart
        return ParagrapheReformule(avant=avant, apres=avant, etat="inchange", motifs=motifs)
    return ParagrapheReformule(avant=avant, apres=apres, etat="reformule", motifs=motifs)


def list_textes(session: Session, comptes: Collection[uuid.UUID]) -> tuple[str, ...]:
    """List the paragraphs that the model wrote for some accounts, the latest last."""
    demande = (
        select(Reformulation.textes)
        .where(Reformulation.compte_id.in_(comptes), Reformulation.cree_le > now() - CONSERVATION)
        .order_by(Reformulation.cree_le.desc())
        .limit(TEXTES_MAX)
    )
    textes = [texte for textes in session.scalars(demande) for texte in textes]
    return tuple(reversed(textes[:TEXTES_MAX]))


def purge(session: Session, maintenant: datetime) -> int:
    """Forget what was written too long ago; give how many requests."""
    perimees = delete(Reformulation).where(Reformulation.cree_le < maintenant - CONSERVATION)
    return cast("CursorResult[Any]", session.execute(perimees)).rowcount
