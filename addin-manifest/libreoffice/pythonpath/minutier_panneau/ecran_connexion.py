"""Sign in."""

from __future__ import annotations

from typing import Any

from minutier_panneau import reglages as reg
from minutier_panneau.ecran import Ecran
from minutier_panneau.reseau import ErreurReseau, check_adresse
from minutier_panneau.session import sign_in


class Connexion(Ecran):
    """The address of the server, unless the DSI set it; a name and a password."""

    def __init__(self, panneau: Any, suite: Ecran | None = None) -> None:
        super().__init__(panneau)
        self.suite = suite
        """Where somebody was when their token expired: they come back to it, and to what they had typed."""
        self.reglages = panneau.load_reglages()
        self.adresse = self.reglages.adresse
        self.identifiant = ""
        self.mot_de_passe = ""

    def build(self, pile: Any) -> None:
        pile.add_texte("Connectez-vous à Minutier.", gras=True)
        if self.reglages.impose:
            pile.add_texte(f"Serveur : {self.adresse}")
        else:
            pile.add_champ(
                "Adresse du serveur", self.adresse, self._keep("adresse"), aide="Donnée par le service informatique."
            )
        pile.add_champ("Identifiant", self.identifiant, self._keep("identifiant"))
        pile.add_champ("Mot de passe", self.mot_de_passe, self._keep("mot_de_passe"), secret=True)
        pile.add_bouton("Se connecter", self.send)
        if reg.load_jeton(self.panneau.profil, self.adresse):
            # The server did not answer: the token may still be good.
            pile.add_bouton("Réessayer", lambda: self.panneau.begin(self.panneau.voulu), suite=True)

    def _keep(self, nom: str) -> Any:
        return lambda texte: setattr(self, nom, texte)

    def send(self) -> None:
        panneau = self.panneau
        try:
            adresse = check_adresse(self.adresse)
        except ErreurReseau as erreur:
            panneau.say(str(erreur))
            return
        if not self.identifiant.strip() or not self.mot_de_passe:
            panneau.say("Écrivez votre identifiant et votre mot de passe.")
            return
        reglages = self.reglages._replace(adresse=adresse)
        identifiant, mot_de_passe, poste = self.identifiant.strip(), self.mot_de_passe, panneau.name_poste()
        self.mot_de_passe = ""
        panneau.wait(
            "Connexion au serveur…",
            lambda _arret: sign_in(reglages, identifiant, mot_de_passe, poste),
            lambda jeton: self.received(reglages, jeton),
        )

    def received(self, reglages: reg.Reglages, jeton: str) -> None:
        panneau = self.panneau
        try:
            if not reglages.impose:
                reg.save_adresse(panneau.profil, reglages.adresse)
            reg.save_jeton(panneau.profil, reglages.adresse, jeton)
        except OSError:
            panneau.say("Ce poste ne garde pas votre connexion : elle sera à refaire.")
        panneau.enter(reglages, jeton, self.suite)
        panneau.tell_others()

    def failed(self) -> None:
        self.panneau.redraw()
