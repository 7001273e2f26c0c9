"""Markers of lists: what a Writer file shows is what the tree holds, and the other way round."""

import pytest

from server.acte.fragments import Fragment, Origine
from server.acte.noeuds import Acte, Alinea, Feuille, Genre, Liste, Puce, TitreAnnexe, TitreArticle, Visa
from server.acte.parcours import walk
from server.charte import load_charte
from server.formats import odt
from server.formats.odt.listes_ecrites import split_suites
from server.formats.odt.listes_lues import NiveauListe, format_number
from tests.formats.fabrique_odt import make_odt, make_styles, paragraph_style

CHARTE = load_charte()


def number(niveau, forme="1", **attributs):
    noms = {"prefixe": "style:num-prefix", "suffixe": "style:num-suffix", "depart": "text:start-value"}
    noms |= {"affiche": "text:display-levels", "gabarit": "loext:num-list-format", "synchro": "style:num-letter-sync"}
    autres = " ".join(f'{noms[nom]}="{valeur}"' for nom, valeur in attributs.items())
    return f'<text:list-level-style-number text:level="{niveau}" style:num-format="{forme}" {autres}/>'


def bullet(niveau, signe="–"):
    return f'<text:list-level-style-bullet text:level="{niveau}" text:bullet-char="{signe}"/>'


def list_style(*niveaux, nom="L1"):
    return f'<text:list-style style:name="{nom}">{"".join(niveaux)}</text:list-style>'


def item(texte, *enfants, attributs=""):
    return f"<text:list-item {attributs}><text:p>{texte}</text:p>{''.join(enfants)}</text:list-item>"


def liste(*items, attributs='text:style-name="L1"'):
    return f"<text:list {attributs}>{''.join(items)}</text:list>"


def markers(corps, styles, **options):
    acte = odt.read(make_odt(corps, styles, **options)).acte
    return [f"{p.feuille.numero} {p.feuille.texte}".strip() for p in walk(acte) if isinstance(p.feuille, Feuille)]


@pytest.mark.parametrize(
    ("niveau", "attendu"),
    [
        (number(1, suffixe="."), ["1.", "2.", "3."]),
        (number(1, suffixe="°"), ["1°", "2°", "3°"]),
        (number(1, "a", suffixe=")"), ["a)", "b)", "c)"]),
        (number(1, "A", prefixe="(", suffixe=")"), ["(A)", "(B)", "(C)"]),
        (number(1, "i", depart="3"), ["iii", "iv", "v"]),
        (number(1, "I", prefixe="Titre ", suffixe=" –"), ["Titre I –", "Titre II –", "Titre III –"]),
        (number(1, gabarit="Article %1% -"), ["Article 1 -", "Article 2 -", "Article 3 -"]),
        (number(1, "", prefixe="§"), ["•", "•", "•"]),
        (number(1, "", prefixe="Point"), ["Point", "Point", "Point"]),
        (number(1, "", gabarit="%1%."), ["•", "•", "•"]),
        (number(1, "一"), ["1", "2", "3"]),
        (bullet(1), ["•", "•", "•"]),
        (bullet(1, "\uf0b7"), ["•", "•", "•"]),
        ('<text:list-level-style-image text:level="1"/>', ["•", "•", "•"]),
    ],
)
def test_one_level(niveau, attendu):
    corps = liste(item("x"), item("y"), item("z"))
    assert [m.rpartition(" ")[0] for m in markers(corps, list_style(niveau))] == attendu


def test_a_level_that_shows_nothing_makes_plain_paragraphs():
    (x,) = odt.read(make_odt(liste(item("x")), list_style(number(1, "")))).acte.corps
    assert x == Alinea((Fragment("x"),))


@pytest.mark.parametrize(
    ("valeur", "forme", "synchro", "attendu"),
    [
        (27, "a", False, "aa"),
        (28, "a", False, "ab"),
        (53, "A", False, "BA"),
        (28, "a", True, "bb"),
        (1994, "I", False, "MCMXCIV"),
        (4000, "i", False, "4000"),
        (0, "a", False, "0"),
        (5, "", False, ""),
    ],
)
def test_numbers(valeur, forme, synchro, attendu):
    assert format_number(valeur, NiveauListe(format_num=forme, synchro=synchro)) == attendu


def test_levels_nest_and_start_again():
    styles = list_style(number(1, suffixe="."), number(2, "a", suffixe=")"), bullet(3))
    dedans = liste(item("a1", liste(item("p"), attributs="")), item("a2"), attributs="")
    corps = liste(item("un", dedans), item("deux", liste(item("b1"), attributs="")))
    assert markers(corps, styles) == ["1. un", "a) a1", "• p", "b) a2", "2. deux", "a) b1"]


def test_upper_levels_are_shown():
    styles = list_style(number(1, "I"), number(2, affiche="2", suffixe="."), number(3, "a", affiche="3"))
    corps = liste(item("x", liste(item("y"), item("z", liste(item("w"), attributs="")), attributs="")))
    assert markers(corps, styles) == ["I x", "I.1. y", "I.2. z", "I.2.a w"]


def test_a_template_of_libreoffice_shows_upper_levels_too():
    styles = list_style(number(1), number(2, gabarit="%1%.%2%)"), number(3, "", gabarit="%1%.%2%.%3%"))
    corps = liste(item("x", liste(item("y", liste(item("w"), attributs="")), attributs="")))
    assert markers(corps, styles) == ["1 x", "1.1) y", "1.1. w"]


