"""The peers: docxtpl and docxtemplater for .docx, a bare odfpy document for .odt, on the same words."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

from docx import Document
from docxtpl import DocxTemplate
from odf import opendocument
from odf import text as odt

_DOSSIER = Path(__file__).parent / "docxtemplater"

# (style, text) of a template paragraph; {…} is filled by each peer's own syntax for a value or a loop.
_PLAN = (
    ("Heading 2", "numero"),
    ("Title", "intitule"),
    ("Normal", "autorite"),
    ("List Paragraph", "*visas"),
    ("List Paragraph", "*considerants"),
    ("Heading 2", "=ARRÊTE"),
    ("Heading 3", "*articles"),
    ("Normal", "fait"),
    ("Normal", "signature"),
)


def make_modele(syntaxe: str) -> bytes:
    """Make the template of a peer with python-docx: "jinja" for docxtpl, "moustache" for docxtemplater."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = _value("projet", syntaxe)
    document.sections[0].footer.paragraphs[0].text = _value("avis", syntaxe)
    for style, nom in _PLAN:
        for suite_style, texte in _paragraphs(style, nom, syntaxe):
            document.add_paragraph(texte, suite_style)
    sortie = io.BytesIO()
    document.save(sortie)
    return sortie.getvalue()


def _value(nom: str, syntaxe: str) -> str:
    return f"{{{{ {nom} }}}}" if syntaxe == "jinja" else f"{{{nom}}}"


def _paragraphs(style: str, nom: str, syntaxe: str) -> list[tuple[str, str]]:
    if nom.startswith("="):
        return [(style, nom[1:])]
    if not nom.startswith("*"):
        return [(style, _value(nom, syntaxe))]
    liste = nom[1:]
    champs = ("titre", "texte") if liste == "articles" else ("",)
    if syntaxe == "jinja":
        corps = [_value(f"x.{champ}" if champ else "x", syntaxe) for champ in champs]
        debut, fin = f"{{%p for x in {liste} %}}", "{%p endfor %}"
    else:
        corps = [_value(champ or ".", syntaxe) for champ in champs]
        debut, fin = f"{{#{liste}}}", f"{{/{liste}}}"
    styles = [style, "Normal"][: len(corps)]
    return [("Normal", debut), *zip(styles, corps, strict=True), ("Normal", fin)]


class Docxtpl:
    """docxtpl: parse the template and render it, as each document asks."""

    def __init__(self, contenu: dict[str, Any]) -> None:
        self._modele = make_modele("jinja")
        self._contenu = contenu

    def render(self) -> bytes:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            document = DocxTemplate(io.BytesIO(self._modele))
            document.render(self._contenu, autoescape=True)
            sortie = io.BytesIO()
            document.save(sortie)
        return sortie.getvalue()


class Docxtemplater:
    """docxtemplater on Node, in a process that stays up and times itself (no start-up counted)."""

    def __init__(self, contenu: dict[str, Any], dossier: Path) -> None:
        node, npm = shutil.which("node"), shutil.which("npm")
        if not node or not npm:
            sys.exit("make bench : Node.js et npm manquent (paquets nodejs et npm).")
        if not (_DOSSIER / "node_modules").is_dir():
            subprocess.run([npm, "ci", "--silent", "--no-audit", "--no-fund"], cwd=_DOSSIER, check=True)
        (dossier / "modele.docx").write_bytes(make_modele("moustache"))
        (dossier / "contenu.json").write_text(json.dumps(contenu), "utf-8")
        self.sortie = dossier / "docxtemplater.docx"
        self._processus = subprocess.Popen(
            [node, str(_DOSSIER / "rendre.mjs"), str(dossier)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def measure(self, fois: int) -> list[float]:
        """Render this many times; give each duration in milliseconds."""
        entree, sortie = self._processus.stdin, self._processus.stdout
        if entree is None or sortie is None:
            raise RuntimeError("docxtemplater: no pipe")
        entree.write(f"{fois}\n")
        entree.flush()
        durees: list[float] = json.loads(sortie.readline())
        return durees

    def close(self) -> None:
        if self._processus.stdin:
            self._processus.stdin.close()
        self._processus.wait(timeout=10)
        if self._processus.stdout:
            self._processus.stdout.close()


def render_odfpy(contenu: dict[str, Any]) -> bytes:
    """Write the same words with odfpy: bare paragraphs, no style, header, footer nor property."""
    document = opendocument.OpenDocumentText()
    for nom in ("numero", "intitule", "autorite"):
        document.text.addElement(odt.P(text=contenu[nom]))
    for nom in ("visas", "considerants"):
        for texte in contenu[nom]:
            document.text.addElement(odt.P(text=texte))
    document.text.addElement(odt.P(text="ARRÊTE"))
    for article in contenu["articles"]:
        document.text.addElement(odt.H(outlinelevel=2, text=article["titre"]))
        document.text.addElement(odt.P(text=article["texte"]))
    for nom in ("fait", "signature"):
        document.text.addElement(odt.P(text=contenu[nom]))
    sortie = io.BytesIO()
    document.write(sortie)
    return sortie.getvalue()
