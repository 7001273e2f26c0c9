"""Load a charte: the default one of the house, with what the collectivité's own folder puts over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.charte import champs
from server.charte.description import (
    Charte,
    Listes,
    Logo,
    Page,
    Pages,
    Papier,
    Police,
    StyleParagraphe,
    StyleTableau,
)
from server.charte.images import measure
from server.charte.papier_json import load_papier
from server.charte.yaml_situe import Situe, load_situe, merge
from server.ressources import find_dossier

if TYPE_CHECKING:
    from pathlib import Path

FICHIER = "charte.yaml"
FICHIER_PAPIER = "papier.json"
_LOGO_MAX = 5 * 1024 * 1024


def load_charte(dossier: Path | None = None) -> Charte:
    """Load the charte of a folder: its charte.yaml over the default one, its logo, its letterhead (papier.json).

    None gives the default charte. Raises `ModeleInvalide` with file, key and line.
    """
    defaut = find_dossier("styles")
    situe = load_situe(defaut / FICHIER)
    dossier = dossier or defaut
    propre = dossier / FICHIER
    papier = dossier / FICHIER_PAPIER
    if dossier != defaut and (propre.exists() or not papier.exists()):
        situe = merge(situe, load_situe(propre))
    return _build(situe, dossier, load_papier(papier) if papier.exists() else None)


def _build(situe: Situe, dossier: Path, papier: Papier | None) -> Charte:
    racine = champs.Lecteur(situe)
    polices = racine.sous("polices")
    couleurs = racine.sous("couleurs")
    charte = Charte(
        nom=racine.texte("nom"),
        police_corps=_police(polices.sous("corps")),
        police_titres=_police(polices.sous("titres")),
        page=_page(racine.sous("page")),
        pages=_pages(racine.sous("pages")),
        styles=_styles(racine.sous("styles")),
        tableau=_tableau(racine.sous("tableau")),
        listes=_listes(racine.sous("listes")),
        couleur_lien=couleurs.couleur("lien", lisible=True),
        fond_ia=couleurs.couleur("fond_ia"),
        fond_emplacement=couleurs.couleur("fond_emplacement"),
        logo=_logo(racine.sous("logo"), dossier),
        papier=papier,
    )
    for lecteur in (polices, couleurs, racine):
        lecteur.finish()
    return charte


def _police(lecteur: champs.Lecteur) -> Police:
    police = Police(lecteur.texte("nom"), lecteur.textes("equivalents"), lecteur.choix("famille", ("sans", "serif")))
    lecteur.finish()
    return police


def _page(lecteur: champs.Lecteur) -> Page:
    marges = ("haut", "bas", "gauche", "droite", "en_tete", "pied")
    page = Page(
        largeur=lecteur.nombre("largeur", 100, 420),
        hauteur=lecteur.nombre("hauteur", 100, 600),
        **{nom: lecteur.nombre(nom, 3, 90) for nom in marges},
    )
    if page.utile < 60:
        raise lecteur.situe.refuse("les marges laissent moins de 60 mm au texte.")
    lecteur.finish()
    return page


def _pages(lecteur: champs.Lecteur) -> Pages:
    pages = Pages(*(lecteur.gabarit(nom) for nom in ("en_tete_premiere", "en_tete_suite", "pied")))
    lecteur.finish()
    return pages


def _tableau(lecteur: champs.Lecteur) -> StyleTableau:
    tableau = StyleTableau(
        couleur_filet=lecteur.couleur("couleur_filet"),
        epaisseur_filet=lecteur.nombre("epaisseur_filet", 0.25, 6),
        fond_entete=lecteur.couleur("fond_entete"),
        marge_verticale=lecteur.nombre("marge_verticale", 0, 10),
        marge_horizontale=lecteur.nombre("marge_horizontale", 0, 10),
    )
    lecteur.finish()
    return tableau


def _listes(lecteur: champs.Lecteur) -> Listes:
    listes = Listes(lecteur.nombre("retrait", 0, 30), lecteur.nombre("marqueur", 3, 30))
    lecteur.finish()
    return listes


def _styles(lecteur: champs.Lecteur) -> tuple[StyleParagraphe, ...]:
    defaut = lecteur.sous("defaut")
    styles = tuple(_style(lecteur, cle, defaut) for cle in lecteur.cles() if cle != "defaut")
    lecteur.finish()
    return styles


def _style(styles: champs.Lecteur, cle: str, defaut: champs.Lecteur) -> StyleParagraphe:
    lecteur = styles.sous(cle)
    situe, vus = lecteur.situe, {cle}
    while (comme := situe.valeur.get("comme")) is not None:
        base = styles.situe.valeur.get(comme.valeur) if isinstance(comme.valeur, str) else None
        if base is None or comme.valeur in vus:
            raise comme.refuse("le nom d’un autre style est attendu.")
        vus.add(comme.valeur)
        propre = Situe({k: v for k, v in situe.valeur.items() if k != "comme"}, situe.fichier, situe.cle, situe.ligne)
        situe = merge(champs.Lecteur(base).situe, propre)
    lecteur = champs.Lecteur(merge(defaut.situe, situe))
    valeurs: dict[str, Any] = {nom: lire(lecteur, nom) for nom, lire in champs.STYLE.items() if nom in lecteur}
    lecteur.finish()
    style = StyleParagraphe(cle, **valeurs)
    champs.check_contraste(lecteur, style.couleur, style.fond)
    return style


def _logo(lecteur: champs.Lecteur, dossier: Path) -> Logo | None:
    nom, description = lecteur.texte("fichier"), lecteur.texte("description")
    hauteur = lecteur.nombre("hauteur", 3, 80)
    lecteur.finish()
    if not nom:
        return None
    situe = lecteur.situe.valeur["fichier"]
    chemin = dossier / nom
    if chemin.resolve().parent != dossier.resolve() or not chemin.is_file():
        raise situe.refuse(f"le fichier « {nom} » n’est pas dans {dossier}.")
    if chemin.stat().st_size > _LOGO_MAX:
        raise situe.refuse("le logo dépasse 5 Mio.")
    donnees = chemin.read_bytes()
    mesure = measure(donnees)
    if mesure is None:
        raise situe.refuse("le logo doit être une image PNG ou JPEG.")
    if not description:
        raise lecteur.situe.refuse("la description du logo manque (elle est lue aux personnes qui ne le voient pas).")
    return Logo(donnees, description, round(hauteur * mesure.largeur / mesure.hauteur, 1), hauteur)
