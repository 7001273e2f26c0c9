"""The panel of one window: its state line, its screens, its calls."""

from __future__ import annotations

import platform
import threading
from pathlib import Path
from typing import Any, Callable

import unohelper
from com.sun.star.util import XModifyListener

from minutier_panneau import document as doc
from minutier_panneau import reglages as reg
from minutier_panneau.ecran import Ecran
from minutier_panneau.ecran_connexion import Connexion
from minutier_panneau.ecran_controle import Controle
from minutier_panneau.ecran_modeles import Modeles
from minutier_panneau.ecran_reformulation import Reformulation
from minutier_panneau.ecran_relecture import Relecture
from minutier_panneau.ecran_verification import Verification
from minutier_panneau.etat import say_etat
from minutier_panneau.fenetres import PANNEAUX, find_panneau, list_open, show_volet
from minutier_panneau.reseau import Client, ErreurReseau, Refus
from minutier_panneau.session import check_version, open_client, sign_out
from minutier_panneau.situation import Reperes, find_situation
from minutier_panneau.taches import Taches
from minutier_panneau.vue import Pile

EXTENSION = "fr.minutier.libreoffice"
NON_AUTORISE = 401
ECRANS = {
    "rediger": ("Rédiger", Modeles),
    "controler": ("Contrôler", Controle),
    "reformuler": ("Reformuler", Reformulation),
    "relecture": ("Relecture", Relecture),
    "verifier": ("Visa", Verification),
}
"""The screens, by the name of the command that shows each; « Rédiger » is the first."""


class Suivi(unohelper.Base, XModifyListener):
    """Tell the panel that its document changed, or was closed: of its window LibreOffice does not always tell."""

    def __init__(self, faire: Callable[[], None], fermer: Callable[[], None]) -> None:
        self.faire = faire
        self.fermer = fermer

    def modified(self, _evenement: Any) -> None:
        self.faire()

    def disposing(self, _evenement: Any) -> None:
        self.fermer()


