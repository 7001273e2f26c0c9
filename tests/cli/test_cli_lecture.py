import json
import shutil
import zipfile
from pathlib import Path

import pytest

from server import app, cli, cli_actes, cli_lint, formats, libreoffice
from server.acte.canon import digest
from server.dossiers import examens, visas
from server.formats import read
from server.regles import Constat, Niveau

CODE = "deliberation_subvention"

ARRETE = """\
Arrêté portant interdiction de stationner rue du Port

Vu le code général des collectivités territoriales ;

Considérant que des travaux ont lieu rue du Port ;

ARRÊTE

Article 1er
Le stationnement est interdit rue du Port le mardi 2 novembre 2026.

Article 2
XXX

Fait à Neuville, le 2 octobre 2026
"""


@pytest.fixture(scope="module")
def ecrits(tmp_path_factory):
    """Draft the second example of the délibération once, in every format."""
    dossier = tmp_path_factory.mktemp("ecrits")
    modele = Path(cli.__file__).parents[1] / "templates_actes" / CODE
    formats = "docx,odt,html,txt"
    assert (
        cli.run(["draft", CODE, str(modele / "exemples/02.yaml"), "--sortie", str(dossier), "--formats", formats]) == 0
    )
    return {chemin.suffix[1:]: chemin for chemin in dossier.iterdir()}


@pytest.mark.parametrize("extension", ["docx", "odt", "txt"])
def test_what_we_wrote_is_read_back_with_the_shape_of_the_contract(minutier, ecrits, extension):
    fini = minutier("lire", ecrits[extension], "--json")
    vu = json.loads(fini.out)
    assert (fini.code, fini.err) == (0, "")
    assert list(vu) == ["genre", "canon", "blocs"]
    assert vu["genre"] == "deliberation"
    assert vu["canon"] == digest(read(ecrits[extension].read_bytes()).acte)
    for bloc in vu["blocs"]:
        assert list(bloc) == ["genre", "texte", "fragments"]
        assert "".join(fragment["texte"] for fragment in bloc["fragments"]) == bloc["texte"]
        assert all(list(fragment) == ["texte", "origine"] for fragment in bloc["fragments"])


def test_both_formats_are_read_alike(minutier, ecrits):
    docx, odt = (json.loads(minutier("lire", ecrits[ext], "--json").out) for ext in ("docx", "odt"))
    assert docx == odt
    origines = {fragment["origine"] for bloc in docx["blocs"] for fragment in bloc["fragments"]}
    assert origines == {"trame", "saisie"}


def test_lire_for_a_person_shows_each_paragraph_with_its_kind(minutier, ecrits):
    lignes = minutier("lire", ecrits["docx"]).out.splitlines()
    assert lignes[0] == "genre : deliberation"
    assert any(ligne.startswith("[visa] Vu le code général") for ligne in lignes)


def test_standard_input_is_read_too(minutier):
    vu = json.loads(minutier("lire", "-", "--json", entree=ARRETE.encode()).out)
    assert vu["genre"] == "arrete"
    assert "formule" in [bloc["genre"] for bloc in vu["blocs"]]


def test_one_word_changed_in_the_file_shows(minutier, ecrits, tmp_path):
    change = tmp_path / "change.docx"
    with zipfile.ZipFile(ecrits["docx"]) as source, zipfile.ZipFile(change, "w") as cible:
        for membre in source.infolist():
            donnees = source.read(membre)
            if membre.filename == "word/document.xml":
                assert b"ATTRIBUE" in donnees or b"attribue" in donnees.lower()
                donnees = donnees.replace(b"attribu", b"refus", 1)
            cible.writestr(membre, donnees)
    avant, apres = (json.loads(minutier("lire", f, "--json").out) for f in (ecrits["docx"], change))
    assert avant["canon"] != apres["canon"]
    assert any("refus" in bloc["texte"] for bloc in apres["blocs"])


ILLISIBLES = [
    ("absent.docx", None, "le fichier n’existe pas"),
    (".", None, "c’est un dossier"),
    ("a.docx", b"PK\x03\x04 tronque", "a.docx : "),
    ("a.pdf", b"%PDF-1.7\n", "c’est un PDF"),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "ancien document Word"),
    ("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "c’est une image"),
]


