from dataclasses import replace

import pytest
from hypothesis import given

from server.acte.fragments import Champ, Fragment, Image, NatureChamp, Origine
from server.acte.noeuds import EnTetePage, PiedPage, SortePage
from server.charte import build_pages, load_charte
from server.charte.description import Logo, Pages, Papier
from server.charte.images import measure
from server.charte.papier_json import load_papier, save_papier
from tests.formats.strategies import make_png, pages

CHARTE = load_charte()


def test_the_pages_of_the_default_charte():
    en_tetes, (pied,) = build_pages(CHARTE, "Aurillac")
    assert [(t.sorte, [f.texte for f in t.corps]) for t in en_tetes] == [("defaut", ["Aurillac"]), ("premiere", [])]
    assert pied.corps[0].contenu == (
        Fragment("Page ", Origine.TRAME),
        Champ(NatureChamp.PAGE),
        Fragment(" sur ", Origine.TRAME),
        Champ(NatureChamp.NB_PAGES),
    )


def test_the_name_of_the_collectivite_comes_from_its_settings():
    (fragment,) = build_pages(CHARTE, "Aurillac")[0][0].corps[0].contenu
    assert (fragment.origine, fragment.champ) == ("saisie", "collectivite.nom")


def test_a_name_in_braces_is_only_a_name():
    assert build_pages(CHARTE, "{page}")[0][0].corps[0].texte == "{page}"


def test_the_logo_is_on_the_first_page():
    charte = replace(CHARTE, logo=Logo(make_png(), "Blason", 20, 20))
    defaut, premiere = build_pages(charte, "Aurillac")[0]
    assert not any(isinstance(e, Image) for e in defaut.corps[0].contenu)
    assert premiere.corps[0].contenu == (Image.from_bytes(make_png(), "Blason", 20, 20),)


def test_pages_that_say_nothing_leave_a_header_to_put_a_mark_in_and_no_footer():
    en_tetes, pieds = build_pages(replace(CHARTE, pages=Pages("", "", "")), "Aurillac")
    assert [(t.sorte, t.corps) for t in en_tetes] == [("defaut", ()), ("premiere", ())]
    assert pieds == ()


def test_a_letterhead_wins():
    papier = Papier((EnTetePage((), SortePage.PAIRE),), ())
    assert build_pages(replace(CHARTE, papier=papier), "Aurillac") == ((EnTetePage((), SortePage.PAIRE),), ())


@given(pages(EnTetePage), pages(PiedPage))
def test_a_letterhead_reads_back_from_its_file(tmp_path_factory, en_tetes, pieds):
    dossier = tmp_path_factory.mktemp("papier")
    papier = Papier(en_tetes, pieds)
    ecrits = save_papier(papier, dossier, "papier.json")
    assert load_papier(dossier / "papier.json") == papier
    assert sorted(dossier.iterdir()) == sorted(ecrits)


JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x10\x00\x20\x01\x01\x11\x00"


@pytest.mark.parametrize(
    ("donnees", "mesure"),
    [
        (make_png(), ("png", 1, 1)),
        (b"GIF89a\x02\x00\x03\x00", ("gif", 2, 3)),
        (JPEG, ("jpeg", 32, 16)),
        (JPEG[:12], None),
        (b"\xff\xd8\xff", None),
        (b"GIF89a\x00\x00\x03\x00", None),
        (b"<svg/>", None),
        (b"", None),
    ],
)
def test_a_picture_is_measured_by_its_bytes(donnees, mesure):
    lue = measure(donnees)
    assert (lue and (lue.sorte, lue.largeur, lue.hauteur)) == mesure
