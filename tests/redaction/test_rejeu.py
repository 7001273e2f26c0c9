"""A draft kept as its saisie and its passages is built again the same, in every format."""

import asyncio
import json
from dataclasses import replace

import pytest

from server import formats
from server.acte.fragments import Fragment, Origine
from server.catalogue import load_exemple, validate
from server.redacteurs import Aucun, Cout, Demande, Incident, Redige
from server.redaction import Rejoue, draft, make_demandes, read_redige, redige_as_json
from tests.redaction.test_pipeline import CHARTE, EXEMPLES, INSTANT


class Machine:
    """Stands for a model: writes each passage in its own words."""

    nom = "vllm"
    modele = "essai"

    async def write(self, demandes, ecoute=None):
        return tuple(self.write_one(demande) for demande in demandes)

    def write_one(self, demande: Demande) -> Redige:
        paragraphes = tuple(
            (Fragment(f"Considérant la phrase {rang} de la machine\u00a0;", Origine.IA, demande.nom),)
            for rang, _ in enumerate(demande.points)
        )
        incidents = (Incident("longueur", "trop long"),)
        return Redige(demande.nom, paragraphes, Origine.IA, 2, incidents, Cout(0.5, 1.0, 10, 5, 20))


@pytest.mark.parametrize("redacteur", [Aucun(), Machine()], ids=["aucun", "machine"])
@pytest.mark.parametrize(("modele", "nom"), EXEMPLES, ids=[f"{m.code}-{n}" for m, n in EXEMPLES])
def test_an_act_is_built_again_the_same_from_its_saisie_and_passages(modele, nom, redacteur) -> None:
    saisie = validate(modele, load_exemple(modele, nom).valeur)
    premier = asyncio.run(draft(modele, saisie, redacteur, CHARTE, acte_id="a", instant=INSTANT))
    gardes = json.loads(json.dumps([redige_as_json(redige) for redige in premier.passages]))
    rejoue = Rejoue(redacteur.nom, redacteur.modele, {g["nom"]: read_redige(g) for g in gardes})
    second = asyncio.run(draft(modele, saisie, rejoue, CHARTE, acte_id="a", instant=INSTANT))
    assert second == premier
    for sorte in formats.FORMATS:
        assert formats.write(second.acte, sorte, CHARTE) == formats.write(premier.acte, sorte, CHARTE)


@pytest.mark.parametrize(("modele", "nom"), EXEMPLES, ids=[f"{m.code}-{n}" for m, n in EXEMPLES])
def test_the_requests_are_those_that_drafting_makes(modele, nom) -> None:
    class Note(Machine):
        vues: tuple[Demande, ...] = ()

        async def write(self, demandes, ecoute=None):
            self.vues = tuple(demandes)
            return await Machine.write(self, demandes)

    saisie = validate(modele, load_exemple(modele, nom).valeur)
    note = Note()
    asyncio.run(draft(modele, saisie, note, CHARTE))
    assert make_demandes(modele, saisie) == note.vues
    ouverts = dict.fromkeys(demande.nom.partition("[")[0] for demande in note.vues)
    assert list(ouverts) == [p.nom for p in modele.passages]


def test_the_agent_s_words_stand_for_a_passage_that_was_not_kept() -> None:
    modele, nom = EXEMPLES[0]
    saisie = validate(modele, load_exemple(modele, nom).valeur)
    (demande, *_) = make_demandes(modele, saisie)
    (redige,) = asyncio.run(Rejoue("vllm", "essai", {}).write([demande]))
    assert redige.origine is Origine.SAISIE
    assert len(redige.paragraphes) == len(demande.points)


def test_words_of_a_model_changed_by_hand_are_still_told() -> None:
    modele, nom = EXEMPLES[0]
    saisie = validate(modele, load_exemple(modele, nom).valeur)
    retouche = Redige("motifs", ((Fragment("Considérant le soir ;", Origine.IA_RETOUCHEE, "motifs"),),), Origine.IA)
    rejoue = Rejoue("vllm", "essai", {"motifs": replace(retouche, origine=Origine.IA_RETOUCHEE)})
    brouillon = asyncio.run(draft(modele, saisie, rejoue, CHARTE))
    assert brouillon.acte.proprietes.contenu_ia == "partiel"
    assert brouillon.acte.proprietes.redacteur == "vllm (essai)"
