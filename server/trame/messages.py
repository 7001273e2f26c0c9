"""Jinja2's syntax errors, in French. Its own words are kept where a message is not known."""

from __future__ import annotations

import re

_JETONS = {
    "end of print statement": "}}",
    "end of statement block": "%}",
    "end of template": "la fin du modèle",
}
_PHRASES = tuple(
    (re.compile(motif), phrase)
    for motif, phrase in (
        (r"Unexpected end of template\..*needs to be closed is '(\w+)'", "« {{% {0} %}} » n’est pas refermé"),
        (r"Encountered unknown tag 'end(\w+)'.*needs to be closed is '(\w+)'",
         "« {{% end{0} %}} » ne ferme rien : c’est « {{% {1} %}} » qui est ouvert"),
        (r"Encountered unknown tag 'end(\w+)'", "« {{% end{0} %}} » ne ferme rien"),
        (r"Encountered unknown tag '(.+?)'", "« {{% {0} %}} » n’existe pas"),
        (r"No filter named '(.+?)'", "le filtre « {0} » n’existe pas"),
        (r"No test named '(.+?)'", "le test « {0} » n’existe pas"),
        (r"unexpected char (['\"])(.+)\1 at", "caractère inattendu : {1}"),
        (r"Expected an expression, got '(.+)'", "une expression manque avant « {0} »"),
        (r"expected token '(.+)', got '(.+)'", "« {0} » est attendu, pas « {1} »"),
        (r"unexpected '(.+)', expected '(.+)'", "« {1} » est attendu, pas « {0} »"),
        (r"unexpected end of template, expected '(.+)'", "« {0} » manque"),
        (r"unexpected '(.+)'", "« {0} » n’a rien à faire là"),
    )
)  # fmt: skip


def translate(message: str | None) -> str:
    """Say in French what Jinja2 found."""
    for motif, phrase in _PHRASES:
        if trouve := motif.search(message or ""):
            return phrase.format(*(_JETONS.get(groupe, groupe) for groupe in trouve.groups()))
    return message or "la syntaxe n’est pas comprise"
