"""Put controls one under the other in the panel, each as high as it needs, the whole as wide as the panel."""

from __future__ import annotations

from typing import Any, Callable, NamedTuple, Sequence

import unohelper
from com.sun.star.awt import Size, XActionListener, XItemListener, XTextListener
from com.sun.star.awt.PosSize import POSSIZE

HAUTEUR_SURE = 10_000
# In high contrast a field of several lines has no edge but this one; a grey that is seen on black and on white.
CERNE: dict[str, Any] = {"Border": 2, "BorderColor": 0x808080}
TEMOIN = "temoin"
"""A text that nobody sees, to measure others with: sizes follow the font, so they hold at 200 % and on any system."""


class Clic(unohelper.Base, XActionListener):
    """A button that was pressed, or a line that was double-clicked."""

    def __init__(self, faire: Callable[[], None]) -> None:
        self.faire = faire

    def actionPerformed(self, _evenement: Any) -> None:
        self.faire()

    def disposing(self, _evenement: Any) -> None:
        pass


class Choix(unohelper.Base, XItemListener):
    """A line that was chosen, a box that was ticked."""

    def __init__(self, faire: Callable[[int], None]) -> None:
        self.faire = faire

    def itemStateChanged(self, evenement: Any) -> None:
        self.faire(evenement.Selected)

    def disposing(self, _evenement: Any) -> None:
        pass


class Frappe(unohelper.Base, XTextListener):
    """A text that changed."""

    def __init__(self, faire: Callable[[str], None]) -> None:
        self.faire = faire

    def textChanged(self, evenement: Any) -> None:
        self.faire(evenement.Source.Text)

    def disposing(self, _evenement: Any) -> None:
        pass


