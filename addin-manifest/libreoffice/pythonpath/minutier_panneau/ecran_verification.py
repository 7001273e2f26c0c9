"""Verify the visa of the open document."""

from __future__ import annotations

from typing import Any

from minutier_panneau.ecran import Ecran
from minutier_panneau.etat import ROLES, VERDICTS


class Verification(Ecran):
    """What the server says of the seal that this document carries, as it is now."""

    def __init__(self, panneau: Any) -> None:
        super().__init__(panneau)
        self.reponse: dict[str, Any] | None = None

    def arrive(self) -> None:
        self.verify()

    def verify(self) -> None:
        """Send the document as it is now."""
        panneau = self.panneau
        client = panneau.need_client()
        nom, contenu = fichier = panneau.export_visa()

        def keep(reponse: dict[str, Any]) -> None:
            if panneau.exporte is not fichier:
                # The document was given to verify again since.
                return
            self.reponse = reponse
            panneau.verdict = reponse["etat"]

        def ask(arret: Any) -> Any:
            return client.send_fichier("/api/verification", nom, contenu, arret)

        panneau.wait("Vérification du visa…", ask, lambda _reponse: panneau.redraw(), keep)

    def build(self, pile: Any) -> None:
        pile.add_bouton("Vérifier de nouveau", lambda: self.panneau.later(self.verify))
        if self.reponse is not None:
            pile.add_texte(say_reponse(self.reponse))
        pile.add_bouton("Se déconnecter de ce poste", lambda: self.panneau.later(self.panneau.leave))


def say_reponse(reponse: dict[str, Any]) -> str:
    """Say a verification in full: who reviewed, what changed."""
    # The verdict itself is the state line, above.
    lignes = [] if reponse["etat"] in VERDICTS else ["Ce document ne porte aucun visa."]
    releve = reponse.get("releve") or {}
    relecteur = releve.get("relecteur") or {}
    if relecteur.get("nom"):
        role = ROLES.get(relecteur.get("role", ""), relecteur.get("role", ""))
        lignes.append(f"Visé par {relecteur['nom']} ({role}), le {say_jour(releve.get('instant', ''))}.")
    lignes += [say_bloc(bloc) for bloc in reponse["blocs_alteres"]]
    lignes += reponse["notes"]
    return "\n".join(lignes)


def say_bloc(bloc: dict[str, Any]) -> str:
    """Say what is no longer as it was signed off."""
    sorte = bloc["sorte"].capitalize()
    return f"{sorte} – {bloc['lieu']} : {bloc['apres'] or bloc['avant'] or bloc['raison']}"


def say_jour(instant: str) -> str:
    """Say the day of an instant: « 2026-12-20T… » is 20/12/2026."""
    return "/".join(reversed(instant[:10].split("-")))
