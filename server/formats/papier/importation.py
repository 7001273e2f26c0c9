"""Import a letterhead: a template of the collectivité (.dotx, .docx, .ott, .odt) becomes a charte folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

import yaml

from server.acte.fragments import EnLigne, Fragment, Inconnu, Note, Origine, merge_fragments
from server.acte.noeuds import Acte, Bloc, Cadre, EnTetePage, Feuille, Genre, Ligne, PiedPage, Tableau
from server.charte.chargement import FICHIER, FICHIER_PAPIER, load_charte
from server.charte.description import Papier
from server.charte.images import measure
from server.charte.papier_json import save_papier
from server.errors import EcritureImpossible, FichierIllisible, ModeleInvalide
from server.formats import docx, odt
from server.formats.papier.mise_en_page import MiseEnPage, read_docx_layout, read_odt_layout
from server.formats.paquet import Paquet, detect
from server.formats.remplacement import rewrite_leaves

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

P = TypeVar("P", EnTetePage, PiedPage)

# The bounds of a charte (see `charte.chargement`): a template may ask for more.
_BORNES: Final = {"largeur": (100.0, 420.0), "hauteur": (100.0, 600.0)}
_BORNE_MARGE: Final = (3.0, 90.0)
CORPS: Final = "Le texte du modèle n’est pas repris : seuls ses en-têtes et pieds de page le sont."
VIDE: Final = (
    "Le modèle n’a ni en-tête ni pied de page : si son papier à en-tête est dans le texte, déplacez-le en en-tête."
)
MARGE: Final = "La mesure « {} » du modèle ({} mm) a été ramenée à {} mm."
ECARTE: Final = "L’en-tête ou le pied de page contient un élément qui n’a pas pu être repris ({})."


@dataclass(frozen=True, slots=True)
class Importation:
    """What an import wrote, and French sentences about what it left out."""

    fichiers: tuple[Path, ...]
    avertissements: tuple[str, ...]


def import_papier(fichier: Path, sortie: Path) -> Importation:
    """Make a charte folder of a letterhead: charte.yaml (page, font), papier.json (headers, footers), pictures.

    The folder is made when it is not there. Raises `FichierIllisible` when the template cannot be read, and
    `EcritureImpossible` when the folder holds a charte already or cannot be written: nothing is then left in it.
    """
    try:
        donnees = fichier.read_bytes()
    except OSError as erreur:
        raise FichierIllisible(fichier, f"il ne s’ouvre pas ({erreur.strerror}).") from erreur
    sorte = detect(donnees)
    if sorte not in {"docx", "odt"}:
        raise FichierIllisible(fichier, "un modèle Word (.dotx, .docx) ou LibreOffice (.ott, .odt) est attendu.")
    lecture = (docx.read if sorte == "docx" else odt.read)(donnees, str(fichier))
    paquet = Paquet(donnees, str(fichier))
    mise = read_docx_layout(paquet) if sorte == "docx" else read_odt_layout(paquet)
    papier, ecartes = _clean(lecture.acte)
    reglages, corrections = _settings(mise, fichier.stem)
    avertissements = [*corrections, *(ECARTE.format(nature) for nature in ecartes)]
    if lecture.acte.corps:
        avertissements.append(CORPS)
    if not any(t.corps for t in papier.en_tetes) and not any(p.corps for p in papier.pieds):
        avertissements.append(VIDE)
    return Importation(tuple(_save(papier, reglages, sortie)), tuple(avertissements))


def _clean(acte: Acte) -> tuple[Papier, list[str]]:
    """Give headers and footers as scaffold text, without what our writers do not write; and what was left out."""
    ecartes: dict[str, None] = {}

    def clean_leaf(feuille: Feuille) -> tuple[EnLigne, ...]:
        return merge_fragments(_clean_inline(feuille.contenu, ecartes))

    pages = rewrite_leaves(Acte(Genre.INCONNU, "", (), acte.en_tetes, acte.pieds), clean_leaf)
    papier = Papier(
        tuple(_clean_page(tete, ecartes) for tete in pages.en_tetes),
        tuple(_clean_page(pied, ecartes) for pied in pages.pieds),
    )
    return papier, list(ecartes)


def _clean_page(page: P, ecartes: dict[str, None]) -> P:
    return replace(page, corps=tuple(_clean_blocs(page.corps, ecartes)))


def _clean_blocs(blocs: tuple[Bloc, ...], ecartes: dict[str, None]) -> Iterator[Bloc]:
    """Leave out unknown blocks, and paragraphs that held nothing else than what was left out."""
    for bloc in blocs:
        match bloc:
            case Inconnu():
                ecartes[bloc.nature] = None
            case Feuille() if not bloc.contenu:
                continue
            case Cadre():
                yield Cadre(tuple(_clean_blocs(bloc.corps, ecartes)))
            case Tableau():
                yield Tableau(tuple(_clean_row(ligne, ecartes) for ligne in bloc.lignes))
            case _:
                yield bloc


def _clean_row(ligne: Ligne, ecartes: dict[str, None]) -> Ligne:
    cellules = (replace(c, corps=tuple(_clean_blocs(c.corps, ecartes))) for c in ligne.cellules)
    return replace(ligne, cellules=tuple(cellules))


def _clean_inline(contenu: tuple[EnLigne, ...], ecartes: dict[str, None]) -> list[EnLigne]:
    garde: list[EnLigne] = []
    for element in contenu:
        match element:
            case Fragment():
                if element.is_lu():
                    garde.append(replace(element, origine=Origine.TRAME, champ=None))
            case Inconnu():
                ecartes[element.nature] = None
            case Note():
                ecartes["note"] = None
            case _:
                mesure = getattr(element, "donnees", None)
                if mesure is not None and measure(mesure) is None:
                    ecartes["image d’un format inconnu"] = None
                else:
                    garde.append(element)
    return garde


def _settings(mise: MiseEnPage, nom: str) -> tuple[dict[str, Any], list[str]]:
    """Give the keys of charte.yaml that differ from the default charte, within its bounds; and what was bounded."""
    corrections = []
    page: dict[str, float] = {}
    for cle, valeur in mise.page.items():
        mini, maxi = _BORNES.get(cle, _BORNE_MARGE)
        page[cle] = min(max(valeur, mini), maxi)
        if page[cle] != valeur:
            corrections.append(MARGE.format(cle, valeur, page[cle]))
    reglages: dict[str, Any] = {"nom": "".join(c for c in nom if c.isprintable())[:200] or "Charte"}
    if page:
        reglages["page"] = page
    if mise.police:
        police = {"nom": mise.police[:200], "equivalents": []}
        reglages["polices"] = {"corps": police, "titres": police}
    return reglages, corrections


def _save(papier: Papier, reglages: dict[str, Any], sortie: Path) -> list[Path]:
    charte = sortie / FICHIER
    for chemin in (charte, sortie / FICHIER_PAPIER):
        if chemin.exists():
            raise EcritureImpossible(chemin, "ce dossier contient déjà une charte : choisissez-en un autre.")
    ecrits: list[Path] = []
    try:
        sortie.mkdir(parents=True, exist_ok=True)
        ecrits += save_papier(papier, sortie, FICHIER_PAPIER)
        # No aliases: people edit this file.
        texte = yaml.dump(reglages, Dumper=_Dumper, allow_unicode=True, sort_keys=False)
        charte.write_text(
            f"# Tiré d’un papier à en-tête. Le reste vient de la charte par défaut.\n{texte}", encoding="utf-8"
        )
        ecrits.append(charte)
        load_charte(sortie)
    except OSError as erreur:
        _remove(ecrits)
        raise EcritureImpossible(sortie, f"le dossier ne s’écrit pas ({erreur.strerror}).") from erreur
    except ModeleInvalide as erreur:
        _remove(ecrits)
        raise FichierIllisible(reglages["nom"], f"sa mise en page ne fait pas une charte : {erreur.raison}") from erreur
    return ecrits


def _remove(chemins: list[Path]) -> None:
    for chemin in chemins:
        chemin.unlink(missing_ok=True)


class _Dumper(yaml.SafeDumper):
    """Writes each value in full."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 -- the signature of PyYAML
        return True
