"""Drafting with a replayed model: what the stream tells, resumed anywhere, called off, and nothing left half-done."""

import contextlib
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from server.db import now, transaction
from server.redactions.models import EvenementRedaction, Redaction
from tests.api.outils import exemple, serving
from tests.attente import wait_for
from tests.ports import gone_url
from tests.redacteurs.serveurs import Envoi, Serveur, as_answer, honest, in_turn, paced, stream

# Slow enough to be caught in the middle, fast enough to end.
LENT = paced(0.05, pas=6)
SANS_FIN = paced(0.2, pas=1)


@contextlib.contextmanager
def with_model(reglages, script, **delais):
    with Serveur(script) as serveur, serving(reglages, vllm_url=serveur.url) as service:
        atelier = service.app.state.atelier
        atelier.delais = replace(atelier.delais, **delais)
        yield service, serveur


def count(service, genre) -> int:
    with transaction(service.app.state.moteur, ecriture=False) as session:
        return session.scalar(select(func.count()).select_from(genre))


def test_words_are_shown_as_they_come_and_the_passage_is_the_model_s(reglages) -> None:
    with with_model(reglages, LENT) as (service, _):
        alice = service.agent()
        brouillon = alice.create()
        with alice.listen(alice.launch(brouillon)) as evenements:
            vus = [next(evenements)]
            while vus[-1].donnees.get("etape") != "jeton":
                vus.append(next(evenements))
            assert alice.read(brouillon)["redaction_en_cours"]
            vus += evenements
    assert [e.id for e in vus] == sorted({e.id for e in vus})
    prevus = [e.donnees.get("passages") for e in vus if e.genre == "etape"]
    assert prevus == [None, [{"nom": "motifs", "libelle": "Motifs de fait"}], None]
    etapes = [e.donnees["etape"] for e in vus if e.genre == "passage"]
    assert (etapes[0], etapes[-1]) == ("debut", "accepte")
    assert set(etapes[1:-1]) == {"jeton"}
    assert [e.genre for e in vus[-2:]] == ["constats", "fin"]
    texte = "".join(e.donnees["texte"] for e in vus if e.genre == "passage")
    assert "la tranchée" in texte
    assert "⟦" not in texte


def test_what_the_model_wrote_is_said_in_the_draft_and_the_file(reglages) -> None:
    with with_model(reglages, honest) as (service, _):
        alice = service.agent()
        redige = alice.draft(alice.create())
        page = alice.ask("GET", f"/brouillons/{redige['id']}/apercu").text
        # The words that were shown while they came are kept no longer than the drafting.
        with transaction(service.app.state.moteur, ecriture=False) as session:
            assert not session.scalars(select(EvenementRedaction).where(EvenementRedaction.provisoire)).all()
    (passage,) = redige["passages"]
    assert (passage["origine"], passage["essais"], passage["incidents"]) == ("ia", 1, [])
    origines = {f["origine"] for bloc in redige["acte"]["blocs"] for f in bloc["fragments"]}
    assert "ia" in origines
    assert 'class="ia"' in page
    assert "vllm (essai)" in page


def test_a_model_that_is_away_costs_nothing_but_its_words(reglages) -> None:
    with serving(reglages, vllm_url=gone_url()) as service:
        alice = service.agent()
        evenements = alice.hear(alice.launch(brouillon := alice.create()))
        redige = alice.read(brouillon)
    assert [e.donnees["etape"] for e in evenements if e.genre == "passage"] == ["repli"]
    assert redige["passages"][0]["origine"] == "saisie"
    assert redige["passages"][0]["incidents"][0]["code"] == "injoignable"
    assert "IA-REPLI" in [constat["code"] for constat in redige["constats"]]


def test_a_refused_passage_is_asked_again_and_said(reglages) -> None:
    faux = stream(as_answer("Considérant la chute de 12 345 arbres ;", "Considérant le reste ;"))
    with with_model(reglages, in_turn(faux, honest)) as (service, _):
        alice = service.agent()
        evenements = alice.hear(alice.launch(brouillon := alice.create()))
        (passage,) = alice.read(brouillon)["passages"]
    etapes = [e.donnees["etape"] for e in evenements if e.genre == "passage" and e.donnees["etape"] != "jeton"]
    assert etapes == ["debut", "refuse", "debut", "accepte"]
    assert (passage["origine"], passage["essais"]) == ("ia", 2)
    assert passage["incidents"]


def test_one_does_without_the_model_where_one_wishes(reglages) -> None:
    with with_model(reglages, honest) as (service, serveur):
        alice = service.agent()
        redige = alice.draft(alice.create(), redacteur="aucun")
        assert serveur.demandes == []
    assert redige["passages"][0]["origine"] == "saisie"


