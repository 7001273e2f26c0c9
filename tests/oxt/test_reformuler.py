"""Rewording what is selected, in a real LibreOffice: before and after, tracked changes, one undo step, what is refused."""

import threading

import pytest

from tests.e2e.conftest import AGENTS
from tests.e2e.service import MOT_DE_PASSE
from tests.oxt.panneau import reseau
from tests.oxt.poste import Poste
from tests.oxt.test_bureau import begin_note
from tests.redacteurs.serveurs import as_answer, stream

pytestmark = pytest.mark.libreoffice

CHEMIN = "/api/reformulations"
LONGUE = "Il est rappelé aux agents que la réunion se tiendra le 4 mai à 9 h."
COURTE = "La réunion se tiendra le 4 mai à 9 h."
AUTRE = "Les clés sont à retirer à l’accueil."
SUIVI = "Appliqué en suivi des modifications"


def reword(appel, changes):
    """Answer as the server does: these paragraphs are reworded, the others kept."""
    avants = appel.server.vus[-1]["paragraphes"]
    vus = [
        {
            "avant": avant,
            "apres": changes.get(avant, avant),
            "etat": "reformule" if avant in changes else "refuse",
            "motifs": [] if avant in changes else ["Un nombre du texte n’y serait plus."],
        }
        for avant in avants
    ]
    appel.answer_json({"action": "court", "redacteur": "vllm", "paragraphes": vus})


@pytest.fixture(scope="module")
def poste(tmp_path_factory, relais):
    with Poste(tmp_path_factory.mktemp("reformuler"), relais.url).running() as poste:
        poste.ouvrir()
        poste.ouvrir_panneau()
        poste.sign_in(AGENTS[0], MOT_DE_PASSE)
        poste.fermer_tout()
        yield poste


@pytest.fixture
def writer(poste, relais):
    """Give an empty document to somebody who signed in before, its panel at « Reformuler »."""
    relais.vus.clear()
    relais.reponses[CHEMIN] = lambda appel: reword(appel, {LONGUE: COURTE})
    poste.ouvrir()
    poste.ouvrir_panneau()
    poste.ecrire_texte(LONGUE, "", AUTRE, "Fin.")
    poste.presser("Reformuler")
    poste.attendre("Sélectionnez un passage")
    yield poste
    poste.fermer_tout()


def propose(writer, debut, fin=""):
    writer.selectionner(debut, fin)
    writer.presser("Plus court")


def test_the_change_is_shown_then_tracked_and_one_undo_takes_it_back(writer, relais):
    propose(writer, LONGUE)
    writer.attendre(f"Avant : {LONGUE}")
    writer.attendre(f"Après : {COURTE}")
    writer.attendre("Proposé par le modèle de langage")
    assert relais.vus[-1]["action"] == "court"
    assert relais.vus[-1]["genre"] is None
    assert AUTRE in relais.vus[-1]["acte"]
    assert writer.suivies() == []
    writer.presser("Appliquer en suivi des modifications")
    writer.attendre(SUIVI)
    assert {sorte for sorte, _ in writer.suivies()} == {"Delete", "Insert"}
    assert not writer.suit()
    assert writer.annulations()[0] == "Reformuler avec Minutier"
    writer.annuler()
    assert writer.suivies() == []
    assert writer.texte().startswith(LONGUE)
    assert writer.annulations() == []


def test_what_is_accepted_reads_as_proposed_and_says_that_a_model_wrote_it(writer):
    propose(writer, LONGUE)
    writer.presser("Appliquer en suivi des modifications")
    writer.attendre(SUIVI)
    writer.tout_accepter()
    assert writer.texte().split("\n")[0] == COURTE
    assert writer.style_de("La ") == "IA"
    assert writer.style_de("se tiendra") == ""


