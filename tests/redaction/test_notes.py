"""The notes: what they say for each kind of collectivité, and what no rule says of them."""

import asyncio
import datetime as dt
from typing import Any

import pytest

from server import formats
from server.acte.fragments import Origine
from server.acte.noeuds import Acte, Genre
from server.acte.parcours import walk
from server.catalogue import load_catalogue, load_exemple, validate
from server.charte import load_charte
from server.redacteurs import Aucun
from server.redaction import draft
from server.regles import REGLES, Contexte, lint
from server.ressources import find_dossier

CATALOGUE = load_catalogue([find_dossier("templates_actes")])
NOTES = [CATALOGUE.get(code) for code in ("fiche_consignes", "note_service", "note_synthese_conseil")]
EXEMPLES = [(modele, nom) for modele in NOTES for nom in modele.exemples]
IDS = [f"{m.code}-{n}" for m, n in EXEMPLES]
CHARTE = load_charte()


def rediger(modele: Any, brut: dict[str, Any]) -> Acte:
    instant = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
    return asyncio.run(draft(modele, validate(modele, brut), Aucun(), CHARTE, acte_id="n", instant=instant)).acte


def text(acte: Acte) -> str:
    return "\n".join(p.feuille.texte for p in walk(acte)).replace("\u00a0", " ").replace("\u202f", " ")


def synthese(icpe: bool = False, **collectivite: Any) -> str:
    modele = CATALOGUE.get("note_synthese_conseil")
    brut = load_exemple(modele, "01").valeur
    brut["collectivite"] |= {"executif": {"civilite": "M.", "prenom": "Paul", "nom": "Auger"}} | collectivite
    brut["affaires"][0]["icpe"] = icpe
    return text(rediger(modele, brut))


@pytest.mark.parametrize(
    ("collectivite", "icpe", "dit", "tait"),
    [
        ({"population": 3500}, False, "en application de l’article L. 2121-12 du code", "L. 5211-1"),
        ({"population": 3499}, False, "est jointe, pour l’information des membres du conseil municipal", "L. 2121-12"),
        ({"population": 3499}, True, "en application de l’article L. 2121-12 du code", "L. 5211-1"),
        (
            {"type": "communaute_de_communes", "population": 900},
            False,
            "conseil communautaire avec la convocation du 4 décembre 2026, en application des articles L. 2121-12 et L. 5211-1",
            "conseil municipal",
        ),
        ({"type": "departement"}, False, "en application de l’article L. 3121-19 du code", "L. 2121-12"),
    ],
    ids=["commune", "petite commune", "petite commune et installation classée", "intercommunalité", "département"],
)
def test_a_note_of_synthesis_says_the_text_that_asks_for_it(collectivite: Any, icpe: bool, dit: str, tait: str) -> None:
    texte = synthese(icpe, **collectivite)
    assert dit in texte
    assert tait not in texte


def test_a_departement_gets_a_report() -> None:
    texte = synthese(type="departement")
    assert "Rapport sur les affaires soumises au conseil départemental, séance du 14 décembre 2026" in texte
    assert "Il est proposé au conseil départemental" in texte
    assert "note" not in texte.partition("Affaires soumises")[0].lower()


@pytest.mark.parametrize("nom", CATALOGUE.get("note_synthese_conseil").exemples)
def test_a_note_of_synthesis_covers_every_affair_that_it_lists(nom: str) -> None:
    modele = CATALOGUE.get("note_synthese_conseil")
    brut = load_exemple(modele, nom).valeur
    texte = text(rediger(modele, brut))
    for rang, affaire in enumerate(brut["affaires"], 1):
        assert f"Affaire n° {rang} – " in texte
        for point in (*affaire["contexte"], *affaire["enjeux"], *affaire["propositions"]):
            assert point[1:] in texte


@pytest.mark.parametrize(("modele", "nom"), EXEMPLES, ids=IDS)
def test_no_rule_of_letters_or_acts_speaks_of_a_note(modele: Any, nom: str) -> None:
    acte = rediger(modele, load_exemple(modele, nom).valeur)
    assert lint(Contexte(acte=acte, date=dt.date(2026, 11, 2))) == ()
    propres = {code for code, regle in REGLES.items() if Genre.NOTE in regle.genres}
    assert propres == {"C05", "C40", "C41", "C43", "C45"}


@pytest.mark.parametrize("ext", ["docx", "odt", "txt"])
@pytest.mark.parametrize(("modele", "nom"), EXEMPLES, ids=IDS)
def test_a_note_comes_back_as_a_note_even_without_its_properties(modele: Any, nom: str, ext: str) -> None:
    acte = rediger(modele, load_exemple(modele, nom).valeur)
    texte = formats.write(acte, "txt", CHARTE)
    assert formats.read(texte, "note.txt").acte.genre is Genre.NOTE
    if ext != "txt":
        assert formats.read(formats.write(acte, ext, CHARTE), f"note.{ext}").acte.genre is Genre.NOTE


INTERDITS = {
    "note_service": "parties[0].interdits[0]",
    "fiche_consignes": "securite[0]",
    "note_synthese_conseil": "affaires[0].propositions[0]",
}


@pytest.mark.parametrize("modele", NOTES, ids=lambda m: m.code)
def test_prohibitions_and_proposals_never_pass_through_a_model(modele: Any) -> None:
    ouverts = {champ.rpartition(".")[2] for p in modele.passages for champ in (p.points, *p.champs)}
    assert not ouverts & {"interdits", "securite", "propositions", "droit", "precisions", "appels"}
    acte = rediger(modele, load_exemple(modele, modele.exemples[0]).valeur)
    champs = {f.champ for p in walk(acte) for f in p.feuille.contenu if getattr(f, "origine", None) is Origine.SAISIE}
    assert INTERDITS[modele.code] in champs


def test_the_title_of_a_note_names_its_subject() -> None:
    modele = CATALOGUE.get("note_service")
    acte = rediger(modele, load_exemple(modele, "01").valeur)
    assert acte.titre == "Note de service – horaires de travail pendant l’été 2026"


@pytest.mark.parametrize(
    ("application", "dit"),
    [
        ({"application": "diffusion"}, "s’applique dès sa diffusion."),
        ({"application": "date", "application_debut": "2026-06-15"}, "s’applique à compter du 15 juin 2026."),
        ({"application": "information"}, ""),
    ],
)
def test_a_note_of_service_says_when_it_applies(application: Any, dit: str) -> None:
    modele = CATALOGUE.get("note_service")
    brut = load_exemple(modele, "01").valeur
    brut.pop("application_debut")
    brut.pop("application_fin")
    texte = text(rediger(modele, brut | application))
    assert (dit in texte) if dit else ("Application" not in texte)
