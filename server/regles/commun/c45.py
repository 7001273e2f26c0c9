"""C45: the closed world: the model states no fact that it was not given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.faits.ensemble import faits_of
from server.faits.fait import Fait, Genre
from server.regles.base import TOUS, Certitude, Regle, Source
from server.regles.commun.c45_monde import Monde, build_monde
from server.regles.vue import Ecart, Niveau, is_ia

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.regles.vue import Paragraphe, Vue

_NOMS_DE_GENRE = {
    Genre.NOMBRE: "Le nombre",
    Genre.MONTANT: "Le montant",
    Genre.DATE: "La date",
    Genre.JOUR: "Le jour",
    Genre.HEURE: "L’heure",
    Genre.DUREE: "La durée",
    Genre.REFERENCE: "La référence",
    Genre.NOM: "Le nom",
    Genre.VOIE: "La voie",
    Genre.IDENTIFIANT: "L’identifiant",
    Genre.ADRESSE: "L’adresse",
}
_CAPITALE = re.compile(r"(?<![\w'’-])(?:[dDlLnN]')?(?P<mot>[A-ZŒÆ][\w'-]+)")
_DEBUT_DE_PHRASE = re.compile(r"(?:^|[.;:!?«»\n•–] ?(?:- )?|(?<!\w)(?:considerant) )$")
# Capitals that French administrative prose uses by itself.
_INSTITUTIONS = frozenset(
    [
        "etat",
        "republique",
        "france",
        "europe",
        "conseil",
        "constitution",
        "code",
        "considerant",
        "vu",
        "article",
        "annexe",
        "madame",
        "monsieur",
        "mme",
        "mm",
        "ht",
        "ttc",
        "tva",
        "iso",
        "ue",
        "etats",
        "journal",
        "officiel",
        "parlement",
        "senat",
        "assemblee",
        "saint",
        "sainte",
    ]
)


def _check(vue: Vue) -> Iterator[Ecart]:
    ecrits = [(p, spans) for p in vue.paragraphes if (spans := _model_spans(p))]
    if not ecrits:
        return
    monde = build_monde(vue)
    for p, spans in ecrits:
        inconnus = [f for f in faits_of(vue.analyse(p)) if _overlaps(f.debut, f.fin, spans) and not monde.holds(f)]
        for fait in inconnus:
            if not _is_code_of_another(fait, inconnus):
                yield _ecart(p, fait)
        yield from _check_capitales(p, spans, monde, inconnus)


def _model_spans(p: Paragraphe) -> list[tuple[int, int]]:
    return [(z.debut, z.fin) for z in p.zones if is_ia(z.element)]


def _overlaps(debut: int, fin: int, spans: list[tuple[int, int]]) -> bool:
    return any(d < fin and debut < f for d, f in spans)


def _is_code_of_another(fait: Fait, inconnus: list[Fait]) -> bool:
    """Tell whether a code is named only after an article that is pointed at already."""
    return fait.genre is Genre.REFERENCE and any(f.valeur.startswith(f"{fait.valeur}:") for f in inconnus)


def _ecart(p: Paragraphe, fait: Fait) -> Ecart:
    ecrit = p.extract(fait.debut, fait.fin)
    message = (
        f"{_NOMS_DE_GENRE[fait.genre]} « {ecrit} » est dans un passage écrit par le modèle et ne vient pas de"
        " la saisie :"
        " supprimez ce passage, ou ajoutez cette information à la saisie si elle est exacte."
    )
    return Ecart(message, p, fait.debut, fait.fin)


def _check_capitales(p: Paragraphe, spans: list[tuple[int, int]], monde: Monde, faits: list[Fait]) -> Iterator[Ecart]:
    """Point at proper names that no detector knows: a capital inside a sentence, on a word that nobody gave."""
    pris = [(f.debut, f.fin) for f in faits]
    for m in _CAPITALE.finditer(p.casse):
        mot = m["mot"].lower()
        if not _overlaps(m.start(), m.end(), spans) or _overlaps(m.start(), m.end(), pris):
            continue
        if mot in _INSTITUTIONS or monde.knows_word(mot) or _DEBUT_DE_PHRASE.search(p.plie[: m.start()][-14:]):
            continue
        ecrit = p.extract(m.start("mot"), m.end("mot"))
        message = (
            f"« {ecrit} », dans un passage écrit par le modèle, ressemble à un nom propre qui ne vient pas de"
            " la saisie : vérifiez-le"
            " ou supprimez-le."
        )
        yield Ecart(message, p, m.start("mot"), m.end("mot"), Niveau.AVERTISSEMENT)


REGLE = Regle(
    code="C45",
    titre="Le modèle n’ajoute aucun fait",
    niveau=Niveau.ERREUR,
    quoi=(
        "Dans un passage écrit par le modèle, même retouché, chaque nombre, date, montant, durée, nom, voie et"
        " référence vient de la"
        " saisie, de la collectivité, des références du modèle d’acte ou du reste de l’acte."
    ),
    pourquoi=(
        "Un modèle de langue invente avec assurance. Un fait que personne n’a donné ne peut pas fonder une"
        " décision ; le signataire"
        " en répondrait."
    ),
    source=Source(
        "Monde clos (règle de Minutier)", "domaine 06, C45 [I] : contre l’invention", Certitude.INTERPRETATION
    ),
    exemple_refuse="Considérant que les travaux dureront jusqu’au 12 novembre 2026 ;",
    exemple_accepte="Considérant que les travaux dureront plusieurs jours ;",
    genres=TOUS,
    verdict=_check,
    limites=(
        "Le texte tapé par un agent n’est pas contrôlé : il fait partie de ce qui est donné. Un nom propre que"
        " les détecteurs ne"
        " connaissent pas n’est qu’un avertissement. La règle ne voit pas un fait donné mais mal employé."
    ),
)
