"""Random acts in the form that both readers give back, for hypothesis.

`actes()` draws an act for which `read(write(acte, charte)) == acte` must hold, origins included, in .docx and in .odt.
`actes(bureautique=True)` keeps to what LibreOffice itself preserves when it saves the file again; each thing left out is
named where it is. The normal form of an act that was read, which the strategy respects:

- no empty leaf, no leaf of blanks only; neighbouring fragments that differ only by their text are one;
- neighbouring lists are one `Liste`, neighbouring lists under one item too; every `Puce` has a `numero`;
- an `Alinea` with a `numero` is a `Puce`; an annexe starts a page by its style, so its `saut` is False;
- nesting is that of `assemble`; a one-row table of one `Signature` per cell is `Signatures`;
- a `PREMIERE` or `PAIRE` header equal to the `DEFAUT` one is not said (it stands there anyway);
- `INSERTION` excludes `SUPPRESSION`, `EXPOSANT` excludes `INDICE`.
"""

import io
import struct
import zlib
from dataclasses import replace

from hypothesis import strategies as st

from server.acte import noeuds as n
from server.acte.assemblage import assemble
from server.acte.fragments import (
    SANS_MARQUE,
    Champ,
    Emplacement,
    Fragment,
    Image,
    Marque,
    NatureChamp,
    Note,
    Origine,
    merge_fragments,
)
from server.formats.genres import PROTOTYPES, make_leaf
from server.formats.remplacement import rewrite_leaves

CHAMPS = (None, "objet", "beneficiaires[0].montant", "motifs")
LIENS = ("https://www.legifrance.gouv.fr/codes/id?a=1&b=2#x", "mailto:mairie@exemple.fr", "#repere")
MARQUEURS = ("•", "1.", "1°", "a)", "I.", "A -", "(i)", "1.1", "Art. 3", "Article premier")
# Kinds that stand alone in the body; titles of sections, articles and annexes are leaves like the others before assembly.
CLES_CORPS = tuple(sorted(set(PROTOTYPES) - {"puce"}))


def make_png(couleur: int = 0) -> bytes:
    """Make a 1 × 1 PNG whose pixel is `couleur` (0 to 255), without any library."""

    def chunk(nom: bytes, donnees: bytes) -> bytes:
        return struct.pack(">I", len(donnees)) + nom + donnees + struct.pack(">I", zlib.crc32(nom + donnees))

    tampon = io.BytesIO(b"")
    tampon.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)))
    tampon.write(chunk(b"IDAT", zlib.compress(bytes([0, couleur]))) + chunk(b"IEND", b""))
    return tampon.getvalue()


def textes(*, bureautique: bool = False) -> st.SearchStrategy[str]:
    """Draw text that a paragraph may hold: French typography, markup characters, line breaks and tabs, other scripts."""
    francais = st.sampled_from("aeéèçœŒÀ’'«»  \u00a0\u202f–—-…€n°²&<>\"{}%_0123456789ABCnrst.,;:!?\u2011\n\t")
    if bureautique:
        # Out: what a word processor has no reason to keep byte for byte (other planes, unassigned, format characters).
        return st.text(francais, min_size=1, max_size=24)
    autres = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="\ufeff")
    return st.text(st.one_of(francais, francais, autres), min_size=1, max_size=24)


@st.composite
def fragments(draw, *, bureautique=False, revisions=True, cache=True):
    # Out: model text beside a tracked deletion, to which LibreOffice gives its style.
    origines = [o for o in Origine if not (bureautique and revisions and o.startswith("ia"))]
    origine = draw(st.sampled_from(origines))
    avec_champ = origine in {Origine.SAISIE, Origine.IA, Origine.IA_RETOUCHEE}
    champ = draw(st.sampled_from(CHAMPS)) if avec_champ else None
    texte, signes = (
        draw(textes(bureautique=bureautique)),
        draw(marques(bureautique=bureautique, revisions=revisions, cache=cache)),
    )
    lien = draw(st.one_of(st.none(), st.none(), st.none(), st.sampled_from(LIENS)))
    if bureautique and (origine.startswith("ia") or signes):
        # Out: LibreOffice loses the target of a deleted link, cuts a styled one whose target has a « # », and loses the
        # marks of one in a page header.
        lien = None
    return Fragment(texte, origine, champ, signes, lien)


@st.composite
def marques(draw, *, bureautique=False, revisions=True, cache=True):
    if draw(st.integers(0, 2)):
        return SANS_MARQUE
    choix = set(draw(st.sets(st.sampled_from([Marque.GRAS, Marque.ITALIQUE, Marque.SOULIGNE, Marque.BARRE]))))
    choix |= draw(
        st.sampled_from([set(), set(), {Marque.EXPOSANT}, {Marque.INDICE}, {Marque.CACHE} if cache else set()])
    )
    if revisions and (not bureautique or not choix):
        # Out: other marks on deleted text, which LibreOffice spreads to its neighbours.
        choix |= draw(st.sampled_from([set(), set(), {Marque.INSERTION}, {Marque.SUPPRESSION}]))
    return frozenset(choix)


