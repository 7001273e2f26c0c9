import getpass
import json
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from server.comptes import mots_de_passe
from server.comptes.models import Compte
from server.db import open_engine, transaction
from server.settings import Settings
from tests.catalogue.fabrique import COLLECTIVITE, dump
from tests.comptes.service import HACHEUR_RAPIDE, MOT_DE_PASSE

QUI = ("--prenom", "Marie", "--nom", "Durand")


@pytest.fixture(autouse=True)
def fresh_machine(monkeypatch, tmp_path):
    monkeypatch.setattr(mots_de_passe, "HACHEUR", HACHEUR_RAPIDE)
    monkeypatch.setenv("MINUTIER_DONNEES", str(tmp_path / "donnees"))


def write_collectivite(fichier, **changements):
    Path(fichier).write_text(dump({**COLLECTIVITE, "nom": "Saint-Aubin-sur-Loire", **changements}), encoding="utf-8")


@pytest.fixture
def creer(minutier):
    def run(identifiant, *options, mot_de_passe=MOT_DE_PASSE):
        entree = f"{mot_de_passe}\n".encode()
        return minutier("compte", "creer", identifiant, *QUI, "--mot-de-passe-stdin", *options, entree=entree)

    return run


def comptes(minutier):
    return json.loads(minutier("compte", "lister", "--json").out)


def test_the_first_account_is_made_on_a_fresh_machine(creer, minutier, tmp_path):
    fini = creer("M.Durand", "--role", "administrateur", "--courriel", "m@ville.fr")
    assert (fini.code, fini.out, fini.err) == (0, "Compte créé : m.durand (administrateur).\n", "")
    (compte,) = comptes(minutier)
    assert {
        nom: compte[nom] for nom in ("identifiant", "nom", "prenom", "courriel", "roles", "collectivite", "actif")
    } == {
        "identifiant": "m.durand",
        "nom": "Durand",
        "prenom": "Marie",
        "courriel": "m@ville.fr",
        "roles": ["administrateur"],
        "collectivite": None,
        "actif": True,
    }
    assert "m.durand                  Marie Durand  administrateur\n" in minutier("compte", "lister").out
    moteur = open_engine(Settings(donnees=tmp_path / "donnees"))
    with transaction(moteur, ecriture=False) as session:
        assert mots_de_passe.verify(session.scalars(select(Compte.mot_de_passe)).one(), MOT_DE_PASSE)
    moteur.dispose()


def test_a_password_is_never_an_argument(minutier):
    assert minutier("compte", "creer", "x.y", *QUI, "--mot-de-passe", MOT_DE_PASSE).code == 64
    aide = minutier("compte", "creer", "--help").out
    assert "--mot-de-passe-stdin" in aide


def test_a_password_is_typed_twice_unseen(minutier, monkeypatch):
    reponses = iter([MOT_DE_PASSE, "autre chose", MOT_DE_PASSE, MOT_DE_PASSE])
    monkeypatch.setattr(sys, "stdin", type("Terminal", (), {"isatty": lambda _: True})())
    monkeypatch.setattr(getpass, "getpass", lambda _: next(reponses))
    refus = minutier("compte", "creer", "m.durand", *QUI)
    assert (refus.code, "diffèrent" in refus.err) == (64, True)
    assert minutier("compte", "creer", "m.durand", *QUI).code == 0
    assert list(reponses) == []


def test_without_a_terminal_the_option_is_named(minutier):
    refus = minutier("compte", "creer", "m.durand", *QUI, entree=b"")
    assert (refus.code, "--mot-de-passe-stdin" in refus.err) == (64, True)


