"""Which models does the server serve, and which one is to be asked?"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NoReturn

from server.errors import ReglageInvalide
from server.redacteurs.vllm.connexion import make_client
from server.redacteurs.vllm.flux import insist, name_faults
from server.redacteurs.vllm.incidents import Panne, PanneError
from server.redacteurs.vllm.reglages import Reglages

if TYPE_CHECKING:
    import openai

_DELAI = 10.0
"""Seconds. A list of names waits for no generation."""
_NOMS_MAX, _NOM_MAX = 20, 200
_REGLAGES = {Panne.CLE_REFUSEE: "MINUTIER_VLLM_API_KEY", Panne.MODELE_INCONNU: "MINUTIER_VLLM_MODEL"}
_ETRANGER = "cette adresse n’est pas celle d’un serveur de modèle"


async def find_modele(client: openai.AsyncOpenAI, reglages: Reglages) -> str:
    """Give the name of the model to ask: the one wanted, else the only one that the server lists.

    Raises:
        PanneError: it is not served, several are and none was named, or the server does not say.
    """
    servis = await insist(reglages, lambda: _list_modeles(client, min(_DELAI, reglages.delais.premier)))
    noms = ", ".join(servis[:_NOMS_MAX]) or "aucun"
    if reglages.modele:
        if reglages.modele not in servis:
            raise PanneError(Panne.MODELE_INCONNU, f"le modèle « {reglages.modele} » n’est pas servi ; servis : {noms}")
        return reglages.modele
    if len(servis) != 1:
        raise PanneError(
            Panne.MODELE_INCONNU,
            f"le modèle à utiliser n’est pas nommé (--modele ou réglage MINUTIER_VLLM_MODEL) ; servis : {noms}",
        )
    return servis[0]


async def _list_modeles(client: openai.AsyncOpenAI, delai: float) -> tuple[str, ...]:
    try:
        with name_faults():
            async with asyncio.timeout(delai):
                page = await client.models.list()
            noms = tuple(modele.id for modele in page.data)
    except PanneError as faute:
        if faute.panne in {Panne.MODELE_INCONNU, Panne.ILLISIBLE}:  # the address exists, but lists no models
            raise PanneError(Panne.ILLISIBLE, _ETRANGER) from faute
        raise
    if not all(isinstance(nom, str) and nom.isprintable() and 0 < len(nom) <= _NOM_MAX for nom in noms):
        raise PanneError(Panne.ILLISIBLE, _ETRANGER)
    return noms


def choose_modele(url: str, cle: str = "", voulu: str | None = None) -> str:
    """Give the model to ask, for a command that cannot do without; not from inside a running event loop.

    Raises:
        ReglageInvalide: the server cannot be used, the model is not served, or several are and none was named.
    """
    reglages = Reglages(url, voulu or "", cle)

    async def find() -> str:
        async with make_client(reglages) as client:
            return await find_modele(client, reglages)

    try:
        return asyncio.run(find())
    except PanneError as faute:
        _refuse(url, faute)


def _refuse(url: str, faute: PanneError) -> NoReturn:
    reglage = _REGLAGES.get(faute.panne, "MINUTIER_VLLM_URL")
    lieu = f" ({url})" if reglage == "MINUTIER_VLLM_URL" else ""
    raise ReglageInvalide(reglage, f"{faute.message}{lieu}.") from faute
