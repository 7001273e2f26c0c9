import json
from collections import Counter

import pytest
import yaml

from server.errors import FichierIllisible
from server.evaluation.cas import SORTES, Difficulte, load_cas, select_cas, shuffle_cas
from server.redacteurs.aucun import write_plain
from server.redacteurs.marques import MARQUE, mark
from server.redacteurs.vllm.donnees import make_donnees

CAS = load_cas()
BRUT = {
    "sorte": "expose",
    "genre": "deliberation",
    "consigne": "Rédigez.",
    "cas": [{"nom": "a", "difficulte": "simple", "points": ["le toit fuit"]}],
}


def write(dossier, **changements):
    (dossier / "essai.yaml").write_text(yaml.safe_dump({**BRUT, **changements}, allow_unicode=True), "utf-8")
    return dossier


def write_un(dossier, **changements):
    return write(dossier, cas=[{**BRUT["cas"][0], **changements}])


def test_there_are_forty_cases_of_every_kind_and_difficulty():
    assert len(CAS) == len({c.nom for c in CAS}) == 40
    comptes = Counter((c.demande.sorte, c.difficulte) for c in CAS)
    assert set(comptes) == {(sorte, difficulte) for sorte in SORTES for difficulte in Difficulte}
    assert min(comptes.values()) >= 2
    assert {c.demande.ton for c in CAS if c.demande.sorte == "paragraphes"} == {"courtois", "neutre", "ferme"}


@pytest.mark.parametrize("cas", CAS, ids=lambda c: c.nom)
def test_each_case_can_be_asked_and_says_what_to_look_at(cas):
    assert cas.regarder
    assert cas.demande.instruction
    assert len(write_plain(cas.demande).paragraphes) == len(cas.demande.points) > 0


@pytest.mark.parametrize("cas", CAS, ids=lambda c: c.nom)
def test_no_figure_and_no_declared_person_of_a_case_leaves_in_clear(cas):
    envoi = MARQUE.sub(
        "", json.dumps(make_donnees(mark(cas.demande, cas.demande.personnels)), ensure_ascii=False, default=str)
    )
    assert not any(c.isdigit() for c in envoi)
    for nom in cas.demande.personnels:
        assert nom.split()[-1] not in envoi


def test_the_declared_persons_are_in_the_points_or_the_test_above_proves_nothing():
    declares = [c for c in CAS if c.demande.personnels]
    assert len(declares) >= 5
    for cas in declares:
        assert all(nom in " ".join(cas.demande.points) for nom in cas.demande.personnels)


def test_amounts_are_amounts():
    (cas,) = select_cas(CAS, ["expose-04"])
    assert str(cas.demande.champs["beneficiaires.montant"]) == "(Decimal('4500.00'), Decimal('2800.00'))"


@pytest.mark.parametrize(
    ("motifs", "nombre"),
    [([], 40), (["expose-*"], 8), (["expose"], 8), (["hostile"], 12), (["expose-01", "consignes"], 7), (["rien"], 0)],
)
def test_cases_are_chosen_by_name_kind_or_difficulty(motifs, nombre):
    assert len(select_cas(CAS, motifs)) == nombre


def test_the_first_cases_of_a_run_are_of_every_kind_and_difficulty():
    meles = shuffle_cas(CAS)
    assert sorted(c.nom for c in meles) == sorted(c.nom for c in CAS)
    assert {c.demande.sorte for c in meles[:16]} == set(SORTES)
    assert {c.difficulte for c in meles[:16]} == set(Difficulte)
    assert shuffle_cas(reversed(CAS)) == meles


def test_a_sound_file_is_read(tmp_path):
    (cas,) = load_cas(write_un(tmp_path, ton="ferme", personnels=["Anne Roy"], champs={"prix": "12.50"}))
    assert (cas.genre, cas.demande.ton, cas.demande.personnels) == ("deliberation", "ferme", ("Anne Roy",))


@pytest.mark.parametrize(
    ("changements", "message"),
    [
        ({"point": ["x"]}, "cas « a » : la clé « point » n’existe pas."),
        ({"points": "x"}, "cas « a », clé « points » : une liste de textes est attendue."),
        ({"points": [3]}, "cas « a », clé « points » : une liste de textes est attendue."),
        ({"personnels": "x"}, "cas « a », clé « personnels » : une liste de textes est attendue."),
        ({"champs": ["x"]}, "cas « a », clé « champs » : des noms et des valeurs sont attendus."),
        ({"ton": "sec"}, "cas « a », clé « ton » : l’un de courtois, neutre, ferme est attendu, pas « sec »."),
        ({"genre": "tract"}, "cas « a », clé « genre » :"),
        ({"difficulte": "dur"}, "cas « a », clé « difficulte » : l’un de simple, difficile, hostile est attendu"),
        ({"nom": 3}, "chaque cas porte un « nom »."),
    ],
)
def test_a_wrong_case_is_named_with_its_file_and_key(tmp_path, changements, message):
    with pytest.raises(FichierIllisible, match=r"essai\.yaml : ") as capture:
        load_cas(write_un(tmp_path, **changements))
    assert message in str(capture.value)


@pytest.mark.parametrize(
    ("changements", "message"),
    [
        ({"sorte": "poeme"}, "clé « sorte » : l’un de considerants, expose"),
        ({"cas": {}}, "sont attendues."),
        ({"titre": "x"}, "la clé « titre » n’existe pas."),
        ({"cas": [BRUT["cas"][0]] * 2}, "le cas « a » y est deux fois."),
    ],
)
def test_a_wrong_file_is_named(tmp_path, changements, message):
    with pytest.raises(FichierIllisible) as capture:
        load_cas(write(tmp_path, **changements))
    assert message in str(capture.value)


@pytest.mark.parametrize("octets", [b"a: [", b"\xff\xfe\x00", b"- x"])
def test_what_is_no_yaml_of_cases_is_refused(tmp_path, octets):
    (tmp_path / "essai.yaml").write_bytes(octets)
    with pytest.raises(FichierIllisible):
        load_cas(tmp_path)
