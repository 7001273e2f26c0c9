import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.redacteurs.base import Demande
from server.redacteurs.donnees import read_version
from server.redacteurs.garde import check
from server.redacteurs.marques import Nature, mark

POINTS = ("travaux rue des Tanneurs du 2 au 6 novembre 2026", "chaussée étroite, croisement impossible")
HONNETE = (
    "Considérant que des travaux ont lieu ⟦VOIE_1⟧ du ⟦DATE_1⟧ au ⟦DATE_2⟧ ;",
    "Considérant que la chaussée est étroite et que le croisement est impossible.",
)


def codes(*paragraphes, points=POINTS, sorte="considerants", champs=None, longueur_max=5000) -> set[str]:
    demande = Demande("motifs", sorte, "motifs", points, champs or {}, longueur_max=longueur_max)
    return {refus.code for refus in check(paragraphes, mark(demande))}


def test_an_honest_passage_is_accepted():
    assert codes(*HONNETE) == set()


def test_what_is_denied_is_read_over_an_aside():
    points = ("aucun étaiement malgré courrier du 3 mai 2027",)
    aparte = "Considérant que l’étaiement, malgré le courrier du ⟦DATE_1⟧, n’a pas été réalisé."
    assert codes(aparte, points=points) == set()
    assert "negation" in codes(
        "Considérant que l’étaiement, malgré la poutre du ⟦DATE_1⟧, n’a pas tenu.",
        points=("étaiement, poutre, courrier du 3 mai 2027",),
    )


@pytest.mark.parametrize(
    ("point", "juste", "faux"),
    [
        ("local r. Basse pas concerné", "Le local de la rue Basse n’est pas concerné.", "Le local de la rue Basse est concerné."),
        ("compte rendu attendu, pas reçu", "Le compte rendu attendu n’a pas été reçu.", "Le compte rendu n’est pas attendu, il a été reçu."),
        ("démarrage lundi, personne sur le chantier", "Personne ne s’est présenté sur le chantier au démarrage ⟦JOUR_1⟧.", "Une personne était sur le chantier au démarrage ⟦JOUR_1⟧."),
        ("abonnement prolongé, rien à faire", "L’abonnement est prolongé sans que vous ayez rien à faire.", "L’abonnement est prolongé, vous avez à le faire."),
        ("le bureau n'ouvre pas le mercredi", "Le bureau reste fermé le ⟦JOUR_1⟧.", "Le bureau ouvre le ⟦JOUR_1⟧."),
        ("aucun agent ne s'oppose à la hausse", "Aucun agent ne s’oppose à ce qu’il y ait une hausse.", "Des agents s’opposent à la hausse."),
        ("charge de 7,5 t au plus", "La charge ne doit pas dépasser ⟦NOMBRE_1⟧.", "La charge n’est pas de ⟦NOMBRE_1⟧ au plus."),
        ("45 postes sous un système plus maintenu", "⟦NOMBRE_1⟧ postes sont sous un système qui n’est plus maintenu.", "⟦NOMBRE_1⟧ postes sont sous un système maintenu."),
        ("pas de trajet sans accord écrit", "Il n’y a aucun trajet sans accord écrit.", "Il y a un trajet avec un accord écrit."),
        ("certificat demandé, rien reçu", "Un certificat est demandé et rien n’a été reçu.", "Un certificat n’est pas demandé et a été reçu."),
        ("ne pas déposer les sacs de verre sur le trottoir ni les cartons devant la porte", "Ne déposer ni les sacs portant la mention « verre » sur le trottoir ni les cartons devant la porte.", "Déposer les sacs de verre sur le trottoir et les cartons devant la porte."),
        ("ne pas fumer ni manger", "Ne pas fumer et ne pas manger.", "Fumer et manger."),
        ("les équipes n'ont pas été adoptées", "Les équipes n’ont pas été adoptées.", "Les équipes ont été adoptées."),
        ("coupure d'eau mardi", "Une coupure d’eau a lieu ⟦JOUR_1⟧.", "L’eau n’est pas coupée ⟦JOUR_1⟧."),
        ("aide de la région pour un pas de tir", "La région donne une aide pour un pas de tir.", "La région ne donne pas d’aide pour un pas de tir."),
        ("accueil à l'école seulement", "L’accueil n’a lieu qu’à l’école.", "L’accueil n’a pas lieu, il n’est assuré qu’à l’école."),
        ("procuration : plus besoin d'habiter la commune", "Pour une procuration, il n’est plus besoin d’habiter la commune.", "Pour une procuration, il est besoin d’habiter la commune."),
        ("réservation par l'intranet, plus par téléphone", "La réservation se fait par l’intranet et ne se fait plus par téléphone.", "La réservation se fait par l’intranet et par téléphone."),
        ("coût nul pour la commune, sous garantie", "Le coût est nul pour la commune, sous garantie.", "Le coût n’est pas nul pour la commune, sous garantie."),
        ("coût nul, bornes sous garantie", "Le coût est nul et les bornes sont sous garantie.", "Le coût est nul et les bornes ne sont pas sous garantie."),
        ("observations au registre, aucune opposition", "Il y a des observations au registre et aucune opposition.", "Il n’y a pas d’observations au registre et aucune opposition."),
        ("ni pétards ni confettis", "Je vous remercie de n’utiliser ni pétards ni confettis.", "Je ne vous remercie pas de n’utiliser ni pétards ni confettis."),
        ("transport non compris", "Le transport n’est pas compris.", "Le transport est compris."),
        ("demande faite, pas de réponse à ce jour", "La demande est faite et n’a, à ce jour, reçu aucune réponse.", "La demande est faite et a, à ce jour, reçu une réponse."),
    ],
)  # fmt: skip
def test_what_a_point_denies_in_a_word_is_denied_by_a_verb(point, juste, faux):
    lus = codes(juste, points=(point,), sorte="paragraphes")
    assert not {c for c in lus if c.startswith("negation")}
    assert {c for c in codes(faux, points=(point,), sorte="paragraphes") if c.startswith("negation")}


