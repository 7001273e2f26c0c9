import inspect
import pickle
from pathlib import Path

import pytest

from server import errors
from server.errors import (
    AccesRefuse,
    BaseIndisponible,
    Conflit,
    EcritureImpossible,
    Faute,
    FichierIllisible,
    Introuvable,
    LibreOfficeIndisponible,
    MinutierError,
    ModeleInconnu,
    ModeleIndisponible,
    ModeleInvalide,
    NonAuthentifie,
    Refus,
    ReglageInvalide,
    SaisieRefusee,
    SceauRefuse,
    TropDeDemandes,
)

CASES = [
    (MinutierError("Panne."), 70, 500, "Panne."),
    (
        SaisieRefusee((Faute("debut", "une date est attendue"), Faute("", "la saisie est vide"))),
        2,
        422,
        "debut : une date est attendue\nla saisie est vide",
    ),
    (ModeleInconnu("arete"), 2, 404, "le modèle « arete » n’existe pas."),
    (
        ModeleInconnu("09", ("01", "02"), "l’exemple"),
        2,
        404,
        "l’exemple « 09 » n’existe pas. Connus : 01, 02.",
    ),
    (FichierIllisible("a.docx", "l’archive est tronquée."), 2, 422, "a.docx : l’archive est tronquée."),
    (
        ModeleInvalide(Path("m/modele.yaml"), "champs[3].type", 12, "type inconnu."),
        3,
        500,
        "m/modele.yaml, ligne 12, clé « champs[3].type » : type inconnu.",
    ),
    (ModeleInvalide("corps.txt.j2", "", None, "vide."), 3, 500, "corps.txt.j2 : vide."),
    (ModeleIndisponible("Le modèle ne répond pas."), 3, 503, "Le modèle ne répond pas."),
    (
        SceauRefuse((Refus("cache", "corps, « A »", "du texte est masqué."), Refus("macro", "document", "macros."))),
        2,
        422,
        "corps, « A » : du texte est masqué.\ndocument : macros.",
    ),
    (
        EcritureImpossible("demo", "le dossier est protégé."),
        3,
        500,
        "demo : le dossier est protégé. Rien n’a été écrit.",
    ),
    (LibreOfficeIndisponible("acte.pdf", "Occupé."), 3, 503, "acte.pdf : Occupé. Rien n’a été écrit."),
    (Introuvable("Ce brouillon n’existe pas."), 2, 404, "Ce brouillon n’existe pas."),
    (Conflit("Le brouillon a changé.", {"revision": 3}), 2, 409, "Le brouillon a changé."),
    (NonAuthentifie("Connectez-vous."), 2, 401, "Connectez-vous."),
    (AccesRefuse("Non."), 2, 403, "Non."),
    (TropDeDemandes("Attendez.", 30), 2, 429, "Attendez."),
    (
        BaseIndisponible("connexion refusée"),
        3,
        503,
        "La base de données ne répond pas (connexion refusée). Rien n’a été enregistré.",
    ),
    (ReglageInvalide("MINUTIER_PORT", "un entier est attendu."), 64, 500, "MINUTIER_PORT : un entier est attendu."),
]


@pytest.mark.parametrize(("erreur", "code", "statut", "message"), CASES)
def test_each_error_has_its_exit_code_its_status_and_its_message(erreur, code, statut, message):
    assert (erreur.code_sortie, erreur.statut_http, str(erreur)) == (code, statut, message)


@pytest.mark.parametrize("erreur", [cas[0] for cas in CASES])
def test_an_error_crosses_a_process_boundary_unchanged(erreur):
    revenue = pickle.loads(pickle.dumps(erreur))  # noqa: S301 -- our own bytes
    assert type(revenue) is type(erreur)
    assert (str(revenue), vars(revenue)) == (str(erreur), vars(erreur))


def test_a_saisie_refused_keeps_every_fault():
    faults = (Faute("a", "manque"), Faute("b", "manque"))
    assert SaisieRefusee(faults).faults == faults


def test_the_tree_in_the_docstring_is_the_tree():
    classes = [classe for _, classe in inspect.getmembers(errors, inspect.isclass) if issubclass(classe, MinutierError)]
    assert len(classes) == 16
    for classe in classes:
        ligne = next(ligne for ligne in (errors.__doc__ or "").splitlines() if f" {classe.__name__} " in ligne)
        assert f"exit {classe.code_sortie:>2}  HTTP {classe.statut_http} " in ligne
        assert classe.titre
