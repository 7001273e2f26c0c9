"""What the panel does to a document of Writer; always on the main thread."""

from __future__ import annotations

import contextlib
from typing import Any, Iterator, NamedTuple, Sequence

import uno
from com.sun.star.beans import PropertyValue

from minutier_panneau.places import cut_utf16, find_paragraphes, normalise

ODT, DOCX = "writer8", "MS Word 2007 XML"
FILTRES = {"odt": ODT, "docx": DOCX}
LIEN = "Minutier Dossier"
MODELE = "Minutier Modele"
STATUT = "Minutier Statut"
GENRE = "Minutier Genre"
BROUILLON = "Minutier Acte"
VISA = "Minutier Visa "
IA = "IA"
FOND_IA = 0xEAF1FB
"""The character style of what a model wrote: that is how the server knows it again (its colour: styles/charte)."""
AUTEUR = "Minutier"
ANNULABLE = "Insérer les passages de Minutier"
RETRAIT = "Retirer les remarques de Minutier"
REMARQUES = "Poser les remarques de Minutier"


class Endroit(NamedTuple):
    """Words of a block, from one offset to another (UTF-16 units); the whole block without offsets."""

    bloc: int
    debut: int = 0
    fin: int = 0


class DocumentRefuseError(Exception):
    """A document that cannot take what is asked; the message says why."""


def make_proprietes(**valeurs: Any) -> tuple[Any, ...]:
    """Make the arguments of a call of UNO."""
    proprietes = []
    for nom, valeur in valeurs.items():
        propriete = PropertyValue()
        propriete.Name, propriete.Value = nom, valeur
        proprietes.append(propriete)
    return tuple(proprietes)


def extension_of(document: Any) -> str:
    """Give the format that a document is sent in: its own, where the server knows it."""
    filtre = next((a.Value for a in document.getArgs() if a.Name == "FilterName"), "")
    return "docx" if filtre == DOCX else "odt"


def export(ctx: Any, document: Any) -> tuple[str, bytes]:
    """Give the document as it is now, saved or not: a name and its bytes. Nothing of it changes."""
    extension = extension_of(document)
    sortie = ctx.ServiceManager.createInstanceWithContext("com.sun.star.io.TempFile", ctx)
    # Without the picture of the first page: nobody looks at it, and it takes two thirds of the time.
    options = make_proprietes(FilterName=FILTRES[extension], OutputStream=sortie.getOutputStream(), NoThumbnail=True)
    modifie = document.isModified()
    document.storeToURL("private:stream", options)
    if document.isModified() and not modifie:
        # Writer counts pages and words again as it writes: the document is as it was all the same.
        document.setModified(False)
    sortie.getOutputStream().closeOutput()
    sortie.seek(0)
    _, octets = sortie.getInputStream().readBytes(None, int(sortie.getLength()))
    sortie.getInputStream().closeInput()
    titre = document.getTitle().rpartition(".")[0] or document.getTitle()
    return f"{titre}.{extension}", octets.value


def open_document(ctx: Any, nom: str, donnees: bytes) -> Any:
    """Open a file from memory as a new document, all of it: styles, headers, margins, properties."""
    entree = ctx.ServiceManager.createInstanceWithArgumentsAndContext(
        "com.sun.star.io.SequenceInputStream", (uno.ByteSequence(donnees),), ctx
    )
    bureau = ctx.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", ctx)
    filtre = FILTRES["docx" if nom.endswith(".docx") else "odt"]
    document = bureau.loadComponentFromURL(
        "private:stream",
        "_blank",
        0,
        make_proprietes(InputStream=entree, FilterName=filtre, SuggestedSaveAsName=nom),
    )
    if document is None:
        raise DocumentRefuseError("LibreOffice n’a pas pu ouvrir l’acte.")
    document.setTitle(nom)
    return document


def get_propriete(document: Any, nom: str) -> str:
    """Give a user property of a document; empty when it has none of this name."""
    proprietes = document.getDocumentProperties().getUserDefinedProperties()
    if not proprietes.getPropertySetInfo().hasPropertyByName(nom):
        return ""
    valeur = proprietes.getPropertyValue(nom)
    return valeur if isinstance(valeur, str) else ""