def images():
    return st.builds(
        lambda couleur, description: Image.from_bytes(make_png(couleur), description, 12.0, 8.0),
        st.integers(0, 3),
        st.sampled_from(["", "Blason de la commune", "L’« écu » & la mer"]),
    )


def champs(*, bureautique=False):
    pages = st.sampled_from([Champ(NatureChamp.PAGE), Champ(NatureChamp.NB_PAGES)])
    # Out: other fields, which LibreOffice translates into its own or turns into text.
    return pages if bureautique else st.one_of(pages, st.just(Champ(NatureChamp.AUTRE, "3", "SEQ Figure")))


@st.composite
def contenus(draw, *, bureautique=False, notes=True, revisions=True, cache=True):
    # Out: hidden text beside a tracked change, whose marks LibreOffice mixes up.
    revisions = revisions and (not bureautique or draw(st.booleans()))
    morceaux = fragments(bureautique=bureautique, revisions=revisions, cache=cache and not (bureautique and revisions))
    element = st.one_of(
        *[morceaux] * 6,
        champs(bureautique=bureautique),
        st.sampled_from(["numero", "date", "cachet"]).map(lambda nom: Emplacement(nom, "…")),
        images(),
        *(
            [st.builds(Note, st.lists(feuilles_note(bureautique=bureautique), min_size=1, max_size=2).map(tuple))]
            * notes
        ),
    )
    elements = [draw(morceaux), *draw(st.lists(element, max_size=3))]
    return _normalize(elements)


def _normalize(elements):
    """Give the normal form of a paragraph: it shows something, and two slots of one name do not touch."""
    garde = []
    for element in elements:
        if isinstance(element, Emplacement) and garde and isinstance(garde[-1], Emplacement):
            continue
        garde.append(element)
    if all(isinstance(e, Fragment) and e.texte.isspace() for e in garde):
        garde.append(Fragment("x", Origine.AGENT))
    return merge_fragments(garde)


def feuilles_note(*, bureautique=False):
    # A note starts with its number: blanks before its text are part of that.
    return fragments(bureautique=bureautique, revisions=False).map(
        lambda f: n.Alinea((replace(f, texte="N" + f.texte),))
    )


@st.composite
def feuilles(draw, cles=CLES_CORPS, *, numeros=True, **options):
    cle = draw(st.sampled_from(cles))
    # Automatic numbering stands on any kind but a plain paragraph, which it makes an item of a list.
    numero = draw(st.sampled_from(["", "", "", *MARQUEURS])) if numeros and not cle.startswith("alinea") else ""
    return make_leaf(cle, draw(contenus(**options)), numero=numero)


SERIES = (("•",) * 3, ("1.", "2.", "3."), ("a)", "b)", "c)"), ("2°", "3°", "4°"), ("I -", "II -", "III -"))


@st.composite
def listes(draw, profondeur=1, niveaux=None, **options):
    # Out: lists under one list that count in several ways, whose numbers LibreOffice mixes up on its way from .odt.
    regulier = niveaux is not None or options.get("bureautique") or draw(st.booleans())
    if regulier and niveaux is None:
        niveaux = draw(st.lists(st.sampled_from(SERIES), min_size=4, max_size=4))
    marqueurs = (
        niveaux[profondeur - 1] if regulier else draw(st.lists(st.sampled_from(MARQUEURS), min_size=3, max_size=3))
    )
    puces = []
    for marqueur in marqueurs[: draw(st.integers(1, 3))]:
        dessous = listes(profondeur + 1, niveaux, **options)
        enfants = (draw(dessous),) if profondeur < 4 and draw(st.integers(0, 3)) == 0 else ()
        puces.append(n.Puce(draw(contenus(**options)), marqueur, enfants=enfants))
    return n.Liste(tuple(puces))


@st.composite
def tableaux(draw, profondeur=1, **options):
    """Draw a table whose cells fill the grid; the first cell may span the two first rows or columns."""
    largeur, hauteur = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    # Columns that no row tells apart are one column.
    large = draw(st.integers(1, largeur)) if hauteur > 1 else 1
    # A row with no cell of its own would be one that nobody sees.
    haut = draw(st.integers(1, hauteur - (large > 1))) if large < largeur else 1
    # Out: header rows of a table inside a table, which LibreOffice does not keep.
    entete = draw(st.booleans()) and not (options.get("bureautique") and profondeur > 1)
    lignes = []
    for i in range(hauteur):
        cellules = []
        if i == 0:
            cellules.append(n.Cellule(draw(corps_cellule(profondeur, **options)), large, haut))
        depart = large if i < haut else 0
        cellules += [n.Cellule(draw(corps_cellule(profondeur, **options))) for _ in range(depart, largeur)]
        lignes.append(n.Ligne(tuple(cellules), entete=entete and i == 0))
    return n.Tableau(tuple(lignes))


