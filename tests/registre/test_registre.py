"""The ledger in both databases: what they refuse, what a crash leaves, what the command line says."""

import json
import re
import threading
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from server.cli import run
from server.db import hold_lecture, migrate, now, open_engine, transaction
from server.errors import FichierIllisible
from server.registre import service
from server.registre.chaine import Repere, verify
from server.registre.points import load_cle, load_signataire, make_point, read_point
from server.registre.service import Personne, append, find_pseudonyme, forget, list_identites
from tests.comptes.service import add_compte

RACINE = Path(__file__).resolve().parents[2]


def write(moteur, nombre=3, personne=None):
    for rang in range(nombre):
        with transaction(moteur) as session:
            append(session, "visa", personne, {"n": rang}, None)


def read(moteur, repere=None):
    with hold_lecture(moteur) as connexion:
        return verify(service.read_lignes(connexion), repere)


@pytest.fixture
def marie(moteur):
    compte = add_compte(moteur)
    return Personne(compte.id, compte.prenom, compte.nom)


def test_rows_follow_each_other_and_name_nobody(moteur, marie) -> None:
    write(moteur, 3, marie)
    lue = read(moteur)
    assert (lue.lignes, lue.fautes) == (3, ())
    with transaction(moteur, ecriture=False) as session:
        contenus = session.execute(text("SELECT contenu FROM registre")).scalars().all()
        (pseudonyme,) = list_identites(session)
        assert list_identites(session)[pseudonyme] == ("Marie", "Durand")
    assert all(json.loads(contenu)["acteur"] == pseudonyme for contenu in contenus)
    assert not re.search("Marie|Durand|m.durand", "".join(contenus))


def test_a_name_is_erased_and_the_chain_stays_sound(moteur, marie) -> None:
    write(moteur, 2, marie)
    with transaction(moteur) as session:
        ancien = find_pseudonyme(session, marie)
        forget(session, marie.id)
        assert list_identites(session) == {}
    assert read(moteur).fautes == ()
    with transaction(moteur) as session:
        assert find_pseudonyme(session, marie) != ancien


GESTES = [
    "UPDATE registre SET contenu = '{}' WHERE rang = 2",
    "UPDATE registre SET rang = 9 WHERE rang = 3",
    "DELETE FROM registre WHERE rang = 3",
    "DELETE FROM registre",
    "INSERT INTO registre (rang, contenu, empreinte) VALUES (2, '{}', 'x')",
    "INSERT INTO registre (rang, contenu, empreinte) VALUES (0, '{}', 'x')",
]


@pytest.mark.parametrize("geste", GESTES)
def test_the_database_refuses_to_change_what_is_written(moteur, geste) -> None:
    write(moteur)
    avant = read(moteur)
    with pytest.raises(DBAPIError), transaction(moteur) as session:
        session.execute(text(geste))
    assert read(moteur) == avant


@pytest.mark.parametrize("reglages", ["sqlite"], indirect=True)
@pytest.mark.parametrize("verbe", ["INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"])
@pytest.mark.parametrize("rang", [2, 4])
def test_sqlite_does_not_let_a_row_be_replaced_under_any_key(moteur, verbe, rang) -> None:
    """With rank 4 the place is free, and the digest of row 2 is what REPLACE would make room for."""
    write(moteur)
    avant = read(moteur)
    demande = f"{verbe} INTO registre SELECT {rang}, NULL, '{{}}', empreinte FROM registre WHERE rang = 2"  # noqa: S608
    if verbe == "INSERT OR IGNORE" and rang == 4:
        with transaction(moteur) as session:
            session.execute(text(demande))
    else:
        with pytest.raises(DBAPIError), transaction(moteur) as session:
            session.execute(text(demande))
    assert read(moteur) == avant


@pytest.mark.parametrize("reglages", ["postgresql"], indirect=True)
def test_postgresql_does_not_let_the_table_be_emptied(moteur) -> None:
    write(moteur)
    with pytest.raises(DBAPIError), transaction(moteur) as session:
        session.execute(text("TRUNCATE registre CASCADE"))
    assert read(moteur).lignes == 3


