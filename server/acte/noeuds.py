"""The nodes of the tree: leaves (one paragraph each), containers, and the act itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from server.acte.fragments import EnLigne, Inconnu, text_of


class Genre(StrEnum):
    """The kinds of act; INCONNU for a document that is none of ours."""

    ARRETE = "arrete"
    DELIBERATION = "deliberation"
    COURRIER = "courrier"
    NOTE = "note"
    INCONNU = "inconnu"


class SorteMention(StrEnum):
    """What a Mention says."""

    RECOURS = "recours"
    PUBLICITE = "publicite"
    EXECUTION = "execution"
    AMPLIATION = "ampliation"
    NOTIFICATION = "notification"
    EXECUTOIRE = "executoire"
    FAIT = "fait"


class SortePage(StrEnum):
    """Which pages a header or footer stands on."""

    DEFAUT = "defaut"
    PREMIERE = "premiere"
    PAIRE = "paire"


@dataclass(frozen=True, slots=True)
class Feuille:
    """One paragraph.

    `numero` is what automatic numbering or a bullet shows before it ("•" for every bullet); `saut` says that it
    starts a new page.
    """

    contenu: tuple[EnLigne, ...] = ()
    numero: str = ""
    saut: bool = False

    cle: ClassVar[str] = ""

    @property
    def texte(self) -> str:
        """The text as a reader takes it, numbering excluded."""
        return text_of(self.contenu)


@dataclass(frozen=True, slots=True)
class EnTete(Feuille):
    """A line of the letterhead in the body: République française, département, collectivité, service."""

    cle: ClassVar[str] = "en_tete"


@dataclass(frozen=True, slots=True)
class Numero(Feuille):
    """The number of the act."""

    cle: ClassVar[str] = "numero"


@dataclass(frozen=True, slots=True)
class Intitule(Feuille):
    """The title of the act (« Arrêté portant … »)."""

    cle: ClassVar[str] = "intitule"


@dataclass(frozen=True, slots=True)
class Objet(Feuille):
    """The subject of a letter, a note or a délibération."""

    cle: ClassVar[str] = "objet"


@dataclass(frozen=True, slots=True)
class Reference(Feuille):
    """A line of references of a letter: « Affaire suivie par », « Nos réf. », « Vos réf. »."""

    cle: ClassVar[str] = "reference"


@dataclass(frozen=True, slots=True)
class Suscription(Feuille):
    """The addressee block of a letter."""

    cle: ClassVar[str] = "suscription"


@dataclass(frozen=True, slots=True)
class Autorite(Feuille):
    """Who acts: « Le maire de … »."""

    cle: ClassVar[str] = "autorite"


@dataclass(frozen=True, slots=True)
class Visa(Feuille):
    """« Vu … »."""

    cle: ClassVar[str] = "visa"


@dataclass(frozen=True, slots=True)
class Considerant(Feuille):
    """« Considérant … »."""

    cle: ClassVar[str] = "considerant"


@dataclass(frozen=True, slots=True)
class Formule(Feuille):
    """« ARRÊTE », « DÉCIDE », « Après en avoir délibéré … »."""

    cle: ClassVar[str] = "formule"


@dataclass(frozen=True, slots=True)
class Alinea(Feuille):
    """A plain paragraph."""

    centre: bool = False

    cle: ClassVar[str] = "alinea"


@dataclass(frozen=True, slots=True)
class Appel(Feuille):
    """« Madame, »."""

    cle: ClassVar[str] = "appel"


@dataclass(frozen=True, slots=True)
class Politesse(Feuille):
    """« Je vous prie d'agréer, Madame, … »."""

    cle: ClassVar[str] = "politesse"


@dataclass(frozen=True, slots=True)
class Mention(Feuille):
    """A regulatory mention of the end of an act; `sorte` says which."""

    sorte: SorteMention = SorteMention.EXECUTION

    cle: ClassVar[str] = "mention"


@dataclass(frozen=True, slots=True)
class Signature(Feuille):
    """A signature block: quality, delegation, first name and NAME, on lines of one paragraph."""

    cle: ClassVar[str] = "signature"


