"""Find where an open document stands: its dossier, and what its visa is worth. No UNO here."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from minutier_panneau.reseau import Arret, Client, Refus

SANS_SAISIE = frozenset({404, 409})
"""Somebody else's draft, one that is gone, or whose template has changed: the document speaks for itself."""


class Reperes(NamedTuple):
    """What a document says of itself."""

    dossier: str = ""
    brouillon: str = ""
    vise: bool = False


class Situation(NamedTuple):
    """Where it stands."""

    dossier: dict[str, Any] | None
    verdict: str


def find_situation(
    client: Client, reperes: Reperes, fichier: tuple[str, bytes] | None, arret: Arret | None = None
) -> Situation:
    """Find where a document stands; `fichier` is what it holds, when it carries a visa.

    Raises:
        ErreurReseau: the server does not answer.
    """
    dossier = find_dossier(client, reperes, arret)
    if fichier is None:
        return Situation(dossier, "")
    return Situation(dossier, str(client.send_fichier("/api/verification", *fichier, arret=arret)["etat"]))


def find_dossier(client: Client, reperes: Reperes, arret: Arret | None = None) -> dict[str, Any] | None:
    """Find the dossier that a document names, else the last one of its draft; none when it is not for this account."""
    numero = reperes.dossier
    try:
        if not numero and is_numero(reperes.brouillon):
            elements = client.call("GET", f"/api/dossiers?brouillon={reperes.brouillon}", None, arret)["elements"]
            numero = next((un["id"] for un in elements if un["etat"] != "clos"), "")
        if not is_numero(numero):
            return None
        dossier: dict[str, Any] = client.call("GET", f"/api/dossiers/{numero}", None, arret)
    except Refus:
        return None
    return dossier


def is_numero(texte: str) -> bool:
    """Tell whether a text is the number of something on the server: what a document says ends up in an address."""
    return re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", texte) is not None


def find_constats(client: Client, brouillon: str, nom: str, contenu: bytes, arret: Arret) -> list[dict[str, Any]]:
    """Have the rules read a document; those of a draft of this account know what was typed for it.

    Raises:
        ErreurReseau: refused, silent, or given up.
    """

    def send(chemin: str) -> Any:
        return client.send_fichier(chemin, nom, contenu, arret)

    constats: list[dict[str, Any]]
    if is_numero(brouillon):
        try:
            constats = send(f"/api/brouillons/{brouillon}/controle")
        except Refus as refus:
            if refus.statut not in SANS_SAISIE:
                raise
        else:
            return constats
    (vu,) = send("/api/lint")
    constats = vu["constats"]
    return constats


def check_document(
    client: Client, brouillon: str, nom: str, contenu: bytes, arret: Arret
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Give what the rules find in a document, and the paragraphs that they speak of; both are asked at once.

    Raises:
        ErreurReseau: refused, silent, or given up.
    """
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 -- half of what the panel would read at its start

    with ThreadPoolExecutor(1) as autre:
        lecture = autre.submit(client.send_fichier, "/api/lire", nom, contenu, arret)
        return find_constats(client, brouillon, nom, contenu, arret), lecture.result()
