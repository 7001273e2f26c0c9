"""Each way to tamper with a sealed file, with its expected answer, in both formats."""

import re

import pytest

from server.sceau import AnnexeVisee, Cles, Etat, SceauRefuse, examine, seal, verify
from server.sceau.enveloppe import Enveloppe
from server.sceau.scellement import carry
from server.sceau.sidecar import parse_sidecar
from tests.sceau.fabrique import (
    CLE,
    CLES,
    CORPS,
    PIRATE,
    PROPRIETES,
    SORTES,
    change,
    list_parts,
    make_png,
    make_projet,
    make_releve,
    make_scelle,
    read_part,
    sub,
    swap,
)


def judge(sorte, *changements, nom=None):
    """Tamper with a sealed file; give the verdict with the sidecar at hand."""
    fichier = make_scelle(sorte).fichier
    for changer in changements:
        fichier = change(fichier, nom or CORPS[sorte], changer)
    sans = verify(fichier, f"acte.{sorte}", CLES)
    avec = verify(fichier, f"acte.{sorte}", CLES, make_scelle(sorte).sidecar)
    assert sans.etat is avec.etat
    assert len(sans.blocs_alteres) == len(avec.blocs_alteres)
    return avec


def style_docx(rpr):
    """Give the run of « 1 250 € » other properties."""
    return sub(r"<w:r>(<w:rPr/>)?(<w:t[^>]*>)1 250 €", rf"<w:r><w:rPr>{rpr}</w:rPr>\g<2>1 250 €")


def style_odt(proprietes):
    """Put « 1 250 € » in a span of these properties."""

    def changer(xml):
        style = (
            f'<style:style style:name="Essai" style:family="text"><style:text-properties {proprietes}/></style:style>'
        )
        xml = sub(r"<office:automatic-styles>", f"<office:automatic-styles>{style}")(xml)
        return swap("1 250 €", '<text:span text:style-name="Essai">1 250 €</text:span>')(xml)

    return changer


def dress(docx, odt):
    """Give (format, change) for a look in each format."""
    return [pytest.param("docx", style_docx(docx), id="docx"), pytest.param("odt", style_odt(odt), id="odt")]


both = pytest.mark.parametrize("sorte", SORTES)


@both
def test_one_digit_changed(sorte):
    verdict = judge(sorte, swap("1 250 €", "1 350 €"))
    assert verdict.etat is Etat.ALTERE
    (bloc,) = verdict.blocs_alteres
    assert (bloc.sorte, bloc.lieu) == ("modifié", "corps, « La redevance est fixée à 1 350 € par mois. »")
    assert bloc.avant == "La redevance est fixée à 1 250 € par mois."
    assert bloc.apres == "La redevance est fixée à 1 350 € par mois."


@both
def test_without_the_sidecar_the_block_is_named_all_the_same(sorte):
    fichier = change(make_scelle(sorte).fichier, CORPS[sorte], swap("1 250 €", "1 350 €"))
    (bloc,) = verify(fichier, "acte", CLES).blocs_alteres
    assert (bloc.avant, bloc.apres) == (None, "La redevance est fixée à 1 350 € par mois.")


@both
def test_a_cyrillic_letter(sorte):
    assert judge(sorte, swap("redevance", "redev\u0430nce")).etat is Etat.ALTERE


@both
@pytest.mark.parametrize("signe", ["\u200b", "\u2060", "\u202e", "\u2066", "\ufeff", "\u061c", "\U000e0031"])
def test_a_zero_width_or_bidi_character_in_an_amount(sorte, signe):
    verdict = judge(sorte, swap("1 250 €", f"1 2{signe}50 €"))
    assert verdict.etat is Etat.ALTERE
    refuse(sorte, swap("1 250 €", f"1 2{signe}50 €"), "caractere")


def refuse(sorte, changer, code, nom=None):
    """Check that the same change in a draft forbids its seal."""
    projet = change(make_projet(sorte), nom or CORPS[sorte], changer)
    refus = examine(projet, f"acte.{sorte}").refus
    assert code in {r.code for r in refus}, refus
    with pytest.raises(SceauRefuse):
        seal(projet, f"acte.{sorte}", make_releve(), CLE)


