"""C43: the annexes that the text announces are there, and those that are there are announced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.acte.noeuds import Genre
from server.regles.base import Certitude, Regle, Source
from server.regles.renvois import parse_romain
from server.regles.vue import Ecart, Niveau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.regles.vue import Paragraphe, Vue

_ETIQUETTE = r"(?:n° ?)?(?P<{}>\d{{1,3}}|[ivx]{{1,6}}|[a-h])(?![\w']|\.\d)"
_TITRE = re.compile(r"annexe(?: " + _ETIQUETTE.format("numero") + r")?")
# « bâtiment annexe », « budget annexe », « école annexe » name no annexe of the act.
_CITATION = re.compile(
    r"(?<!\w)(?<!budget )(?<!budgets )(?<!mairie )(?<!batiment )(?<!ecole )(?<!piece )annexes? "
    + _ETIQUETTE.format("premier")
    + r"(?P<suite>(?:(?:, ?| et | a | ou )(?:n° ?)?(?:\d{1,3}|[ivx]{1,6}|[a-h])(?![\w']|\.\d)){0,15})"
)
_ETIQUETTES = re.compile(r"(?P<lien>, ?| et | a | ou )?(?:n° ?)?(?P<numero>\d{1,3}|[ivx]{1,6}|[a-h])(?![\w']|\.\d)")
_ANONYME = re.compile(
    r"(?<!\w)(?:en annexe|ci[ -]annexee?s?|annexee?s? (?:au|a la|aux) presente?s?|(?:l'|la presente |"
    r"par l')annexe(?! (?:n°|\d|[ivx]+\b|[a-h]\b))(?! (?:de|du|des|a la loi|au decret)\b))"
)
_AUTRE_TEXTE = re.compile(
    r" ?,? (?:\([^)]{0,20}\) )?(?:de |du |des |de la |de l'|d'|a la |a l'|au )(?:un |une )?(?:code|decret|loi|"
    "directive|reglement|arrete(?!s? present)|ordonnance|circulaire|instruction|convention|marche|contrat|"
    "plu|plan local)"
)


def _check(vue: Vue) -> Iterator[Ecart]:
    titres = [p for p in vue.corps if p.cle == "titre_annexe"]
    jointes = {_label(p) for p in titres} | _labels_of_pieces(vue)
    citees: set[str] = set()
    anonyme = None
    for p in vue.acte:
        if p.cle in {"titre_annexe", "piece_jointe", "visa"}:
            continue
        for etiquette, debut, fin in _find_citations(p):
            if etiquette not in jointes and etiquette not in citees:
                message = (
                    f"L’annexe {etiquette.upper()} est citée mais n’est pas dans le document : joignez-la ou"
                    " corrigez le renvoi."
                )
                yield Ecart(message, p, debut, fin)
            citees.add(etiquette)
        anonyme = anonyme or next(
            ((p, m) for m in _ANONYME.finditer(p.plie) if not _AUTRE_TEXTE.match(p.plie, m.end())), None
        )
    yield from _check_anonyme(vue, anonyme, jointes)
    if vue.genre is not Genre.NOTE:
        yield from _check_non_citees(titres, citees, anonyme is not None)


def _find_citations(p: Paragraphe) -> Iterator[tuple[str, int, int]]:
    """Find « annexe 2 », « annexes 1 à 3 » that belong to no other text."""
    plie = p.plie
    for m in _CITATION.finditer(plie):
        # « annexé à la présente » is no annexe A: letters are capitals, and no accent stands before them.
        minuscule = p.casse[m.start("premier")].islower() or not p.extract(m.start(), m.end("premier")).isascii()
        if _AUTRE_TEXTE.match(plie, m.end()) or (minuscule and not m["premier"].isdigit()):
            continue
        precedent = 0
        for item in _ETIQUETTES.finditer(plie, m.start("premier"), m.end()):
            etiquette = _normalize(item["numero"])
            if (item["lien"] or "").strip() == "a" and etiquette.isdigit() and precedent:
                for entre in range(precedent + 1, min(int(etiquette), precedent + 50)):
                    yield str(entre), m.start(), m.end()
            precedent = int(etiquette) if etiquette.isdigit() else 0
            yield etiquette, m.start(), m.end()


def _normalize(numero: str) -> str:
    """Write a label in one way: "ii" and "2" are the same annexe, "a" is a letter."""
    if numero.isdigit():
        return str(int(numero))
    return str(parse_romain(numero)) if set(numero) <= set("ivx") else numero


def _label(p: Paragraphe) -> str:
    m = _TITRE.match(f"{p.numero.lower()} {p.plie}".strip())
    return _normalize(m["numero"]) if m and m["numero"] else ""


def _labels_of_pieces(vue: Vue) -> set[str]:
    return {etiquette for p in vue.corps if p.cle == "piece_jointe" for etiquette, _, _ in _find_citations(p)}


def _check_anonyme(vue: Vue, anonyme: tuple[Paragraphe, re.Match[str]] | None, jointes: set[str]) -> Iterator[Ecart]:
    pieces = any(p.cle == "piece_jointe" for p in vue.corps)
    if anonyme is None or jointes or pieces:
        return
    p, m = anonyme
    message = "Le texte annonce une annexe qui n’est pas dans ce document : vérifiez qu’elle lui est jointe."
    yield Ecart.at(p, m, message, Niveau.CONSEIL)


def _check_non_citees(titres: list[Paragraphe], citees: set[str], anonyme: bool) -> Iterator[Ecart]:  # noqa: FBT001 - private, called once
    for p in titres:
        etiquette = _label(p)
        seule = len(titres) == 1 and (anonyme or bool(citees))
        if seule or (etiquette in citees if etiquette else anonyme):
            continue
        nom = f"L’annexe {etiquette.upper()}" if etiquette else "L’annexe"
        yield Ecart.on(
            p,
            f"{nom} n’est citée par aucun article : annoncez-la dans le texte de l’acte, sinon elle n’en fait"
            " pas partie.",
        )


REGLE = Regle(
    code="C43",
    titre="Les annexes annoncées sont jointes, les annexes jointes sont annoncées",
    niveau=Niveau.AVERTISSEMENT,
    quoi="Chaque annexe citée par son numéro est dans le document, et chaque annexe du document est citée dans le"
    " texte.",
    pourquoi="Une annexe que l’acte ne cite pas n’en fait pas partie ; une annexe citée et absente rend l’acte"
    " incomplet.",
    source=Source(
        "Cohérence interne (aucun texte)", "domaine 06, C43 [I] : choix de la maison", Certitude.INTERPRETATION
    ),
    exemple_refuse="ARRÊTE\n\nArticle 1er\n\nLe plan figure en annexe 2.\n\nAnnexe 1\n\nPlan de la déviation",
    exemple_accepte="ARRÊTE\n\nArticle 1er\n\nLe plan figure en annexe 1.\n\nAnnexe 1\n\nPlan de la déviation",
    genres=frozenset({Genre.ARRETE, Genre.DELIBERATION, Genre.NOTE, Genre.INCONNU}),
    verdict=_check,
    limites=(
        "Une annexe sans numéro (« ci-annexé ») peut être un fichier à part : ce n’est qu’un conseil. Les"
        " annexes d’un autre"
        " texte (« annexe 3 de l’arrêté du … ») ne sont pas suivies. Une note n’a pas à citer ses annexes : aucune n’en"
        " est une disposition."
    ),
)