class Pile:
    """The controls of a panel. Each method adds one below the others and gives it.

    What is only read is a text, not a field of several lines: of that LibreOffice 7.4 tells a screen reader nothing.
    """

    def __init__(self, fenetre: Any, poster: Callable[[Callable[[], None]], None]) -> None:
        self.fenetre = fenetre
        self.poster = poster
        """Has the main thread do something: an accessibility tool presses a button from a thread of its own."""
        self.modele = fenetre.getModel()
        self.rangees: list[list[tuple[Any, int]]] = []
        """Each row: its controls, and for each the number of lines of text it shows (0: what it needs)."""
        self.noms: list[str] = []
        self.rang = 0
        temoin = self.modele.createInstance("com.sun.star.awt.UnoControlFixedTextModel")
        temoin.EnableVisible = False
        self.modele.insertByName(TEMOIN, temoin)
        self.temoin = fenetre.getControl(TEMOIN)
        self.mesures: dict[str, Any] = {}

    def clear(self) -> None:
        self.rangees = []
        for nom in self.noms:
            self.modele.removeByName(nom)
        self.noms = []

    def _add(self, sorte: str, proprietes: dict[str, Any], lignes: int = 0, *, suite: bool = False) -> Any:
        self.rang += 1
        nom = f"c{self.rang}"
        modele = self.modele.createInstance(f"com.sun.star.awt.UnoControl{sorte}Model")
        for propriete, valeur in proprietes.items():
            setattr(modele, propriete, valeur)
        modele.TabIndex = len(self.noms)
        self.modele.insertByName(nom, modele)
        self.noms.append(nom)
        controle = self.fenetre.getControl(nom)
        if suite and self.rangees:
            self.rangees[-1].append((controle, lignes))
        else:
            self.rangees.append([(controle, lignes)])
        return controle

    def add_texte(self, mots: str, *, gras: bool = False, faute: bool = False, lignes: int = 0) -> Any:
        proprietes: dict[str, Any] = {"Label": mots, "MultiLine": True, "NoLabel": gras or faute}
        if gras or faute:
            proprietes["FontWeight"] = 150.0
        return self._add("FixedText", proprietes, lignes)

    def add_champ(  # noqa: PLR0913 -- one keyword for each thing that a field may be
        self,
        label: str,
        valeur: str,
        surfrappe: Callable[[str], None] | None = None,
        *,
        aide: str = "",
        lignes: int = 1,
        secret: bool = False,
    ) -> Any:
        if label:
            self.add_texte(label)
        proprietes: dict[str, Any] = {"Text": valeur, "HelpText": aide}
        if lignes > 1:
            proprietes.update(MultiLine=True, VScroll=True, **CERNE)
        if secret:
            proprietes["EchoChar"] = ord("•")
        controle = self._add("Edit", proprietes, lignes if lignes > 1 else 0)
        if surfrappe is not None:
            controle.addTextListener(Frappe(surfrappe))
        return controle

    def add_menu(
        self, label: str, options: Sequence[str], choisie: int, surchoix: Callable[[int], None], aide: str = ""
    ) -> Any:
        self.add_texte(label)
        controle = self._add(
            "ListBox", {"Dropdown": True, "StringItemList": tuple(options), "LineCount": 12, "HelpText": aide}
        )
        if choisie >= 0:
            controle.selectItemPos(choisie, True)
        controle.addItemListener(Choix(lambda rang: self.poster(lambda: surchoix(rang))))
        return controle

    def add_liste(
        self, label: str, options: Sequence[str], lignes: int, surchoix: Callable[[int], None], choisie: int = -1
    ) -> Any:
        self.add_texte(label)
        controle = self._add("ListBox", {"StringItemList": tuple(options), **CERNE}, lignes)
        if choisie >= 0:
            controle.selectItemPos(choisie, True)
        controle.addItemListener(Choix(lambda rang: self.poster(lambda: surchoix(rang))))
        return controle

    def add_case(self, label: str, surchoix: Callable[[bool], None], *, coche: bool) -> Any:
        controle = self._add("CheckBox", {"Label": label, "State": int(coche), "MultiLine": True})
        controle.addItemListener(Choix(lambda _rang: surchoix(controle.State == 1)))
        return controle

    def add_bouton(
        self, label: str, faire: Callable[[], None], *, suite: bool = False, actif: bool = True, aide: str = ""
    ) -> Any:
        controle = self._add("Button", {"Label": label, "Enabled": actif, "HelpText": aide}, suite=suite)
        controle.addActionListener(Clic(lambda: self.poster(faire)))
        return controle

    def measure(self, largeur: int) -> int:
        """Give the height that the controls need at this width."""
        return self._place(largeur, poser=False)

    def place(self, largeur: int) -> None:
        self._place(largeur, poser=True)

    def _place(self, largeur: int, *, poser: bool) -> int:
        ligne = self._measure_texte("Ag").Height
        marge, ecart = ligne // 2, ligne // 3
        y, dispo = marge, max(largeur - 2 * marge, 3 * ligne)
        for rangee in self.rangees:
            if is_bouton(rangee[0][0]):
                y = self._place_boutons(rangee, Cadre(marge, y, dispo, ligne), poser=poser) + ecart
                continue
            controle, lignes = rangee[0]
            hauteur = height_of(controle, dispo, lignes, ligne)
            if poser:
                controle.setPosSize(marge, y, dispo, hauteur, POSSIZE)
            y += hauteur + (ecart if hauteur else 0)
        return y + marge

    def _place_boutons(self, rangee: list[tuple[Any, int]], cadre: Cadre, *, poser: bool) -> int:
        """Place a row of buttons, as wide as their words; what does not fit goes to the next line."""
        x, y, haut = cadre.x, cadre.y, 2 * cadre.ligne
        for controle, _ in rangee:
            large = min(self._measure_texte(controle.getModel().Label).Width + haut, cadre.largeur)
            if x > cadre.x and x + large > cadre.x + cadre.largeur:
                x, y = cadre.x, y + haut + cadre.ligne // 4
            if poser:
                controle.setPosSize(x, y, large, haut, POSSIZE)
            x += large + cadre.ligne // 4
        return y + haut

    def _measure_texte(self, mots: str) -> Any:
        """Measure words once: each change of a text has the sidebar ask for our height again."""
        if mots not in self.mesures:
            self.temoin.getModel().Label = mots
            self.mesures[mots] = self.temoin.getPreferredSize()
        return self.mesures[mots]


class Cadre(NamedTuple):
    """Where a row begins, how wide it may be, how high a line of text is."""

    x: int
    y: int
    largeur: int
    ligne: int


def is_bouton(controle: Any) -> bool:
    """Tell whether a control is a button: several of them stand on one row."""
    return bool(controle.getModel().supportsService("com.sun.star.awt.UnoControlButtonModel"))


def height_of(controle: Any, largeur: int, lignes: int, ligne: int) -> int:
    """Give the height of a control at this width; none for a text that says nothing yet."""
    modele = controle.getModel()
    if lignes:
        return lignes * (ligne + ligne // 6) + ligne
    if modele.supportsService("com.sun.star.awt.UnoControlFixedTextModel"):
        return int(controle.calcAdjustedSize(Size(largeur, HAUTEUR_SURE)).Height) if modele.Label else 0
    if modele.supportsService("com.sun.star.awt.UnoControlCheckBoxModel"):
        return max(int(controle.calcAdjustedSize(Size(largeur, HAUTEUR_SURE)).Height), ligne)
    return 2 * ligne