@pytest.mark.parametrize(
    ("sorte", "changer"),
    [
        ("docx", swap("</w:p>", '<w:r><w:commentReference w:id="0"/></w:r></w:p>')),
        ("odt", swap("</text:p>", "<office:annotation><text:p>lu</text:p></office:annotation></text:p>")),
    ],
)
def test_a_comment(sorte, changer):
    """It forbids a seal; made in a sealed file, it changes no word of what was approved."""
    refuse(sorte, changer, "commentaire")
    assert judge(sorte, changer).etat is Etat.VALIDE


@pytest.mark.parametrize(
    ("sorte", "changer"), dress('<w:vertAlign w:val="superscript"/>', 'style:text-position="super 58%"')
)
def test_superscript(sorte, changer):
    verdict = judge(sorte, changer)
    assert verdict.etat is Etat.ALTERE
    assert "[exposant : 1 250 €]" in verdict.blocs_alteres[0].apres


@pytest.mark.parametrize(
    ("sorte", "changer"),
    dress("<w:strike/>", 'style:text-line-through-style="solid" style:text-line-through-type="single"'),
)
def test_struck(sorte, changer):
    assert judge(sorte, changer).etat is Etat.ALTERE


@pytest.mark.parametrize(("sorte", "changer"), dress("<w:vanish/>", 'text:display="none"'))
def test_hidden(sorte, changer):
    assert judge(sorte, changer).etat is Etat.ALTERE
    refuse(sorte, changer, "cache")


@pytest.mark.parametrize(("sorte", "changer"), dress('<w:color w:val="FFFFFF"/>', 'fo:color="#ffffff"'))
def test_white(sorte, changer):
    verdict = judge(sorte, changer)
    assert verdict.etat is Etat.ALTERE
    assert "ne se distingue pas de son fond" in verdict.blocs_alteres[-1].raison
    refuse(sorte, changer, "contraste")


@pytest.mark.parametrize(
    ("sorte", "changer"),
    dress('<w:color w:val="1F1F1F"/><w:highlight w:val="black"/>', 'fo:color="#1f1f1f" fo:background-color="#000000"'),
)
def test_dark_on_dark(sorte, changer):
    refuse(sorte, changer, "contraste")


@pytest.mark.parametrize(
    ("sorte", "changer"),
    dress('<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>', 'fo:color="#ffffff" fo:background-color="#000000"'),
)
def test_white_on_black_is_readable(sorte, changer):
    assert judge(sorte, changer).etat is Etat.VALIDE


@pytest.mark.parametrize(("sorte", "changer"), dress('<w:sz w:val="10"/>', 'fo:font-size="5pt"'))
def test_tiny(sorte, changer):
    assert judge(sorte, changer).etat is Etat.ALTERE
    refuse(sorte, changer, "taille")


@pytest.mark.parametrize(("sorte", "changer"), dress('<w:sz w:val="12"/>', 'fo:font-size="6pt"'))
def test_six_points_are_readable(sorte, changer):
    assert judge(sorte, changer).etat is Etat.VALIDE


@pytest.mark.parametrize(("sorte", "changer"), dress('<w:w w:val="1"/>', 'style:text-scale="1%"'))
def test_squeezed(sorte, changer):
    refuse(sorte, changer, "cache")


@pytest.mark.parametrize(
    ("sorte", "changer"), dress('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>', 'fo:font-family="Wingdings"')
)
def test_in_a_font_of_symbols(sorte, changer):
    assert judge(sorte, changer).etat is Etat.ALTERE
    refuse(sorte, changer, "police")


@both
def test_page_header_edited(sorte):
    nom = {"docx": "word/header1.xml", "odt": "styles.xml"}[sorte]
    (bloc,) = judge(sorte, swap("Commune de Neuville", "Commune de Vieuxville"), nom=nom).blocs_alteres
    assert bloc.lieu == "en-tête de page, « Commune de Vieuxville »"


@both
def test_numbering_changed(sorte):
    changements = {
        "docx": ("word/numbering.xml", sub(r'w:lvlText w:val="%1°"', 'w:lvlText w:val="%1bis"', 0)),
        "odt": ("content.xml", sub('style:num-suffix="°"', 'style:num-suffix="bis"', 0)),
    }
    nom, changer = changements[sorte]
    verdict = judge(sorte, changer, nom=nom)
    assert verdict.etat is Etat.ALTERE
    assert verdict.blocs_alteres[0].avant == "1° rue du Port ;"


