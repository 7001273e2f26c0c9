"""A template's body becomes blocks; its values never do."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.acte.assemblage import assemble
from server.acte.fragments import Emplacement, Fragment, Marque, Origine
from server.acte.noeuds import Alinea, Article, Feuille, Liste, Signature, Signatures, Tableau, Visa
from server.formats.genres import key_of
from server.formats.texte.jetons import Ouverture
from server.trame import check_corps, render
from server.trame.moteur import CorpsInvalideError


def lire(source: str, passages: tuple[str, ...] = (), **valeurs: Any) -> list[Any]:
    return list(render(source, valeurs, passages))


def textes(source: str, **valeurs: Any) -> list[tuple[str, str]]:
    return [(key_of(b), b.texte) for b in lire(source, **valeurs) if isinstance(b, Feuille)]


ARRETE = """\
[en-tête] RÉPUBLIQUE FRANÇAISE

[numéro] Arrêté n° {{ emplacement("numero") }}

[intitulé] Arrêté portant {{ objet }}

Le maire {{ commune|de }},

Vu le code général des collectivités territoriales ;
Vu le code de la route,
et notamment son article R. 411-8 ;

{{ passage("motifs") }}

ARRÊTE

Article {{ numero_article() }} – Objet

La rue {{ rue }} est **fermée**.

Article {{ numero_article() }}

[mention recours] Recours devant le tribunal.

Fait à {{ commune }}, le {{ emplacement("date") }}

