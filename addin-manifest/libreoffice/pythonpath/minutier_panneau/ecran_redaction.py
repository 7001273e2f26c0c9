"""Watch the draft being written; then open it, or insert its passages here."""

from __future__ import annotations

from typing import Any

from minutier_panneau import document as doc
from minutier_panneau.brouillon import say_origines
from minutier_panneau.ecran import Ecran

PROVISOIRE_MONTRE = 300
LIGNES_PROVISOIRES = 10
DE_LA_MACHINE = frozenset({"ia", "ia_retouchee", "indetermine"})
FINIS = frozenset({"accepte", "repli"})


class Redaction(Ecran):
    """A draft that is being written, then written."""

    def __init__(self, panneau: Any, saisie: Any, valeurs: dict[str, Any], redacteur: str = "") -> None:
        super().__init__(panneau)
        self.saisie = saisie
        self.valeurs = valeurs
        self.redacteur = redacteur
        self.etape = "Préparation…"
        self.prevus = 0
        self.finis: set[str] = set()
        self.provisoires: dict[str, str] = {}
        """By passage, in the order of the act: several are written at once."""
        self.attend = False
        self.vu: dict[str, Any] | None = None
        self.controles: tuple[Any, Any] | None = None

    def build(self, pile: Any) -> None:
        pile.add_texte(self.saisie.titre, gras=True)
        if self.vu is not None:
            self._build_fini(pile, self.vu)
            return
        mots = pile.add_texte(self._say_etape(), lignes=1)
        texte = pile.add_texte(self._say_provisoire(), lignes=LIGNES_PROVISOIRES)
        self.controles = (mots, texte)
        pile.add_bouton("Annuler la rédaction", lambda: self.panneau.later(self.cancel))

    def _build_fini(self, pile: Any, vu: dict[str, Any]) -> None:
        pile.add_texte("Le projet est rédigé.")
        pile.add_texte(say_origines(vu["passages"]))
        if vu["constats"]:
            pile.add_texte(f"{say_nombre(vu['constats'])} : voyez « Contrôler ».")
        pile.add_bouton("Ouvrir le projet", lambda: self.panneau.later(self.open))
        if vu["passages"]:
            pile.add_bouton("Insérer les passages ici", lambda: self.panneau.later(self.insert))
        pile.add_bouton("Revenir à la saisie", lambda: self.panneau.later(lambda: self.panneau.show(self.saisie)))

    def arrive(self) -> None:
        brouillon = self.saisie.brouillon
        self.panneau.wait(
            "Rédaction en cours : vous pouvez continuer à écrire dans le document.",
            lambda arret: brouillon.draft(self.valeurs, arret, self._tell, self.redacteur),
            self._drafted,
        )

    def _tell(self, nom: str, donnees: Any) -> None:
        """Take an event, in the thread that listens; the main thread shows what there is, at its own pace."""
        if nom == "etape":
            passages = donnees.get("passages", ())
            self.etape, self.prevus = donnees.get("libelle", ""), len(passages)
            self.provisoires.update((passage["nom"], "") for passage in passages)
        elif nom == "passage":
            self._tell_passage(donnees["passage"], donnees["etape"], donnees.get("texte", ""))
        if not self.attend:
            self.attend = True
            self.panneau.taches.post(self._show)

    def _tell_passage(self, passage: str, etape: str, texte: str) -> None:
        # Begun, refused or finished: nothing of it is provisional any more.
        self.provisoires[passage] = self.provisoires.get(passage, "") + texte if etape == "jeton" else ""
        if etape in FINIS:
            self.finis.add(passage)

    def _show(self) -> None:
        self.attend = False
        if self.controles is None or self.panneau.ecran is not self or self.vu is not None:
            return
        mots, texte = self.controles
        # In words: to be painted, a progress bar that advances runs what waits (Application::Yield in LibreOffice),
        # even what removes this screen and the bar itself; then it crashes.
        mots.getModel().Label = self._say_etape()
        # Of a height that does not change: asking the sidebar for a layout at each word ends LibreOffice 7.4.
        texte.getModel().Label = self._say_provisoire()

    def _say_etape(self) -> str:
        """Say how far it is; how many passages are written, while they are."""
        return f"{self.etape} : {len(self.finis)} sur {self.prevus}" if self.prevus else self.etape

    def _say_provisoire(self) -> str:
        """Say the end of the first passage that is being written: a narrow panel has room for that."""
        texte = next(filter(None, tuple(self.provisoires.values())), "")
        return f"Texte provisoire, pas encore contrôlé : {texte[-PROVISOIRE_MONTRE:]}"

    def _drafted(self, vu: dict[str, Any]) -> None:
        self.vu = vu
        self.controles = None
        if self.panneau.ecran is self:
            self.panneau.redraw()

    def cancel(self) -> None:
        """Give it up: the form is as it was."""
        self.panneau.taches.cancel()
        self.panneau.show(self.saisie)
        self.panneau.say("Rédaction annulée : votre saisie est intacte.")

    def failed(self) -> None:
        message = self.panneau.message
        self.panneau.show(self.saisie)
        self.panneau.say(f"{message} Votre saisie est intacte.")

    def open(self) -> None:
        """Open the draft as a new document."""
        if self.vu is None:
            return
        chemin = f"/api/brouillons/{self.vu['id']}/fichiers/odt"
        nom = f"PROJET-{self.vu['modele']}.odt"
        client = self.panneau.need_client()
        self.panneau.wait(
            "Ouverture du projet…",
            lambda arret: client.download(chemin, arret),
            lambda donnees: self.panneau.open_new(nom, donnees, "controler"),
        )

    def insert(self) -> None:
        """Insert the passages where the cursor is."""
        if self.vu is None:
            return
        paragraphes = [
            (texte, passage["origine"] in DE_LA_MACHINE)
            for passage in self.vu["passages"]
            for texte in passage["paragraphes"]
        ]
        doc.insert_paragraphes(self.panneau.document, paragraphes)
        self.panneau.say(f"{len(paragraphes)} paragraphes insérés. Une seule annulation (Ctrl+Z) les retire.")


def say_nombre(constats: list[dict[str, Any]]) -> str:
    """Say how many findings there are, and how many errors among them."""
    erreurs = sum(1 for constat in constats if constat["niveau"] == "erreur")
    s, x = ("s" if nombre > 1 else "" for nombre in (len(constats), erreurs))
    return f"{len(constats)} constat{s} des règles" + (f", dont {erreurs} erreur{x}" if erreurs else "")