@both
def test_picture_swapped(sorte):
    (image,) = [nom for nom in list_parts(make_scelle(sorte).fichier) if nom.endswith(".png")]
    verdict = judge(sorte, lambda _: make_png(90), nom=image)
    assert verdict.etat is Etat.ALTERE
    assert "[image " in verdict.blocs_alteres[0].avant


@both
def test_target_of_a_link_changed(sorte):
    nom = {"docx": "word/_rels/document.xml.rels", "odt": "content.xml"}[sorte]
    verdict = judge(sorte, swap("https://exemple.fr/code", "https://exemple.com/autre"), nom=nom)
    assert verdict.etat is Etat.ALTERE
    assert "exemple.com" in verdict.blocs_alteres[0].apres


@both
def test_blocks_reordered(sorte):
    verdict = judge(sorte, swap("1 250 €", "@"), swap("1 152,00 €", "1 250 €"), swap("@", "1 152,00 €"))
    assert verdict.etat is Etat.ALTERE


@both
def test_two_articles_exchanged(sorte):
    verdict = judge(sorte, swap("Article 1er", "@@"), swap("Article 2", "Article 1er"), swap("@@", "Article 2"))
    assert {b.sorte for b in verdict.blocs_alteres} >= {"modifié"} or len(verdict.blocs_alteres) >= 2


@both
def test_a_paragraph_added_and_one_removed(sorte):
    balise = {
        "docx": r"<w:p>(?:(?!<w:p>).)*?largeur restante.*?</w:p>",
        "odt": r"<text:p[^>]*>[^<]*largeur restante.*?</text:p>",
    }
    verdict = judge(sorte, sub(balise[sorte], ""))
    assert [b.sorte for b in verdict.blocs_alteres] == ["supprimé"]
    assert verdict.blocs_alteres[0].avant == "Considérant que la largeur restante est de 10[exposant : 2] cm ;"
    ajoute = sub(rf"({balise[sorte]})", r"\1\1")
    assert [b.sorte for b in judge(sorte, ajoute).blocs_alteres] == ["ajouté"]


@both
def test_pending_tracked_change(sorte):
    def suivi_odt(xml):
        region = (
            '<text:tracked-changes><text:changed-region xml:id="c1" text:id="c1"><text:insertion><office:change-info/>'
            "</text:insertion></text:changed-region></text:tracked-changes>"
        )
        xml = sub("<office:text>", f"<office:text>{region}")(xml)
        return swap("1 250 €", '<text:change-start text:change-id="c1"/>1 250 €<text:change-end text:change-id="c1"/>')(
            xml
        )

    changer = {
        "docx": sub(r"(<w:r>(?:<w:rPr/>)?<w:t[^>]*>1 250 €</w:t></w:r>)", r'<w:ins w:id="9" w:author="x">\1</w:ins>'),
        "odt": suivi_odt,
    }[sorte]
    assert judge(sorte, changer).etat is Etat.ALTERE
    refuse(sorte, changer, "suivi")


@both
def test_pending_change_of_the_formatting(sorte):
    if sorte == "docx":
        changer = style_docx('<w:b/><w:rPrChange w:id="4" w:author="x"><w:rPr/></w:rPrChange>')
    else:
        region = (
            '<office:text><text:tracked-changes><text:changed-region xml:id="c1" text:id="c1"><text:format-change>'
            "<office:change-info/></text:format-change></text:changed-region></text:tracked-changes>"
        )
        changer = swap("<office:text>", region)
    refuse(sorte, changer, "suivi")


@both
def test_properties_stripped_the_sidecar_restores(sorte):
    motif = {"docx": r"<property .*</property>", "odt": r"<meta:user-defined.*</meta:user-defined>"}[sorte]
    nu = change(make_scelle(sorte).fichier, PROPRIETES[sorte], sub(motif, ""))
    assert verify(nu, "acte", CLES).etat is Etat.NON_SCELLE
    verdict = verify(nu, "acte", CLES, make_scelle(sorte).sidecar)
    assert verdict.etat is Etat.VALIDE
    assert "ne porte pas de sceau" in verdict.notes[0]


