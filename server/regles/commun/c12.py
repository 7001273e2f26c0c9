"""C12: one authority from the heading to the signature."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.acte.noeuds import Genre
from server.regles.autorites import list_signatures, parse_qualite, place_of, signature_text
from server.regles.base import Certitude, Regle, Source
from server.regles.vue import Ecart, Niveau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.regles.vue import Paragraphe, Vue

_ARTICLE = {"maire": "le maire", "président": "le président", "préfet": "le préfet"}
_DEBUT = re.compile(r"^(?:pour )?(?:monsieur |madame |m\. |mme )?(?:l[ea] )?(?:maire|presidente?|prefete?)\b")


def _check(vue: Vue) -> Iterator[Ecart]:
    tetes = _list_tetes(vue)
    blocs = list_signatures(vue)
    signe = "\n".join(signature_text(p) for p in blocs).lower()
    chefs_signes = _chefs_of(signe)
    if not tetes or not chefs_signes:
        return
    for tete in tetes:
        chef = parse_qualite(tete.plie).chef
        if chef not in chefs_signes:
            autres = " et ".join(_ARTICLE[c] for c in sorted(chefs_signes))
            message = (
                f"L’acte est pris par {_ARTICLE[chef]} mais signé au nom de : {autres}. Accordez l’autorité de"
                " l’en-tête et"
                " celle de la signature."
            )
            yield Ecart.on(tete, message)
    yield from _check_lieux(tetes, blocs)


def _list_tetes(vue: Vue) -> list[Paragraphe]:
    """Give the lines that name who decides: the heading, and a formula such as « Le maire ARRÊTE »."""
    lignes = [p for p in vue.acte if p.cle in {"autorite", "formule"} or p.ends_with_formule]
    fin = next((p.rang for p in vue.acte if p.cle == "titre_article"), None)
    candidates = [p for p in lignes if (fin is None or p.rang < fin) and _DEBUT.match(p.plie)]
    return [p for p in candidates if parse_qualite(p.plie).chef]


def _chefs_of(signe: str) -> set[str]:
    """Give the executives in whose name the act is signed; none when only an agent or nobody is named."""
    chefs = set()
    for ligne in signe.split("\n"):
        qualite = parse_qualite(ligne)
        if qualite.chef and (not qualite.delegue or qualite.pour):
            chefs.add(qualite.chef)
    return chefs


def _check_lieux(tetes: list[Paragraphe], blocs: tuple[Paragraphe, ...]) -> Iterator[Ecart]:
    """Compare « le maire de X » at both ends: the trace of an act copied from a neighbour."""
    lieux = {place_of(tete.plie) for tete in tetes} - {""}
    for p in blocs:
        lieu = place_of(signature_text(p).lower())
        if lieu and lieux and not any(lieu in autre or autre in lieu for autre in lieux):
            attendu = ", ".join(sorted(lieux))
            message = (
                f"La signature nomme un autre lieu que l’en-tête de l’acte (« {attendu} ») : vérifiez que la"
                " signature ne"
                " vient pas d’un autre acte."
            )
            yield Ecart.on(p, message)


REGLE = Regle(
    code="C12",
    titre="Une seule autorité, de l’en-tête à la signature",
    niveau=Niveau.AVERTISSEMENT,
    quoi=(
        "L’autorité nommée en tête (« Le maire de … »), celle de la formule (« ARRÊTE ») et celle au nom de"
        " qui l’acte est signé"
        " doivent être la même. Le féminin (« La maire », « La présidente ») et la délégation (« Pour le maire et par"
        " délégation ») sont reconnus."
    ),
    pourquoi="Une discordance laisse douter de l’auteur de l’acte et de sa compétence.",
    source=Source(
        "Règles de compétence (aucun article précis)",
        "domaine 06, C12 [M] : de mémoire, à confirmer par un juriste ; jamais une erreur",
        Certitude.MEMOIRE,
    ),
    exemple_refuse="Le maire de Valmoyen,\n\nARRÊTE\n\nLe président,\nPaul MARTIN",
    exemple_accepte=(
        "La maire de Valmoyen,\n\nARRÊTE\n\nPour la maire et par délégation,\nL’adjoint délégué,\nPaul MARTIN"
    ),
    genres=frozenset({Genre.ARRETE}),
    verdict=_check,
    limites="Une signature qui ne nomme aucun exécutif (« L’adjointe déléguée ») n’est pas comparée : voir C09.",
)
