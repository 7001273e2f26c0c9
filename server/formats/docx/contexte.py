"""What reading one .docx shares: package, styles, numbering, notes, and what must be said of the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from server.formats.docx.espaces import W
from server.formats.docx.listes_lues import NumerotationLue, list_styles
from server.formats.docx.styles_lus import Styles, is_on

if TYPE_CHECKING:
    from lxml import etree

    from server.acte.noeuds import Bloc
    from server.formats.docx.parties import PartieLue
    from server.formats.paquet import Paquet

_ID = f"{{{W}}}id"


@dataclass
class Contexte:
    """The state of one reading. `partie` is the part being read: relationships are looked up in it."""

    paquet: Paquet
    document: PartieLue
    partie: PartieLue
    styles: Styles
    numerotation: NumerotationLue
    paires: bool = False
    commentaires: bool = False
    revisions: bool = False
    _notes: dict[str, tuple[PartieLue, dict[str, etree._Element]]] = field(default_factory=dict)

    @classmethod
    def open(cls, paquet: Paquet, document: PartieLue) -> Contexte:
        """Read the parts that the text depends on."""
        styles, numerotation, reglages = (document.follow(s) for s in ("styles", "numbering", "settings"))
        racine = None if styles is None else styles.racine
        return cls(
            paquet,
            document,
            document,
            Styles(racine),
            NumerotationLue(None if numerotation is None else numerotation.racine, list_styles(racine)),
            reglages is not None and is_on(reglages.racine.find(f"{{{W}}}evenAndOddHeaders")),
        )

    def read_blocs(self, element: etree._Element) -> tuple[Bloc, ...]:
        """Read what stands in a text box or another part of its own."""
        from server.formats.docx.blocs_lus import read_story  # noqa: PLC0415 -- boxes hold blocks, blocks hold boxes

        return read_story(element, self, corps=False)

    def read_note(self, sorte: str, ident: str) -> tuple[Bloc, ...]:
        """Read a footnote or endnote by its id; nothing when the file has none of this id."""
        if sorte not in self._notes:
            partie = self.document.follow(f"{sorte}s")
            elements = {} if partie is None else {e.get(_ID, ""): e for e in partie.racine.iter(f"{{{W}}}{sorte}")}
            self._notes[sorte] = (partie or self.document, elements)
        partie, elements = self._notes[sorte]
        # Taken out while it is read: a note that calls itself ends there.
        element = elements.pop(ident, None)
        if element is None:
            return ()
        avant, self.partie = self.partie, partie
        try:
            return self.read_blocs(element)
        finally:
            self.partie = avant
