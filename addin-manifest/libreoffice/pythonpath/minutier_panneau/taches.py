"""Do what waits for the server in a thread, and touch the document on the main thread only."""

from __future__ import annotations

import threading
from typing import Any, Callable

import unohelper
from com.sun.star.awt import XCallback

from minutier_panneau.document import DocumentRefuseError
from minutier_panneau.reseau import Abandon, Arret, ErreurReseau

IMPREVU = "Une erreur s’est produite dans le panneau. Fermez-le, ouvrez-le de nouveau, et recommencez."


class Rappel(unohelper.Base, XCallback):
    """What the main thread will do."""

    def __init__(self, faire: Callable[[], None]) -> None:
        self.faire = faire

    def notify(self, _donnees: Any) -> None:
        self.faire()


class Taches:
    """Run calls for one panel, one at a time: what is asked while one runs replaces it.

    `dire` says a sentence in the panel: what goes wrong on the main thread would else look as if nothing was pressed.
    """

    def __init__(self, ctx: Any, dire: Callable[[str], None]) -> None:
        self.ctx = ctx
        self.dire = dire
        self.arret: Arret | None = None
        self.ferme = False

    @property
    def occupe(self) -> bool:
        """Tell whether an answer is awaited."""
        return self.arret is not None

    def post(self, faire: Callable[[], None]) -> None:
        """Have the main thread do something, soon."""

        def do() -> None:
            if self.ferme:
                return
            try:
                faire()
            except (DocumentRefuseError, ErreurReseau) as refus:
                self.dire(str(refus))
            except Exception:
                self.dire(IMPREVU)
                raise

        service = self.ctx.ServiceManager.createInstanceWithContext("com.sun.star.awt.AsyncCallback", self.ctx)
        service.addCallback(Rappel(do), None)

    def run(
        self, faire: Callable[[Arret], Any], fini: Callable[[Any], None], rate: Callable[[Exception], None]
    ) -> Arret:
        """Do something in a thread, then tell the main thread how it ended, unless it was given up."""
        self.cancel()
        arret = self.arret = Arret()

        def end(dire: Callable[[Any], None], quoi: Any) -> None:
            if not arret.asked:
                self.arret = None
                dire(quoi)

        def work() -> None:
            try:
                resultat = faire(arret)
            except Abandon:
                return
            except ErreurReseau as erreur:
                faute: Exception = erreur
                self.post(lambda: end(rate, faute))
            except Exception:  # noqa: BLE001 -- whatever it is, the panel says so and goes on
                self.post(lambda: end(rate, RuntimeError(IMPREVU)))
            else:
                self.post(lambda: end(fini, resultat))

        threading.Thread(target=work, daemon=True).start()
        return arret

    def cancel(self) -> None:
        """Give up what runs."""
        if self.arret is not None:
            self.arret.ask()
            self.arret = None

    def close(self) -> None:
        """Give up everything: the window is going."""
        self.ferme = True
        self.cancel()
