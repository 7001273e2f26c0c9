"""Tell where a request comes from: under which name of the server, from which page, from which address."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from server.reponses import problem
from server.settings import HOTES_LOCAUX

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from server.settings import Settings

# Asked by orchestrators under whatever address the machine has; says nothing that a page of elsewhere could use.
LIBRES: Final = frozenset({"/sante"})


class KnownHosts:
    """Refuse a request that names the server otherwise than its users do.

    A page of elsewhere can have its own name resolve to this machine; its requests then carry that name.
    """

    def __init__(self, app: ASGIApp, hotes: frozenset[str]) -> None:
        self.app = app
        self.hotes = hotes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] == "http" and scope["path"] not in LIBRES:
            hote = read_hote(Headers(scope=scope).get("host", ""))
            if hote not in self.hotes:
                detail = "Minutier n’est pas servi sous ce nom : c’est celui du réglage MINUTIER_URL_PUBLIQUE."
                await problem(400, "Nom de serveur refusé", detail)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def read_hote(entete: str) -> str | None:
    """Read the name in a Host header, without its port; None when it is none."""
    try:
        return urlsplit(f"//{entete}").hostname
    except ValueError:
        return None


def list_hotes(settings: Settings) -> frozenset[str]:
    """Give the names under which this installation is served: this machine's own, and the public one."""
    publique = urlsplit(settings.url_publique).hostname if settings.url_publique else None
    return HOTES_LOCAUX | ({publique} if publique else set())


def is_same_site(requete: Request, settings: Settings, *, exigee: bool) -> bool:
    """Tell whether the page that sends a request is one of ours.

    Args:
        requete: what was received; its Host was checked already.
        settings: what the public address is.
        exigee: whether a request that says nothing of its page is refused: every browser says it when it changes
            anything, an office program does not.
    """
    origine = requete.headers.get("origin")
    if origine is not None:
        hote = requete.headers.get("host", "")
        locale = f"http://{hote}" if read_hote(hote) in HOTES_LOCAUX else None
        return origine.lower() in {settings.url_publique, locale} - {None}
    site = requete.headers.get("sec-fetch-site")
    return not exigee if site is None else site in {"same-origin", "none"}


def find_adresse(requete: Request, settings: Settings) -> str:
    """Give the address of who calls: the last one in X-Forwarded-For that is not a proxy of ours.

    Without MINUTIER_MANDATAIRES it is whoever connects: a header that anybody can write is not believed.
    """
    adresse = requete.client.host if requete.client else ""
    relais = ",".join(requete.headers.getlist("x-forwarded-for")).split(",")
    while relais and _is_mandataire(adresse, settings):
        suivante = relais.pop().strip()
        if not _is_adresse(suivante):
            break
        adresse = suivante
    return adresse


def _is_adresse(texte: str) -> bool:
    try:
        ipaddress.ip_address(texte)
    except ValueError:
        return False
    return True


def _is_mandataire(texte: str, settings: Settings) -> bool:
    return _is_adresse(texte) and any(ipaddress.ip_address(texte) in reseau for reseau in settings.mandataires)


def find_reseau(adresse: str) -> str:
    """Give what one subscriber holds: an IPv4 address, or the /64 network of an IPv6 one."""
    if not _is_adresse(adresse):
        return adresse
    lue = ipaddress.ip_address(adresse)
    if lue.version == 6 and lue.ipv4_mapped is not None:
        return str(lue.ipv4_mapped)
    return adresse if lue.version == 4 else str(ipaddress.ip_network((lue, 64), strict=False))
