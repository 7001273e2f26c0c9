"""What a paragraph is, and what a document is, told from words alone."""

import pytest

from server.acte.noeuds import Genre
from server.formats.reconnaissance import classify, guess_genre

ATTENDUS = {
    "Vu le code de la route ;": "visa",
    "VU la demande": "visa",
    "Vue d’ensemble": "alinea",
    "Considérant que": "considerant",
    "ARRÊTE :": "formule",
    "L’arrêté est publié": "alinea",
    "Le conseil municipal, après en avoir délibéré, à l’unanimité,": "formule",
    "Article 1er – Objet": "titre_article",
    "ARTICLE PREMIER": "titre_article",
    "Art. 12": "titre_article",
    "Article IV": "titre_article",
    "Article L. 2213-1 du code": "alinea",
    "Article L 2213-1": "alinea",
    "Articles de presse": "alinea",
    "Annexe 1 – Plan": "titre_annexe",
    "Annexe technique à remettre au plus tard le 3 mai au service": "alinea",
    "TITRE II – Circulation": "titre_section_1",
    "Titre de séjour": "alinea",
    "Fait à Lyon, le 3 mai 2026": "mention_fait",
    "Objet : réponse": "objet",
    "Madame la Présidente,": "appel",
    "Madame Dupont est chargée de l’exécution.": "alinea",
    "Je vous prie d’agréer, Madame, mes salutations.": "politesse",
    "Le maire d’Aix,": "autorite",
    "": "alinea",
}


@pytest.mark.parametrize("texte", ATTENDUS)
def test_kind_of_a_paragraph(texte: str) -> None:
    assert classify(texte) == ATTENDUS[texte]


def test_hard_spaces_are_spaces() -> None:
    assert classify("Article\u00a01er") == "titre_article"
    assert classify("Vu\u00a0le code") == "visa"


@pytest.mark.parametrize(
    ("genre", "cles", "texte"),
    [
        (
            Genre.ARRETE,
            {"visa"},
            "Le maire\nVu la délibération du 3 mai\nVu la délibération du 4 mai\nARRÊTE :\nArticle 1er",
        ),
        (Genre.ARRETE, {"visa", "titre_article"}, "Ville\nArrêté n° 3 portant\nVu la délibération n° 2"),
        (Genre.DELIBERATION, {"visa"}, "Ville\nVu l’arrêté du 3 mai\nAprès en avoir délibéré, le conseil"),
        (Genre.DELIBERATION, set(), "Extrait du registre des délibérations\nSéance du 3 mai"),
        (Genre.COURRIER, {"appel", "politesse"}, "Monsieur,\nVotre arrêté…"),
        (Genre.NOTE, set(), "NOTE DE SERVICE\nObjet"),
        (Genre.NOTE, set(), "Ville\nNote explicative de synthèse\nAprès en avoir délibéré, le conseil\nARRÊTE"),
        (Genre.NOTE, {"appel"}, "Note à l’attention de la maire\nMadame la Maire,"),
        (Genre.NOTE, {"objet"}, "COMMUNE D’AIX\nFICHE DE CONSIGNES\nObjet : fermeture"),
        (Genre.COURRIER, {"objet", "appel"}, "Ville\nObjet : votre note de service\nMadame,"),
        (Genre.ARRETE, {"visa"}, "Le maire\nVu la note de service du 3 mai\nARRÊTE"),
        (Genre.INCONNU, {"alinea"}, "Compte rendu de chantier"),
        (Genre.INCONNU, {"alinea"}, "Arrêté de comptes de l’exercice"),
        (Genre.INCONNU, set(), ""),
    ],
)
def test_kind_of_a_document(genre: Genre, cles: set[str], texte: str) -> None:
    assert guess_genre(cles, texte) is genre