def test_what_is_to_do_may_be_said_as_a_duty():
    points = ("rue des Lilas à fermer de 8 h à 10 h", "dossier de 8 h")
    ecrits = (
        "Considérant que la ⟦VOIE_1⟧ doit être fermée de ⟦HEURE_1⟧ à ⟦HEURE_2⟧ ;",
        "Considérant que le dossier est de ⟦HEURE_1⟧.",
    )
    assert codes(*ecrits, points=points) == set()
    assert "obligation" in codes(ecrits[0], "Considérant que le dossier doit être de ⟦HEURE_1⟧.", points=points)


def test_an_acronym_is_no_duty():
    ecrit = "Je vous informe que le dossier de Mme ⟦P1⟧, NIR ⟦NIR_1⟧, doit être joint."
    assert "obligation" in codes(
        ecrit, points=("dossier de Mme Jeanne Morel, NIR 2 69 05 49 588 157 80",), sorte="paragraphes"
    )


def test_who_asks_does_not_become_who_is_asked_for():
    points = ("l’Union sportive de Valbrune demande 6 000 euros et le Théâtre du Lavoir 3 200 euros",)
    champs = {"b.nom": ("Union sportive de Valbrune", "Théâtre du Lavoir")}
    juste = "L’⟦ORG_1⟧ demande ⟦MONTANT_1⟧ et le ⟦ORG_2⟧ ⟦MONTANT_2⟧."
    faux = "Le sport demande ⟦ORG_1⟧ ⟦MONTANT_1⟧ et la culture demande ⟦ORG_2⟧ ⟦MONTANT_2⟧."
    assert codes(juste, points=points, sorte="expose", champs=champs) == set()
    assert "segment" in codes(faux, points=points, sorte="expose", champs=champs)


def test_a_total_is_written_where_it_was_asked_for():
    points = ("fournitures 800 €, pose 200 €, total à calculer",)
    juste = "Considérant que les fournitures coûtent ⟦MONTANT_1⟧ et la pose ⟦MONTANT_2⟧, pour un total de ⟦MONTANT_3⟧."
    assert codes(juste, points=points) == set()
    assert "marque_manquante" in codes(juste.replace(", pour un total de ⟦MONTANT_3⟧", ""), points=points)
    assert "marque_inconnue" in codes(juste, points=("fournitures 800 €, pose 200 €",))


