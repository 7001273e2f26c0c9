"""A paragraph beside its point: it says what the point says, no less, no more, and what is to do is not done.

Asked of a model that writes one paragraph per point. In free prose, where points are joined and moved, none of this
could be told by words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.francais.verbes import has_verbe
from server.redacteurs.donnees import cut_mots, fold_texte, read_mots, stem
from server.redacteurs.garde.base import Refus
from server.redacteurs.garde.negation import are_alike, find_negatifs
from server.redacteurs.marques import MARQUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server.redacteurs.marques import Marquage

# Share of the words of the point that its paragraph takes up; words added to it, besides those that make a sentence:
# one for three words of the point. A point of one word (« chauffage ») takes none: a noun beside it is a fact.
_REPRIS_MIN = 0.6
_MOTS_PAR_AJOUT, _AJOUTES_MAX = 3, 3
_LONGUEUR_MIN = 3
_FORME = r"\w{2,}(?:e|i|u|is|it|ert|int)e?s?"
_BORNES = {
    "depuis": re.compile(r"(?<!\w)depuis(?!\w)"),
    "avant": re.compile(r"(?<!\w)(?:avant|au plus tard)(?!\w)"),
    "après": re.compile(r"(?<!\w)après(?!\w)"),
    "jusque": re.compile(r"(?<!\w)jusqu"),
    "dès": re.compile(r"(?<!\w)(?:dès|à (?:partir|compter) d)"),
}
"""What says on which side of a date or a time a thing is: « depuis le 1er mars » is not « à partir du 1er mars »."""
_PERSONNE = re.compile(r"(?<!\w)(?:je|j'|mon|ma|mes|tu|ton|ta|tes)(?!\w)")
_PARTICIPE = re.compile(_FORME)
_ACCOMPLI = re.compile(rf"(?<!\w)(?:a|ont|ai|avons|avez|avait|avaient) (?:deja |bien |ete )*(?!lieu)(?P<p>{_FORME})(?!\w)")


def check_fidelite(paragraphes: Sequence[str], marquage: Marquage) -> tuple[Refus, ...]:
    """Refuse a paragraph that leaves its point, adds to it, drops its negation or says done what is to do.

    Args:
        paragraphes: the marked text, as the model wrote it.
        marquage: the request; with another number of paragraphs than of points, nothing is said.
    """
    points = marquage.demande.points
    if len(paragraphes) != len(points):
        return ()
    neutres = read_mots("neutres") | (read_mots("neutres_lettre") if marquage.demande.sorte == "paragraphes" else set())
    permis = neutres | frozenset(map(stem, cut_mots(MARQUE.sub(" ", marquage.clair))))
    couples = zip(points, paragraphes, strict=True)
    return tuple(
        refus for rang, (point, ecrit) in enumerate(couples, 1) for refus in _check(rang, point, ecrit, permis)
    )


def _check(rang: int, point: str, ecrit: str, permis: frozenset[str]) -> Iterator[Refus]:
    dits, ecrits = _contents(point), _contents(ecrit)
    perdus = [mot for mot in dits if not _is_among(mot, ecrits)]
    ajoutes = [m for m in ecrits if not {m, stem(m)} & permis and not _is_among(m, dits)]
    if len(perdus) > (1 - _REPRIS_MIN) * len(dits) and len(perdus) > 1:
        yield _refus("perdu", rang, "ne reprend pas ce que dit son point", "Reprends les mots de chaque point.", perdus)
    if len(ajoutes) > min(_AJOUTES_MAX, len(dits) // _MOTS_PAR_AJOUT):
        yield _refus("ajout", rang, "ajoute à son point", "N’ajoute rien à ce que dit le point.", ajoutes)
    yield from _check_negation(rang, point, ecrit)
    yield from _check_accompli(rang, point, ecrit)
    yield from _check_bornes(rang, point.lower(), ecrit.lower())


def check_personne(paragraphes: Sequence[str], marquage: Marquage) -> tuple[Refus, ...]:
    """Refuse « je » and « mon » where nobody speaks: only a letter is written by somebody to somebody."""
    if marquage.demande.sorte == "paragraphes":
        return ()
    donnes = set(cut_mots(marquage.clair))
    dits = [m.group() for p in paragraphes for m in _PERSONNE.finditer(fold_texte(p)) if m.group() not in donnes]
    consigne = "Personne ne parle dans ce texte : ni « je », ni « mon »."
    return (
        (Refus("personne", f"Le passage parle à la première personne : « {dits[0]} ».", consigne, dits[0]),)
        if dits
        else ()
    )


def _check_negation(rang: int, point: str, ecrit: str) -> Iterator[Refus]:
    """Refuse the paragraph that denies nothing where its point denies."""
    nies = list(find_negatifs(point))
    if nies and not list(find_negatifs(ecrit)):
        yield _refus(
            "negation_perdue",
            rang,
            "oublie la négation de son point",
            "Une négation ou une exception manque : dites ce que le point nie.",
            [nies[0].extrait],
        )


def _check_accompli(rang: int, point: str, ecrit: str) -> Iterator[Refus]:
    """Refuse « a été versée » where the point says « à verser »: what is to do is not done."""
    mots = cut_mots(MARQUE.sub(" ", point))
    faits = {stem(m) for m in mots if _PARTICIPE.fullmatch(m)}
    for m in _ACCOMPLI.finditer(fold_texte(MARQUE.sub(" ¤ ", ecrit))):
        if stem(m["p"]) not in faits and not any(a in {"a", "ont", "avait", "avaient", "avez"} for a in mots):
            quoi = "dit fait ce que son point ne dit pas fait"
            yield _refus(
                "accompli",
                rang,
                quoi,
                "Ce qui est à faire ou prévu n’est pas fait : garde le temps du point.",
                [m.group()],
            )
            return


def check_verbe(paragraphes: Sequence[str], marquage: Marquage) -> tuple[Refus, ...]:
    """Refuse « Considérant que pas de trottoir »: « que » asks for a verb."""
    if marquage.demande.sorte != "considerants":
        return ()
    consigne = "Après « Considérant que », il faut une phrase avec un verbe conjugué."
    sans = [p for p in paragraphes if not has_verbe(MARQUE.sub("x", p).partition("qu")[2].lstrip("e’' "))]
    return tuple(Refus("verbe", "Un considérant n’a pas de verbe.", consigne, p[:60]) for p in sans[:1])


def _check_bornes(rang: int, point: str, ecrit: str) -> Iterator[Refus]:
    """Refuse « depuis le » for « à partir du », « après » for « avant », and a bound that is lost."""
    changes = [nom for nom, motif in _BORNES.items() if bool(motif.search(point)) != bool(motif.search(ecrit))]
    if changes:
        consigne = "Garde « avant », « après », « depuis », « jusqu’à », « à partir de » comme dans le point."
        yield _refus("borne", rang, "change le moment que donne son point", consigne, changes)


def _contents(texte: str) -> list[str]:
    mots = dict.fromkeys(cut_mots(MARQUE.sub(" ", texte)))
    return [m for m in mots if len(m) >= _LONGUEUR_MIN and m not in read_mots("vides")]


def _is_among(mot: str, autres: Sequence[str]) -> bool:
    """Tell whether another word begins alike: « taille » and « tailler », « accès » and « accessible »."""
    return any(stem(mot) == stem(a) or are_alike(mot, a) for a in autres)


def _refus(code: str, rang: int, quoi: str, consigne: str, mots: Sequence[str]) -> Refus:
    dits = ", ".join(mots[:4])
    return Refus(code, f"Le paragraphe {rang} {quoi} : « {dits} ».", f"Paragraphe {rang} : {consigne}", dits)
