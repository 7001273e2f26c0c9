"""Whose the words of a document are that comes back: what did not change keeps its origin, a comma launders nothing.

What the file says of itself may be wrong: its properties can be stripped, its styles taken off. What counts is the
version before, and what the model is known to have written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

from server.acte.fragments import Fragment, Origine, merge_fragments
from server.acte.noeuds import Feuille
from server.acte.parcours import walk
from server.comparaison.blocs import pair_ranks
from server.comparaison.mots import SUITE, keeps_words, list_ecarts, list_words
from server.formats.remplacement import list_leaves, rewrite_leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from server.acte.fragments import EnLigne
    from server.acte.noeuds import Acte
    from server.comparaison.mots import Ecart

A_REVOIR: Final = frozenset({Origine.IA, Origine.IA_RETOUCHEE, Origine.INDETERMINE})
"""What a reviewer must accept, correct or reject."""
_DE_MACHINE: Final = frozenset({Origine.IA, Origine.IA_RETOUCHEE})
_LETTRES_COMMUNES: Final = 0.6
"""Share of the letters, in order: above, words were only misspelt; sentences on other facts have a third."""

# Where a character comes from: its origin, its field or passage.
_Etiquette = tuple[Origine, str | None]
_AGENT: Final[_Etiquette] = (Origine.AGENT, None)
_NOUVEAU: Final[_Etiquette] = (Origine.AGENT, "")
"""Put in since the version before; settled before anything is given back."""


@dataclass(frozen=True, slots=True)
class Regle:
    """An act whose origins are settled, and the texts of a machine that nobody had seen before."""

    acte: Acte
    nouveaux: tuple[str, ...]


def list_machine(acte: Acte) -> tuple[str, ...]:
    """Give the texts of an act that a machine wrote, retouched or not."""
    textes = []
    for feuille in list_leaves(acte):
        texte, etiquettes = _flatten(feuille.contenu)
        textes += [texte[d:f] for d, f in _list_spans(etiquettes, _DE_MACHINE)]
    return tuple(textes)


def settle(lu: Acte, avant: Acte, machine: Sequence[str]) -> Regle:
    """Say whose the words of a document are.

    Args:
        lu: the act as it was read, with the origins that the file claims.
        avant: the version before, origins settled.
        machine: paragraphs that a model is known to have written.
    """
    origines = pair_ranks(avant, lu)
    anciennes = [place.feuille for place in walk(avant)]
    rangs = iter([rang for rang, place in enumerate(walk(lu)) if isinstance(place.feuille, Feuille)])
    connus = _Machine(machine)

    def rewrite(feuille: Feuille) -> tuple[EnLigne, ...]:
        rang = origines.get(next(rangs))
        ancienne = None if rang is None else anciennes[rang]
        return _settle_leaf(feuille, ancienne if isinstance(ancienne, Feuille) else None, connus)

    acte = rewrite_leaves(lu, rewrite)
    return Regle(acte, tuple(connus.nouveaux))


class _Machine:
    """What a model is known to have written."""

    def __init__(self, textes: Sequence[str]) -> None:
        self.textes = list(textes)
        self.mots = [list_words(texte) for texte in textes]
        self.nouveaux: list[str] = []

    def add(self, texte: str) -> None:
        self.textes.append(texte)
        self.mots.append(list_words(texte))
        self.nouveaux.append(texte)


def _settle_leaf(feuille: Feuille, ancienne: Feuille | None, machine: _Machine) -> tuple[EnLigne, ...]:
    texte, lues = _flatten(feuille.contenu)
    ancien, anciennes = _flatten(() if ancienne is None else ancienne.contenu)
    if texte == ancien:
        return _label(feuille.contenu, anciennes)
    ecarts = list_ecarts(ancien, texte)
    etiquettes = _carry(ecarts, anciennes)
    for debut, fin in _list_touched(ecarts, anciennes) if ancienne is not None else ():
        d, f = _find_image(ecarts, debut, fin)
        reste = _judge(ancien[debut:fin], texte[d:f], {anciennes[i] for i in range(debut, fin)}, machine)
        for i in range(d, f):
            # Words of the scaffold or the saisie that stand in between keep their origin.
            if etiquettes[i] == _NOUVEAU or etiquettes[i][0] in A_REVOIR:
                etiquettes[i] = reste
    _settle_new(texte, lues, etiquettes, machine, entier=ancienne is None)
    return _label(feuille.contenu, etiquettes)


def _flatten(contenu: Iterable[EnLigne]) -> tuple[str, list[_Etiquette]]:
    """Give the text of the fragments in one, and where each character of it comes from."""
    fragments = [e for e in contenu if isinstance(e, Fragment)]
    etiquettes: list[_Etiquette] = []
    for fragment in fragments:
        etiquettes += [(fragment.origine, fragment.champ)] * len(fragment.texte)
    return "".join(fragment.texte for fragment in fragments), etiquettes


def _carry(ecarts: Iterable[Ecart], anciennes: Sequence[_Etiquette]) -> list[_Etiquette]:
    """Carry the origins of words that did not change over to the new text."""
    etiquettes: list[_Etiquette] = []
    for ecart in ecarts:
        if ecart.egal:
            etiquettes += anciennes[ecart.debut_avant : ecart.fin_avant]
        else:
            etiquettes += [_NOUVEAU] * (ecart.fin_apres - ecart.debut_apres)
    return etiquettes


def _list_touched(ecarts: Sequence[Ecart], anciennes: Sequence[_Etiquette]) -> list[tuple[int, int]]:
    """List the stretches that a machine, or nobody knows who, wrote and that a hand has touched since."""
    changes = [ecart for ecart in ecarts if not ecart.egal]
    return [
        (debut, fin)
        for debut, fin in _list_spans(anciennes, A_REVOIR)
        if any(e.debut_avant <= fin and e.fin_avant >= debut for e in changes)
    ]


def _find_image(ecarts: Iterable[Ecart], debut: int, fin: int) -> tuple[int, int]:
    """Give where a stretch of the old text stands in the new one, with what was put in at its edges."""
    d: int | None = None
    f = 0
    for ecart in ecarts:
        if ecart.debut_avant > fin or ecart.fin_avant < debut:
            continue
        if ecart.egal:
            if ecart.debut_avant == fin or ecart.fin_avant == debut:
                continue
            ici = ecart.debut_apres + max(0, debut - ecart.debut_avant)
            la = ecart.debut_apres + min(fin, ecart.fin_avant) - ecart.debut_avant
        else:
            ici, la = ecart.debut_apres, ecart.fin_apres
        d, f = ici if d is None else min(d, ici), max(f, la)
    return (0, 0) if d is None else (d, f)


def _judge(ancien: str, texte: str, gardes: set[_Etiquette], machine: _Machine) -> _Etiquette:
    """Tell whether a stretch that was touched is still whose it was."""
    de_machine = [etiquette for etiquette in gardes if etiquette[0] in _DE_MACHINE]
    ecrits = [ancien] if any(origine is not Origine.IA_RETOUCHEE for origine, _ in gardes) else []
    if not _keeps(texte, [*machine.textes, *ecrits], [*machine.mots, *map(list_words, ecrits)]):
        return _AGENT
    if not de_machine:
        return (Origine.INDETERMINE, None)
    return (Origine.IA_RETOUCHEE, min((champ for _, champ in de_machine if champ), default=None))


def _keeps(texte: str, textes: Sequence[str], mots: Sequence[Sequence[str]]) -> bool:
    if not list_words(texte):
        return bool(texte.strip())
    if keeps_words(texte, mots):
        return True
    return any(_share_letters(texte, autre) for autre in textes)


def _share_letters(texte: str, autre: str) -> bool:
    comparaison = SequenceMatcher(None, autre, texte, autojunk=False)
    # The two quick bounds spare nearly every comparison.
    return (
        comparaison.real_quick_ratio() > _LETTRES_COMMUNES
        and comparaison.quick_ratio() > _LETTRES_COMMUNES
        and comparaison.ratio() > _LETTRES_COMMUNES
    )


def _settle_new(
    texte: str, lues: Sequence[_Etiquette], etiquettes: list[_Etiquette], machine: _Machine, *, entier: bool
) -> None:
    """Settle what was put in elsewhere: an agent's, unless it is known from the model or says that it is a machine's.

    Args:
        texte: of the paragraph.
        lues: what the file claims of it.
        etiquettes: what is settled so far.
        machine: what a model is known to have written.
        entier: the whole paragraph is new.
    """
    for debut, fin in _list_runs(etiquettes):
        avoue = {etiquette for etiquette in lues[debut:fin] if etiquette[0] in _DE_MACHINE}
        morceau = texte[debut:fin]
        # A word or two are in every text on the same facts.
        assez = entier or len(list_words(morceau)) >= SUITE
        connu = assez and bool(list_words(morceau)) and _keeps(morceau, machine.textes, machine.mots)
        if avoue and not connu:
            machine.add(morceau)
        reste = (Origine.IA_RETOUCHEE, None) if avoue or connu else _AGENT
        etiquettes[debut:fin] = [reste] * (fin - debut)


def _list_runs(etiquettes: Sequence[_Etiquette]) -> list[tuple[int, int]]:
    return _list_bounds([etiquette is _NOUVEAU for etiquette in etiquettes])


def _list_spans(etiquettes: Sequence[_Etiquette], origines: frozenset[Origine]) -> list[tuple[int, int]]:
    """Give the stretches of these origins, each from one end to the other."""
    return _list_bounds([etiquette[0] in origines for etiquette in etiquettes])


def _list_bounds(drapeaux: Sequence[bool]) -> list[tuple[int, int]]:
    bornes: list[tuple[int, int]] = []
    debut: int | None = None
    for rang, drapeau in enumerate([*drapeaux, False]):
        if drapeau and debut is None:
            debut = rang
        elif not drapeau and debut is not None:
            bornes.append((debut, rang))
            debut = None
    return bornes


def _label(contenu: Iterable[EnLigne], etiquettes: Sequence[_Etiquette]) -> tuple[EnLigne, ...]:
    """Write origins into fragments, cut where they change."""
    return merge_fragments(_cut(contenu, etiquettes))


def _cut(contenu: Iterable[EnLigne], etiquettes: Sequence[_Etiquette]) -> Iterator[EnLigne]:
    place = 0
    for element in contenu:
        if not isinstance(element, Fragment):
            yield element
            continue
        debut, longueur = 0, len(element.texte)
        while debut < longueur:
            etiquette = etiquettes[place + debut]
            fin = debut + 1
            while fin < longueur and etiquettes[place + fin] == etiquette:
                fin += 1
            yield replace(element, texte=element.texte[debut:fin], origine=etiquette[0], champ=etiquette[1])
            debut = fin
        place += longueur


def write_origines(acte: Acte) -> list[list[list[Any]]]:
    """Give the origins of an act as plain values: for each paragraph, lengths, origins and fields."""
    return [
        [[len(e.texte), str(e.origine), e.champ] for e in feuille.contenu if isinstance(e, Fragment)]
        for feuille in list_leaves(acte)
    ]


def read_origines(acte: Acte, origines: Sequence[Sequence[Sequence[Any]]]) -> Acte:
    """Put back into an act that was read again the origins that `write_origines` gave of it."""
    restes = iter(origines)

    def rewrite(feuille: Feuille) -> tuple[EnLigne, ...]:
        etiquettes: list[_Etiquette] = []
        for longueur, origine, champ in next(restes):
            etiquettes += [(Origine(origine), champ)] * longueur
        return _label(feuille.contenu, etiquettes)

    return rewrite_leaves(acte, rewrite)
