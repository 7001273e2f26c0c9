"""What the model is told for each action: one passage of one point for each paragraph of the selection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.redacteurs import Demande
from server.redacteurs.marques import Nature
from server.redacteurs.marques.reperage import find_reperes
from server.redacteurs.marques.texte import clean_entree
from server.reformulations.schemas import Action

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.reformulations.schemas import DemandeReformulation

# « N’ajoute rien » and the rest stand in the rules that open every request (redacteurs/invites).
CONSIGNES: Final = {
    Action.CLAIR: "Écrivez ce paragraphe plus clairement : phrases courtes, mots courants, même sens.",
    Action.COURT: "Écrivez ce paragraphe en moins de mots, sans perdre aucun fait.",
    Action.COURTOIS: "Écrivez ce paragraphe de lettre sur un ton courtois, sans rien promettre.",
    Action.CORRIGER: "Corrigez l’orthographe, les accords et la ponctuation de ce paragraphe, et rien d’autre.",
    Action.CONSIDERANTS: "Mettez ce paragraphe en un considérant.",
    Action.DEVELOPPER: "Mettez ce point en phrases.",
}
_SORTES: Final = {"courrier": "paragraphes", "note": "sections", "arrete": "expose", "deliberation": "expose"}
_SORTE: Final = "sections"
"""For a document of no known kind: sentences that inform, in which nobody speaks."""
_MARGE: Final = 400
"""Characters that a paragraph may gain."""
_PUCES: Final = "-–—•* \t"


def make_demandes(demande: DemandeReformulation) -> tuple[Demande, ...]:
    """Ask for each paragraph by itself: one that is refused does not cost the others."""
    sorte = _SORTES.get(demande.genre or "", _SORTE)
    if demande.action is Action.CONSIDERANTS:
        sorte = "considerants"
    elif demande.action is Action.COURTOIS:
        sorte = "paragraphes"
    ton = ("courtois" if demande.action is Action.COURTOIS else "neutre") if sorte == "paragraphes" else ""
    noms = find_noms(demande)
    return tuple(
        Demande(
            nom=f"paragraphe[{rang}]",
            sorte=sorte,
            champ_points="selection",
            points=(say_point(texte),),
            instruction=CONSIGNES[demande.action],
            ton=ton,
            longueur_max=len(texte) + _MARGE,
            personnels=noms,
        )
        for rang, texte in enumerate(demande.paragraphes)
    )


def say_point(texte: str) -> str:
    """Give a paragraph on one line, without the bullet that opens it."""
    return " ".join(texte.strip().lstrip(_PUCES).split()) or texte.strip()


def find_noms(demande: DemandeReformulation) -> tuple[str, ...]:
    """Find the persons that the selection and the document name: none of them leaves in clear, wherever it is said."""
    return tuple(dict.fromkeys(nom for texte in (demande.acte, *demande.paragraphes) for nom in _names_in(texte)))


def _names_in(texte: str) -> Iterator[str]:
    for ligne in texte.splitlines():
        yield from (r.texte for r in find_reperes(clean_entree(ligne)) if r.nature is Nature.PERSONNE)
