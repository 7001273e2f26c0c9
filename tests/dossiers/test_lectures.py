"""What is kept of a version: the very answer that would be computed, for every process, and never the only copy."""

import os
import time

import pytest
from pydantic import TypeAdapter

from server import formats
from server import reserve as module
from server.dossiers import versions
from server.dossiers.sceau_reel import SceauReel
from server.installation import open_reserve
from server.reserve import DOSSIER, Reserve, digest_programme
from tests.dossiers.outils import edit, write_with_ia

NOMBRE = TypeAdapter(int)


@pytest.fixture
def scelleur(reglages, trousseau):
    return SceauReel(trousseau, open_reserve(reglages))


def forget(mairie) -> None:
    """Have a service forget what it has in memory, as another process that never had it."""
    versions._lus.clear()  # noqa: SLF001 -- what a restart does
    for reserve in (mairie.app.state.installation.reserve, mairie.sceau._reserve):  # noqa: SLF001
        reserve.memoire.clear()


def see_all(personne, dossier) -> list:
    """Give every answer that opening the present version asks for."""
    numero = personne.get(dossier)["version"]
    adresses = (f"versions/{numero}", f"versions/{numero}/comparaison", "commentaires")
    return [personne.ask("GET", f"/dossiers/{dossier['id']}/{adresse}").json() for adresse in adresses]


def list_kept(mairie) -> list:
    return sorted((mairie.app.state.settings.find_donnees() / DOSSIER).iterdir())


@pytest.fixture
def revenu(alice):
    """Give a dossier with a remark, whose second version changes a word, with words of a model in it."""
    dossier = alice.make_from(write_with_ia(alice.file(alice.make()), "tranchée"))
    alice.do(dossier, "commentaires", 201, **alice.see(dossier), bloc=3, texte="À revoir.")
    return alice.deposit(dossier, edit(alice.file(dossier), ("tranchée", "fouille")))


def test_what_is_kept_is_what_would_be_computed(mairie, alice, revenu):
    garde = see_all(alice, revenu)
    for chemin in list_kept(mairie):
        chemin.unlink()
    forget(mairie)
    calcule = see_all(alice, revenu)
    forget(mairie)
    assert garde == calcule == see_all(alice, revenu)
    assert garde[0]["passages"]


def test_another_process_answers_what_a_deposit_prepared_without_reading_the_file(mairie, alice, revenu, monkeypatch):
    forget(mairie)
    monkeypatch.setattr(formats, "read", None)
    version, comparaison = (
        alice.ask("GET", f"/dossiers/{revenu['id']}/versions/2{suite}").json() for suite in ("", "/comparaison")
    )
    assert version["passages"]
    assert {"sort": "ajoute", "texte": "fouille"} in [mot for bloc in comparaison["blocs"] for mot in bloc["mots"]]


def test_what_is_damaged_or_cut_is_computed_again(mairie, alice, revenu):
    attendu = see_all(alice, revenu)
    for rang, chemin in enumerate(list_kept(mairie)):
        octets = chemin.read_bytes()
        chemin.write_bytes(octets[: len(octets) // 2] if rang % 2 else octets.replace(b"fouille", b"FOUILLE") + b" ")
    forget(mairie)
    assert see_all(alice, revenu) == attendu


def test_a_folder_that_cannot_be_written_changes_no_answer(tmp_path):
    obstacle = tmp_path / "lectures"
    obstacle.write_bytes(b"")
    reserve = Reserve(obstacle)
    assert [reserve.recall(("x",), NOMBRE, lambda: 1), reserve.recall(("x",), NOMBRE, lambda: 2)] == [1, 1]
    assert Reserve(obstacle).recall(("x",), NOMBRE, lambda: 3) == 3
    assert obstacle.read_bytes() == b""


@pytest.mark.usefixtures("revenu")
def test_nobody_else_may_read_what_is_kept(mairie):
    dossier = list_kept(mairie)[0].parent
    assert dossier.stat().st_mode & 0o777 == 0o700
    assert {chemin.stat().st_mode & 0o777 for chemin in dossier.iterdir()} == {0o600}


def test_another_release_computes_again(tmp_path):
    vus = []

    def make(valeur):
        vus.append(valeur)
        return valeur

    for programme, valeur in (("a", 1), ("a", 2), ("b", 3)):
        reserve = Reserve(tmp_path / "lectures", programme)
        reserve.recall(("x",), NOMBRE, lambda valeur=valeur: make(valeur))
    assert vus == [1, 3]


def test_a_template_of_the_collectivite_counts_as_the_release(tmp_path):
    modeles = tmp_path / "modeles"
    modeles.mkdir()
    (modeles / "a.yaml").write_text("titre: a")
    avant = digest_programme(modeles)
    digest_programme.cache_clear()
    (modeles / "a.yaml").write_text("titre: b")
    assert digest_programme(modeles) not in {avant, digest_programme()}


def test_what_was_kept_long_ago_is_deleted(tmp_path):
    reserve = Reserve(tmp_path / "lectures")
    for cle in ("ancien", "recent"):
        reserve.recall((cle,), NOMBRE, lambda: 1)
    ancien, recent = sorted((tmp_path / "lectures").iterdir())
    passe = time.time() - module.GARDE - 1
    os.utime(ancien, (passe, passe))
    reserve.purge()
    assert list((tmp_path / "lectures").iterdir()) == [recent]
    Reserve(tmp_path / "rien").purge()
    Reserve().purge()
