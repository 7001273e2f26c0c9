"""What the service bounds, counts, describes, and does not say."""

import json
import logging
import re
import socket
from pathlib import Path

import httpx2
import pytest
from pydantic import SecretStr

from server import limites
from server.app import create_app
from server.metriques import Metriques
from server.settings import Settings
from tests.api.outils import ARRETE, exemple, serving
from tests.redacteurs.serveurs import Serveur, honest, in_turn, stream

RACINE = Path(__file__).resolve().parents[2]
MOT = "Zorglubardine"


# --- weight and pace


@pytest.mark.parametrize(("chemin", "maximum"), [("/brouillons", limites.CORPS_MAX), ("/lint", limites.DOCUMENT_MAX)])
def test_a_body_that_is_too_heavy_is_refused_whatever_it_says_of_itself(alice, chemin, maximum) -> None:
    entetes = {"Content-Type": "application/json"}
    annonce = alice.ask("POST", chemin, 413, content=b" " * (maximum + 1), headers=entetes)
    assert annonce.json()["detail"] == f"Le corps de cette requête ne peut dépasser {maximum // 1024 // 1024} Mio."
    morceaux = (b" " * 65536 for _ in range(maximum // 65536 + 1))
    assert alice.ask("POST", chemin, 413, content=morceaux, headers=entetes).json()["title"] == "Requête trop lourde"


def test_a_file_that_is_too_heavy_is_refused(alice) -> None:
    alice.ask("POST", "/lire", 413, files={"fichier": ("x.txt", b"a" * limites.DOCUMENT_MAX)})


def test_a_body_that_does_not_come_is_not_waited_for(service, alice, monkeypatch) -> None:
    monkeypatch.setattr(limites, "RECEPTION", 0.3)
    hote, port = service.url.removeprefix("http://").split(":")
    with socket.create_connection((hote, int(port)), timeout=30) as prise:
        entetes = f"POST /api/brouillons HTTP/1.1\r\nHost: {hote}\r\nAuthorization: Bearer {alice.jeton}\r\n"
        prise.sendall(f"{entetes}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{".encode())
        assert prise.recv(100).startswith(b"HTTP/1.1 408")


def test_who_asks_too_often_is_told_to_wait_and_nobody_else(reglages) -> None:
    with serving(reglages, limite_requetes=5) as service:
        alice, bruno = service.agent("alice"), service.agent("bruno")
        statuts = [alice.ask("GET", "/modeles", None).status_code for _ in range(7)]
        assert statuts.count(429) >= 1
        refus = next(r for r in (alice.ask("GET", "/modeles", None) for _ in range(5)) if r.status_code == 429)
        assert 1 <= int(refus.headers["retry-after"]) <= 13
        assert refus.json()["title"] == "Trop de demandes"
        bruno.ask("GET", "/modeles")
        assert httpx2.get(f"{service.url}/sante", trust_env=False).status_code == 200


def test_the_memory_of_callers_is_bounded() -> None:
    seaux = limites.Seaux(par_minute=1, nombre=10)
    for rang in range(50):
        assert seaux.take(bytes([rang])) == 0
    assert seaux.take(bytes([49])) > 0
    assert len(seaux) == 10
    assert seaux.take(bytes([0])) == 0


# --- counters


def read_metrics(service, **entetes) -> str:
    reponse = httpx2.get(f"{service.url}/metrics", trust_env=False, headers=entetes)
    assert reponse.status_code == 200, reponse.text
    return reponse.text


def test_what_is_done_is_counted_without_a_name_or_a_text(reglages) -> None:
    faux = stream('{"paragraphes": ["Considérant 12 345 arbres ;", "Considérant le reste ;"]}')
    with Serveur(in_turn(faux, honest)) as modele, serving(reglages, vllm_url=modele.url) as service:
        alice = service.agent()
        brouillon = alice.create({**exemple(), "operation": f"les travaux de {MOT}"})
        redige = alice.draft(brouillon)
        alice.ask("GET", "/brouillons", params={"q": MOT})
        alice.ask("GET", f"/{MOT}", 404)
        mesures = read_metrics(service)
    lignes = {re.sub(r'(?<=\{)processus="\d+",?|,processus="\d+"', "", ligne) for ligne in mesures.splitlines()}
    assert 'minutier_requetes_total{methode="POST",route="/api/brouillons",statut="201"} 1.0' in lignes
    assert 'minutier_redactions_total{issue="finie",redacteur="vllm"} 1.0' in lignes
    assert 'minutier_passages_total{origine="ia"} 1.0' in lignes
    assert 'minutier_jetons_total{sens="ecrits"} 100.0' in lignes
    assert any(ligne.startswith("minutier_incidents_total{") for ligne in lignes)
    assert "minutier_redactions_en_cours{} 0.0" in lignes
    assert 'route="inconnue"' in mesures
    for secret in (MOT, redige["id"], "alice", "Tanneurs"):
        assert secret not in mesures


def test_the_counters_are_for_this_machine_or_for_a_token(service, reglages) -> None:
    read_metrics(service)
    for entete in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
        refus = httpx2.get(f"{service.url}/metrics", trust_env=False, headers={entete: "127.0.0.1"})
        assert refus.status_code == 403
    with serving(reglages, metriques_jeton=SecretStr("un jeton de mesure")) as autre:
        read_metrics(autre, Authorization="Bearer un jeton de mesure", **{"X-Forwarded-For": "10.0.0.1"})
        for entetes in ({}, {"Authorization": "Bearer autre"}, {"Authorization": "é".encode()}):
            assert httpx2.get(f"{autre.url}/metrics", trust_env=False, headers=entetes).status_code == 403


def test_every_counter_is_documented() -> None:
    page = (RACINE / "docs" / "api.md").read_text(encoding="utf-8")
    for famille in Metriques().registre.collect():
        assert famille.name in page


# --- what is not said


def test_no_text_of_an_act_is_ever_logged(reglages, caplog, monkeypatch, capfd) -> None:
    """A word that stands in a saisie, a search, a passage, a document and in the messages of faults."""
    caplog.set_level(logging.DEBUG)
    saisie = {**exemple(), "operation": f"les travaux de {MOT}", "motifs": [f"la rue {MOT} est fermée"]}
    with Serveur(honest) as modele, serving(reglages, vllm_url=modele.url) as service:
        alice = service.agent()
        redige = alice.draft(alice.create(saisie))
        assert MOT in str(redige["acte"])
        chemin = f"/brouillons/{redige['id']}"
        alice.ask("GET", "/brouillons", params={"q": MOT})
        alice.ask("PUT", f"{chemin}/passages/motifs", json={"revision": 2, "paragraphes": [f"Considérant {MOT} ;"]})
        alice.ask("PUT", f"{chemin}/passages/{MOT}", 404, json={"revision": 3, "repli": True})
        alice.ask("POST", f"/modeles/{MOT}/validation", 404, json={"saisie": saisie})
        alice.ask("POST", "/brouillons", 422, json={"modele": 3, "saisie": {MOT: f"\x00{MOT}"}})
        alice.ask("POST", "/lint", json={"texte": MOT})
        alice.ask("POST", "/lire", 422, files={"fichier": (f"{MOT}.pdf", b"%PDF" + MOT.encode())})
        alice.ask("GET", f"{chemin}/fichiers/docx")

        def fail(*_, **__):
            raise RuntimeError(MOT) from KeyError(MOT)

        monkeypatch.setattr("server.brouillons.vue.build_acte", fail)
        panne = alice.ask("GET", f"{chemin}/apercu", 500)
        monkeypatch.setattr("server.brouillons.service.make_recherche", lambda *_: "\ud800" + MOT)
        alice.ask("PUT", chemin, 500, json={"saisie": saisie, "revision": 3})
    sortie = capfd.readouterr()
    assert "panne interne : RuntimeError" in caplog.text
    assert "KeyError" in caplog.text
    assert MOT not in caplog.text + sortie.out + sortie.err + panne.text
    assert alice.jeton not in caplog.text + sortie.out + sortie.err


# --- description


def list_operations():
    description = create_app(Settings()).openapi()
    return [
        (chemin, methode, operation)
        for chemin, operations in description["paths"].items()
        for methode, operation in operations.items()
    ]


def test_every_address_is_described_in_french_with_what_it_may_refuse() -> None:
    for chemin, methode, operation in list_operations():
        nom = f"{methode} {chemin}"
        assert operation.get("summary"), nom
        assert operation.get("description"), nom
        assert operation.get("tags"), nom
        assert not re.search(r"\b(the|Successful Response|Validation Error|list of)\b", operation["description"]), nom
        for statut, reponse in operation["responses"].items():
            assert reponse["description"], nom
            if int(statut) >= 400 and chemin != "/sante":
                assert "application/problem+json" in reponse["content"], f"{nom} {statut}"
        for parametre in operation.get("parameters", []):
            assert parametre.get("description") or parametre["schema"].get("description"), f"{nom} {parametre['name']}"


def test_every_address_of_the_api_is_in_its_guide() -> None:
    page = (RACINE / "docs" / "api.md").read_text(encoding="utf-8")
    for chemin, methode, _ in list_operations():
        motif = re.sub(r"\\\{\w+\\\}", r"\\{?\\w+\\}?", re.escape(chemin))
        assert re.search(rf"`{methode.upper()} {motif}`", page), f"{methode.upper()} {chemin}"


def test_every_body_has_an_example() -> None:
    description = create_app(Settings()).openapi()
    for chemin, methode, operation in list_operations():
        contenu = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if contenu is None:
            continue
        schema = contenu["schema"]
        if "$ref" in schema:
            schema = description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        assert '"examples"' in json.dumps(schema), (methode, chemin)


def test_the_code_of_a_template_in_the_example_exists() -> None:
    from server.brouillons.schemas import NouveauBrouillon  # noqa: PLC0415

    assert NouveauBrouillon.model_fields["modele"].examples == [ARRETE]
