"""A paragraph beside its point: it says what the point says, no less, no more, and what is to do is not done."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from server.francais.verbes import has_verbe
from server.redacteurs.donnees import cut_mots, fold_texte, read_familles, read_mots, read_sigles, stem
from server.redacteurs.garde.base import Refus
from server.redacteurs.garde.negation import are_alike
from server.redacteurs.marques import MARQUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server.redacteurs.garde.base import Examen

# Share of the words of the point that its paragraph takes up.
_REPRIS_MIN = 0.5
# Words added to the point, besides those that make a sentence: two for three words of the point. A point without a word
# takes none.
_PART_AJOUTS, _AJOUTS_MIN = 2 / 3, 2
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
_A_FAIRE = re.compile(
    r"\bà (?!(?:partir|compter)\b)[^\W\d_]+(?:er|ir|re|oir)\b|\w{3,}r(?:a|ont)\b"
    r"|\b(?:prév|propos|projet|demand|sollicit|prochain|futur|ensuite)"
)
"""What says that a thing is to do, or asked for: it is not done."""
_ACCOMPLI = re.compile(
    r"(?<!\w)(?:a|ont|ai|avons|avez|avait|avaient) (?:déjà |bien |été )*"
    r"(?!lieu\b|voulu\b)(?P<p>[^\W\d_]{2,}(?:é|i|u|is|it|ert|int)e?s?)(?!\w)"
)


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
        if len(ajoutes) > min(len(dits), max(_AJOUTS_MIN, _PART_AJOUTS * len(dits))):
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
        if not _A_FAIRE.search(point.lower()):
            continue
        for m in _ACCOMPLI.finditer(ecrit.lower()):
            if not re.search(rf"(?<!\w){m['p'][:-1]}", point.lower()):
                consigne = "ce qui est à faire ou prévu n’est pas fait : garde le temps du point."
                yield _refus("accompli", rang, "dit fait ce que son point ne dit pas fait", consigne, [m.group()])
                break


def check_segments(examen: Examen) -> Iterator[Refus]:
    """Refuse a mark that lost its surroundings: what the point says beside it, the paragraph says nowhere near it."""
    for rang, (point, ecrit) in enumerate(examen.couples, 1):
        donnes, ecrits = ([_contents(s) for s in MARQUE.split(texte)] for texte in (point, ecrit))
        if MARQUE.findall(point) != MARQUE.findall(ecrit):
            continue  # a weekday or a duration was added: the segments do not pair
        for i, mots in enumerate(donnes):
            # Before it anywhere, since a verb goes to the front of its sentence; after it, up to the next mark but one.
            proches = [m for segment in ecrits[: i + 2] for m in segment]
            if mots and not any(_is_among(mot, proches) for mot in mots):
                consigne = "laisse les mots du point autour de leurs marques."
                yield _refus("segment", rang, "déplace ou perd ce que dit son point", consigne, mots)
                break


def check_redites(examen: Examen) -> Iterator[Refus]:
    """Refuse a word of the point said more often than there: « la déviation possible est possible »."""
    for rang, (point, ecrit) in enumerate(examen.couples, 1):
        donnes, ecrits = (Counter(stem(m) for m in _words(texte)) for texte in (point, ecrit))
        redits = [m for m, n in ecrits.items() if n > donnes[m] > 0]
        if redits:
            yield _refus("redite", rang, "dit deux fois ce que dit son point", "ne répète aucun mot du point.", redits)


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
        tete, lien, suite = MARQUE.sub("x", ecrit).partition("que ")
        mots = set(_contents(suite))
        recopie = any(mots <= set(_contents(point)) for point in examen.marquage.demande.points)
        if lien and tete.strip() == "Considérant" and recopie and not has_verbe(suite):
            consigne = "Après « Considérant que », il faut une phrase avec un verbe conjugué."
            yield Refus("verbe", "Un considérant n’a pas de verbe.", consigne, ecrit[:60])


def _contents(texte: str) -> list[str]:
    return list(dict.fromkeys(_words(texte)))


def _words(texte: str) -> list[str]:
    """Give the folded words that say something, each time."""
    mots = cut_mots(MARQUE.sub(" ", texte))
    return [m for m in mots if len(m) >= _LONGUEUR_MIN and m not in read_mots("vides")]


def _is_among(mot: str, autres: Sequence[str]) -> bool:
    """Tell whether another word begins alike (« taille » and « tailler »), derives from it, or is of its acronym."""
    return any(stem(mot) == stem(a) or are_alike(mot, a) for a in autres) or any(
        _are_derived(mot, a) or _abbreviates(mot, a) or _abbreviates(a, mot) for a in autres
    )


def _are_derived(mot: str, autre: str) -> bool:
    return any(famille.holds(mot) and famille.holds(autre) for famille in read_familles("derives"))


def _abbreviates(sigle: str, mot: str) -> bool:
    sens = read_sigles().get(sigle)
    return sens is not None and stem(mot) in {stem(m) for m in cut_mots(sens)}


def _refus(code: str, rang: int, quoi: str, consigne: str, mots: Sequence[str]) -> Refus:
    dits = ", ".join(mots[:4])
    return Refus(code, f"Le paragraphe {rang} {quoi} : « {dits} ».", f"Au paragraphe {rang}, {consigne}", dits)
