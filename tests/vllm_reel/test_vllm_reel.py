"""The vllm redacteur against a real vLLM: every end that the replayed servers promise is the real one."""

import asyncio
import signal
import time

import httpx2
import pytest
from pydantic import SecretStr

from server.acte.fragments import Origine
from server.catalogue import load_catalogue, load_exemple, validate
from server.charte import load_charte
from server.redacteurs import Demande, Etape
from server.redacteurs.aucun import write_plain
from server.redacteurs.invites import make_messages
from server.redacteurs.marques import mark
from server.redacteurs.vllm import VLLM, Delais, Panne, Reglages
from server.redacteurs.vllm.connexion import make_client
from server.redacteurs.vllm.donnees import make_donnees
from server.redacteurs.vllm.flux import Requete, ask
from server.redacteurs.vllm.grammaire import make_schema
from server.redacteurs.vllm.reponse import parse_reponse
from server.redaction import draft
from server.ressources import find_dossier
from tests.api.outils import serving

pytestmark = pytest.mark.vllm

DELAIS = Delais(connexion=5, premier=90, entre=30, passage=240)
DEMANDE = Demande(
    "motifs",
    "considerants",
    "motifs",
    ("les travaux durent du 2 au 6 novembre 2026", "la chaussée ne permet pas le croisement des véhicules"),
    instruction="Mettez chaque motif en un considérant.",
)
PANNES = frozenset(Panne)


def make_vllm(reel, **reglages):
    return VLLM(Reglages(**({"url": reel.url, "cle": reel.cle, "delais": DELAIS} | reglages)))


def faults(rediges):
    """Give the faults of the server among the incidents; the others are the guard's."""
    return {i.code for r in rediges for i in r.incidents} & PANNES


def assert_complete(redige, demande):
    """Hold a passage to its two ends: accepted words of the model, or the agent's own words and a reason."""
    assert redige.paragraphes
    if redige.origine is not Origine.IA:
        assert redige.paragraphes == write_plain(demande).paragraphes
        assert redige.incidents


def test_words_stream_and_are_what_the_schema_says(reel):
    instants = []

    async def write():
        reglages = Reglages(reel.url, "smollm2", reel.cle, delais=DELAIS)
        async with make_client(reglages) as client:
            messages = make_messages(DEMANDE.instruction, make_donnees(mark(DEMANDE)))
            # The words of the points, copied: a model that knows no French may otherwise write one word for ever.
            requete = Requete("smollm2", messages, make_schema(mark(DEMANDE), copie=True), 400)
            return await ask(client, reglages, requete, lambda _: instants.append(time.monotonic()))

    answer = asyncio.run(write())
    assert parse_reponse(answer.texte)
    assert len(instants) > 10
    assert instants[-1] - instants[0] > 0.05
    assert answer.cout.jetons_invite > 500
    assert 0 < answer.cout.premier_s < answer.cout.total_s


def test_a_passage_ends_and_is_told(reel):
    vus = []
    (redige,) = asyncio.run(make_vllm(reel).write([DEMANDE], vus.append))
    assert_complete(redige, DEMANDE)
    assert redige.essais >= 1
    assert not faults([redige]) - {Panne.TROP_LONG, Panne.ILLISIBLE}
    assert vus[0].etape is Etape.DEBUT
    assert vus[-1].etape in {Etape.ACCEPTE, Etape.REPLI}


def test_eight_acts_at_once(reel):
    catalogue = load_catalogue([find_dossier("templates_actes")])
    charte = load_charte(find_dossier("styles"))
    modele = catalogue.get("arrete_circulation_temporaire")
    saisie = validate(modele, load_exemple(modele, "01").valeur)
    vllm = make_vllm(reel, jetons_max=150)

    async def draft_all():
        return await asyncio.gather(*(draft(modele, saisie, vllm, charte) for _ in range(8)))

    brouillons = asyncio.run(draft_all())
    for brouillon in brouillons:
        assert all(p.essais in {1, 2} for p in brouillon.passages)
        assert not faults(brouillon.passages) - {Panne.TROP_LONG, Panne.ILLISIBLE}
        assert brouillon.acte.corps


def test_more_passages_than_the_server_takes_wait_their_turn(reel):
    demandes = [Demande(f"p{i}", "expose", f"p{i}", (f"Le club numéro {i} demande une aide.",)) for i in range(24)]
    rediges = asyncio.run(make_vllm(reel, concurrence=24, jetons_max=60).write(demandes))
    for redige, demande in zip(rediges, demandes, strict=True):
        assert_complete(redige, demande)
        assert redige.essais >= 1
    assert not faults(rediges) - {Panne.TROP_LONG, Panne.ILLISIBLE}


def test_the_prefix_cache_serves_the_rules_from_the_second_passage_on(reel):
    vllm = make_vllm(reel, jetons_max=40)
    asyncio.run(vllm.write([DEMANDE]))
    avant = reel.metric("prefix_cache_hits_total")
    demandes = [
        Demande(f"p{i}", "expose", f"p{i}", (f"Le club {nom} demande une aide.",)) for i, nom in enumerate("abc")
    ]
    rediges = asyncio.run(vllm.write(demandes))
    assert reel.metric("prefix_cache_hits_total") > avant
    for redige in rediges:
        assert redige.cout.jetons_caches >= 0.6 * redige.cout.jetons_invite > 0


