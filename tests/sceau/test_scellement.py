"""Seal and verify: what is honest goes through, in both formats, and says who, when and what."""

import json

import pytest

from server import formats
from server.acte.canon import digest
from server.acte.noeuds import AvisIA, MarqueProjet
from server.acte.parcours import strip as strip_acte
from server.acte.parcours import walk
from server.formats.paquet import Paquet
from server.sceau import Cles, Etat, SceauRefuse, examine, releve_as_json, seal, strip, verify
from server.sceau.enonce import parse_enonce
from server.sceau.proprietes import list_paires
from server.sceau.sidecar import parse_sidecar
from tests.sceau.fabrique import (
    CLE,
    CLES,
    CORPS,
    PROPRIETES,
    SORTES,
    change,
    make_acte,
    make_projet,
    make_releve,
    make_scelle,
    read_part,
    swap,
)


@pytest.fixture(params=SORTES)
def sorte(request):
    return request.param


def test_a_sealed_file_is_valid_and_says_who_reviewed_it_when_and_what(sorte):
    scelle = make_scelle(sorte)
    verdict = verify(scelle.fichier, f"acte.{sorte}", CLES)
    assert (verdict.etat, verdict.blocs_alteres, verdict.notes, verdict.apres_visa) == (Etat.VALIDE, (), (), ())
    dit = releve_as_json(verdict.releve)
    assert dit["relecteur"] == {"nom": "Camille Dupont", "role": "elu", "delegation": "arrêté n° 12 du 3 mars 2026"}
    assert dit["instant"] == "2026-11-02T09:30:00Z"
    assert dit["registre"] == {"rang": 7, "empreinte": "ab" * 32}
    assert dit["constats_leves"] == ["C05"]
    assert dit["origines"]["ia"] == len("les travaux du canal empiètent sur la chaussée")


def test_strip_removes_the_marks_the_notice_and_the_style_and_nothing_else(sorte):
    projet = make_projet(sorte)
    retire = strip(projet, f"acte.{sorte}")
    avant, apres = formats.read(projet).acte, formats.read(retire).acte
    assert not [p for p in walk(apres) if isinstance(p.feuille, MarqueProjet | AvisIA)]
    assert digest(apres) == digest(strip_acte(avant))
    assert [f for p in walk(apres) for f in p.feuille.contenu if getattr(f, "origine", "") == "ia"] == []
    assert apres.proprietes.statut == ""
    assert apres.proprietes.contenu_ia == "partiel"
    assert strip(retire, "x") == retire


def test_the_parts_that_carry_no_mark_keep_their_bytes(sorte):
    avant, apres = (Paquet(d) for d in (make_projet(sorte), make_scelle(sorte).fichier))
    changees = {nom for nom in avant if avant.read(nom) != apres.read(nom)}
    assert list(avant) == [nom for nom in apres if nom in avant]
    attendues = {
        "docx": {
            "word/document.xml",
            "word/header1.xml",
            "word/header2.xml",
            "word/footer1.xml",
            "docProps/custom.xml",
        },
        "odt": {"content.xml", "styles.xml", "meta.xml"},
    }
    assert changees == attendues[sorte]


def test_words_typed_into_a_mark_stay_and_forbid_the_seal(sorte):
    partie = {"docx": "word/header1.xml", "odt": "styles.xml"}[sorte]
    tape = change(make_projet(sorte), partie, swap("PROJET – document", "PROJET – article 9 – document"))
    (refus,) = examine(tape, "acte").refus
    assert refus.code == "marque"
    assert "article 9" in refus.lieu
    with pytest.raises(SceauRefuse, match="article 9"):
        seal(tape, f"acte.{sorte}", make_releve(), CLE)


def test_no_property_is_longer_than_word_keeps(sorte):
    paires = list_paires(Paquet(make_scelle(sorte).fichier), sorte)
    assert max(len(valeur) for _, valeur in paires) <= 200
    assert ("Minutier Statut", "VISÉ") in paires
    assert not [nom for nom, _ in paires if nom.startswith("Minutier Origines")]


def test_the_mark_of_ai_content_stays_in_the_sealed_file(sorte):
    paires = dict(list_paires(Paquet(make_scelle(sorte).fichier), sorte))
    assert paires["Minutier Contenu IA"] == "partiel"
    assert paires["DigitalSourceType"].endswith("compositeWithTrainedAlgorithmicMedia")


def test_both_formats_bind_the_same_content():
    assert make_scelle("docx").empreinte == make_scelle("odt").empreinte == digest(strip_acte(make_acte()))


def test_the_envelope_is_dsse_around_an_in_toto_statement(sorte):
    enveloppe = json.loads(make_scelle(sorte).enveloppe)
    assert enveloppe["payloadType"] == "application/vnd.in-toto+json"
    assert json.loads(make_scelle(sorte).sidecar)["enveloppe"] == enveloppe


def test_without_a_key_nothing_is_said_to_be_valid(sorte):
    verdict = verify(make_scelle(sorte).fichier, "acte", Cles())
    assert verdict.etat is Etat.INDETERMINE
    assert "Aucune clé publique" in verdict.notes[0]


def test_sealing_again_replaces_the_seal(sorte):
    premier = make_scelle(sorte)
    second = seal(premier.fichier, f"acte.{sorte}", make_releve(rang=8), CLE)
    assert verify(second.fichier, "acte", CLES).releve.rang == 8


def test_a_file_without_a_seal_says_so(sorte):
    assert verify(make_projet(sorte), "acte", CLES).etat is Etat.NON_SCELLE


def test_slots_filled_after_the_visa_do_not_break_it_and_are_reported(sorte):
    rempli = make_scelle(sorte).fichier
    for valeur in ("2026-118", "3 novembre 2026", "reçu en préfecture le 4 novembre 2026"):
        rempli = change(rempli, CORPS[sorte], swap("……………", valeur))
    verdict = verify(rempli, "acte", CLES)
    assert verdict.etat is Etat.VALIDE
    assert [(e.nom, e.apres) for e in verdict.apres_visa] == [
        ("numero", "2026-118"),
        ("date", "3 novembre 2026"),
        ("cachet", "reçu en préfecture le 4 novembre 2026"),
    ]


@pytest.mark.parametrize("texte", ["118, sauf le centre ville qui reste ouvert à tous", "sans", "\u200b12"])
def test_a_slot_does_not_hold_anything_else_than_its_value(sorte, texte):
    rempli = change(make_scelle(sorte).fichier, CORPS[sorte], swap("……………", texte))
    verdict = verify(rempli, "acte", CLES)
    assert verdict.etat is Etat.ALTERE
    assert "emplacement « numero »" in verdict.blocs_alteres[-1].raison


def test_a_chunk_of_the_seal_that_is_missing_leaves_it_undetermined_and_the_sidecar_restores(sorte):
    partie = PROPRIETES[sorte]
    motif = swap("Minutier Visa 002 sur", "Minutier Autre 002 sur")
    incomplet = change(make_scelle(sorte).fichier, partie, motif)
    assert verify(incomplet, "acte", CLES).etat is Etat.INDETERMINE
    assert verify(incomplet, "acte", CLES, make_scelle(sorte).sidecar).etat is Etat.VALIDE
    assert "Minutier Visa 001" in read_part(incomplet, partie)


def test_a_statement_made_before_projets_were_named_is_still_read():
    charge = json.loads(parse_sidecar(make_scelle("docx").sidecar).enveloppe.charge)
    del charge["predicate"]["acte"]["projet"]
    assert parse_enonce(json.dumps(charge).encode()).releve.acte.projet == ""
