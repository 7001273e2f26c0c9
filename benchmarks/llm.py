"""What our way to the model costs over a bare client, on the same paced stream of a replayed answer."""

from __future__ import annotations

import asyncio
import statistics
import time

import httpx2

from server.acte.fragments import Origine
from server.redacteurs import Demande
from server.redacteurs.vllm import VLLM, Reglages
from tests.redacteurs.serveurs import Envoi, Requete, Serveur, as_answer, stream, write_honestly

PAIRES = 24
"""Interleaved: a slow moment of the machine weighs on both."""
PAUSE = 0.012
"""Seconds between tokens: 80 tokens a second, a 24B model on one GPU."""
CARACTERES = 4
"""A token of French."""
DEMANDE = Demande(
    "motifs",
    "considerants",
    "motifs",
    (
        "les travaux de renouvellement du réseau d’eau potable durent du 2 au 6 novembre 2026",
        "la chaussée, large de 5,20 m, ne permet pas le croisement des véhicules",
        "l’entreprise a demandé la fermeture de la rue des Tanneurs le 12 octobre 2026",
    ),
)


def measure_llm() -> dict[str, float]:
    """Give the figures of the way to the model.

    Returns:
        `llm_surcout`: median ratio of our whole write (marks, prompt, stream, guard) to a bare read of the same stream;
        `llm_premier_ms`: median delay from the first token on the wire to our first event.
    """
    with Serveur(_replay) as serveur:
        # One loop for all, as in the server: imports and certificates are there once.
        nous, nu, premiers = asyncio.run(_measure(VLLM(Reglages(serveur.url)), serveur))
    surcout = statistics.median(a / b for a, b in zip(nous, nu, strict=True))
    print(f"écrire avec nous {statistics.median(nous) * 1000:8.1f} ms, lire nu {statistics.median(nu) * 1000:8.1f} ms")
    return {"llm_surcout": surcout, "llm_premier_ms": statistics.median(premiers) * 1000}


def _replay(requete: Requete) -> Envoi:
    return stream(as_answer(*write_honestly(requete)), pas=CARACTERES, pause=PAUSE)


async def _measure(modele: VLLM, serveur: Serveur) -> tuple[list[float], list[float], list[float]]:
    nous, nu, retards = [], [], []
    await _write(modele, serveur)
    corps = serveur.demandes[0].brut
    await _read_bare(serveur.url, corps)
    for rang in range(PAIRES):
        for qui in ("nous", "nu") if rang % 2 else ("nu", "nous"):
            if qui == "nu":
                nu.append(await _read_bare(serveur.url, corps))
            else:
                duree, retard = await _write(modele, serveur)
                nous.append(duree)
                retards.append(retard)
    return nous, nu, retards


async def _write(modele: VLLM, serveur: Serveur) -> tuple[float, float]:
    """Write the passage; give how long it took, and how long after the first token the first event came."""
    evenements: list[float] = []
    debut = time.perf_counter()
    (redige,) = await modele.write([DEMANDE], lambda _: evenements.append(time.perf_counter()))
    duree = time.perf_counter() - debut
    if redige.origine is not Origine.IA or redige.essais != 1:
        raise SystemExit(f"La réponse rejouée n’a pas été acceptée : {redige.incidents}")
    # The first piece only says who speaks; the second is the first token.
    return duree, evenements[0] - serveur.ecrits[1]


async def _read_bare(url: str, corps: bytes) -> float:
    """Read the same stream with nothing but the HTTP client: no JSON, no check, no event."""
    debut = time.perf_counter()
    entetes = {"Content-Type": "application/json"}
    async with (
        httpx2.AsyncClient(trust_env=False, verify=False) as client,
        client.stream("POST", f"{url}/v1/chat/completions", content=corps, headers=entetes) as reponse,
    ):
        async for _ in reponse.aiter_lines():
            pass
    return time.perf_counter() - debut
