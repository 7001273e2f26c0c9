import errno
import json
import multiprocessing
import re
from pathlib import Path

import pytest

from server import cli, cli_sorties
from server.catalogue import load_catalogue
from server.ressources import find_dossier
from tests.catalogue.fabrique import COLLECTIVITE, CORPS, SAISIE, dump, make_base, write_modele

EXEMPLES = [
    (m.code, nom) for m in load_catalogue([find_dossier("templates_actes")]).list_modeles() for nom in m.exemples
]


@pytest.fixture
def essai(monkeypatch, tmp_path):
    """Install the template of the tests beside ours; give the path of a sound saisie."""
    write_modele(tmp_path / "modeles")
    monkeypatch.setenv("MINUTIER_MODELES", str(tmp_path / "modeles"))
    return write_saisie(tmp_path, SAISIE)


def write_saisie(dossier, saisie):
    fichier = dossier / "saisie.yaml"
    fichier.write_text(saisie if isinstance(saisie, str) else dump(saisie), encoding="utf-8")
    return fichier


def assert_nothing_written(dossier):
    assert sorted(p.name for p in Path(dossier).iterdir()) == ["modeles", "saisie.yaml"]


@pytest.mark.parametrize(("code", "nom"), EXEMPLES)
def test_every_example_is_drafted(minutier, code, nom):
    saisie = minutier("modeles", code, "--exemple", nom).out.encode()
    fini = minutier("draft", code, "-", "--json", "--formats", "docx,odt,txt", "--sortie", "out", entree=saisie)
    assert (fini.code, fini.err) == (0, "")
    rapport = json.loads(fini.out)
    assert list(rapport) == ["fichiers", "constats", "passages"]
    assert list(rapport["fichiers"]) == ["docx", "odt", "txt"]
    for extension, chemin in rapport["fichiers"].items():
        assert re.fullmatch(rf"out/PROJET-{code}-[a-z0-9-]+-\d{{4}}-\d\d-\d\d\.{extension}", chemin)
        assert Path(chemin).stat().st_size > 500
    assert [list(p) for p in rapport["passages"]] == [["nom", "origine", "essais"]] * len(rapport["passages"])
    assert all(c["niveau"] != "erreur" for c in rapport["constats"])


def test_by_default_a_docx_and_an_odt_are_written_here_and_said(minutier, essai):
    fini = minutier("draft", "essai", essai)
    noms = sorted(p.name for p in Path().iterdir() if p.name.startswith("PROJET-essai-"))
    assert (fini.code, [nom.rpartition(".")[2] for nom in noms]) == (0, ["docx", "odt"])
    assert all(f"Écrit : {nom}" in fini.out for nom in noms)
    assert "à relire et à valider par une personne" in fini.out


def test_nothing_is_overwritten(minutier, essai):
    premiers, seconds = (
        json.loads(minutier("draft", "essai", essai, "--json", "--formats", "txt").out)["fichiers"]["txt"]
        for _ in range(2)
    )
    assert seconds == premiers.replace(".txt", "-2.txt")


REFUS = [
    # what the saisie says, lines expected on standard error
    ({"objet": ...}, ["objet : « Objet » est obligatoire"]),
    ({"objet": ["x"]}, ["objet : un texte est attendu, pas une liste"]),
    ({"objet": 12}, ["objet : un texte est attendu, pas un nombre"]),
    ({"objett": "x"}, ["objett : ce champ n’existe pas ; vouliez-vous dire « objet » ?"]),
    ({"debut": "30/02/2026"}, ["debut : « 30/02/2026 » n’existe pas dans le calendrier"]),
    ({"debut": "2026-02-30"}, ["debut : « 2026-02-30 » n’existe pas dans le calendrier"]),
    ({"fin": "01/11/2026"}, ["fin : La fin précède le début"]),
    ({"voies": [{"voie": "x", "cout": "mille euros"}]}, ["voies[0].cout : un montant en chiffres est attendu"]),
    ({"objet": "x" * 10_000}, ["objet : 10000 caractères, 500 au plus"]),
    ({"objet": "a\x07b"}, ["objet : caractère n° 2 refusé : signal sonore (U+0007)"]),
    ({"objet": "a\u200bb"}, ["objet : caractère n° 2 refusé : espace de largeur nulle (U+200B)"]),
    ({"objet": "a\u202eb"}, ["objet : caractère n° 2 refusé"]),
    ({"objet": "a\ue000b"}, ["objet : caractère n° 2 refusé"]),
    ({"modele": "autre"}, ["modele : cette saisie est faite pour « autre »"]),
    ({"collectivite": ...}, ["collectivite : aucune collectivité n’est décrite"]),
    ({"collectivite": {**COLLECTIVITE, "siren": "1"}}, ["collectivite.siren : un SIREN (9 chiffres)"]),
    ({"debut": ..., "motifs": "x"}, ["debut : « Début » est obligatoire", "motifs : une liste de points"]),
]


