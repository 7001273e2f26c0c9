import itertools
import json
import stat
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import MetaData, inspect, select, text

from server.db import Base, migrate, open_engine, transaction
from server.errors import Conflit, EcritureImpossible, FichierIllisible, Introuvable
from server.sauvegarde import restauration, restore, save
from server.sauvegarde.lignes import OMISES
from tests.base.fabrique import fill
from tests.base.test_migrations import REVISIONS, revision_of
from tests.bases import GENRES

vers_chacune = pytest.mark.parametrize("autre", GENRES, indirect=True)
vers_sqlite = pytest.mark.parametrize("autre", ["sqlite"], indirect=True)


def rows(settings):
    """Give what a database holds, written the same way for both kinds; JSON as its text."""
    moteur = open_engine(settings)
    lues = {}
    with moteur.connect() as connexion:
        tables = MetaData()
        tables.reflect(connexion)
        for table in tables.sorted_tables:
            colonnes = [colonne.name for colonne in table.columns]
            demande = select(table).order_by(*table.primary_key.columns)
            lues[table.name] = [
                {nom: _say(ligne[nom]) for nom in colonnes} for ligne in connexion.execute(demande).mappings()
            ]
    moteur.dispose()
    return {nom: lignes for nom, lignes in lues.items() if nom not in OMISES}


def _say(valeur):
    texte = getattr(valeur, "hex", None)
    if callable(getattr(valeur, "isoformat", None)):
        return valeur.replace(tzinfo=None).isoformat()
    return texte if isinstance(texte, str) else valeur


def run_restore(fichier, settings, *, remplacer=False):
    moteur = open_engine(settings)
    try:
        return restore(fichier, settings, moteur, remplacer=remplacer)
    finally:
        moteur.dispose()


@pytest.fixture
def pleine(reglages, moteur, tmp_path):
    """Give an installation that has a row in every table, a key, a template of its own; and its backup."""
    fill(moteur)
    (reglages.donnees / "cles").mkdir(parents=True)
    (reglages.donnees / "cles" / "service.pem").write_bytes(b"cle\x00secrete")
    modeles = tmp_path / "modeles" / "arrete_maison"
    modeles.mkdir(parents=True)
    (modeles / "modele.yaml").write_text("titre: Arrêté\n", encoding="utf-8")
    settings = reglages.model_copy(update={"modeles": tmp_path / "modeles"})
    fichier = tmp_path / "s.zip"
    save(fichier, settings, moteur)
    return settings, fichier


@vers_chacune
def test_all_comes_back_in_either_kind_of_database(pleine, autre):
    settings, fichier = pleine
    bilan = run_restore(fichier, autre)
    avant = rows(settings)
    assert rows(autre) == avant
    assert all(avant.values())
    assert bilan.manifeste.tables == {nom: len(lignes) for nom, lignes in avant.items()}
    cle = autre.donnees / "cles" / "service.pem"
    assert (cle.read_bytes(), stat.S_IMODE(cle.stat().st_mode)) == (b"cle\x00secrete", 0o600)
    assert bilan.dossiers["modeles"] == autre.donnees / "modeles"
    assert (autre.donnees / "modeles" / "arrete_maison" / "modele.yaml").read_text("utf-8") == "titre: Arrêté\n"
    assert sorted(p.name for p in autre.donnees.iterdir() if not p.name.startswith("minutier.db")) == [
        "cles",
        "modeles",
    ]


def test_what_is_absent_and_what_is_null_stay_two_things(reglages, moteur, tmp_path):
    with transaction(moteur) as session:
        session.execute(text("CREATE TABLE essai (id INTEGER PRIMARY KEY, j JSON)"))
        session.execute(text("INSERT INTO essai VALUES (1, NULL), (2, 'null'), (3, '{\"é\": 1.50}')"))
    save(tmp_path / "s.zip", reglages, moteur)
    with zipfile.ZipFile(tmp_path / "s.zip") as archive:
        lignes = archive.read("base/essai.jsonl").decode().splitlines()
    assert [json.loads(ligne)["j"] for ligne in lignes] == [None, "null", '{"é": 1.50}']


@vers_sqlite
def test_an_absent_json_comes_back_absent(reglages, moteur, tmp_path, autre):
    fill(moteur)
    with transaction(moteur) as session:
        session.execute(text("UPDATE brouillons SET redige = NULL"))
    save(tmp_path / "s.zip", reglages, moteur)
    run_restore(tmp_path / "s.zip", autre)
    run_restore(tmp_path / "s.zip", reglages, remplacer=True)
    for settings in (reglages, autre):
        relu = open_engine(settings)
        with transaction(relu, ecriture=False) as session:
            assert session.scalar(text("SELECT count(*) FROM brouillons WHERE redige IS NULL")) == 1
        relu.dispose()