def test_without_a_model_one_cannot_ask_for_it(service, alice) -> None:
    brouillon = alice.create()
    corps = {"revision": 1, "redacteur": "vllm"}
    refus = alice.ask("POST", f"/brouillons/{brouillon['id']}/redaction", 422, json=corps).json()
    assert refus["fautes"] == [{"champ": "redacteur", "raison": "cette installation n’a pas de modèle de langage"}]


# --- one passage


def test_one_passage_is_written_again_and_the_others_stay(reglages) -> None:
    reponses = in_turn(honest, honest, honest, honest, honest)
    with with_model(reglages, reponses) as (service, serveur):
        alice = service.agent()
        brouillon = alice.create(exemple("courrier_reponse"), "courrier_reponse")
        avant = alice.draft(brouillon, redacteur="aucun")
        noms = [p["nom"] for p in avant["passages"]]
        corps = {"revision": avant["revision"], "redacteur": "vllm"}
        chemin = f"/brouillons/{brouillon['id']}/passages/{noms[0]}/redaction"
        redaction = alice.ask("POST", chemin, 202, json=corps).json()["redaction"]
        assert alice.hear(redaction)[-1].genre == "fin"
        apres = alice.read(brouillon)
        assert len(serveur.demandes) == 1
    assert [p["nom"] for p in apres["passages"]] == noms
    assert apres["passages"][0]["origine"] == "ia"
    assert apres["passages"][1:] == avant["passages"][1:]


def test_a_passage_of_an_act_that_is_out_of_date_is_not_written_again(alice) -> None:
    brouillon = alice.create()
    alice.draft(brouillon)
    alice.ask("PUT", f"/brouillons/{brouillon['id']}", json={"saisie": {}, "revision": 2})
    refus = alice.ask("POST", f"/brouillons/{brouillon['id']}/passages/motifs/redaction", 409, json={"revision": 3})
    assert refus.json()["detail"] == "La saisie a changé depuis la rédaction : rédigez d’abord l’acte entier."


def test_a_passage_of_the_model_changed_by_hand_stays_the_model_s_until_it_is_replaced(reglages) -> None:
    with with_model(reglages, honest) as (service, _):
        alice = service.agent()
        brouillon = alice.create()
        textes = alice.draft(brouillon)["passages"][0]["paragraphes"]
        chemin = f"/brouillons/{brouillon['id']}/passages/motifs"

        def edit(revision, paragraphes):
            alice.ask("PUT", chemin, json={"revision": revision, "paragraphes": paragraphes})
            return alice.read(brouillon)["passages"][0]

        assert edit(2, textes)["origine"] == "ia"
        retouche = edit(3, [textes[0].replace("la tranchée", "la large tranchée"), textes[1]])
        assert retouche["origine"] == "ia_retouchee"
        assert edit(4, ["Considérant l’avis rendu hier par notre commission ;"])["origine"] == "agent"
        assert edit(5, textes)["origine"] == "ia"


# --- resumed


def test_a_stream_is_taken_up_after_the_last_event(alice) -> None:
    redaction = alice.launch(alice.create(), redacteur="aucun")
    tous = alice.hear(redaction)
    for depuis in range(len(tous)):
        assert alice.hear(redaction, depuis) == tous[depuis:]
    fini = alice.ask("GET", f"/redactions/{redaction}/evenements", 204, headers={"Last-Event-ID": str(len(tous))})
    assert fini.content == b""
    assert alice.hear(redaction) == tous


def test_a_listener_that_comes_back_misses_nothing_that_matters(reglages) -> None:
    with with_model(reglages, LENT) as (service, _):
        alice = service.agent()
        redaction = alice.launch(brouillon := alice.create())
        with alice.listen(redaction) as evenements:
            dernier = next(e for e in evenements if e.donnees.get("etape") == "jeton")
        suite = alice.hear(redaction, dernier.id)
        assert suite[0].id > dernier.id
        assert suite[-1].genre == "fin"
        assert alice.read(brouillon)["passages"][0]["origine"] == "ia"


def test_several_listen_at_once(reglages) -> None:
    with with_model(reglages, LENT) as (service, _):
        alice = service.agent()
        redaction = alice.launch(alice.create())
        with alice.listen(redaction) as premiers, alice.listen(redaction) as seconds:
            un, deux = list(premiers), list(seconds)
    assert un[-1] == deux[-1]
    assert un[-1].genre == "fin"


# --- called off, interrupted