def take_seal(de, vers, sorte):
    """Put the properties of one file into another."""
    return change(vers, PROPRIETES[sorte], lambda _: read_part(de, PROPRIETES[sorte]))


def seal_other(sorte, **autres):
    """Seal another version of the act."""
    autre = change(make_projet(sorte), CORPS[sorte], swap("1 250 €", "9 999 €"))
    return seal(autre, f"acte.{sorte}", make_releve(**autres), CLE)


@both
def test_the_seal_of_another_version(sorte):
    melange = take_seal(seal_other(sorte).fichier, make_scelle(sorte).fichier, sorte)
    verdict = verify(melange, "acte", CLES)
    assert (verdict.etat, len(verdict.blocs_alteres)) == (Etat.ALTERE, 1)


@both
def test_the_seal_of_another_act(sorte):
    court = change(make_scelle(sorte).fichier, CORPS[sorte], sub(r">([^<>]*[a-zé]{3}[^<>]*)<", r">autre \1<", 0))
    verdict = verify(court, "acte", CLES)
    assert verdict.etat is Etat.ALTERE
    assert "d’un autre acte" in " ".join(verdict.notes)


@both
def test_an_older_version_with_its_own_seal_is_valid_as_what_it_is(sorte):
    ancien, nouveau = make_scelle(sorte), seal_other(sorte, rang=9)
    assert verify(ancien.fichier, "acte", CLES).releve.rang == 7
    # Whoever has the sidecar of the later one sees that this is not that one.
    verdict = verify(ancien.fichier, "acte", CLES, nouveau.sidecar)
    assert verdict.etat is Etat.ALTERE
    assert (verdict.blocs_alteres[0].avant, verdict.releve.rang) == ("La redevance est fixée à 9 999 € par mois.", 9)
    assert "un autre sceau" in verdict.notes[-1]


@both
def test_two_seals(sorte):
    motif = {"docx": r"(<property .*</property>)", "odt": r"(<meta:user-defined.*</meta:user-defined>)"}[sorte]
    xml = read_part(seal_other(sorte).fichier, PROPRIETES[sorte])
    seconds = re.search(motif, xml, re.DOTALL)[1]
    fin = {"docx": "</Properties>", "odt": "</office:meta>"}[sorte]
    double = change(make_scelle(sorte).fichier, PROPRIETES[sorte], swap(fin, seconds + fin))
    verdict = verify(double, "acte", CLES)
    assert (verdict.etat, verdict.releve) == (Etat.INVALIDE, None)


@both
def test_signed_again_with_the_key_of_an_attacker(sorte):
    faux = change(make_projet(sorte), CORPS[sorte], swap("1 250 €", "9 999 €"))
    pirate = seal(faux, f"acte.{sorte}", make_releve(), PIRATE)
    verdict = verify(pirate.fichier, "acte", CLES)
    assert (verdict.etat, verdict.releve) == (Etat.INVALIDE, None)
    assert verify(pirate.fichier, "acte", Cles()).etat is Etat.INDETERMINE


@both
def test_a_statement_changed_under_its_signature(sorte):

    vrai = parse_sidecar(make_scelle(sorte).sidecar).enveloppe
    for avant, apres in ((b"Camille Dupont", b"Alix Martin"), (b"canon/1", b"canon/2"), (b'"rang":7', b'"rang":8')):
        assert avant in vrai.charge
        faux = Enveloppe(vrai.charge.replace(avant, apres), vrai.type_charge, vrai.cle, vrai.signature)
        verdict = verify(carry(make_scelle(sorte).fichier, "acte", faux), "acte", CLES)
        assert (verdict.etat, verdict.releve) == (Etat.INVALIDE, None)


@both
@pytest.mark.parametrize(("avant", "apres"), [("canon/1", "canon/2"), ("urn:minutier:visa:1", "urn:minutier:visa:2")])
def test_a_canon_or_a_predicate_that_this_version_does_not_know(sorte, avant, apres):

    charge = parse_sidecar(make_scelle(sorte).sidecar).enveloppe.charge
    enveloppe = CLE.sign("application/vnd.in-toto+json", charge.replace(avant.encode(), apres.encode()))
    assert verify(carry(make_scelle(sorte).fichier, "acte", enveloppe), "acte", CLES).etat is Etat.INDETERMINE


