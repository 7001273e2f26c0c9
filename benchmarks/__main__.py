"""Measure; print a table, then one line of JSON with the medians and ratios."""

from __future__ import annotations

import asyncio
import json
import resource
import statistics
import tempfile
import time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from benchmarks.api import measure_api
from benchmarks.llm import measure_llm
from benchmarks.page import measure_page
from benchmarks.pairs import Docxtemplater, Docxtpl, render_odfpy
from benchmarks.reference import CONTENU, make_acte, make_long
from benchmarks.relecture import measure_relecture
from benchmarks.sceau import CLES, seal_long
from benchmarks.visa import measure_visa
from benchmarks.volet import measure_volet
from server import formats, sceau
from server.acte.parcours import walk
from server.catalogue import load_catalogue, load_exemple, validate
from server.charte import load_charte
from server.redacteurs import Aucun
from server.redaction import draft
from server.regles import Contexte, lint
from server.ressources import find_dossier

if TYPE_CHECKING:
    from collections.abc import Callable

TOURS = 12
"""Rounds: in each, every contestant runs, so that a slow moment of the machine weighs on all."""
FOIS = 5
"""Runs of each contestant in a round."""


def chronometer(fonction: Callable[[], object], fois: int = FOIS) -> list[float]:
    """Run and give each duration in milliseconds."""
    durees = []
    for _ in range(fois):
        debut = time.perf_counter()
        fonction()
        durees.append((time.perf_counter() - debut) * 1000)
    return durees


def compare(concurrents: dict[str, Callable[[int], list[float]]]) -> dict[str, float]:
    """Run the contestants in turn, a warm-up round first; give the median of each in milliseconds."""
    for courir in concurrents.values():
        courir(2)
    mesures: dict[str, list[float]] = {nom: [] for nom in concurrents}
    for _ in range(TOURS):
        for nom, courir in concurrents.items():
            mesures[nom] += courir(FOIS)
    return {nom: statistics.median(durees) for nom, durees in mesures.items()}


def solo(fonction: Callable[[], object]) -> Callable[[int], list[float]]:
    """Make a contestant of a function."""
    return lambda fois: chronometer(fonction, fois)


def check_same_words(nom: str, donnees: bytes) -> None:
    """Refuse to compare with a peer that left words out."""
    with ZipFile(BytesIO(donnees)) as archive:
        xml = archive.read("content.xml" if "content.xml" in archive.namelist() else "word/document.xml").decode()
    for texte in (CONTENU["visas"][5], CONTENU["considerants"][3], CONTENU["articles"][7]["texte"]):
        if texte not in xml:
            raise SystemExit(f"{nom} n’a pas écrit le même acte : « {texte[:60]}… » manque.")


def measure_peers() -> dict[str, float]:
    """Write the reference act with us and with the peers."""
    charte = load_charte(find_dossier("styles"))
    acte = make_acte()
    docxtpl = Docxtpl(CONTENU)
    with tempfile.TemporaryDirectory() as dossier:
        docxtemplater = Docxtemplater(CONTENU, Path(dossier))
        docxtemplater.measure(1)
        check_same_words("docxtemplater", docxtemplater.sortie.read_bytes())
        check_same_words("docxtpl", docxtpl.render())
        check_same_words("odfpy", render_odfpy(CONTENU))
        check_same_words("minutier .docx", formats.write(acte, "docx", charte))
        check_same_words("minutier .odt", formats.write(acte, "odt", charte))
        medianes = compare(
            {
                "minutier .docx": solo(lambda: formats.write(acte, "docx", charte)),
                "minutier texte → .docx": solo(lambda: formats.write(make_acte(), "docx", charte)),
                "docxtpl": solo(docxtpl.render),
                "docxtemplater": docxtemplater.measure,
                "minutier .odt": solo(lambda: formats.write(acte, "odt", charte)),
                "odfpy (nu)": solo(lambda: render_odfpy(CONTENU)),
            }
        )
        docxtemplater.close()
    return medianes


def measure_own() -> dict[str, float]:
    """Measure the whole way of an act, growth, reading and memory."""
    charte = load_charte(find_dossier("styles"))
    catalogue = load_catalogue([find_dossier("templates_actes")])
    modele = catalogue.get("arrete_circulation_temporaire")
    brut = load_exemple(modele, "01").valeur
    redacteur = Aucun()

    def whole() -> None:
        brouillon = asyncio.run(draft(modele, validate(modele, brut), redacteur, charte))
        formats.write(brouillon.acte, "docx", charte)
        formats.write(brouillon.acte, "odt", charte)

    def long(articles: int) -> Callable[[], None]:
        contenu = make_long(articles)

        def run() -> None:
            acte = make_acte(contenu)
            lint(Contexte(acte=acte))
            formats.write(acte, "docx", charte)
            formats.write(acte, "odt", charte)

        return run

    scelle, cles = seal_long("docx"), CLES
    verify_ms = statistics.median(chronometer(lambda: sceau.verify(scelle, "acte.docx", cles), 40))
    docx = formats.write(make_acte(), "docx", charte)
    acte_ms = statistics.median(chronometer(whole, 40))
    lire_ms = statistics.median(chronometer(lambda: formats.read(docx, "reference.docx"), 40))
    tours = [(statistics.median(chronometer(long(10), 5)), chronometer(long(1000), 1)[0]) for _ in range(3)]
    memoire = []
    for _ in range(5):
        for _ in range(200):
            whole()
        memoire.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print("mémoire maximale après 200, 400, … 1 000 actes (Mio) :", [round(m, 1) for m in memoire])
    print("feuilles de l’acte de référence :", sum(1 for _ in walk(make_acte())))
    return {
        "acte_ms": acte_ms,
        "croissance_1000_10": statistics.median(grand / petit for petit, grand in tours),
        "rss_mib": memoire[-1],
        "lire_ms": lire_ms,
        "verify_ms": verify_ms,
    }


def main() -> None:
    """Run everything; the last line is for machines."""
    medianes = measure_peers()
    for nom, duree in medianes.items():
        print(f"{nom:24} {duree:8.2f} ms")
    resultats = {
        "docx_vs_docxtpl": medianes["docxtpl"] / medianes["minutier .docx"],
        "docx_vs_docxtemplater": medianes["docxtemplater"] / medianes["minutier .docx"],
        "odt_vs_odfpy": medianes["minutier .odt"] / medianes["odfpy (nu)"],
        **measure_own(),
        **measure_llm(),
        **measure_api(),
        **measure_page(),
        **measure_volet(),
        **measure_visa(),
        **measure_relecture(),
    }
    print(json.dumps({nom: round(valeur, 2) for nom, valeur in resultats.items()}))


if __name__ == "__main__":
    main()