def has_visa(document: Any) -> bool:
    """Tell whether a document carries a visa, whatever it is worth."""
    proprietes = document.getDocumentProperties().getUserDefinedProperties()
    return any(propriete.Name.startswith(VISA) for propriete in proprietes.getPropertySetInfo().getProperties())


def set_lien(document: Any, dossier: str) -> None:
    """Write in the document which dossier it belongs to: it finds it again after it was saved and closed."""
    proprietes = document.getDocumentProperties().getUserDefinedProperties()
    if proprietes.getPropertySetInfo().hasPropertyByName(LIEN):
        proprietes.setPropertyValue(LIEN, dossier)
    else:
        # 128: com.sun.star.beans.PropertyAttribute.REMOVABLE, which a user property must be.
        proprietes.addProperty(LIEN, 128, dossier)


def list_paragraphes(document: Any) -> list[Any]:
    """List the paragraphs of a document: body and tables in their order, then headers, footers, notes and frames."""
    trouves: list[Any] = []
    _add_paragraphes(document.getText(), trouves)
    pages = document.getStyleFamilies().getByName("PageStyles")
    for nom in pages.getElementNames():
        style = pages.getByName(nom)
        if style.isInUse():
            for partie in ("HeaderText", "HeaderTextFirst", "FooterText", "FooterTextFirst"):
                texte = style.getPropertyValue(partie)
                if texte is not None:
                    _add_paragraphes(texte, trouves)
    for textes in (document.getFootnotes(), document.getEndnotes()):
        for rang in range(textes.getCount()):
            _add_paragraphes(textes.getByIndex(rang), trouves)
    cadres = document.getTextFrames()
    for nom in cadres.getElementNames():
        _add_paragraphes(cadres.getByName(nom), trouves)
    return trouves


def _add_paragraphes(texte: Any, trouves: list[Any]) -> None:
    enumeration = texte.createEnumeration()
    while enumeration.hasMoreElements():
        element = enumeration.nextElement()
        if element.supportsService("com.sun.star.text.TextTable"):
            for nom in element.getCellNames():
                _add_paragraphes(element.getCellByName(nom), trouves)
        elif element.supportsService("com.sun.star.text.Paragraph"):
            trouves.append(element)


def make_places(document: Any, blocs: Sequence[str], endroits: Sequence[Endroit]) -> list[Any]:
    """Give each place of these blocks as a cursor, which follows its words as the document changes; None for one that
    is not there. No bookmark: the document stays as it is.
    """
    paragraphes = list_paragraphes(document)
    trouves = find_paragraphes(blocs, [endroit.bloc for endroit in endroits], [p.getString() for p in paragraphes])
    return [
        None if trouve is None else _make_place(paragraphes[trouve], blocs[endroit.bloc], endroit)
        for endroit, trouve in zip(endroits, trouves)
    ]


def _make_place(paragraphe: Any, bloc: str, endroit: Endroit) -> Any:
    """Give the words of a place; the whole paragraph where they cannot be told apart."""
    debut, fin = endroit.debut, endroit.fin
    texte = paragraphe.getText()
    attendu = cut_utf16(bloc, debut, fin)
    entier = texte.createTextCursorByRange(paragraphe.getStart())
    entier.gotoRange(paragraphe.getEnd(), True)
    avant = cut_utf16(bloc, 0, debut)
    contenu = paragraphe.getString()
    place = contenu.find(attendu, max(len(avant) - 2, 0))
    if not attendu.strip() or place < 0:
        return entier
    curseur = texte.createTextCursorByRange(paragraphe.getStart())
    curseur.goRight(place, False)
    curseur.goRight(len(attendu), True)
    return curseur if normalise(curseur.getString()) == normalise(attendu) else entier


def select(document: Any, place: Any) -> bool:
    """Select a place and bring it into sight; tells whether its words are still there."""
    try:
        if place is None or place.isCollapsed():
            return False
        document.getCurrentController().select(place)
    except Exception:  # noqa: BLE001 -- the table or the note that held it is gone, and its cursor with it
        return False
    return True


