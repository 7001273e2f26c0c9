"""Mail that says that an act waits: to whom it waits for, never what it is about, and in nobody's way."""

import pytest

from server.courriel import Courriel, Facteur
from server.settings import Settings
from tests.dossiers.outils import edit, open_mairie
from tests.dossiers.relais import open_relais


def settings_of(relais, **suite):
    return {"smtp_serveur": "127.0.0.1", "smtp_port": relais.port, "smtp_securite": "aucune", **suite}


@pytest.mark.parametrize("reglages", ["sqlite"], indirect=True)
def test_each_is_told_what_waits_for_them_and_nothing_of_the_act(reglages) -> None:
    with (
        open_relais() as relais,
        open_mairie(
            reglages,
            **settings_of(relais, smtp_expediteur="minutier@ville.fr", url_publique="https://minutier.ville.fr"),
        ) as mairie,
    ):
        # The service is asked at its own address here: what it calls itself is for the mail alone.
        alice = mairie.person("alice", "redacteur", courriel="alice@ville.fr")
        julie = mairie.person("julie", "relecteur_juridique", courriel="julie@ville.fr")
        mairie.person("sourd", "relecteur_juridique")
        mairie.person("maire", "elu", courriel="maire@ville.fr")
        dossier = alice.send()
        relais.wait(1)
        vue = julie.see(dossier)
        julie.do(dossier, "ouverture", 204, **vue)
        julie.do(dossier, "renvoi", **vue, raison="Le secret Zorglub manque.")
        relais.wait(1)
        alice.submit(dossier)
        relais.wait(1)
        julie.approve(dossier)
        relais.wait(1)
        mairie.personnes["maire"].approve(dossier)
        relais.wait(1)
    assert [m["To"] for m in relais.messages] == [
        "julie@ville.fr",
        "alice@ville.fr",
        "julie@ville.fr",
        "maire@ville.fr",
        "alice@ville.fr",
    ]
    assert [m["Subject"] for m in relais.messages] == [
        "Minutier : un arrêté attend votre relecture",
        "Minutier : un arrêté vous est renvoyé, avec un motif",
        "Minutier : un arrêté attend votre relecture",
        "Minutier : un arrêté attend votre relecture",
        "Minutier : un arrêté est validé",
    ]
    for message in relais.messages:
        assert message["From"] == "minutier@ville.fr"
        assert message["Auto-Submitted"] == "auto-generated"
        texte = message.get_content()
        assert f"https://minutier.ville.fr/#/dossier/{dossier['id']}" in texte
        tout = message.as_string() + texte
        assert not any(mot in tout for mot in ("Tanneurs", "Zorglub", "eau potable", "Arrêté portant"))


@pytest.mark.parametrize("reglages", ["sqlite"], indirect=True)
def test_nobody_is_told_what_they_did_nor_twice(reglages) -> None:
    with open_relais() as relais, open_mairie(reglages, **settings_of(relais)) as mairie:
        alice = mairie.person("alice", "redacteur", courriel="alice@ville.fr")
        bruno = mairie.person("bruno", "redacteur", courriel="bruno@ville.fr")
        julie = mairie.person("julie", "relecteur_juridique", courriel="julie@ville.fr")
        mairie.person("karim", "relecteur_juridique", courriel="karim@ville.fr")
        mairie.person("maire", "elu", courriel="maire@ville.fr")
        dossier = alice.make()
        # A version of one's own, and what one hands to oneself, are no news.
        alice.deposit(dossier, edit(alice.file(dossier), ("eau potable", "eau de source")))
        alice.do(dossier, "transmission", 204, quoi="dossier", compte_id=alice.id)
        alice.do(dossier, "transmission", 204, quoi="dossier", compte_id=bruno.id)
        relais.wait(1)
        bruno.submit(dossier)
        relais.wait(2)
        # Corrected by a reviewer, it waits for the other one alone.
        julie.deposit(dossier, edit(julie.file(dossier), ("eau de source", "eau potable")))
        relais.wait(1)
        karim = mairie.personnes["karim"]
        lu = karim.read_all(dossier)
        for _ in range(3):
            karim.do(dossier, "visa", **lu)
        relais.wait(1)
        mairie.personnes["maire"].approve(dossier)
        relais.wait(1)
    assert [
        (m["To"].partition("@")[0], m["Subject"].removeprefix("Minutier : un arrêté ")) for m in relais.messages
    ] == [
        ("bruno", "vous est remis"),
        ("julie", "attend votre relecture"),
        ("karim", "attend votre relecture"),
        ("karim", "attend votre relecture"),
        ("maire", "attend votre relecture"),
        ("bruno", "est validé"),
    ]


@pytest.mark.parametrize("reglages", ["sqlite"], indirect=True)
def test_a_relay_that_is_down_stops_nothing(reglages, caplog) -> None:
    with open_relais() as relais:
        port = relais.port
    with open_mairie(reglages, smtp_serveur="127.0.0.1", smtp_port=port, smtp_securite="aucune") as mairie:
        alice = mairie.person("alice", "redacteur")
        mairie.person("julie", "relecteur_juridique", courriel="julie@ville.fr")
        mairie.person("maire", "elu")
        assert alice.send()["etat"] == "en_relecture"
    assert "le relais ne répond pas (ConnectionRefusedError)" in caplog.text
    assert "julie" not in caplog.text


def test_a_relay_that_says_nothing_is_given_up(monkeypatch, caplog) -> None:
    monkeypatch.setattr("server.courriel.DELAI", 0.2)
    with open_relais(muet=True) as relais:
        facteur = Facteur(Settings(**settings_of(relais)))
        facteur.post([Courriel("julie@ville.fr", "Sujet", "Corps")])
        facteur.close()
    assert "le relais ne répond pas" in caplog.text


def test_one_that_is_refused_does_not_keep_the_others_back(caplog) -> None:
    with open_relais(refuses=frozenset({"partie@ville.fr"})) as relais:
        facteur = Facteur(Settings(**settings_of(relais)))
        facteur.post([Courriel(a, "Sujet", "Corps") for a in ("partie@ville.fr", "julie@ville.fr")])
        facteur.close()
    assert [m["To"] for m in relais.messages] == ["julie@ville.fr"]
    assert "refusé par le relais" in caplog.text
    assert "partie@ville.fr" not in caplog.text


def test_a_line_that_is_to_be_protected_is_not_used_in_clear(caplog) -> None:
    with open_relais() as relais:
        facteur = Facteur(Settings(**settings_of(relais, smtp_securite="starttls")))
        facteur.post([Courriel("julie@ville.fr", "Sujet", "Corps")])
        facteur.close()
    assert relais.messages == []
    assert "le relais ne répond pas (SMTPNotSupportedError)" in caplog.text


def test_without_a_relay_nothing_is_sent() -> None:
    facteur = Facteur(Settings())
    facteur.post([Courriel("julie@ville.fr", "Sujet", "Corps")])
    facteur.close()
