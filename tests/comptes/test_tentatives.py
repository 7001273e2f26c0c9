import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from server.comptes.models import Tentative
from server.comptes.tentatives import DELAI_MAX, OUBLI, SEUIL_ADRESSE, SEUIL_COMPTE, forgive, make_cles, reserve
from server.db import now, transaction
from server.errors import TropDeDemandes
from server.provenance import find_adresse, find_reseau
from server.settings import Settings
from tests.comptes.service import add_compte

CLES = make_cles("m.durand", "192.0.2.1")


def try_once(moteur, maintenant, cles=CLES):
    """Count a try; give the seconds to wait when it is refused."""
    try:
        with transaction(moteur) as session:
            reserve(session, cles, maintenant)
    except TropDeDemandes as refus:
        return refus.attente
    return 0


def wait_out(moteur):
    """Make every delay end now."""
    with transaction(moteur) as session:
        for ligne in session.scalars(select(Tentative)):
            ligne.bloque_jusqu_a = now() - timedelta(seconds=1)


def test_five_tries_then_a_delay_that_says_how_long(page):
    statuts = [page.sign_in(mot_de_passe="faux").status_code for _ in range(SEUIL_COMPTE)]
    assert statuts == [401] * SEUIL_COMPTE
    reponse = page.sign_in()
    assert (reponse.status_code, reponse.json()["title"]) == (429, "Trop de demandes")
    assert 1 <= int(reponse.headers["Retry-After"]) <= 30
    assert reponse.json()["detail"].startswith("Trop d’essais : recommencez dans ")


def test_an_unknown_name_is_slowed_down_like_a_known_one(page):
    statuts = [page.sign_in("personne").status_code for _ in range(SEUIL_COMPTE + 1)]
    assert statuts == [401] * SEUIL_COMPTE + [429]


def test_it_survives_a_restart_and_holds_on_every_worker(page, ouvrir):
    for _ in range(SEUIL_COMPTE):
        page.sign_in(mot_de_passe="faux")
    assert ouvrir().sign_in().status_code == 429


def test_the_delay_grows_up_to_its_end(moteur):
    moment, attentes = now(), []
    for _ in range(SEUIL_COMPTE + 8):
        attente = try_once(moteur, moment)
        while attente:
            attentes.append(attente)
            moment += timedelta(seconds=attente)
            attente = try_once(moteur, moment)
    assert attentes == [30, 60, 120, 240, 480, 900, 900, 900]
    assert attentes[-1] == DELAI_MAX.total_seconds()


def test_a_refused_try_does_not_make_the_delay_longer(moteur):
    moment = now()
    for _ in range(SEUIL_COMPTE):
        try_once(moteur, moment)
    assert [try_once(moteur, moment + timedelta(seconds=10)) for _ in range(3)] == [20, 20, 20]


def test_the_right_password_after_the_delay_clears_the_account(page, moteur):
    for _ in range(SEUIL_COMPTE):
        page.sign_in(mot_de_passe="faux")
    wait_out(moteur)
    assert page.sign_in().status_code == 200
    statuts = [page.sign_in(mot_de_passe="faux").status_code for _ in range(SEUIL_COMPTE)]
    assert statuts == [401] * SEUIL_COMPTE


def test_the_fifth_try_may_be_the_right_one(page):
    for _ in range(SEUIL_COMPTE - 1):
        page.sign_in(mot_de_passe="faux")
    assert page.sign_in().status_code == 200


def test_one_address_that_tries_many_names_is_slowed_down(moteur):
    moment = now()
    attentes = [try_once(moteur, moment, make_cles(f"nom{n}", "192.0.2.1")) for n in range(SEUIL_ADRESSE + 1)]
    assert attentes == [0] * SEUIL_ADRESSE + [30]
    assert try_once(moteur, moment, make_cles("autre", "192.0.2.2")) == 0


def test_signing_in_oneself_does_not_clear_what_one_tried_on_others(moteur):
    moment = now()
    for n in range(SEUIL_ADRESSE - 1):
        try_once(moteur, moment, make_cles(f"nom{n}", "192.0.2.1"))
        moi = make_cles("moi", "192.0.2.1")
        try_once(moteur, moment, moi)
        with transaction(moteur) as session:
            forgive(session, moi)
    assert try_once(moteur, moment, make_cles("x", "192.0.2.1")) == 0
    assert try_once(moteur, moment, make_cles("y", "192.0.2.1")) == 30


def test_what_nobody_followed_up_is_forgotten(moteur):
    moment = now()
    for _ in range(SEUIL_COMPTE):
        try_once(moteur, moment)
    moment += OUBLI + timedelta(seconds=1)
    assert [try_once(moteur, moment) for _ in range(SEUIL_COMPTE)] == [0] * SEUIL_COMPTE
    assert try_once(moteur, moment) == 30


def test_tries_sent_at_once_are_all_counted(moteur):
    """Two workers, eight threads: as many pass as if they came one after the other."""
    moment, passes, fautes = now(), [], []
    pret = threading.Barrier(8, timeout=60)

    def attack():
        try:
            pret.wait()
            passes.extend(try_once(moteur, moment) == 0 for _ in range(3))
        except Exception as erreur:  # noqa: BLE001 -- shown by the assertion below
            fautes.append(erreur)

    fils = [threading.Thread(target=attack) for _ in range(8)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=120)
    assert fautes == []
    assert (len(passes), sum(passes)) == (24, SEUIL_COMPTE)


# --- who calls


def call(pair, relais=None):
    entetes = {"x-forwarded-for": relais} if relais else {}
    liste = [relais] if relais else []
    return SimpleNamespace(
        client=SimpleNamespace(host=pair), headers=SimpleNamespace(get=entetes.get, getlist=lambda _: liste)
    )


@pytest.mark.parametrize(
    ("mandataires", "pair", "relais", "attendue"),
    [
        ("", "192.0.2.7", "203.0.113.9", "192.0.2.7"),
        ("10.0.0.0/8", "192.0.2.7", "203.0.113.9", "192.0.2.7"),
        ("10.0.0.0/8", "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.0/8", "10.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.0/8", "10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.0/8", "10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.0/8", "10.0.0.1", "10.0.0.9", "10.0.0.9"),
        ("::1", "::1", "2001:db8::5", "2001:db8::5"),
    ],
)
def test_only_a_proxy_of_ours_says_who_calls(mandataires, pair, relais, attendue):
    assert find_adresse(call(pair, relais), Settings(mandataires=mandataires)) == attendue


@pytest.mark.parametrize(
    ("adresse", "attendu"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
    ],
)
def test_one_subscriber_is_one_network(adresse, attendu):
    assert find_reseau(adresse) == attendu


def test_each_agent_behind_the_proxy_has_their_own_count(ouvrir, moteur):
    add_compte(moteur)
    page = ouvrir(mandataires=Settings(mandataires="127.0.0.0/8").mandataires)
    page.client._transport.client = ("127.0.0.1", 5000)  # noqa: SLF001 -- who the application sees connecting
    moment = now()
    for n in range(SEUIL_ADRESSE):
        try_once(moteur, moment, make_cles(f"nom{n}", "203.0.113.9"))
    page.client.headers["X-Forwarded-For"] = "203.0.113.9"
    assert page.sign_in().status_code == 429
    page.client.headers["X-Forwarded-For"] = "203.0.113.10"
    assert page.sign_in().status_code == 200
