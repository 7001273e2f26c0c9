"""A visa verified over HTTP, with the keys of the server: the answer of the command line."""

import json

import pytest

from server.cli import run
from server.sceau import Trousseau, attest, render_cles, seal
from tests.dossiers.outils import edit
from tests.sceau.fabrique import CORPS, change, make_projet, make_releve, swap
from tests.sceau.test_pdf import read_pdf


@pytest.fixture
def trousseau(service):
    return Trousseau.of(service.app.state.settings.find_donnees())


@pytest.fixture
def scelle(trousseau):
    return seal(make_projet("docx"), "acte.docx", make_releve(), trousseau.signataire())


def check(alice, statut=200, **fichiers):
    return alice.ask("POST", "/verification", statut, files={nom: (f"acte {nom}", o) for nom, o in fichiers.items()})


def test_the_answer_is_that_of_the_command_line(alice, scelle, tmp_path, capsys) -> None:
    cles = alice.ask("GET", "/cles/publiques")
    assert cles.headers["content-disposition"] == 'attachment; filename="cles-publiques.json"'
    for nom, octets in (("a.docx", scelle.fichier), ("s.json", scelle.sidecar), ("c.json", cles.content)):
        (tmp_path / nom).write_bytes(octets)
    suite = ["--sidecar", str(tmp_path / "s.json"), "--cle", str(tmp_path / "c.json"), "--json"]
    run(["verify", str(tmp_path / "a.docx"), *suite])
    attendu = json.loads(capsys.readouterr().out)
    assert attendu["etat"] == "VALIDE"
    assert check(alice, fichier=scelle.fichier, sidecar=scelle.sidecar).json() == attendu


def test_one_word_changed_is_shown_before_and_after_with_the_sidecar(alice, scelle) -> None:
    vu = alice.ask("POST", "/lire", files={"fichier": ("acte.docx", scelle.fichier)}).json()
    mot = max((mot for bloc in vu["blocs"] for mot in bloc["texte"].split() if mot.isalpha()), key=len)
    altere = edit(scelle.fichier, (mot, "autrement"))
    reponse = check(alice, fichier=altere, sidecar=scelle.sidecar).json()
    assert reponse["etat"] == "ALTÉRÉ"
    assert (mot in reponse["blocs_alteres"][0]["avant"], "autrement" in reponse["blocs_alteres"][0]["apres"]) == (
        True,
        True,
    )
    assert check(alice, fichier=altere).json()["blocs_alteres"][0]["avant"] is None


def test_a_key_that_the_server_does_not_have_is_not_believed(alice, scelle, trousseau, tmp_path) -> None:
    autre = Trousseau.of(tmp_path / "autre").signataire()
    faux = seal(make_projet("docx"), "acte.docx", make_releve(), autre)
    assert check(alice, fichier=faux.fichier, sidecar=faux.sidecar).json()["etat"] == "INVALIDE"
    trousseau.rotate()
    assert check(alice, fichier=scelle.fichier).json()["etat"] == "VALIDE"
    trousseau.revoke(1, "vol")
    assert check(alice, fichier=scelle.fichier).json()["etat"] == "INDÉTERMINÉ"
    atteste = attest(scelle.sidecar, trousseau.signataire())
    assert check(alice, fichier=scelle.fichier, sidecar=atteste).json()["etat"] == "VALIDE"
    assert alice.ask("GET", "/cles/publiques").content == render_cles(trousseau.publiques())


def test_a_draft_is_not_sealed_and_a_server_without_a_key_says_so(alice) -> None:
    reponse = check(alice, fichier=make_projet("odt")).json()
    assert (reponse["etat"], reponse["releve"]) == ("NON SCELLÉ", None)
    assert "clé" in alice.ask("GET", "/cles/publiques", 404).json()["detail"]


@pytest.mark.parametrize(
    ("envoi", "statut"),
    [
        ({"files": {"fichier": ("x.pdf", b"%PDF-1.7")}}, 422),
        ({"files": {"sidecar": ("x.json", b"{}")}}, 422),
        ({"files": {"fichier": ("x.docx", b"x")}, "data": {"sidecar": "abc"}}, 422),
        ({"json": {"texte": "abc"}}, 415),
        ({"files": [("fichier", (str(rang), b"a")) for rang in range(3)]}, 400),
    ],
)
def test_what_cannot_be_verified_is_refused(alice, envoi, statut) -> None:
    assert alice.ask("POST", "/verification", statut, **envoi).json()["detail"]


def test_a_sidecar_left_empty_by_a_page_is_none(alice, scelle) -> None:
    for vide in ({"data": {"sidecar": ""}}, {"files": {"sidecar": ("", b"")}}):
        fichiers = {"fichier": ("acte.docx", scelle.fichier), **vide.get("files", {})}
        reponse = alice.ask("POST", "/verification", files=fichiers, data=vide.get("data", {})).json()
        assert reponse["etat"] == "VALIDE"
        assert not any("visa.json" in note for note in reponse["notes"])


def test_both_addresses_are_for_who_is_signed_in(alice) -> None:
    anonyme = {"Authorization": "Bearer mntr_faux"}
    alice.ask("GET", "/cles/publiques", 401, headers=anonyme)
    alice.ask("POST", "/verification", 401, headers=anonyme, files={"fichier": ("a.docx", b"x")})


def test_damaged_keys_are_not_the_fault_of_the_file(alice, scelle, trousseau) -> None:
    (trousseau.dossier / "publiques.json").write_bytes(b"{")
    assert check(alice, 500, fichier=scelle.fichier).json()["title"] == "Erreur interne"


@pytest.mark.libreoffice
def test_a_file_completed_after_the_visa_is_printed(alice, scelle) -> None:
    complet = change(scelle.fichier, CORPS["docx"], swap("……………", "2026-117"))
    vu = check(alice, fichier=complet).json()
    assert (vu["etat"], [une["apres"] for une in vu["apres_visa"]]) == ("VALIDE", ["2026-117"])
    reponse = alice.ask("POST", "/verification/pdf", files={"fichier": ("acte.docx", complet)}, timeout=120)
    assert reponse.headers["content-type"] == "application/pdf"
    assert "2026-117" in read_pdf(reponse.content, "pdftotext", "-", "-")


def test_what_is_not_valid_is_not_printed(alice, scelle) -> None:
    altere = edit(scelle.fichier, ("circulation", "stationnement"))
    for octets, etat in ((make_projet("odt"), "NON SCELLÉ"), (altere, "ALTÉRÉ")):
        refus = alice.ask("POST", "/verification/pdf", 409, files={"fichier": ("acte", octets)}).json()
        assert etat in refus["detail"]
