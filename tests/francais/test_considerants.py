import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.francais.considerants import lower_initiale, make_alinea, make_considerant
from server.francais.verbes import has_verbe

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("point", "attendu"),
    [
        # clauses
        ("La rue est étroite", "que la rue est étroite"),
        ("La rue est étroite.", "que la rue est étroite"),
        ("- La rue est étroite ;", "que la rue est étroite"),
        ("• Les travaux nécessitent une fermeture", "que les travaux nécessitent une fermeture"),
        ("1. Les travaux nécessitent une fermeture", "que les travaux nécessitent une fermeture"),
        ("a) Les travaux nécessitent une fermeture", "que les travaux nécessitent une fermeture"),
        ("Il convient d’assurer la sécurité", "qu’il convient d’assurer la sécurité"),
        ("il y a lieu de réglementer la circulation", "qu’il y a lieu de réglementer la circulation"),
        ("Elle a sollicité une subvention", "qu’elle a sollicité une subvention"),
        ("L’association organise un tournoi", "que l’association organise un tournoi"),
        ("L'association demande une aide", "que l'association demande une aide"),
        ("Une fuite a été constatée", "qu’une fuite a été constatée"),
        ("Aucun stationnement n’est possible", "qu’aucun stationnement n’est possible"),
        ("Mme Martin habite au n° 3", "que Mme Martin habite au n° 3"),
        ("M. Martin a sollicité une aide", "que M. Martin a sollicité une aide"),
        ("EDF réalise des travaux", "qu’EDF réalise des travaux"),
        ("La Rochelle est une commune littorale", "que La Rochelle est une commune littorale"),
        ("Le Maire souhaite soutenir l’association", "que le Maire souhaite soutenir l’association"),
        ("A la demande du maire, la rue sera fermée", "qu’à la demande du maire, la rue sera fermée"),
        ("À la demande du maire, la rue sera fermée", "qu’à la demande du maire, la rue sera fermée"),
        ("Des poids lourds empruntent la rue", "que des poids lourds empruntent la rue"),
        ("Les riverains subissent des nuisances", "que les riverains subissent des nuisances"),
        ("Les engins manœuvrent sur la chaussée", "que les engins manœuvrent sur la chaussée"),
        ("Le chantier durera trois mois", "que le chantier durera trois mois"),
        ("Le public stationnait sur la chaussée", "que le public stationnait sur la chaussée"),
        ("La foule pourrait envahir la chaussée", "que la foule pourrait envahir la chaussée"),
        (
            "Les travaux qui sont prévus imposent une fermeture",
            "que les travaux qui sont prévus imposent une fermeture",
        ),
        ("Ces travaux se déroulent de nuit", "que ces travaux se déroulent de nuit"),
        ("Travaux et circulation sont incompatibles", "que travaux et circulation sont incompatibles"),
        ("Cette demande est recevable", "que cette demande est recevable"),
        ("L’état de la chaussée présente un danger", "que l’état de la chaussée présente un danger"),
        ("La présente demande est complète", "que la présente demande est complète"),
        ("Onze agents sont mobilisés", "que onze agents sont mobilisés"),
        ("Huit agents sont mobilisés", "que huit agents sont mobilisés"),
        ("Le projet contribue à l’attractivité", "que le projet contribue à l’attractivité"),
        ("Pour garantir la sécurité, il faut fermer la rue", "que pour garantir la sécurité, il faut fermer la rue"),
        ("Afin de garantir la sécurité, la rue est fermée", "qu’afin de garantir la sécurité, la rue est fermée"),
        ("Saint-Denis organise une fête", "que Saint-Denis organise une fête"),
        ("Le 3 mars, une fuite a été constatée", "que le 3 mars, une fuite a été constatée"),
        ("Le trottoir, large de 3 mètres, laisse un passage", "que le trottoir, large de 3 mètres, laisse un passage"),
        # already said
        ("que la rue est étroite", "que la rue est étroite"),
        ("Qu’il convient d’agir", "qu’il convient d’agir"),
        ("Considérant que la rue est étroite,", "que la rue est étroite"),
        ("CONSIDÉRANT la demande de M. Martin ;", "la demande de M. Martin"),
        ("considerant que la rue est étroite", "que la rue est étroite"),
        # noun phrases with their determiner
        ("La demande de M. Dupont en date du 3 mars 2026", "la demande de M. Dupont en date du 3 mars 2026"),
        ("L’état de la chaussée", "l’état de la chaussée"),
        ("Les dégradations constatées le 3 mars", "les dégradations constatées le 3 mars"),
        ("Le fait que les riverains se plaignent", "le fait que les riverains se plaignent"),
        (
            "la demande présentée par l’association qui souhaite agir",
            "la demande présentée par l’association qui souhaite agir",
        ),
        ("Un risque d’accident", "un risque d’accident"),
        ("Les incidents récents", "les incidents récents"),
        ("L’avis du président", "l’avis du président"),
        ("Le souhait des habitants", "le souhait des habitants"),
        ("La demande sans gêne pour la circulation", "la demande sans gêne pour la circulation"),
        ("Le retrait de la demande", "le retrait de la demande"),
        ("La façade située à l’est", "la façade située à l’est"),
        ("Cinq plaintes de riverains", "cinq plaintes de riverains"),
        ("La demande", "la demande"),
        # anything else
        ("travaux de réfection", f"ce qui suit{NBSP}: travaux de réfection"),
        ("Travaux de réfection de la chaussée", f"ce qui suit{NBSP}: travaux de réfection de la chaussée"),
        ("Assurer la sécurité des usagers", f"ce qui suit{NBSP}: assurer la sécurité des usagers"),
        ("Nombreuses plaintes", f"ce qui suit{NBSP}: Nombreuses plaintes"),
        (
            "La rue est étroite. Des travaux sont prévus.",
            f"ce qui suit{NBSP}: La rue est étroite. Des travaux sont prévus",
        ),
        ("bruit, poussière, etc.", f"ce qui suit{NBSP}: bruit, poussière, etc."),
        ("En raison des intempéries", f"ce qui suit{NBSP}: en raison des intempéries"),
    ],
)
def test_considerant(point, attendu):
    assert make_considerant(point) == f"Considérant {attendu}{NBSP};"


