"""A passage of an item is written from that item alone."""

import asyncio
from typing import Any

import pytest

from server.catalogue import Modele, load_catalogue, load_exemple, validate
from server.errors import ModeleInvalide
from server.formats.texte.jetons import Ouverture
from server.redacteurs.aucun import write_plain
from server.redaction.remplissage import fill, make_demande
from server.ressources import find_dossier
from server.trame import render
from tests.catalogue.fabrique import CHAMPS, CORPS, make_base, write_modele

CATALOGUE = load_catalogue([find_dossier("templates_actes")])
SYNTHESE = CATALOGUE.get("note_synthese_conseil")


def demande(nom: str, rang: int) -> Any:
    saisie = validate(SYNTHESE, load_exemple(SYNTHESE, "02").valeur)
    passage = SYNTHESE.find_passage(nom)
    assert passage is not None
    return saisie, make_demande(passage, SYNTHESE, saisie, f"affaires[{rang}]")


def test_the_request_of_an_item_holds_its_points_and_its_fields() -> None:
    saisie, demandee = demande("enjeux", 1)
    affaire = saisie.valeurs["affaires"][1]
    assert demandee.nom == "enjeux[1]"
    assert demandee.champ_points == "affaires[1].enjeux"
    assert demandee.points == affaire["enjeux"]
    assert demandee.champs == {
        "affaires": {"titre": affaire["titre"], "montant": affaire["montant"], "imputation": affaire["imputation"]}
    }


@pytest.mark.parametrize("rang", range(5))
def test_the_facts_of_another_item_are_not_given(rang: int) -> None:
    saisie, demandee = demande("contexte", rang)
    donne = "\n".join((*demandee.points, demandee.champs["affaires"]["titre"]))
    for autre, affaire in enumerate(saisie.valeurs["affaires"]):
        assert (affaire["titre"] in donne) == (autre == rang)
        assert any(point in donne for point in affaire["contexte"]) == (autre == rang)
    assert demandee.champs["seance.date"] == saisie.valeurs["seance"]["date"]


def test_the_persons_of_every_item_are_hidden_from_each() -> None:
    _, demandee = demande("contexte", 0)
    assert {"Hélène Lœb", "Jean-Noël d’Ettenheim", "Maëlle Kœnig-d’Aubigné"} <= set(demandee.personnels)


@pytest.mark.parametrize("nom", ["contexte", "contexte[0]", "contexte[12]"])
def test_a_passage_is_found_by_its_name_with_or_without_its_rank(nom: str) -> None:
    passage = SYNTHESE.find_passage(nom)
    assert passage is not None
    assert passage.nom == "contexte"


class Muet:
    """Writes nothing, and remembers what it was asked."""

    nom, modele = "muet", ""

    def __init__(self) -> None:
        self.demandes: list[str] = []

    async def write(self, demandes: Any, ecoute: Any = None) -> Any:
        self.demandes += [d.nom for d in demandes]
        return tuple(write_plain(d) for d in demandes)


async def _fill(modele: Modele, nom: str) -> tuple[list[str], list[str]]:
    saisie = validate(modele, load_exemple(modele, nom).valeur)
    trame = render(modele.corps, saisie.contexte, [p.nom for p in modele.passages], modele.repetes)
    muet = Muet()
    blocs, rediges = await fill(trame, modele, saisie, muet)
    assert not any(isinstance(b, Ouverture) for b in blocs)
    return muet.demandes, [r.nom for r in rediges]


def test_each_item_is_asked_for_once() -> None:
    demandes, rediges = asyncio.run(_fill(SYNTHESE, "01"))
    assert demandes == rediges == ["contexte[0]", "contexte[1]", "enjeux[0]", "enjeux[1]"]


def test_a_template_that_opens_an_item_passage_once_is_refused(tmp_path: Any) -> None:
    champs = [*CHAMPS[:1], {**CHAMPS[1], "champs": [*CHAMPS[1]["champs"], CHAMPS[4]]}, *CHAMPS[2:4]]
    base = make_base(champs=champs)
    passage = {**base["passages"][0], "points": "voies.motifs", "champs": ["voies.motifs", "voies.voie"]}
    write_modele(tmp_path, make_base(champs=champs, passages=[passage]), CORPS)
    with pytest.raises(ModeleInvalide, match="s’ouvre pour un élément de « voies »"):
        load_catalogue([tmp_path]).get("essai")
    corps = CORPS.replace('{{ passage("motifs") }}\n\n', "").replace(
        "{% for v in voies %}\n", '{% for v in voies %}\n{{ passage("motifs", v) }}\n\n'
    )
    write_modele(tmp_path / "b", make_base(champs=champs, passages=[passage]), corps)
    assert load_catalogue([tmp_path / "b"]).get("essai").repetes == {"motifs": "voies"}
