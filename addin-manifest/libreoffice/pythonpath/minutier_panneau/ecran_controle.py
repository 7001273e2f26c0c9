"""Check the open document as it is now; each finding selects its place."""

from __future__ import annotations

from typing import Any

from minutier_panneau import document as doc
from minutier_panneau.ecran import Ecran
from minutier_panneau.etat import NIVEAUX
from minutier_panneau.places import find_paragraphe
from minutier_panneau.situation import check_document


class Controle(Ecran):
    """The findings of the rules on this document, whoever wrote it."""

    def __init__(self, panneau: Any) -> None:
        super().__init__(panneau)
        self.constats: list[dict[str, Any]] | None = None
        self.blocs: list[str] = []
        self.choisi = -1
        self.vide = False
        self.detail: Any = None

    def arrive(self) -> None:
        self.check()

    def check(self) -> None:
        """Send the document as it is now."""
        client = self.panneau.need_client()
        nom, contenu = self.panneau.export()
        brouillon = doc.get_propriete(self.panneau.document, doc.BROUILLON)

        def ask(arret: Any) -> Any:
            return check_document(client, brouillon, nom, contenu, arret)

        def received(reponse: Any) -> None:
            self.constats, lecture = reponse
            self.blocs = [bloc["texte"] for bloc in lecture["blocs"]]
            self.choisi = -1
            self.vide = not any(texte.strip() for texte in self.blocs)
            self.panneau.redraw()
            if lecture["genre"] == "inconnu" and not self.vide:
                self.panneau.say("Ce document ne ressemble pas à un acte : seules les règles communes s’appliquent.")

        self.panneau.wait("Contrôle du document…", ask, received)

    def build(self, pile: Any) -> None:
        pile.add_bouton("Contrôler de nouveau", lambda: self.panneau.later(self.check))
        if self.constats is None:
            return
        if self.vide:
            pile.add_texte("Le document est vide : il n’y a rien à contrôler.")
            return
        if not self.constats:
            pile.add_texte("Aucun constat. Un acte sans constat reste à relire par une personne.")
            return
        self.detail = add_constats(pile, self.constats, self.choisi, self._choose)

    def _choose(self, rang: int) -> None:
        self.choisi = rang
        constat = (self.constats or [])[rang]
        self.detail.getModel().Label = say_constat(constat)
        self.panneau.layout()
        select_bloc(self.panneau, self.blocs, constat["bloc"], constat["debut"], constat["fin"])


def add_constats(pile: Any, constats: list[dict[str, Any]], choisi: int, surchoix: Any) -> Any:
    """Add the list of findings, and the text that says the chosen one whole."""
    lignes = [f"{NIVEAUX.get(c['niveau'], c['niveau'])} {c['code']} : {c['message']}" for c in constats]
    pile.add_liste(f"Constats ({len(constats)})", lignes, min(max(len(lignes), 3), 9), surchoix, choisi)
    texte = say_constat(constats[choisi]) if choisi >= 0 else "Choisissez un constat : sa place est sélectionnée."
    return pile.add_texte(texte)


def say_constat(constat: dict[str, Any]) -> str:
    """Say a finding whole, with its legal source."""
    return f"{constat['message']}\n\nSource : {constat['source']}"


def select_bloc(panneau: Any, blocs: list[str], rang: int | None, debut: int = 0, fin: int = 0) -> None:
    """Select the place of a block in the document; say so when it is no longer there."""
    if rang is None:
        panneau.say("Ce point porte sur l’acte entier.")
        return
    paragraphes = doc.list_paragraphes(panneau.document)
    place = find_paragraphe(blocs, rang, [p.getString() for p in paragraphes])
    if place is None:
        panneau.say("Ce passage n’est plus dans le document : contrôlez-le de nouveau.")
        return
    panneau.say("")
    doc.select(panneau.document, doc.make_place(paragraphes[place], blocs[rang], debut, fin))