def test_a_verdict_says_what_to_the_agent_and_to_the_model():
    demande = Demande("motifs", "considerants", "motifs", POINTS)
    for refus in check((HONNETE[0] + " 12", "x"), mark(demande)):
        assert refus.message
        assert refus.pour_modele
        assert "Tanneurs" not in refus.pour_modele


def with_end(fin: str) -> tuple[str, ...]:
    return HONNETE[0], HONNETE[1].rstrip(".") + fin


@pytest.mark.parametrize(
    ("fin", "code"),
    [
        (" le ⟦DATE_9⟧.", "marque_inconnue"),
        (" ⟦DATE_1.", "marque_inconnue"),
        (" sur 12 mètres.", "chiffre"),
        (" au point XIV.", "chiffre"),
        (" sur vingt-trois mètres.", "nombre_en_lettres"),
        (" sur dix-sept mètres.", "nombre_en_lettres"),
        (" sur ½ voie.", "chiffre"),
        (" en octobre.", "moment"),
        (" mardi.", "moment"),
        (" pendant deux semaines.", "moment"),
        (" demain.", "moment"),
        (" selon le code de la route.", "reference"),
        (" rue des Lilas.", "reference"),
        (" selon Mme Vasseur.", "nom_propre"),
        (" pour ASPTT.", "nom_propre"),
        (" voir http://exemple.fr.", "balise"),
        (" **fin**.", "balise"),
        (" \u200b.", "caractere"),
        (" привет.", "caractere"),
        (" and this is the end of it.", "langue"),
        (" ; il est décidé de fermer la voie.", "trame"),
        (" ; ARRÊTE.", "trame"),
        (" ; une sanction est méritée.", "sanction"),
        (" ; la gêne est considérable.", "jugement"),
        (" ; en tant que modèle de langage.", "meta"),
        (" ; il convient de noter que la voie est étroite.", "remplissage"),
        (" ; la demande est acceptée.", "sens"),
        (" ; la circulation ne sera pas coupée.", "negation"),
        (" ; le maire ordonne les travaux.", "operatoire"),
        (" et la", "forme"),
        (" sur le cette voie.", "forme"),
    ],
)
def test_each_lie_is_refused_by_its_check(fin, code):
    assert code in codes(*with_end(fin))


def test_a_missing_fact_is_refused():
    assert "marque_manquante" in codes(HONNETE[0].replace("⟦DATE_2⟧", "⟦DATE_1⟧"), HONNETE[1])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("du ⟦DATE_1⟧ au ⟦DATE_2⟧", "du ⟦DATE_2⟧ au ⟦DATE_1⟧"), "ordre"),
        (("⟦VOIE_1⟧ du ⟦DATE_1⟧", "du ⟦DATE_1⟧, ⟦VOIE_1⟧,"), "ordre"),
        (("du ⟦DATE_1⟧", "du ⟦JOUR_2⟧ ⟦DATE_1⟧"), "calcul"),
        (("ont lieu", "ont lieu ⟦JOUR_1⟧"), "calcul"),
        (("ont lieu", "ont lieu pendant ⟦DUREE_1⟧"), "calcul"),
        (("ont lieu", "auront lieu jusqu’au terme"), "borne"),
        (("des travaux", "de grands et beaux chantiers neufs et voisins du bourg"), "ajout"),
        (("des travaux ont lieu", "il y a lieu d’être"), "perdu"),
        (("des travaux ont lieu", "des travaux et encore des travaux ont lieu"), "redite"),
    ],
)
def test_each_breach_of_the_contract_is_refused_by_its_check(change, code):
    assert code in codes(HONNETE[0].replace(*change), HONNETE[1])


