"""« Reformuler » in the pane of Word: what is read of the selection, what is shown, what is written as a change."""

import re

import pytest
from lxml import etree
from playwright.sync_api import expect

from tests.api.test_reformulations import CLAIRE, HAIE, marks_of
from tests.e2e.conftest import AGENTS, running
from tests.e2e.volet import open_volet
from tests.e2e.vues_word import APRES, AVANT, W, answer, open_reformuler, paquet, serve
from tests.redacteurs.serveurs import Serveur, as_answer, stream


@pytest.fixture(scope="session")
def modele():
    """Serve a model that rewords what has two facts, and loses the one of what has one."""

    def reword(requete):
        marques = marks_of(requete)
        return stream(as_answer((CLAIRE if len(marques) == 2 else "Votre haie est à tailler.").format(*marques)))

    with Serveur(reword) as serveur:
        yield serveur


@pytest.fixture(scope="module")
def mairie(tmp_path_factory, modele):
    with running(tmp_path_factory.mktemp("reformuler"), modele.url) as service:
        yield service


@pytest.fixture
def volet(navigateur, mairie):
    with open_volet(navigateur, mairie, AGENTS[0]) as volet:
        yield volet


def ask(page, action="Plus court"):
    page.get_by_role("button", name=action, exact=True).click()


def test_the_service_rewords_what_word_gives_and_word_is_given_it(volet):
    """The whole way: the guard of the service, a model that is replayed, the words that Word receives."""
    page = open_reformuler(volet, selection=[HAIE], texte=HAIE)
    ask(page, "Plus clair")
    page.get_by_role("button", name="Appliquer").click()
    expect(page.locator("main .message.reussite")).to_contain_text("Word suit ce changement")
    apres = "Votre haie déborde de 80 cm sur le trottoir. Elle est à tailler avant le 3\u00a0mars 2027."
    assert volet.host("ecrits") == [apres]


def test_what_the_guard_refuses_is_shown_with_its_reason(volet):
    une = "Votre haie est à tailler avant le 3 mars 2027."
    page = open_reformuler(volet, selection=[une], texte=une)
    ask(page, "Plus clair")
    expect(page.locator("main li", has_text="Proposition refusée par le contrôle.")).to_be_visible()
    expect(page.locator("main li ul li").first).not_to_be_empty()
    expect(page.get_by_role("button", name="Appliquer")).to_have_count(0)


def test_without_a_model_the_service_says_so(navigateur, service_sans_modele):
    with open_volet(navigateur, service_sans_modele, AGENTS[0]) as volet:
        page = open_reformuler(volet)
        ask(page)
        expect(page.locator("main .message.erreur")).to_contain_text("modèle")


@pytest.mark.parametrize("version", ["1.3", "1.6"])
def test_the_selection_is_reworded_compared_and_replaced(volet, version):
    page = open_reformuler(volet, version=version, selection=[f"  {AVANT[0]} ", "", AVANT[1]], suivi="Off")
    demandes = serve(volet, answer("court", "reformule", "refuse"))
    ask(page)
    expect(page.get_by_role("heading", name="Proposition : plus court")).to_be_focused()
    assert demandes == [{"action": "court", "paragraphes": AVANT, "genre": None, "acte": "\n".join(AVANT)}]
    assert page.locator("main del").all_inner_texts() == [AVANT[0]]
    assert page.locator("main ins").all_inner_texts() == [APRES[0]]
    expect(page.locator("main")).to_contain_text("Le modèle a écrit ces phrases : relisez-les mot à mot.")
    expect(page.locator("main li", has_text=AVANT[1])).to_contain_text("La date « 3 mars » n’est pas dans le texte")
    check_lecture(volet.batches())
    page.get_by_role("button", name="Appliquer").click()
    if version == "1.3":
        dialogue = page.get_by_role("dialog", name="Remplacer sans suivi ?")
        expect(dialogue).to_contain_text("le texte est remplacé sans trace")
        assert volet.host("ecrits") == []
        dialogue.get_by_role("button", name="Remplacer").click()
    reussite = page.locator("main .message.reussite")
    expect(reussite).to_contain_text("Sans suivi" if version == "1.3" else "Word suit ce changement")
    # The spaces that were selected with the words stay; what was refused is not touched.
    assert volet.host("ecrits") == [f"  {APRES[0]} "]
    assert volet.host("suivi") == "Off"
    check_ecriture(volet.batches(), version)


