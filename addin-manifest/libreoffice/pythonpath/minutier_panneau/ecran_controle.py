"""Check the open document as it is now; each finding selects its place."""

from __future__ import annotations

from typing import Any

from minutier_panneau import document as doc
from minutier_panneau import selection as sel
from minutier_panneau.ecran import Ecran
from minutier_panneau.etat import NIVEAUX
from minutier_panneau.places import cut_utf16, normalise
from minutier_panneau.reformulation import compare
from minutier_panneau.situation import check_document

CONTROLE = "Contrôle"
"""Who writes the remarks of the rules in the margin."""
ACTE_ENTIER = "Ce point porte sur l’acte entier."
PARTI = "Ce passage n’est plus dans le document : contrôlez-le de nouveau."


class Controle(Ecran):
    """The findings of the rules on this document, whoever wrote it."""

    def __init__(self, panneau: Any) -> None:
        super().__init__(panneau)
        self.constats: list[dict[str, Any]] | None = None
        self.blocs: list[str] = []
        self.places: list[Any] = []
        """Of each finding its words in the document, as a cursor that follows them; None without any."""
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
            self.places = []
            self.choisi = -1
            self.vide = not any(texte.strip() for texte in self.blocs)
            self.panneau.redraw()
            if lecture["genre"] == "inconnu" and not self.vide:
                self.panneau.say("Ce document ne ressemble pas à un acte : seules les règles communes s’appliquent.")
            # The findings are read first.
            self.panneau.later(self.anchor)

        self.panneau.wait("Contrôle du document…", ask, received)
        # The findings go meanwhile: the answer would replace what is being chosen among them.
        self.panneau.redraw()

    def failed(self) -> None:
        self.panneau.redraw()

    def anchor(self) -> None:
        """Find the words of each finding while the document is still as it was checked."""
        constats = self.constats or []
        if len(self.places) != len(constats):
            self.places = doc.make_places(self.panneau.document, self.blocs, [endroit_of(c) for c in constats])

    def build(self, pile: Any) -> None:
        pile.add_bouton("Contrôler de nouveau", lambda: self.panneau.later(self.check))
        if self.constats is None or self.panneau.taches.occupe:
            return
        if self.vide:
            pile.add_texte("Le document est vide : il n’y a rien à contrôler.")
            return
        if not self.constats:
            pile.add_texte("Aucun constat. Un acte sans constat reste à relire par une personne.")
            return
        self.detail = add_constats(pile, self.constats, self.choisi, self._choose)
        if any(constat.get("correction") for constat in self.constats):
            pile.add_bouton("Appliquer la correction proposée", lambda: self.panneau.later(self.correct))
        pile.add_bouton("Poser les constats en marge", lambda: self.panneau.later(self.annotate))
        pile.add_bouton("Retirer les constats de la marge", lambda: self.panneau.later(self.clear))

    def _choose(self, rang: int) -> None:
        self.anchor()
        self.choisi = rang
        constat = (self.constats or [])[rang]
        self.detail.getModel().Label = say_constat(constat)
        self.panneau.layout()
        show_place(self.panneau, constat["bloc"], self.places[rang])

    def correct(self) -> None:
        """Write what the rule would write in place of the chosen words, as tracked changes."""
        constats = self.constats or []
        constat = constats[self.choisi] if self.choisi >= 0 else {}
        if not constat.get("correction"):
            self.panneau.say("Choisissez un constat qui propose une correction.")
            return
        attendus = cut_utf16(self.blocs[constat["bloc"]], constat["debut"], constat["fin"])
        correct_place(self.panneau, self.places[self.choisi], constat["correction"], attendus)

    def annotate(self) -> None:
        """Put each finding in the margin, at its place; one on the whole act at its beginning."""
        self.anchor()
        constats = self.constats or []
        pose_remarques(self.panneau, self.places, [(CONTROLE, say_remarque(c)) for c in constats], CONTROLE)

    def clear(self) -> None:
        """Take the findings out of the margin."""
        doc.check_modifiable(self.panneau.document)
        retirees = doc.remove_remarques(self.panneau.document, CONTROLE)
        self.panneau.say("Les constats ne sont plus en marge." if retirees else "Aucun constat n’est en marge.")


def endroit_of(constat: dict[str, Any]) -> doc.Endroit:
    """Give the place of a finding; one on the whole act has none."""
    bloc = constat["bloc"]
    return doc.Endroit(-1 if bloc is None else bloc, constat["debut"], constat["fin"])


def name_constat(constat: dict[str, Any]) -> str:
    """Name a finding: how serious it is, its code."""
    return f"{NIVEAUX.get(constat['niveau'], constat['niveau'])} {constat['code']}"


def say_remarque(constat: dict[str, Any]) -> str:
    """Say a finding as a remark in the margin."""
    return f"{name_constat(constat)} : {say_constat(constat)}"


def pose_remarques(panneau: Any, places: list[Any], remarques: list[tuple[str, str]], remplace: str = "") -> None:
    """Put remarks (who wrote each, its text) in the margin, at their places or at the beginning of the act.

    They take the place of those that are there, or of those of the author `remplace`.
    """
    document = panneau.document
    debut = document.getText().getStart()
    doc.check_modifiable(document)
    doc.remove_remarques(document, remplace)
    doc.add_remarques(document, [(place or debut, *dite) for place, dite in zip(places, remarques)])
    s = "s" if len(remarques) > 1 else ""
    panneau.say(f"{len(remarques)} remarque{s} posée{s} en marge ; elles sont retirées à l’envoi en relecture.")


def correct_place(panneau: Any, place: Any, correction: str, attendus: str = "") -> None:
    """Put other words in a place, as tracked changes that one undo takes back; `attendus`: what must stand there."""
    document = panneau.document
    if not doc.select(document, place) or (attendus and normalise(place.getString()) != normalise(attendus)):
        panneau.say("Ces mots ne sont plus dans le document : corrigez à la main, ou contrôlez de nouveau.")
        return
    selection = sel.read_place(document, place)
    sel.apply_retouches(document, selection, [compare(selection.textes[0], correction)])
    panneau.say("Correction appliquée en suivi des modifications : acceptez-la ou refusez-la avant l’envoi.")


def add_constats(pile: Any, constats: list[dict[str, Any]], choisi: int, surchoix: Any) -> Any:
    """Add the list of findings, and the text that says the chosen one whole."""
    lignes = [f"{name_constat(c)} : {c['message']}" for c in constats]
    pile.add_liste(f"Constats ({len(constats)})", lignes, min(max(len(lignes), 3), 9), surchoix, choisi)
    texte = say_constat(constats[choisi]) if choisi >= 0 else "Choisissez un constat : sa place est sélectionnée."
    return pile.add_texte(texte)


def say_constat(constat: dict[str, Any]) -> str:
    """Say a finding whole, with its legal source."""
    dit = f"{constat['message']}\n\nSource : {constat['source']}"
    correction = constat.get("correction")
    return f"{dit}\n\nCorrection proposée : « {correction} »" if correction else dit


def select_bloc(panneau: Any, blocs: list[str], rang: int | None, debut: int = 0, fin: int = 0) -> None:
    """Select the place of a block in the document; say so when it is no longer there."""
    places = [None] if rang is None else doc.make_places(panneau.document, blocs, [doc.Endroit(rang, debut, fin)])
    show_place(panneau, rang, places[0])


def show_place(panneau: Any, bloc: int | None, place: Any) -> None:
    """Select a place; say so when it is of no block, or no longer there."""
    if bloc is None:
        panneau.say(ACTE_ENTIER)
    else:
        panneau.say("" if doc.select(panneau.document, place) else PARTI)