@pytest.mark.parametrize(("changements", "attendus"), REFUS)
def test_a_refused_saisie_exits_2_with_one_line_per_fault_and_writes_nothing(
    minutier, essai, tmp_path, changements, attendus
):
    saisie = {cle: valeur for cle, valeur in {**SAISIE, **changements}.items() if valeur is not ...}
    fini = minutier("draft", "essai", write_saisie(tmp_path, saisie), "--sortie", "out")
    assert (fini.code, fini.out) == (2, "")
    lignes = fini.err.splitlines()
    assert len(lignes) == len(attendus)
    assert all(ligne.startswith(attendu) for ligne, attendu in zip(lignes, attendus, strict=True)), lignes
    assert_nothing_written(tmp_path)


def test_a_fault_says_its_line_in_the_file(minutier, essai, tmp_path):
    texte = dump(SAISIE).replace("2026-11-02", "30/02/2026")
    fini = minutier("draft", "essai", write_saisie(tmp_path, texte))
    ligne = texte[: texte.index("30/02")].count("\n") + 1
    assert fini.err.endswith(f"n’existe pas dans le calendrier (ligne {ligne})\n")


def test_jinja_in_a_field_is_text(minutier, essai, tmp_path):
    saisie = {
        **SAISIE,
        "objet": "{{ 7 * 7 }} {% for x in y %} {{ collectivite.siren }}",
        "motifs": ["{% raise %} {{ x }}"],
    }
    fini = minutier("draft", "essai", write_saisie(tmp_path, saisie), "--json", "--formats", "txt")
    assert fini.code == 0
    texte = Path(json.loads(fini.out)["fichiers"]["txt"]).read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "{{ 7 * 7 }}" in texte
    assert "49 {%" not in texte
    assert COLLECTIVITE["siren"] not in texte


@pytest.mark.parametrize(
    "cas",
    [
        ("absent.yaml", None, "absent.yaml : le fichier n’existe pas."),
        (".", None, ". : c’est un dossier, pas un fichier."),
        ("absent/x", None, "le fichier n’existe pas."),
        ("a\x00b", None, "ce nom de fichier n’est pas valable."),
        ("f", b"\xff\xfe\x00", "ce n’est pas de l’UTF-8"),
        ("f", b"", "une saisie est faite de champs"),
        ("f", b"a: [1", "ligne 1 : le YAML est mal formé"),
        ("f", b"a: 1\na: 1", "ligne 2 : la clé « a » est écrite deux fois"),
        ("f", b"a: &x 1", "ancres"),
        ("f", b"objet: a\x00b", "U+0000"),
        ("f", b"a: " + b"x" * 2_000_000, "dépasse"),
    ],
)
def test_an_unreadable_saisie_exits_2(minutier, essai, tmp_path, cas):
    nom, donnees, message = cas
    if donnees is not None:
        (tmp_path / nom).write_bytes(donnees)
    fini = minutier("draft", "essai", nom, "--sortie", "out")
    assert (fini.code, fini.out) == (2, "")
    assert message in fini.err
    assert not Path("out").exists()


def test_an_unknown_template_exits_2(minutier, essai, tmp_path):
    fini = minutier("draft", "esai", essai)
    assert (fini.code, fini.out) == (2, "")
    assert "le modèle « esai » n’existe pas. Connus : " in fini.err
    assert_nothing_written(tmp_path)


