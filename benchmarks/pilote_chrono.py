"""The driver of the tests, with a watch; run by the system's Python, which has UNO. Times are in milliseconds."""

import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests/oxt"))

import unohelper
from com.sun.star.accessibility import AccessibleRole as Role
from com.sun.star.awt import XCallback
from pilote import ATTENTE_S, BOUTONS, EchecError, Pilote, serve

BATTEMENT_S = 0.002
"""Between two beats: a beat that waits is what a key that is typed waits, to within this."""


class Coeur(unohelper.Base, XCallback):
    """Ask the main thread to answer, again and again; remember the longest silence."""

    def __init__(self, service):
        self.service = service
        self.recu = threading.Event()
        self.fini = threading.Event()
        self.silence = 0.0
        self.fil = threading.Thread(target=self.beat)
        self.fil.start()

    def beat(self):
        while not self.fini.is_set():
            debut = time.perf_counter()
            self.recu.clear()
            self.service.addCallback(self, None)
            self.recu.wait(ATTENTE_S)
            self.silence = max(self.silence, time.perf_counter() - debut)
            time.sleep(BATTEMENT_S)

    def notify(self, _donnees):
        self.recu.set()

    def stop(self):
        self.fini.set()
        self.fil.join()
        return self.silence * 1000


class PiloteChrono(Pilote):
    """The driver, with a watch."""

    def chronometrer_panneau(self):
        """Open the panel of this document by the command of the menu; give the time until it says something."""
        debut = time.perf_counter()
        self.commander("rediger")
        self.wait_fast(lambda: any(role == Role.LABEL for role, _, _ in self._list()), "le panneau")
        return (time.perf_counter() - debut) * 1000

    def chronometrer_controle(self):
        """Press « Contrôler »; give the time until the findings are in the panel, and the longest silence meanwhile."""
        bouton = self._find(BOUTONS, "Contrôler")
        panneau = bouton.getAccessibleParent().getAccessibleContext()
        coeur = Coeur(self._service("com.sun.star.awt.AsyncCallback"))
        debut = time.perf_counter()
        bouton.doAccessibleAction(0)
        self.wait_fast(lambda: self._has_constats(panneau), "les constats")
        return [(time.perf_counter() - debut) * 1000, coeur.stop()]

    def _has_constats(self, panneau):
        # The last control first: the findings stand below the others. That there is none is an answer, too.
        for rang in reversed(range(panneau.getAccessibleChildCount())):
            nom = panneau.getAccessibleChild(rang).getAccessibleContext().getAccessibleName()
            if nom.startswith(("Constats", "Aucun constat")):
                return True
        return False

    def chronometrer_silence(self, bouton, mots):
        """Press a button; give the longest silence of the main thread until the panel says these words."""
        trouve = self._find(BOUTONS, bouton)
        coeur = Coeur(self._service("com.sun.star.awt.AsyncCallback"))
        trouve.doAccessibleAction(0)
        self.attendre(mots)
        return coeur.stop()

    def chronometrer_ouverture(self, bouton):
        """Press a button that opens a document; give the longest silence until its panel stands."""
        self.connus = self._list_documents()
        trouve = self._find(BOUTONS, bouton)
        coeur = Coeur(self._service("com.sun.star.awt.AsyncCallback"))
        trouve.doAccessibleAction(0)
        self.prendre_nouveau()
        self.attendre_bouton("Contrôler de nouveau")
        return coeur.stop()

    def wait_fast(self, condition, quoi):
        """Wait as `wait` does, without a pause between two looks."""
        fin = time.monotonic() + ATTENTE_S
        while time.monotonic() < fin:
            try:
                if condition():
                    return
            except EchecError:
                raise
            except Exception:
                # A control that is being made anew while we look.
                continue
        raise EchecError(f"attendu en vain : {quoi}")


if __name__ == "__main__":
    serve(PiloteChrono(sys.argv[1]))