def check_modifiable(document: Any) -> None:
    """Refuse a document that nothing may be written in.

    Raises:
        DocumentRefuseError: it is read-only, or protected.
    """
    if document.isReadonly():
        raise DocumentRefuseError("Ce document est en lecture seule : rien n’y a été écrit.")
    if document.createInstance("com.sun.star.document.Settings").ProtectForm:
        raise DocumentRefuseError("Ce document est protégé contre l’écriture : rien n’y a été écrit.")


@contextlib.contextmanager
def undoable(document: Any, nom: str) -> Iterator[None]:
    """Have what is done meanwhile be one undo step, and drawn once."""
    annulation = document.getUndoManager()
    annulation.enterUndoContext(nom)
    document.lockControllers()
    try:
        yield
    finally:
        document.unlockControllers()
        annulation.leaveUndoContext()


def mark_ia(document: Any, places: Sequence[Any]) -> None:
    """Say by their style that a model wrote these words."""
    styles = document.getStyleFamilies().getByName("CharacterStyles")
    if places and not styles.hasByName(IA):
        style = document.createInstance("com.sun.star.style.CharacterStyle")
        styles.insertByName(IA, style)
        style.CharBackColor = FOND_IA
    for place in places:
        place.CharStyleName = IA


def insert_paragraphes(document: Any, paragraphes: Sequence[tuple[str, bool]]) -> None:
    """Insert paragraphs where the cursor is, in one undo step: of each its text, and whether a model wrote it.

    Raises:
        DocumentRefuseError: the document is read-only, or nothing can be written at this place.
    """
    check_modifiable(document)
    with undoable(document, ANNULABLE):
        try:
            vue = document.getCurrentController().getViewCursor()
            curseur = vue.getText().createTextCursorByRange(vue.getEnd())
            de_la_machine = []
            for rang, (paragraphe, ia) in enumerate(paragraphes):
                if rang:
                    # 0: com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK.
                    curseur.getText().insertControlCharacter(curseur, 0, False)
                curseur.setString(paragraphe)
                if ia:
                    de_la_machine.append(curseur.getText().createTextCursorByRange(curseur))
                curseur.collapseToEnd()
            mark_ia(document, de_la_machine)
        except Exception:  # noqa: BLE001 -- whatever UNO throws there, the place is what was wrong
            raise DocumentRefuseError("Rien ne peut être inséré ici : placez le curseur dans le texte.") from None


def count_revisions(document: Any) -> int:
    """Count the tracked changes that wait."""
    suivies = document.getRedlines().createEnumeration()
    nombre = 0
    while suivies.hasMoreElements():
        suivies.nextElement()
        nombre += 1
    return nombre


def add_remarques(document: Any, remarques: Sequence[tuple[Any, str, str]]) -> None:
    """Put remarks in the margin, in one undo step: for each its place, who wrote it, its text.

    Raises:
        DocumentRefuseError: the document is read-only.
    """
    check_modifiable(document)
    with undoable(document, REMARQUES):
        for place, auteur, texte in remarques:
            note = document.createInstance("com.sun.star.text.textfield.Annotation")
            note.Author, note.Content = f"{auteur} ({AUTEUR})", texte
            curseur = place.getText().createTextCursorByRange(place.getStart())
            curseur.getText().insertTextContent(curseur, note, False)


def remove_remarques(document: Any, auteur: str = "") -> int:
    """Take our remarks out again, or those of one author: they are no part of the act. Tells how many there were."""
    fin = f"{auteur} ({AUTEUR})" if auteur else f"({AUTEUR})"
    notes = [note for note in _list_commentaires(document) if note.Author.endswith(fin)]
    if notes:
        with undoable(document, RETRAIT):
            for note in notes:
                note.getAnchor().getText().removeTextContent(note)
    return len(notes)


def count_commentaires(document: Any) -> int:
    """Count the comments of a document, whoever wrote them."""
    return len(_list_commentaires(document))


def _list_commentaires(document: Any) -> list[Any]:
    champs = document.getTextFields().createEnumeration()
    notes = []
    while champs.hasMoreElements():
        champ = champs.nextElement()
        if champ.supportsService("com.sun.star.text.textfield.Annotation"):
            notes.append(champ)
    return notes