@vers_sqlite
def test_what_opens_the_service_does_not_come_back(pleine, autre):
    _, fichier = pleine
    with zipfile.ZipFile(fichier) as archive:
        assert not {f"base/{nom}.jsonl" for nom in OMISES} & set(archive.namelist())
    run_restore(fichier, autre)
    moteur = open_engine(autre)
    with transaction(moteur, ecriture=False) as session:
        assert [session.scalar(text(f"SELECT count(*) FROM {nom}")) for nom in sorted(OMISES)] == [1, 0, 0, 0]  # noqa: S608
    moteur.dispose()


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_backup_of_an_earlier_version_comes_back_up_to_date(reglages, moteur_vide, tmp_path, revision):
    migrate(moteur_vide, revision)
    fill(moteur_vide)
    avant = rows(reglages)
    save(tmp_path / "s.zip", reglages, moteur_vide)
    run_restore(tmp_path / "s.zip", reglages, remplacer=True)
    assert revision_of(moteur_vide) == REVISIONS[-1]
    apres = rows(reglages)
    for nom, lignes in avant.items():
        # A later version may have added columns, and dropped some.
        gardees = [colonne for colonne in lignes[0] if colonne in apres[nom][0]]
        assert len(gardees) > 1
        assert [{c: ligne[c] for c in gardees} for ligne in apres[nom]] == [
            {c: une[c] for c in gardees} for une in lignes
        ]


def test_nothing_that_is_there_is_lost_without_being_asked(pleine):
    settings, fichier = pleine
    (settings.donnees / "cles" / "service.pem").write_bytes(b"autre cle")
    with pytest.raises(Conflit, match=r"existe déjà\. Rien n’a été restauré"):
        run_restore(fichier, settings)
    assert (settings.donnees / "cles" / "service.pem").read_bytes() == b"autre cle"


@pytest.mark.parametrize("reglages", ["postgresql"], indirect=True)
def test_a_base_that_holds_something_is_not_replaced_without_being_asked(pleine):
    settings, fichier = pleine
    sans_fichiers = settings.model_copy(update={"donnees": settings.donnees.parent / "ailleurs", "modeles": None})
    with pytest.raises(Conflit, match="La base contient déjà des données"):
        run_restore(fichier, sans_fichiers)
    assert not (sans_fichiers.donnees / "cles").exists()


def test_replacing_replaces_all_of_it(pleine, moteur):
    settings, fichier = pleine
    avant = rows(settings)
    with transaction(moteur) as session:
        session.execute(text("UPDATE comptes SET nom = 'autre'"))
        session.execute(text("CREATE TABLE en_trop (id INTEGER PRIMARY KEY)"))
    (settings.donnees / "cles" / "service.pem").write_bytes(b"autre cle")
    (settings.donnees / "a_garder").write_bytes(b"x")
    (settings.modeles / "en_trop").mkdir()
    run_restore(fichier, settings, remplacer=True)
    assert rows(settings) == avant
    assert (settings.donnees / "cles" / "service.pem").read_bytes() == b"cle\x00secrete"
    assert (settings.donnees / "a_garder").read_bytes() == b"x"
    assert [chemin.name for chemin in settings.modeles.iterdir()] == ["arrete_maison"]
    assert not inspect(moteur).has_table("en_trop")


@pytest.mark.parametrize("panne", ["lignes", "migration", "dossiers", "fin"])
def test_a_restore_that_fails_anywhere_changes_nothing(pleine, moteur, monkeypatch, panne):
    settings, fichier = pleine
    with transaction(moteur) as session:
        session.execute(text("UPDATE comptes SET nom = 'actuel'"))
    (settings.donnees / "cles" / "service.pem").write_bytes(b"cle actuelle")
    base, fichiers = rows(settings), list_files(settings)

    def fail(*_, **__):
        raise OSError(28, "plus de place", str(settings.donnees))

    if panne == "lignes":
        monkeypatch.setattr(restauration, "write_lignes", fail)
    elif panne == "migration":
        monkeypatch.setattr(restauration.command, "upgrade", fail)
    elif panne == "dossiers":
        monkeypatch.setattr(Path, "rename", fail_at(4, Path.rename, fail))
    else:
        monkeypatch.setattr(restauration, "_replace_base", fail_after(restauration._replace_base, fail))  # noqa: SLF001
    with pytest.raises(EcritureImpossible, match="plus de place"):
        run_restore(fichier, settings, remplacer=True)
    monkeypatch.undo()
    assert rows(settings) == base
    assert list_files(settings) == fichiers
    assert not list(settings.donnees.parent.rglob(".minutier-*"))


