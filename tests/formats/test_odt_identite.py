"""Reading back what was written is the identity, in .odt; .odt and .docx of one act have one canon."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings

from server.acte import canon
from server.acte.fragments import Champ, Emplacement, Fragment, Image, Inconnu, NatureChamp, Note, Origine
from server.acte.noeuds import (
    Acte,
    Alinea,
    EnTetePage,
    Genre,
    PiedPage,
    Proprietes,
    Signature,
    Signatures,
    SortePage,
    Visa,
)
from server.charte import load_charte
from server.errors import EcritureImpossible
from server.formats import docx, odt
from tests.formats.exemples import arrete_reference
from tests.formats.strategies import actes

CHARTE = load_charte()
LENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def note(*corps, **options):
    return Acte(Genre.NOTE, "Essai", corps, **options)


def alinea(*contenu):
    return Alinea(tuple(Fragment(c, Origine.TRAME) if isinstance(c, str) else c for c in contenu))


@settings(LENT, max_examples=20)
@given(actes())
def test_reading_back_is_the_identity(acte):
    lecture = odt.read(odt.write(acte, CHARTE))
    assert lecture.acte == acte
    assert lecture.acte.proprietes == acte.proprietes


@pytest.mark.long
@settings(LENT, max_examples=800)
@given(actes())
def test_reading_back_is_the_identity_long(acte):
    assert odt.read(odt.write(acte, CHARTE)).acte == acte


@settings(LENT, max_examples=10)
@given(actes())
def test_both_formats_have_one_canon(acte):
    lus = [m.read(m.write(acte, CHARTE)).acte for m in (odt, docx)]
    assert canon.list_lignes(lus[0]) == canon.list_lignes(lus[1]) == canon.list_lignes(acte)
    assert lus[0] == lus[1]


def test_the_same_act_gives_the_same_bytes():
    acte = arrete_reference()
    assert odt.write(acte, CHARTE) == odt.write(acte, CHARTE)


def rewrite(donnees, partie, avant, apres):
    """Change one part of a package as somebody with an editor would."""
    tampon = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(donnees)) as source, zipfile.ZipFile(tampon, "w") as cible:
        for membre in source.infolist():
            contenu = source.read(membre)
            if membre.filename == partie:
                assert avant.encode() in contenu
                contenu = contenu.replace(avant.encode(), apres.encode(), 1)
            cible.writestr(membre.filename, contenu)
    return tampon.getvalue()


def test_one_word_changed_in_content_xml_shows():
    acte = arrete_reference()
    lu = odt.read(rewrite(odt.write(acte, CHARTE), "content.xml", "13 novembre", "14 novembre")).acte
    assert canon.digest(lu) != canon.digest(acte)
    changees = [
        a.ligne
        for a, b in zip(canon.list_lignes(lu), canon.list_lignes(acte), strict=True)
        if a.empreinte != b.empreinte
    ]
    assert len(changees) == 1
    assert "14 novembre" in changees[0]


def test_one_word_changed_in_a_page_header_shows():
    acte = arrete_reference()
    lu = odt.read(
        rewrite(odt.write(acte, CHARTE), "styles.xml", "Commune de Saint-Martin", "Commune de Saint-Paul")
    ).acte
    assert canon.digest(lu) != canon.digest(acte)


def test_model_text_without_its_style_is_of_unknown_origin():
    acte = note(alinea("Avant ", Fragment("rédigé", Origine.IA, "motifs"), " après"))
    lu = odt.read(
        rewrite(odt.write(acte, CHARTE), "content.xml", '<text:span text:style-name="IA">rédigé</text:span>', "rédigé")
    ).acte
    (feuille,) = lu.corps
    assert [f.origine for f in feuille.contenu] == [Origine.TRAME, Origine.INDETERMINE, Origine.TRAME]


def test_model_text_changed_by_hand_is_reworked_model_text():
    acte = note(alinea("Avant ", Fragment("rédigé", Origine.IA, "motifs")))
    (feuille,) = odt.read(rewrite(odt.write(acte, CHARTE), "content.xml", ">rédigé<", ">corrigé<")).acte.corps
    assert feuille.contenu[-1] == Fragment("corrigé", Origine.IA_RETOUCHEE)


def test_a_header_of_the_first_page_leaves_the_footer_on_it():
    acte = note(
        alinea("x"),
        en_tetes=(EnTetePage((alinea("suite"),)), EnTetePage((alinea("première"),), SortePage.PREMIERE)),
        pieds=(PiedPage((alinea("pied"),)),),
    )
    donnees = odt.write(acte, CHARTE)
    assert odt.read(donnees).acte == acte
    with zipfile.ZipFile(io.BytesIO(donnees)) as archive:
        styles = archive.read("styles.xml").decode()
    assert "<style:footer-first>" in styles


def test_an_empty_first_header_hides_the_default_one():
    acte = note(alinea("x"), en_tetes=(EnTetePage((alinea("suite"),)), EnTetePage((), SortePage.PREMIERE)))
    assert odt.read(odt.write(acte, CHARTE)).acte == acte


@pytest.mark.parametrize(
    "texte",
    ["  deux  espaces  ", " x", "x ", "a\n b", "\tx", "x\t", "\n", "a\n\nb", "\u00a0x\u202f", "« l’été »", "<&>\"'"],
)
def test_white_space_and_signs_come_back_as_they_were(texte):
    acte = note(alinea("d", texte, "f"), alinea(texte + "."), alinea("." + texte))
    assert odt.read(odt.write(acte, CHARTE)).acte.corps[0].texte == f"d{texte}f"
    assert [b.texte for b in odt.read(odt.write(acte, CHARTE)).acte.corps] == [b.texte for b in acte.corps]


@pytest.mark.parametrize(
    ("bloc", "raison"),
    [
        (alinea("a\x00b"), "U\\+0000"),
        (alinea("a\x0bb"), "U\\+000B"),
        (alinea("a\rb"), "U\\+000D"),
        (alinea("a\ufffeb"), "U\\+FFFE"),
        (Visa((Fragment("x"),), numero="1\x02."), "U\\+0002"),
        (alinea("a", Emplacement("n\x03")), "U\\+0003"),
        (alinea("a", Image("0" * 64, "blason")), "image"),
        (alinea("a", Image.from_bytes(b"<svg/>", "blason", 1, 1)), "image"),
        (alinea("a", Inconnu("m:oMath", "x")), "m:oMath"),
        (Inconnu("draw:object"), "draw:object"),
        (alinea(Fragment("lien", lien="https://a\x01b")), "U\\+0001"),
    ],
)
def test_what_cannot_be_written_is_refused(bloc, raison):
    with pytest.raises(EcritureImpossible, match=raison):
        odt.write(note(bloc), CHARTE)


def test_a_property_that_word_would_cut_is_refused():
    acte = note(alinea("x"), proprietes=Proprietes(modele="m" * 300))
    with pytest.raises(EcritureImpossible, match="Minutier Modele"):
        odt.write(acte, CHARTE)


def test_a_field_of_another_kind_keeps_its_instruction():
    acte = note(alinea("Figure ", Champ(NatureChamp.AUTRE, "3", "SEQ Figure \\* ARABIC")))
    lu = odt.read(odt.write(acte, CHARTE)).acte
    assert lu == acte
    assert lu.corps[0].texte == "Figure 3"


def test_a_long_act_costs_in_proportion():
    """Compare sizes, not times: the bytes of a hundred times the text are a hundred times those of the text."""
    court, long = (note(*(Visa((Fragment(f"Vu l’acte n° {i}"),)) for i in range(n)), alinea("fin")) for n in (10, 1000))
    tailles = [
        zipfile.ZipFile(io.BytesIO(odt.write(acte, CHARTE))).getinfo("content.xml").file_size for acte in (court, long)
    ]
    assert tailles[1] < 100 * tailles[0]


def test_notes_in_signatures_side_by_side_are_read_and_count():
    """A note in a signature is text that a reader sees: changing it must change the canon."""

    def make(texte):
        blocs = Signatures((Signature((Fragment("Le maire"), Note((alinea(texte),)))), Signature((Fragment("Z"),))))
        return note(blocs)

    assert (
        odt.read(odt.write(make("une note"), CHARTE)).acte.corps[0].colonnes[0].contenu[1].corps[0].texte == "une note"
    )
    assert canon.digest(make("une note")) != canon.digest(make("une autre"))
