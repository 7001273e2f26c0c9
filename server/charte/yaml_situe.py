"""Read YAML and know the line of every key, so that an error can say where to look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from server.errors import ModeleInvalide

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Situe:
    """A YAML value and its place: a scalar, a list of `Situe`, or a dict of `Situe`."""

    valeur: Any
    fichier: Path
    cle: str
    ligne: int

    def refuse(self, raison: str) -> ModeleInvalide:
        """Make the error that names file, key and line."""
        return ModeleInvalide(self.fichier, self.cle, self.ligne, raison)


def load_situe(fichier: Path) -> Situe:
    """Read a YAML file whose top is a mapping; `ModeleInvalide` on bad YAML, duplicate keys or a file not in UTF-8."""
    try:
        # ASCII first: PyYAML reads UTF-16 and other encodings by their mark, which nobody means here.
        racine = yaml.compose(fichier.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as erreur:
        raise ModeleInvalide(fichier, "", None, "le fichier n’est pas en UTF-8.") from erreur
    except OSError as erreur:
        raise ModeleInvalide(fichier, "", None, f"le fichier ne s’ouvre pas ({erreur.strerror}).") from erreur
    except yaml.YAMLError as erreur:
        marque = getattr(erreur, "problem_mark", None)
        ligne = None if marque is None else marque.line + 1
        raise ModeleInvalide(fichier, "", ligne, "ce n’est pas du YAML lisible.") from erreur
    if racine is None:
        return Situe({}, fichier, "", 1)
    situe = _situate(racine, fichier, "", frozenset())
    if not isinstance(situe.valeur, dict):
        raise situe.refuse("une suite de clés est attendue.")
    return situe


def _situate(noeud: yaml.Node, fichier: Path, cle: str, parents: frozenset[int]) -> Situe:
    ligne = noeud.start_mark.line + 1
    if id(noeud) in parents:
        raise ModeleInvalide(fichier, cle, ligne, "une ancre se contient elle-même.")
    parents |= {id(noeud)}
    match noeud:
        case yaml.MappingNode():
            valeurs: dict[str, Situe] = {}
            for nom, valeur in noeud.value:
                chemin = f"{cle}.{nom.value}" if cle else str(nom.value)
                if not isinstance(nom, yaml.ScalarNode) or nom.value in valeurs:
                    raise ModeleInvalide(fichier, chemin, nom.start_mark.line + 1, "clé illisible ou en double.")
                valeurs[nom.value] = _situate(valeur, fichier, chemin, parents)
            return Situe(valeurs, fichier, cle, ligne)
        case yaml.SequenceNode():
            elements = [_situate(v, fichier, f"{cle}[{i}]", parents) for i, v in enumerate(noeud.value)]
            return Situe(elements, fichier, cle, ligne)
        case _:
            try:
                valeur = yaml.SafeLoader("").construct_object(noeud)
            except (yaml.YAMLError, ValueError) as erreur:
                raise ModeleInvalide(fichier, cle, ligne, "valeur illisible.") from erreur
            return Situe(valeur, fichier, cle, ligne)


def merge(base: Situe, dessus: Situe) -> Situe:
    """Put the keys of `dessus` over those of `base`, key by key; lists and scalars are replaced whole."""
    if not (isinstance(base.valeur, dict) and isinstance(dessus.valeur, dict)):
        return dessus
    valeurs = dict(base.valeur)
    for nom, valeur in dessus.valeur.items():
        valeurs[nom] = merge(valeurs[nom], valeur) if nom in valeurs else valeur
    return Situe(valeurs, dessus.fichier, dessus.cle, dessus.ligne)
