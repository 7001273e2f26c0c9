"""Say where the open document stands, in one line that is always in sight."""

from __future__ import annotations

from typing import Any

ROLES = {
    "relecteur_juridique": "relecture juridique",
    "direction": "direction",
    "elu": "élu",
    "referent_ethique": "référent éthique",
}
ETATS = {
    "brouillon": "dossier non envoyé",
    "en_relecture": "en relecture",
    "renvoye": "renvoyé pour correction",
    "valide": "validé",
    "clos": "clos",
}
NIVEAUX = {"erreur": "Erreur", "avertissement": "Avertissement", "conseil": "Conseil"}
VERDICTS = {
    "VALIDE": "VALIDÉ – le visa est valide",
    "ALTÉRÉ": "MODIFIÉ DEPUIS LE VISA – ce document n’est plus celui qui a été visé",
    "INVALIDE": "VISA INVALIDE – ne vous y fiez pas",
    "INDÉTERMINÉ": "VISA INDÉTERMINÉ – ce serveur ne peut pas le vérifier",
}


def say_dossier(dossier: dict[str, Any]) -> str:
    """Say where a dossier stands; under review, at which step."""
    mots = ETATS.get(dossier["etat"], dossier["etat"])
    if dossier["etat"] != "en_relecture":
        return mots
    circuit, etape = dossier["circuit"], dossier["etape"]
    role = ROLES.get(circuit[etape], circuit[etape]) if etape < len(circuit) else ""
    return f"{mots}, étape {etape + 1} sur {len(circuit)} : {role}"


def say_etat(*, dossier: dict[str, Any] | None, verdict: str, change: bool, projet: bool) -> str:
    """Say the state of a document.

    Args:
        dossier: the one that it belongs to, if any.
        verdict: what the last verification of its visa answered; empty when there was none.
        change: it was changed since that answer.
        projet: it bears the mark of a draft.
    """
    if verdict in VERDICTS:
        if change and verdict == "VALIDE":
            return "MODIFIÉ DEPUIS LA VÉRIFICATION – vérifiez le visa de nouveau"
        return VERDICTS[verdict]
    if dossier is not None:
        return f"PROJET – {say_dossier(dossier)}"
    if projet:
        return "PROJET – personne ne l’a encore relu"
    return "Document sans visa – personne ne l’a relu dans Minutier"