def test_drafting_that_is_called_off_leaves_the_draft_as_it_was(reglages) -> None:
    with with_model(reglages, SANS_FIN) as (service, serveur):
        alice = service.agent()
        redaction = alice.launch(brouillon := alice.create())
        with alice.listen(redaction) as evenements:
            next(e for e in evenements if e.donnees.get("etape") == "jeton")
            alice.ask("DELETE", f"/redactions/{redaction}", 204)
            dernier = list(evenements)[-1]
        assert (dernier.genre, dernier.donnees["title"]) == ("erreur", "Rédaction annulée")
        assert dernier.donnees["detail"] == "La rédaction a été annulée."
        assert serveur.partis.wait(30), "the model server still generates for nobody"
        lu = alice.read(brouillon)
        assert (lu["etat"], lu["revision"], lu["redaction_en_cours"]) == ("saisie", 1, None)
        alice.ask("DELETE", f"/redactions/{redaction}", 204)
        alice.draft(brouillon, redacteur="aucun")


def test_drafting_that_nobody_listens_to_stops(reglages) -> None:
    with with_model(reglages, SANS_FIN) as (service, serveur):
        alice = service.agent()
        redaction = alice.launch(brouillon := alice.create())
        with alice.listen(redaction) as evenements:
            next(e for e in evenements if e.donnees.get("etape") == "jeton")
        atelier = service.app.state.atelier
        atelier.delais = replace(atelier.delais, ecoute=timedelta(seconds=5))
        assert serveur.partis.wait(30), "the model server still generates for nobody"
        dernier = alice.hear(redaction)[-1]
        assert dernier.donnees["detail"] == "La rédaction a été annulée : personne ne l’écoutait plus."
        assert alice.read(brouillon)["etat"] == "saisie"


def test_drafting_goes_on_as_long_as_somebody_listens(reglages) -> None:
    with with_model(reglages, paced(0.3, pas=6), ecoute=timedelta(seconds=12)) as (service, _):
        alice = service.agent()
        evenements = alice.hear(alice.launch(alice.create()))
    assert evenements[-1].genre == "fin"


def test_a_draft_that_is_deleted_stops_its_drafting(reglages) -> None:
    with with_model(reglages, SANS_FIN) as (service, serveur):
        alice = service.agent()
        brouillon = alice.create()
        with alice.listen(alice.launch(brouillon)) as evenements:
            next(e for e in evenements if e.donnees.get("etape") == "jeton")
            alice.ask("DELETE", f"/brouillons/{brouillon['id']}", 204)
            list(evenements)
        assert serveur.partis.wait(30)
        wait_for(lambda: service.app.state.atelier.en_cours == 0)
        assert (count(service, Redaction), count(service, EvenementRedaction)) == (0, 0)


def test_a_draft_is_drafted_once_at_a_time_and_not_edited_meanwhile(reglages) -> None:
    with with_model(reglages, SANS_FIN) as (service, _):
        alice = service.agent()
        brouillon = alice.create()
        alice.draft(brouillon, redacteur="aucun")
        redaction = alice.launch({**brouillon, "revision": 2})
        chemin = f"/brouillons/{brouillon['id']}"
        for methode, adresse, corps in (
            ("POST", "/redaction", {"revision": 2}),
            ("POST", "/passages/motifs/redaction", {"revision": 2}),
            ("PUT", "/passages/motifs", {"revision": 2, "repli": True}),
        ):
            refus = alice.ask(methode, chemin + adresse, 409, json=corps).json()
            assert refus["redaction"] == redaction
        # What is typed is kept meanwhile, and the act will say that it is out of date.
        alice.ask("PUT", chemin, json={"saisie": {**exemple(), "operation": "le bal"}, "revision": 2})
        alice.ask("DELETE", f"/redactions/{redaction}", 204)


def test_what_is_typed_while_the_model_writes_is_kept(reglages) -> None:
    with with_model(reglages, LENT) as (service, _):
        alice = service.agent()
        brouillon = alice.create()
        with alice.listen(alice.launch(brouillon)) as evenements:
            next(e for e in evenements if e.genre == "passage")
            saisie = {**exemple(), "operation": "le bal"}
            alice.ask("PUT", f"/brouillons/{brouillon['id']}", json={"saisie": saisie, "revision": 1})
            fin = list(evenements)[-1]
        lu = alice.read(brouillon)
    assert fin.donnees["revision"] == lu["revision"] == 3
    assert lu["saisie"]["operation"] == "le bal"
    assert lu["perime"]
    assert "le bal" not in str(lu["acte"])


