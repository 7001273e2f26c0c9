"""The values of a charte. Lengths are in millimetres where they are places on the page, in points where they are type.

All is frozen and hashable: what is compiled from a charte is cached by it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from server.acte.noeuds import EnTetePage, PiedPage

Alignement = Literal["gauche", "droite", "centre", "justifie"]


@dataclass(frozen=True, slots=True)
class Police:
    """A font, the fonts of the same metrics that stand in for it where it is missing, and its family."""

    nom: str
    equivalents: tuple[str, ...] = ()
    famille: Literal["sans", "serif"] = "sans"


@dataclass(frozen=True, slots=True)
class Page:
    """Page and margins, millimetres; `en_tete` and `pied` are the distances of header and footer from the edge."""

    largeur: float
    hauteur: float
    haut: float
    bas: float
    gauche: float
    droite: float
    en_tete: float
    pied: float

    @property
    def utile(self) -> float:
        """The width of the text."""
        return self.largeur - self.gauche - self.droite


@dataclass(frozen=True, slots=True)
class Filet:
    """A rule along one side of a paragraph: thickness and distance in points, colour "RRGGBB"."""

    epaisseur: float
    couleur: str
    distance: float = 1.0


@dataclass(frozen=True, slots=True)
class StyleParagraphe:
    """How one kind of paragraph looks.

    `cle` is a key of `formats.genres.STYLE_DE_CLE`, or "cellule", "cellule_titre", "en_tete_page", "pied_page", "note",
    "cadre". Sizes, `avant`, `apres` (space above, below) and `interlettrage` are points, `retrait_*` and
    `premiere_ligne` (negative: hanging) millimetres, `interligne` a multiple of the line, colours "RRGGBB".
    `niveau_plan` is the outline level of a heading, 0 for none; `suite` the key of the paragraph that Enter opens.
    """

    cle: str
    police: Literal["corps", "titres"] = "corps"
    taille: float = 10.5
    gras: bool = False
    italique: bool = False
    capitales: bool = False
    petites_capitales: bool = False
    interlettrage: float = 0.0
    couleur: str = "000000"
    alignement: Alignement = "gauche"
    retrait_gauche: float = 0.0
    retrait_droite: float = 0.0
    premiere_ligne: float = 0.0
    avant: float = 0.0
    apres: float = 0.0
    interligne: float = 1.0
    garder_suivant: bool = False
    garder_lignes: bool = False
    saut_avant: bool = False
    niveau_plan: int = 0
    filet_haut: Filet | None = None
    filet_bas: Filet | None = None
    filet_gauche: Filet | None = None
    fond: str | None = None
    suite: str = ""


@dataclass(frozen=True, slots=True)
class StyleTableau:
    """Tables: rule colour and thickness (points), background of header rows, inner margins (millimetres)."""

    couleur_filet: str
    epaisseur_filet: float
    fond_entete: str
    marge_verticale: float
    marge_horizontale: float


@dataclass(frozen=True, slots=True)
class Listes:
    """Lists: indent of each level and width of the marker, millimetres."""

    retrait: float
    marqueur: float


@dataclass(frozen=True, slots=True)
class Pages:
    """What page headers and footers say; "{collectivite}", "{page}" and "{pages}" are filled in, "" is nothing."""

    en_tete_premiere: str
    en_tete_suite: str
    pied: str


@dataclass(frozen=True, slots=True)
class Logo:
    """The logo of the collectivité: bytes of a PNG or a JPEG, what it shows, and its size in millimetres."""

    donnees: bytes = field(repr=False)
    description: str
    largeur_mm: float
    hauteur_mm: float


@dataclass(frozen=True, slots=True)
class Papier:
    """A letterhead read from a template of the collectivité: its page headers and footers."""

    en_tetes: tuple[EnTetePage, ...] = ()
    pieds: tuple[PiedPage, ...] = ()


@dataclass(frozen=True)
class Charte:
    """The look of a collectivité's acts.

    `couleur_lien` colours hyperlinks, `fond_ia` is the background of model text, `fond_emplacement` that of the slots
    filled after sign-off.
    """

    nom: str
    police_corps: Police
    police_titres: Police
    page: Page
    pages: Pages
    styles: tuple[StyleParagraphe, ...]
    tableau: StyleTableau
    listes: Listes
    couleur_lien: str
    fond_ia: str
    fond_emplacement: str
    logo: Logo | None = None
    papier: Papier | None = None
    _hachage: int = field(init=False, repr=False, compare=False, default=0)

    def __post_init__(self) -> None:
        # Hashing 40 styles takes longer than writing a page: once is enough.
        valeurs = tuple(getattr(self, nom) for nom in self.__dataclass_fields__ if nom != "_hachage")
        object.__setattr__(self, "_hachage", hash(valeurs))

    def __hash__(self) -> int:
        return self._hachage

    def style(self, cle: str) -> StyleParagraphe:
        """Give the style of a kind; KeyError when the charte has none (a loaded charte has all)."""
        for style in self.styles:
            if style.cle == cle:
                return style
        raise KeyError(cle)

    def police(self, style: StyleParagraphe) -> Police:
        """Give the font of a style."""
        return self.police_titres if style.police == "titres" else self.police_corps