def check_lecture(lots):
    """All is asked in two trips; the third keeps the places."""
    questions, morceaux = lots
    assert "load GetSelection() isEmpty" in questions
    assert "load GetSelection().ParentBody type" in questions
    assert sum("GetOoxml" in dit for dit in morceaux) == 1
    assert sum("IntersectWithOrNullObject" in dit and dit.startswith("load") for dit in morceaux) == 3


def check_ecriture(lots, version):
    suivis = [re.search("changeTrackingMode|= .*", dit)[0] for lot in lots for dit in lot if "hangeTrackingMode" in dit]
    attendus = ["changeTrackingMode", "= TrackAll", "= Off"]
    assert suivis == ([] if version == "1.3" else attendus)
    ecrits = [dit for lot in lots for dit in lot if "InsertText" in dit or ".Style" in dit]
    assert len(ecrits) == 2
    assert ecrits[0].endswith('"Replace")')
    assert ecrits[1].endswith(".Style = IA")


@pytest.mark.parametrize("suivi", ["TrackAll", "TrackMineOnly"])
def test_the_tracking_that_somebody_switched_on_stays(volet, suivi):
    page = open_reformuler(volet, suivi=suivi)
    serve(volet, answer("court", "reformule", "reformule"))
    ask(page)
    page.get_by_role("button", name="Appliquer").click()
    expect(page.locator("main .message.reussite")).to_be_visible()
    assert volet.host("ecrits") == APRES
    assert not any("ChangeTrackingMode =" in dit for lot in volet.batches() for dit in lot)


def test_a_document_without_the_style_receives_it_with_the_words(volet):
    page = open_reformuler(volet, ooxml=paquet(styles=""))
    serve(volet, answer("clair", "reformule", "reformule"))
    ask(page, "Plus clair")
    page.get_by_role("button", name="Appliquer").click()
    expect(page.locator("main .message.reussite")).to_be_visible()
    assert volet.host("ecrits") == []
    racines = [etree.fromstring(inseree) for inseree in volet.host("inseres")]
    assert ["".join(racine.itertext()) for racine in racines] == APRES
    for racine in racines:
        assert [s.get(f"{{{W}}}val") for s in racine.iter(f"{{{W}}}rStyle")] == ["IA"]
        assert [s.get(f"{{{W}}}styleId") for s in racine.iter(f"{{{W}}}style")] == ["IA"]


def test_words_that_no_model_wrote_are_not_marked_as_its_own(volet):
    page = open_reformuler(volet)
    serve(volet, answer("considerants", "reformule", "inchange", redacteur="aucun"))
    ask(page, "Mettre en considérants")
    expect(page.locator("main")).not_to_contain_text("Le modèle a écrit ces phrases")
    expect(page.locator("main li", has_text=AVANT[1])).to_contain_text("Rien à changer.")
    page.get_by_role("button", name="Appliquer").click()
    expect(page.locator("main .message.reussite")).to_be_visible()
    assert not any("Style = IA" in dit for lot in volet.batches() for dit in lot)


def test_nothing_is_offered_to_apply_where_nothing_changed(volet):
    page = open_reformuler(volet)
    serve(volet, answer("corriger", "inchange", "refuse"))
    ask(page, "Corriger")
    expect(page.get_by_text("Le texte reste tel qu’il est.")).to_be_visible()
    expect(page.get_by_role("button", name="Appliquer")).to_have_count(0)


MELANGES = {
    "nothing": ({"selection": []}, "Rien n’est sélectionné"),
    "spaces": ({"selection": [" ", "\t"]}, "Rien n’est sélectionné"),
    "in a table": ({"tableau": True}, "La sélection contient un tableau"),
    "in a cell": ({"corps": "TableCell"}, "La sélection est dans une note, un en-tête ou un pied de page"),
    "in a footnote": ({"corps": "Footnote"}, "La sélection est dans une note"),
    "in a header": ({"corps": "Header"}, "un en-tête ou un pied de page"),
    "across a table": ({"ooxml": paquet("<w:p/><w:tbl><w:tr/></w:tbl><w:p/>")}, "La sélection contient un tableau"),
    "across a footnote": ({"ooxml": paquet("<w:p><w:r><w:footnoteReference/></w:r></w:p>")}, "un appel de note"),
    "a pending change": (
        {"ooxml": paquet("<w:p><w:ins><w:r><w:t>neuf</w:t></w:r></w:ins></w:p>")}, "une modification suivie en attente"),
    "a slot": (
        {"ooxml": paquet('<w:p><w:r><w:rPr><w:rStyle w:val="Emplacementnumero"/></w:rPr></w:r></w:p>')},
        "un emplacement à remplir",
    ),
    "a picture": ({"ooxml": paquet("<w:p><w:r><w:drawing/></w:r></w:p>")}, "une image"),
    "too many": ({"selection": [AVANT[0]] * 21}, "20 paragraphes au plus, de 4 000 caractères"),
    "too long": ({"selection": ["mot " * 1001]}, "La sélection est trop longue"),
}  # fmt: skip


