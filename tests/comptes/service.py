"""Run the service in the test, on either database, with accounts to sign in as."""

from dataclasses import dataclass
from typing import Any

import httpx2
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from server.app import create_app
from server.comptes.models import Compte
from server.comptes.service import create_compte
from server.db import transaction
from server.settings import Settings

LOCAL = "http://127.0.0.1"
MOT_DE_PASSE = "cheval agrafe pile"

# The real parameters take a tenth of a second each: tests sign in hundreds of times.
HACHEUR_RAPIDE = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def add_compte(moteur: Engine, identifiant: str = "m.durand", *roles: str, **autres: Any) -> Compte:
    donnees = {
        "identifiant": identifiant,
        "nom": "Durand",
        "prenom": "Marie",
        "roles": roles,
        "mot_de_passe": MOT_DE_PASSE,
    }
    with transaction(moteur) as session:
        return create_compte(session, {**donnees, **autres}, autres.get("collectivite_id"))


def open_client(settings: Settings, url: str = LOCAL, **autres: Any) -> TestClient:
    return TestClient(create_app(settings), base_url=url, raise_server_exceptions=False, **autres)


@dataclass
class Page:
    """A browser that is signed in, and a page of ours in it."""

    client: TestClient
    csrf: str = ""
    origine: str = LOCAL

    def sign_in(self, identifiant: str = "m.durand", mot_de_passe: str = MOT_DE_PASSE) -> httpx2.Response:
        corps = {"identifiant": identifiant, "mot_de_passe": mot_de_passe}
        reponse = self.client.post("/api/connexion", json=corps, headers={"Origin": self.origine})
        self.csrf = reponse.json().get("csrf", "")
        return reponse

    def send(self, methode: str, chemin: str, corps: Any = None, **entetes: str | None) -> httpx2.Response:
        """Send what a page of ours sends; an header that is None is left out."""
        envoyes = {
            "origin": self.origine,
            "x-csrf-token": self.csrf,
            **{n.replace("_", "-"): v for n, v in entetes.items()},
        }
        return self.client.request(
            methode,
            f"/api{chemin}",
            json=corps,
            headers={nom: valeur for nom, valeur in envoyes.items() if valeur is not None},
        )