def test_a_service_that_stops_says_so_and_drafting_can_be_asked_again(reglages) -> None:
    with Serveur(SANS_FIN) as serveur:
        with serving(reglages, vllm_url=serveur.url) as service:
            alice = service.agent()
            brouillon = alice.create()
            redaction = alice.launch(brouillon)
            wait_for(lambda: serveur.demandes)
            jeton = alice.jeton
        assert serveur.partis.wait(30)
        with serving(reglages, vllm_url=serveur.url) as service:
            alice = replace_agent(service, jeton)
            dernier = alice.hear(redaction)[-1]
            assert dernier.donnees["title"] == "Rédaction interrompue"
            alice.draft(brouillon, redacteur="aucun")


def replace_agent(service, jeton):
    """Give somebody who has an account already."""
    agent = service.agent("autre")
    agent.jeton = jeton
    return agent


def test_a_process_that_died_is_found_out(service, alice) -> None:
    """As after kill -9: the drafting is under way, and nobody has said so for a while."""
    brouillon = alice.create()
    redaction = alice.launch(brouillon, redacteur="aucun")
    alice.hear(redaction)
    with transaction(service.app.state.moteur) as session:
        ligne = session.scalars(select(Redaction)).one()
        ligne.etat, ligne.vu_le = "en_cours", now() - timedelta(seconds=20)
    assert alice.read(brouillon)["redaction_en_cours"] is None
    dernier = alice.hear(redaction)[-1]
    assert dernier.donnees["detail"].startswith("La rédaction a été interrompue par l’arrêt du service.")
    alice.draft({**brouillon, "revision": 2})


def test_drafting_that_its_process_never_began_is_begun_by_whoever_listens(service, alice, monkeypatch) -> None:
    atelier = service.app.state.atelier
    start = atelier.start
    monkeypatch.setattr(atelier, "start", lambda _: None)
    redaction = alice.launch(brouillon := alice.create(), redacteur="aucun")
    monkeypatch.setattr(atelier, "start", start)
    assert alice.hear(redaction)[-1].genre == "fin"
    assert alice.read(brouillon)["etat"] == "redige"


def test_a_fault_of_ours_ends_the_stream_without_a_word_of_it(service, alice, monkeypatch, caplog) -> None:
    def fail(*_):
        raise RuntimeError("le texte secret")

    monkeypatch.setattr("server.redactions.travail.list_demandes", fail)
    redaction = alice.launch(brouillon := alice.create(), redacteur="aucun")
    dernier = alice.hear(redaction)[-1]
    assert dernier.donnees == {
        "type": "about:blank",
        "title": "Erreur interne",
        "status": 500,
        "detail": "Le détail est dans le journal du serveur.",
    }
    assert "RuntimeError" in caplog.text
    assert "secret" not in caplog.text
    monkeypatch.undo()
    alice.draft(brouillon)


@pytest.mark.parametrize("limite", [1, 3])
def test_who_asks_for_too_much_drafting_is_told_to_wait(reglages, limite) -> None:
    with serving(reglages, limite_redactions=limite) as service:
        alice, bruno = service.agent("alice"), service.agent("bruno")
        brouillon = alice.create()
        for _ in range(limite):
            brouillon = alice.draft(brouillon)
        corps = {"revision": brouillon["revision"]}
        refus = alice.ask("POST", f"/brouillons/{brouillon['id']}/redaction", 429, json=corps)
        assert refus.headers["retry-after"] == "60"
        bruno.draft(bruno.create())


def test_nobody_listens_to_more_than_windows_can_show(reglages, monkeypatch) -> None:
    monkeypatch.setattr("server.redactions.endpoints.ECOUTES_MAX", 2)
    with with_model(reglages, SANS_FIN) as (service, _), contextlib.ExitStack() as pile:
        alice = service.agent()
        redaction = alice.launch(alice.create())
        for _ in range(2):
            next(pile.enter_context(alice.listen(redaction)))
        alice.ask("GET", f"/redactions/{redaction}/evenements", 429)
        pile.close()
        wait_for(lambda: not service.app.state.atelier.ecoutes)
        with alice.listen(redaction) as evenements:
            next(evenements)


def test_silence_is_filled_so_that_no_proxy_cuts_it(reglages, monkeypatch) -> None:
    monkeypatch.setattr("server.redactions.ecoute.COMMENTAIRE", 0.2)
    suite = threading.Event()
    muet = Envoi(morceaux=[suite, b""])
    with with_model(reglages, in_turn(muet, honest)) as (service, _):
        alice = service.agent()
        redaction = alice.launch(alice.create())
        entetes = {"Authorization": f"Bearer {alice.jeton}"}
        with alice.client.stream("GET", f"/api/redactions/{redaction}/evenements", headers=entetes) as reponse:
            lignes = reponse.iter_lines()
            for _ in range(2):
                next(ligne for ligne in lignes if ligne == ": en cours")
            suite.set()
            assert "event: fin" in list(lignes)