@pytest.mark.parametrize(
    "change",
    [
        ("du ⟦DATE_1⟧", "du ⟦JOUR_1⟧ ⟦DATE_1⟧"),
        ("au ⟦DATE_2⟧", "au ⟦JOUR_2⟧ ⟦DATE_2⟧, soit ⟦DUREE_1⟧"),
        ("ont lieu", "sont prévus"),
    ],
)
def test_what_the_contract_allows_is_accepted(change):
    assert codes(HONNETE[0].replace(*change), HONNETE[1]) == set()


@pytest.mark.parametrize(
    ("point", "juste", "faux", "code"),
    [
        ("48 exposants, 12 bénévoles", "Il y a ⟦NOMBRE_1⟧ exposants et ⟦NOMBRE_2⟧ bénévoles.", "Il y a ⟦NOMBRE_1⟧ bénévoles et ⟦NOMBRE_2⟧ exposants.", "voisin"),
        ("trottoir de 1,40 m", "Le trottoir est large de ⟦NOMBRE_1⟧.", "Le trottoir est large de ⟦NOMBRE_1⟧ mètres.", "unite"),
        ("pas de trottoir", "Il n’y a pas de trottoir.", "Il y a un trottoir.", "negation_perdue"),
        ("loyer 300 €, charges 50 €", "Le loyer est de ⟦MONTANT_1⟧, les charges de ⟦MONTANT_2⟧.", "Les charges sont de ⟦MONTANT_1⟧, le loyer de ⟦MONTANT_2⟧.", "segment"),
        ("300 € de loyer, 50 € de charges", "Le montant est de ⟦MONTANT_1⟧ de loyer et de ⟦MONTANT_2⟧ de charges.", "Le montant est de ⟦MONTANT_1⟧ de charges et de ⟦MONTANT_2⟧ de loyer.", "segment"),
        ("avis le 3 mars 2027, commission des sports", "La commission des sports a rendu, le ⟦DATE_1⟧, un avis.", "Un avis le ⟦DATE_1⟧, la déviation des transports scolaires du canton.", "ajout"),
        ("du lundi 8 au mardi 9 mars 2027", "Du ⟦JOUR_1⟧ ⟦DATE_1⟧ au ⟦JOUR_2⟧ ⟦DATE_2⟧.", "Du ⟦JOUR_1⟧ au ⟦DATE_1⟧ au ⟦JOUR_2⟧ ⟦DATE_2⟧.", "jour"),
        ("largeur restante 3,20 m", "La largeur restante est de ⟦NOMBRE_1⟧.", "La largeur restante ⟦NOMBRE_1⟧ est effectuée.", "ajout"),
        ("dossier de la crèche", "Le dossier est celui de la crèche.", "Le dossier doit être celui de la crèche.", "obligation"),
        ("badge de la crèche", "Le badge est celui de la crèche.", "Le badge doit être celui de la crèche.", "obligation"),
        ("haie à tailler", "La haie est à tailler.", "La haie a été tondue.", "accompli"),
        ("plafond à porter à 3 €, avis du comptable", "Le plafond est à porter à ⟦MONTANT_1⟧ ; le comptable a émis un avis.", "Le plafond a été porté à ⟦MONTANT_1⟧ ; le comptable a émis un avis.", "accompli"),
        ("ouvert à partir du 3 mai 2027", "Le lieu est ouvert à partir du ⟦DATE_1⟧.", "Le lieu est ouvert depuis le ⟦DATE_1⟧.", "borne"),
        ("concession échue le 3 mai 2027", "La concession est échue depuis le ⟦DATE_1⟧.", "La concession court depuis le ⟦DATE_1⟧.", "borne"),
        ("le maire remercie 3 clubs et 2 écoles", "⟦NOMBRE_1⟧ clubs et ⟦NOMBRE_2⟧ écoles sont remerciés par le maire.", "⟦NOMBRE_1⟧ écoles et ⟦NOMBRE_2⟧ clubs sont remerciés par le maire.", "voisin"),
        ("reliure de 46 registres et 12 plans", "⟦NOMBRE_1⟧ registres et ⟦NOMBRE_2⟧ plans sont à relier.", "⟦NOMBRE_1⟧ plans et ⟦NOMBRE_2⟧ registres sont à relier.", "voisin"),
        ("atelier du printemps 2025 annulé, 12 inscrits", "L’atelier du printemps ⟦NOMBRE_1⟧, qui comptait ⟦NOMBRE_2⟧ inscrits, est annulé.", "L’atelier, qui comptait ⟦NOMBRE_1⟧ inscrits, est annulé ⟦NOMBRE_2⟧ fois.", "voisin"),
        ("40 riverains consultés, 12 pour", "⟦NOMBRE_1⟧ riverains ont été consultés : ⟦NOMBRE_2⟧ sont pour.", "⟦NOMBRE_1⟧ riverains ont été consultés, ⟦NOMBRE_2⟧ ont été entendus par le.", "forme"),
        ("bordereau à nous transmettre", "Le bordereau doit nous être transmis.", "Le bordereau est à conserver, à signer, à tamponner, à photocopier.", "ajout"),
        ("badge à rendre", "Le badge est à rendre.", "Je rends mon badge.", "personne"),
    ],
)  # fmt: skip
def test_a_point_is_said_as_it_is(point, juste, faux, code):
    assert codes(juste, points=(point,), sorte="sections") == set()
    assert code in codes(faux, points=(point,), sorte="sections")


