"""Throw documented and undocumented requests at the whole API: no 5xx, no answer that is not documented, and nothing
of somebody else's, ever."""

import re

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from server.app import create_app
from server.settings import Settings
from tests.api.outils import ARRETE, exemple

SECRET_D_ALICE = "Zorglubardine"  # noqa: S105 -- no password: a word that only Alice typed
DESCRIPTION = create_app(Settings()).openapi()
# Signing in is slow on purpose, and locks out who tries at random: it is tested in tests/comptes.
AUTRES = re.compile(r"^/api/(connexion(/jeton)?|deconnexion|moi/mot-de-passe)$")
CHEMINS = sorted(
    (chemin, methode)
    for chemin, operations in DESCRIPTION["paths"].items()
    for methode in operations
    if not AUTRES.match(chemin)
)
CONTROLES = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def make_dossier(agent, brouillon):
    corps = {"brouillon_id": brouillon["id"], "revision": agent.read(brouillon)["revision"]}
    return agent.ask("POST", "/dossiers", 201, json=corps).json()["id"]


def make_commentaire(agent, dossier):
    (version,) = agent.ask("GET", f"/dossiers/{dossier}").json()["versions"]
    corps = {"version": 1, "empreinte": version["canon"], "texte": "Et l’heure ?"}
    return agent.ask("POST", f"/dossiers/{dossier}/commentaires", 201, json=corps).json()["id"]


@pytest.fixture
def decor(service):
    """Give a draft of Bruno's and one of Alice's, both drafted: what the requests may name."""
    alice, bruno = service.agent("alice"), service.agent("bruno")
    d_alice = alice.create({**exemple(), "operation": f"les travaux de {SECRET_D_ALICE}"})
    redaction_d_alice = alice.launch(d_alice, redacteur="aucun")
    alice.hear(redaction_d_alice)
    de_bruno = bruno.create()
    redaction_de_bruno = bruno.launch(de_bruno, redacteur="aucun")
    bruno.hear(redaction_de_bruno)
    dossiers = [make_dossier(alice, d_alice), make_dossier(bruno, de_bruno)]
    return {
        "dossiers": dossiers,
        "commentaires": [make_commentaire(alice, dossiers[0]), make_commentaire(bruno, dossiers[1])],
        "alice": alice,
        "bruno": bruno,
        "brouillon": d_alice,
        "ids": [d_alice["id"], de_bruno["id"]],
        "redactions": [redaction_d_alice, redaction_de_bruno],
    }


@pytest.mark.parametrize(("chemin", "methode"), CHEMINS, ids=[f"{m} {c}" for c, m in CHEMINS])
def test_no_request_gets_an_answer_that_is_not_documented(service, decor, chemin, methode) -> None:
    schema = schemathesis.openapi.from_dict(DESCRIPTION)
    schema.config.update(base_url=service.url)
    operation = schema[chemin][methode.upper()]
    bruno = decor["bruno"]

    @settings(max_examples=12, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
    @given(
        cas=st.one_of(
            operation.as_strategy(),
            operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE),
        ),
        connu=st.booleans(),
        rang=st.integers(0, 1),
    )
    def throw(cas, connu, rang) -> None:
        if connu:
            connus = {"brouillon_id": decor["ids"][rang], "redaction_id": decor["redactions"][rang]}
            connus |= {"dossier_id": decor["dossiers"][rang], "commentaire_id": decor["commentaires"][rang]}
            connus |= {
                "numero": 1,
                "modele": ARRETE,
                "code": ARRETE,
                "nom": "motifs",
                "extension": "docx",
                "exemple": "01",
            }
            cas.path_parameters = {**(cas.path_parameters or {}), **{n: v for n, v in connus.items() if n in chemin}}
        reponse = cas.call(headers={"Authorization": f"Bearer {bruno.jeton}"}, timeout=60)
        cas.validate_response(reponse, checks=CONTROLES)
        assert SECRET_D_ALICE.encode() not in reponse.content
        if connu and rang == 0 and re.search(r"\{(brouillon|redaction|dossier)_id\}", chemin):
            assert reponse.status_code in {400, 401, 404, 405, 406, 422}, reponse.text

    throw()
    garde = decor["alice"].read(decor["brouillon"])
    assert SECRET_D_ALICE in str(garde["saisie"])
    assert garde["revision"] == 2
