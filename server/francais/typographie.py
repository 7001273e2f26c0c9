from __future__ import annotations

import re

_NBSP = "\u00a0"
# What is copied as it stands: addresses, and figures around a colon (times, ratios).
_PROTEGE = re.compile(
    r"\ue000|https?://\S+|www\.\S+|(?<!\S)[^\s@]+@[^\s@]+\.[^\s@]+|(?<![0-9])[0-9]+:[0-9]+(?::[0-9]+)*"
)
# Stands for a protected part while the rest changes; a text that holds one already has it protected too.
_MARQUE = "\ue000"
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W_]|[«“])")
_ESPACES = re.compile(r"[ \t]*[ \t\u00a0\u202f]+")
_AVANT_DOUBLE = re.compile(r"(?<=[\w»)\]%€°’”\ue000])[ \u202f]*(?=[;!?]+(?:[\s»)]|$))")
_AVANT_DEUX_POINTS = re.compile(r"(?<=[\w»)\]%€°’”\ue000])[ \u202f]*(?=:(?:\s|$))")
_ESPACE_AVANT = re.compile(r"(?<=\S)[ \u202f](?=[;:!?](?:[\s»)]|$)|[€%](?!\w))")
_OUVRANT = re.compile(r"«[ \u00a0\u202f]*(?=\S)")
_FERMANT = re.compile(r"(?<=\S)[ \u00a0\u202f]*»")
_NUMERO = re.compile(r"(?<!\w)([nN])[°º][ \u00a0\u202f]*(?=\w)")


def clean(texte: str) -> str:
    """Give a text the French typography, without changing its sense.

    Typographic apostrophes; a no-break space before « ; : ! ? », inside the guillemets, before € and %, after « n° »;
    single spaces. Figures, addresses, times such as 08:30 and legal references stay as they are. Line breaks too.
    Applied twice, it changes nothing more.
    """
    proteges = iter(_PROTEGE.findall(texte))
    libre = _clean_libre(_PROTEGE.sub(_MARQUE, texte))
    return re.sub(_MARQUE, lambda _: next(proteges), libre)


def _clean_libre(texte: str) -> str:
    texte = _APOSTROPHE.sub("’", texte)
    texte = _ESPACES.sub(_single_space, texte)
    texte = _NUMERO.sub(rf"\1°{_NBSP}", texte)
    texte = _OUVRANT.sub("«" + _NBSP, texte)
    texte = _FERMANT.sub(_NBSP + "»", texte)
    texte = _AVANT_DOUBLE.sub(_NBSP, texte)
    texte = _AVANT_DEUX_POINTS.sub(_NBSP, texte)
    return _ESPACE_AVANT.sub(_NBSP, texte)


def _single_space(m: re.Match[str]) -> str:
    """Keep one space of a run: a no-break one where there was one."""
    blancs = m.group()
    if len(blancs) == 1:
        return " " if blancs == "\t" else blancs
    return next((b for b in blancs if b in "\u00a0\u202f"), " ")
