"""Make and recognise what proves that somebody is signed in. A proof is shown once; only its digest is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fastapi import Request

    from server.settings import Settings

# Recognised by the tools that look for secrets in what is published.
PREFIXE_JETON: Final = "mntr_"
COOKIE: Final = "minutier_session"


def make_secret() -> str:
    """Make a proof that nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


def digest(preuve: str) -> str:
    """Give what is kept of a proof. It has 256 bits of chance: a slow hash would add nothing."""
    return hashlib.sha256(preuve.encode()).hexdigest()


def make_csrf(preuve: str) -> str:
    """Give the token that the pages of this session send back; it follows from the session and tells nothing of it."""
    return hmac.digest(preuve.encode(), b"minutier csrf", "sha256").hex()


def is_csrf(preuve: str, recu: str) -> bool:
    """Tell whether this is the token of this session."""
    return hmac.compare_digest(make_csrf(preuve).encode(), recu.encode())


def is_https(settings: Settings) -> bool:
    """Tell whether users come over TLS."""
    return (settings.url_publique or "").startswith("https://")


def name_cookie(settings: Settings) -> str:
    """Name the cookie of a session: over TLS, browsers hold `__Host-` to this server, this path, TLS alone."""
    return f"__Host-{COOKIE}" if is_https(settings) else COOKIE


def read_jeton(requete: Request) -> str | None:
    """Read the token of an office program."""
    genre, _, jeton = requete.headers.get("authorization", "").partition(" ")
    return jeton.strip() or None if genre.lower() == "bearer" else None


def read_session(requete: Request, settings: Settings) -> str | None:
    """Read the cookie of a browser."""
    return requete.cookies.get(name_cookie(settings)) or None