def test_each_paragraph_is_shown_and_one_that_is_refused_says_why(writer):
    propose(writer, "réunion", AUTRE)
    writer.attendre_option("Paragraphes (2)", "1. gardé tel quel")
    writer.choisir("Paragraphes (2)", "2.")
    writer.attendre(f"Avant : {AUTRE}")
    writer.attendre("Un nombre du texte n’y serait plus.")
    writer.presser("Revenir")
    writer.attendre("Sélectionnez un passage")
    assert writer.suivies() == []


def test_a_comment_among_the_words_stays_and_tracking_goes_on(writer):
    writer.ajouter_annotation("aux agents", "À revoir")
    writer.suivre(True)
    propose(writer, "Il est", "9 h.")
    writer.presser("Appliquer en suivi des modifications")
    writer.attendre(SUIVI)
    assert writer.suit()
    writer.tout_accepter()
    assert [texte for _, texte, _ in writer.annotations()] == ["À revoir"]
    assert writer.texte().split("\n")[0] == COURTE


def test_what_changed_meanwhile_is_not_written_over(writer):
    propose(writer, LONGUE)
    writer.attendre(f"Après : {COURTE}")
    writer.remplacer("4 mai", "5 mai")
    writer.presser("Appliquer en suivi des modifications")
    writer.attendre("Ce passage a changé depuis")
    assert writer.suivies() == []
    writer.presser("Ne rien changer")
    writer.attendre("Sélectionnez un passage")


def test_words_typed_before_the_passage_do_not_matter(writer):
    propose(writer, LONGUE)
    writer.attendre(f"Après : {COURTE}")
    writer.taper_devant("Bonjour. ")
    writer.presser("Appliquer en suivi des modifications")
    writer.attendre(SUIVI)
    writer.tout_accepter()
    assert writer.texte().split("\n")[0] == f"Bonjour. {COURTE}"


HAIE = "Votre haie, qui déborde de 80 cm sur le trottoir, est à tailler avant le 3 mars 2027."
CLAIRE = "Votre haie déborde de {0} sur le trottoir. Elle est à tailler avant le {1}."


def test_the_model_rewords_behind_the_guard_and_its_words_are_known_again(writer, relais, modele_rejoue, monkeypatch):
    """All of it real but the model, which writes a sentence with the marks that it is given."""
    demandes = []

    def reword_marks(requete):
        (point,) = requete.donnees["points"]
        demandes.append(point)
        marques = [f"⟦{morceau.partition('⟧')[0]}⟧" for morceau in point.split("⟦")[1:]]
        return stream(as_answer(CLAIRE.format(*marques)))

    del relais.reponses[CHEMIN]
    monkeypatch.setattr(modele_rejoue, "script", reword_marks)
    writer.ecrire_texte("Madame,", HAIE, "Veuillez agréer mes salutations.")
    writer.poser_propriete("Minutier Genre", "courrier")
    writer.selectionner(HAIE)
    writer.presser("Plus clair")
    writer.attendre("Après : Votre haie déborde de 80 cm sur le trottoir. Elle est à tailler")
    assert "2027" not in demandes[0]
    writer.presser("Appliquer en suivi des modifications")
    writer.attendre(SUIVI)
    writer.tout_accepter()
    assert "trottoir. Elle est à tailler avant le 3\u00a0mars 2027." in writer.texte()
    monkeypatch.setattr(modele_rejoue, "script", lambda _: stream(as_answer("Votre haie est à tailler demain.")))
    writer.selectionner("Votre haie", "2027.")
    writer.presser("Plus court")
    writer.attendre("Paragraphe gardé tel quel.")


def spoil_table(writer):
    writer.ajouter_tableau(LONGUE, "a", "b")
    writer.selectionner_tout()


def spoil_cells(writer):
    writer.ajouter_tableau(LONGUE, "a", "b")
    writer.selectionner_cellules("A1:B1")


def spoil_note(writer):
    writer.ajouter_note("aux agents")
    writer.selectionner("Il est", "9 h.")


def spoil_field(writer):
    writer.ajouter_champ("aux agents")
    writer.selectionner("Il est", "9 h.")