class Panneau:
    """What one window shows of Minutier. Who is signed in is the same for all windows: the token is in the profile."""

    def __init__(self, ctx: Any, cadre: Any, fenetre: Any, cote: Any) -> None:
        self.ctx = ctx
        self.cadre = cadre
        self.fenetre = fenetre
        self.cote = cote
        self.taches = Taches(ctx, self.say)
        self.pile = Pile(fenetre, self.taches.post)
        self.largeur = 0
        self.client: Client | None = None
        self.compte: dict[str, Any] = {}
        self.dernier: tuple[Client, str] | None = None
        """Who was signed in before the token expired: what they were at goes on with the next one."""
        self.dossier: dict[str, Any] | None = None
        self.verdict = ""
        self.exporte: tuple[str, bytes] | None = None
        """What was last given to verify."""
        self.change = False
        self.en_cours = ""
        """What the server is asked to change, until it has answered; empty otherwise."""
        self.message = ""
        self.ancien = ""
        """That the server is older than this panel; it stays in sight."""
        self.annonce = ""
        """What the next screen is to say once it has read where things stand."""
        self.voulu = "rediger"
        self.ecran: Ecran = Connexion(self)
        self.ligne: Any = None
        self.avis: Any = None
        self.suivi: Any = None
        PANNEAUX.append(self)

    # --- where we are

    @property
    def document(self) -> Any:
        """Give the document of this window."""
        return self.cadre.getController().getModel()

    @property
    def profil(self) -> Path:
        """Give the folder of this user's profile."""
        return Path(self._resolve("$(user)")) / "minutier"

    def _resolve(self, chemin: str) -> str:
        chemins = self.ctx.ServiceManager.createInstanceWithContext("com.sun.star.util.PathSubstitution", self.ctx)
        return _system_path(chemins.substituteVariables(chemin, True))

    @property
    def livre(self) -> Path:
        """Give the folder of the extension."""
        fournisseur = self.ctx.getByName("/singletons/com.sun.star.deployment.PackageInformationProvider")
        return Path(_system_path(fournisseur.getPackageLocation(EXTENSION)))

    @property
    def version(self) -> str:
        """Give the version of the extension."""
        fournisseur = self.ctx.getByName("/singletons/com.sun.star.deployment.PackageInformationProvider")
        return next((v for nom, v in fournisseur.getExtensionList() if nom == EXTENSION), "")

    def load_reglages(self) -> reg.Reglages:
        """Read the settings of the DSI, and of this user."""
        return reg.load_reglages(reg.list_fichiers(self.livre / "reglages.json"), self.profil)

    # --- beginning and end

    def start(self) -> None:
        """Show the first screen, then ask the server who we are."""
        self.suivi = Suivi(self.document_changed, self.close)
        self.document.addModifyListener(self.suivi)
        self.show(Connexion(self))
        self.begin("rediger")

    def begin(self, voulu: str) -> None:
        """Go to a screen with the token that this post keeps, if it keeps one."""
        self.voulu = voulu
        reglages = self.load_reglages()
        jeton = reg.load_jeton(self.profil, reglages.adresse)
        if jeton:
            self.enter(reglages, jeton)

    def close(self) -> None:
        """Give up what runs: the window is going."""
        self.taches.close()
        if self in PANNEAUX:
            PANNEAUX.remove(self)

    def enter(self, reglages: reg.Reglages, jeton: str, suite: Ecran | None = None) -> None:
        """Take a token as who we are, once the server has said so; then go to `suite`, or where we wanted."""
        reperes = self.read_reperes()
        fichier = self.export_visa() if reperes.vise else None
        version = self.version

        def ask(arret: Any) -> Any:
            client = open_client(reglages, jeton)
            avis = check_version(client, version)
            compte = client.call("GET", "/api/moi", arret=arret)["compte"]
            return client, compte, avis, find_situation(client, reperes, fichier, arret)

        def entered(reponse: Any) -> None:
            self.client, self.compte, self.ancien, (self.dossier, self.verdict) = reponse
            if suite is not None and self.dernier is not None and self.dernier[1] == self.compte["id"]:
                self.client, _ = self.dernier
                self.client.jeton = jeton
                self.show(suite)
            else:
                self.go(self.voulu)

        self.wait("Connexion au serveur…", ask, entered)

    def tell_others(self) -> None:
        """Have the other windows of this post use the token that this one was given."""
        for autre in list_open():
            if autre is not self and autre.client is None:
                autre.begin(autre.voulu)

    def leave(self) -> None:
        """Sign out of this post: in all of its windows, and on the server."""
        reg.delete_jeton(self.profil)
        client = self.client
        if client is not None:
            threading.Thread(target=sign_out, args=(client,), daemon=True).start()
        for panneau in list_open():
            panneau.taches.cancel()
            panneau.client, panneau.compte, panneau.dernier, panneau.dossier = None, {}, None, None
            panneau.show(Connexion(panneau))

    # --- screens

    def go(self, nom: str) -> None:
        """Go to one of the screens; to that of signing in first, if nobody is."""
        self.voulu = nom
        if self.client is None:
            self.show(self.ecran if isinstance(self.ecran, Connexion) else Connexion(self))
            return
        _, sorte = ECRANS[nom]
        ecran: Ecran = sorte(self)
        self.show(ecran)
        ecran.arrive()

    def show(self, ecran: Ecran) -> None:
        """Show a screen, under the state line; what another said goes with it."""
        if ecran is not self.ecran:
            self.message = ""
        self.ecran = ecran
        self.redraw()

    def redraw(self) -> None:
        """Make the controls of the panel again."""
        pile = self.pile
        pile.clear()
        self.ligne = pile.add_texte(self.say_etat(), gras=True)
        if self.client is not None:
            for nom, (mots, _) in ECRANS.items():
                pile.add_bouton(mots, self._going(nom), suite=nom != "rediger")
            pile.add_texte(self.ancien)
        self.avis = pile.add_texte(self.message)
        self.ecran.build(pile)
        self.layout()

    def _going(self, nom: str) -> Callable[[], None]:
        return lambda: self.later(lambda: self.go(nom))

    def later(self, faire: Callable[[], None]) -> None:
        """Do it once the control that asks for it has had its say: it may be about to be removed."""
        self.taches.post(faire)

    def redraw_later(self) -> None:
        """Make the controls again, soon."""
        self.later(self.redraw)

    def layout(self) -> None:
        """Place the controls, and tell the sidebar how high they are."""
        if self.largeur:
            self.pile.place(self.largeur)
        if self.cote is not None:
            self.cote.requestLayout()

    def measure(self, largeur: int) -> int:
        """Give the height that the panel needs."""
        return self.pile.measure(largeur)

    def resize(self, largeur: int) -> None:
        """Take another width."""
        if largeur > 0 and largeur != self.largeur:
            self.largeur = largeur
            self.pile.place(largeur)

    # --- what is said

    def say_etat(self) -> str:
        """Say the state of the document."""
        projet = bool(doc.get_propriete(self.document, doc.STATUT))
        return say_etat(dossier=self.dossier, verdict=self.verdict, change=self.change, projet=projet)

    def tell_etat(self) -> None:
        """Write the state line again."""
        mots = self.say_etat()
        if self.ligne is not None and self.ligne.getModel().Label != mots:
            self.ligne.getModel().Label = mots
            self.layout()

    def say(self, message: str) -> None:
        """Say something under the state line."""
        self.message = message
        if self.avis is not None:
            self.avis.getModel().Label = message
            self.layout()

    def document_changed(self) -> None:
        """Remember that the document is no longer what was verified, or is being verified."""
        if self.document.isModified() and not self.change:
            self.change = True
            self.later(self.tell_etat)

    # --- calls

    def wait(
        self,
        mots: str,
        faire: Callable[[Any], Any],
        fini: Callable[[Any], None],
        garder: Callable[[Any], None] | None = None,
    ) -> None:
        """Do something in a thread; say what is being waited for, then what came of it.

        `fini` is told to the screen that asked, unless it was left since; `garder` keeps what counts all the same.
        """
        ecran = self.ecran
        self.say(mots)

        def ask(arret: Any) -> Any:
            resultat = faire(arret)
            if garder is not None:
                # Given up meanwhile, too: the server has done it.
                self.later(lambda: garder(resultat))
                self.later(self.tell_etat)
            return resultat

        def done(resultat: Any) -> None:
            if self.ecran is not ecran:
                return
            # What another action said since stays.
            if self.message == mots:
                self.say("")
            fini(resultat)

        self.taches.run(ask, done, lambda erreur: self.fail(erreur, ecran))

    def fail(self, erreur: Exception, ecran: Ecran) -> None:
        """Say what went wrong; a token that is no longer good leads to signing in, and then back here."""
        self.say(str(erreur))
        if self.ecran is ecran:
            ecran.failed()
        if isinstance(erreur, Refus) and erreur.statut == NON_AUTORISE and self.client is not None:
            self.dernier, self.client = (self.client, self.compte["id"]), None
            self.show(Connexion(self, self.ecran))
            self.say("Votre connexion a expiré : connectez-vous de nouveau. Rien n’est perdu.")

    def act(
        self,
        mots: str,
        faire: Callable[[], Any],
        fini: Callable[[Any], None],
        garder: Callable[[Any], None] | None = None,
    ) -> None:
        """Have the server change something, as `wait`, once at a time, on whatever screen it is pressed again."""
        if self.en_cours or self.taches.occupe:
            # What is read may change what the button does.
            self.say(self.en_cours or self.message)
            return
        self.en_cours = mots

        def ended() -> None:
            self.en_cours = ""
            if self.message == mots:
                self.say("")

        def ask(arret: Any) -> Any:
            try:
                return faire()
            except ErreurReseau as erreur:
                if arret.asked:
                    # The screen that asked was left.
                    dit = str(erreur)
                    self.later(lambda: self.say(dit))
                raise
            finally:
                self.later(ended)

        self.wait(mots, ask, fini, garder)

    def need_client(self) -> Client:
        """Give the client.

        Raises:
            ErreurReseau: nobody is signed in.
        """
        if self.client is None:
            raise ErreurReseau("Connectez-vous d’abord.")
        return self.client

    def name_poste(self) -> str:
        """Give the name of this post, for the list of tokens of the account."""
        return platform.node() or "ce poste"

    def read_reperes(self) -> Reperes:
        """Read what the document says of where it stands."""
        document = self.document
        dossier, brouillon = (doc.get_propriete(document, nom) for nom in (doc.LIEN, doc.BROUILLON))
        return Reperes(dossier, brouillon, doc.has_visa(document))

    def export(self) -> tuple[str, bytes]:
        """Give the document as it is now."""
        return doc.export(self.ctx, self.document)

    def export_visa(self) -> tuple[str, bytes]:
        """Give the document as it is now, to verify: what is changed from now on is not what the answer is about."""
        fichier = self.export()
        self.exporte = fichier
        # After it: Writer counts pages and words again as it writes, and says that the document has changed.
        self.change = False
        return fichier

    def open_new(self, nom: str, donnees: bytes, voulu: str, dossier: str = "") -> None:
        """Open a file as a new document with its own panel, which knows the dossier that the document belongs to."""
        document = doc.open_document(self.ctx, nom, donnees)
        if dossier:
            doc.set_lien(document, dossier)
            document.setModified(False)
        cadre = document.getCurrentController().getFrame()
        show_volet(cadre)
        panneau = find_panneau(cadre)
        if panneau is not None:
            panneau.begin(voulu)


def _system_path(adresse: str) -> str:
    import uno  # noqa: PLC0415 -- where it is needed

    return str(uno.fileUrlToSystemPath(adresse))
