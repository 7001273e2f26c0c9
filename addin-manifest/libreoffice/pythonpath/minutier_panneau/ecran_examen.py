"""Review a version: the passages of the model one by one, the findings, remarks; then sign off or send back."""

from __future__ import annotations

from typing import Any, Callable

from minutier_panneau import document as doc
from minutier_panneau.circuit import CONTROLES, DECISIONS, RAISON_MIN, Examen
from minutier_panneau.ecran import Ecran
from minutier_panneau.ecran_controle import add_constats, say_constat, select_bloc
from minutier_panneau.etat import say_dossier
from minutier_panneau.places import normalise


class Examiner(Ecran):
    """What there is to review in the version that this document is."""

    def __init__(self, panneau: Any, examen: Examen) -> None:
        super().__init__(panneau)
        self.examen = examen
        self.passage = 0
        self.constat = -1
        self.remarque = ""
        self.correction = ""
        self.champ: Any = None
        self.detail: Any = None

    def build(self, pile: Any) -> None:
        examen = self.examen
        numero = examen.version["numero"]
        pile.add_texte(examen.dossier["titre"], gras=True)
        pile.add_texte(f"Vous relisez la version {numero} telle qu’elle a été déposée, sans vos changements ici.")
        for refus in examen.version["refus"]:
            pile.add_texte(f"Ne pourra pas être visé : {refus['message']}", faute=True)
        self._build_passages(pile)
        if examen.version["constats"]:
            self.detail = add_constats(pile, examen.version["constats"], self.constat, self._choose_constat)
        pile.add_champ("Remarque sur le paragraphe du curseur", self.remarque, lambda t: setattr(self, "remarque", t))
        pile.add_bouton("Ajouter la remarque", lambda: self.panneau.later(self.remark))
        pile.add_bouton("Décider…", lambda: self.panneau.later(lambda: self.panneau.show(Decider(self.panneau, self))))

    def _build_passages(self, pile: Any) -> None:
        passages = self.examen.version["passages"]
        if not passages:
            pile.add_texte("Aucun passage du modèle de langage dans cette version.")
            return
        lignes = [f"{DECISIONS.get(self.examen.decision_of(p), 'À juger')} – {p['texte']}" for p in passages]
        self.passage = min(self.passage, len(passages) - 1)
        pile.add_liste(f"Passages du modèle ({len(lignes)})", lignes, 5, self._choose_passage, self.passage)
        pile.add_bouton("Accepter", lambda: self.panneau.later(lambda: self.judge("accepte")))
        pile.add_bouton("Rejeter", lambda: self.panneau.later(lambda: self.judge("rejete")), suite=True)
        self.champ = pile.add_champ(
            "Correction demandée pour ce passage", self.correction, self._keep_correction, lignes=3
        )
        pile.add_bouton("Demander cette correction", lambda: self.panneau.later(self.correct))

    def _keep_correction(self, texte: str) -> None:
        self.correction = texte

    def _choose_passage(self, rang: int) -> None:
        self.passage = rang
        passage = self.examen.version["passages"][rang]
        self.correction = self.examen.correction_of(passage) or passage["texte"]
        self.champ.setText(self.correction)
        select_bloc(self.panneau, self.examen.blocs, self.examen.version["passages"][rang]["bloc"])

    def _choose_constat(self, rang: int) -> None:
        self.constat = rang
        constat = self.examen.version["constats"][rang]
        self.detail.getModel().Label = say_constat(constat)
        self.panneau.layout()
        select_bloc(self.panneau, self.examen.blocs, constat["bloc"], constat["debut"], constat["fin"])

    def _change(self, mots: str, faire: Callable[[], Examen], dit: str, fait: Callable[[], None]) -> None:
        def done(_examen: Examen) -> None:
            self.panneau.redraw()
            self.panneau.say(dit)

        self.panneau.act(mots, faire, done, lambda _examen: fait())

    def judge(self, decision: str, texte: str = "") -> None:
        """Decide of the chosen passage, and go to the next that waits."""
        passages = self.examen.version["passages"]
        rang = self.passage
        bloc = passages[rang]["bloc"]

        def judged() -> None:
            # Another may have been chosen since.
            if self.passage == rang:
                self.passage = min(rang + 1, len(passages) - 1)
                self.correction = ""

        self._change("Décision…", lambda: self.examen.judge(bloc, decision, texte), "Décision enregistrée.", judged)

    def correct(self) -> None:
        """Ask for other words in place of the chosen passage."""
        texte = self.correction.strip()
        if not texte or normalise(texte) == normalise(self.examen.version["passages"][self.passage]["texte"]):
            self.panneau.say("Choisissez un passage, puis écrivez ce qu’il devrait dire.")
            return
        self.judge("corrige", texte)

    def remark(self) -> None:
        """Remark on the paragraph where the cursor is; on the whole act when it is in none that the server knows."""
        texte = self.remarque.strip()
        if not texte:
            self.panneau.say("Écrivez d’abord la remarque.")
            return
        bloc = find_bloc(self.panneau.document, self.examen.blocs)
        ou = "sur ce paragraphe" if bloc is not None else "sur l’acte entier"

        def remarked() -> None:
            # Another may have been begun since.
            if self.remarque.strip() == texte:
                self.remarque = ""

        self._change("Remarque…", lambda: self.examen.remark(bloc, texte), f"Remarque ajoutée {ou}.", remarked)


