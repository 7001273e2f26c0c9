"""The panels that are open, one for each window, and the sidebar that holds them."""

from __future__ import annotations

from typing import Any

VOLET = "MinutierVolet"
PANNEAUX: list[Any] = []


def find_panneau(cadre: Any) -> Any:
    """Find the panel of a window."""
    return next((p for p in PANNEAUX if p.cadre == cadre), None)


def list_open() -> list[Any]:
    """List the panels whose window is still there: LibreOffice does not tell of each that goes."""
    for panneau in tuple(PANNEAUX):
        try:
            la = panneau.cadre.getController() is not None and panneau.fenetre.getPeer() is not None
        except Exception:  # noqa: BLE001 -- whatever UNO says of what is no more
            la = False
        if not la:
            panneau.close()
    return list(PANNEAUX)


def show_volet(cadre: Any) -> None:
    """Show the sidebar of a window, and our panel in it."""
    cote = cadre.getController().getSidebar()
    cote.setVisible(True)
    cote.showDecks(True)
    volet = cote.getDecks().getByName(VOLET)
    # LibreOffice 7.4 empties a deck that is shown already.
    if not volet.isActive():
        volet.activate(True)
