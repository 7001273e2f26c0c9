"""A form cut into pages that fit a narrow panel; a repeated group is a page of its own, and each item has its pages."""

from __future__ import annotations

from typing import Any, NamedTuple

from minutier_panneau.saisie import Niveau, collect, is_vide, list_asked, name_element
from minutier_panneau.schema import Champ

POIDS_DE_PAGE = 6
"""A field of one line weighs 1, a longer one 2: six fill a panel of 500 pixels without scrolling much."""


class Case(NamedTuple):
    """A field at its place."""

    champ: Champ
    chemin: str
    label: str
    niveaux: list[Niveau]

    @property
    def valeurs(self) -> dict[str, Any]:
        """Give where its value lives."""
        return self.niveaux[0].valeurs


class Lieu(NamedTuple):
    """Where somebody is in the form: a level, and the group that it is an item of."""

    niveaux: list[Niveau]
    chemin: str
    titre: str


class Formulaire:
    """The form of a template: where one is in it, what was typed, what is wrong."""

    def __init__(self, champs: list[Champ], valeurs: dict[str, Any]) -> None:
        self.valeurs = valeurs
        self.lieux = [Lieu([Niveau(champs, valeurs)], "", "")]
        self.pages = [0]
        self.fautes: list[tuple[str, str]] = []
        self.vus: set[str] = set()
        """Paths of the fields that were left: the others are not at fault yet, they are to be filled."""
        self.toutes = False

    @property
    def saisie(self) -> dict[str, Any]:
        """Give what is sent to the server."""
        return collect(self.lieux[0].niveaux)

    @property
    def lieu(self) -> Lieu:
        """Give the level that is open."""
        return self.lieux[-1]

    @property
    def page(self) -> int:
        """Give the page that is open, which a change of answers may have taken away."""
        return min(self.pages[-1], len(self.list_pages()) - 1)

    def list_pages(self) -> list[list[Case]]:
        """Cut the fields that are asked into pages."""
        pages: list[list[Case]] = [[]]
        poids = 0
        for case in list_cases(self.lieu.niveaux, self.lieu.chemin, ""):
            pese = POIDS_DE_PAGE if case.champ.type == "groupe" else 2 if case.champ.est_long else 1
            if pages[-1] and poids + pese > POIDS_DE_PAGE:
                pages.append([])
                poids = 0
            pages[-1].append(case)
            poids += pese
        return pages

    def turn(self, pas: int) -> None:
        """Go to another page of this level."""
        self.pages[-1] = max(0, min(self.page + pas, len(self.list_pages()) - 1))

    def enter(self, case: Case, rang: int) -> None:
        """Open an item of a group."""
        elements = elements_of(case)
        titre = f"{case.label} – {name_element(case.champ, elements[rang], rang)}"
        niveaux = [Niveau(case.champ.champs, elements[rang]), *case.niveaux]
        self.lieux.append(Lieu(niveaux, f"{case.chemin}[{rang}]", titre))
        self.pages.append(0)

    def leave(self) -> None:
        """Go back to the list of a group."""
        if len(self.lieux) > 1:
            self.lieux.pop()
            self.pages.pop()

    def see(self, chemins: list[str], fautes: list[tuple[str, str]]) -> None:
        """Take the faults that the server found, now that these fields were left."""
        self.vus.update(chemins)
        self.fautes = fautes

    def see_all(self, fautes: list[tuple[str, str]]) -> None:
        """Take the faults, all of them to be shown: somebody asked for the draft."""
        self.toutes = True
        self.fautes = fautes

    def list_left(self) -> list[Case]:
        """List the fields of this level that were left."""
        return [case for page in self.list_pages() for case in page if self.toutes or case.chemin in self.vus]

    def fault_of(self, case: Case) -> str:
        """Give what is wrong with a field that was left, or with something inside it."""
        if not self.toutes and case.chemin not in self.vus:
            return ""
        for chemin, raison in self.fautes:
            if chemin == case.chemin:
                return shorten(raison)
            if chemin.startswith((f"{case.chemin}[", f"{case.chemin}.")):
                return f"{chemin[len(case.chemin) :]} : {raison}" if case.champ.type != "points" else shorten(raison)
        return ""

    def go_to_fault(self) -> bool:
        """Open the page of the first fault; False when no page shows it."""
        while len(self.lieux) > 1:
            self.leave()
        return any(self._go_to(chemin) for chemin, _ in self.fautes)

    def _go_to(self, chemin: str) -> bool:
        for rang, page in enumerate(self.list_pages()):
            for case in page:
                if chemin != case.chemin and not chemin.startswith((f"{case.chemin}[", f"{case.chemin}.")):
                    continue
                self.pages[-1] = rang
                dedans = chemin[len(case.chemin) :]
                element = dedans[1:].partition("]")[0] if dedans.startswith("[") else ""
                if case.champ.type == "groupe" and element.isdigit() and int(element) < len(elements_of(case)):
                    self.enter(case, int(element))
                    self._go_to(chemin)
                return True
        return False


def list_cases(niveaux: list[Niveau], chemin: str, prefixe: str) -> list[Case]:
    """List the fields that are asked; those of a bloc stand among the others, with its name before theirs."""
    cases = []
    for champ in list_asked(niveaux):
        place = f"{chemin}.{champ.nom}" if chemin else champ.nom
        label = f"{prefixe} – {champ.label}" if prefixe else champ.label
        if champ.type == "bloc":
            valeurs = niveaux[0].valeurs
            if not isinstance(valeurs.get(champ.nom), dict):
                valeurs[champ.nom] = {}
            cases += list_cases([Niveau(champ.champs, valeurs[champ.nom]), *niveaux], place, label)
        else:
            cases.append(Case(champ, place, label, niveaux))
    return cases


def elements_of(case: Case) -> list[dict[str, Any]]:
    """Give the items of a group, which are made on the way."""
    if not isinstance(case.valeurs.get(case.champ.nom), list):
        case.valeurs[case.champ.nom] = []
    elements: list[dict[str, Any]] = case.valeurs[case.champ.nom]
    return elements


def move(elements: list[Any], rang: int, pas: int) -> int:
    """Move an item; give where it is then."""
    autre = rang + pas
    if not 0 <= rang < len(elements) or not 0 <= autre < len(elements):
        return rang
    elements[rang], elements[autre] = elements[autre], elements[rang]
    return autre


def label_of(case: Case) -> str:
    """Give the label of a field, and whether it may be left out."""
    return case.label if case.champ.obligatoire else f"{case.label} (facultatif)"


def shorten(raison: str) -> str:
    """Shorten a clause of the server: beside its label, a field need not be named again."""
    texte = raison.strip()
    return "à remplir" if texte.startswith("« ") and texte.endswith(" » est obligatoire") else texte


def help_of(champ: Champ) -> str:
    """Give the help of a field in one text."""
    exemple = f"Exemple : {champ.exemple}" if champ.exemple else ""
    points = "Un point par ligne." if champ.type == "points" else ""
    prive = "Donnée personnelle : masquée au modèle." if champ.personnelle else ""
    return " ".join(mots for mots in (champ.aide, points, exemple, prive) if mots)


def has_valeur(case: Case) -> bool:
    """Tell whether something was typed in a field."""
    return not is_vide(case.valeurs.get(case.champ.nom))
