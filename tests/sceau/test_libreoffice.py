"""A sealed file that a real LibreOffice saves again, or turns into the other format, is still valid."""

from itertools import pairwise

import pytest

from server.acte.noeuds import Genre
from server.sceau import Etat, verify
from tests.outils_libreoffice import convert
from tests.sceau.fabrique import CLES, CORPS, change, make_scelle, swap

pytestmark = pytest.mark.libreoffice

TRAJETS = {
    "docx-docx": ("docx", "docx"),
    "odt-odt": ("odt", "odt"),
    "docx-odt": ("docx", "odt"),
    "odt-docx": ("odt", "docx"),
    "docx-odt-docx": ("docx", "odt", "docx"),
    "odt-docx-odt": ("odt", "docx", "odt"),
}


def travel(fichier, trajet):
    for de, vers in pairwise(trajet):
        (fichier,) = convert([(f"acte.{de}", fichier)], vers)
    return fichier


@pytest.mark.parametrize("trajet", TRAJETS.values(), ids=TRAJETS)
def test_saved_again_or_converted_it_is_valid(trajet):
    fichier = travel(make_scelle(trajet[0]).fichier, trajet)
    verdict = verify(fichier, f"acte.{trajet[-1]}", CLES)
    assert (verdict.etat, verdict.blocs_alteres, verdict.notes) == (Etat.VALIDE, (), ())
    assert verdict.releve.acte.genre == Genre.ARRETE
    altere = change(fichier, CORPS[trajet[-1]], swap("250", "350"))
    assert verify(altere, "acte", CLES).etat is Etat.ALTERE


def test_filled_in_after_the_visa_then_saved_again_it_is_valid():
    for sorte in ("docx", "odt"):
        rempli = change(make_scelle(sorte).fichier, CORPS[sorte], swap("……………", "2026-118"))
        verdict = verify(travel(rempli, (sorte, "odt", "docx")), "acte.docx", CLES)
        assert (verdict.etat, [e.apres for e in verdict.apres_visa]) == (Etat.VALIDE, ["2026-118"])
