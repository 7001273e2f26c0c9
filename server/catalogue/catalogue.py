"""Find the templates of an installation, and load each when it is first asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.catalogue.collectivite import list_noms
from server.catalogue.documents import Document, DocumentRefuseError, decode, parse_document
from server.catalogue.lecture_modele import read_modele
from server.catalogue.rubrique import Journal
from server.errors import ModeleInconnu, ModeleInvalide
from server.trame import check_corps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from server.catalogue.modele import Champ, Modele
    from server.trame.moteur import Schema

FICHIER_MODELE = "modele.yaml"
FICHIER_CORPS = "corps.txt.j2"
DOSSIER_EXEMPLES = "exemples"

_AUTRE_FICHIER = re.compile(r"\{%[-+]?\s*(include|import|from|extends)\b")
_EMPLACEMENT = re.compile(r"\bemplacement\(\s*[\"'](\w+)[\"']\s*\)")


class CatalogueInvalide(ModeleInvalide):
    """Say everything that is wrong in a template: the first fault as its parent does, and `erreurs`, all of them."""

    def __init__(self, erreurs: Iterable[ModeleInvalide]) -> None:
        self.erreurs = tuple(erreurs)
        premiere = self.erreurs[0]
        super().__init__(premiere.fichier, premiere.cle, premiere.ligne, premiere.raison)
        self.args = (self.erreurs,)

    def __str__(self) -> str:
        return "\n".join(str(erreur) for erreur in self.erreurs)


class Catalogue:
    """The templates of some folders, by code; each is read once, when it is first asked for."""

    def __init__(self, dossiers: dict[str, Path]) -> None:
        self._dossiers = dossiers
        self._modeles: dict[str, Modele] = {}

    @property
    def codes(self) -> tuple[str, ...]:
        """Give the codes, sorted."""
        return tuple(sorted(self._dossiers))

    def get(self, code: str) -> Modele:
        """Give a template.

        Raises:
            ModeleInconnu: no template has this code.
            CatalogueInvalide: the template is broken; every fault is told.
        """
        if code not in self._dossiers:
            raise ModeleInconnu(code, self.codes)
        if code not in self._modeles:
            self._modeles[code] = load_modele(self._dossiers[code])
        return self._modeles[code]

    def list_modeles(self) -> tuple[Modele, ...]:
        """Give every template, sorted by code.

        Raises:
            CatalogueInvalide: some are broken; every fault of each is told.
        """
        modeles, erreurs = self.check()
        if erreurs:
            raise CatalogueInvalide(erreurs)
        return modeles

    def check(self) -> tuple[tuple[Modele, ...], tuple[ModeleInvalide, ...]]:
        """Give the sound templates, and every fault of the others."""
        modeles: list[Modele] = []
        erreurs: list[ModeleInvalide] = []
        for code in self.codes:
            try:
                modeles.append(self.get(code))
            except CatalogueInvalide as erreur:
                erreurs.extend(erreur.erreurs)
        return tuple(modeles), tuple(erreurs)


def load_catalogue(dossiers: Sequence[Path]) -> Catalogue:
    """List the templates of some folders: ours, then those of the collectivité. Nothing is read yet.

    Raises:
        CatalogueInvalide: a folder cannot be listed, or two of them hold the same code: a template of ours is never
            silently replaced.
    """
    trouves: dict[str, Path] = {}
    erreurs: list[ModeleInvalide] = []
    for dossier in dossiers:
        try:
            sous_dossiers = sorted(d for d in dossier.iterdir() if (d / FICHIER_MODELE).is_file())
        except OSError as erreur:
            erreurs.append(
                ModeleInvalide(dossier, "", None, f"le dossier des modèles est illisible ({erreur.strerror}).")
            )
            continue
        for sous in sous_dossiers:
            if sous.name in trouves:
                autre = trouves[sous.name]
                erreurs.append(ModeleInvalide(sous, "", None, f"le code « {sous.name} » est déjà celui de {autre}."))
            else:
                trouves[sous.name] = sous
    if erreurs:
        raise CatalogueInvalide(erreurs)
    return Catalogue(trouves)


def load_modele(dossier: Path) -> Modele:
    """Load the template of one folder.

    Raises:
        CatalogueInvalide: every fault of modele.yaml and of the body, with file, key and line.
    """
    fichier = dossier / FICHIER_MODELE
    document = _read_document(fichier)
    corps = _read(dossier / FICHIER_CORPS)
    journal = Journal(fichier, document)
    modele = read_modele(journal, dossier, corps, list_exemples(dossier))
    erreurs = [*journal.erreurs, *_check_corps(modele)]
    if erreurs:
        raise CatalogueInvalide(erreurs)
    return modele


def load_exemple(modele: Modele, nom: str) -> Document:
    """Read an example of a template: a saisie that `validate` accepts.

    Raises:
        ModeleInconnu: the template has no example of this name.
        CatalogueInvalide: the file is not YAML.
    """
    if nom not in modele.exemples:
        raise ModeleInconnu(nom, modele.exemples, "l’exemple")
    document = _read_document(modele.dossier / DOSSIER_EXEMPLES / f"{nom}.yaml")
    if not isinstance(document.valeur, dict):
        raise CatalogueInvalide(
            [ModeleInvalide(modele.dossier / DOSSIER_EXEMPLES / f"{nom}.yaml", "", 1, "un exemple est une saisie.")]
        )
    return document


def list_exemples(dossier: Path) -> tuple[str, ...]:
    """List the names of the examples of a template, sorted."""
    return tuple(sorted(fichier.stem for fichier in (dossier / DOSSIER_EXEMPLES).glob("*.yaml")))


def make_schema(modele: Modele) -> Schema:
    """Give the names that the body of a template may use: fields, computed fields, the collectivité."""
    calculs = dict.fromkeys((calcul.nom for calcul in modele.calculs), None)
    return {**_list_champs(modele.champs), **calculs, "collectivite": list_noms()}


def _list_champs(champs: tuple[Champ, ...]) -> dict[str, Schema | None]:
    return {champ.nom: _list_champs(champ.champs) if champ.champs else None for champ in champs}


def _check_corps(modele: Modele) -> list[ModeleInvalide]:
    fichier = modele.dossier / FICHIER_CORPS
    noms = [passage.nom for passage in modele.passages]
    fautes = check_corps(modele.corps, make_schema(modele), noms, modele.repetes)
    erreurs = [ModeleInvalide(fichier, "", faute.ligne, f"{faute.raison.rstrip('.')}.") for faute in fautes]
    erreurs.extend(ModeleInvalide(fichier, "", ligne, raison) for ligne, raison in _check_appels(modele))
    return erreurs


def _check_appels(modele: Modele) -> Iterator[tuple[int, str]]:
    """Give line and reason of each slot that apres_visa does not declare, and of each call to another file."""
    for trouve in _EMPLACEMENT.finditer(modele.corps):
        if trouve[1] not in modele.apres_visa:
            raison = f"l’emplacement « {trouve[1]} » n’est pas déclaré dans apres_visa."
            yield modele.corps.count("\n", 0, trouve.start()) + 1, raison
    for trouve in _AUTRE_FICHIER.finditer(modele.corps):
        raison = f"« {trouve[1]} » : un modèle tient tout entier dans son fichier."
        yield modele.corps.count("\n", 0, trouve.start()) + 1, raison


def _read(fichier: Path) -> str:
    try:
        return decode(fichier.read_bytes())
    except OSError as erreur:
        raise CatalogueInvalide(
            [ModeleInvalide(fichier, "", None, f"le fichier est illisible ({erreur.strerror}).")]
        ) from erreur
    except DocumentRefuseError as refus:
        raise CatalogueInvalide([ModeleInvalide(fichier, "", refus.ligne, refus.raison)]) from refus


def _read_document(fichier: Path) -> Document:
    texte = _read(fichier)
    try:
        return parse_document(texte)
    except DocumentRefuseError as refus:
        raise CatalogueInvalide([ModeleInvalide(fichier, "", refus.ligne, refus.raison)]) from refus
