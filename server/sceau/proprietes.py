"""The properties of a document, whichever its format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.sceau import proprietes_docx, proprietes_odt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from server.formats.paquet import Paquet


def list_paires(paquet: Paquet, sorte: str) -> list[tuple[str, str]]:
    """Give every property, duplicates included; `sorte` is "docx" or "odt"."""
    return proprietes_docx.list_paires(paquet) if sorte == "docx" else proprietes_odt.list_paires(paquet)


def replace_paires(
    paquet: Paquet, sorte: str, keep: Callable[[str], bool], ajouts: Iterable[tuple[str, str]]
) -> dict[str, bytes]:
    """Give the parts to change so that properties whose name `keep` refuses go, and `ajouts` come."""
    if sorte == "docx":
        return proprietes_docx.replace_paires(paquet, keep, ajouts)
    return proprietes_odt.replace_paires(paquet, keep, ajouts)
