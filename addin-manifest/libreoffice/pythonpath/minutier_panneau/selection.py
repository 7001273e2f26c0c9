"""What somebody selected in a document of Writer: its paragraphs, and what may be written in their place."""

from __future__ import annotations

from typing import Any, NamedTuple, Sequence

from minutier_panneau.document import DocumentRefuseError, check_modifiable, mark_ia, undoable
from minutier_panneau.reformulation import Retouche

REFORMULATION = "Reformuler avec Minutier"
CORRECTION = "Corriger avec Minutier"
RIEN = "Sélectionnez d’abord, dans le document, le passage à reformuler."
TABLEAU = "La sélection traverse un tableau : sélectionnez du texte dans une seule cellule, ou hors du tableau."
PLUSIEURS = "Plusieurs endroits sont sélectionnés à la fois : n’en sélectionnez qu’un."
CHANGE = "Ce passage a changé depuis : sélectionnez-le de nouveau. Rien n’a été modifié."
PROTEGE = "Ce passage est protégé contre l’écriture : rien n’y a été modifié."
# What may stand among the words: where it is stays, whatever becomes of the words around it.
ADMIS = frozenset({"Text", "Annotation", "AnnotationEnd", "Bookmark", "SoftPageBreak"})
OBSTACLES = {
    "Footnote": "La sélection contient un appel de note : sélectionnez avant ou après lui.",
    "Redline": "La sélection contient des modifications suivies : acceptez-les ou refusez-les d’abord.",
    "TextField": "La sélection contient un champ (numéro de page, date…) : sélectionnez avant ou après lui.",
    "Frame": "La sélection contient une image ou un cadre : sélectionnez avant ou après lui.",
}
OBSTACLE = "La sélection contient autre chose que du texte : sélectionnez avant ou après."


class Paragraphe(NamedTuple):
    """The selected part of a paragraph: its text, and its pieces with the place of each in that text."""

    texte: str
    morceaux: list[tuple[int, Any]]


class Selection(NamedTuple):
    """What is selected; `plage` follows the words wherever the document moves them."""

    plage: Any
    textes: list[str]


def read_selection(document: Any) -> Selection:
    """Read what is selected.

    Raises:
        DocumentRefuseError: nothing is, or it cannot be reworded; the message says why.
    """
    check_modifiable(document)
    choisie = document.getCurrentSelection()
    if choisie is None:
        raise DocumentRefuseError(RIEN)
    if choisie.supportsService("com.sun.star.text.TextTableCursor"):
        raise DocumentRefuseError(TABLEAU)
    if not choisie.supportsService("com.sun.star.text.TextRanges"):
        raise DocumentRefuseError(OBSTACLE)
    if choisie.getCount() > 1:
        raise DocumentRefuseError(PLUSIEURS)
    endroit = choisie.getByIndex(0)
    return read_plage(endroit.getText().createTextCursorByRange(endroit))


def read_place(document: Any, place: Any) -> Selection:
    """Read the words of a place as if they were selected.

    Raises:
        DocumentRefuseError: they cannot be changed; the message says why.
    """
    check_modifiable(document)
    return read_plage(place.getText().createTextCursorByRange(place))


def read_plage(plage: Any) -> Selection:
    """Read the words of a place.

    Raises:
        DocumentRefuseError: there are none, or they cannot be changed; the message says why.
    """
    paragraphes = list_morceaux(plage)
    if not paragraphes:
        raise DocumentRefuseError(RIEN)
    if is_protege(plage):
        raise DocumentRefuseError(PROTEGE)
    return Selection(plage, [p.texte.strip() for p in paragraphes])


def list_morceaux(plage: Any) -> list[Paragraphe]:
    """List the selected part of each paragraph that has words.

    Raises:
        DocumentRefuseError: something else than words is in it.
    """
    trouves = []
    elements = plage.createEnumeration()
    while elements.hasMoreElements():
        element = elements.nextElement()
        if not element.supportsService("com.sun.star.text.Paragraph"):
            raise DocumentRefuseError(TABLEAU)
        paragraphe = _read_paragraphe(element)
        if paragraphe.texte.strip():
            trouves.append(paragraphe)
    return trouves


def _read_paragraphe(element: Any) -> Paragraphe:
    texte, morceaux = "", []
    portions = element.createEnumeration()
    while portions.hasMoreElements():
        portion = portions.nextElement()
        sorte = portion.TextPortionType
        if sorte not in ADMIS:
            raise DocumentRefuseError(OBSTACLES.get(sorte, OBSTACLE))
        if sorte == "Text":
            morceaux.append((len(texte), portion))
            texte += portion.getString()
    return Paragraphe(texte, morceaux)


def is_protege(plage: Any) -> bool:
    """Tell whether a section or the cell around it forbids writing: UNO would let us."""
    section = plage.TextSection
    while section is not None:
        if section.IsProtected:
            return True
        section = section.getParentSection()
    cellule = plage.Cell
    return cellule is not None and bool(cellule.IsProtected)


def apply_retouches(
    document: Any,
    selection: Selection,
    retouches: Sequence[Sequence[Retouche]],
    nom: str = CORRECTION,
    *,
    ia: bool = False,
) -> None:
    """Write the changes of each paragraph as tracked changes, in one undo step of this name; `ia`: a model wrote them.

    Raises:
        DocumentRefuseError: what was selected is no longer as it was, or may not be written in.
    """
    check_modifiable(document)
    paragraphes = list_morceaux(selection.plage)
    if [p.texte.strip() for p in paragraphes] != selection.textes:
        raise DocumentRefuseError(CHANGE)
    if is_protege(selection.plage):
        raise DocumentRefuseError(PROTEGE)
    suivait = document.RecordChanges
    with undoable(document, nom):
        try:
            document.RecordChanges = True
            ecrits = []
            # From the end: what stands before a change stays where it is.
            for paragraphe, siennes in reversed(list(zip(paragraphes, retouches))):
                ecrits += [_write(paragraphe, retouche) for retouche in reversed(siennes)]
            document.RecordChanges = False
            if ia:
                mark_ia(document, [ecrit for ecrit in ecrits if ecrit is not None])
        finally:
            document.RecordChanges = suivait


def _write(paragraphe: Paragraphe, retouche: Retouche) -> Any:
    """Make one change; give what was written, as a cursor."""
    marge = len(paragraphe.texte) - len(paragraphe.texte.lstrip())
    debut, fin = retouche.debut + marge, retouche.fin + marge
    ecrit = None
    if retouche.apres:
        ecrit = _go_to(paragraphe, fin)
        ecrit.setString(retouche.apres)
    # Piece by piece: a comment between two of them stays.
    for place, portion in reversed(paragraphe.morceaux):
        longueur = len(portion.getString())
        de, a = max(debut - place, 0), min(fin - place, longueur)
        if de < a:
            curseur = portion.getText().createTextCursorByRange(portion.getStart())
            curseur.goRight(de, False)
            curseur.goRight(a - de, True)
            curseur.setString("")
    return ecrit


def _go_to(paragraphe: Paragraphe, rang: int) -> Any:
    """Give a cursor after so many characters of a paragraph."""
    place, portion = next((m for m in reversed(paragraphe.morceaux) if m[0] < rang), paragraphe.morceaux[0])
    curseur = portion.getText().createTextCursorByRange(portion.getStart())
    curseur.goRight(rang - place, False)
    return curseur