@dataclass(frozen=True, slots=True)
class PieceJointe(Feuille):
    """An enclosure listed at the end of a letter or an act."""

    cle: ClassVar[str] = "piece_jointe"


@dataclass(frozen=True, slots=True)
class MarqueProjet(Feuille):
    """The PROJET mark of a file that nobody signed off; `strip` removes it."""

    cle: ClassVar[str] = "marque_projet"


@dataclass(frozen=True, slots=True)
class AvisIA(Feuille):
    """The line that says what the machine wrote and that a human must review; `strip` removes it."""

    cle: ClassVar[str] = "avis_ia"


@dataclass(frozen=True, slots=True)
class TitreArticle(Feuille):
    """The heading of an article: « Article 1er », with its own title if any."""

    cle: ClassVar[str] = "titre_article"


@dataclass(frozen=True, slots=True)
class TitreSection(Feuille):
    """The heading of a section, level 1 to 4."""

    niveau: int = 1

    cle: ClassVar[str] = "titre_section"


@dataclass(frozen=True, slots=True)
class TitreAnnexe(Feuille):
    """The heading of an annexe."""

    cle: ClassVar[str] = "titre_annexe"


@dataclass(frozen=True, slots=True)
class Puce(Feuille):
    """An item of a list, with the lists nested under it. `numero` is "•" or what the numbering shows ("1°", "a)")."""

    enfants: tuple[Liste, ...] = ()

    cle: ClassVar[str] = "puce"


@dataclass(frozen=True, slots=True)
class Liste:
    """Items of one level that follow each other."""

    elements: tuple[Puce, ...]


@dataclass(frozen=True, slots=True)
class Cellule:
    """A cell; `colonnes` and `lignes` are its spans. Cells covered by a span are absent, as in HTML."""

    corps: tuple[Bloc, ...] = ()
    colonnes: int = 1
    lignes: int = 1


@dataclass(frozen=True, slots=True)
class Ligne:
    """A row; `entete` marks a header row, repeated on each page and told to screen readers."""

    cellules: tuple[Cellule, ...]
    entete: bool = False


@dataclass(frozen=True, slots=True)
class Tableau:
    """A table."""

    lignes: tuple[Ligne, ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Signature blocks side by side, one per column (a one-row table of Signature leaves in a file)."""

    colonnes: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Cadre:
    """A text box, standing after the block that holds its anchor."""

    corps: tuple[Bloc, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the dispositif."""

    titre: TitreArticle
    corps: tuple[Bloc, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the act."""

    titre: TitreSection
    corps: tuple[Bloc, ...] = ()


@dataclass(frozen=True, slots=True)
class Annexe:
    """An annexe carried in the same file."""

    titre: TitreAnnexe
    corps: tuple[Bloc, ...] = ()


Bloc = Feuille | Liste | Tableau | Signatures | Cadre | Article | Section | Annexe | Inconnu


@dataclass(frozen=True, slots=True)
class EnTetePage:
    """A page header."""

    corps: tuple[Bloc, ...]
    sorte: SortePage = SortePage.DEFAUT


@dataclass(frozen=True, slots=True)
class PiedPage:
    """A page footer."""

    corps: tuple[Bloc, ...]
    sorte: SortePage = SortePage.DEFAUT


@dataclass(frozen=True, slots=True)
class Proprietes:
    """What a draft carries in its document properties; empty strings in a file that is not ours.

    `date` is ISO 8601, `canon` the digest of canon/1 when the file was written, `contenu_ia` the machine-readable
    mark of AI content (AI Act, art. 50(2)): "aucun", "partiel" or "" when nobody knows.
    """

    statut: str = ""
    modele: str = ""
    version_modele: str = ""
    acte_id: str = ""
    redacteur: str = ""
    date: str = ""
    canon: str = ""
    contenu_ia: str = ""


@dataclass(frozen=True, slots=True)
class Acte:
    """The whole act. Properties describe the file and are no part of its value: they do not compare."""

    genre: Genre
    titre: str
    corps: tuple[Bloc, ...]
    en_tetes: tuple[EnTetePage, ...] = ()
    pieds: tuple[PiedPage, ...] = ()
    proprietes: Proprietes = field(default_factory=Proprietes, compare=False)