@pytest.mark.parametrize(
    "cas",
    [
        (make_base(genre="x", nature="YY"), CORPS, "clé « genre »"),
        ("code: essai\ncode: essai\n", CORPS, "modele.yaml, ligne 2 : la clé « code » est écrite deux fois."),
        (None, CORPS.replace("{{ objet }}", "{{ objet }"), "corps.txt.j2, ligne 1 : "),
        (None, CORPS.replace("objet", "objt"), "« objt » n’est pas un champ"),
    ],
)
def test_a_broken_template_exits_3(minutier, monkeypatch, tmp_path, cas):
    description, corps, message = cas
    write_modele(tmp_path / "modeles", description, corps)
    monkeypatch.setenv("MINUTIER_MODELES", str(tmp_path / "modeles"))
    fini = minutier("draft", "essai", write_saisie(tmp_path, SAISIE))
    assert (fini.code, fini.out) == (3, "")
    assert message in fini.err
    assert_nothing_written(tmp_path)


def test_a_folder_that_cannot_be_written_exits_3(minutier, essai, tmp_path):
    for dossier in (essai, essai / "x", Path("/proc/minutier")):
        fini = minutier("draft", "essai", essai, "--sortie", dossier)
        assert (fini.code, fini.out) == (3, "")
        assert fini.err.startswith(f"{dossier} : ")
        assert fini.err.endswith("Rien n’a été écrit.\n")
    assert_nothing_written(tmp_path)


def test_a_full_disk_exits_3_and_leaves_nothing(minutier, essai, tmp_path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(cli_sorties.os, "fsync", full)
    fini = minutier("draft", "essai", essai, "--sortie", "out/a")
    assert (fini.code, fini.out) == (3, "")
    assert fini.err == "out/a : il n’y a plus de place sur le disque. Rien n’a été écrit.\n"
    assert_nothing_written(tmp_path)


def _draft_in_process(depart, essai, code):
    depart.wait()
    code.put(cli.run(["draft", "essai", str(essai), "--sortie", "out", "--formats", "docx,txt"]))


def test_two_writes_at_once_give_two_drafts(minutier, essai):
    contexte = multiprocessing.get_context("spawn")
    depart, codes = contexte.Barrier(2, timeout=60), contexte.Queue()
    processus = [contexte.Process(target=_draft_in_process, args=(depart, essai, codes), daemon=True) for _ in range(2)]
    for p in processus:
        p.start()
    assert [codes.get(timeout=60) for _ in processus] == [0, 0]
    for p in processus:
        p.join(60)
    noms = sorted(p.name for p in Path("out").iterdir())
    assert len(noms) == 4
    assert sum("-2." in nom for nom in noms) == 2


def test_the_collectivite_of_the_settings_is_used_unless_the_saisie_has_one(minutier, essai, tmp_path, monkeypatch):
    (tmp_path / "modeles" / "ville.yaml").write_text(
        dump({**COLLECTIVITE, "adresse": {**COLLECTIVITE["adresse"], "ville": "Neuville"}}), encoding="utf-8"
    )
    monkeypatch.setenv("MINUTIER_COLLECTIVITE", str(tmp_path / "modeles" / "ville.yaml"))

    def draft_place(saisie):
        fini = minutier("draft", "essai", write_saisie(tmp_path, saisie), "--json", "--formats", "txt")
        return re.search("Fait à (.*?),", Path(json.loads(fini.out)["fichiers"]["txt"]).read_text(encoding="utf-8"))[1]

    assert draft_place({c: v for c, v in SAISIE.items() if c != "collectivite"}) == "Neuville"
    assert draft_place(SAISIE) == "Saint-Aubin-sur-Loire"
    (tmp_path / "modeles" / "ville.yaml").write_text("nom: x\nsiren: 12\n", encoding="utf-8")
    fini = minutier("draft", "essai", write_saisie(tmp_path, {c: v for c, v in SAISIE.items() if c != "collectivite"}))
    assert fini.code == 64
    assert "ville.yaml, ligne 2, clé « siren » : " in fini.err


def test_a_saisie_from_standard_input_is_named_so(minutier, essai):
    assert minutier("draft", "essai", "-", entree=b"- x").err.startswith("- : ")
