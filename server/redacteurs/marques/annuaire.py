"""The persons and organisations that the fields declare, found again wherever free text names them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.faits.repli import fold
from server.redacteurs.donnees import read_mots
from server.redacteurs.marques.modele import Nature
from server.redacteurs.marques.repere import Repere

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CIVILITE = re.compile(r"\b(?:m\.?|mr|mme|mlle|monsieur|madame|me|dr|docteur) $")
_FEMININES = frozenset({"Mme"})


@dataclass(frozen=True, slots=True)
class Declare:
    """A person or an organisation that the request declares.

    `formes` are the folded ways to name it, fullest first; `texte` is the full name as declared.
    """

    nature: Nature
    texte: str
    valeur: str
    formes: tuple[str, ...]
    civilite: str = ""

    @property
    def nom(self) -> str:
        """Give the form that is the family name alone."""
        return self.formes[2] if len(self.formes) > 2 else self.formes[0]

    @property
    def accord(self) -> str:
        """Give the gender that the civilité tells."""
        return accord_of(self.civilite)


def accord_of(civilite: str) -> str:
    """Give the gender that a civilité tells: "féminin", "masculin" or "" for none or « Me », « Dr »."""
    return "féminin" if civilite in _FEMININES else "masculin" if civilite == "M." else ""


def normalise(nom: str) -> str:
    """Fold a name: no accents, capitals, hyphens, apostrophes nor dots."""
    return " ".join(re.sub(r"[^\w]", " ", fold(nom).plie).split())


def declare_personne(prenom: str, nom: str, civilite: str = "") -> Declare:
    """Declare a person by the parts of the name; each may be empty."""
    entier = f"{prenom} {nom}".strip()
    p, n = normalise(prenom), normalise(nom)
    formes = [f"{p} {n}", f"{n} {p}", n, p] if p and n else [n or p]
    return Declare(Nature.PERSONNE, entier, normalise(entier), tuple(f for f in formes if f), civilite)


def declare_organisme(nom: str) -> Declare:
    """Declare an organisation by its name."""
    return Declare(Nature.ORG, nom, normalise(nom), (normalise(nom),))


def find_declares(texte: str, declares: Iterable[Declare]) -> Iterator[Repere]:
    """Find the declared names of a clean text (see `texte.clean_entree`), in any case or order, fullest first."""
    repli = fold(texte)
    entrees = sorted(((f, d) for d in declares for f in d.formes if len(f) > 1), key=lambda e: -len(e[0]))
    for forme, declare in entrees:
        # Hyphens, apostrophes and dots may stand for the spaces of the folded form.
        motif = re.compile(r"(?<!\w)" + r"[^\w]{1,2}".join(re.escape(m) for m in forme.split()) + r"(?!\w)")
        for m in motif.finditer(repli.plie):
            if _is_named(repli.casse, m, forme, declare):
                yield Repere(*m.span(), declare.nature, declare.valeur, declare.texte, declare.civilite, declare.accord)


def _is_named(casse: str, m: re.Match[str], forme: str, declare: Declare) -> bool:
    """Tell the name « Petit » from the word « petit », and a first name from the word it may also be."""
    capitale = casse[m.start()].isupper()
    if capitale or " " in forme or declare.nature is Nature.ORG:
        return capitale or " " in forme or len(forme) > 3
    if _CIVILITE.search(casse.lower(), max(0, m.start() - 12), m.start()):
        return True
    return forme == declare.nom and len(forme) > 3 and forme not in read_mots("surnoms")