@st.composite
def corps_cellule(draw, profondeur=1, **options):
    cles = ("alinea", "alinea_centre", "signature", "visa")
    sortes = [feuilles(cles, **options)] * 3 + [listes(3, **options)]
    if profondeur < 2:
        sortes.append(tableaux(profondeur + 1, **options))
    blocs = draw(st.lists(st.one_of(*sortes), max_size=2))
    return _assemble(blocs)


def signatures(**options):
    return st.lists(
        feuilles(("signature",), **options).map(lambda f: replace(f, numero="")), min_size=1, max_size=3
    ).map(lambda f: n.Signatures(tuple(f)))


def cadres(*, bureautique=False):
    # Word allows neither notes nor boxes inside a box.
    options = {"bureautique": bureautique, "notes": False, "revisions": not bureautique}
    corps = st.lists(st.one_of(feuilles(("alinea", "visa"), **options), listes(3, **options)), min_size=1, max_size=2)
    return corps.map(lambda blocs: n.Cadre(_assemble(blocs)))


def _assemble(blocs):
    """Assemble after joining what a reader would join: neighbouring lists, and tables that read as signatures."""
    plats = []
    for bloc in blocs:
        if isinstance(bloc, n.Liste) and plats and isinstance(plats[-1], n.Liste):
            continue
        plats.append(_as_signatures(bloc))
    return assemble(plats)


def _as_signatures(bloc):
    if isinstance(bloc, n.Tableau) and len(bloc.lignes) == 1:
        corps = [c.corps for c in bloc.lignes[0].cellules]
        if all(len(c) == 1 and isinstance(c[0], n.Signature) for c in corps):
            return n.Signatures(tuple(c[0] for c in corps))
    return bloc


@st.composite
def corps(draw, *, bureautique=False):
    options = {"bureautique": bureautique}
    sortes = [
        *[feuilles(**options)] * 6,
        listes(**options),
        tableaux(**options),
        signatures(**options),
        cadres(**options),
    ]
    blocs = [draw(feuilles(**options)), *draw(st.lists(st.one_of(*sortes), max_size=8))]
    plats = [
        b if i == 0 or not _breaks(b) or draw(st.integers(0, 4)) else replace(b, saut=True) for i, b in enumerate(blocs)
    ]
    return _assemble(plats)


def _breaks(bloc):
    """Tell whether a page break may be asked for before a block: an annexe has its own."""
    return isinstance(bloc, n.Feuille) and not isinstance(bloc, n.TitreAnnexe)


@st.composite
def pages(draw, classe, *, bureautique=False):
    # Out: hidden text in page headers, which comes out of .odt unhidden; numbering there, which LibreOffice counts on
    # from one header to the next.
    options = {"bureautique": bureautique, "notes": False, "revisions": False, "cache": not bureautique}
    feuille = feuilles(("alinea", "marque_projet"), numeros=not bureautique, **options)
    sortes = draw(st.sampled_from([(), ("defaut",), ("defaut", "premiere"), ("defaut", "premiere", "paire")]))
    blocs = st.lists(feuille if bureautique else st.one_of(feuille, tableaux(2, **options)), min_size=1, max_size=2)
    resultat = []
    for sorte in sortes:
        corps_page = _assemble(draw(blocs))
        if not any(_bare(page.corps) == _bare(corps_page) for page in resultat):
            resultat.append(classe(corps_page, n.SortePage(sorte)))
    return tuple(resultat)


def _bare(blocs):
    """Give blocks as a file shows them: of the origins, only model text or not."""

    def provisional(feuille):
        return merge_fragments(
            replace(e, origine=Origine.IA if e.origine.startswith("ia") else Origine.INDETERMINE, champ=None)
            if isinstance(e, Fragment)
            else e
            for e in feuille.contenu
        )

    return rewrite_leaves(n.Acte(n.Genre.INCONNU, "", blocs), provisional).corps


@st.composite
def actes(draw, *, bureautique=False):
    """Draw an act; see the head of this file."""
    return n.Acte(
        draw(st.sampled_from(n.Genre)),
        draw(st.sampled_from(["", "Arrêté portant « essai » & <fin>", "Délibération n° 2026-01"])),
        draw(corps(bureautique=bureautique)),
        draw(pages(n.EnTetePage, bureautique=bureautique)),
        draw(pages(n.PiedPage, bureautique=bureautique)),
        n.Proprietes("projet", "arrete_essai", "1.0", "2026-0001", "aucun", "2026-11-02T10:00:00+01:00", "", "partiel"),
    )
