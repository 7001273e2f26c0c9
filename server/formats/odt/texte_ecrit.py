"""The inside of a paragraph of an .odt: runs, links, fields, notes, pictures, slots, tracked changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.acte.fragments import (
    Champ,
    Emplacement,
    EnLigne,
    Fragment,
    Image,
    Inconnu,
    Marque,
    NatureChamp,
    Note,
    Origine,
)
from server.errors import EcritureImpossible
from server.formats.genres import PREFIXE_EMPLACEMENT
from server.formats.odt.caracteres import escape_attribute, escape_plain, escape_text
from server.formats.odt.objets_lus import PREFIXE_INSTRUCTION, TEXTE_ABSENT
from server.formats.odt.styles_ecrits import NOM_IA, mm
from server.formats.odt.styles_lus import encode_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from server.acte.noeuds import Bloc
    from server.formats.odt.document_ecrit import Automatiques, DocumentEcrit

_IA = frozenset({Origine.IA, Origine.IA_RETOUCHEE})
_REVISIONS = frozenset({Marque.INSERTION, Marque.SUPPRESSION})
# The tree does not keep who changed what and when; the format wants a date, and this one says that none is known.
_AUTEUR = (
    "<office:change-info><dc:creator>Inconnu</dc:creator><dc:date>1970-01-01T00:00:00</dc:date></office:change-info>"
)


class EcrivainTexte:
    """Writes the content of paragraphs of one XML part; `write_note` writes the blocks of a note."""

    def __init__(
        self, document: DocumentEcrit, automatiques: Automatiques, write_note: Callable[[tuple[Bloc, ...]], str]
    ) -> None:
        self._document = document
        self._automatiques = automatiques
        self._write_note = write_note
        self.changements: list[str] = []

    def write(self, contenu: Sequence[EnLigne]) -> str:
        """Write the content of one paragraph."""
        if len(contenu) == 1:  # nearly every paragraph of a scaffold
            return self._element(contenu[0], fin=True)
        dernier = len(contenu) - 1
        return "".join([self._element(e, fin=rang == dernier) for rang, e in enumerate(contenu)])

    def _element(self, element: EnLigne, *, fin: bool) -> str:
        match element:
            case Fragment():
                return self._fragment(element, fin=fin)
            case Champ():
                return _field(element)
            case Emplacement():
                return self._slot(element)
            case Image():
                return self._image(element)
            case Note():
                return self._note(element)
            case Inconnu():
                raise unknown(element)

    def _fragment(self, fragment: Fragment, *, fin: bool) -> str:
        texte = escape_text(fragment.texte, fin=fin)
        if not fragment.marques and fragment.lien is None and fragment.origine not in _IA:
            return texte
        if fragment.marques and (nom := self._automatiques.for_marks(fragment.marques)):
            texte = f'<text:span text:style-name="{nom}">{texte}</text:span>'
        if fragment.origine in _IA:
            texte = f'<text:span text:style-name="{NOM_IA}">{texte}</text:span>'
        if fragment.lien is not None:
            texte = f'<text:a xlink:type="simple" xlink:href={escape_attribute(fragment.lien)}>{texte}</text:a>'
        if fragment.marques & _REVISIONS:
            return self._revise(texte, fragment.marques)
        return texte

    def _revise(self, texte: str, marques: frozenset[Marque]) -> str:
        if Marque.SUPPRESSION in marques:
            rang = self._declare("deletion", f"<text:p>{texte}</text:p>")
            texte = f'<text:change text:change-id="ct{rang}"/>'
        if Marque.INSERTION in marques:
            rang = self._declare("insertion", "")
            texte = f'<text:change-start text:change-id="ct{rang}"/>{texte}<text:change-end text:change-id="ct{rang}"/>'
        return texte

    def _declare(self, genre: str, corps: str) -> int:
        self._document.changements += 1
        rang = self._document.changements
        self.changements.append(
            f'<text:changed-region xml:id="ct{rang}" text:id="ct{rang}"><text:{genre}>{_AUTEUR}{corps}</text:{genre}>'
            "</text:changed-region>"
        )
        return rang

    def tracked_changes(self) -> str:
        """Give the declarations of the changes written since the last call."""
        declares, self.changements = self.changements, []
        return f"<text:tracked-changes>{''.join(declares)}</text:tracked-changes>" if declares else ""

    def _slot(self, emplacement: Emplacement) -> str:
        self._document.emplacements[emplacement.nom] = None
        nom = encode_name(PREFIXE_EMPLACEMENT + emplacement.nom)
        return (
            f'<text:span text:style-name="{nom}">{escape_text(emplacement.texte or TEXTE_ABSENT, fin=True)}</text:span>'
        )

    def _image(self, image: Image) -> str:
        partie = self._document.add_image(image)
        nom = f"Image {self._document.next_image()}"
        description = f"<svg:desc>{escape_plain(image.description)}</svg:desc>" if image.description else ""
        return (
            f'<draw:frame draw:style-name="Graphics" draw:name="{nom}" text:anchor-type="as-char"'
            f' svg:width="{mm(image.largeur_mm)}" svg:height="{mm(image.hauteur_mm)}">'
            f'<draw:image xlink:href="{partie}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
            f"{description}</draw:frame>"
        )

    def _note(self, note: Note) -> str:
        self._document.notes += 1
        rang = self._document.notes
        return (
            f'<text:note text:id="ftn{rang}" text:note-class="footnote"><text:note-citation>{rang}</text:note-citation>'
            f"<text:note-body>{self._write_note(note.corps)}</text:note-body></text:note>"
        )


def unknown(inconnu: Inconnu) -> EcritureImpossible:
    """Make the refusal to write what was not understood: anything written for it would falsify the document."""
    return EcritureImpossible("document", f"il contient un élément que Minutier ne sait pas écrire ({inconnu.nature}).")


def _field(champ: Champ) -> str:
    texte = escape_text(champ.texte or "1", fin=True)
    match champ.nature:
        case NatureChamp.PAGE:
            return f'<text:page-number text:select-page="current">{texte}</text:page-number>'
        case NatureChamp.NB_PAGES:
            return f"<text:page-count>{texte}</text:page-count>"
        case NatureChamp.AUTRE:
            description = escape_attribute(PREFIXE_INSTRUCTION + champ.instruction)
            return (
                f'<text:placeholder text:placeholder-type="text" text:description={description}>'
                f"{escape_plain(champ.texte)}</text:placeholder>"
            )
