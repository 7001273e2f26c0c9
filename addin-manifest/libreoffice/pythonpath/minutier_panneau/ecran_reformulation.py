"""Reword what is selected: before and after in the panel, then tracked changes in the document."""

from __future__ import annotations

from typing import Any

from minutier_panneau import document as doc
from minutier_panneau import selection as sel
from minutier_panneau.ecran import Ecran
from minutier_panneau.reformulation import (
    ACTIONS,
    Proposition,
    Question,
    ask_reformulation,
    find_empechement,
    say_etat,
)

MACHINE = "Proposé par le modèle de langage : relisez avant d’appliquer."
APPLIQUE = (
    "Appliqué en suivi des modifications : acceptez ou refusez dans Édition, Suivi des modifications. "
    "Une seule annulation (Ctrl+Z) retire tout."
)


class Reformulation(Ecran):
    """What can be asked of the model for the selection, then what it proposes for each paragraph."""

    def __init__(self, panneau: Any) -> None:
        super().__init__(panneau)
        self.selection: sel.Selection | None = None
        self.propositions: list[Proposition] = []
        self.choisi = 0
        self.attend = False
        self.textes: tuple[Any, Any, Any] | None = None

    def build(self, pile: Any) -> None:
        if self.attend:
            pile.add_bouton("Annuler la reformulation", lambda: self.panneau.later(self.cancel))
        elif self.propositions:
            self._build_propositions(pile)
        else:
            pile.add_texte("Sélectionnez un passage dans le document, puis dites ce que vous voulez.")
            for action, mots in ACTIONS:
                pile.add_bouton(mots, self._asking(action))
            pile.add_texte(
                "Les faits, les noms, les dates et les montants restent les vôtres. Rien ne change sans vous."
            )

    def _build_propositions(self, pile: Any) -> None:
        retouches = [p for p in self.propositions if p.retouches]
        if retouches:
            pile.add_texte(MACHINE, gras=True)
        if len(self.propositions) > 1:
            lignes = [f"{rang}. {say_etat(p)} – {p.avant}" for rang, p in enumerate(self.propositions, 1)]
            pile.add_liste(f"Paragraphes ({len(lignes)})", lignes, min(len(lignes), 6), self._choose, self.choisi)
        avant, apres, motifs = self._say()
        self.textes = (pile.add_texte(avant), pile.add_texte(apres), pile.add_texte(motifs))
        if retouches:
            pile.add_bouton("Appliquer en suivi des modifications", lambda: self.panneau.later(self.apply))
        pile.add_bouton("Ne rien changer" if retouches else "Revenir", lambda: self.panneau.later(self.drop))

    def _say(self) -> tuple[str, str, str]:
        """Say the chosen paragraph before and after, and why it is kept when it is."""
        vue = self.propositions[self.choisi]
        apres = f"Après : {vue.apres}" if vue.retouches else f"Paragraphe {say_etat(vue)}."
        return f"Avant : {vue.avant}", apres, " ".join(vue.motifs)

    def _choose(self, rang: int) -> None:
        self.choisi = rang
        if self.textes is not None:
            for controle, mots in zip(self.textes, self._say()):
                controle.getModel().Label = mots
            self.panneau.layout()

    def _asking(self, action: str) -> Any:
        return lambda: self.panneau.later(lambda: self.ask(action))

    def ask(self, action: str) -> None:
        """Send what is selected now."""
        panneau = self.panneau
        client = panneau.need_client()
        self.selection = sel.read_selection(panneau.document)
        textes = self.selection.textes
        empechement = find_empechement(textes)
        if empechement:
            panneau.say(empechement)
            return
        genre = doc.get_propriete(panneau.document, doc.GENRE)
        acte = "\n".join(p.getString() for p in doc.list_paragraphes(panneau.document))
        question = Question(action, textes, genre, acte)
        self.attend = True
        panneau.redraw()
        panneau.wait(
            "Reformulation en cours : vous pouvez continuer à écrire dans le document.",
            lambda arret: ask_reformulation(client, question, arret),
            self._received,
        )

    def _received(self, propositions: list[Proposition]) -> None:
        self.attend = False
        self.propositions = propositions
        self.choisi = next((rang for rang, p in enumerate(propositions) if p.retouches), 0)
        self._show()

    def _show(self) -> None:
        if self.panneau.ecran is self:
            self.panneau.redraw()

    def failed(self) -> None:
        self.attend = False
        self._show()

    def cancel(self) -> None:
        """Give the rewording up."""
        self.panneau.taches.cancel()
        self.attend = False
        self.panneau.message = "Reformulation annulée : rien n’a été modifié."
        self._show()

    def drop(self) -> None:
        """Leave the document as it is."""
        self.propositions, self.selection, self.textes = [], None, None
        self._show()

    def apply(self) -> None:
        """Write what is proposed into the document."""
        if self.selection is None:
            return
        retouches = [p.retouches for p in self.propositions]
        sel.apply_retouches(self.panneau.document, self.selection, retouches, sel.REFORMULATION, ia=True)
        self.panneau.message = APPLIQUE
        self.drop()
