"""A28: the formula « ARRÊTE » stands once."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from server.acte.noeuds import Genre
from server.regles.base import Certitude, Regle, Source
from server.regles.vue import Ecart, Niveau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.regles.vue import Paragraphe, Vue

# Accents count: « ARRÊTÉ » is a title, « ARRÊTE » the formula; spaced letters (« A R R Ê T E ») are closed up first.
_FORMULE = re.compile(r"(?<!\w)(?:ARR[ÊE]TE(?:NT)?|[Aa]rrêtent|[Aa]rrête)(?:\s+ce qui suit)?\s*:?\s*$")
_DECIDE = re.compile(r"(?<!\w)(?:D[ÉE]CIDE(?:NT)?|[Dd]écident?)(?:\s+ce qui suit)?\s*:?\s*$")
_ESPACEES = re.compile(r"(?<!\w)(?:[A-ZÉÊ] ){4,}[A-ZÉÊ](?!\w)")
_DETERMINANT = re.compile(
    r"(?:pr[ée]sente?|\bl['’]|\bd['’]|\bcet|\bun|\bdu|\bdit|nouvel|projet d['’])\s*$", re.IGNORECASE
)
_DECISION = re.compile(r"(?<!\w)decision(?!\w)")
_PLACES = frozenset({"formule", "autorite", "alinea", "alinea_centre", "considerant", "visa"})


def _check(vue: Vue) -> Iterator[Ecart]:
    formules = _drop_title([p for p in vue.acte if p.cle in _PLACES and _ends_with(p, _FORMULE)], vue)
    if not formules:
        if any(_ends_with(p, _DECIDE) for p in vue.acte) and _DECISION.search(vue.tete):
            return
        yield Ecart.on(
            _first_article(vue), "La formule « ARRÊTE » manque : ajoutez-la, seule sur sa ligne, avant l’article 1er."
        )
    for p in formules[1:]:
        yield Ecart.on(p, "La formule « ARRÊTE » figure plusieurs fois : n’en gardez qu’une, avant l’article 1er.")


def _ends_with(p: Paragraphe, motif: re.Pattern[str]) -> bool:
    texte = unicodedata.normalize("NFC", p.texte)[-60:].replace("\u00a0", " ")
    serre = _ESPACEES.sub(lambda m: m.group().replace(" ", ""), texte)
    m = motif.search(serre)
    # « PRÉSENT ARRETE », « L'ARRETE » in capitals without accent are the noun.
    return m is not None and not _DETERMINANT.search(serre[: m.start()])


def _drop_title(formules: list[Paragraphe], vue: Vue) -> list[Paragraphe]:
    """Leave out « ARRETE » typed without accent as the title of the act, above its visas."""
    debut = next((p.rang for p in vue.acte if p.cle in {"visa", "considerant", "autorite"}), None)
    titres = [
        p for p in formules if debut is not None and p.rang < debut and "Ê" not in unicodedata.normalize("NFC", p.texte)
    ]
    return [p for p in formules if p not in titres] if len(titres) < len(formules) else formules


def _first_article(vue: Vue) -> Paragraphe | None:
    return next(iter(vue.select("titre_article")), None)


REGLE = Regle(
    code="A28",
    titre="Un arrêté porte une seule formule « ARRÊTE »",
    niveau=Niveau.ERREUR,
    quoi="La formule « ARRÊTE » figure une fois, et une seule, entre les considérants et l’article 1er.",
    pourquoi="Elle sépare les motifs de la décision ; sans elle, ou avec deux, on ne sait plus ce qui est décidé.",
    source=Source("Forme des arrêtés (usage)", "domaine 06, A28 [I] : choix de la maison", Certitude.INTERPRETATION),
    exemple_refuse="Vu le code de la route ;\n\nArticle 1er\n\nLe stationnement est interdit.",
    exemple_accepte="Vu le code de la route ;\n\nARRÊTE\n\nArticle 1er\n\nLe stationnement est interdit.",
    genres=frozenset({Genre.ARRETE}),
    verdict=_check,
    limites="Une « décision » du maire peut porter « DÉCIDE » au lieu d’« ARRÊTE ».",
)
