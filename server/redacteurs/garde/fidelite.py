"""A paragraph beside its point: it says what the point says, no less, no more, and what is to do is not done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.francais.verbes import has_verbe
from server.redacteurs.donnees import cut_mots, fold_texte, read_mots, stem
from server.redacteurs.garde.base import Refus
from server.redacteurs.garde.negation import are_alike
from server.redacteurs.marques import MARQUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server.redacteurs.garde.base import Examen

# Share of the words of the point that its paragraph takes up.
_REPRIS_MIN = 0.5
# Words added to the point, besides those that make a sentence: one for two words of the point. A point of one word
# (« chauffage ») takes none: a noun beside it is a fact.
_MOTS_PAR_AJOUT = 2
_LONGUEUR_MIN = 3
_BORNES = {
    "depuis": re.compile(r"(?<!\w)depuis(?!\w)"),
    "avant": re.compile(r"(?<!\w)(?:avant|au plus tard)(?!\w)"),
    "après": re.compile(r"(?<!\w)après(?!\w)"),
    "jusque": re.compile(r"(?<!\w)jusqu"),
    "dès": re.compile(r"(?<!\w)(?:dès|à (?:partir|compter) d)"),
}
"""What says on which side of a date or a time a thing is: « depuis le 1er mars » is not « à partir du 1er mars »."""
_PERSONNE = re.compile(r"(?<!\w)(?:je|j'|mon|ma|mes|tu|ton|ta|tes)(?!\w)")
_FORME = r"\w{2,}(?:e|i|u|is|it|ert|int)e?s?"
_PARTICIPE = re.compile(_FORME)
_AUXILIAIRES = "a|ont|ai|avons|avez|avait|avaient"
_ACCOMPLI = re.compile(rf"(?<!\w)(?:{_AUXILIAIRES}) (?:deja |bien |ete )*(?!lieu)(?P<p>{_FORME})(?!\w)")


def check_fidelite(examen: Examen) -> Iterator[Refus]:
    """Refuse a paragraph that leaves its point or adds to it."""
    neutres = read_mots("neutres")
    if examen.marquage.demande.sorte == "paragraphes":
        neutres |= read_mots("neutres_lettre")
    permis = neutres | examen.radicaux_donnes
    for rang, (point, ecrit) in enumerate(examen.couples, 1):
        dits, ecrits = _contents(point), _contents(ecrit)
        perdus = [mot for mot in dits if not _is_among(mot, ecrits)]
        ajoutes = [m for m in ecrits if not {m, stem(m)} & permis and not _is_among(m, dits)]
        if len(perdus) > max(1, (1 - _REPRIS_MIN) * len(dits)):
            yield _refus("perdu", rang, "ne reprend pas ce que dit son point", "reprends les mots du point.", perdus)
        if len(ajoutes) > len(dits) // _MOTS_PAR_AJOUT:
            yield _refus("ajout", rang, "ajoute à son point", "n’ajoute rien à ce que dit le point.", ajoutes)


def check_bornes(examen: Examen) -> Iterator[Refus]:
    """Refuse « depuis » for « à partir du », « après » for « avant », and a bound that is lost."""
    for rang, (point, ecrit) in enumerate(examen.couples, 1):
        lus = point.lower(), ecrit.lower()
        changes = [nom for nom, motif in _BORNES.items() if len({bool(motif.search(texte)) for texte in lus}) > 1]
        if changes:
            consigne = "garde « avant », « après », « depuis », « jusqu’à », « à partir de » comme dans le point."
            yield _refus("borne", rang, "change le moment que donne son point", consigne, changes)


def check_accompli(examen: Examen) -> Iterator[Refus]:
    """Refuse « a été versée » where the point says « à verser »: what is to do is not done."""
    for rang, (point, ecrit) in enumerate(examen.couples, 1):
        mots = cut_mots(MARQUE.sub(" ", point))
        faits = {stem(m) for m in mots if _PARTICIPE.fullmatch(m)}
        if set(mots) & set(_AUXILIAIRES.split("|")):
            continue
        for m in _ACCOMPLI.finditer(fold_texte(MARQUE.sub(" ¤ ", ecrit))):
            if not any(are_alike(m["p"], fait) for fait in faits):
                consigne = "ce qui est à faire ou prévu n’est pas fait : garde le temps du point."
                yield _refus("accompli", rang, "dit fait ce que son point ne dit pas fait", consigne, [m.group()])
                break


def check_personne(examen: Examen) -> Iterator[Refus]:
    """Refuse « je » and « mon » where nobody speaks: only a letter is written by somebody to somebody."""
    if examen.marquage.demande.sorte == "paragraphes":
        return
    dits = [m.group() for m in _PERSONNE.finditer(fold_texte(examen.libre)) if m.group() not in examen.mots_donnes]
    if dits:
        consigne = "Personne ne parle dans ce texte : ni « je », ni « mon »."
        yield Refus("personne", f"Le passage parle à la première personne : « {dits[0]} ».", consigne, dits[0])


def check_verbe(examen: Examen) -> Iterator[Refus]:
    """Refuse « Considérant que pas de trottoir »: « que » asks for a verb."""
    for ecrit in examen.paragraphes if examen.marquage.demande.sorte == "considerants" else ():
        tete, lien, suite = MARQUE.sub("x", ecrit).replace("'", "’").partition("que ")
        if lien and tete.strip() == "Considérant" and not has_verbe(suite):
            consigne = "Après « Considérant que », il faut une phrase avec un verbe conjugué."
            yield Refus("verbe", "Un considérant n’a pas de verbe.", consigne, ecrit[:60])


def _contents(texte: str) -> list[str]:
    mots = dict.fromkeys(cut_mots(MARQUE.sub(" ", texte)))
    return [m for m in mots if len(m) >= _LONGUEUR_MIN and m not in read_mots("vides")]


def _is_among(mot: str, autres: Sequence[str]) -> bool:
    """Tell whether another word begins alike: « taille » and « tailler », « accès » and « accessible »."""
    return any(stem(mot) == stem(a) or are_alike(mot, a) for a in autres)


def _refus(code: str, rang: int, quoi: str, consigne: str, mots: Sequence[str]) -> Refus:
    dits = ", ".join(mots[:4])
    return Refus(code, f"Le paragraphe {rang} {quoi} : « {dits} ».", f"Au paragraphe {rang}, {consigne}", dits)
