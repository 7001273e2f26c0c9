"""Documents checked and read over HTTP: as a file or as text, as the command line does."""

import json

import pytest

from server import formats
from server.cli import run
from tests.api.outils import exemple
from tests.dossiers.outils import edit

TEXTE = "ARRÊTÉ\n\nLe maire de Brissac,\n\nVu le code de la route ;\n\nARRÊTE\n\nArticle 1er – Il est fait ainsi.\n"


@pytest.fixture
def document(alice) -> bytes:
    redige = alice.draft(alice.create())
    return alice.ask("GET", f"/brouillons/{redige['id']}/fichiers/docx").content


@pytest.mark.parametrize("commande", ["lint", "lire"])
def test_a_file_is_seen_as_on_the_command_line(alice, document, tmp_path, capsys, commande) -> None:
    fichier = tmp_path / "arrete.docx"
    fichier.write_bytes(document)
    suite = ["--date", "2026-11-02"] if commande == "lint" else []
    run([commande, str(fichier), "--json", *suite])
    attendu = json.loads(capsys.readouterr().out.replace(str(fichier), "arrete.docx"))
    params = {"date": "2026-11-02"} if commande == "lint" else {}
    vu = alice.ask("POST", f"/{commande}", files={"fichier": ("arrete.docx", document)}, params=params).json()
    if commande == "lire":
        assert vu.pop("avertissements") == []
    else:
        for constat in vu[0]["constats"]:
            del constat["correction"]
    assert vu == attendu


def test_what_a_rule_would_write_instead_is_told(alice) -> None:
    texte = TEXTE.replace("ainsi", "ainsi le lundi 3 novembre 2026")
    (vu,) = alice.ask("POST", "/lint", json={"texte": texte}, params={"genre": "arrete"}).json()
    (constat,) = (c for c in vu["constats"] if c["correction"])
    article = alice.ask("POST", "/lire", json={"texte": texte}).json()["blocs"][constat["bloc"]]["texte"]
    assert article[constat["debut"] : constat["fin"]] == "lundi 3 novembre 2026"
    assert (constat["code"], constat["correction"]) == ("C41", "mardi 3 novembre 2026")


def test_a_document_of_a_draft_is_checked_on_what_was_typed_for_it(alice, bruno) -> None:
    redige = alice.draft(alice.create())
    adresse = f"/brouillons/{redige['id']}"
    docx = alice.ask("GET", f"{adresse}/fichiers/docx").content
    envoi = {"files": {"fichier": ("arrete.docx", docx)}}
    vus = alice.ask("POST", f"{adresse}/controle", **envoi).json()
    assert [(c["code"], c["bloc"]) for c in vus] == [(c["code"], c["bloc"]) for c in alice.read(redige)["constats"]]
    change = {"files": {"fichier": ("arrete.docx", edit(docx, ("ARRÊTE", "ARRÊTE [à compléter]")))}}
    assert len(alice.ask("POST", f"{adresse}/controle", **change).json()) > len(vus)
    bruno.ask("POST", f"{adresse}/controle", 404, **envoi)
    neuf = alice.create()
    alice.ask("POST", f"/brouillons/{neuf['id']}/controle", 409, **envoi)


def test_a_text_is_checked_too(alice) -> None:
    (vu,) = alice.ask("POST", "/lint", json={"texte": TEXTE}, params={"genre": "arrete"}).json()
    assert vu["fichier"] == "texte"
    assert {constat["niveau"] for constat in vu["constats"]} >= {"erreur"}
    lu = alice.ask("POST", "/lire", json={"texte": TEXTE}).json()
    assert [bloc["texte"] for bloc in lu["blocs"]][:2] == ["ARRÊTÉ", "Le maire de Brissac,"]


def test_the_kind_can_be_told(alice) -> None:
    lu = alice.ask("POST", "/lire", json={"texte": "Bonjour."}, params={"genre": "note"}).json()
    assert lu["genre"] == "note"


@pytest.mark.parametrize("chemin", ["/lint", "/lire"])
@pytest.mark.parametrize(
    ("envoi", "statut"),
    [
        ({"files": {"fichier": ("x.pdf", b"%PDF-1.7")}}, 422),
        ({"files": {"fichier": ("x.docx", b"PK\x03\x04abc")}}, 422),
        ({"files": {"autre": ("x.txt", b"abc")}}, 422),
        ({"data": {"fichier": "abc"}}, 415),
        ({"content": b"abc"}, 415),
        ({"json": {"texte": 3}}, 422),
        ({"json": {"texte": "a\u0000"}}, 422),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 422),
        ({"content": b"abc", "headers": {"Content-Type": "multipart/form-data"}}, 400),
        ({"content": b"--x\r\nabc", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}, 422),
        ({"files": [("fichier", ("a", b"a")), ("fichier", ("b", b"b"))]}, 400),
        ({"json": {"texte": "abc"}, "params": {"genre": "autre"}}, 422),
    ],
)
def test_what_is_no_document_is_refused(alice, chemin, envoi, statut) -> None:
    refus = alice.ask("POST", chemin, statut, **envoi)
    assert refus.headers["content-type"] == "application/problem+json"
    assert refus.json()["detail"]


def test_nothing_of_a_document_is_kept(alice, document, service) -> None:
    avant = alice.ask("GET", "/brouillons").json()
    alice.ask("POST", "/lint", files={"fichier": ("arrete.docx", document)})
    assert alice.ask("GET", "/brouillons").json() == avant


def test_a_hostile_name_comes_back_harmless(alice) -> None:
    (vu,) = alice.ask("POST", "/lint", files={"fichier": ("a\u202e\x07.txt", b"abc")}).json()
    assert vu["fichier"].isprintable()


def test_the_draft_checked_from_its_file_has_no_more_errors_than_in_its_draft(alice) -> None:
    redige = alice.draft(alice.create(exemple("deliberation_subvention"), "deliberation_subvention"))
    fichier = alice.ask("GET", f"/brouillons/{redige['id']}/fichiers/odt").content
    (vu,) = alice.ask("POST", "/lint", files={"fichier": ("d.odt", fichier)}).json()
    assert [c for c in vu["constats"] if c["niveau"] == "erreur"] == []
    assert formats.read(fichier, "d.odt").acte.proprietes.statut == "PROJET"
