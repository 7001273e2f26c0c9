"""The cases of the evaluation: what an agent typed, and what a person has to look at in the answer."""

from __future__ import annotations

import fnmatch
import hashlib
import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from server.errors import FichierIllisible
from server.redacteurs import Demande

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

DOSSIER: Final = Path(__file__).parent / "cas"
SORTES: Final = ("considerants", "expose", "paragraphes", "sections", "consignes")
GENRES: Final = ("arrete", "deliberation", "courrier", "note")
TONS: Final = ("", "courtois", "neutre", "ferme")
# « "1234.50" » is an amount, as the catalogue reads one: YAML would make it a float.
_MONTANT = re.compile(r"[0-9]+\.[0-9]{2}")
_CLES_FICHIER: Final = frozenset({"sorte", "genre", "consigne", "longueur_max", "cas"})
_CLES_CAS: Final = frozenset({"nom", "genre", "ton", "difficulte", "points", "champs", "personnels", "regarder"})


class Difficulte(StrEnum):
    """How hard a case is: `hostile` holds what an agent should not type, or what tries to instruct the model."""

    SIMPLE = "simple"
    DIFFICILE = "difficile"
    HOSTILE = "hostile"


@dataclass(frozen=True, slots=True)
class Cas:
    """One passage to ask for.

    Attributes:
        nom: unique name ("expose-04").
        genre: kind of act that the passage would stand in.
        demande: what is asked; its `nom` is that of the case.
        regarder: what a person looks at in the answer.
    """

    nom: str
    genre: str
    difficulte: Difficulte
    demande: Demande = field(repr=False)
    regarder: str = ""


def load_cas(dossier: Path = DOSSIER) -> tuple[Cas, ...]:
    """Load the cases of a folder, in the order of `SORTES`, then of the files.

    Raises:
        FichierIllisible: names the file, the case and the key at fault.
    """
    cas = [c for fichier in sorted(dossier.glob("*.yaml")) for c in _read_fichier(fichier)]
    noms = [c.nom for c in cas]
    for nom in noms:
        if noms.count(nom) > 1:
            raise FichierIllisible(dossier, f"le cas « {nom} » y est deux fois.")
    return tuple(sorted(cas, key=lambda c: (SORTES.index(c.demande.sorte), c.nom)))


def select_cas(cas: Sequence[Cas], motifs: Iterable[str]) -> tuple[Cas, ...]:
    """Keep the cases whose name, kind of passage or difficulty matches one of the patterns (« expose-* », « hostile »).

    Returns:
        All of them when there is no pattern; () when none matches.
    """
    voulus = tuple(motifs)
    if not voulus:
        return tuple(cas)
    return tuple(c for c in cas if any(_matches(c, motif) for motif in voulus))


def shuffle_cas(cas: Iterable[Cas]) -> tuple[Cas, ...]:
    """Mix kinds and difficulties, always the same way: a run that is interrupted has seen some of each."""
    return tuple(sorted(cas, key=lambda c: hashlib.sha256(c.nom.encode()).digest()))


def _matches(cas: Cas, motif: str) -> bool:
    return any(fnmatch.fnmatchcase(nom, motif) for nom in (cas.nom, cas.demande.sorte, cas.difficulte))


def _read_fichier(fichier: Path) -> list[Cas]:
    try:
        lu = yaml.safe_load(fichier.read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as faute:
        raise FichierIllisible(fichier, "ce n’est pas un fichier YAML lisible.") from faute
    if not isinstance(lu, dict) or not isinstance(lu.get("cas"), list):
        raise FichierIllisible(fichier, "les clés « sorte », « consigne » et « cas » (une liste) sont attendues.")
    _check_cles(fichier, "", lu, _CLES_FICHIER)
    _check_choix(fichier, "", "sorte", lu.get("sorte"), SORTES)
    return [_read_cas(fichier, lu, brut) for brut in lu["cas"]]


def _read_cas(fichier: Path, commun: Mapping[str, Any], brut: object) -> Cas:
    if not isinstance(brut, dict) or not isinstance(brut.get("nom"), str):
        raise FichierIllisible(fichier, "chaque cas porte un « nom ».")
    nom: str = brut["nom"]
    _check_cles(fichier, nom, brut, _CLES_CAS)
    genre = _check_choix(fichier, nom, "genre", brut.get("genre", commun.get("genre")), GENRES)
    difficulte = _check_choix(fichier, nom, "difficulte", brut.get("difficulte"), tuple(Difficulte))
    ton = _check_choix(fichier, nom, "ton", brut.get("ton", ""), TONS)
    champs = brut.get("champs", {})
    if not isinstance(champs, dict):
        raise FichierIllisible(fichier, f"cas « {nom} », clé « champs » : des noms et des valeurs sont attendus.")
    demande = Demande(
        nom=nom,
        sorte=commun["sorte"],
        champ_points="points",
        points=_read_textes(fichier, nom, "points", brut.get("points")),
        champs={str(cle): _type(valeur) for cle, valeur in champs.items()},
        instruction=str(commun.get("consigne", "")).strip(),
        ton=ton,
        longueur_max=int(commun.get("longueur_max", 3000)),
        personnels=_read_textes(fichier, nom, "personnels", brut.get("personnels", [])),
    )
    return Cas(nom, genre, Difficulte(difficulte), demande, str(brut.get("regarder", "")))


def _check_cles(fichier: Path, nom: str, brut: Mapping[str, Any], connues: frozenset[str]) -> None:
    for cle in brut:
        if cle not in connues:
            lieu = f"cas « {nom} » : " if nom else ""
            raise FichierIllisible(fichier, f"{lieu}la clé « {cle} » n’existe pas.")


def _check_choix(fichier: Path, nom: str, cle: str, valeur: object, connus: Sequence[str]) -> str:
    if valeur not in connus:
        lieu = f"cas « {nom} », " if nom else ""
        noms = ", ".join(c for c in connus if c)
        raise FichierIllisible(fichier, f"{lieu}clé « {cle} » : l’un de {noms} est attendu, pas « {valeur} ».")
    return str(valeur)


def _read_textes(fichier: Path, nom: str, cle: str, valeur: object) -> tuple[str, ...]:
    if not isinstance(valeur, list) or not all(isinstance(element, str) for element in valeur):
        raise FichierIllisible(fichier, f"cas « {nom} », clé « {cle} » : une liste de textes est attendue.")
    return tuple(valeur)


def _type(valeur: Any) -> Any:
    if isinstance(valeur, list):
        return tuple(_type(element) for element in valeur)
    return Decimal(valeur) if isinstance(valeur, str) and _MONTANT.fullmatch(valeur) else valeur