def test_a_considerant_asks_for_a_verb():
    assert "verbe" in codes("Considérant que pas de trottoir ;", points=("pas de trottoir",))
    assert codes("Considérant qu’il n’y a pas de trottoir ;", points=("pas de trottoir",)) == set()


@pytest.mark.parametrize(("civilite", "attendu"), [("Mme", set()), ("Madame", set()), ("M.", {"civilite"})])
def test_the_civilite_is_the_given_one(civilite, attendu):
    champs = {"agent": {"civilite": "Mme", "prenom": "Claire", "nom": "Simonet"}}
    points = ("demande de Claire Simonet",)
    assert codes(f"Considérant la demande de {civilite} ⟦P1⟧ ;", points=points, champs=champs) == attendu


@pytest.mark.parametrize(
    ("sens", "phrase", "attendu"),
    [
        ("accord", "Je vous accorde cette place.", set()),
        ("refus", "Je vous accorde cette place.", {"sens"}),
        ("refus", "Il ne m’est pas possible de vous accorder cette place.", {"negation"}),
        (None, "Je refuse cette place.", {"sens", "negation"}),
    ],
)
def test_the_sense_of_a_decision_comes_from_the_inputs(sens, phrase, attendu):
    champs = {"sens": sens} if sens else {}
    assert codes(phrase, points=("place demandée",), champs=champs, sorte="paragraphes") == attendu


def test_the_fact_of_another_beneficiary_is_refused():
    points = ("« Les Palmes », 800 €", "« Le Cercle », 200 €")
    marquage = mark(Demande("motifs", "expose", "motifs", points))
    a, b = (f.marque for f in marquage.table.values() if f.nature in {Nature.ORG, Nature.NOM})
    juste = f"{a} reçoit ⟦MONTANT_1⟧.", f"{b} reçoit ⟦MONTANT_2⟧."
    faux = f"{a} reçoit ⟦MONTANT_2⟧.", f"{b} reçoit ⟦MONTANT_1⟧."
    assert check(juste, marquage) == ()
    assert {r.code for r in check(faux, marquage)} >= {"marque_manquante"}
    assert {r.code for r in check((" ".join(juste),), marquage)} >= {"nombre"}


@pytest.mark.parametrize(
    "phrase",
    [
        "Les deux-roues passent d’une part, les piétons d’autre part, selon les agents.",
        "En premier lieu, le Conseil départemental et l’État sont saisis des deux-roues et des piétons par les agents.",
        "Un agent et une équipe attendent les deux-roues et les piétons devant l’Hôtel de ville.",
    ],
)
def test_locutions_and_institutions_are_no_facts(phrase):
    points = ("agents, deux-roues, piétons",)
    assert codes(phrase, points=points, sorte="expose") <= {"ajout"}


