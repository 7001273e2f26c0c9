"""The other format of a sealed act: the same seal, or nothing."""

import shutil

import pytest

from server.charte import load_charte
from server.errors import EcritureImpossible
from server.formats.paquet import Paquet, detect
from server.sceau import Etat, convert_scelle, seal, verify
from server.sceau.conversion import AUTRE
from tests.sceau.fabrique import CLE, CLES, CORPS, SORTES, change, make_projet, make_releve, make_scelle, swap

both = pytest.mark.parametrize("sorte", SORTES)


@both
def test_an_act_that_nobody_touched_is_written_by_us(sorte, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    autre = convert_scelle(make_scelle(sorte), f"acte.{sorte}", load_charte())
    assert detect(autre.fichier) == AUTRE[sorte]
    assert verify(autre.fichier, "acte", CLES).etat is Etat.VALIDE
    assert b"Minutier" in Paquet(autre.fichier).read({"odt": "meta.xml", "docx": "docProps/app.xml"}[AUTRE[sorte]])
    assert verify(autre.fichier, "acte", CLES, autre.sidecar).notes == ()


@both
def test_an_act_that_somebody_touched_is_not_rendered_again(sorte):
    retouche = change(make_projet(sorte), CORPS[sorte], swap("1 250 €", "1 300 €"))
    assert not seal(retouche, f"acte.{sorte}", make_releve(), CLE).intact


@pytest.mark.libreoffice
@both
def test_an_act_that_somebody_touched_is_converted_by_libreoffice(sorte):
    retouche = seal(change(make_projet(sorte), CORPS[sorte], swap("1 250 €", "1 300 €")), "acte", make_releve(), CLE)
    autre = convert_scelle(retouche, f"acte.{sorte}", load_charte())
    assert detect(autre.fichier) == AUTRE[sorte]
    verdict = verify(autre.fichier, "acte", CLES)
    assert (verdict.etat, autre.empreinte) == (Etat.VALIDE, retouche.empreinte)


def test_a_libreoffice_that_hangs_or_fails_gives_nothing(tmp_path, monkeypatch):
    faux = tmp_path / "soffice"
    monkeypatch.setattr(shutil, "which", lambda _: str(faux))
    for corps, delai, dit in (("sleep 600", 0.5, "n’a pas répondu"), ("exit 1", 60, "n’a pas pu convertir")):
        faux.write_text(f"#!/bin/sh\n{corps}\n")
        faux.chmod(0o700)
        with pytest.raises(EcritureImpossible, match=dit):
            convert_scelle(make_scelle("docx"), "acte.docx", None, delai)


def test_a_conversion_that_says_something_else_is_not_issued(tmp_path, monkeypatch):
    autre = tmp_path / "autre.odt"
    autre.write_bytes(change(make_scelle("odt").fichier, CORPS["odt"], swap("1 250 €", "1 350 €")))
    faux = tmp_path / "soffice"
    faux.write_text(f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\nmkdir -p "$2"\ncp {autre} "$2/acte.odt"\n')
    faux.chmod(0o700)
    monkeypatch.setattr(shutil, "which", lambda _: str(faux))
    with pytest.raises(EcritureImpossible, match="exactement la même chose"):
        convert_scelle(make_scelle("docx"), "acte.docx", None)


def test_without_libreoffice_it_is_said(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(EcritureImpossible, match="n’est pas installé"):
        convert_scelle(make_scelle("docx"), "acte.docx", None)