@pytest.mark.parametrize(("nom", "donnees", "message"), ILLISIBLES)
@pytest.mark.parametrize("commande", ["lire", "lint"])
def test_what_is_no_act_exits_2(minutier, tmp_path, commande, nom, donnees, message):  # noqa: PLR0913, PLR0917 -- a table
    if donnees is not None:
        (tmp_path / nom).write_bytes(donnees)
    fini = minutier(commande, nom)
    assert (fini.code, fini.out) == (2, "")
    assert message in fini.err


def test_what_the_reader_left_out_is_said_apart(minutier, monkeypatch):
    lire = formats.read
    monkeypatch.setattr(
        cli_actes.formats, "read", lambda d, n: type(lire(d, n))(lire(d, n).acte, ("un commentaire est ignoré.",))
    )
    fini = minutier("lire", "-", "--json", entree=b"Bonjour")
    assert json.loads(fini.out)["blocs"]
    assert fini.err == "- : un commentaire est ignoré.\n"


def test_lint_finds_and_exits_1(minutier, tmp_path):
    (tmp_path / "a.txt").write_text(ARRETE, encoding="utf-8")
    fini = minutier("lint", "a.txt", "--json")
    assert fini.code == 1
    (rapport,) = json.loads(fini.out)
    assert list(rapport) == ["fichier", "constats"]
    assert rapport["fichier"] == "a.txt"
    for constat in rapport["constats"]:
        assert list(constat) == ["code", "niveau", "message", "bloc", "debut", "fin", "source"]
    assert {"C05", "C41"} <= {constat["code"] for constat in rapport["constats"]}
    texte = minutier("lint", "a.txt")
    assert texte.code == 1
    assert "a.txt : " in texte.out
    assert "C05" in texte.out


def test_lint_of_what_we_drafted_exits_0(minutier, ecrits):
    fini = minutier("lint", ecrits["docx"], ecrits["odt"])
    assert (fini.code, fini.err) == (0, "")
    assert fini.out.count("aucun constat") == 2


def test_lint_in_sarif(minutier, tmp_path):
    (tmp_path / "a.txt").write_text(ARRETE, encoding="utf-8")
    journal = json.loads(minutier("lint", "a.txt", "--format", "sarif").out)
    assert journal["version"] == "2.1.0"
    assert journal["runs"][0]["results"]


def test_one_unreadable_file_exits_2_and_the_others_are_reported(minutier, tmp_path):
    (tmp_path / "a.txt").write_text(ARRETE, encoding="utf-8")
    fini = minutier("lint", "absent", "a.txt", "--json")
    assert fini.code == 2
    assert [rapport["fichier"] for rapport in json.loads(fini.out)] == ["a.txt"]
    assert fini.err == "absent : le fichier n’existe pas.\n"


def test_the_genre_may_be_told(minutier):
    codes = [
        {
            c["code"]
            for c in json.loads(minutier("lint", "-", "--json", "--genre", g, entree=ARRETE.encode()).out)[0][
                "constats"
            ]
        }
        for g in ("arrete", "courrier")
    ]
    assert "C19" in codes[0]
    assert "C19" not in codes[1]
    assert "L08" in codes[1]


def test_the_day_of_judgement_may_be_told(minutier, monkeypatch):
    jours = []
    monkeypatch.setattr(cli_lint, "lint", lambda contexte: jours.append(str(contexte.date)) or ())
    minutier("lint", "-", "--date", "2024-01-31", entree=b"x")
    assert jours == ["2024-01-31"]


@pytest.mark.libreoffice
def test_the_demonstration_writes_two_acts_in_word_libreoffice_and_pdf(minutier, tmp_path):
    assert shutil.which("soffice")
    fini = minutier("demo", "--json")
    rapport = json.loads(fini.out)
    assert (fini.code, fini.err) == (0, "")
    assert list(rapport) == ["fichiers", "scelles", "constats"]
    assert list(rapport["fichiers"]) == ["arrete_circulation_temporaire", "deliberation_subvention"]
    for fichiers in rapport["fichiers"].values():
        assert list(fichiers) == ["docx", "odt", "pdf"]
        assert Path(fichiers["pdf"]).read_bytes().startswith(b"%PDF-")
        assert Path(fichiers["docx"]).parent == Path("demo")
    assert rapport["constats"] == []