@pytest.mark.parametrize(
    ("phrase", "bredouille"),
    [
        ("Le bâtiment A a été fermé.", False),
        ("Le car s’y arrête ; signalez-le.", False),
        ("Il passe deux équipes, une le matin, une le soir.", False),
        ("Il y en a une au bureau de vote.", False),
        ("Les tarifs sont votés, ils le sont pour un an.", False),
        ("Les agents sont prévenus, les élèves ne le sont pas.", False),
        ("Les élèves entrent un par un.", False),
        ("La rue est fermée ; 12 élèves sont contre et 3 sont pour.", True),
        ("Il y a une la rue fermée.", True),
        ("Le sont fermés.", True),
        ("La rue est fermée à la.", True),
    ],
)
def test_a_pronoun_is_no_stammer(phrase, bredouille):
    assert ("forme" in codes(phrase, points=("rue fermée",), sorte="sections")) is bredouille


@pytest.mark.parametrize(
    ("paragraphes", "code"),
    [
        ((), "vide"),
        (("",), "vide"),
        (("Les travaux.",), "forme"),
        (("Considérant que " + "la voie est étroite " * 300 + ".",), "longueur"),
        (("Considérant que la voie.",) * 9, "nombre"),
    ],
)
def test_form_and_length(paragraphes, code):
    assert code in codes(*paragraphes)


def test_a_huge_answer_is_refused_unread():
    debut = time.perf_counter()
    assert codes("A" * 100_000) == {"longueur"}
    assert time.perf_counter() - debut < 0.5


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(max_size=200) | st.sampled_from([*HONNETE, "⟦DATE_1⟧" * 40, "ne pas " * 60]), max_size=4))
def test_any_answer_has_a_verdict(paragraphes):
    assert all(refus.code and refus.message for refus in check(paragraphes, mark(Demande("m", "expose", "p", POINTS))))


@pytest.mark.parametrize(
    "nom",
    [
        "anglais", "capitales", "decisions", "derives", "initiaux", "jugements", "licences", "locutions", "meta",
        "negations", "negations_vides", "neutres", "neutres_lettre", "remplissage", "sanctions", "sigles", "surnoms", "temps", "trame", "vides",
    ],
)  # fmt: skip
def test_every_lexicon_says_its_version(nom):
    assert read_version(nom) >= 1


