"""The grammar of an answer: one paragraph for each point, with the marks of that point, each once, in their order.

What a model cannot write needs no refusal: no figure, no mark of another point, none left out, none made up. Only what
xgrammar compiles at once is used: no bounded repetition of characters (seconds), no control character.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from server.francais.verbes import has_verbe
from server.redacteurs.donnees import fold_texte
from server.redacteurs.garde.negation import find_negatifs
from server.redacteurs.marques import MARQUE, Nature
from server.redacteurs.marques.voisins import find_civilite, find_compte, find_numerote

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
_DEBUTS: Final = {
    "considerants": "Considérant qu(e |’)",
    "consignes": "(Ne (pas|plus) )?[A-ZÀÉÊa-zéèêàâîôûç]+(er|ir|re|oir) ",
}
_FINS: Final = {"considerants": " ;"}
# Words between two marks: those of the point there, twice, and what makes a sentence of it (« Je vous informe que … »).
# Without a bound a small model goes on for ever; a bound on characters would take seconds to compile.
_FOIS, _EN_PLUS = 2, 8
_JETON = re.compile(rf"{MARQUE.pattern}|n°|[^\W\d_]+(?:['’-][^\W\d_]+)*['’]?")
_PETITS: Final = (
    "le", "la", "les", "un", "une", "des", "du", "de", "à", "au", "aux", "en", "dans", "sur", "pour", "par", "avec",
    "et", "est", "sont", "était", "y", "il", "elle", "ils", "elles", "ce", "cette", "ces", "qui", "que", "se", "a lieu",
    "ont lieu", "aura lieu", "il y a", "doit", "doivent", "être",
)  # fmt: skip
_NIANTS: Final = ("ne", "n’y a", "n’est", "ne sont", "n’a", "n’ont")
_NIES: Final = ("pas", "aucun", "aucune", "plus")
_ELIDES: Final = ("l", "d", "s", "qu")
"""What may be put between the words of a point to make a sentence of it; what denies, only where the point denies."""
_TETE: Final = "((Le|La|Les|Un|Une|Des|Il y a|Il est|Ces?|Cette) |[LD]’)?"
_TETES: Final = {
    "paragraphes": "((Je vous (informe|confirme|rappelle|précise) qu(e |’)|Je vous (demande|prie) de |Votre |Vos )|"
    "((Le|La|Les|Un|Une|Des|Il y a|Il est) |[LD]’))?",
    "consignes": "",
}
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
    faire = make_motif_copie if copie else make_motif
    paragraphes = [{"type": "string", "pattern": faire(point, marquage)} for point in points]
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
    debut, fin = _DEBUTS.get(marquage.demande.sorte, ""), _FINS.get(marquage.demande.sorte, "[.]")
    avant, *morceaux = MARQUE.split(point)
    if not morceaux:
        return f"^{debut}{_MOT}( {_MOT}){{0,{_count(point)}}}{fin}$"
    corps, precede = [], avant
    for marque, suite in zip(MARQUE.findall(point), morceaux, strict=True):
        place = _place(marque, precede, suite, point, marquage)
        corps.append(f"{_COLLE}{place}{_SUIVI}( {_MOT}){{0,{_count(suite)}}}")
        precede = suite
    return f"^{debut}({_MOT} ){{0,{_count(avant)}}}{' '.join(corps)}{fin}$"


def make_motif_copie(point: str, marquage: Marquage) -> str:
    """Give the pattern of the paragraph that copies one point, with small words between its own."""
    sorte = marquage.demande.sorte
    nie = any(find_negatifs(point))
    petit = f"(({'|'.join((*_PETITS, *(_NIANTS if nie else ())))}) |({'|'.join(_ELIDES)})[’])"
    jetons = [_copy(jeton, point, marquage) for jeton in _JETON.findall(point)]
    if not jetons:
        return make_motif(point, marquage)
    debut, fin = _DEBUTS.get(sorte, _TETES.get(sorte, _TETE)), _FINS.get(sorte, "[.]")
    if sorte not in _DEBUTS:
        jetons[0] = f"({petit}{{0,2}}{jetons[0]}|{_capitalise(jetons[0])})" if jetons[0][0].isalpha() else jetons[0]
    elif sorte == "considerants" and not has_verbe(MARQUE.sub("x", point)):
        debut = _open_without_verbe(jetons[0])
    else:
        jetons[0] = f"{petit}{{0,3}}{jetons[0]}"
    return f"^{debut}{f'[,:]? {petit}{{0,3}}'.join(jetons)}{fin}$"


def _open_without_verbe(premier: str) -> str:
    """Give how a considérant opens on a point without a verb: « Considérant que » would ask for one."""
    if premier.lower() in _NIES:
        return "Considérant qu’il n’y a "
    article = "l’" if fold_texte(premier)[:1] in "aeiouyh" else "(le|la|les) "
    return f"Considérant ({article}|qu’il y a (une? |des )?)"


def _copy(jeton: str, point: str, marquage: Marquage) -> str:
    if MARQUE.fullmatch(jeton):
        return _place(jeton, "", "", point, marquage)
    return re.sub("['’]", "['’]", jeton)


def _capitalise(motif: str) -> str:
    return motif[0].upper() + motif[1:]


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