@pytest.mark.parametrize("reglages", ["postgresql"], indirect=True)
def test_the_role_of_the_documentation_can_only_add_and_read(moteur, reglages) -> None:
    """The statements are those of docs/registre.md; the service works under that role, and migrates nothing."""
    write(moteur)
    page = (RACINE / "docs" / "registre.md").read_text(encoding="utf-8")
    (bloc,) = re.findall(r"```sql\n(.*?)```", page, flags=re.DOTALL)
    adresse = reglages.database_url.get_secret_value()
    base = adresse.partition("?")[0].rpartition("/")[2]
    role = f"service_{base}"
    with psycopg.connect(adresse, autocommit=True) as connexion:
        connexion.execute(bloc.replace("minutier_service", role).replace("DATABASE minutier", f'DATABASE "{base}"'))
    restreint = reglages.model_copy(
        update={"database_url": type(reglages.database_url)(adresse.replace("//postgres:", f"//{role}:"))}
    )
    autre = open_engine(restreint)
    try:
        migrate(autre)
        write(autre, 1)
        assert read(autre).fautes == ()
        for table in ("registre", "dossier_versions", "visas", "fichiers_scelles"):
            colonne = "rang" if table == "registre" else "cree_le"
            for geste in (f"UPDATE {table} SET {colonne} = NULL", f"DELETE FROM {table}", f"TRUNCATE {table}"):  # noqa: S608
                with pytest.raises(DBAPIError, match="permission denied"), transaction(autre) as session:
                    session.execute(text(geste))
        for geste in ("DROP TRIGGER registre_row ON registre", "ALTER TABLE registre DISABLE TRIGGER ALL"):
            with pytest.raises(DBAPIError, match="must be owner"), transaction(autre) as session:
                session.execute(text(geste))
    finally:
        autre.dispose()
        with psycopg.connect(adresse, autocommit=True) as connexion:
            connexion.execute(f'DROP OWNED BY "{role}"')
            connexion.execute(f'DROP ROLE "{role}"')
    assert read(moteur).lignes == 4


def test_writers_at_the_same_moment_make_one_chain(moteur) -> None:
    fautes = []

    def add():
        try:
            write(moteur, 10)
        except Exception as erreur:  # noqa: BLE001 -- shown by the assertion below
            fautes.append(erreur)

    fils = [threading.Thread(target=add) for _ in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=120)
    assert fautes == []
    lue = read(moteur)
    assert (lue.lignes, lue.fautes) == (40, ())


def test_what_is_undone_leaves_no_gap(moteur) -> None:
    write(moteur, 1)

    def fail_after(session):
        append(session, "visa", None, {}, None)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction(moteur) as session:
        fail_after(session)
    write(moteur, 1)
    assert (read(moteur).lignes, read(moteur).fautes) == (2, ())


def test_a_clock_that_goes_back_is_written_down_and_time_does_not_go_back(moteur, monkeypatch, caplog) -> None:
    write(moteur, 2)
    monkeypatch.setattr(service, "now", lambda: now() - timedelta(hours=1))
    write(moteur, 1)
    monkeypatch.undo()
    write(moteur, 1)
    lue = read(moteur)
    assert (lue.fautes, lue.reculs) == ((), (3,))
    with transaction(moteur, ecriture=False) as session:
        contenus = [
            json.loads(c) for c in session.execute(text("SELECT contenu FROM registre ORDER BY rang")).scalars()
        ]
    assert contenus[2]["instant"] == contenus[1]["instant"]
    assert contenus[2]["horloge"] < contenus[2]["instant"] < contenus[3]["instant"]
    assert "l’horloge de la machine retarde" in caplog.text


# --- checkpoints and the command line


@pytest.fixture
def cles(tmp_path):
    """Give a key pair in two files."""
    privee = Ed25519PrivateKey.generate()
    (tmp_path / "privee.pem").write_bytes(privee.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    publique = privee.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "publique.pem").write_bytes(publique)
    return tmp_path


@pytest.fixture
def ligne_de_commande(reglages, monkeypatch):
    monkeypatch.setenv("MINUTIER_DONNEES", str(reglages.donnees))
    if reglages.database_url is not None:
        monkeypatch.setenv("MINUTIER_DATABASE_URL", reglages.database_url.get_secret_value())


def tamper(moteur, geste):
    """Do what an administrator of the database can: take the guard away first."""
    with transaction(moteur) as session:
        if moteur.dialect.name == "postgresql":
            session.execute(text("ALTER TABLE registre DISABLE TRIGGER ALL"))
        else:
            for nom in ("registre_update", "registre_delete", "registre_insert"):
                session.execute(text(f"DROP TRIGGER {nom}"))
        session.execute(text(geste))


