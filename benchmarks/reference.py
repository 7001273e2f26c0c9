"""The reference arrêté: 6 visas, 4 considérants, 8 articles; the same words for us and for the peers."""

from __future__ import annotations

from typing import Any

from server.acte.assemblage import assemble
from server.acte.fragments import Champ, Fragment, NatureChamp
from server.acte.noeuds import Acte, Alinea, AvisIA, EnTetePage, Genre, MarqueProjet, PiedPage, Proprietes
from server.trame import render

_VISA = (
    "Vu le code général des collectivités territoriales, notamment ses articles L. 2213-1 à L. 2213-6 (visa n° {}) ;"
)
_CONSIDERANT = (
    "Considérant que les travaux de la rue de l’Église (tranche {}) rendent nécessaire de régler la circulation "
    "afin d’assurer la sécurité des usagers, des riverains et des ouvriers du chantier ;"
)
_CORPS = (
    "Du lundi 2 novembre 2026 à 8 h au vendredi 6 novembre 2026 à 18 h, la circulation des véhicules est interdite "
    "rue de l’Église, entre le n° {} et la place du Marché, sauf pour les véhicules de secours et les riverains. "
    "Une déviation est mise en place par l’avenue du Général-de-Gaulle et signalée par l’entreprise."
)

CONTENU: dict[str, Any] = {
    "numero": "Arrêté n° 2026-118",
    "intitule": "Arrêté portant réglementation temporaire de la circulation rue de l’Église",
    "autorite": "Le maire de Saint-Aubin-sur-Loire,",
    "visas": [_VISA.format(i) for i in range(1, 7)],
    "considerants": [_CONSIDERANT.format(i) for i in range(1, 5)],
    "articles": [
        {"titre": f"Article {'1er' if i == 1 else i} – Mesure", "texte": _CORPS.format(i)} for i in range(1, 9)
    ],
    "fait": "Fait à Saint-Aubin-sur-Loire, le 20 octobre 2026",
    "signature": "Le maire,\nJeanne LEFÈVRE",
    "projet": "PROJET – document de travail, sans valeur avant visa et signature",
    "avis": "Projet composé sans modèle de langage : à relire, corriger et valider par une personne avant signature.",
}

_SOURCE = """\
[en-tête] RÉPUBLIQUE FRANÇAISE

[numéro] {{ numero }}

[intitulé] {{ intitule }}

[autorité] {{ autorite }}

{% for v in visas %}
[visa] {{ v }}

{% endfor %}
{% for c in considerants %}
[considérant] {{ c }}

{% endfor %}
ARRÊTE

{% for a in articles %}
[article] {{ a.titre }}

{{ a.texte }}

{% endfor %}
[mention fait] {{ fait }}

[signature] {{ signature }}
"""


def make_acte(contenu: dict[str, Any] = CONTENU) -> Acte:
    """Build the reference act as our pipeline does: page header, footer with page numbers, properties."""
    corps = assemble([bloc for bloc in render(_SOURCE, contenu, ()) if not _is_ouverture(bloc)])
    pages = Alinea(
        (Fragment("Page "), Champ(NatureChamp.PAGE, "1"), Fragment(" sur "), Champ(NatureChamp.NB_PAGES, "1"))
    )
    return Acte(
        Genre.ARRETE,
        contenu["intitule"],
        corps,
        (EnTetePage((MarqueProjet((Fragment(contenu["projet"]),)),)),),
        (PiedPage((AvisIA((Fragment(contenu["avis"]),)), pages)),),
        Proprietes("PROJET", "reference", "1", "0", "sans modèle", "2026-10-20T10:00:00+00:00", "0" * 64, "aucun"),
    )


def _is_ouverture(bloc: object) -> bool:
    return type(bloc).__name__ == "Ouverture"


def make_long(articles: int) -> dict[str, Any]:
    """Give the same content with this many articles."""
    return CONTENU | {
        "articles": [{"titre": f"Article {i}", "texte": _CORPS.format(i)} for i in range(1, articles + 1)]
    }
