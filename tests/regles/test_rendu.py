"""The three outputs: for a person, for the command line's contract, and SARIF 2.1.0."""

import json

import pytest

from server.acte.noeuds import Genre
from server.acte.parcours import walk
from server.regles import REGLES, Contexte, Controle, lint, render_json, render_sarif, render_texte
from tests.regles.outils_cas import acte_of_texte, span_of

_TEXTE = "𝄞 Vu la demande de XXX ;\n\nLe mardi 2 novembre 2026.\n\nArticle 2"


@pytest.fixture(name="controle")
def _controle() -> Controle:
    acte = acte_of_texte(_TEXTE, Genre.INCONNU)
    return Controle("dossier/projet été.docx", lint(Contexte(acte)), acte)


def test_text_groups_by_file_counts_and_shows_the_place(controle):
    rendu = render_texte([controle, Controle("vide.odt", ())])
    assert "dossier/projet été.docx : 3 erreurs" in rendu
    assert "vide.odt : aucun constat." in rendu
    assert "paragraphe 1 : « XXX »" in rendu
    assert "proposition : « lundi 2 novembre 2026 »" in rendu
    assert "erreur        C42" in rendu


def test_text_counts_each_level_in_the_singular_and_the_plural():
    acte = acte_of_texte("Le conseil approuve la convention ci-annexée et XXX.", Genre.DELIBERATION)
    rendu = render_texte([Controle("a.docx", lint(Contexte(acte)), acte)])
    assert "a.docx : 1 erreur, 1 conseil" in rendu


def test_json_is_the_contract(controle):
    (fichier,) = json.loads(render_json([controle]))
    assert list(fichier) == ["fichier", "constats"]
    assert list(fichier["constats"][0]) == ["code", "niveau", "message", "bloc", "debut", "fin", "source"]
    premier = fichier["constats"][0]
    # The clef is two UTF-16 units.
    assert (premier["code"], premier["bloc"], premier["debut"], premier["fin"]) == ("C05", 0, 20, 23)


def test_json_of_nothing_is_an_empty_list():
    assert json.loads(render_json([])) == []
    assert json.loads(render_json([Controle("a", ())])) == [{"fichier": "a", "constats": []}]


def test_sarif_has_what_the_standard_requires(controle):
    journal = json.loads(render_sarif([controle, Controle("vide.odt", ())]))
    assert journal["version"] == "2.1.0"
    (run,) = journal["runs"]
    regles = run["tool"]["driver"]["rules"]
    assert [r["id"] for r in regles] == list(REGLES)
    assert {r["defaultConfiguration"]["level"] for r in regles} == {"error", "warning"}
    assert all(r["shortDescription"]["text"] and r["help"]["text"] for r in regles)
    assert len(run["artifacts"]) == 2
    assert len(run["results"]) == len(controle.constats)
    for resultat in run["results"]:
        assert regles[resultat["ruleIndex"]]["id"] == resultat["ruleId"]
        assert resultat["level"] in {"error", "warning", "note"}
        assert resultat["message"]["text"]
        lieu = resultat["locations"][0]["physicalLocation"]["artifactLocation"]
        assert (
            run["artifacts"][lieu["index"]]["location"]["uri"] == lieu["uri"] == "dossier/projet%20%C3%A9t%C3%A9.docx"
        )


def test_sarif_regions_cut_the_passage_in_the_text_of_the_act(controle):
    (run,) = json.loads(render_sarif([controle]))["runs"]
    assert run["columnKind"] == "utf16CodeUnits"
    texte = "\n".join(place.feuille.texte for place in walk(controle.acte)).encode("utf-16-le")
    for resultat, constat in zip(run["results"], controle.constats, strict=True):
        region = resultat["locations"][0]["physicalLocation"]["region"]
        debut, fin = region["charOffset"], region["charOffset"] + region["charLength"]
        assert texte[debut * 2 : fin * 2].decode("utf-16-le") == span_of(Contexte(controle.acte), constat)


def test_sarif_without_tree_or_place_has_no_region():
    acte = acte_of_texte("ARRÊTE", Genre.ARRETE)
    constats = lint(Contexte(acte))
    (run,) = json.loads(render_sarif([Controle("a.txt", constats)]))["runs"]
    lieux = [resultat["locations"][0] for resultat in run["results"]]
    assert lieux
    assert not any("region" in lieu["physicalLocation"] for lieu in lieux)
