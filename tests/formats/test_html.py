"""The HTML preview: what screen readers need, nothing that runs, everything that the document says."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings

from server.acte.assemblage import assemble
from server.acte.fragments import Champ, Emplacement, Fragment, Image, Inconnu, Marque, NatureChamp, Note, Origine
from server.acte.noeuds import (
    Acte,
    Alinea,
    Cadre,
    Cellule,
    EnTetePage,
    Genre,
    Intitule,
    Ligne,
    Liste,
    Objet,
    PiedPage,
    Proprietes,
    Puce,
    Signature,
    Signatures,
    SortePage,
    Tableau,
    TitreAnnexe,
    TitreArticle,
    TitreSection,
)
from server.charte import load_charte
from server.errors import EcritureImpossible
from server.formats.html import write
from tests.formats.exemples import arrete_reference
from tests.formats.strategies import actes, make_png

CHARTE = load_charte()
VIDES = {"meta", "br", "img"}


class Verificateur(HTMLParser):
    """Checks that tags close in order; keeps tags, attributes and text."""

    def __init__(self):
        super().__init__()
        self.pile, self.balises, self.textes = [], [], []

    def handle_starttag(self, tag, attrs):
        self.balises.append((tag, dict(attrs)))
        if tag not in VIDES:
            self.pile.append(tag)

    def handle_endtag(self, tag):
        assert self.pile.pop() == tag

    def handle_data(self, data):
        if self.pile[-1:] != ["style"]:
            self.textes.append(data)


def parse(page):
    verificateur = Verificateur()
    verificateur.feed(page)
    verificateur.close()
    assert verificateur.pile == []
    return verificateur


def frag(texte, *marques, origine=Origine.TRAME, champ=None, lien=None):
    return Fragment(texte, origine, champ, frozenset(marques), lien)


def alinea(*contenu):
    return Alinea(tuple(frag(c) if isinstance(c, str) else c for c in contenu))


def page(*corps, titre="Essai", **options):
    return write(Acte(Genre.NOTE, titre, assemble(corps), **options), CHARTE)


def body(*corps, **options):
    return re.search(r"<main.*</main>", page(*corps, **options), re.DOTALL)[0]


def test_language_title_and_properties():
    proprietes = Proprietes(statut="PROJET", contenu_ia="partiel", date="2026-11-02T10:00:00")
    rendu = page(alinea("x"), titre="L’arrêté <1>", proprietes=proprietes)
    balises = parse(rendu).balises
    assert ("html", {"lang": "fr"}) in balises
    assert "<title>L’arrêté &lt;1&gt;</title>" in rendu
    metas = {a["name"]: a["content"] for nom, a in balises if nom == "meta" and "name" in a}
    assert metas["minutier-statut"] == "PROJET"
    assert metas["minutier-contenu-ia"] == "partiel"
    assert metas["digitalsourcetype"].endswith("compositeWithTrainedAlgorithmicMedia")
    assert not any(nom.startswith("minutier-origines") for nom in metas)


def test_nothing_runs_and_nothing_is_fetched():
    rendu = page(alinea("x"))
    assert "<script" not in rendu
    assert "default-src 'none'" in rendu
    assert not re.search(r"(?:src|url\()\s*=?\s*[\"']?https?:", rendu)


def levels(rendu):
    return re.findall(r"<(h[1-6]) class=\"([a-z0-9-]+)", rendu)


def test_headings_follow_each_other_without_a_gap():
    rendu = body(
        Intitule((frag("Arrêté"),)),
        TitreArticle((frag("Article 1er"),)),
        TitreSection((frag("TITRE I"),), niveau=1),
        TitreSection((frag("CHAPITRE I"),), niveau=2),
        TitreArticle((frag("Article 2"),)),
        TitreAnnexe((frag("Annexe"),)),
    )
    assert levels(rendu) == [
        ("h1", "intitule"),
        ("h2", "titre-article"),
        ("h2", "titre-section-1"),
        ("h3", "titre-section-2"),
        ("h4", "titre-article"),
        ("h2", "titre-annexe"),
    ]


def test_a_letter_takes_its_subject_as_title():
    assert levels(body(Objet((frag("Objet : travaux"),)), alinea("x"))) == [("h1", "objet")]


def test_tables_tell_their_headers():
    def ligne(*textes, entete=False):
        return Ligne(tuple(Cellule((alinea(t),)) for t in textes), entete)

    large = Ligne((Cellule((alinea("Total"),), colonnes=2, lignes=2),), entete=True)
    rendu = body(
        Tableau((ligne("Objet", "Montant", entete=True), large, ligne("a", "12,00 €"), ligne("b", "c", entete=True)))
    )
    assert rendu.count('<th scope="col">') == 2
    assert '<th scope="colgroup" colspan="2" rowspan="2">' in rendu
    assert rendu.count("<thead>") == 1
    assert '<td class="chiffres">' in rendu
    assert rendu.count("<td") == 4


def test_lists_are_lists_with_the_markers_of_the_act():
    rendu = body(Liste((Puce((frag("un"),), "1°", enfants=(Liste((Puce((frag("deux"),), "•"),)),)),)))
    assert rendu.count('<ul role="list">') == 2
    assert '<span class="marqueur">1° </span>' in rendu


@pytest.mark.parametrize(
    ("marque", "balise"),
    [
        (Marque.GRAS, "<strong>x</strong>"),
        (Marque.ITALIQUE, "<em>x</em>"),
        (Marque.SOULIGNE, "<u>x</u>"),
        (Marque.BARRE, "<s>x</s>"),
        (Marque.EXPOSANT, "<sup>x</sup>"),
        (Marque.INDICE, "<sub>x</sub>"),
        (Marque.INSERTION, "<ins>x</ins>"),
        (Marque.SUPPRESSION, "<del>x</del>"),
        (Marque.CACHE, 'class="cache" title="Texte masqué dans le document">x</span>'),
    ],
)
def test_marks(marque, balise):
    assert balise in body(alinea(frag("x", marque)))


def test_every_run_says_its_origin():
    rendu = body(alinea(frag("a", origine=Origine.SAISIE, champ='x"y'), frag("b", origine=Origine.IA, champ="motifs")))
    assert '<span data-origine="saisie" data-champ="x&quot;y">a</span>' in rendu
    assert 'class="ia"' in rendu
    assert 'data-origine="ia" data-champ="motifs">b</span>' in rendu


@pytest.mark.parametrize(
    ("lien", "actif"),
    [
        ("https://a.fr/?x=1&y=2", True),
        ("mailto:a@b.fr", True),
        ("#repere", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("vbscript:x", False),
        ("//a.fr", False),
        ("http://[", False),
        ("../fichier", False),
    ],
)
def test_only_harmless_targets_are_links(lien, actif):
    balises = parse(body(alinea(frag("x", lien=lien)))).balises
    assert ([a["href"] for nom, a in balises if nom == "a"] == [lien]) is actif


def test_white_space_is_kept_and_text_escaped():
    rendu = body(alinea("a  b\tc\nd <b>&amp;</b>"))
    assert 'a<span class="blancs">  </span>b<span class="blancs">\t</span>c<br>d &lt;b&gt;&amp;amp;&lt;/b&gt;' in rendu


def test_pictures_are_inside_the_page():
    png = make_png()
    rendu = body(alinea(Image.from_bytes(png, 'le "blason"', 25.4, 10)))
    assert '<img src="data:image/png;base64,' in rendu
    assert 'alt="le &quot;blason&quot;" width="96"' in rendu
    assert "<img" not in body(alinea("x", Image.from_bytes(b"<svg onload=alert(1)>", "dessin", 1, 1)))


def test_fields_slots_notes_and_unknown_things():
    rendu = body(
        alinea(
            Champ(NatureChamp.PAGE),
            Emplacement("numero"),
            Note((alinea("une note"),)),
            Inconnu("m:oMath", "x<y"),
        ),
        Inconnu("draw:object"),
    )
    assert '<span class="champ">1</span>' in rendu
    assert 'data-emplacement="numero"' in rendu
    assert '<a id="appel-1" href="#note-1" role="doc-noteref">1</a>' in rendu
    assert '<li id="note-1">' in rendu
    assert "[élément non reconnu : m:oMath] x&lt;y" in rendu
    assert '<p class="inconnu">[élément non reconnu : draw:object]</p>' in rendu


def test_page_one_is_shown_and_the_other_headers_after_it():
    rendu = body(
        alinea("x"),
        en_tetes=(EnTetePage((alinea("suite"),)), EnTetePage((alinea("logo"),), SortePage.PREMIERE)),
        pieds=(PiedPage((alinea("pied"),)),),
    )
    assert re.search(r'<header class="page-tete">.*logo.*</header>', rendu)
    assert re.search(r'<footer class="page-pied">.*pied.*</footer>', rendu)
    assert "En-tête des pages suivantes" in rendu
    assert rendu.index("suite</span>") > rendu.index("</footer>")


def test_signatures_boxes_and_page_breaks():
    rendu = body(
        Signatures((Signature((frag("A"),)), Signature((frag("B"),)))),
        Cadre((alinea("c"),)),
        Alinea((frag("d"),), saut=True),
    )
    assert rendu.count('class="signature"') == 2
    assert '<div class="cadre" role="note"><p class="cadre">' in rendu
    assert '<p class="alinea saut">' in rendu


def test_the_style_sheet_comes_from_the_charte():
    rendu = page(alinea("x"))
    for style in CHARTE.styles:
        assert f".{style.cle.replace('_', '-')}{{font:" in rendu
    assert f"#{CHARTE.couleur_lien}" in rendu


def test_control_characters_are_refused():
    with pytest.raises(EcritureImpossible, match=r"U\+0000"):
        page(alinea("a\x00"))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(actes())
def test_any_act_gives_a_well_formed_page_that_says_all(acte):
    rendu = write(acte, CHARTE)
    textes = "".join(parse(rendu).textes)
    for bloc in acte.corps:
        for element in getattr(bloc, "contenu", ()):
            if isinstance(element, Fragment):
                assert "".join(element.texte.split()) in "".join(textes.split())


def test_the_reference_act_is_well_formed():
    assert parse(write(arrete_reference(), CHARTE)).textes
