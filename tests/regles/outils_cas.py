"""Builds small acts from the case files and from the examples of the rules."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from server.acte.assemblage import assemble
from server.acte.fragments import Emplacement, Fragment, Origine
from server.acte.noeuds import Acte, Alinea, Cellule, Genre, Ligne, Tableau
from server.acte.parcours import walk
from server.formats.genres import PROTOTYPES, make_leaf
from server.formats.reconnaissance import classify, is_intitule
from server.regles import Constat, Contexte

DOSSIER_CAS = Path(__file__).parent / "cas"


@dataclass(frozen=True)
class ModeleDeTest:
    """Stand in for a template: what the rules see of one."""

    code: str = "modele"
    genre: str = "arrete"
    caractere: str | None = None
    publicite: str = "publication"
    motive: bool = False
    references: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Cas:
    """One case of a file: an act and the findings expected."""

    code: str
    nom: str
    contexte: Contexte
    attendus: tuple[dict[str, Any], ...] = field(default=())


def acte_of_texte(texte: str, genre: Genre) -> Acte:
    """Make an act from paragraphs separated by blank lines; « [cle] » at the start names the kind of one."""
    blocs = []
    for paragraphe in texte.strip().split("\n\n"):
        lignes = paragraphe.strip("\n").split("\n")
        blocs.append(_table(lignes) if lignes[0].startswith("|") else _leaf("\n".join(lignes).strip()))
    return Acte(genre, "", assemble(blocs))


def _leaf(texte: str):
    if texte.startswith("[") and (cle := texte[1 : texte.find("]")]) in PROTOTYPES:
        return make_leaf(cle, (Fragment(texte[texte.find("]") + 1 :].strip()),))
    cle = "intitule" if is_intitule(texte) and classify(texte) == "alinea" else classify(texte)
    return make_leaf(cle, (Fragment(texte),))


def _table(lignes: list[str]) -> Tableau:
    rangees = [[c.strip() for c in ligne.strip().strip("|").split("|")] for ligne in lignes if "---" not in ligne]
    entete = any("---" in ligne for ligne in lignes)
    return Tableau(
        tuple(
            Ligne(tuple(Cellule((Alinea((Fragment(c),)),)) for c in rangee), entete=entete and i == 0)
            for i, rangee in enumerate(rangees)
        )
    )


def acte_of_feuilles(feuilles: list[dict[str, Any]], genre: Genre) -> Acte:
    """Make an act from leaves: `cle` and either `texte` (with `origine`) or `fragments`."""
    return Acte(genre, "", assemble([make_leaf(f["cle"], _contenu(f)) for f in feuilles]))


def _contenu(feuille: dict[str, Any]):
    morceaux = feuille.get("fragments", [feuille])
    return tuple(
        Emplacement(m["emplacement"], m.get("texte", ""))
        if "emplacement" in m
        else Fragment(m["texte"], Origine(m.get("origine", "indetermine")))
        for m in morceaux
    )


def make_contexte(brut: dict[str, Any]) -> Contexte:
    """Make the context of one case."""
    genre = Genre(brut["genre"])
    acte = acte_of_feuilles(brut["feuilles"], genre) if "feuilles" in brut else acte_of_texte(brut["texte"], genre)
    modele = ModeleDeTest(**brut["modele"]) if "modele" in brut else None
    return Contexte(acte, brut.get("date"), brut.get("saisie"), modele, brut.get("collectivite"))


def load_cas(code: str, sens: str) -> list[Cas]:
    """Load the cases of one rule: `sens` is "passes" or "fails"."""
    donnees = yaml.safe_load((DOSSIER_CAS / f"{code}.yaml").read_text(encoding="utf-8"))
    return [Cas(code, brut["nom"], make_contexte(brut), tuple(brut.get("constats", ()))) for brut in donnees[sens]]


def span_of(contexte: Contexte, constat: Constat) -> str:
    """Give the text that a finding points at, cut in UTF-16 units as an office client cuts it."""
    if constat.bloc is None:
        return ""
    texte = list(walk(contexte.acte))[constat.bloc].feuille.texte
    return texte.encode("utf-16-le")[constat.debut * 2 : constat.fin * 2].decode("utf-16-le")