@both
def test_a_seal_of_a_later_format(sorte):
    motif = {"docx": ">v1:", "odt": ">v1:"}[sorte]
    plus_tard = change(make_scelle(sorte).fichier, PROPRIETES[sorte], swap(motif, ">v2:"))
    assert verify(plus_tard, "acte", CLES).etat is Etat.INDETERMINE


@both
def test_a_seal_that_is_damaged(sorte):
    abime = change(make_scelle(sorte).fichier, PROPRIETES[sorte], sub(r">v1:.{8}", ">v1:AAAAAAAA"))
    assert verify(abime, "acte", CLES).etat is Etat.INVALIDE


@both
def test_a_mark_of_project_put_back_alters_a_sealed_file(sorte):
    melange = change(
        make_projet(sorte), PROPRIETES[sorte], lambda _: read_part(make_scelle(sorte).fichier, PROPRIETES[sorte])
    )
    assert verify(melange, "acte", CLES).etat is Etat.ALTERE


@both
def test_annexes_are_checked_where_they_are_given(sorte):
    releve = make_releve(
        annexes=(AnnexeVisee.from_bytes("plan.pdf", b"plan"), AnnexeVisee.from_bytes("devis.pdf", b"devis"))
    )
    fichier = seal(make_projet(sorte), "acte", releve, CLE).fichier
    tout = verify(fichier, "acte", CLES, annexes={"plan.pdf": b"plan", "renomme.pdf": b"devis"})
    assert (tout.etat, tout.notes) == (Etat.VALIDE, ())
    partie = verify(fichier, "acte", CLES, annexes={"plan.pdf": b"plan"})
    assert (partie.etat, partie.notes) == (
        Etat.VALIDE,
        ("L’annexe « devis.pdf » n’a pas été donnée : elle n’a pas été vérifiée.",),
    )
    remplacee = verify(fichier, "acte", CLES, annexes={"plan.pdf": b"autre plan"})
    assert (remplacee.etat, remplacee.blocs_alteres[0].lieu) == (Etat.ALTERE, "annexe « plan.pdf »")
    ajoutee = verify(fichier, "acte", CLES, annexes={"photo.png": b"x"})
    assert ajoutee.etat is Etat.ALTERE


@both
def test_an_amount_moved_under_another_heading(sorte):
    """Two cells made one, or one made two: the same words stand in other columns."""
    if sorte == "docx":
        etendre = sub(
            r"(<w:tcPr><w:tcW[^>]*/>)(</w:tcPr><w:p>(?:(?!<w:p>).)*?rue du Port</w:t>)", r'\1<w:gridSpan w:val="2"/>\2'
        )
        reduire = swap('<w:gridSpan w:val="2"/>', "")
    else:
        etendre = sub(
            r"<table:table-cell([^>]*)>((?:(?!<table:table-cell).)*?rue du Port</text:p>)",
            r'<table:table-cell table:number-columns-spanned="2"\1>\2',
        )
        reduire = swap(' table:number-columns-spanned="2"', "")
    for changer in (etendre, reduire):
        verdict = judge(sorte, changer)
        assert verdict.etat is Etat.ALTERE
        assert "colonne" in verdict.blocs_alteres[0].lieu


def test_a_row_that_starts_under_another_heading():
    assert (
        judge("docx", sub(r"<w:trPr>(?=<w:cantSplit/></w:trPr>)", '<w:trPr><w:gridBefore w:val="1"/>')).etat
        is Etat.ALTERE
    )


@both
def test_a_slot_typed_in_several_runs_is_one_slot(sorte):
    coupe = {
        "docx": sub(
            r"<w:r>(<w:rPr>(?:(?!</w:rPr>).)*Emplacementnumero.*?</w:rPr>)<w:t[^>]*>……………</w:t></w:r>",
            r"<w:r>\1<w:t>2026-</w:t></w:r><w:proofErr w:type='spellStart'/><w:r>\1<w:t>118</w:t></w:r>",
        ),
        "odt": sub(
            r"(<text:span text:style-name=\"Emplacement_20_numero\">)……………</text:span>",
            r"\g<1>2026-</text:span>\g<1>118</text:span>",
        ),
    }[sorte]
    verdict = judge(sorte, coupe)
    assert (verdict.etat, [e.apres for e in verdict.apres_visa]) == (Etat.VALIDE, ["2026-118"])