@pytest.mark.usefixtures("ligne_de_commande")
def test_a_sound_ledger_is_said_to_be(moteur, cles, capsys) -> None:
    write(moteur)
    assert run(["ledger", "checkpoint", "--sortie", f"{cles}/p.json", "--cle-privee", f"{cles}/privee.pem"]) == 0
    assert run(["ledger", "export", "--sortie", f"{cles}/r.jsonl"]) == 0
    capsys.readouterr()
    for source in ([], ["--fichier", f"{cles}/r.jsonl"]):
        avec = ["--point", f"{cles}/p.json", "--cle", f"{cles}/publique.pem"]
        assert run(["ledger", "verify", *source, *avec, "--json"]) == 0
        lu = json.loads(capsys.readouterr().out)
        assert (lu["etat"], lu["lignes"], lu["fautes"]) == ("INTACT", 3, [])
    assert run(["ledger", "verify"]) == 0
    dit = capsys.readouterr()
    assert dit.out == "INTACT : 3 lignes.\n"
    assert "ne se voient pas" in dit.err


@pytest.mark.usefixtures("ligne_de_commande")
@pytest.mark.parametrize(
    ("geste", "avec_point_seulement"),
    [
        ("UPDATE registre SET contenu = replace(contenu, 'visa', 'vise') WHERE rang = 2", False),
        ("DELETE FROM registre WHERE rang = 2", False),
        ("DELETE FROM registre WHERE rang = 3", True),
        ("UPDATE registre SET rang = 9 WHERE rang = 3", False),
    ],
)
def test_a_row_replaced_cut_or_moved_is_found(moteur, cles, capsys, geste, avec_point_seulement) -> None:
    write(moteur)
    assert run(["ledger", "checkpoint", "--sortie", f"{cles}/p.json", "--cle-privee", f"{cles}/privee.pem"]) == 0
    tamper(moteur, geste)
    assert run(["ledger", "verify"]) == (0 if avec_point_seulement else 1)
    avec = ["--point", f"{cles}/p.json", "--cle", f"{cles}/publique.pem"]
    capsys.readouterr()
    assert run(["ledger", "verify", *avec]) == 1
    assert "ALTÉRÉ" in capsys.readouterr().out
    export = run(["ledger", "export", "--sortie", f"{cles}/r.jsonl"])
    assert export == 0
    assert run(["ledger", "verify", "--fichier", f"{cles}/r.jsonl", *avec]) == 1
    assert run(["ledger", "checkpoint", "--sortie", f"{cles}/q.json", "--cle-privee", f"{cles}/privee.pem"]) == (
        0 if avec_point_seulement else 2
    )


@pytest.mark.usefixtures("ligne_de_commande")
@pytest.mark.parametrize("arguments", [["--point", "p"], ["--cle", "c"]])
def test_a_checkpoint_without_a_key_of_one_s_own_is_no_proof(moteur, arguments) -> None:
    assert run(["ledger", "verify", *arguments]) == 64


def test_a_checkpoint_is_believed_under_its_key_alone(cles, tmp_path) -> None:
    sign, cle = load_signataire(cles / "privee.pem"), load_cle(cles / "publique.pem")
    repere = Repere(7, "a" * 64)
    fichier = tmp_path / "p.json"
    point = make_point(repere, "2026-11-28T10:00:00.000000Z", sign)
    fichier.write_text(json.dumps(point), encoding="utf-8")
    assert read_point(fichier, cle) == repere
    with pytest.raises(FichierIllisible, match="n’a pas signé"):
        read_point(fichier, Ed25519PrivateKey.generate().public_key())
    fichier.write_text(json.dumps({**point, "payloadType": "application/vnd.in-toto+json"}), encoding="utf-8")
    with pytest.raises(FichierIllisible, match="pas un point de contrôle"):
        read_point(fichier, cle)
    autre = make_point(Repere(8, "a" * 64), "2026-11-28T10:00:00.000000Z", sign)
    fichier.write_text(json.dumps({**point, "payload": autre["payload"]}), encoding="utf-8")
    with pytest.raises(FichierIllisible, match="n’a pas signé"):
        read_point(fichier, cle)


@pytest.mark.parametrize("octets", [b"", b"{}", b"[]", b"null", b"\xff", b'{"payload": 3}'])
def test_what_is_no_checkpoint_no_key_and_no_ledger_is_named(cles, tmp_path, octets) -> None:
    fichier = tmp_path / "x"
    fichier.write_bytes(octets)
    with pytest.raises(FichierIllisible, match="pas un point de contrôle"):
        read_point(fichier, load_cle(cles / "publique.pem"))
    for load in (load_cle, load_signataire):
        with pytest.raises(FichierIllisible, match="aucune clé"):
            load(fichier)
    with pytest.raises(FichierIllisible):
        load_cle(cles / "privee.pem")
    assert run(["ledger", "verify", "--fichier", str(fichier)]) == (0 if octets == b"" else 2)
