"""What LibreOffice does to our files changes nothing in the tree, nor in the origins: through .odt, .docx and back."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from server.acte.assemblage import assemble, flatten
from server.acte.canon import list_lignes
from server.acte.fragments import Fragment, Note, merge_fragments
from server.acte.noeuds import Feuille, SortePage
from server.charte import load_charte
from server.formats import docx, odt
from server.formats.remplacement import rewrite_leaves
from tests.formats.exemples import arrete_reference
from tests.formats.strategies import actes
from tests.outils_libreoffice import convert

pytestmark = pytest.mark.libreoffice

CHARTE = load_charte()


def draw_actes(nombre):
    """Draw acts first, so that one call of LibreOffice converts them all."""
    tires = [arrete_reference()]

    @settings(
        max_examples=nombre,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(actes(bureautique=True))
    def draw(acte):
        tires.append(acte)

    draw()
    return tires


def check(tires, rendus, read):
    for acte, rendu in zip(tires, rendus, strict=True):
        lu = read(rendu).acte
        assert list_lignes(lu) == list_lignes(acte)
        assert lu == acte


def spare_notes(acte):
    """Leave out the notes of an act whose first page has its own header.

    LibreOffice 7.4 empties the running header of some .docx that have both; what stands beside the notes decides.
    """
    if not any(page.sorte is SortePage.PREMIERE for page in (*acte.en_tetes, *acte.pieds)):
        return acte

    def without_notes(feuille):
        garde = tuple(e for e in feuille.contenu if not isinstance(e, Note))
        return merge_fragments(garde or (Fragment("sans note"),))

    sans = rewrite_leaves(acte, without_notes)
    return odt.read(odt.write(sans, CHARTE)).acte


def simplify(acte):
    """Leave out what LibreOffice loses when it reads a .docx of its own.

    Links whose target holds a « # » are cut, and a page break after the first paragraph takes the running header away.
    """

    def without_links(feuille):
        return tuple(replace(e, lien=None) if isinstance(e, Fragment) else e for e in feuille.contenu)

    plats = (replace(b, saut=False) if isinstance(b, Feuille) else b for b in flatten(acte.corps))
    simple = rewrite_leaves(replace(acte, corps=assemble(tuple(plats))), without_links)
    # Without links, neighbouring fragments may have become one: reading gives the normal form.
    return odt.read(odt.write(simple, CHARTE)).acte


TAILLES = [pytest.param(20, id="court"), pytest.param(300, id="long", marks=pytest.mark.long)]


@pytest.mark.parametrize("nombre", TAILLES)
def test_our_odt_saved_again_or_as_docx_is_the_same_act(nombre):
    tires = draw_actes(nombre)
    fichiers = [("acte.odt", odt.write(acte, CHARTE)) for acte in tires]
    check(tires, convert(fichiers, "odt"), odt.read)
    check(tires, convert(fichiers, "docx"), docx.read)


@pytest.mark.parametrize("nombre", TAILLES)
def test_our_docx_saved_as_odt_is_the_same_act(nombre):
    tires = list(map(spare_notes, draw_actes(nombre)))
    check(tires, convert([("acte.docx", docx.write(acte, CHARTE)) for acte in tires], "odt"), odt.read)


@pytest.mark.parametrize("nombre", TAILLES)
def test_there_and_back_the_act_is_the_same(nombre):
    tires = [simplify(spare_notes(acte)) for acte in draw_actes(nombre)]
    aller = convert([("acte.odt", odt.write(acte, CHARTE)) for acte in tires], "docx")
    check(tires, convert([("acte.docx", donnees) for donnees in aller], "odt"), odt.read)