@pytest.mark.parametrize(
    ("reglages", "panne", "message"),
    [
        ({"cle": "fausse"}, Panne.CLE_REFUSEE, "refuse la clé"),
        ({"cle": ""}, Panne.CLE_REFUSEE, "refuse la clé"),
        ({"modele": "gpt-4"}, Panne.MODELE_INCONNU, "servis : smollm2"),
    ],
)
def test_a_wrong_setting_is_told_at_once(reel, reglages, panne, message):
    debut = time.monotonic()
    rediges = asyncio.run(make_vllm(reel, **reglages).write([DEMANDE, DEMANDE]))
    assert time.monotonic() - debut < 10
    for redige in rediges:
        assert [i.code for i in redige.incidents] == [panne]
        assert message in redige.incidents[0].message
        assert_complete(redige, DEMANDE)


def test_a_request_that_the_model_cannot_hold_is_told(reel):
    longue = Demande(
        "x",
        "expose",
        "x",
        tuple(f"Le point {i} " + "dit une chose longue " * 20 for i in range(40)),
        longueur_max=10_000,
    )
    (redige,) = asyncio.run(make_vllm(reel).write([longue]))
    assert_complete(redige, longue)
    assert [i.code for i in redige.incidents] == [Panne.REQUETE_REFUSEE]


def test_the_model_of_the_server_is_learnt(reel):
    vllm = make_vllm(reel, jetons_max=20)
    asyncio.run(vllm.write([DEMANDE]))
    assert vllm.modele == "smollm2"


def test_a_selection_is_reworded_or_left_as_it_was(reel, reglages):
    suite = {
        "vllm_api_key": SecretStr(reel.cle),
        "vllm_delai_premier": DELAIS.premier,
        "vllm_delai_entre": DELAIS.entre,
        "vllm_delai_passage": DELAIS.passage,
    }
    avant = ["La salle des fêtes est fermée le 3 mai 2027.", "Mme Odile Verchère demande une place de marché."]
    with serving(reglages, vllm_url=reel.url, **suite) as service:
        corps = {"action": "clair", "paragraphes": avant, "genre": "note"}
        vu = service.agent().ask("POST", "/reformulations", json=corps, timeout=600).json()
    assert [p["avant"] for p in vu["paragraphes"]] == avant
    for paragraphe, fait in zip(vu["paragraphes"], ("3 mai 2027", "Odile Verchère"), strict=True):
        assert fait in paragraphe["apres"].replace("\u00a0", " ")
        assert (paragraphe["etat"] == "reformule") == (paragraphe["apres"] != paragraphe["avant"])
        assert paragraphe["etat"] != "refuse" or paragraphe["motifs"]


async def leave_in_the_middle(reel):
    commence = asyncio.Event()
    demandes = [Demande(f"p{i}", "expose", f"p{i}", ("a " * 200,), longueur_max=10_000) for i in range(4)]
    tache = asyncio.create_task(make_vllm(reel).write(demandes, lambda _: commence.set()))
    await asyncio.wait_for(commence.wait(), 90)
    en_cours = await asyncio.to_thread(reel.metric, "num_requests_running")
    tache.cancel()
    with pytest.raises(asyncio.CancelledError):
        await tache
    return en_cours


def test_a_client_that_goes_away_stops_the_model(reel):
    assert asyncio.run(leave_in_the_middle(reel)) > 0
    limite = time.monotonic() + 15
    while reel.metric("num_requests_running") + reel.metric("num_requests_waiting") > 0:
        assert time.monotonic() < limite
        time.sleep(0.2)


def hit_in_the_middle(reel, coup):
    """Write; once words come, do something to the server."""
    frappes = []

    async def write():
        def hit(evenement):
            if not frappes and evenement.etape is Etape.DEBUT:
                frappes.append(time.monotonic())
                coup()

        delais = Delais(connexion=5, premier=60, entre=8, passage=100)
        return await make_vllm(reel, modele="smollm2", delais=delais, attente=0.1).write([DEMANDE], hit)

    (redige,) = asyncio.run(write())
    assert frappes, "no word came: nothing was done in the middle of it"
    assert time.monotonic() - frappes[0] < 30
    assert_complete(redige, DEMANDE)
    assert redige.origine is Origine.SAISIE
    return redige


def test_a_server_that_stalls_is_given_up_and_used_again_when_it_goes_on(reel):
    try:
        redige = hit_in_the_middle(reel, lambda: reel.signal(signal.SIGSTOP))
    finally:
        reel.signal(signal.SIGCONT)
    assert redige.incidents[-1].code in {Panne.SILENCE, Panne.LENTEUR}
    (apres,) = asyncio.run(make_vllm(reel, jetons_max=60).write([DEMANDE]))
    assert apres.essais >= 1
    assert not faults([apres]) - {Panne.TROP_LONG, Panne.ILLISIBLE}


def test_a_server_killed_in_the_middle(reel):
    """The last test: nothing serves after it."""
    redige = hit_in_the_middle(reel, lambda: reel.signal(signal.SIGKILL))
    assert redige.incidents[-1].code in {Panne.COUPE, Panne.ERREUR_SERVEUR, Panne.INJOIGNABLE}
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"{reel.url}/health", trust_env=False)
    (redige,) = asyncio.run(make_vllm(reel, attente=0.05).write([DEMANDE]))
    assert [i.code for i in redige.incidents] == [Panne.INJOIGNABLE]
