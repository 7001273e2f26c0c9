"""Hypothesis edits the visible text of sealed files: none is VALIDE. Whatever the bytes, an answer and no other error."""

import json
import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from server.errors import FichierIllisible
from server.sceau import Etat, verify
from server.sceau.scellement import carry
from tests.sceau.fabrique import CLE, CLES, CORPS, SORTES, change, make_scelle, read_part

LONGUEURS = [
    pytest.param(250, id="court"),
    pytest.param(5000, id="long", marks=pytest.mark.long),
]
_TEXTE = {
    "docx": re.compile(r"(?<=>)([^<>]+)(?=</w:t>)"),
    "odt": re.compile(r"(?<=>)([^<>]+)(?=</?text:|<draw:)"),
}
# Letters, figures, signs and the white space that reads otherwise; what XML cannot hold is no edit of a text.
_SIGNES = st.one_of(
    st.sampled_from("0123456789,.- aeinrstlu€²éàÉ«»’\u00a0\u202f\u200b\u202e\u0430\u0435\u2011\u0301"),
    st.characters(
        min_codepoint=33, max_codepoint=0x2FFF, exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="<>&"
    ),
)


def places(sorte):
    """Give where the text of each part stands: part, start, end."""
    parties = {
        "docx": ("word/document.xml", "word/header1.xml", "word/footer1.xml", "word/footnotes.xml"),
        "odt": ("content.xml", "styles.xml"),
    }
    lieux = []
    for partie in parties[sorte]:
        xml = read_part(make_scelle(sorte).fichier, partie)
        debut = xml.find("<office:text>") if partie == "content.xml" else xml.find("<office:master-styles>")
        for trouve in _TEXTE[sorte].finditer(xml, max(debut, 0)):
            texte = trouve[1]
            # A slot is filled after the visa, a page number is computed by whoever shows it.
            if texte.strip() and "……" not in texte and not texte.isdigit():
                lieux.append((partie, trouve.start(), trouve.end()))
    assert len(lieux) > 20
    return lieux


def edit(texte, donnees):
    """Change one place of a text: insert, replace or delete."""
    debut = donnees.draw(st.integers(0, len(texte)))
    fin = donnees.draw(st.integers(debut, min(len(texte), debut + 5)))
    return texte[:debut] + "".join(donnees.draw(st.lists(_SIGNES, max_size=3))) + texte[fin:]


def says(texte, sorte):
    """Give what a reader of XML makes of a text: white space collapses in an .odt."""
    texte = unicodedata.normalize("NFC", texte)
    return re.sub(r"[ \t\n]+", " ", texte).strip(" ") if sorte == "odt" else texte


@pytest.mark.parametrize("sorte", SORTES)
@pytest.mark.parametrize("nombre", LONGUEURS)
def test_no_edit_of_the_visible_text_is_valid(sorte, nombre):
    lieux = places(sorte)
    scelle = make_scelle(sorte)

    @settings(max_examples=nombre, database=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def check(donnees):
        partie, debut, fin = donnees.draw(st.sampled_from(lieux))
        xml = read_part(scelle.fichier, partie)
        avant = xml[debut:fin]
        apres = edit(avant, donnees)
        assume(says(apres, sorte) != says(avant, sorte))
        altere = change(scelle.fichier, partie, lambda xml: xml[:debut] + apres + xml[fin:])
        verdict = verify(altere, f"acte.{sorte}", CLES, scelle.sidecar)
        assert (verdict.etat, bool(verdict.blocs_alteres)) == (Etat.ALTERE, True)

    check()


@pytest.mark.parametrize("sorte", SORTES)
def test_two_sentences_exchanged_are_never_valid(sorte):
    lieux = [lieu for lieu in places(sorte) if lieu[0] == CORPS[sorte]]
    xml = read_part(make_scelle(sorte).fichier, CORPS[sorte])
    for (_, d1, f1), (_, d2, f2) in pairwise(lieux):
        if says(xml[d1:f1], sorte) != says(xml[d2:f2], sorte):
            echange = xml[:d1] + xml[d2:f2] + xml[f1:d2] + xml[d1:f1] + xml[f2:]
            altere = change(make_scelle(sorte).fichier, CORPS[sorte], lambda _, autre=echange: autre)
            assert verify(altere, "acte", CLES).etat is Etat.ALTERE


def judge(fichier, sidecar=None):
    """Give the answer, or « illisible »; any other error fails."""
    try:
        return verify(fichier, "acte", CLES, sidecar).etat
    except FichierIllisible:
        return "illisible"


@pytest.mark.parametrize("sorte", SORTES)
@given(donnees=st.data())
def test_whatever_is_done_to_the_bytes_there_is_an_answer(sorte, donnees):
    octets = bytearray(make_scelle(sorte).fichier)
    for _ in range(donnees.draw(st.integers(1, 4))):
        octets[donnees.draw(st.integers(0, len(octets) - 1))] = donnees.draw(st.integers(0, 255))
    fin = donnees.draw(st.one_of(st.none(), st.integers(0, len(octets))))
    judge(bytes(octets[:fin]))


@given(st.binary(max_size=300))
def test_whatever_the_sidecar_there_is_an_answer(sidecar):
    assert judge(make_scelle("docx").fichier, sidecar) is Etat.VALIDE


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda x: (
        st.lists(x, max_size=3)
        | st.dictionaries(st.sampled_from(("payload", "sig", "signatures", "keyid", "payloadType", "a")), x, max_size=4)
    ),
)


@given(_JSON, _JSON, _JSON)
def test_whatever_the_shape_of_the_sidecar_there_is_an_answer(enveloppe, lignes, attestations):
    valeur = {"format": "minutier-visa/1", "enveloppe": enveloppe, "lignes": lignes, "attestations": attestations}
    judge(make_scelle("docx").fichier, json.dumps(valeur).encode())


@given(_JSON)
def test_whatever_a_trusted_key_signed_there_is_an_answer(charge):
    enveloppe = CLE.sign("application/vnd.in-toto+json", json.dumps(charge).encode())
    assert judge(carry(make_scelle("docx").fichier, "acte", enveloppe)) in {Etat.INVALIDE, Etat.INDETERMINE}
