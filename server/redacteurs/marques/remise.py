"""Put the values back in place of the marks, with the elisions, articles and capitals that they ask for."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from server.acte.fragments import Fragment, Origine
from server.faits.repli import fold
from server.francais.dates import format_periode
from server.francais.elision import a as with_a
from server.francais.elision import de as with_de
from server.francais.elision import takes_elision
from server.francais.typographie import clean
from server.redacteurs.marques.calculs import as_date
from server.redacteurs.marques.modele import MARQUE, Marquage, Nature
from server.redacteurs.marques.voies import article_voie

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.redacteurs.marques.modele import FaitMarque

_M = MARQUE.pattern
_PERIODE = re.compile(rf"(?<!\w)(?P<du>[dD])u (?P<a>{_M}) au (?P<b>{_M})")
_DEVANT = re.compile(
    r"(?:(?<![\w’'])(?P<mot>de la|de l['’]|à la|à l['’]|du|de|d['’]|au|à|la|le|l['’]|que|qu['’])[ \u00a0]?)?"
    rf"(?P<m>{_M})",
    re.IGNORECASE,
)
_PREPOSITIONS = {
    "de la": "de", "de l": "de", "du": "de", "de": "de", "d": "de", "au": "à", "à": "à", "à la": "à", "à l": "à",
    "la": "", "le": "", "l": "",
}  # fmt: skip
_A_ELIDER = re.compile(
    r"(?<![\w’'])(?P<mot>que|de|ne|je|lorsque|puisque|jusque) (?=(?P<suite>[\w’'-]+))", re.IGNORECASE
)
_MOT = re.compile(r"[^\W\d_]{5,}")
_FINALES = " \t\u00a0\u202f;.,:"


def unmark(paragraphe: str, marquage: Marquage) -> tuple[Fragment, ...]:
    """Write an accepted paragraph with the values back in place, ready for the act.

    Elisions and articles follow the values (« d’Anne », « au Havre », « de la rue »), the typography is French, and a
    considérant ends with « ; ». The whole is of origin `ia`: the words are the model's, and a value stands where the
    model put it. A mark that is not in the table is left as it is: `garde.check` refuses it before.
    """
    texte = _MOT.sub(partial(_accent, _find_accents(marquage.clair)), " ".join(paragraphe.split()))
    texte = _A_ELIDER.sub(_elide, put_back(texte, marquage))
    texte = clean(_finish(texte, marquage.demande.sorte))
    return (Fragment(texte, Origine.IA, marquage.demande.nom),)


def _find_accents(clair: str) -> dict[str, str]:
    """Give the accented words of the request by their spelling without accents, but where the last letter changes.

    « marche » may be a verb beside « marché »; « prevenir » can only be « prévenir ».
    """
    mots = {m.lower() for m in _MOT.findall(clair)}
    return {fold(m).plie: m for m in mots if m[-1:] == fold(m).plie[-1:] and m != fold(m).plie}


def _accent(accents: Mapping[str, str], m: re.Match[str]) -> str:
    """Give its accents back to a word that the request writes with them."""
    juste = accents.get(m.group().lower())
    if juste is None:
        return m.group()
    return juste[0].upper() + juste[1:] if m.group()[0].isupper() else juste


def _elide(m: re.Match[str]) -> str:
    """Write « qu’aucun » for « que aucun », which small models forget."""
    return f"{m['mot'][:-1]}’" if takes_elision(m["suite"]) else m.group()


def put_back(texte: str, marquage: Marquage) -> str:
    """Replace the marks of a text by their values, with nothing else changed than what they touch."""
    texte = _PERIODE.sub(lambda m: _say_periode(m, marquage), texte)
    texte = _DEVANT.sub(lambda m: _say(m, marquage), texte)
    return re.sub(r"(?:^|(?<=[.!?] ))[a-zà-öø-ÿ]", lambda m: m.group().upper(), texte)


def _say_periode(m: re.Match[str], marquage: Marquage) -> str:
    """Shorten « du 2 novembre 2026 au 6 novembre 2026 » to « du 2 au 6 novembre 2026 »."""
    faits = [marquage.table.get(m[cote]) for cote in "ab"]
    debut, fin = (as_date(f.valeur) if f and f.nature is Nature.DATE else None for f in faits)
    if debut is None or fin is None or debut >= fin:
        return m.group()
    return m["du"] + format_periode(debut, None, fin, None)[1:]


def _say(m: re.Match[str], marquage: Marquage) -> str:
    fait = marquage.table.get(m["m"])
    if fait is None:
        return m.group()
    mot = m["mot"]
    if mot is None:
        return fait.texte
    ecrit = _join(mot.replace("'", "’"), fait)
    return ecrit[0].upper() + ecrit[1:] if mot[0].isupper() else ecrit


def _join(mot: str, fait: FaitMarque) -> str:
    """Write a small word and the value after it: « d’Anne », « au Havre »."""
    cle = mot.lower().rstrip("’").strip()
    lie = mot + fait.texte if mot.endswith("’") else f"{mot} {fait.texte}"
    if cle in {"que", "qu"}:
        return f"qu’{fait.texte}" if takes_elision(fait.texte) else f"que {fait.texte}"
    if fait.nature is Nature.VOIE and cle in _PREPOSITIONS:
        return article_voie(_PREPOSITIONS[cle], fait.texte, fait.accord) + fait.texte
    if fait.nature is Nature.LIEU and cle in {"de", "d", "à"}:
        return with_a(fait.texte) if cle == "à" else with_de(fait.texte)
    if cle in {"de", "d"} and fait.nature not in {Nature.DATE, Nature.HEURE}:
        # A person's « Le » is a part of the name: « de Le Goff » is never « du Goff ».
        return f"d’{fait.texte}" if takes_elision(fait.texte) else f"de {fait.texte}"
    if cle in {"d", "l"} and not takes_elision(fait.texte):
        return f"{'de' if cle == 'd' else 'le'} {fait.texte}"
    return lie


def _finish(texte: str, sorte: str) -> str:
    """End a paragraph as its kind does, whatever stop the model wrote."""
    if sorte == "considerants":
        return texte.rstrip(_FINALES) + "\u00a0;"
    return texte if texte.endswith((".", "!", "?", "…", ":", ",")) else texte.rstrip(_FINALES) + "."