@pytest.mark.parametrize(
    ("sorte", "point", "juste", "faux", "code"),
    [
        (
            "expose",
            "salle fermée le lundi",
            "La salle est fermée le ⟦JOUR_1⟧.",
            "La salle sera démolie le ⟦JOUR_1⟧.",
            "predicat",
        ),
        (
            "sections",
            "Il faut procéder à la fermeture de la voie.",
            "Il faut fermer la voie.",
            "Il faut démolir la voie.",
            "predicat",
        ),
        (
            "expose",
            "gestion confiée à la SAS Vallon le 3 mai 2027, redevance de 22 000 €",
            "La gestion est confiée le ⟦DATE_1⟧ à la SAS ⟦ORG_1⟧, pour une redevance de ⟦MONTANT_1⟧.",
            "La gestion est confiée à la SAS ⟦ORG_1⟧ pour une redevance de ⟦MONTANT_1⟧.",
            "marque_manquante",
        ),
        (
            "expose",
            "loyer 500 €, charges 120 €, le 3 mai 2027",
            "Le ⟦DATE_1⟧, le loyer est de ⟦MONTANT_1⟧ et les charges de ⟦MONTANT_2⟧.",
            "Le loyer est de ⟦MONTANT_2⟧ et les charges de ⟦MONTANT_1⟧ le ⟦DATE_1⟧.",
            "ordre",
        ),
        (
            "expose",
            "rue barrée du 3 mai 2027 au 5 mai 2027, travaux de 12 000 €",
            "La rue est barrée du ⟦DATE_1⟧ au ⟦DATE_2⟧ pour des travaux de ⟦MONTANT_1⟧.",
            "La rue est barrée du ⟦DATE_1⟧, pour des travaux de ⟦MONTANT_1⟧, au ⟦DATE_2⟧.",
            "ordre",
        ),
        (
            "expose",
            "règlement du cimetière, plus à jour",
            "Le règlement du cimetière n’est plus à jour.",
            "Le règlement du cimetière est à jour.",
            "negation_perdue",
        ),
        (
            "consignes",
            "15 g de sel par m², pas plus",
            "Ne pas mettre plus de ⟦NOMBRE_1⟧ de sel par m².",
            "Mettre ⟦NOMBRE_1⟧ de sel par m².",
            "negation_perdue",
        ),
        (
            "considerants",
            "sécurité des coureurs",
            "Considérant que la sécurité des coureurs doit être assurée ;",
            "Considérant que la sécurité des coureurs n’est pas assurée ;",
            "negation",
        ),
        (
            "sections",
            "dossiers d’avant 1970 à ne pas détruire",
            "Les dossiers antérieurs à ⟦NOMBRE_1⟧ ne doivent pas être détruits.",
            "Les dossiers postérieurs à ⟦NOMBRE_1⟧ ne doivent pas être détruits.",
            "borne",
        ),
        (
            "sections",
            "sacs en papier, pas de plastique",
            "Les sacs sont en papier. Le plastique n’est pas accepté.",
            "Les sacs sont en papier. Le plastique est accepté.",
            "sens",
        ),
        (
            "expose",
            "aide de la Région, 75 000 €, et du Département, 20 000 €",
            "La Région apporte une aide de ⟦MONTANT_1⟧ et le Département une aide de ⟦MONTANT_2⟧.",
            "La Région apporte une aide, une aide de ⟦MONTANT_1⟧, et le Département ⟦MONTANT_2⟧.",
            "redite",
        ),
        (
            "expose",
            "2 300 visiteurs, - 3 % sur un an",
            "Il y a ⟦NOMBRE_1⟧ visiteurs, soit une baisse de ⟦NOMBRE_2⟧ sur ⟦DUREE_1⟧.",
            "Il y a ⟦NOMBRE_1⟧ visiteurs, soit une hausse de ⟦NOMBRE_2⟧ sur ⟦DUREE_1⟧.",
            "evolution",
        ),
        (
            "expose",
            "décision modificative : + 410 000 € en fonctionnement, - 95 000 € en investissement",
            "La décision modificative est de + ⟦MONTANT_1⟧ en fonctionnement et de ⟦MONTANT_2⟧ en investissement.",
            "La décision modificative baisse de ⟦MONTANT_1⟧ en fonctionnement et de ⟦MONTANT_2⟧ en investissement.",
            "evolution",
        ),
        (
            "consignes",
            "salage dès -2 °C",
            "Saler dès ⟦NOMBRE_1⟧.",
            "Saler dès - ⟦NOMBRE_1⟧.",
            "balise",
        ),
        (
            "expose",
            "dépenses + 3 %",
            "Les dépenses sont en hausse de ⟦NOMBRE_1⟧.",
            "Les dépenses sont en baisse de ⟦NOMBRE_1⟧.",
            "evolution",
        ),
        (
            "expose",
            "dépenses de 300 €",
            "Les dépenses sont de ⟦MONTANT_1⟧.",
            "Les dépenses ont augmenté de ⟦MONTANT_1⟧.",
            "evolution",
        ),
        (
            "expose",
            "montant des dépenses : 300 €",
            "Le montant des dépenses est de ⟦MONTANT_1⟧.",
            "Le montant des dépenses augmente de ⟦MONTANT_1⟧.",
            "evolution",
        ),
        (
            "expose",
            "liaison Pontivy – Lorient en étude",
            "La liaison ⟦NOM_1⟧ – ⟦NOM_2⟧ est en étude.",
            "La liaison ⟦NOM_1⟧ est en étude – – ⟦NOM_2⟧.",
            "balise",
        ),
        (
            "paragraphes",
            "demande de M. Durand reçue, réf. 12, avis fav.",
            "J’ai reçu la demande de M. ⟦P1⟧, référence ⟦NOMBRE_1⟧, avec un avis favorable.",
            "J’ai reçu et refusé la demande de M. ⟦P1⟧, référence ⟦NOMBRE_1⟧, avec un avis favorable.",
            "sens",
        ),
        (
            "considerants",
            "le vent d'est souffle fort et la barge accoste",
            "Considérant que le vent d’est est fort et souffle, et que la barge accoste.",
            "Considérant que la barge barge accoste et que le vent d’est souffle fort.",
            "forme",
        ),
        (
            "considerants",
            "convention échue le 3 mai 2026",
            "Considérant que la convention est arrivée à échéance le ⟦DATE_1⟧.",
            "Considérant que la convention est signée le ⟦DATE_1⟧.",
            "predicat",
        ),
        (
            "consignes",
            "tir de mine, personne à moins de 200 m",
            "Au tir de mine, ne laisser personne à moins de ⟦NOMBRE_1⟧.",
            "Au tir de mine, laisser une personne à moins de ⟦NOMBRE_1⟧.",
            "negation_perdue",
        ),
    ],
)
def test_what_is_said_another_way_is_told_from_a_lie(sorte, point, juste, faux, code):
    assert codes(juste, points=(point,), sorte=sorte) == set()
    assert code in codes(faux, points=(point,), sorte=sorte)