@pytest.mark.parametrize(
    ("attributs", "attendu"),
    [
        ('text:style-name="L1"', "1. b"),
        ('text:style-name="L1" text:continue-numbering="true"', "2. b"),
        ('text:style-name="L1" text:continue-list="id1"', "2. b"),
        ('text:style-name="L1" text:continue-list="inconnu"', "1. b"),
    ],
)
def test_a_list_that_goes_on(attributs, attendu):
    corps = liste(item("a"), attributs='text:style-name="L1" xml:id="id1"') + "<text:p>entre</text:p>"
    corps += liste(item("b"), attributs=attributs)
    assert markers(corps, list_style(number(1, suffixe="."))) == ["1. a", "entre", attendu]


def test_start_values_headers_and_following_paragraphs():
    corps = liste(
        item("a", attributs='text:start-value="7"'),
        "<text:list-header><text:p>sans</text:p></text:list-header>",
        "<text:list-item><text:p>b</text:p><text:p>suite</text:p></text:list-item>",
    )
    assert markers(corps, list_style(number(1, suffixe="."))) == ["7. a", "sans", "8. b", "suite"]


def test_empty_items_count():
    corps = liste(item("a"), item(""), item("c"))
    assert markers(corps, list_style(number(1, suffixe="."))) == ["1. a", "3. c"]


def test_the_list_style_of_the_paragraph_style_counts():
    styles = paragraph_style("P1", attributs='style:list-style-name="L1"') + list_style(number(1, suffixe=")"))
    corps = '<text:list><text:list-item><text:p text:style-name="P1">a</text:p></text:list-item></text:list>'
    assert markers(corps, styles) == ["1) a"]


def test_numbered_paragraphs_of_one_list():
    corps = "".join(
        f'<text:numbered-paragraph text:list-id="x" text:style-name="L1" text:level="1"><text:p>{t}</text:p>'
        "</text:numbered-paragraph>"
        for t in "ab"
    )
    assert markers(corps, list_style(number(1, suffixe="."))) == ["1. a", "2. b"]


OUTLINE = (
    '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:outline-level-style text:level="2" style:num-format="a" text:display-levels="2"/></text:outline-style>'
)


def test_the_outline_numbers_headings():
    corps = (
        '<text:h text:outline-level="1">Partie</text:h><text:h text:outline-level="2">Sous</text:h>'
        '<text:h text:outline-level="1" text:is-list-header="true">Sans</text:h><text:h text:outline-level="1">Fin</text:h>'
    )
    attendu = ["1. Partie", "1.a Sous", "Sans", "2. Fin"]
    assert markers(corps, "", styles_xml=make_styles(OUTLINE)) == attendu


def test_headings_inside_lists_as_libreoffice_makes_them_of_docx():
    corps = '<text:list text:style-name="L1"><text:list-item><text:h text:outline-level="1">T</text:h></text:list-item></text:list>'
    assert markers(corps, list_style(number(1, ""))) == ["T"]
    assert markers(corps, list_style(number(1, "I", suffixe="."))) == ["I. T"]


# --- writing ----------------------------------------------------------------------------------------------------------


def puces(*numeros):
    return tuple(Puce((Fragment("x", Origine.TRAME),), numero) for numero in numeros)


@pytest.mark.parametrize(
    "numeros",
    [
        ("1.", "2.", "3."),
        ("3°", "4°"),
        ("1.", "3.", "4."),
        ("a)", "b)", "•", "•"),
        ("h)", "i)", "j)"),
        ("i)", "ii)", "iii)"),
        ("y.", "z.", "aa.", "bb."),
        ("09", "10", "11"),
        ("Art. 9", "Art. 10"),
        ("1.1", "1.2", "2.1"),
        ("§", "§"),
        ("premier", "second"),
        ("1er", "2e"),
        ("&<\"'1", "&<\"'2"),
    ],
)
def test_markers_are_shown_as_they_are(numeros):
    acte = Acte(Genre.NOTE, "", (Liste(puces(*numeros)),))
    attendu = tuple("•" if not any(c.isalnum() for c in numero) else numero for numero in numeros)
    (lue,) = odt.read(odt.write(acte, CHARTE)).acte.corps
    assert tuple(puce.numero for puce in lue.elements) == attendu


def test_markers_that_follow_each_other_are_one_list():
    suites = [[p.numero for p in s.puces] for s in split_suites(puces("1.", "2.", "5.", "6.", "•", "•", "a)", "b)"))]
    assert suites == [["1.", "2."], ["5.", "6."], ["•", "•"], ["a)", "b)"]]


def test_nested_lists_that_the_style_of_the_outer_one_does_not_say():
    dedans = [Liste(puces("a)", "b)")), Liste(puces("•")), Liste(puces("c)", "d)"))]
    elements = tuple(Puce((Fragment("x", Origine.TRAME),), f"{i}.", enfants=(d,)) for i, d in enumerate(dedans, 1))
    acte = Acte(Genre.NOTE, "", (Liste(elements),))
    assert odt.read(odt.write(acte, CHARTE)).acte == acte


@pytest.mark.parametrize("classe", [Visa, TitreArticle, TitreAnnexe])
def test_a_paragraph_that_is_no_item_keeps_its_marker(classe):
    acte = Acte(Genre.NOTE, "", (Alinea((Fragment("x", Origine.TRAME),)),))
    feuille = classe((Fragment("y", Origine.TRAME),), numero="II -")
    lu = odt.read(odt.write(Acte(Genre.NOTE, "", (*acte.corps, feuille)), CHARTE)).acte
    assert [p.feuille.numero for p in walk(lu)] == ["", "II -"]
    assert isinstance(list(walk(lu))[1].feuille, classe)
