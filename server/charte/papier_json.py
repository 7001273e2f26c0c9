"""The letterhead of a collectivité as a file: page headers and footers in JSON, pictures beside it."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from server.acte import noeuds
from server.acte.fragments import Champ, Emplacement, Fragment, Image, Inconnu, Marque, NatureChamp, Note, Origine
from server.acte.noeuds import EnTetePage, PiedPage, SortePage
from server.charte.description import Papier
from server.charte.images import measure
from server.errors import ModeleInvalide

if TYPE_CHECKING:
    from enum import StrEnum
    from pathlib import Path

VERSION: Final = "papier/1"
_CLASSES: Final[dict[str, Any]] = {
    classe.__name__: classe
    for classe in (
        *(Fragment, Champ, Emplacement, Image, Inconnu, Note, EnTetePage, PiedPage),
        *(noeuds.Liste, noeuds.Tableau, noeuds.Ligne, noeuds.Cellule, noeuds.Cadre, noeuds.Signatures),
        *(noeuds.Article, noeuds.Section, noeuds.Annexe),
        *noeuds.Feuille.__subclasses__(),
    )
}
_ENUMS: Final[dict[str, type[StrEnum]]] = {
    "origine": Origine,
    "nature": NatureChamp,
    "sorte": SortePage,
}
_SAUT: Final = "noeud"


def save_papier(papier: Papier, dossier: Path, nom: str) -> list[Path]:
    """Write a letterhead in a folder: the JSON file `nom` and its pictures; give what was written."""
    images: dict[str, Image] = {}
    contenu = {
        "version": VERSION,
        "en_tetes": [_encode(tete, images) for tete in papier.en_tetes],
        "pieds": [_encode(pied, images) for pied in papier.pieds],
    }
    ecrits = []
    for image in images.values():
        chemin = dossier / _image_name(image)
        chemin.write_bytes(image.donnees)
        ecrits.append(chemin)
    chemin = dossier / nom
    chemin.write_text(json.dumps(contenu, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [*ecrits, chemin]


def _image_name(image: Image) -> str:
    mesure = measure(image.donnees)
    return f"papier-{image.empreinte[:16]}.{mesure.sorte if mesure else 'bin'}"


def _encode(valeur: Any, images: dict[str, Image]) -> Any:
    if isinstance(valeur, Image):
        images[valeur.empreinte] = valeur
        return {
            _SAUT: "Image",
            "fichier": _image_name(valeur),
            "description": valeur.description,
            "largeur_mm": valeur.largeur_mm,
            "hauteur_mm": valeur.hauteur_mm,
        }
    if is_dataclass(valeur):
        noeud = {_SAUT: type(valeur).__name__}
        # A value equal to the class's default is not written: the file stays short enough to be read.
        return noeud | {
            champ.name: _encode(getattr(valeur, champ.name), images)
            for champ in fields(valeur)
            if getattr(valeur, champ.name) != champ.default
        }
    if isinstance(valeur, frozenset):
        return sorted(valeur)
    return [_encode(v, images) for v in valeur] if isinstance(valeur, tuple) else valeur


def load_papier(fichier: Path) -> Papier:
    """Read a letterhead back; `ModeleInvalide` names the file when it is not one."""
    try:
        contenu = json.loads(fichier.read_text(encoding="utf-8"))
        _check_version(contenu["version"])
        return Papier(
            tuple(_check(_decode(tete, fichier.parent), EnTetePage) for tete in contenu["en_tetes"]),
            tuple(_check(_decode(pied, fichier.parent), PiedPage) for pied in contenu["pieds"]),
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as erreur:
        raise ModeleInvalide(
            fichier, "", None, "papier à en-tête illisible : refaites-le avec « minutier charte importer »."
        ) from erreur


def _check_version(version: Any) -> None:
    if version != VERSION:
        raise ValueError(version)


def _check(valeur: Any, classe: type) -> Any:
    if not isinstance(valeur, classe):
        raise TypeError(classe.__name__)
    return valeur


def _decode(valeur: Any, dossier: Path) -> Any:
    if isinstance(valeur, list):
        return tuple(_decode(v, dossier) for v in valeur)
    if not isinstance(valeur, dict):
        return valeur
    arguments = {nom: _decode(v, dossier) for nom, v in valeur.items() if nom != _SAUT}
    classe = _CLASSES[valeur[_SAUT]]
    if classe is Image:
        return _decode_image(arguments, dossier)
    for nom in arguments.keys() & _ENUMS.keys():
        if classe is not Inconnu and not (classe is noeuds.Mention and nom == "sorte"):
            arguments[nom] = _ENUMS[nom](arguments[nom])
    if classe is noeuds.Mention and "sorte" in arguments:
        arguments["sorte"] = noeuds.SorteMention(arguments["sorte"])
    if classe is Fragment and "marques" in arguments:
        arguments["marques"] = frozenset(Marque(m) for m in arguments["marques"])
    return classe(**arguments)


def _decode_image(arguments: dict[str, Any], dossier: Path) -> Image:
    nom = arguments.pop("fichier")
    chemin = dossier / nom
    if chemin.resolve().parent != dossier.resolve():
        raise ValueError(nom)
    image = Image.from_bytes(chemin.read_bytes(), "", 0.0, 0.0)
    return replace(image, **arguments)