@pytest.mark.parametrize("nom", MELANGES)
def test_a_selection_that_cannot_be_reworded_is_said(volet, nom):
    reglages, dit = MELANGES[nom]
    page = open_reformuler(volet, **reglages)
    demandes = serve(volet, answer("court", "reformule"))
    ask(page)
    expect(page.locator("main .message.erreur")).to_contain_text(dit)
    expect(page.get_by_role("button", name="Plus court", exact=True)).to_be_enabled()
    assert demandes == []


def test_a_protected_document_keeps_its_words_and_its_tracking(volet):
    page = open_reformuler(volet, suivi="Off")
    serve(volet, answer("court", "reformule", "reformule"))
    ask(page)
    page.get_by_role("button", name="Appliquer").wait_for()
    volet.set(refus="AccessDenied")
    page.get_by_role("button", name="Appliquer").click()
    expect(page.locator("main .message.erreur")).to_contain_text("protégé ou en lecture seule")
    assert volet.host("suivi") == "Off"
    expect(page.get_by_role("button", name="Appliquer")).to_be_enabled()


def test_words_that_changed_meanwhile_are_not_replaced(volet):
    page = open_reformuler(volet)
    serve(volet, answer("court", "reformule", "reformule"))
    ask(page)
    page.get_by_role("button", name="Appliquer").wait_for()
    volet.set(selection=["Tout autre chose.", AVANT[1]])
    page.get_by_role("button", name="Appliquer").click()
    expect(page.locator("main .message.erreur")).to_contain_text("Ce texte a changé depuis")
    assert volet.host("ecrits") == []


REFUS = {
    "the model is off": (503, {"detail": "Le modèle de langage ne répond pas."}, "Le modèle de langage ne répond pas."),
    "an older service": (404, {"detail": "Rien ne se trouve à cette adresse."}, "Ce serveur ne reformule pas encore"),
    "too often": (429, {"detail": "Trop de demandes."}, "Trop de demandes."),
}


@pytest.mark.parametrize("nom", REFUS)
def test_what_the_service_refuses_is_said(volet, nom):
    statut, corps, dit = REFUS[nom]
    page = open_reformuler(volet)
    serve(volet, corps, statut)
    ask(page)
    expect(page.locator("main .message.erreur")).to_contain_text(dit)
    expect(page.locator("main .message.erreur")).to_contain_text("Rien n’est reformulé")


def ask_in_vain(volet):
    """Ask a service that never answers."""
    page = open_reformuler(volet)
    page.route("**/api/reformulations", lambda route: None)
    with page.expect_request("**/api/reformulations"):
        ask(page)
    return page


def test_who_waits_may_stop_and_the_service_is_told(volet):
    page = ask_in_vain(volet)
    # The page may say so before the browser has told that the request is gone.
    with page.expect_event("requestfailed") as abandonnee:
        page.get_by_role("button", name="Arrêter").click()
        expect(page.get_by_text("Arrêté : rien n’a changé.")).to_be_visible()
    assert abandonnee.value.failure == "net::ERR_ABORTED"
    expect(page.get_by_role("button", name="Plus court", exact=True)).to_be_enabled()


def test_leaving_the_view_stops_what_was_asked_and_lets_the_selection_go(volet):
    page = ask_in_vain(volet)
    page.get_by_role("button", name="Arrêter").wait_for()
    with page.expect_event("requestfailed") as abandonnee:
        page.get_by_role("button", name="Contrôler").click()
        page.get_by_role("heading", name="Contrôler le document").wait_for()
    assert abandonnee.value.failure == "net::ERR_ABORTED"
    tenus = [libere for libere in volet.host("liberes") if "IntersectWithOrNullObject" in libere]
    assert len(set(tenus)) == 2


def test_the_kind_of_act_goes_along_and_as_much_of_it_as_the_server_takes(volet):
    page = open_reformuler(volet, texte="a" + "é" * 100_000, proprietes={"Minutier Genre": "arrete"})
    demandes = serve(volet, answer("developper", "reformule", "reformule"))
    ask(page, "Développer ces points")
    page.get_by_role("button", name="Ne rien changer").click()
    expect(page.get_by_role("heading", name="Proposition")).to_have_count(0)
    assert [(d["action"], d["genre"], d["acte"]) for d in demandes] == [("developper", "arrete", "a" + "é" * 99_999)]
    assert volet.host("ecrits") == []