@pytest.mark.parametrize("point", ["", "  ", "- ", "•", " ; "])
def test_an_empty_point_gives_nothing(point):
    assert make_considerant(point) == ""


def test_attendu_is_kept():
    assert make_considerant("attendu que la rue est étroite.") == f"Attendu que la rue est étroite{NBSP};"


@pytest.mark.parametrize(
    ("point", "attendu"),
    [
        ("la rue est étroite", "La rue est étroite."),
        ("- la rue est étroite ;", "La rue est étroite."),
        ("La rue est étroite.", "La rue est étroite."),
        ("est-ce possible ?", "Est-ce possible ?"),
        ("les pièces suivantes :", "Les pièces suivantes :"),
        ("et ainsi de suite…", "Et ainsi de suite…"),
        ("école fermée", "École fermée."),
        ("www.exemple.fr donne la liste", "www.exemple.fr donne la liste."),
        ("bruit, etc.", "Bruit, etc."),
        ("µ", "µ."),
        ("12 agents", "12 agents."),
        ("la rue\n est   étroite", "La rue est étroite."),
        ("", ""),
        ("-", ""),
    ],
)
def test_alinea(point, attendu):
    assert make_alinea(point) == attendu


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("La rue", "la rue"),
        ("La Poste", "La Poste"),
        ("Le Conseil municipal", "le Conseil municipal"),
        ("L’Isle-Adam", "L’Isle-Adam"),
        ("L’État", "l’État"),
        ("SNCF Réseau", "SNCF Réseau"),
        ("Marseille", "Marseille"),
        ("M. Martin", "M. Martin"),
        ("D’importants travaux", "d’importants travaux"),
        ("En-Marche", "En-Marche"),
        ("A l’aube", "à l’aube"),
        ("déjà", "déjà"),
        ("", ""),
        ("12 agents", "12 agents"),
    ],
)
def test_only_an_initial_that_is_no_name_is_lowered(texte, attendu):
    assert lower_initiale(texte) == attendu


@pytest.mark.parametrize(
    "phrase",
    [
        "à l’est de la rue",
        "les travaux récemment terminés",
        "le lait et le trait",
        "une demande en cours, sans risque",
        "les sentiers situés sur le domaine géré par l’ONF",
        "la rue qui est fermée",
        "le quartier où les riverains stationnent",
        "l’association « Tout va bien »",
        "le joint de la conduite",
        "le sort des animaux",
    ],
)
def test_no_verb(phrase):
    assert not has_verbe(phrase)


@pytest.mark.parametrize(
    "phrase",
    [
        "la rue est fermée",
        "les riverains, excédés, réclament un arrêté",
        "on stationne ou on circule",
        "elle le souhaite",
        "l’épicerie « Le Cœur d’à côté » répond aux besoins",
        "le service conçoit un plan",
    ],
)
def test_verb(phrase):
    assert has_verbe(phrase)


POINTS = st.one_of(
    st.text(max_size=120),
    st.lists(
        st.sampled_from(
            re.split(
                " ",
                "La la L’ l' rue Travaux travaux est sont qui que Que qu’ Considérant considérant , . ; : - • 1. a) M. Mme "
                "Martin étroite etc. demande SNCF À A \n \u00a0 ? ! … www.a.fr Attendu « » Il il une",
            )
        ),
        max_size=14,
    ).map(" ".join),
)
MOT = re.compile(r"\w+")


def words(texte):
    return [m.lower().replace("à", "a") for m in MOT.findall(texte)]


@given(POINTS)
def test_a_second_pass_changes_nothing(point):
    considerant, alinea = make_considerant(point), make_alinea(point)
    assert make_considerant(considerant) == considerant
    assert make_alinea(alinea) == alinea


@given(POINTS.filter(lambda p: not re.match(r"[\W_]*\(?(?:\d{1,2}|[a-z])[.)]", p)))
def test_no_word_of_the_point_is_lost(point):
    attendus = words(point)
    for phrase in (make_considerant(point), make_alinea(point)):
        restants = iter(words(phrase))
        assert all(mot in restants for mot in attendus), (phrase, attendus)


@pytest.mark.parametrize(
    "phrase", ["la fête se tiendra le 3 mai", "le maire devra agir", "on pourra circuler", "il faudra agir"]
)
def test_future(phrase):
    assert has_verbe(phrase)
