"""Choose a template, or take up a draft again."""

from __future__ import annotations

import unicodedata
from typing import Any

from minutier_panneau.brouillon import Brouillon
from minutier_panneau.ecran import Ecran
from minutier_panneau.ecran_formulaire import Saisie
from minutier_panneau.formulaire import Formulaire
from minutier_panneau.schema import RESERVES, read_champs


def fold(texte: str) -> str:
    """Give a text without accents nor capitals, to search in."""
    decompose = unicodedata.normalize("NFD", texte)
    return "".join(c for c in decompose if not unicodedata.combining(c)).lower()


class Modeles(Ecran):
    """Search among the templates, begin one blank or from an example; the drafts of this account stand below."""

    def __init__(self, panneau: Any) -> None:
        super().__init__(panneau)
        self.modeles: list[dict[str, Any]] = []
        self.brouillons: list[dict[str, Any]] = []
        self.recherche = ""
        self.choisi: dict[str, Any] | None = None
        self.exemple = 0
        self.repris = -1
        self.liste: Any = None

    def arrive(self) -> None:
        client = self.panneau.need_client()

        def ask(arret: Any) -> Any:
            modeles = client.call("GET", "/api/modeles", None, arret)["modeles"]
            return modeles, client.call("GET", "/api/brouillons", None, arret)["elements"]

        def received(reponse: Any) -> None:
            self.modeles, self.brouillons = reponse
            self.modeles.sort(key=lambda m: (not m["favori"], m["titre"]))
            self.panneau.redraw()

        self.panneau.wait("Lecture des modèles…", ask, received)

    @property
    def trouves(self) -> list[dict[str, Any]]:
        """List the templates that answer to what was typed."""
        mots = fold(self.recherche).split()
        return [m for m in self.modeles if all(mot in fold(f"{m['titre']} {m['resume']}") for mot in mots)]

    def build(self, pile: Any) -> None:
        pile.add_champ("Rechercher un modèle d’acte", self.recherche, self._search)
        titres = [m["titre"] for m in self.trouves]
        rang = titres.index(self.choisi["titre"]) if self.choisi and self.choisi["titre"] in titres else -1
        self.liste = pile.add_liste("Modèles d’actes", titres, 7, self._choose, rang)
        if self.choisi is not None:
            pile.add_texte(self.choisi["resume"])
            options = ["Sans exemple", *(f"Exemple {e['code']} : {e['titre']}" for e in self.choisi["exemples"])]
            pile.add_menu("Partir de", options, self.exemple, self._take_exemple)
            pile.add_bouton("Commencer la saisie", lambda: self.panneau.later(self.begin))
        if self.brouillons:
            titres = [f"{b['titre'] or 'Sans titre'} ({b['modifie_le'][:10]})" for b in self.brouillons]
            pile.add_liste("Mes projets", titres, 4, self._take_brouillon, self.repris)
            pile.add_bouton("Reprendre ce projet", lambda: self.panneau.later(self.resume))

    def _search(self, texte: str) -> None:
        self.recherche = texte
        self.liste.getModel().StringItemList = tuple(m["titre"] for m in self.trouves)

    def _choose(self, rang: int) -> None:
        trouves = self.trouves
        if 0 <= rang < len(trouves) and trouves[rang] is not self.choisi:
            self.choisi, self.exemple = trouves[rang], 0
            self.panneau.redraw_later()

    def _take_exemple(self, rang: int) -> None:
        self.exemple = rang

    def _take_brouillon(self, rang: int) -> None:
        self.repris = rang

    def begin(self) -> None:
        """Open the form of the chosen template."""
        if self.choisi is None:
            return
        code = self.choisi["code"]
        exemple = self.choisi["exemples"][self.exemple - 1]["code"] if self.exemple else ""
        client = self.panneau.need_client()

        brouillon = Brouillon(client, code)

        def ask(arret: Any) -> Any:
            brouillon.look(arret)
            schema = client.call("GET", f"/api/modeles/{code}/schema", None, arret)
            if not exemple:
                return schema, {}
            return schema, client.call("GET", f"/api/modeles/{code}/exemples/{exemple}", None, arret)["saisie"]

        self.panneau.wait("Lecture du formulaire…", ask, lambda r: self._open(brouillon, *r))

    def resume(self) -> None:
        """Open the form of a draft that was begun earlier, here or from the page."""
        if not 0 <= self.repris < len(self.brouillons):
            self.panneau.say("Choisissez d’abord un projet dans la liste.")
            return
        resume = self.brouillons[self.repris]
        client = self.panneau.need_client()

        def ask(arret: Any) -> Any:
            vu = client.call("GET", f"/api/brouillons/{resume['id']}", None, arret)
            brouillon = Brouillon(client, vu["modele"], vu["id"], vu["revision"])
            brouillon.look(arret)
            return brouillon, client.call("GET", f"/api/modeles/{vu['modele']}/schema", None, arret), vu["saisie"]

        self.panneau.wait("Lecture du projet…", ask, lambda r: self._open(*r))

    def _open(self, brouillon: Brouillon, schema: dict[str, Any], saisie: dict[str, Any]) -> None:
        valeurs = {nom: valeur for nom, valeur in saisie.items() if nom not in RESERVES}
        formulaire = Formulaire(read_champs(schema), valeurs)
        self.panneau.show(Saisie(self.panneau, brouillon, formulaire, schema.get("title", "")))
