"""C42: articles are numbered without gap and references inside the act lead somewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.acte.noeuds import Genre
from server.regles.base import Certitude, Regle, Source
from server.regles.renvois import find_renvois, is_hierarchique, is_unique, parse_titre
from server.regles.vue import Ecart, Niveau

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server.regles.renvois import Cle
    from server.regles.vue import Paragraphe, Vue

_MODIFICATIF = re.compile(r"modifi|complet|abrog|avenant|rapport(?:e|ant)|remplac|retir|rectif")


def _check(vue: Vue) -> Iterator[Ecart]:
    titres = [(p, cle) for p in _list_titres(vue) if (cle := parse_titre(p)) is not None]
    if any(is_hierarchique(p) for p in vue.select("titre_article")):
        return
    yield from _check_suite(titres)
    yield from _check_renvois(vue, {cle for _, cle in titres})


def _list_titres(vue: Vue) -> Iterator[Paragraphe]:
    """Give the headings of the act's own articles: those of a text that it quotes between « » are not."""
    cite = 0
    for p in vue.acte:
        if p.cle == "titre_article" and cite <= 0:
            yield p
        cite = max(0, cite + p.casse.count("«") - p.casse.count("»"))


def _check_suite(titres: Sequence[tuple[Paragraphe, Cle]]) -> Iterator[Ecart]:
    uniques = [p for p, _ in titres if is_unique(p)]
    if uniques and len(titres) > 1:
        yield Ecart.on(
            uniques[0], "« Article unique » ne peut pas côtoyer d’autres articles : numérotez-les 1er, 2, 3…"
        )
        return
    attendu: Cle = (1, "")
    vus: set[Cle] = set()
    for p, cle in titres:
        if cle == (1, "") and cle in vus:
            yield Ecart.on(
                p,
                "La numérotation recommence à l’article 1er : donnez un titre d’annexe au second texte, ou"
                " renumérotez.",
            )
            vus = set()
        elif cle in vus:
            yield Ecart.on(p, f"Deux articles portent le numéro {_name(cle)} : renumérotez-les.")
        elif cle != attendu and not _follows(cle, attendu):
            yield Ecart.on(
                p, f"La numérotation saute : l’article {_name(attendu)} était attendu ici, on lit {_name(cle)}."
            )
        vus.add(cle)
        attendu = (cle[0] + 1, "")


def _follows(cle: Cle, attendu: Cle) -> bool:
    """Tell whether « 3 bis » stands after article 3."""
    return bool(cle[1]) and cle[0] == attendu[0] - 1


def _name(cle: Cle) -> str:
    numero = "1er" if cle[0] == 1 else str(cle[0])
    return f"{numero} {cle[1]}".strip()


def _check_renvois(vue: Vue, connus: set[Cle]) -> Iterator[Ecart]:
    if not connus:
        return
    modificatif = bool(_MODIFICATIF.search(vue.tete))
    for p in (
        *vue.dispositif,
        *vue.select("mention_recours", "mention_publicite", "mention_execution", "mention_notification"),
    ):
        if p.cle == "titre_article" and parse_titre(p) is None:
            continue
        for renvoi in find_renvois(_without_heading(p)):
            titre = not any(c.isalpha() for c in p.plie[: max(0, p.plie.rfind("article", 0, renvoi.debut))])
            if titre or renvoi.cle in connus or p.is_quoted(renvoi.debut) or (modificatif and not renvoi.present):
                continue
            message = (
                f"Le renvoi à l’article {_name(renvoi.cle)} ne mène à aucun article de cet acte : corrigez-le ou"
                " nommez le texte visé."
            )
            yield Ecart(message, p, renvoi.debut, renvoi.fin)


def _without_heading(p: Paragraphe) -> str:
    """Blank the number of a heading, so that « Article 7 » is no reference to itself."""
    if p.cle != "titre_article":
        return p.plie
    m = re.match(r"(?:article|art\.?) ?\S+", p.plie)
    return " " * m.end() + p.plie[m.end() :] if m else p.plie


REGLE = Regle(
    code="C42",
    titre="Les articles se suivent et les renvois aboutissent",
    niveau=Niveau.ERREUR,
    quoi=(
        "Les articles portent les numéros 1er, 2, 3… sans saut ni doublon (« 3 bis » peut suivre 3) ; un renvoi interne"
        " (« à l’article 4 ») mène à un article de l’acte."
    ),
    pourquoi="Un renvoi qui n’aboutit pas rend une disposition inapplicable ; un saut laisse croire qu’un article"
    " manque.",
    source=Source(
        "Cohérence interne (aucun texte)", "domaine 06, C42 [I] : choix de la maison", Certitude.INTERPRETATION
    ),
    exemple_refuse="ARRÊTE\n\nArticle 1er\n\nLe stationnement est interdit.\n\nArticle 3\n\nLe maire est chargé de"
    " l’exécution.",
    exemple_accepte="ARRÊTE\n\nArticle 1er\n\nLe stationnement est interdit.\n\nArticle 2\n\nLe maire est chargé de"
    " l’exécution.",
    genres=frozenset({Genre.ARRETE, Genre.DELIBERATION, Genre.INCONNU}),
    verdict=_check,
    limites=(
        "Les renvois à un autre texte (« article 5 du décret … », « article 2 de la convention ») ne sont pas"
        " suivis ; dans un"
        " acte modificatif, seuls les renvois « du présent arrêté » le sont. Une numérotation hiérarchique"
        " (2.1) n’est pas jugée."
    ),
)