def spoil_tracked(writer):
    writer.suivre(True)
    writer.remplacer("4 mai", "5 mai")
    writer.suivre(False)
    writer.selectionner("Il est", "9 h.")


def spoil_section(writer):
    writer.proteger(LONGUE)
    writer.selectionner(LONGUE)


def spoil_document(writer):
    writer.proteger_document()
    writer.selectionner(LONGUE)


def spoil_length(writer):
    writer.ecrire_texte(*("a" for _ in range(21)))
    writer.selectionner_tout()


def nothing(writer):
    writer.placer("4 mai")


@pytest.mark.parametrize(
    ("spoil", "dit"),
    [
        (nothing, "Sélectionnez d’abord, dans le document"),
        (spoil_table, "traverse un tableau"),
        (spoil_cells, "traverse un tableau"),
        (spoil_note, "un appel de note"),
        (spoil_field, "contient un champ"),
        (spoil_tracked, "acceptez-les ou refusez-les d’abord"),
        (spoil_section, "Ce passage est protégé"),
        (spoil_document, "Ce document est protégé"),
        (spoil_length, "21 paragraphes sont sélectionnés : 20 au plus"),
    ],
)
def test_what_cannot_be_reworded_is_told_and_sent_to_nobody(writer, relais, spoil, dit):
    spoil(writer)
    writer.presser("Plus court")
    writer.attendre(dit)
    assert relais.vus == []


def test_text_in_one_cell_is_reworded(writer):
    writer.ecrire_texte(AUTRE)
    writer.ajouter_tableau(AUTRE, LONGUE, "b")
    propose(writer, LONGUE)
    writer.presser("Appliquer en suivi des modifications")
    writer.attendre(SUIVI)
    writer.tout_accepter()
    assert writer.contient(COURTE)


def test_a_model_that_is_off_is_told_in_the_words_of_the_server(writer, relais):
    relais.reponses[CHEMIN] = lambda appel: appel.answer_json(
        {"title": "Modèle indisponible", "detail": "Le modèle de langage est arrêté : reformulez à la main."}, 503
    )
    propose(writer, LONGUE)
    writer.attendre("Le modèle de langage est arrêté")
    writer.attendre_bouton("Plus court")


def test_a_model_that_is_away_is_told_before_the_act_is_drafted(writer, relais, mairie):
    client = reseau.Client(mairie.url)
    relais.reponses["/sante"] = lambda appel: appel.answer_json(
        {**client.call("GET", "/sante"), "modele": "indisponible"}
    )
    try:
        writer.presser("Rédiger")
        begin_note(writer)
        writer.attendre("Le modèle ne répond pas : vos points seront mis en forme tels quels.")
        assert ["bouton", "Rédiger sans le modèle"] not in writer.controles()
    finally:
        del relais.reponses["/sante"]


def test_a_rewording_that_is_given_up_ends_on_the_server_too(writer, relais):
    commence, parti = threading.Event(), threading.Event()

    def wait(appel):
        commence.set()
        if appel.wait_gone():
            parti.set()

    relais.reponses[CHEMIN] = wait
    propose(writer, LONGUE)
    assert commence.wait(60)
    writer.taper("Bonjour")
    writer.attendre_dans_le_document("Bonjour")
    writer.presser("Annuler la reformulation")
    writer.attendre("Reformulation annulée : rien n’a été modifié.")
    assert parti.wait(60)


def test_a_document_that_is_closed_while_the_model_writes_disturbs_nobody(writer, relais):
    commence, libre = threading.Event(), threading.Event()

    def answer_late(appel):
        commence.set()
        assert libre.wait(60)
        reword(appel, {LONGUE: COURTE})

    relais.reponses[CHEMIN] = answer_late
    propose(writer, LONGUE)
    assert commence.wait(60)
    writer.fermer()
    libre.set()
    writer.ouvrir()
    writer.ouvrir_panneau()
    writer.presser("Reformuler")
    writer.ecrire_texte(LONGUE)
    propose(writer, LONGUE)
    writer.attendre(f"Après : {COURTE}")