@pytest.mark.parametrize(
    ("arguments", "mot_de_passe", "raison"),
    [
        (("m.durand",), "court", "mot_de_passe : 12 caractères au moins"),
        (("m durand",), MOT_DE_PASSE, "identifiant : 2 à 64 lettres"),
        (("m.durand", "--role", "roi"), MOT_DE_PASSE, "« roi » n’est pas un rôle : administrateur, redacteur"),
        (("m.durand", "--collectivite", "Aix"), MOT_DE_PASSE, "La collectivité « Aix » n’existe pas"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(creer, minutier, arguments, mot_de_passe, raison):
    fini = creer(*arguments, mot_de_passe=mot_de_passe)
    assert (fini.code, fini.out) == (2, "")
    assert raison in fini.err
    assert comptes(minutier) == []


def test_a_name_is_taken_once(creer):
    creer("m.durand")
    assert creer("M.DURAND").err == "Un compte « m.durand » existe déjà.\n"


def test_an_account_is_switched_off_and_on_and_given_another_password(creer, minutier):
    creer("a.martin", "--role", "administrateur")
    creer("m.durand")
    assert minutier("compte", "desactiver", "M.Durand").code == 0
    assert [un["actif"] for un in comptes(minutier)] == [True, False]
    assert "(désactivé)" in minutier("compte", "lister").out
    assert minutier("compte", "activer", "m.durand").code == 0
    fini = minutier("compte", "mot-de-passe", "m.durand", "--mot-de-passe-stdin", entree=b"bateau trombone cle\n")
    assert (fini.code, fini.out) == (0, "Mot de passe changé : m.durand est déconnecté partout.\n")
    faible = minutier("compte", "mot-de-passe", "m.durand", "--mot-de-passe-stdin", entree=b"court\n")
    assert (faible.code, "12 caractères" in faible.err) == (2, True)


def test_the_last_administrator_is_not_switched_off(creer, minutier):
    creer("a.martin", "--role", "administrateur")
    refus = minutier("compte", "desactiver", "a.martin")
    assert (refus.code, "aucun administrateur actif" in refus.err) == (2, True)


def test_the_roles_of_an_account_are_replaced(creer, minutier):
    creer("a.martin", "--role", "administrateur")
    creer("m.durand", "--role", "redacteur")
    fini = minutier("compte", "roles", "M.Durand", "--role", "elu", "--role", "administrateur")
    assert (fini.code, fini.out) == (0, "Rôles de m.durand : administrateur, elu.\n")
    assert [un["roles"] for un in comptes(minutier)] == [["administrateur"], ["administrateur", "elu"]]
    assert minutier("compte", "roles", "m.durand", "--aucun").out == "Rôles de m.durand : aucun.\n"
    inconnu = minutier("compte", "roles", "m.durand", "--role", "roi")
    assert (inconnu.code, "« roi » n’est pas un rôle" in inconnu.err) == (2, True)
    # Roles that nobody gave are not taken away by a command typed too soon.
    rien = minutier("compte", "roles", "m.durand")
    assert (rien.code, "--aucun" in rien.err) == (64, True)
    dernier = minutier("compte", "roles", "a.martin", "--role", "redacteur")
    assert (dernier.code, "aucun administrateur actif" in dernier.err) == (2, True)
    assert [un["roles"] for un in comptes(minutier)] == [["administrateur"], []]


@pytest.mark.parametrize(
    "commande", [("desactiver",), ("roles", "--aucun"), ("activer",), ("mot-de-passe", "--mot-de-passe-stdin")]
)
def test_an_account_that_does_not_exist_is_said(minutier, commande):
    fini = minutier("compte", commande[0], "personne", *commande[1:], entree=b"x\n")
    assert (fini.code, "Le compte « personne » n’existe pas" in fini.err) == (2, True)


def test_a_base_that_does_not_answer_exits_3_without_its_password(minutier, monkeypatch):
    monkeypatch.setenv("MINUTIER_DATABASE_URL", "postgresql://moi:tresor@127.0.0.1:1/x")
    fini = minutier("compte", "lister")
    assert (fini.code, fini.out) == (3, "")
    assert "La base de données ne répond pas" in fini.err
    assert "tresor" not in fini.err


# --- collectivité


def test_a_collectivite_is_described_once_and_the_waiting_accounts_join_it(creer, minutier):
    creer("m.durand")
    write_collectivite("ville.yaml")
    fini = minutier("collectivite", "importer", "ville.yaml")
    assert (fini.code, fini.out) == (0, "Collectivité enregistrée : Saint-Aubin-sur-Loire.\n")
    creer("a.martin")
    assert [un["collectivite"] for un in comptes(minutier)] == ["Saint-Aubin-sur-Loire"] * 2
    assert minutier("collectivite", "importer", "ville.yaml").code == 0
    assert minutier("collectivite", "lister").out == "Saint-Aubin-sur-Loire\n"


def test_with_several_one_is_chosen(creer, minutier):
    write_collectivite("ville.yaml")
    write_collectivite("autre.yaml", nom="Aix")
    minutier("collectivite", "importer", "ville.yaml")
    minutier("collectivite", "importer", "autre.yaml")
    refus = creer("m.durand")
    assert (refus.code, "--collectivite (Aix, Saint-Aubin-sur-Loire)" in refus.err) == (64, True)
    creer("m.durand", "--collectivite", "Aix")
    assert [un["collectivite"] for un in comptes(minutier)] == ["Aix"]


@pytest.mark.parametrize("contenu", [None, "nom: Aix\n", "pas: [du yaml"])
def test_what_describes_no_collectivite_exits_2(minutier, contenu):
    if contenu is not None:
        Path("ville.yaml").write_text(contenu, encoding="utf-8")
    fini = minutier("collectivite", "importer", "ville.yaml")
    assert (fini.code, fini.out) == (2, "")
    assert "ville.yaml" in fini.err
    assert minutier("collectivite", "lister").err == "Aucune collectivité.\n"


# --- backup and purge


def test_all_is_saved_and_brought_back(creer, minutier, monkeypatch, tmp_path):
    creer("m.durand")
    fini = minutier("sauvegarde", "--sortie", "s.zip")
    assert fini.code == 0
    assert "comptes : 1" in fini.out
    assert fini.out.splitlines()[-2] == "Écrit : s.zip"
    assert Path("s.zip").stat().st_mode & 0o777 == 0o600
    assert minutier("sauvegarde", "--sortie", "s.zip").out.splitlines()[-2] == "Écrit : s-2.zip"
    refus = minutier("restaurer", "s.zip")
    assert (refus.code, "--remplacer" in refus.err) == (2, True)
    creer("a.martin")
    assert minutier("restaurer", "s.zip", "--remplacer").code == 0
    assert [un["identifiant"] for un in comptes(minutier)] == ["m.durand"]
    monkeypatch.setenv("MINUTIER_DONNEES", str(tmp_path / "ailleurs"))
    rendu = minutier("restaurer", "s.zip")
    assert (rendu.code, "Chacun doit se reconnecter." in rendu.out) == (0, True)
    assert [un["identifiant"] for un in comptes(minutier)] == ["m.durand"]


def test_a_backup_that_cannot_be_made_leaves_nothing(minutier, creer):
    vide = minutier("sauvegarde", "--sortie", "s.zip")
    assert (vide.code, "rien à sauvegarder" in vide.err) == (2, True)
    creer("m.durand")
    perdu = minutier("sauvegarde", "--sortie", "absent/s.zip")
    assert (perdu.code, "Rien n’a été écrit." in perdu.err) == (3, True)
    assert [chemin.name for chemin in Path().iterdir()] == ["donnees"]


def test_what_is_no_backup_exits_2(minutier):
    Path("s.zip").write_bytes(b"bonjour")
    fini = minutier("restaurer", "s.zip")
    assert (fini.code, "ce n’est pas une sauvegarde" in fini.err) == (2, True)


def test_purge_says_what_went_and_keeps_drafts_unless_told(minutier, creer, monkeypatch):
    creer("m.durand")
    fini = minutier("purge")
    assert fini.code == 0
    rien = "Accès périmés supprimés : 0\nBrouillons supprimés : 0\nReformulations oubliées : 0\n"
    assert fini.out.startswith(f"{rien}Aucun brouillon n’est supprimé")
    monkeypatch.setenv("MINUTIER_CONSERVATION_BROUILLONS", "30")
    assert minutier("purge").out == rien


@pytest.mark.parametrize(
    "arguments", [["compte"], ["compte", "zut"], ["compte", "creer"], ["collectivite"], ["sauvegarde"], ["restaurer"]]
)
def test_wrong_usage_exits_64(minutier, arguments):
    fini = minutier(*arguments)
    assert (fini.code, fini.out) == (64, "")
