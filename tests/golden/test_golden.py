"""Every example, in every format, part by part: nothing of an act changes unless somebody meant it (`make golden`)."""

import asyncio
import datetime as dt
import io
import shutil
import zipfile
from functools import cache
from pathlib import Path

import pytest

from server import formats
from server.acte.noeuds import Acte
from server.catalogue import load_catalogue, load_exemple, validate
from server.charte import load_charte
from server.redacteurs import Aucun
from server.redaction import draft
from server.ressources import find_dossier

DOSSIER = Path(__file__).parent / "actes"
CATALOGUE = load_catalogue([find_dossier("templates_actes")])
EXEMPLES = [f"{modele.code}/{nom}" for modele in CATALOGUE.list_modeles() for nom in modele.exemples]
CHARTE = load_charte()
COMMUNES = frozenset(
    {
        "word/styles.xml", "word/numbering.xml", "word/settings.xml", "word/fontTable.xml", "word/theme/theme1.xml",
        "styles.xml",
    }
)  # fmt: skip
"""Parts that come from the charte: kept once, under the first act that has them."""


@cache
def rediger(exemple: str) -> Acte:
    code, nom = exemple.split("/")
    modele = CATALOGUE.get(code)
    saisie = validate(modele, load_exemple(modele, nom).valeur)
    instant = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
    brouillon = asyncio.run(draft(modele, saisie, Aucun(), CHARTE, acte_id=f"golden-{code}-{nom}", instant=instant))
    return brouillon.acte


def parts_of(exemple: str, sorte: str) -> dict[str, bytes]:
    """Give the parts of the file, XML cut into lines so that a difference can be read."""
    donnees = formats.write(rediger(exemple), sorte, CHARTE)
    if sorte in {"txt", "html"}:
        return {f"acte.{sorte}": donnees}
    with zipfile.ZipFile(io.BytesIO(donnees)) as archive:
        assert archive.testzip() is None
        return {f"{sorte}/{nom}": _readable(archive.read(nom)) for nom in archive.namelist()}


def _readable(donnees: bytes) -> bytes:
    return donnees.replace(b"><", b">\n<") if donnees.startswith(b"<") else donnees


def kept(exemple: str, parties: dict[str, bytes]) -> dict[str, bytes]:
    """Leave out the parts of the charte, but for the first example."""
    if exemple == EXEMPLES[0]:
        return parties
    return {nom: contenu for nom, contenu in parties.items() if nom.split("/", 1)[-1] not in COMMUNES}


@pytest.mark.parametrize("exemple", EXEMPLES)
def test_golden(exemple: str, rewrite_golden: bool) -> None:
    parties = kept(exemple, {n: c for sorte in formats.FORMATS for n, c in parts_of(exemple, sorte).items()})
    dossier = DOSSIER / exemple
    if rewrite_golden:
        shutil.rmtree(dossier, ignore_errors=True)
        for nom, contenu in parties.items():
            (dossier / nom).parent.mkdir(parents=True, exist_ok=True)
            (dossier / nom).write_bytes(contenu)
    attendues = {str(f.relative_to(dossier)): f.read_bytes() for f in sorted(dossier.rglob("*")) if f.is_file()}
    assert sorted(parties) == sorted(attendues)
    for nom, contenu in parties.items():
        assert contenu.decode().splitlines() == attendues[nom].decode().splitlines(), f"{exemple}: {nom}"


@pytest.mark.parametrize("sorte", ["docx", "odt"])
def test_parts_of_the_charte_are_the_same_in_every_act(sorte: str) -> None:
    premieres = parts_of(EXEMPLES[0], sorte)
    for exemple in EXEMPLES[1:]:
        parties = parts_of(exemple, sorte)
        for nom, contenu in parties.items():
            if nom.split("/", 1)[-1] in COMMUNES - {"styles.xml"}:
                assert contenu == premieres[nom], f"{exemple}: {nom}"


def test_no_golden_of_an_example_that_is_gone() -> None:
    connus = {str(d.relative_to(DOSSIER)) for d in DOSSIER.glob("*/*")}
    assert connus == set(EXEMPLES)
