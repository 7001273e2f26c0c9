"""Fill a form with nothing but a keyboard: Tab from field to field, type, choose with the arrows, add with Enter."""

import re
from typing import Any

from playwright.sync_api import Page

# More keys than any form has fields: a focus that turns in circles must end the test.
PAS_MAX = 1_500
LETTRES = 6
FOCUS = """() => {
  const e = document.activeElement;
  return {
    balise: e.tagName, type: e.type ?? "", nom: e.name ?? "", valeur: e.value ?? "", coche: Boolean(e.checked),
    texte: e.innerText ?? "", valeurs: e.tagName === "SELECT" ? [...e.options].map((o) => o.value) : [],
    groupe: e.closest?.(".groupe")?.id ?? "", elements: e.closest?.(".groupe")?.querySelectorAll(".elements > li").length ?? 0,
    visible: e === document.body || e.checkVisibility(),
  };
}"""


def find(saisie: Any, chemin: str) -> Any:
    """Follow "voies[2].sens" in a saisie; None where nothing is."""
    for nom, rang in re.findall(r"([^.\[\]]+)|\[(\d+)\]", chemin):
        if isinstance(saisie, dict):
            saisie = saisie.get(nom)
        elif isinstance(saisie, list) and rang and int(rang) < len(saisie):
            saisie = saisie[int(rang)]
        else:
            return None
    return saisie


def as_typed(valeur: Any) -> str:
    """Write a value as a person would; a date of the saisie comes as 2026-12-11."""
    texte = str(valeur)
    date = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", texte)
    return f"{date[3]}/{date[2]}/{date[1]}" if date else texte


def as_choice(valeur: Any) -> str:
    return {True: "true", False: "false"}.get(valeur, str(valeur)) if isinstance(valeur, bool) else str(valeur)


class Clavier:
    """A person without a mouse, who fills the form of the page from a saisie."""

    def __init__(self, page: Page, saisie: dict[str, Any]) -> None:
        self.page = page
        self.saisie = saisie
        self.vus: list[str] = []

    @property
    def focus(self) -> dict[str, Any]:
        return self.page.evaluate(FOCUS)

    def press(self, *touches: str) -> None:
        for touche in touches:
            self.page.keyboard.press(touche)

    def type(self, texte: str) -> None:
        """Type the first letters one by one, the rest as a keyboard that composes sends it: at once."""
        self.page.keyboard.type(texte[:LETTRES])
        if texte[LETTRES:]:
            self.page.keyboard.insert_text(texte[LETTRES:])

    def go_to(self, texte: str) -> None:
        """Press Tab until the focus stands on a button or a link of these words."""
        for _ in range(PAS_MAX):
            if self.focus["texte"].strip().startswith(texte):
                return
            self.press("Tab")
        raise AssertionError(f"le clavier n’atteint pas « {texte} »")

    def fill(self, fin: str) -> None:
        """Fill every field in turn, until the button that ends the form has the focus."""
        for _ in range(PAS_MAX):
            focus = self.focus
            assert focus["visible"], focus
            if focus["balise"] == "BUTTON" and focus["texte"].startswith(fin):
                return
            if not self._answer(focus):
                self.press("Tab")
        raise AssertionError("le clavier n’arrive pas au bout du formulaire")

    def _answer(self, focus: dict[str, Any]) -> bool:
        """Answer what has the focus; tell whether the focus has moved already."""
        if focus["balise"] == "BUTTON":
            return self._add(focus)
        valeur = find(self.saisie, focus["nom"]) if focus["nom"] else None
        if valeur is None:
            return False
        self.vus.append(focus["nom"])
        if focus["balise"] == "SELECT":
            self._choose(focus["valeurs"].index(as_choice(valeur)) - focus["valeurs"].index(focus["valeur"]))
        elif focus["type"] == "radio":
            self._check(as_choice(valeur))
        else:
            self.press("Control+a")
            self.type(as_typed(valeur))
            return self._add_point(focus["nom"])
        return False

    def _choose(self, pas: int) -> None:
        self.press(*["ArrowDown" if pas > 0 else "ArrowUp"] * abs(pas))

    def _check(self, voulue: str) -> None:
        for _ in range(10):
            focus = self.focus
            if focus["valeur"] == voulue:
                if not focus["coche"]:
                    self.press("Space")
                return
            self.press("ArrowDown")
        raise AssertionError(f"« {voulue} » n’est pas un choix")

    def _add(self, focus: dict[str, Any]) -> bool:
        """Add an item to a group that has fewer than wanted: the focus goes to its first field."""
        if not focus["texte"].startswith("Ajouter un") or "point" in focus["texte"]:
            return False
        voulus = find(self.saisie, focus["groupe"].removeprefix("champ-")) or []
        if focus["elements"] >= len(voulus):
            return False
        self.press("Enter")
        return True

    def _add_point(self, nom: str) -> bool:
        """After a point, Enter adds the next one and goes to it."""
        suite = re.fullmatch(r"(.+)\[(\d+)\]", nom)
        if not suite or find(self.saisie, f"{suite[1]}[{int(suite[2]) + 1}]") is None:
            return False
        self.press("Enter")
        return True
