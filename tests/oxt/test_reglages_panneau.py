"""What the panel keeps, and what it says of a document, without LibreOffice."""

import stat

import pytest

from tests.oxt.panneau import brouillon, etat, reglages

DOSSIER = {"etat": "en_relecture", "circuit": ["relecteur_juridique", "elu"], "etape": 1}


def write(fichier, texte):
    fichier.write_text(texte, encoding="utf-8")
    return fichier


def test_the_first_file_of_the_dsi_counts(tmp_path):
    absent = tmp_path / "absent.json"
    casse = write(tmp_path / "casse.json", "{")
    machine = write(
        tmp_path / "machine.json", '\ufeff{"serveur": "https://a.fr", "autorites": "/ca.pem", "mandataire": 3}'
    )
    livre = write(tmp_path / "livre.json", '{"serveur": "https://b.fr"}')
    lus = reglages.load_reglages([absent, casse, machine, livre], tmp_path)
    assert lus == reglages.Reglages("https://a.fr", "/ca.pem", "", impose=True)


def test_without_the_dsi_the_address_is_the_one_that_the_user_gave(tmp_path):
    assert reglages.load_reglages([], tmp_path / "profil") == reglages.Reglages()
    reglages.save_adresse(tmp_path / "profil", "https://c.fr")
    assert reglages.load_reglages([], tmp_path / "profil") == reglages.Reglages("https://c.fr", impose=False)


def test_the_token_is_for_one_server_and_one_user(tmp_path):
    reglages.save_jeton(tmp_path, "https://a.fr", "mntr_1")
    reglages.save_jeton(tmp_path, "https://a.fr", "mntr_2")
    assert reglages.load_jeton(tmp_path, "https://a.fr") == "mntr_2"
    assert reglages.load_jeton(tmp_path, "https://b.fr") == ""
    (fichier,) = tmp_path.iterdir()
    assert stat.S_IMODE(fichier.stat().st_mode) == 0o600
    reglages.delete_jeton(tmp_path)
    reglages.delete_jeton(tmp_path)
    assert reglages.load_jeton(tmp_path, "https://a.fr") == ""


def test_the_files_of_the_dsi_are_those_of_the_machine_then_of_the_extension(tmp_path):
    machine, livre = reglages.list_fichiers(tmp_path / "reglages.json")
    assert machine.name == "libreoffice.json"
    assert livre == tmp_path / "reglages.json"


@pytest.mark.parametrize(
    ("dossier", "verdict", "change", "projet", "dit"),
    [
        (None, "", False, True, "PROJET – personne ne l’a encore relu"),
        (None, "NON SCELLÉ", False, False, "Document sans visa"),
        (DOSSIER, "", False, True, "PROJET – en relecture, étape 2 sur 2 : élu"),
        ({**DOSSIER, "etat": "renvoye"}, "", False, True, "PROJET – renvoyé pour correction"),
        (DOSSIER, "VALIDE", False, False, "VALIDÉ – le visa est valide"),
        (None, "VALIDE", True, False, "MODIFIÉ DEPUIS LA VÉRIFICATION"),
        (None, "ALTÉRÉ", True, False, "MODIFIÉ DEPUIS LE VISA"),
        (None, "INDÉTERMINÉ", False, False, "VISA INDÉTERMINÉ"),
    ],
)
def test_the_state_is_said_in_one_line(dossier, verdict, change, projet, dit):
    assert etat.say_etat(dossier=dossier, verdict=verdict, change=change, projet=projet).startswith(dit)


def test_what_the_model_wrote_is_said_in_one_line():
    ia, agent = ({"origine": o, "libelle": "Motifs"} for o in ("ia", "saisie"))
    assert "1 passage écrit par le modèle de langage (Motifs)" in brouillon.say_origines([ia, agent])
    assert "à relire par une personne" in brouillon.say_origines([ia])
    assert "Aucun passage n’a été écrit par le modèle" in brouillon.say_origines([agent])
    assert "aucun passage ouvert" in brouillon.say_origines([])