class Decider(Ecran):
    """The three checks, a reason for each error that is left, sign off or send back."""

    def __init__(self, panneau: Any, examiner: Examiner) -> None:
        super().__init__(panneau)
        self.examiner = examiner
        self.examen = examiner.examen
        self.controles = {nom: False for nom, _ in CONTROLES}
        self.raisons: dict[int, str] = {}
        self.motif = ""

    def build(self, pile: Any) -> None:
        pile.add_texte("Votre décision", gras=True)
        for nom, mots in CONTROLES:
            pile.add_case(mots, self._keep_controle(nom), coche=self.controles[nom])
        for rang, constat in enumerate(self.examen.a_deroger):
            label = f"Passer outre {constat['code']} ({constat['message']}) : pourquoi"
            pile.add_champ(label, self.raisons.get(rang, ""), self._keep_raison(rang))
        pile.add_texte(
            f"En visant, vous attestez avoir lu la version {self.examen.version['numero']} et fait ces contrôles. "
            "Votre visa est inscrit au registre avec votre nom, et ne se reprend pas."
        )
        pile.add_bouton("Viser", lambda: self.panneau.later(self.approve))
        pile.add_champ("Motif du renvoi", self.motif, lambda t: setattr(self, "motif", t))
        pile.add_bouton("Renvoyer avec ce motif", lambda: self.panneau.later(self.send_back))
        pile.add_bouton("Revenir à la relecture", lambda: self.panneau.later(self.go_back), suite=True)

    def _keep_controle(self, nom: str) -> Callable[[bool], None]:
        return lambda coche: self.controles.update({nom: coche})

    def _keep_raison(self, rang: int) -> Callable[[str], None]:
        return lambda texte: self.raisons.update({rang: texte})

    def go_back(self) -> None:
        """Go back to what there is to review."""
        self.panneau.show(self.examiner)

    def approve(self) -> None:
        """Sign off."""
        if not all(self.controles.values()):
            self.panneau.say("Cochez les trois contrôles : un visa dit qu’ils ont été faits.")
            return
        self._decide("Visa…", lambda: self.examen.sign_off(self.controles, self.raisons), "Visa enregistré.")

    def send_back(self) -> None:
        """Send the act back."""
        if len(self.motif.strip()) < RAISON_MIN:
            self.panneau.say("Écrivez ce qu’il faut corriger : un renvoi est toujours motivé.")
            return
        self._decide("Renvoi…", lambda: self.examen.send_back(self.motif.strip()), "Acte renvoyé.")

    def _decide(self, mots: str, faire: Callable[[], Examen], dit: str) -> None:
        def say_decided(examen: Examen) -> str:
            return f"{dit} {say_dossier(examen.dossier).capitalize()}."

        def decided(examen: Examen) -> None:
            if self.panneau.client is not examen.client:
                return
            self.panneau.dossier = examen.dossier
            self.say_elsewhere(say_decided(examen))

        def done(examen: Examen) -> None:
            self.panneau.annonce = say_decided(examen)
            self.panneau.go("relecture")

        self.panneau.act(mots, faire, done, decided)


def find_bloc(document: Any, blocs: list[str]) -> int | None:
    """Find the block where the cursor is."""
    vue = document.getCurrentController().getViewCursor()
    curseur = vue.getText().createTextCursorByRange(vue.getStart())
    curseur.gotoStartOfParagraph(False)
    curseur.gotoEndOfParagraph(True)
    ici = normalise(curseur.getString())
    egaux = [rang for rang, bloc in enumerate(blocs) if normalise(bloc) == ici]
    if len(egaux) < 2:
        return egaux[0] if egaux else None
    # Several read the same: the n-th of the document is the n-th of the act.
    places = doc.make_places(document, blocs, [doc.Endroit(rang) for rang in egaux])
    for rang, place in zip(egaux, places):
        if place is None or place.getText() != curseur.getText():
            continue
        if place.getText().compareRegionStarts(place.getStart(), curseur.getStart()) == 0:
            return rang
    return egaux[0]