def test_the_demonstration_needs_no_libreoffice(minutier, monkeypatch):
    monkeypatch.setattr(libreoffice, "find_soffice", lambda: None)
    fini = minutier("demo", "--sortie", "d")
    assert (fini.code, fini.err) == (0, "")
    assert sorted(p.suffix for p in Path("d").glob("PROJET-*")) == [".docx", ".docx", ".odt", ".odt"]
    assert fini.out.count("Écrit : d/PROJET-") == 4
    assert fini.out.count("aucun constat") == 2


def test_the_demonstration_goes_to_a_file_that_anybody_can_verify(minutier, monkeypatch, tmp_path):
    monkeypatch.setattr(libreoffice, "find_soffice", lambda: None)
    donnees = tmp_path / "donnees"
    monkeypatch.setenv("MINUTIER_DONNEES", str(donnees))
    # A setting that a demonstration must not follow: it would write to the house's own base.
    monkeypatch.setenv("MINUTIER_DATABASE_URL", "postgresql://personne@127.0.0.1:1/rien")
    scelles = json.loads(minutier("demo", "--json").out)["scelles"]
    assert list(scelles) == ["docx", "odt", "sidecar", "cle"]
    assert not donnees.exists()
    for sorte in ("docx", "odt"):
        assert not Path(scelles[sorte]).name.startswith("PROJET")
        fini = minutier("verify", scelles[sorte], "--sidecar", scelles["sidecar"], "--cle", scelles["cle"], "--json")
        verdict = json.loads(fini.out)
        assert (fini.code, verdict["etat"], verdict["blocs_alteres"]) == (0, "VALIDE", [])
        releve = verdict["releve"]
        assert releve["acte"]["modele"] == "arrete_circulation_temporaire"
        assert [p["relecteur"]["role"] for p in releve["precedents"]] == ["relecteur_juridique"]
        assert releve["relecteur"] == {"nom": "Claude Petit", "role": "elu", "delegation": None}


def test_the_demonstration_tells_what_happened(minutier, monkeypatch):
    monkeypatch.setattr(libreoffice, "find_soffice", lambda: None)
    sortie = minutier("demo", "--sortie", "d").out
    for phrase in (
        "Camille Martin envoie l’arrêté",
        "Dominique Bernard (relecteur_juridique) l’ouvre",
        "VALIDE",
        "minutier verify d/",
    ):
        assert phrase in sortie


def test_the_demonstration_waives_what_the_rules_hold_against_its_example(minutier, monkeypatch):
    monkeypatch.setattr(libreoffice, "find_soffice", lambda: None)
    trouve = examens.list_constats

    def find_one(*suite):
        faux = Constat("C07", Niveau.ERREUR, "essai", None, 0, 0, "essai")
        return (*trouve(*suite), faux)

    monkeypatch.setattr(examens, "list_constats", find_one)
    monkeypatch.setattr(visas, "list_constats", find_one)
    assert "laisse 1 erreur(s), avec une raison" in minutier("demo", "--sortie", "d").out


def test_a_libreoffice_that_fails_spoils_nothing_else(minutier, monkeypatch):
    monkeypatch.setattr(libreoffice, "find_soffice", lambda: shutil.which("false"))
    fini = minutier("demo", "--json")
    assert fini.code == 0
    assert [list(f) for f in json.loads(fini.out)["fichiers"].values()] == [["docx", "odt"]] * 2
    assert "LibreOffice n’a pas pu faire le PDF" in fini.err


def test_serve_starts_the_service_with_the_settings(minutier, monkeypatch):
    recus = []
    monkeypatch.setattr(app, "serve", recus.append)
    monkeypatch.setenv("MINUTIER_PORT", "8799")
    assert minutier("serve").code == 0
    assert recus[0].port == 8799
    monkeypatch.setenv("MINUTIER_PORT", "zéro")
    fini = minutier("serve")
    assert (fini.code, len(recus)) == (64, 1)
    assert "MINUTIER_PORT" in fini.err
