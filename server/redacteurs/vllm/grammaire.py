"""The grammar of an answer: one paragraph for each point, with the marks of that point, each once, in their order.

What a model cannot write needs no refusal: no figure, no mark of another point, none left out, none made up. Only what
xgrammar compiles at once is used: no bounded repetition of characters (seconds), no control character.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from server.redacteurs.donnees import cut_mots, fold_texte
from server.redacteurs.garde.parente import is_among
from server.redacteurs.marques import MARQUE, Nature
from server.redacteurs.marques.voisins import find_civilite, find_compte, find_numerote
from server.redacteurs.vllm.copie import INFINITIF, give_fin, make_motif_copie

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.redacteurs.marques import Marquage

PARAGRAPHES_MAX: Final = 51
"""One more than the points that a template takes where it says nothing, as the guard allows."""
_LETTRES: Final = "[a-zA-ZÀ-ÖØ-öø-ÿŒœ]+"
_MOT: Final = f"([«(]?{_LETTRES}(['’-]{_LETTRES})*[,:.)]?|n°|[«»:])"
"""A word with its punctuation: no figure, no bracket, no « ; », no dash, with which a small model goes on for ever."""
_COLLE: Final = "([dlnsDLNS]['’]|[qQ]u['’]|[(])?"
_SUIVI: Final = "[,.:)]?"
"""What touches a mark: « l’⟦ORG_1⟧ », « (⟦REF_1⟧) », « ⟦DATE_1⟧, »."""
_DEBUT_CONSIDERANT: Final = "Considérant qu(e |’)"
# Words between two marks: those of the point there, twice, and what makes a sentence of it (« Je vous informe que … »).
# Without a bound a small model goes on for ever; a bound on characters would take seconds to compile.
_FOIS, _EN_PLUS = 2, 8
_INFINITIF = re.compile(rf"(?<![\w’'-]){INFINITIF}(?![\w’'-])")
_GESTES: Final = (
    "Accueillir", "Afficher", "Appeler", "Assurer", "Conserver", "Contacter", "Contrôler", "Couper", "Demander",
    "Déposer", "Éteindre", "Évacuer", "Faire", "Fermer", "Garder", "Informer", "Installer", "Interdire",
    "Laisser", "Lancer", "Limiter", "Maintenir", "Mettre", "Nettoyer", "Noter", "Ouvrir", "Placer",
    "Présenter", "Prévenir", "Prévoir", "Ranger", "Régler", "Remettre", "Remplir", "Rendre", "Réserver",
    "Respecter", "Retirer", "Signaler", "Signer", "Surveiller", "Tenir", "Tester", "Transmettre", "Utiliser",
    "Vérifier",
)  # fmt: skip
_GESTES_SURS: Final = ("Assurer", "Laisser", "Maintenir", "Mettre", "Prévoir", "Respecter", "Utiliser", "Vérifier")
_PERIODE = re.compile(rf"durée du ({MARQUE.pattern}) au ({MARQUE.pattern})")
_JOUR = re.compile(rf"jour de la semaine de ({MARQUE.pattern})")
_JOUR_DATE = re.compile(r"⟦JOUR_[0-9]+⟧ (?=⟦DATE)")


def make_schema(marquage: Marquage, *, copie: bool = False) -> dict[str, Any]:
    """Give the JSON Schema of the answer to a marked request.

    Args:
        marquage: the request.
        copie: the words of each point must be copied in their order; only small words may be put between them. That is
            how a refused passage is asked again: a small model then makes a sentence, and can lose or add nothing.
    """
    points = marquage.demande.points[:PARAGRAPHES_MAX]
    motifs = [(copie and _copy(point, marquage)) or make_motif(point, marquage) for point in points]
    paragraphes = [{"type": "string", "pattern": motif} for motif in motifs]
    return {
        "type": "object",
        "properties": {
            "paragraphes": {
                "type": "array",
                "prefixItems": paragraphes,
                "items": False,
                "minItems": len(paragraphes),
                "maxItems": len(paragraphes),
            }
        },
        "required": ["paragraphes"],
        "additionalProperties": False,
    }


def make_motif(point: str, marquage: Marquage) -> str:
    """Give the pattern of the paragraph that says one point.

    A weekday may stand before its date and a duration after its period: they were computed, and can stand nowhere else.
    """
    sorte = marquage.demande.sorte
    debut, fin = _open(point, sorte), give_fin(sorte)
    avant, *morceaux = MARQUE.split(point)
    if not morceaux:
        return f"^{debut}{_MOT}( {_MOT}){{0,{_count(point)}}}{fin}$"
    corps, precede = [], avant
    for marque, suite in zip(MARQUE.findall(point), morceaux, strict=True):
        place = _place(marque, precede, suite, point, marquage)
        corps.append(f"{_COLLE}{place}{_SUIVI}( {_MOT}){{0,{_count(suite)}}}")
        precede = suite
    return f"^{debut}({_MOT} ){{0,{_count(avant)}}}{' '.join(corps)}{fin}$"


def _open(point: str, sorte: str) -> str:
    """Give how a paragraph opens; a consigne, by an infinitive of its point or of its words, or one that adds little.

    Any word in « er » would do, but a small model then spells one that never ends, or closes what was to be put up.
    """
    if sorte == "considerants":
        return _DEBUT_CONSIDERANT
    if sorte != "consignes":
        return ""
    mots = cut_mots(MARQUE.sub(" ", point))
    siens = [m[0].capitalize() for m in _INFINITIF.finditer(point)]
    parents = [g for g in _GESTES if is_among(fold_texte(g), mots)]
    gestes = dict.fromkeys((*siens, *parents, *_GESTES_SURS))
    return f"(Ne (pas|plus) ({'|'.join(gestes).lower()})|{'|'.join(gestes)}) "


def _copy(point: str, marquage: Marquage) -> str:
    return make_motif_copie(point, marquage, lambda marque: _place(marque, "", "", point, marquage))


def _count(morceau: str) -> int:
    return _FOIS * len(morceau.split()) + _EN_PLUS


def _place(marque: str, avant: str, suite: str, point: str, marquage: Marquage) -> str:
    """Give what may stand for a mark: itself, with what may not leave it.

    That is a civilité, the noun that it numbers (« lot ⟦CODE_1⟧ ») or counts (« ⟦NOMBRE_1⟧ élèves »), and, free to
    stand or not, its weekday before it, its duration after it.
    """
    fait = marquage.table[marque]
    lie = find_civilite(avant) or (find_numerote(avant) if fait.nature is Nature.CODE else "")
    jour = next(
        (f"({f.marque} )?" for f in marquage.table.values() if f.calcul == f"jour de la semaine de {marque}"), ""
    )
    durees = "|".join(_durees(marque, _JOUR_DATE.sub("", point), marquage))
    return "".join(
        (
            re.escape(lie).replace("\\ ", " "),
            jour,
            marque,
            find_compte(fait, suite),
            f"(, soit ({durees}))?" if durees else "",
        )
    )


def _durees(marque: str, point: str, marquage: Marquage) -> Iterator[str]:
    """Give the durations of the period « du … au … » that ends with this mark."""
    for fait in marquage.table.values():
        periode = _PERIODE.match(fait.calcul)
        if periode and periode[2] == marque and f"du {periode[1]} au {marque}" in point and "⟦DUREE" not in point:
            yield fait.marque


def find_formes(marquage: Marquage) -> list[str]:
    """Give the forms in which computed facts may be written: « ⟦JOUR_1⟧ ⟦DATE_1⟧ », « ⟦DATE_2⟧, soit ⟦DUREE_1⟧ »."""
    points = marquage.demande.points
    jours = [(f.marque, m[1]) for f in marquage.table.values() if (m := _JOUR.fullmatch(f.calcul))]
    formes = [f"{jour} {date}" for jour, date in jours if any(date in point for point in points)]
    return formes + [
        f"{marque}, soit {duree}"
        for point in points
        for marque in MARQUE.findall(point)
        for duree in _durees(marque, _JOUR_DATE.sub("", point), marquage)
    ]
