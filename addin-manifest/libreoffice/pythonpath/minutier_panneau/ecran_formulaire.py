"""Fill the form of an act, page by page; each fault stands below its field."""

from __future__ import annotations

from typing import Any, Callable

from minutier_panneau.brouillon import ABSENCES, DISPONIBLE, SANS_MODELE, Brouillon
from minutier_panneau.ecran import Ecran
from minutier_panneau.ecran_redaction import Redaction
from minutier_panneau.formulaire import (
    Case,
    Formulaire,
    elements_of,
    help_of,
    label_of,
    move,
)
from minutier_panneau.saisie import list_asked, name_element, read_valeur, say_date, show_valeur, value_of
from minutier_panneau.taches import Taches

LIGNES_LONGUES = 4


class Saisie(Ecran):
    """The form of one act. What was typed is saved on the server whenever a page is turned."""

    def __init__(self, panneau: Any, brouillon: Brouillon, formulaire: Formulaire, titre: str) -> None:
        super().__init__(panneau)
        self.brouillon = brouillon
        self.formulaire = formulaire
        self.titre = titre
        self.fond = Taches(panneau.ctx, panneau.say)
        self.rangs: dict[str, int] = {}
        """Which item of a group is chosen, by the path of the group."""

    # --- controls

    def build(self, pile: Any) -> None:
        formulaire = self.formulaire
        pages = formulaire.list_pages()
        lieu = formulaire.lieu
        pile.add_texte(lieu.titre or self.titre, gras=True)
        pile.add_texte(f"Page {formulaire.page + 1} sur {len(pages)}")
        for case in pages[formulaire.page]:
            self._add_case(pile, case)
        if formulaire.page:
            pile.add_bouton("Précédent", lambda: self._turn(-1))
        if formulaire.page < len(pages) - 1:
            pile.add_bouton("Suivant", lambda: self._turn(1), suite=bool(formulaire.page))
        if len(formulaire.lieux) > 1:
            pile.add_bouton("Revenir à la liste", lambda: self._move(formulaire.leave))
        else:
            pile.add_texte(ABSENCES.get(self.brouillon.etat_modele, ""))
            pile.add_bouton("Rédiger le projet", lambda: self.panneau.later(self.draft))
            if self.brouillon.etat_modele == DISPONIBLE:
                pile.add_bouton("Rédiger sans le modèle", lambda: self.panneau.later(lambda: self.draft(SANS_MODELE)))

    def _add_case(self, pile: Any, case: Case) -> None:
        if case.champ.type == "groupe":
            self._add_groupe(pile, case)
        elif case.champ.type in {"choix", "oui_non"}:
            self._add_choix(pile, case)
        else:
            self._add_texte(pile, case)
        faute = self.formulaire.fault_of(case)
        if faute:
            pile.add_texte(f"À corriger : {faute}", faute=True)

    def _add_texte(self, pile: Any, case: Case) -> None:
        champ, valeurs = case.champ, case.valeurs
        valeur = show_valeur(champ, valeurs)
        echo: list[Any] = []

        def typed(texte: str) -> None:
            valeurs[champ.nom] = read_valeur(champ, texte)
            if echo:
                echo[0].getModel().Label = say_date(texte)

        lignes = LIGNES_LONGUES if champ.est_long else 1
        pile.add_champ(label_of(case), valeur, typed, aide=help_of(champ), lignes=lignes)
        if champ.type == "date":
            echo.append(pile.add_texte(say_date(valeur) or "jj/mm/aaaa"))
        elif champ.type == "points":
            pile.add_texte("Un point par ligne.")

    def _add_choix(self, pile: Any, case: Case) -> None:
        champ, valeurs = case.champ, case.valeurs
        choix = champ.choix if champ.type == "choix" else [(True, "Oui"), (False, "Non")]
        options = [label for _, label in choix]
        codes = [code for code, _ in choix]
        actuelle = value_of(champ, valeurs)
        vide = [] if champ.defaut is not None else ["(à choisir)"]
        rang = codes.index(actuelle) + len(vide) if actuelle in codes else len(vide) - 1

        def chosen(place: int) -> None:
            avant = [c.nom for niveau in self._levels() for c in list_asked(niveau)]
            place -= len(vide)
            valeurs[champ.nom] = codes[place] if place >= 0 else None
            if [c.nom for niveau in self._levels() for c in list_asked(niveau)] != avant:
                self.panneau.redraw_later()

        pile.add_menu(label_of(case), [*vide, *options], rang, chosen, help_of(champ))

    def _levels(self) -> list[Any]:
        """Give the levels that an answer may change."""
        return [self.formulaire.lieu.niveaux, *(c.niveaux for page in self.formulaire.list_pages() for c in page)]

    def _add_groupe(self, pile: Any, case: Case) -> None:
        elements = elements_of(case)
        rang = min(self.rangs.get(case.chemin, 0), len(elements) - 1)
        self.rangs[case.chemin] = max(rang, 0)
        noms = [name_element(case.champ, valeurs, place) for place, valeurs in enumerate(elements)]

        def chosen(place: int) -> None:
            self.rangs[case.chemin] = place

        pile.add_liste(label_of(case), noms, 6, chosen, rang)
        pile.add_bouton("Ajouter", lambda: self._add_element(case), actif=len(elements) < case.champ.maximum)
        actif = bool(elements)
        pile.add_bouton("Modifier", lambda: self._enter(case), suite=True, actif=actif)
        pile.add_bouton("Retirer", lambda: self._remove(case), suite=True, actif=actif)
        pile.add_bouton("Monter", lambda: self._shift(case, -1), suite=True, actif=len(elements) > 1)
        pile.add_bouton("Descendre", lambda: self._shift(case, 1), suite=True, actif=len(elements) > 1)

    # --- what the buttons do

    def _move(self, faire: Callable[[], None]) -> None:
        """Go elsewhere in the form, and save in the background what was typed here."""

        def done() -> None:
            quittees = [case.chemin for case in self.formulaire.list_pages()[self.formulaire.page]]
            faire()
            self.panneau.say("")
            self.panneau.redraw()
            self.save(quittees)

        self.panneau.later(done)

    def _turn(self, pas: int) -> None:
        self._move(lambda: self.formulaire.turn(pas))

    def _enter(self, case: Case) -> None:
        self._move(lambda: self.formulaire.enter(case, self.rangs[case.chemin]))

    def _add_element(self, case: Case) -> None:
        def add() -> None:
            elements = elements_of(case)
            elements.append({})
            self.rangs[case.chemin] = len(elements) - 1
            self.formulaire.enter(case, len(elements) - 1)

        self._move(add)

    def _remove(self, case: Case) -> None:
        self._move(lambda: elements_of(case).pop(self.rangs[case.chemin]) and None)

    def _shift(self, case: Case, pas: int) -> None:
        def shift() -> None:
            self.rangs[case.chemin] = move(elements_of(case), self.rangs[case.chemin], pas)

        self._move(shift)

    # --- the server

    def save(self, quittees: list[str]) -> None:
        """Save what was typed, and learn the faults of the fields that were left."""
        saisie, numero = self.formulaire.saisie, self.brouillon.number()

        def ask(arret: Any) -> Any:
            self.brouillon.save(saisie, numero)
            self.brouillon.look(arret)
            return self.brouillon.check(saisie, arret)

        def checked(fautes: Any) -> None:
            self.formulaire.see(quittees, fautes)
            if self.panneau.ecran is self:
                nombre = sum(1 for case in self.formulaire.list_left() if self.formulaire.fault_of(case))
                self.panneau.say(f"{nombre} champ{'s' if nombre > 1 else ''} à corriger." if nombre else "Enregistré.")

        # A server that does not answer is told when it is needed: what was typed stands here.
        self.fond.run(ask, checked, lambda _erreur: None)

    def draft(self, redacteur: str = "") -> None:
        """Ask for the draft, unless something is wrong: then go to the first fault."""
        saisie = self.formulaire.saisie

        def checked(fautes: Any) -> None:
            if not fautes:
                self.panneau.show(Redaction(self.panneau, self, saisie, redacteur))
                self.panneau.ecran.arrive()
                return
            self.formulaire.see_all(fautes)
            trouvee = self.formulaire.go_to_fault()
            self.panneau.redraw()
            reste = "" if trouvee else f" : {fautes[0][1]}"
            self.panneau.say(f"{len(fautes)} point{'s' if len(fautes) > 1 else ''} à corriger{reste}.")

        self.panneau.wait("Vérification de la saisie…", lambda arret: self.brouillon.check(saisie, arret), checked)
