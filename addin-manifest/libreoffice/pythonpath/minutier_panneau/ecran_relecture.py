"""Send the open document to its circuit, see where it stands, list what waits for this account."""

from __future__ import annotations

from typing import Any

from minutier_panneau import document as doc
from minutier_panneau.circuit import Demande, Examen, current, send
from minutier_panneau.ecran import Ecran
from minutier_panneau.ecran_controle import correct_place, pose_remarques, select_bloc
from minutier_panneau.ecran_examen import Examiner
from minutier_panneau.etat import say_dossier
from minutier_panneau.reseau import Client

ENVOYE = "Envoyé en relecture."


class Relecture(Ecran):
    """The dossier of this document, if it has one; below, what this account has to review."""

    def __init__(self, panneau: Any) -> None:
        super().__init__(panneau)
        self.examen: Examen | None = None
        self.modeles: list[dict[str, Any]] = []
        self.a_relire: list[dict[str, Any]] = []
        self.modele = -1
        self.choisi = 0
        self.demande = -1
        self.lue: Any = None
        self.pret = False

    def arrive(self) -> None:
        annonce, self.panneau.annonce = self.panneau.annonce, ""
        self.load(annonce)

    def load(self, message: str = "") -> None:
        """Read where things stand."""
        panneau = self.panneau
        client, compte = panneau.need_client(), panneau.compte["id"]
        numero = (panneau.dossier or {}).get("id", "")
        code = doc.get_propriete(panneau.document, doc.MODELE)

        def ask(arret: Any) -> Any:
            examen = Examen(client, numero, compte).load(arret) if numero else None
            modeles = client.call("GET", "/api/modeles", None, arret)["modeles"]
            return examen, modeles, client.call("GET", "/api/dossiers/a-relire", None, arret)["elements"]

        def received(reponse: Any) -> None:
            self.examen, self.modeles, self.a_relire = reponse
            self.demande, self.choisi = -1, max(min(self.choisi, len(self.a_relire) - 1), 0)
            self.modele = next((rang for rang, m in enumerate(self.modeles) if m["code"] == code), -1)
            self.pret = True
            if self.examen is not None:
                panneau.dossier = self.examen.dossier
            if self.examen is not None and self.examen.may("viser"):
                panneau.show(Examiner(panneau, self.examen))
            else:
                panneau.redraw()
            if message:
                panneau.say(message)

        panneau.wait("Lecture des dossiers…", ask, received)

    def build(self, pile: Any) -> None:
        if not self.pret:
            return
        if self.examen is None:
            self._build_envoi(pile)
        else:
            self._build_dossier(pile, self.examen)
        self._build_liste(pile)

    def _build_envoi(self, pile: Any) -> None:
        pile.add_texte("Ce document n’a pas encore de dossier.")
        titres = [m["titre"] for m in self.modeles]
        pile.add_menu("Sorte d’acte", titres, self.modele, lambda rang: setattr(self, "modele", rang))
        pile.add_bouton("Envoyer en relecture", lambda: self.panneau.later(self.send))

    def _build_dossier(self, pile: Any, examen: Examen) -> None:
        dossier = examen.dossier
        pile.add_texte(f"Dossier « {dossier['titre']} », version {dossier['version']}.")
        if examen.demandes and not examen.may("viser"):
            self._build_demandes(pile, examen.demandes)
        if examen.may("deposer"):
            pile.add_bouton("Envoyer la version corrigée", lambda: self.panneau.later(self.send))
        elif examen.may("retirer"):
            pile.add_bouton("Retirer de la relecture", lambda: self.panneau.later(self.take_back))
        if examen.may("soumettre") and dossier["etat"] == "brouillon":
            pile.add_bouton("Envoyer la version déposée", lambda: self.panneau.later(self.submit))
        if dossier["scelle"] is not None:
            pile.add_bouton("Ouvrir le fichier final", lambda: self.panneau.later(self.open_final))

    def _build_demandes(self, pile: Any, demandes: list[Demande]) -> None:
        lignes = [f"{d.par} : {d.texte}" for d in demandes]
        pile.add_liste(f"Remarques ({len(lignes)})", lignes, 5, lambda rang: self._choose(demandes, rang), self.demande)
        self.lue = pile.add_texte("Choisissez une remarque : sa place est sélectionnée.")
        pile.add_bouton("Poser les remarques en marge", lambda: self.panneau.later(lambda: self.annotate(demandes)))
        if any(demande.correction for demande in demandes):
            pile.add_bouton("Appliquer la correction", lambda: self.panneau.later(lambda: self.correct(demandes)))
        if any(demande.numero for demande in demandes):
            pile.add_bouton("Marquer comme traitée", lambda: self.panneau.later(lambda: self.resolve(demandes)))

    def _build_liste(self, pile: Any) -> None:
        titres = [f"{d['titre']} ({say_dossier(d)})" for d in self.a_relire]
        if not titres:
            pile.add_texte("Aucun acte n’attend votre relecture.")
            return
        pile.add_liste(f"À relire ({len(titres)})", titres, 5, lambda rang: setattr(self, "choisi", rang), self.choisi)
        pile.add_bouton("Ouvrir pour relire", lambda: self.panneau.later(self.open_version))

    def _choose(self, demandes: list[Demande], rang: int) -> None:
        self.demande = rang
        self.lue.getModel().Label = f"{demandes[rang].par} : {demandes[rang].texte}"
        self.panneau.layout()
        if self.examen is not None:
            select_bloc(self.panneau, self.examen.blocs, demandes[rang].bloc)

    # --- what the buttons do

    def send(self) -> None:
        """Send the document as it is now."""
        panneau = self.panneau
        if panneau.dossier is None and self.modele < 0:
            panneau.say("Choisissez d’abord la sorte d’acte.")
            return
        suivies = doc.count_revisions(panneau.document)
        if suivies:
            panneau.say(say_suivies(suivies))
            return
        client = panneau.need_client()
        code = self.modeles[self.modele]["code"] if self.modele >= 0 else ""
        # Our remarks are no part of the act: left there, they would go with the final file.
        if not panneau.document.isReadonly():
            doc.remove_remarques(panneau.document)
        restent = say_commentaires(doc.count_commentaires(panneau.document))
        nom, contenu = panneau.export()
        dossier = panneau.dossier

        def say_sent(empeche: str) -> str:
            dit = f"Le dossier est gardé, mais n’est pas parti : {empeche}" if empeche else ENVOYE
            return dit + restent

        def keep(reponse: Any) -> None:
            vu, empeche = reponse
            self.take(client, vu, say_sent(empeche))
            if not panneau.document.isReadonly():
                doc.set_lien(panneau.document, vu["id"])

        def sent(reponse: Any) -> None:
            self.load(say_sent(reponse[1]))

        panneau.act("Envoi du document…", lambda: send(client, dossier, code, nom, contenu), sent, keep)

    def take(self, client: Client, dossier: dict[str, Any], dit: str) -> None:
        """Take the dossier as what was asked made it; who went to another screen is told there."""
        if self.panneau.client is not client:
            # Signed out since: the next one has another dossier, or none.
            return
        self.panneau.dossier = dossier
        self.say_elsewhere(dit)

    def submit(self) -> None:
        """Send the version that the server has already."""
        dossier = self.panneau.dossier
        version = current(dossier)
        corps = {"version": version["numero"], "empreinte": version["canon"]}
        chemin = f"/api/dossiers/{dossier['id']}/soumission"
        self._change(chemin, corps, "Envoi…", ENVOYE)

    def take_back(self) -> None:
        """Take the act back, as long as the step is not signed off."""
        dossier = self.panneau.dossier
        chemin = f"/api/dossiers/{dossier['id']}/retrait"
        self._change(chemin, {"etape": dossier["etape"]}, "Retrait…", "Retiré.")

    def _change(self, chemin: str, corps: dict[str, Any], mots: str, dit: str) -> None:
        """Change the dossier, which answers as it then is."""
        client = self.panneau.need_client()
        self.panneau.act(
            mots,
            lambda: client.call("POST", chemin, corps),
            lambda _vu: self.load(dit),
            lambda vu: self.take(client, vu, dit),
        )

    def resolve(self, demandes: list[Demande]) -> None:
        """Say that the chosen remark is dealt with."""
        numero = demandes[self.demande].numero if 0 <= self.demande < len(demandes) else ""
        if not numero:
            self.panneau.say("Choisissez une remarque ; une correction est traitée par la version que vous enverrez.")
            return
        chemin = f"/api/dossiers/{self.panneau.dossier['id']}/commentaires/{numero}/resolution"
        client = self.panneau.need_client()
        self.panneau.act("Remarque…", lambda: client.call("POST", chemin), lambda _fait: self.load("Remarque traitée."))

    def correct(self, demandes: list[Demande]) -> None:
        """Put the words that were asked for in the document, as tracked changes."""
        panneau = self.panneau
        voulue = demandes[self.demande] if 0 <= self.demande < len(demandes) else None
        if voulue is None or not voulue.correction or self.examen is None or voulue.bloc is None:
            panneau.say("Choisissez une correction demandée.")
            return
        (place,) = doc.make_places(panneau.document, self.examen.blocs, [doc.Endroit(voulue.bloc)])
        correct_place(panneau, place, voulue.correction)

    def annotate(self, demandes: list[Demande]) -> None:
        """Put the remarks in the margin, each at its paragraph."""
        panneau = self.panneau
        blocs = self.examen.blocs if self.examen is not None else []
        places = doc.make_places(panneau.document, blocs, [doc.Endroit(d.bloc or 0) for d in demandes])
        pose_remarques(panneau, places, [(d.par, d.texte) for d in demandes])

    def open_version(self) -> None:
        """Open the present version of the chosen dossier as a new document, with its review."""
        resume = self.a_relire[self.choisi]
        client = self.panneau.need_client()
        chemin = f"/api/dossiers/{resume['id']}"

        def ask(arret: Any) -> Any:
            version = current(client.call("GET", chemin, None, arret))
            return version["nom"], client.download(f"{chemin}/versions/{version['numero']}/fichier", arret)

        self.panneau.wait(
            "Ouverture de l’acte…", ask, lambda r: self.panneau.open_new(r[0], r[1], "relecture", resume["id"])
        )

    def open_final(self) -> None:
        """Open the sealed file."""
        dossier = self.panneau.dossier
        client = self.panneau.need_client()
        chemin = f"/api/dossiers/{dossier['id']}/scelle/fichier"
        self.panneau.wait(
            "Ouverture du fichier final…",
            lambda arret: client.download(chemin, arret),
            lambda donnees: self.panneau.open_new(dossier["scelle"]["nom"], donnees, "verifier"),
        )


def say_suivies(combien: int) -> str:
    """Say what must be done with tracked changes before a document is sent: a sign-off refuses them."""
    quoi = "modifications suivies attendent" if combien > 1 else "modification suivie attend"
    return (
        f"{combien} {quoi} : acceptez ou refusez (menu Édition, Suivi des modifications), puis envoyez de nouveau. "
        "Rien n’est parti."
    )


def say_commentaires(combien: int) -> str:
    """Say that comments went with a document, which a sign-off refuses; empty when there is none."""
    if not combien:
        return ""
    quoi = "commentaires sont restés" if combien > 1 else "commentaire est resté"
    return f" {combien} {quoi} dans le document : à supprimer avant le visa, qui les refuse."
