"""Drive LibreOffice and its panel as a person with a screen reader does; run by the system's Python, which has UNO.

Reads one order a line (JSON: name, arguments), answers each with one line. Every wait is on a condition.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time

import uno
from com.sun.star.accessibility import AccessibleRole as Role
from com.sun.star.accessibility import AccessibleStateType
from com.sun.star.awt import KeyEvent
from com.sun.star.beans import PropertyValue

ATTENTE_S = 60
# A new profile, an extension to install in it, on a machine that is busy.
DEMARRAGE_S = 180
PAS_S = 0.05
TAILLE_MAX = 4000
# The menus and toolbars of LibreOffice, and the text of the document, are not where our panel is.
AILLEURS = frozenset(
    {Role.MENU_BAR, Role.TOOL_BAR, Role.STATUS_BAR, Role.DOCUMENT, Role.DOCUMENT_TEXT, Role.LIST_ITEM, Role.MENU}
)
BOUTONS = frozenset({Role.PUSH_BUTTON})
TEXTES = frozenset({Role.TEXT, Role.PASSWORD_TEXT})
ZONES = frozenset({Role.SCROLL_PANE})
LISTES = frozenset({Role.PANEL, Role.COMBO_BOX})


class EchecError(Exception):
    """What was waited for did not come."""


class Pilote:
    def __init__(self, tuyau):
        local = uno.getComponentContext()
        resolveur = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        adresse = f"uno:pipe,name={tuyau};urp;StarOffice.ComponentContext"
        self.ctx = self.wait(lambda: self._resolve(resolveur, adresse), "LibreOffice", DEMARRAGE_S)
        self.bureau = self._service("com.sun.star.frame.Desktop")
        self.connus = []
        self.derniere = None
        self.document = None
        # LibreOffice ends with its last document: this one, which nobody sees, stays.
        self.fond = self.bureau.loadComponentFromURL("private:factory/swriter", "_blank", 0, self._make(Hidden=True))

    def _make(self, **valeurs):
        options = []
        for nom, valeur in valeurs.items():
            option = PropertyValue()
            option.Name, option.Value = nom, valeur
            options.append(option)
        return tuple(options)

    def _resolve(self, resolveur, adresse):
        try:
            return resolveur.resolve(adresse)
        except Exception:
            return None

    def _service(self, nom):
        return self.ctx.ServiceManager.createInstanceWithContext(nom, self.ctx)

    def wait(self, condition, quoi, delai_s=ATTENTE_S):
        """Wait until a condition holds; a control that goes while it is looked at means that it does not hold yet."""
        fin = time.monotonic() + delai_s
        while True:
            try:
                trouve = condition()
            except EchecError:
                raise
            except Exception:
                trouve = None
            if trouve:
                return trouve
            if time.monotonic() > fin:
                raise EchecError(f"attendu en vain : {quoi}")
            time.sleep(PAS_S)

    # --- documents

    def ouvrir(self, adresse="private:factory/swriter", lecture_seule=False):
        # On the main thread, as a person opens it: elsewhere GTK waits for its own clipboard, for ever.
        options = self._make(ReadOnly=lecture_seule, OnMainThread=True)
        self.document = self.bureau.loadComponentFromURL(adresse, "_blank", 0, options)
        self.document.CurrentController.Frame.activate()

    def agrandir(self):
        """Have the window fill the screen."""
        self.document.CurrentController.Frame.ContainerWindow.IsMaximized = True

    def _list_documents(self):
        documents = []
        composants = self.bureau.Components.createEnumeration()
        while composants.hasMoreElements():
            composant = composants.nextElement()
            if composant.RuntimeUID != self.fond.RuntimeUID:
                documents.append(composant)
        return documents

    def prendre_document(self, debut):
        """Go to the document whose title begins so, once it is there."""

        def find():
            return next((d for d in self._list_documents() if d.Title.startswith(debut)), None)

        self.document = self.wait(find, f"le document « {debut} »")
        return self.document.Title

    def prendre_nouveau(self):
        """Go to the document that is opened beside this one, once it is there."""
        connus = [d.RuntimeUID for d in self.connus]

        def find():
            return next((d for d in self._list_documents() if d.RuntimeUID not in connus), None)

        self.document = self.wait(find, "un nouveau document")
        return self.document.Title

    def garder(self):
        """Give what names this document, to come back to it."""
        return self.document.RuntimeUID

    def reprendre(self, uid):
        self.document = next(d for d in self._list_documents() if d.RuntimeUID == uid)

    def fermer_tout(self):
        for document in self._list_documents():
            document.close(True)
        self.document = None

    def fermer(self):
        self.document.close(True)
        self.document = None

    def texte(self):
        return self.document.Text.String

    def remplacer(self, avant, apres):
        recherche = self.document.createReplaceDescriptor()
        recherche.SearchString, recherche.ReplaceString = avant, apres
        recherche.SearchCaseSensitive = True
        return self.document.replaceAll(recherche)

    def _search(self, mots):
        recherche = self.document.createSearchDescriptor()
        recherche.SearchString = mots
        return self.document.findFirst(recherche)

    def contient(self, mots):
        """Tell whether the document holds these words, tables included."""
        return self._search(mots) is not None

    def placer(self, mots):
        """Put the cursor where these words are."""
        trouve = self._search(mots)
        self.document.CurrentController.ViewCursor.gotoRange(trouve.Start, False)

    def selectionner(self, debut, fin=""):
        """Select from these words to those, or these alone."""
        depuis, jusqua = self._search(debut), self._search(fin or debut)
        curseur = depuis.Text.createTextCursorByRange(depuis.Start)
        curseur.gotoRange(jusqua.End, True)
        self.document.CurrentController.select(curseur)

    def selectionner_cellules(self, cellules):
        self.document.CurrentController.select(self.document.TextTables.getByIndex(0).getCellRangeByName(cellules))

    def selectionner_tout(self):
        curseur = self.document.Text.createTextCursor()
        curseur.gotoStart(False)
        curseur.gotoEnd(True)
        self.document.CurrentController.select(curseur)

    def taper_devant(self, mots):
        """Write words before all others."""
        self.document.Text.insertString(self.document.Text.Start, mots, False)

    def suivre(self, actif):
        """Have Writer track changes, or no longer."""
        self.document.RecordChanges = actif

    def suit(self):
        return self.document.RecordChanges

    def suivies(self):
        """List the tracked changes: what each is, its words."""
        changements = self.document.Redlines.createEnumeration()
        vus = []
        while changements.hasMoreElements():
            un = changements.nextElement()
            curseur = un.RedlineStart.Text.createTextCursorByRange(un.RedlineStart)
            curseur.gotoRange(un.RedlineEnd, True)
            vus.append([un.RedlineType, curseur.String])
        return vus

    def tout_accepter(self):
        self._dispatch(".uno:AcceptAllTrackedChanges")

    def _dispatch(self, commande):
        repartiteur = self._service("com.sun.star.frame.DispatchHelper")
        repartiteur.executeDispatch(self.document.CurrentController.Frame, commande, "", 0, ())

    def style_de(self, mots):
        """Give the character style of these words."""
        return self._search(mots).CharStyleName

    def ecrire_texte(self, *paragraphes):
        """Have the document hold these paragraphs."""
        texte = self.document.Text
        texte.String = paragraphes[0]
        for paragraphe in paragraphes[1:]:
            # 0: com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK.
            texte.insertControlCharacter(texte.End, 0, False)
            texte.insertString(texte.End, paragraphe, False)
        self.document.UndoManager.clear()

    def _end_of(self, mots):
        trouve = self._search(mots)
        return trouve.Text.createTextCursorByRange(trouve.End)

    def ajouter_note(self, mots):
        """Put a footnote after these words."""
        curseur = self._end_of(mots)
        curseur.Text.insertTextContent(curseur, self.document.createInstance("com.sun.star.text.Footnote"), False)

    def ajouter_champ(self, mots):
        curseur = self._end_of(mots)
        champ = self.document.createInstance("com.sun.star.text.textfield.PageNumber")
        curseur.Text.insertTextContent(curseur, champ, False)

    def ajouter_annotation(self, mots, texte):
        curseur = self._end_of(mots)
        note = self.document.createInstance("com.sun.star.text.textfield.Annotation")
        note.Author, note.Content = "Paul", texte
        curseur.Text.insertTextContent(curseur, note, False)

    def ajouter_tableau(self, mots, *cellules):
        """Put a table of one row after the paragraph of these words."""
        curseur = self._end_of(mots)
        curseur.gotoEndOfParagraph(False)
        tableau = self.document.createInstance("com.sun.star.text.TextTable")
        tableau.initialize(1, len(cellules))
        curseur.Text.insertTextContent(curseur, tableau, False)
        for rang, texte in enumerate(cellules):
            tableau.getCellByPosition(rang, 0).String = texte

    def proteger(self, mots):
        """Protect the paragraph of these words, as a section."""
        curseur = self._end_of(mots)
        curseur.gotoStartOfParagraph(False)
        curseur.gotoEndOfParagraph(True)
        section = self.document.createInstance("com.sun.star.text.TextSection")
        section.IsProtected = True
        curseur.Text.insertTextContent(curseur, section, True)

    def proteger_document(self):
        self.document.createInstance("com.sun.star.document.Settings").ProtectForm = True

    def selection(self):
        choisie = self.document.CurrentSelection
        return choisie.getByIndex(0).String if choisie.supportsService("com.sun.star.text.TextRanges") else ""

    def curseur(self):
        """Give the paragraph where the selection is."""
        vue = self.document.CurrentController.ViewCursor
        curseur = vue.Text.createTextCursorByRange(vue.Start)
        curseur.gotoStartOfParagraph(False)
        curseur.gotoEndOfParagraph(True)
        return curseur.String

    def annulations(self):
        return list(self.document.UndoManager.AllUndoActionTitles)

    def annuler(self):
        self.document.UndoManager.undo()

    def modifie(self):
        return self.document.isModified()

    def annotations(self):
        champs = self.document.TextFields.createEnumeration()
        notes = []
        while champs.hasMoreElements():
            champ = champs.nextElement()
            if champ.supportsService("com.sun.star.text.textfield.Annotation"):
                notes.append([champ.Author, champ.Content, champ.Anchor.Text.String and self._paragraphe(champ.Anchor)])
        return notes

    def _paragraphe(self, ancre):
        curseur = ancre.Text.createTextCursorByRange(ancre.Start)
        curseur.gotoStartOfParagraph(False)
        curseur.gotoEndOfParagraph(True)
        return curseur.String

    def propriete(self, nom):
        proprietes = self.document.DocumentProperties.UserDefinedProperties
        return proprietes.getPropertyValue(nom) if proprietes.PropertySetInfo.hasPropertyByName(nom) else None

    def poser_propriete(self, nom, valeur):
        # 128: com.sun.star.beans.PropertyAttribute.REMOVABLE.
        self.document.DocumentProperties.UserDefinedProperties.addProperty(nom, 128, valeur)

    def devant(self):
        """Bring the window before the others."""
        self.document.CurrentController.Frame.ContainerWindow.toFront()

    def enregistrer(self, adresse, filtre):
        self.document.storeAsURL(adresse, self._make(FilterName=filtre))

    def copier(self, adresse, filtre):
        """Save a copy: the document goes on under its own name."""
        self.document.storeToURL(adresse, self._make(FilterName=filtre))

    def ecrire_long(self, phrase, fois):
        """Have the document hold so many paragraphs."""
        texte = self.document.Text
        texte.String = phrase
        curseur = texte.createTextCursor()
        curseur.gotoEnd(False)
        for _ in range(fois - 1):
            texte.insertControlCharacter(curseur, 0, False)
            texte.insertString(curseur, phrase, False)

    def pages(self):
        return self.document.CurrentController.PageCount

    # --- the panel

    def ouvrir_panneau(self):
        """Open the panel by the command of the menu, and wait until something stands in it."""
        self.commander("rediger")
        self.wait(self.textes, "le panneau")

    def commander(self, commande):
        """Obey a command as the menu sends it."""
        adresse = uno.createUnoStruct("com.sun.star.util.URL")
        adresse.Complete = f"fr.minutier:{commande}"
        _, adresse = self._service("com.sun.star.util.URLTransformer").parseStrict(adresse)
        envoi = self.document.CurrentController.Frame.queryDispatch(adresse, "_self", 0)
        envoi.dispatch(adresse, ())

    def _list(self):
        """List the controls that are in sight, panel first found."""
        trouves = []
        fenetre = self.document.CurrentController.Frame.ContainerWindow
        self._walk(fenetre.getAccessibleContext(), trouves)
        if any(role == Role.LABEL for role, _, _ in trouves):
            return trouves
        for autre in self._list_voisines(fenetre):
            self._walk(autre.getAccessibleContext(), trouves)
        return trouves

    def _list_voisines(self, fenetre):
        """List the windows that belong to one of a document: with GTK, its sidebar is one of its own.

        The last that was opened is the first of the list; those of a document follow it, and precede it there.
        """
        boite = self._service("com.sun.star.awt.Toolkit")
        toutes = [boite.getTopWindow(rang) for rang in range(boite.getTopWindowCount())]
        cadres = [d.CurrentController.Frame.ContainerWindow for d in self._list_documents()]
        voisines = []
        for autre in reversed(toutes[: toutes.index(fenetre)] if fenetre in toutes else []):
            if autre in cadres:
                break
            voisines.append(autre)
        return voisines

    def _walk(self, contexte, trouves):
        for rang in range(min(contexte.getAccessibleChildCount(), TAILLE_MAX)):
            try:
                enfant = contexte.getAccessibleChild(rang).getAccessibleContext()
                role = enfant.getAccessibleRole()
            except Exception:
                # A control that is being made anew while we look.
                continue
            if role in AILLEURS:
                continue
            trouves.append((role, enfant.getAccessibleName(), enfant))
            self._walk(enfant, trouves)

    def _find(self, roles, nom):
        """Find the first control of this name, whole or its beginning when it ends with « … »."""

        def find():
            try:
                for role, vu, contexte in self._list():
                    if role in roles and (vu.startswith(nom[:-1]) if nom.endswith("…") else vu == nom):
                        return contexte
            except Exception:
                return None
            return None

        try:
            return self.wait(find, nom)
        except EchecError:
            vus = [f"{role} {vu}" for role, vu, _ in self._list() if vu]
            raise EchecError(f"{nom} n’est pas là ; il y a : {vus}") from None

    def _do(self, roles, nom, faire):
        """Do something to a control; again if it was made anew meanwhile."""
        self.derniere = None

        def done():
            try:
                return [faire(self._find(roles, nom))]
            except EchecError:
                raise
            except Exception as erreur:
                self.derniere = erreur
                return None

        try:
            return self.wait(done, f"agir sur {nom}")[0]
        except EchecError as echec:
            raise EchecError(f"{nom} : {self.derniere or echec}") from None

    def presser(self, nom):
        self.connus = self._list_documents()

        def press(contexte):
            assert contexte.getAccessibleStateSet().contains(AccessibleStateType.ENABLED), "bouton désactivé"
            contexte.doAccessibleAction(0)

        self._do(BOUTONS, nom, press)

    def presser_jusqua(self, bouton, liste, debut):
        """Press a button until a line of a list begins so: a press is lost on a control that is being made anew."""
        fin = time.monotonic() + 3 * ATTENTE_S
        while time.monotonic() < fin:
            self.presser(bouton)
            essai = time.monotonic() + ATTENTE_S / 4
            while time.monotonic() < essai:
                if any(ligne.startswith(debut) for ligne in self._list_now(liste)):
                    return
                time.sleep(PAS_S)
        raise EchecError(f"attendu en vain : {debut} dans {liste}")

    def _list_now(self, nom):
        with contextlib.suppress(Exception):
            for role, vu, contexte in self._list():
                if role in LISTES and vu.startswith(nom[:-1]):
                    return self._list_options(contexte)
        return []

    def ecrire(self, nom, texte):
        self._do(TEXTES, nom, lambda contexte: contexte.setText(texte))

    def lire(self, nom):
        return self._do(TEXTES, nom, lambda contexte: contexte.getText())

    def attendre_zone(self, nom, mots):
        """Wait until a field of several lines holds these words; give them all."""

        def find():
            texte = self._do(ZONES, nom, lambda contexte: self._peer_of(contexte).getText())
            return texte if mots in texte else None

        return self.wait(find, f"{mots} dans {nom}")

    def ecrire_zone(self, nom, texte):
        self._do(ZONES, nom, lambda contexte: self._peer_of(contexte).setText(texte))

    def _peer_of(self, contexte):
        """Give the field itself: of what stands in one of several lines LibreOffice 7.4 tells a screen reader nothing."""
        parent = contexte.getAccessibleParent().getAccessibleContext()
        return parent.getAccessibleChild(contexte.getAccessibleIndexInParent())

    def options(self, nom):
        return self._do(LISTES, nom, self._list_options)

    def _list_options(self, contexte):
        liste = self._liste(contexte)
        return [self._name(liste, rang) for rang in range(liste.getAccessibleChildCount())]

    def _name(self, liste, rang):
        return liste.getAccessibleChild(rang).getAccessibleContext().getAccessibleName()

    def _liste(self, contexte):
        for rang in range(contexte.getAccessibleChildCount()):
            enfant = contexte.getAccessibleChild(rang).getAccessibleContext()
            if enfant.getAccessibleRole() == Role.LIST:
                return enfant
        # It is being made anew: whoever waits for it looks again.
        raise LookupError("pas de liste")

    def choisir(self, nom, debut):
        """Choose the first line that begins so, once it is there."""

        def choose(contexte):
            liste = self._liste(contexte)
            for rang in range(liste.getAccessibleChildCount()):
                if self._name(liste, rang).startswith(debut):
                    liste.selectAccessibleChild(rang)
                    return rang
            raise LookupError(debut)

        return self._do(LISTES, nom, choose)

    def choisir_rang(self, nom, rang):
        self._do(LISTES, nom, lambda contexte: self._liste(contexte).selectAccessibleChild(rang))

    def attendre_option(self, nom, debut):
        """Wait until a line of a list begins so; give it."""

        def find():
            return next((ligne for ligne in self.options(nom) if ligne.startswith(debut)), None)

        return self.wait(find, f"{debut} dans {nom}")

    def attendre_option_rang(self, nom, rang, debut):
        self.wait(lambda: self.options(nom)[rang].startswith(debut), f"{debut} à la ligne {rang} de {nom}")

    def attendre_selection(self, mots):
        """Wait until the selection holds these words; give it."""
        return self.wait(lambda: next((s for s in [self.selection()] if mots in s), None), f"la sélection de {mots}")

    def cocher(self, nom):
        self._do(frozenset({Role.CHECK_BOX}), nom, lambda contexte: contexte.doAccessibleAction(0))

    def attendre(self, mots):
        """Wait until a text of the panel holds these words; give it."""

        def find():
            try:
                return next((vu for role, vu, _ in self._list() if role == Role.LABEL and mots in vu), None)
            except Exception:
                return None

        try:
            return self.wait(find, mots)
        except EchecError:
            raise EchecError(f"{mots} n’est pas dit ; le panneau dit : {self.textes()}") from None

    def attendre_controle(self, nom):
        """Wait until a control of this name, whatever it is, is there."""
        self.wait(lambda: any(vu == nom for _, vu in self.controles()), nom)

    def attendre_sans(self, nom):
        """Wait until no control has a name that begins so."""
        self.wait(lambda: not any(vu.startswith(nom) for _, vu in self.controles()), f"un panneau sans {nom}")

    def attendre_controles_nommes(self, nom):
        """Wait until this control is there among others, each with a name that a screen reader says."""

        def check():
            noms = [vu for _, vu in self.controles()]
            return nom in noms and len(noms) >= 5 and all(noms)

        self.wait(check, f"{nom} parmi des contrôles qui ont un nom")

    def attendre_dans_le_document(self, mots):
        self.wait(lambda: mots in self.texte(), f"{mots} dans le document")

    def attendre_bouton(self, nom):
        self._find(BOUTONS, nom)

    def textes(self):
        return [vu for role, vu, _ in self._list() if vu and role == Role.LABEL]

    def controles(self):
        """List what a screen reader reads of each control that somebody acts on: role, name."""
        agis = {Role.PUSH_BUTTON: "bouton", Role.TEXT: "texte", Role.PASSWORD_TEXT: "secret", Role.CHECK_BOX: "case"}
        agis[Role.SCROLL_PANE], agis[Role.COMBO_BOX], agis[Role.LIST] = "zone", "menu", "liste"
        # The sidebar is a zone that scrolls, too; it is LibreOffice's, and has no name.
        return [[agis[role], vu] for role, vu, _ in self._list() if role in agis and (vu or role != Role.SCROLL_PANE)]

    def taper(self, lettres):
        """Type keys in the text of the document, as the keyboard does."""
        boite = self._service("com.sun.star.awt.Toolkit")
        for lettre in lettres:
            touche = KeyEvent()
            touche.Source = self.document.CurrentController.Frame.ComponentWindow
            touche.KeyChar = uno.Char(lettre)
            boite.keyPress(touche)
            boite.keyRelease(touche)


def serve(pilote):
    print(json.dumps({"pret": True}), flush=True)
    for ligne in sys.stdin:
        ordre, arguments = json.loads(ligne)
        try:
            reponse = {"resultat": getattr(pilote, ordre)(*arguments)}
        except Exception as erreur:
            reponse = {"echec": f"{type(erreur).__name__} : {erreur}"}
        print(json.dumps(reponse, default=str), flush=True)


if __name__ == "__main__":
    serve(Pilote(sys.argv[1]))
