"""The table of a request while it is being made: the same fact gets the same mark wherever it stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from server.redacteurs.marques.modele import PERSONNELLES, FaitMarque, Nature
from server.redacteurs.marques.rangs import is_enumere
from server.redacteurs.marques.reperage import find_reperes
from server.redacteurs.marques.texte import clean_entree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.redacteurs.marques.annuaire import Declare
    from server.redacteurs.marques.repere import Repere

_NOMS = (Nature.NOM, Nature.LIEU)


class Registre:
    """Numbers the facts in the order met. Lives while one request is marked; `table` is what it leaves."""

    def __init__(self, declares: Sequence[Declare]) -> None:
        self.declares = declares
        self.table: dict[str, FaitMarque] = {}
        self._par_valeur: dict[tuple[Nature, str], str] = {}
        self._rangs: Counter[Nature] = Counter()

    def mark_texte(self, texte: str, champ: str, proprietaire: str, *, requis: bool) -> str:
        """Replace every fact of a text by its mark."""
        propre = clean_entree(texte)
        morceaux, fin = [], 0
        for repere in find_reperes(propre, self.declares):
            obligatoire = requis and must_occur(repere)
            morceaux += [propre[fin : repere.debut], self.intern(repere, champ, proprietaire, requis=obligatoire)]
            fin = repere.fin
        return "".join((*morceaux, propre[fin:]))

    def intern(self, repere: Repere, champ: str, proprietaire: str, *, requis: bool = False, calcul: str = "") -> str:
        """Give the mark of a fact, making it the first time; a computed fact never replaces a given one."""
        cle = (repere.nature, repere.valeur)
        marque = self._par_valeur.get(cle) or self._find_personne(repere) or self._find_nom(repere)
        if marque is None:
            marque = self._add(repere, champ, calcul)
        if calcul and not self.table[marque].calcul:
            return marque
        self._par_valeur.setdefault(cle, marque)
        connu = self.table[marque]
        self.table[marque] = replace(
            connu,
            proprietaires=connu.proprietaires | ({proprietaire} if proprietaire else set()),
            requis=connu.requis or requis,
            personnel=connu.personnel or repere.nature in PERSONNELLES,
            civilite=connu.civilite or repere.civilite,
            accord=connu.accord or repere.accord,
        )
        return marque

    def _add(self, repere: Repere, champ: str, calcul: str) -> str:
        self._rangs[repere.nature] += 1
        rang = self._rangs[repere.nature]
        # « ⟦P1⟧ » for persons, as in « Mme ⟦P1⟧ »; « ⟦DATE_1⟧ » for the rest.
        lien = "" if repere.nature is Nature.PERSONNE else "_"
        marque = f"⟦{repere.nature.value}{lien}{rang}⟧"
        self.table[marque] = FaitMarque(
            marque=marque,
            nature=repere.nature,
            texte=repere.texte,
            valeur=repere.valeur,
            champ=champ,
            personnel=repere.nature in PERSONNELLES,
            calcul=calcul,
        )
        return marque

    def _find_nom(self, repere: Repere) -> str | None:
        """Find the name that one point tells as a place and another does not: « avec Mazerolles », « à Mazerolles »."""
        if repere.nature not in _NOMS:
            return None
        return next((m for nature in _NOMS if (m := self._par_valeur.get((nature, repere.valeur)))), None)

    def _find_personne(self, repere: Repere) -> str | None:
        """Find the person of whom only the family name is said here, or was said before."""
        if repere.nature not in {Nature.PERSONNE, Nature.NOM}:
            return None
        trouvees = [f.marque for f in self.table.values() if f.nature is Nature.PERSONNE and same_personne(f, repere)]
        return trouvees[0] if len(trouvees) == 1 else None


def must_occur(repere: Repere) -> bool:
    """Tell the facts of a point that its passage must state.

    Not the weekday of a date; not « 1 », which is « un »; not the number of a term of a list; not an unknown acronym,
    which a passage writes in full.
    """
    sigle = repere.nature is Nature.NOM and repere.texte.isupper() and len(repere.texte) <= 6
    jour_d_une_date = repere.nature is Nature.JOUR and "@" in repere.valeur
    return not (jour_d_une_date or repere.valeur == "1" or is_enumere(repere.valeur) or sigle)


def same_personne(fait: FaitMarque, repere: Repere) -> bool:
    """Tell whether a name can be this person: one ends the other, or has its parts; no civilité contradicts."""
    a, b = fait.valeur.split(), repere.valeur.split()
    court, long = sorted((a, b), key=len)
    accord = not fait.civilite or not repere.civilite or fait.civilite == repere.civilite
    return accord and bool(court) and (long[-len(court) :] == court or set(long) == set(court))
