"""Say in French where a leaf stands and what it reads, for people who look for it in their document."""

from __future__ import annotations

import json
import re
from typing import Final
from urllib.parse import urlsplit

EXTRAIT: Final = 60
_PAGES: Final = {"defaut": "", "premiere": " de la première page", "paire": " des pages paires"}
_PARTIES: Final = {"tete": "en-tête de page", "pied": "pied de page"}
_SEGMENTS: Final = (
    (re.compile(r"tableau(\d+)"), "tableau {}"),
    (re.compile(r"cadre(\d+)"), "zone de texte {}"),
    (re.compile(r"note(\d+)"), "note {}"),
)
_MARQUES: Final = {
    "barre": "barré",
    "cache": "masqué",
    "exposant": "exposant",
    "indice": "indice",
    "insertion": "inséré",
    "suppression": "supprimé",
}

COMMENTAIRE: Final = "un commentaire est resté dans le document, et partirait avec l’acte : supprimez-le."


def is_distant(cible: str) -> bool:
    """Tell whether a target is of the network; a template of this machine is asked about before it is used."""
    try:
        parties = urlsplit(cible.replace("\\", "/"))
    except ValueError:
        return True
    if parties.scheme not in {"", "file"} and len(parties.scheme) > 1:
        return True
    return bool(parties.netloc) or parties.path.startswith("//")


def name_partie(partie: str) -> str:
    """Name a place of `parcours.Place`: "corps/tableau1/2/3" → « corps, tableau 1, ligne 2, colonne 3 »."""
    tete, *reste = partie.split("/")
    if tete in _PARTIES and reste:
        sorte = _PAGES.get(reste[0], "")
        noms = [_PARTIES[tete].replace(" de page", sorte or " de page")]
        reste = reste[1:]
    else:
        noms = [tete]
    while reste:
        segment = reste.pop(0)
        noms.append(_name_segment(segment))
        if segment.startswith("tableau") and len(reste) >= 2:
            noms.append(f"ligne {reste.pop(0)}, colonne {reste.pop(0)}")
    return ", ".join(noms)


def _name_segment(segment: str) -> str:
    for motif, nom in _SEGMENTS:
        trouve = motif.fullmatch(segment)
        if trouve:
            return nom.format(trouve[1])
    return segment


def name_lieu(partie: str, texte: str) -> str:
    """Name a leaf by its place and its first words."""
    mots = " ".join(texte.split())
    extrait = mots if len(mots) <= EXTRAIT else mots[: EXTRAIT - 1].rstrip() + "…"
    return f"{partie}, « {extrait} »" if extrait else partie


def read_ligne(ligne: str) -> tuple[str, str]:
    """Give the place and the readable text of a line of the canon; the line itself when it is none."""
    try:
        partie, numero, jetons = json.loads(ligne)
        texte = "".join(_say(jeton) for jeton in jetons)
        texte.encode()  # a lone surrogate is no text: nothing could print it
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return "", ligne
    return str(partie), f"{numero} {texte}" if numero else texte


def _say(jeton: list[str]) -> str:
    match jeton:
        case ["texte", texte, marques, lien]:
            dit = "+".join(_MARQUES.get(m, m) for m in marques.split("+")) if marques else ""
            texte = f"[{dit} : {texte}]" if dit else texte
            return f"{texte} (→ {lien})" if lien else texte
        case ["champ", nature, instruction]:
            return f"[champ {instruction or nature}]"
        case ["emplacement", nom]:
            return f"[{nom}]"
        case ["image", empreinte]:
            return f"[image {empreinte[:12]}]"
        case ["note"]:
            return "[note]"
        case ["inconnu", nature, texte]:
            return f"[{nature} : {texte}]"
    raise ValueError("token")