[signature] Le maire,
{{ nom }}
"""


def test_act_reads_as_it_looks() -> None:
    blocs = lire(ARRETE, ("motifs",), objet="fermeture", commune="Aix", rue="Haute", nom="Jeanne LEFÈVRE")
    assert [key_of(b) if isinstance(b, Feuille) else b for b in blocs] == [
        "en_tete", "numero", "intitule", "autorite", "visa", "visa", Ouverture("motifs"), "formule",
        "titre_article", "alinea", "titre_article", "mention_recours", "mention_fait", "signature",
    ]  # fmt: skip
    assert blocs[3].texte == "Le maire d’Aix,"
    assert blocs[5].texte == "Vu le code de la route, et notamment son article R. 411-8 ;"
    assert blocs[8].texte == "Article 1er – Objet"
    assert blocs[13].texte == "Le maire,\nJeanne LEFÈVRE"


def test_values_keep_their_field_and_template_text_is_trame() -> None:
    (bloc,) = lire("La rue {{ v[0].rue }} est fermée.", v=({"rue": "Haute"},))
    assert bloc.contenu == (
        Fragment("La rue ", Origine.TRAME),
        Fragment("Haute", Origine.SAISIE, "v[0].rue"),
        Fragment(" est fermée.", Origine.TRAME),
    )


def test_slot_is_a_slot() -> None:
    (bloc,) = lire('N° {{ emplacement("numero") }}')
    assert bloc.contenu[1] == Emplacement("numero")


DANGEREUX = [
    "Article 2", "ARRÊTE", "Vu le code", "Considérant que", "[signature]", "[inconnu] x", "- puce", "1. item", "| a | b |",
    "**gras**", "*x*", "|| colonne", "Fait à Paris", "Objet : autre", "\ue0000\ue001", "{{ 1 }}", "{% if %}", "a\n\nArticle 3\n\nb",
]  # fmt: skip


@pytest.mark.parametrize("valeur", DANGEREUX)
@pytest.mark.parametrize(
    "source",
    [
        "{{ v }}",
        "{{ v|majuscule }}",
        "{{ v ~ '' }}",
        "{% set x %}{{ v }}{% endset %}\n{{ x }}",
        "{% for c in [v] %}\n{{ c }}\n{% endfor %}",
        "{{ v }} suite",
        "{{ g[0] }}",
        "{{ v|de }}",
        "{{ liste|liste }}",
        "{{ ['', v]|liste }}",
        "{% for p in v|paragraphes %}\n{{ p }}\n\n{% endfor %}",
    ],
)
def test_a_value_opens_no_block(source: str, valeur: str) -> None:
    blocs = lire(source, v=valeur, g=(valeur,), liste=(valeur, valeur))
    assert {type(b) for b in blocs} == {Alinea}
    assert all(not (f.marques) for b in blocs for f in b.contenu)


@given(
    st.text(min_size=1).filter(str.strip),
    st.sampled_from(["Vu {{ v }} ;", "- {{ v }}", "| {{ v }} | b |", "Article 1er – {{ v }}"]),
)
def test_any_value_stays_in_its_paragraph(valeur: str, source: str) -> None:
    (bloc,) = lire(source, v=valeur)
    (temoin,) = lire(source, v="x")
    assert type(bloc) is type(temoin)


@given(st.text())
def test_value_comes_out_whole(valeur: str) -> None:
    valeur = valeur.replace("\ue000", "").replace("\ue001", "")
    blocs = lire("Vu {{ v }}.", v=valeur)
    assert blocs[0].texte == f"Vu {valeur}."


def test_wrapped_lines_join_and_weak_words_do_not_cut_a_paragraph() -> None:
    assert textes("Les riverains sont informés par\nLe maire de la commune,\nObjet : rien.\n\nSuite") == [
        ("alinea", "Les riverains sont informés par Le maire de la commune, Objet : rien."),
        ("alinea", "Suite"),
    ]


def test_lists_nest_and_keep_their_markers() -> None:
    (liste,) = lire("1° un\n  - a\n  - b\n2° deux\nsuite de deux")
    assert isinstance(liste, Liste)
    assert [(p.numero, p.texte) for p in liste.elements] == [("1°", "un"), ("2°", "deux suite de deux")]
    assert [(p.numero, p.texte) for p in liste.elements[0].enfants[0].elements] == [("•", "a"), ("•", "b")]


def test_table_with_header() -> None:
    (tableau,) = lire("| Nom | Montant |\n|---|---|\n{% for b in g %}\n| {{ b.n }} | {{ b.m }} |\n{% endfor %}",
                      g=({"n": "A|B", "m": Decimal("1234.5")},))  # fmt: skip
    assert isinstance(tableau, Tableau)
    assert [ligne.entete for ligne in tableau.lignes] == [True, False]
    cellules = [c.corps[0].texte for c in tableau.lignes[1].cellules if isinstance(c.corps[0], Feuille)]
    assert cellules == ["A|B", "1\u00a0234,50\u00a0€"]


def test_signatures_side_by_side() -> None:
    (bloc,) = lire("[signature] Le maire,\nA B\n|| La secrétaire,\nC D")
    assert isinstance(bloc, Signatures)
    assert [s.texte for s in bloc.colonnes] == ["Le maire,\nA B", "La secrétaire,\nC D"]


def test_bold_italic_and_page_break() -> None:
    blocs = lire("Un **gras {{ v }}** et *italique*.\n\n[page]\n\n[annexe] Annexe 1", v="x")
    assert [(f.texte, set(f.marques)) for f in blocs[0].contenu] == [
        ("Un ", set()), ("gras ", {Marque.GRAS}), ("x", {Marque.GRAS}), (" et ", set()), ("italique", {Marque.ITALIQUE}), (".", set()),
    ]  # fmt: skip
    assert blocs[1].saut
    assert not blocs[0].saut


def test_values_show_themselves_in_french() -> None:
    assert textes(
        "{{ d }} {{ h }} {{ m }} {{ n }} {{ an }} {{ d|jour_date }}",
        d=date(2026, 11, 1), h=time(8, 30), m=Decimal(1000), n=12000, an=2026,
    )[0][1].replace("\u00a0", " ") == "1er novembre 2026 8 h 30 1 000 € 12 000 2026 dimanche 1er novembre 2026"  # fmt: skip


def test_articles_count_themselves_and_refer_to_each_other() -> None:
    source = "Voir l’article {{ renvoi('fin') }}.\n\n{% for x in [1,2] %}\nArticle {{ numero_article() }}\n\n{% endfor %}\nArticle {{ numero_article('fin') }}\n"
    assert [t for _, t in textes(source)] == ["Voir l’article 3.", "Article 1er", "Article 2", "Article 3"]


def test_conditions_compare_plain_values() -> None:
    source = "{% if etat == 'extrait' and total > 10 and not vide and liste %}oui{% else %}non{% endif %}"
    assert textes(source, etat="extrait", total=Decimal(11), vide=None, liste=("a",)) == [("alinea", "oui")]
    assert textes(source, etat="projet", total=Decimal(11), vide=None, liste=("a",)) == [("alinea", "non")]


@pytest.mark.parametrize(
    ("source", "attendu"),
    [
        ("[inconnu] texte", "n’est pas une directive"),
        ("Texte {{ passage('motifs') }}", "seul sur sa ligne"),
        ("{{ passage('autre') }}", "n’est pas déclaré"),
        ("{{ emplacement('autre') }}", "n’existe pas"),
        ("{{ absent }}", "absent"),
        ("{{ vide }}", "est vide"),
        ("{{ renvoi('x') }}", "aucun article"),
        ("**gras", "refermé"),
        ("|| seul", "n’a de sens"),
        ("[page]", "n’est suivi"),
        ("{{ v.__class__ }}", "__class__"),
        ("{{ v._brut }}", "_brut"),
        ("{{ ''.__class__.__mro__ }}", "__class__"),
        ("{% for x in v %}{{ x }}{% endfor %}", "n’est pas une liste"),
        ("{{ [1] }}", "ne donne pas un texte"),
    ],
)
def test_faults_of_a_template_are_said(source: str, attendu: str) -> None:
    with pytest.raises(CorpsInvalideError, match=attendu):
        lire(source, ("motifs",), v="x", vide=None)


REPETE = "{% for b in g %}\n{{ passage('motifs', b) }}\n\n{% endfor %}"


def test_a_passage_opens_for_each_item_of_its_groupe() -> None:
    g = ({"nom": "a"}, {"nom": "b"})
    ouvertures = render(REPETE, {"g": g}, ("motifs",), {"motifs": "g"})
    assert ouvertures == [Ouverture("motifs", "g[0]"), Ouverture("motifs", "g[1]")]
    assert [o.cle for o in ouvertures if isinstance(o, Ouverture)] == ["motifs[0]", "motifs[1]"]


@pytest.mark.parametrize(
    ("source", "repetes", "attendu"),
    [
        ("{{ passage('motifs') }}", {"motifs": "g"}, "s’ouvre pour un élément de « g »"),
        ("{{ passage('motifs', g) }}", {"motifs": "g"}, "s’ouvre pour un élément"),
        ("{{ passage('motifs', g[0].sous) }}", {"motifs": "g"}, "s’ouvre pour un élément"),
        ("{{ passage('motifs', h[0]) }}", {"motifs": "g"}, "s’ouvre pour un élément"),
        ("{{ passage('motifs', g[0]) }}", {}, "ne se répète pas"),
    ],
)
def test_a_passage_opened_amiss_is_said(source: str, repetes: dict[str, str], attendu: str) -> None:
    valeurs = {"g": ({"nom": "a", "sous": {"x": "y"}},), "h": ({"nom": "b"},)}
    with pytest.raises(CorpsInvalideError, match=attendu):
        render(source, valeurs, ("motifs",), repetes)


@pytest.mark.parametrize(
    ("source", "repetes", "fautes"),
    [
        (REPETE, {"motifs": "g"}, []),
        (REPETE, {}, [2]),
        ("{{ passage('motifs') }}", {"motifs": "g"}, [1]),
        ("\n{{ passage('motifs', collectivite) }}", {"motifs": "g"}, [2]),
        ("{% for b in g %}{{ passage('motifs', b.sous) }}{% endfor %}", {"motifs": "g"}, [1]),
    ],
)
def test_check_finds_a_passage_opened_amiss(source: str, repetes: dict[str, str], fautes: list[int]) -> None:
    assert [f.ligne for f in check_corps(source, CHAMPS, ("motifs",), repetes)] == fautes


CHAMPS = {"rue": None, "g": {"nom": None, "sous": {"x": None}}, "collectivite": {"nom": None}}


@pytest.mark.parametrize(
    ("source", "ligne", "attendu"),
    [
        ("a\n{{ rus }}", 2, "« rus »"),
        ("{% for b in g %}\n{{ b.nm }}\n{% endfor %}", 2, "« nm »"),
        ("{% for b in g %}{% for s in b.sous %}{{ s.y }}{% endfor %}{% endfor %}", 1, "« y »"),
        ("{{ rue.x }}", 1, "« x »"),
        ("{{ collectivite.non }}", 1, "« non »"),
        ("{{ rue|upper }}", 1, "upper"),
        ("{% if rue %}", 1, "syntaxe"),
        ("x\n\n[signatur] y", 3, "directive"),
        ("{{ passage('x') }}{{ passage('motifs') }}", 1, "« x »"),
        ("rien", None, "ouvert nulle part"),
        ("{{ range(10) }}{{ passage('motifs') }}", 1, "« range »"),
    ],
)
def test_check_finds_it_before_use(source: str, ligne: int | None, attendu: str) -> None:
    passages = ("motifs",) if "motifs" in source or attendu == "ouvert nulle part" else ()
    fautes = check_corps(source, CHAMPS, passages)
    assert [(f.ligne, attendu in f.raison) for f in fautes] == [(ligne, True)]


@pytest.mark.parametrize(
    ("source", "attendu"),
    [
        ("{% if rue %}", "« {% if %} » n’est pas refermé"),
        ("{% endfor %}", "« {% endfor %} » ne ferme rien"),
        ("{% for b in g %}{% endif %}", "« {% endif %} » ne ferme rien : c’est « {% for %} » qui est ouvert"),
        ("{% foo %}", "« {% foo %} » n’existe pas"),
        ("{{ rue|upper }}", "le filtre « upper » n’existe pas"),
        ("{{ rue is bar }}", "le test « bar » n’existe pas"),
        ("{{ rue @ rue }}", "caractère inattendu : @"),
        ("{{ }}", "une expression manque avant « }} »"),
        ("{% if rue = 1 %}", "« %} » est attendu, pas « = »"),
        ("{{ passage( }}", "« ) » est attendu, pas « } »"),
        ("{{ rue", "« }} » manque"),
    ],
)
def test_syntax_errors_are_said_in_french(source: str, attendu: str) -> None:
    assert [f.raison for f in check_corps(source, CHAMPS, ())] == [f"syntaxe du modèle : {attendu}"]


def test_check_lets_a_good_template_through() -> None:
    source = (
        "{% for b in g %}\n- {{ b.nom|de }} {{ loop.index }}\n{% for s in b.sous %}{{ s.x }}{% endfor %}{% endfor %}\n\n"
        "{% set y = rue %}{{ y }} {{ collectivite.nom }}\n\n{{ passage('motifs') }}\n"
    )
    assert check_corps(source, CHAMPS, ("motifs",)) == []


def test_articles_nest() -> None:
    (article,) = assemble(lire("Article 1er\n\nTexte.\n\n- a"))
    assert isinstance(article, Article)
    assert len(article.corps) == 2


def test_visa_and_signature_kinds() -> None:
    assert [type(b) for b in lire("Vu x ;\n\n[signature] Le maire,")] == [Visa, Signature]