@pytest.mark.parametrize(
    ("point", "nature", "texte"),
    [
        ("dossier DP 044 026 27 T0088 incomplet", "CODE", "044 026 27 T0088"),
        ("inscription auprès de Mme Le Floc’h", "PERSONNE", "Le Floc’h"),
        ("recettes -3 %", "NOMBRE", "-3 %"),
        ("recettes : - 95 000 €", "MONTANT", "- 95 000 €"),
        ("plats chauds - 63 °C à cœur", "NOMBRE", "63 °C"),
        ("salage dès –2 °C", "NOMBRE", "–2 °C"),
        ("salage dès - 2 °C", "NOMBRE", "- 2 °C"),
        ("congélateur à -18 degrés", "NOMBRE", "-18 degrés"),
    ],
)
def test_a_fact_is_marked_whole(point, nature, texte):
    table = mark(Demande("x", "sections", "x", (point,))).table
    assert [(f.nature.name, f.texte) for f in table.values()] == [(nature, texte)]


def test_a_range_has_no_minus():
    table = mark(Demande("x", "consignes", "x", ("conservation 2 °C - 8 °C, ouvert 8 h -12 h",))).table
    assert [f.texte for f in table.values() if not f.calcul] == ["2 °C", "8 °C", "8 h", "12 h"]


def test_one_sum_with_and_without_its_minus_is_two_facts():
    points = ("recettes : - 3 %", "dépenses : + 3 %", "taux de 3 %")
    ecrits = (
        "Les recettes sont en baisse de ⟦NOMBRE_1⟧.",
        "Les dépenses sont en hausse de ⟦NOMBRE_2⟧.",
        "Le taux est de ⟦NOMBRE_2⟧.",
    )
    assert codes(*ecrits, points=points, sorte="expose") == set()
    echange = (ecrits[0].replace("baisse", "hausse"), ecrits[1].replace("hausse", "baisse"), ecrits[2])
    assert "evolution" in codes(*echange, points=points, sorte="expose")


@pytest.mark.parametrize(
    ("point", "ecrit"),
    [
        ("accès PMR par l'escalier", "L’accès des personnes à mobilité réduite se fait par l’escalier."),
        ("plus aucun logement vacant", "Il n’y a plus aucun logement vacant."),
        ("plus aucun bus ne circule", "Il ne circule plus aucun bus."),
    ],
)
def test_what_is_said_twice_or_in_full_is_no_lie(point, ecrit):
    assert not codes(ecrit, points=(point,), sorte="expose") & {"evolution", "negation"}


@pytest.mark.parametrize("point", ["passage en LED de l’éclairage", "ordinateur portable neuf remis par le service"])
def test_what_is_no_fact_is_not_marked(point):
    assert [f.texte for f in mark(Demande("x", "sections", "x", (point,))).table.values() if f.texte != "LED"] == []
