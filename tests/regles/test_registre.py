"""The register, what every rule must declare, and what lint does with a rule that fails."""

import dataclasses
import re

import pytest

from server.acte.noeuds import Acte, Genre
from server.errors import MinutierError
from server.regles import REGLES, Certitude, Contexte, Niveau, lint, registre
from server.regles.registre import index_regles
from server.regles.vue import Ecart
from tests.regles.outils_cas import acte_of_texte

_VIDE = Contexte(Acte(Genre.ARRETE, "", ()))

_ATTENDUES = "A03 A28 C05 C07 C09 C12 C19 C23 C25 C40 C41 C42 C43 C45 D05 D06 D10 D12 L02 L08"


def test_the_first_twenty_rules_are_there():
    assert " ".join(REGLES) == _ATTENDUES


def test_a_code_is_never_given_twice():
    regle = REGLES["C05"]
    with pytest.raises(ValueError, match="C05 est donné deux fois"):
        index_regles([regle, dataclasses.replace(regle, titre="Une autre")])


@pytest.mark.parametrize("regle", REGLES.values(), ids=lambda r: r.code)
def test_every_rule_says_what_why_and_on_what_it_rests(regle):
    assert re.fullmatch(r"[ACDL]\d\d", regle.code)
    assert regle.genres
    for texte in (regle.titre, regle.quoi, regle.pourquoi, regle.limites, regle.source.texte):
        assert len(texte) > 10
    assert "domaine 0" in regle.source.appui
    assert regle.code in regle.source.appui


@pytest.mark.parametrize("regle", REGLES.values(), ids=lambda r: r.code)
def test_a_rule_from_memory_is_never_an_erreur(regle):
    de_memoire = re.search(rf"{regle.code} (?:\[[^\]]+\])*\[M\]", regle.source.appui) is not None
    assert (regle.source.certitude is Certitude.MEMOIRE) == de_memoire
    assert not (de_memoire and regle.niveau is Niveau.ERREUR)


@pytest.mark.parametrize("regle", REGLES.values(), ids=lambda r: r.code)
def test_the_refused_example_is_refused_and_the_accepted_one_accepted(regle):
    contextes = [_contexte_of(regle, texte) for texte in (regle.exemple_refuse, regle.exemple_accepte)]
    refuse, accepte = (regle.check(contexte) for contexte in contextes)
    assert refuse[0].niveau is regle.niveau
    assert accepte == ()


def _contexte_of(regle, texte: str) -> Contexte:
    genres = (Genre.ARRETE, Genre.DELIBERATION, Genre.COURRIER, Genre.NOTE)
    acte = acte_of_texte(texte, next(genre for genre in genres if genre in regle.genres))
    # The closed world holds for text of the model only: the example of C45 is such a text.
    return Contexte(_as_model_text(acte) if regle.code == "C45" else acte)


def _as_model_text(acte: Acte) -> Acte:
    corps = tuple(
        dataclasses.replace(b, contenu=tuple(dataclasses.replace(f, origine="ia") for f in b.contenu))
        for b in acte.corps
    )
    return dataclasses.replace(acte, corps=corps)


def test_a_rule_is_not_asked_about_another_genre():
    texte = "[signature] Le maire,\nJ. MARTIN"
    assert REGLES["C07"].check(Contexte(acte_of_texte(texte, Genre.ARRETE)))
    assert not REGLES["C07"].check(Contexte(acte_of_texte(texte, Genre.INCONNU)))


def test_findings_come_by_block_then_code_and_those_of_the_whole_act_last():
    texte = "Le mardi 2 novembre 2026, XXX\n\nVu {{ x }} ;\n\nArticle 2"
    constats = lint(Contexte(acte_of_texte(texte, Genre.ARRETE)))
    cles = [(c.bloc is None, c.bloc or 0, c.code) for c in constats]
    assert cles == sorted(cles)
    assert [c.code for c in constats if c.bloc == 0] == ["C05", "C41"]
    assert constats[-1].bloc is None


def test_a_finding_is_never_graver_than_its_rule():
    regle = dataclasses.replace(
        REGLES["C12"], verdict=lambda _vue: [Ecart("grave", niveau=Niveau.ERREUR), Ecart("doux", niveau=Niveau.CONSEIL)]
    )
    assert [c.niveau for c in regle.check(_VIDE)] == [Niveau.AVERTISSEMENT, Niveau.CONSEIL]


def test_a_rule_that_fails_is_a_fault_of_ours_and_never_a_clean_act(monkeypatch):
    def fail(_vue):
        raise ZeroDivisionError

    casse = dataclasses.replace(REGLES["C05"], verdict=fail)
    monkeypatch.setattr(registre, "REGLES", {"C05": casse})
    with pytest.raises(MinutierError, match="La règle C05 a échoué") as attrape:
        lint(_VIDE)
    assert type(attrape.value) is MinutierError
    assert attrape.value.code_sortie == 70


def test_a_complete_act_has_no_finding():
    texte = """
[numero] Arrêté n° 2026-045

Arrêté portant réglementation temporaire de la circulation rue Basse

Le maire de Valmoyen,

Vu le code général des collectivités territoriales, notamment ses articles L. 2213-1 à L. 2213-6 ;

Vu l’arrêté n° 2026-012 du 3 avril 2026 portant délégation de fonction et de signature à Mme Claire MARTIN ;

Vu la demande du 5 octobre 2026 de l’entreprise Travaux du Val ;

Considérant que la réfection de la chaussée de la rue Basse exige d’y interdire la circulation ;

ARRÊTE

Article 1er – Interdiction

La circulation est interdite rue Basse du lundi 2 novembre 2026 à 8 h au vendredi 6 novembre 2026 à 18 h, sauf exception de
l’article 2.

Article 2 – Exceptions

Les véhicules de secours ne sont pas soumis à l’article 1er.

Article 3 – Recours

Le présent arrêté peut être déféré au tribunal administratif de Valmoyen, 1 place de la Justice, 99000 Valmoyen, ou par
www.telerecours.fr, dans un délai de deux mois à compter de sa publication.

Fait à Valmoyen, le 12 octobre 2026

[signature] Pour le maire et par délégation,
L’adjointe déléguée à la voirie,
Claire MARTIN
"""
    assert lint(Contexte(acte_of_texte(texte, Genre.ARRETE))) == ()


def test_an_empty_act_of_any_genre_is_read():
    for genre in Genre:
        assert all(c.bloc is None for c in lint(Contexte(Acte(genre, "", ()))))