def fail_at(rang, reel, fail):
    """Fail at one call of a function, and at no other."""
    appels = itertools.count(1)
    return lambda *arguments: fail() if next(appels) == rang else reel(*arguments)


def fail_after(reel, fail):
    """Fail once the work is done: the last moment at which something can go wrong."""

    def run(*arguments):
        reel(*arguments)
        fail()

    return run


def list_files(settings):
    return {
        str(chemin): chemin.read_bytes()
        for dossier in (settings.donnees, settings.modeles)
        for chemin in dossier.rglob("*")
        if chemin.is_file() and not chemin.name.startswith("minutier.db")
    }


def rewrite(fichier, changer):
    """Write a backup again with other entries; the manifest is changed as the function says."""
    with zipfile.ZipFile(fichier) as archive:
        entrees = {nom: archive.read(nom) for nom in archive.namelist()}
    changer(entrees)
    with zipfile.ZipFile(fichier, "w") as archive:
        for nom, octets in entrees.items():
            archive.writestr(nom, octets)


def _alter(entrees):
    entrees["base/comptes.jsonl"] = entrees["base/comptes.jsonl"].replace(b"nom", b"mon")


def _escape(entrees):
    manifeste = json.loads(entrees["manifeste.json"])
    entrees["donnees/../../evade"] = entrees["donnees/cles/service.pem"]
    manifeste["empreintes"]["donnees/../../evade"] = manifeste["empreintes"]["donnees/cles/service.pem"]
    entrees["manifeste.json"] = json.dumps(manifeste).encode()


def _change_manifest(**membres):
    def change(entrees):
        entrees["manifeste.json"] = json.dumps({**json.loads(entrees["manifeste.json"]), **membres}).encode()

    return change


@pytest.mark.parametrize("reglages", ["sqlite"], indirect=True)
@vers_sqlite
@pytest.mark.parametrize(
    ("changer", "raison"),
    [
        (_alter, "« base/comptes.jsonl » a été altérée"),
        (_escape, "sortirait du dossier"),
        (lambda entrees: entrees.pop("manifeste.json"), "ce n’est pas une sauvegarde"),
        (lambda entrees: entrees.pop("base/comptes.jsonl"), "n’est pas celui que son manifeste annonce"),
        (lambda entrees: entrees.update({"en_plus": b""}), "n’est pas celui que son manifeste annonce"),
        (_change_manifest(revision="9999"), "version plus récente"),
        (_change_manifest(format="minutier-sauvegarde/2"), "version plus récente"),
        (_change_manifest(inconnu=1), "ce n’est pas une sauvegarde"),
    ],
)
def test_what_is_no_sound_backup_is_refused_before_anything(pleine, autre, changer, raison):
    _, fichier = pleine
    rewrite(fichier, changer)
    with pytest.raises(FichierIllisible, match=raison):
        run_restore(fichier, autre)
    assert list(autre.donnees.iterdir()) == []


@vers_sqlite
@pytest.mark.parametrize("octets", [b"", b"PK\x03\x04", b"bonjour"])
def test_what_is_no_zip_is_refused(tmp_path, autre, octets):
    (tmp_path / "s.zip").write_bytes(octets)
    with pytest.raises(FichierIllisible, match="ce n’est pas une sauvegarde"):
        run_restore(tmp_path / "s.zip", autre)
    with pytest.raises(FichierIllisible, match="ce fichier n’existe pas"):
        run_restore(tmp_path / "absent.zip", autre)


def test_a_backup_sees_one_moment_whatever_is_written_meanwhile(reglages, moteur, tmp_path, monkeypatch):
    from server.sauvegarde import sauvegarde  # noqa: PLC0415 -- the module, not the function of the package

    fill(moteur)
    reel = sauvegarde.read_lignes

    def read_while_others_write(connexion, table):
        with transaction(moteur) as session:
            session.execute(text("DELETE FROM favoris"))
        yield from reel(connexion, table)

    monkeypatch.setattr(sauvegarde, "read_lignes", read_while_others_write)
    assert save(tmp_path / "s.zip", reglages, moteur).tables["favoris"] == 1
    with transaction(moteur, ecriture=False) as session:
        assert session.scalar(text("SELECT count(*) FROM favoris")) == 0


def test_an_empty_base_is_no_backup(reglages, moteur_vide, tmp_path):
    with pytest.raises(Introuvable, match="La base est vide"):
        save(tmp_path / "s.zip", reglages, moteur_vide)


def test_no_table_needs_more_than_its_rows():
    """A number that the database gives out, or a row that points to one of its own table, would need care here."""
    for table in Base.metadata.tables.values():
        assert not any(cle.column.table is table for cle in table.foreign_keys), table.name
        assert table.autoincrement_column is None, table.name
