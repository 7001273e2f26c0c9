"""The reference arrêté of the figures and of the eyes: 6 visas, 4 considérants, 8 articles, a table, two signatories."""

from server.acte.assemblage import assemble
from server.acte.fragments import Champ, Emplacement, Fragment, NatureChamp, Origine
from server.acte.noeuds import (
    Acte,
    Alinea,
    Autorite,
    AvisIA,
    Cellule,
    Considerant,
    EnTete,
    EnTetePage,
    Formule,
    Genre,
    Intitule,
    Ligne,
    Liste,
    MarqueProjet,
    Mention,
    Numero,
    PiedPage,
    Proprietes,
    Puce,
    Signature,
    SorteMention,
    SortePage,
    Tableau,
    TitreArticle,
    Visa,
)


def t(texte):
    return Fragment(texte, Origine.TRAME)


def s(texte, champ):
    return Fragment(texte, Origine.SAISIE, champ)


def ia(texte):
    return Fragment(texte, Origine.IA, "motifs")


VISAS = (
    "Vu le code général des collectivités territoriales, notamment ses articles L. 2212-1, L. 2212-2 et L. 2213-1 à L. 2213-6 ;",
    "Vu le code de la route, notamment ses articles R. 411-8, R. 411-25 et R. 417-10 ;",
    "Vu le code de la voirie routière, notamment son article L. 113-2 ;",
    "Vu le code pénal, notamment son article R. 610-5 ;",
    "Vu l’instruction interministérielle sur la signalisation routière, livre I, huitième partie ;",
    "Vu la demande présentée le 2 octobre 2026 par l’entreprise Travaux du Val ;",
)
CONSIDERANTS = (
    "Considérant que les travaux de renouvellement de la canalisation d’eau potable de la rue des Écoles empiètent sur la chaussée ;",
    "Considérant que la largeur restante, de 2,60 m, ne permet pas le croisement des véhicules ;",
    "Considérant que la sécurité des usagers et celle des agents du chantier commandent de régler la circulation ;",
    "Considérant que l’accès des riverains et des services de secours est maintenu ;",
)
ARTICLES = (
    (
        "Article 1er",
        "Du 2 novembre 2026 à 8 heures au 13 novembre 2026 à 18 heures, la circulation des véhicules est interdite rue des Écoles, entre le n° 12 et le n° 38.",
    ),
    (
        "Article 2",
        "Pendant la même période, le stationnement est interdit et considéré comme gênant au droit du chantier.",
    ),
    ("Article 3", "La circulation est déviée selon l’itinéraire suivant :"),
    ("Article 4", "Ces mesures ne s’appliquent pas aux véhicules de secours, de police et de collecte des déchets."),
    (
        "Article 5",
        "La signalisation réglementaire est mise en place et entretenue par l’entreprise, qui en demeure responsable.",
    ),
    ("Article 6", "Les occupations du domaine public donnent lieu aux redevances ci-dessous."),
    (
        "Article 7",
        "Toute infraction au présent arrêté est constatée et poursuivie conformément aux lois et règlements.",
    ),
    (
        "Article 8",
        "Le directeur général des services et le commandant de la brigade de gendarmerie sont chargés, chacun en ce qui le concerne, de l’exécution du présent arrêté.",
    ),
)


def _cell(texte, champ=None):
    return Cellule((Alinea((s(texte, champ) if champ else t(texte),)),))


def redevances():
    entete = Ligne(tuple(_cell(x) for x in ("Occupation", "Surface", "Durée", "Montant")), entete=True)
    lignes = (
        ("Échafaudage de pied", "24,00 m²", "12 jours", "1 152,00 €"),
        ("Benne à gravats", "10,00 m²", "12 jours", "480,00 €"),
        ("Base de vie", "18,50 m²", "12 jours", "888,00 €"),
    )
    corps = tuple(
        Ligne(
            tuple(
                _cell(x, f"redevances[{i}].{nom}")
                for x, nom in zip(ligne, ("objet", "surface", "duree", "montant"), strict=True)
            )
        )
        for i, ligne in enumerate(lignes)
    )
    return Tableau((entete, *corps))


def arrete_reference():
    """Build the reference arrêté."""
    blocs = [
        EnTete((t("République française"),)),
        EnTete((t("Département de l’Isère"),)),
        EnTete((t("Commune de Saint-Martin-le-Vieux"),)),
        Numero((t("Arrêté n° "), Emplacement("numero", "2026-…"))),
        Intitule(
            (
                t("Arrêté portant réglementation temporaire de la circulation et du stationnement "),
                s("rue des Écoles", "voie"),
            )
        ),
        Autorite((t("Le maire de Saint-Martin-le-Vieux,"),)),
        *(Visa((t(texte),)) for texte in VISAS),
        *(Considerant((t("Considérant "), ia(texte.removeprefix("Considérant ")))) for texte in CONSIDERANTS),
        Formule((t("ARRÊTE"),)),
    ]
    for titre, texte in ARTICLES:
        blocs += [TitreArticle((t(titre),)), Alinea((t(texte[:20]), s(texte[20:], "mesures")))]
        if titre == "Article 3":
            etapes = ("rue de la Mairie ;", "place du 10²-Régiment ;", "avenue Jean-Jaurès.")
            blocs.append(Liste(tuple(Puce((s(e, f"deviation[{i}]"),), f"{i + 1}°") for i, e in enumerate(etapes))))
        if titre == "Article 6":
            blocs.append(redevances())
    blocs += [
        Mention((t("Fait à Saint-Martin-le-Vieux, le "), Emplacement("date", "……………")), sorte=SorteMention.FAIT),
        Signature((t("Le maire,\nCamille DUPONT"),)),
        Mention(
            (
                t(
                    "Le présent arrêté peut faire l’objet, dans un délai de deux mois à compter de sa publication, d’un recours gracieux auprès du maire ou d’un recours devant le tribunal administratif de Grenoble, 2 place de Verdun, 38000 Grenoble, ou par l’application www.telerecours.fr."
                ),
            ),
            sorte=SorteMention.RECOURS,
        ),
        AvisIA(
            (
                t(
                    "Les passages surlignés ont été rédigés avec l’aide d’un modèle de langage ; ils doivent être relus par une personne."
                ),
            )
        ),
    ]
    projet = MarqueProjet((t("PROJET – document sans valeur tant qu’il n’est pas signé"),))
    pied = (Alinea((t("Page "), Champ(NatureChamp.PAGE), t(" sur "), Champ(NatureChamp.NB_PAGES))),)
    return Acte(
        Genre.ARRETE,
        "Arrêté portant réglementation temporaire de la circulation",
        assemble(blocs),
        (
            EnTetePage((projet, Alinea((s("Commune de Saint-Martin-le-Vieux", "collectivite.nom"),)))),
            EnTetePage((projet,), SortePage.PREMIERE),
        ),
        (PiedPage(pied),),
        Proprietes(
            "projet",
            "arrete_circulation_temporaire",
            "1.0",
            "2026-0001",
            "aucun",
            "2026-10-05T09:00:00+02:00",
            "0" * 64,
            "partiel",
        ),
    )
