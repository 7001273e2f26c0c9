"""The pipeline never raises on a saisie that its template accepts, and a value never becomes structure."""

import asyncio
import datetime as dt
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from server.acte.canon import digest
from server.acte.fragments import Champ, Fragment, NatureChamp, Origine
from server.acte.noeuds import AvisIA, Feuille, MarqueProjet
from server.acte.parcours import strip, walk
from server.catalogue import Modele, Saisie, load_catalogue, load_exemple, validate
from server.charte import load_charte
from server.errors import SaisieRefusee
from server.formats.genres import key_of
from server.redacteurs import Aucun
from server.redaction import Brouillon, draft
from server.ressources import find_dossier
from tests.redaction.strategies import saisies

CATALOGUE = load_catalogue([find_dossier("templates_actes")])
MODELES = [CATALOGUE.get(code) for code in CATALOGUE.codes]
EXEMPLES = [(modele, nom) for modele in MODELES for nom in modele.exemples]
CHARTE = load_charte()
INSTANT = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)


def exemple(modele: Modele, nom: str) -> dict[str, Any]:
    return load_exemple(modele, nom).valeur


def rediger(modele: Modele, saisie: Saisie) -> Brouillon:
    return asyncio.run(draft(modele, saisie, Aucun(), CHARTE, acte_id="essai", instant=INSTANT))


@pytest.mark.parametrize(("modele", "nom"), EXEMPLES, ids=[f"{m.code}-{n}" for m, n in EXEMPLES])
def test_every_example_drafts_a_complete_act_without_an_erreur(modele: Modele, nom: str) -> None:
    brouillon = rediger(modele, validate(modele, exemple(modele, nom)))
    assert [c for c in brouillon.constats if c.niveau == "erreur"] == []
    assert {p.nom.partition("[")[0] for p in brouillon.passages} == {p.nom for p in modele.passages}
    assert brouillon.acte.titre
    assert brouillon.acte.genre is modele.genre


@pytest.mark.parametrize("modele", MODELES, ids=lambda m: m.code)
@given(st.data())
def test_never_raises_on_an_accepted_saisie(modele: Modele, data: st.DataObject) -> None:
    brut = data.draw(saisies(modele, exemple(modele, "01")["collectivite"]))
    try:
        saisie = validate(modele, brut)
    except SaisieRefusee:
        assume(False)
    brouillon = rediger(modele, saisie)
    assert brouillon.acte.corps


@pytest.mark.parametrize("modele", MODELES, ids=lambda m: m.code)
def test_the_draws_above_are_mostly_accepted(modele: Modele) -> None:
    """Else the property would hold of nothing."""
    acceptees: list[bool] = []

    @given(saisies(modele, exemple(modele, "01")["collectivite"]))
    def draw_one(brut: dict[str, Any]) -> None:
        try:
            validate(modele, brut)
        except SaisieRefusee:
            acceptees.append(False)
        else:
            acceptees.append(True)

    draw_one()
    assert sum(acceptees) > len(acceptees) / 3


def structure(brouillon: Brouillon) -> list[str]:
    return [f"{p.partie} {key_of(p.feuille)}" for p in walk(brouillon.acte) if isinstance(p.feuille, Feuille)]


LONGUEUR_HOSTILE = 25
"""Fields shorter than the longest of these texts (postal codes) could not hold them."""

HOSTILES = [
    "Article 2",
    "ARRÊTE",
    "Vu le code",
    "Considérant que",
    "[signature] x",
    "{{ collectivite.nom }}",
    "| a | b |",
    "**a**",
]


def text_paths(modele: Modele, brut: dict[str, Any]) -> list[tuple[str | int, ...]]:
    chemins: list[tuple[str | int, ...]] = []

    def visit(valeur: Any, champs: Any, chemin: tuple[str | int, ...]) -> None:
        for champ in champs:
            v = valeur.get(champ.nom)
            if v is None:
                continue
            ici = (*chemin, champ.nom)
            if champ.type in {"phrase", "texte"} and champ.longueur >= LONGUEUR_HOSTILE:
                chemins.append(ici)
            elif champ.type == "points":
                chemins.extend((*ici, i) for i in range(len(v)))
            elif champ.type == "bloc":
                visit(v, champ.champs, ici)
            elif champ.type == "groupe":
                for i, element in enumerate(v):
                    visit(element, champ.champs, (*ici, i))

    visit(brut, modele.champs, ())
    return chemins


def put(valeur: Any, chemin: tuple[str | int, ...], nouveau: str) -> Any:
    if not chemin:
        return nouveau
    tete, *reste = chemin
    copie = valeur.copy()
    copie[tete] = put(valeur[tete], tuple(reste), nouveau)
    return copie


@pytest.mark.parametrize(("modele", "nom"), EXEMPLES, ids=[f"{m.code}-{n}" for m, n in EXEMPLES])
@pytest.mark.parametrize("hostile", HOSTILES)
def test_a_value_changes_no_kind_of_block(modele: Modele, nom: str, hostile: str) -> None:
    brut = exemple(modele, nom)
    temoin, attaque = brut, brut
    for chemin in text_paths(modele, brut):
        temoin = put(temoin, chemin, "Temoin")
        attaque = put(attaque, chemin, hostile)
    assert structure(rediger(modele, validate(modele, attaque))) == structure(rediger(modele, validate(modele, temoin)))


@pytest.mark.parametrize(("modele", "nom"), EXEMPLES[:1], ids=["arrete"])
def test_a_draft_says_what_it_is(modele: Modele, nom: str) -> None:
    acte = rediger(modele, validate(modele, exemple(modele, nom))).acte
    tete, pied = acte.en_tetes[0].corps, acte.pieds[0].corps
    assert isinstance(tete[0], MarqueProjet)
    assert "PROJET" in tete[0].texte
    avis = next(b for b in pied if isinstance(b, AvisIA))
    assert "sans modèle" in avis.texte
    assert "relire" in avis.texte
    champs = [e.nature for b in pied if isinstance(b, Feuille) for e in b.contenu if isinstance(e, Champ)]
    assert champs == [NatureChamp.PAGE, NatureChamp.NB_PAGES]
    proprietes = acte.proprietes
    assert (proprietes.statut, proprietes.modele, proprietes.redacteur) == ("PROJET", modele.code, "sans modèle")
    assert proprietes.canon == digest(acte)
    assert proprietes.contenu_ia == "aucun"
    assert not any(isinstance(p.feuille, MarqueProjet | AvisIA) for p in walk(strip(acte)))


@pytest.mark.parametrize(("modele", "nom"), EXEMPLES, ids=[f"{m.code}-{n}" for m, n in EXEMPLES])
def test_every_span_knows_where_it_comes_from(modele: Modele, nom: str) -> None:
    acte = rediger(modele, validate(modele, exemple(modele, nom))).acte
    fragments = [
        f for p in walk(acte) if isinstance(p.feuille, Feuille) for f in p.feuille.contenu if isinstance(f, Fragment)
    ]
    assert {f.origine for f in fragments} == {Origine.TRAME, Origine.SAISIE}
    assert all(f.champ for f in fragments if f.origine is Origine.SAISIE)
    assert all(f.champ is None for f in fragments if f.origine is Origine.TRAME)
