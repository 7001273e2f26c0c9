"""What LibreOffice does to our .docx changes nothing in the tree: saved again as .docx, and through .odt and back."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from server.acte.canon import list_lignes
from server.charte import load_charte
from server.formats.docx import read, write
from tests.formats.exemples import arrete_reference
from tests.formats.strategies import actes
from tests.outils_libreoffice import convert

pytestmark = pytest.mark.libreoffice


def draw_actes(nombre):
    """Draw acts first, so that one call of LibreOffice converts them all."""
    tires = [arrete_reference()]

    @settings(
        max_examples=nombre,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(actes(bureautique=True))
    def draw(acte):
        tires.append(acte)

    draw()
    return tires


def check(actes_tires, rendus):
    for acte, rendu in zip(actes_tires, rendus, strict=True):
        lecture = read(rendu)
        assert list_lignes(lecture.acte) == list_lignes(acte)
        assert lecture.acte == acte


@pytest.mark.parametrize("nombre", [pytest.param(25, id="court"), pytest.param(300, id="long", marks=pytest.mark.long)])
def test_saved_again_and_through_odt_the_tree_and_the_origins_stay(nombre):
    tires = draw_actes(nombre)
    fichiers = [("acte.docx", write(acte, load_charte())) for acte in tires]
    check(tires, convert(fichiers, "docx"))
    check(tires, convert([("acte.odt", odt) for odt in convert(fichiers, "odt")], "docx"))
