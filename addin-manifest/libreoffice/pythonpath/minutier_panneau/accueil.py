"""Answer LibreOffice: make the panel of a window, and obey the commands of menu, toolbar and keys."""

from __future__ import annotations

from typing import Any

import unohelper
from com.sun.star.awt import XWindowListener
from com.sun.star.frame import XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization
from com.sun.star.ui import LayoutSize, XSidebarPanel, XToolPanel, XUIElement, XUIElementFactory

from minutier_panneau.fenetres import find_panneau, show_volet
from minutier_panneau.panneau import Panneau
from minutier_panneau.taches import Taches

PROTOCOLE = "fr.minutier:"
DIALOGUE = "vnd.sun.star.extension://fr.minutier.libreoffice/dialogues/panneau.xdl"
LARGEUR_MINIMALE = 280
"""Pixels: the five buttons on two rows. LibreOffice gives a sidebar no more than what its panels ask for."""
TOOLPANEL = 7
"""com.sun.star.ui.UIElementType.TOOLPANEL."""


class Fabrique(unohelper.Base, XUIElementFactory):
    """Make the panel that the sidebar of a window asks for."""

    def __init__(self, ctx: Any) -> None:
        self.ctx = ctx

    def createUIElement(self, adresse: str, arguments: Any) -> Any:
        donnes = {argument.Name: argument.Value for argument in arguments}
        return Element(self.ctx, adresse, donnes)


class Element(unohelper.Base, XUIElement, XToolPanel, XSidebarPanel):
    """The panel, as the sidebar knows it."""

    def __init__(self, ctx: Any, adresse: str, donnes: dict[str, Any]) -> None:
        self.Frame = donnes["Frame"]
        self.ResourceURL = adresse
        self.Type = TOOLPANEL
        fournisseur = ctx.ServiceManager.createInstanceWithContext("com.sun.star.awt.ContainerWindowProvider", ctx)
        self.Window = fournisseur.createContainerWindow(DIALOGUE, "", donnes["ParentWindow"], None)
        self.panneau = Panneau(ctx, self.Frame, self.Window, donnes.get("Sidebar"))
        self.Window.addWindowListener(Taille(self.panneau))
        # A container that is not shown once stays blank.
        self.Window.setVisible(True)
        self.panneau.start()

    def getRealInterface(self) -> Any:
        return self

    def getWindow(self) -> Any:
        return self.Window

    def createAccessible(self, _parent: Any) -> Any:
        return self.Window.getAccessibleContext()

    def getHeightForWidth(self, largeur: int) -> Any:
        hauteur = self.panneau.measure(largeur)
        return LayoutSize(hauteur, -1, hauteur)

    def getMinimalWidth(self) -> int:
        return LARGEUR_MINIMALE


class Taille(unohelper.Base, XWindowListener):
    """Tell the panel that its width changed."""

    def __init__(self, panneau: Panneau) -> None:
        self.panneau = panneau

    def windowResized(self, evenement: Any) -> None:
        self.panneau.resize(evenement.Width)

    def windowMoved(self, evenement: Any) -> None:
        pass

    def windowShown(self, evenement: Any) -> None:
        pass

    def windowHidden(self, evenement: Any) -> None:
        pass

    def disposing(self, _evenement: Any) -> None:
        self.panneau.close()


class Commandes(unohelper.Base, XInitialization, XDispatchProvider, XDispatch):
    """Open the panel where a command of the menu wants it."""

    def __init__(self, ctx: Any, *_arguments: Any) -> None:
        self.ctx = ctx
        self.cadre: Any = None

    def initialize(self, arguments: Any) -> None:
        if arguments:
            self.cadre = arguments[0]

    def queryDispatch(self, adresse: Any, _cible: str, _drapeaux: int) -> Any:
        return self if adresse.Protocol == PROTOCOLE else None

    def queryDispatches(self, demandes: Any) -> Any:
        return [self.queryDispatch(d.FeatureURL, d.FrameName, d.SearchFlags) for d in demandes]

    def dispatch(self, adresse: Any, _arguments: Any) -> None:
        Taches(self.ctx, self.say).post(lambda: self.obey(adresse.Path))

    def obey(self, commande: str) -> None:
        """Open the panel at a screen; on the main thread, whoever sent the command."""
        show_volet(self.cadre)
        panneau = find_panneau(self.cadre)
        if panneau is not None:
            panneau.go(commande)

    def say(self, message: str) -> None:
        """Say why a command was not obeyed, where there is a panel to say it."""
        panneau = find_panneau(self.cadre)
        if panneau is not None:
            panneau.say(message)

    def addStatusListener(self, ecouteur: Any, adresse: Any) -> None:
        pass

    def removeStatusListener(self, ecouteur: Any, adresse: Any) -> None:
        pass
