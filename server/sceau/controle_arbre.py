"""What forbids a seal in the tree, whatever the format: hidden text, tracked changes, unknown objects, fields."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from server.acte.fragments import Champ, Emplacement, Fragment, Inconnu, Marque, NatureChamp
from server.acte.noeuds import AvisIA, MarqueProjet
from server.acte.parcours import walk
from server.errors import Refus
from server.sceau.lieux import name_lieu, name_partie

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.acte.fragments import EnLigne
    from server.acte.noeuds import Acte
    from server.acte.parcours import Place

# Category Cf holds bidi controls, zero-width characters and tags; a soft hyphen shows where a line is cut.
_ADMIS: Final = frozenset("\n\t\u00ad")
_INTERDITES: Final = frozenset({"Cc", "Cf", "Co", "Cs"})
_INVISIBLES: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0")
_REVISION: Final = frozenset({Marque.INSERTION, Marque.SUPPRESSION})
_SUSPECTS: Final = frozenset({Marque.CACHE, *_REVISION})

_VIDE: Final = r"[\s.…_‥]*"
_MOIS: Final = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_VALEURS: Final = {
    "numero": re.compile(rf"{_VIDE}|(?=[^\n]*\d)[\w°./\-–…\u00a0 ]{{1,30}}"),
    "date": re.compile(
        rf"{_VIDE}|(?:le )?(?:\d{{1,2}}(?:er)?\s(?:{_MOIS})\s\d{{4}}"
        r"|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{4}-\d\d-\d\d)",
        re.IGNORECASE,
    ),
    "cachet": re.compile(r"[^\x00]{0,300}"),
}
"""What each slot may hold once it is filled."""
_ATTENDUS: Final = {
    "numero": "un numéro (30 caractères au plus, avec un chiffre)",
    "date": "une date",
    "cachet": "300 caractères au plus",
}


def list_refus_arbre(acte: Acte) -> Iterator[Refus]:
    """Give what forbids a seal in an act."""
    for place in walk(acte):
        yield from _check_place(place)


def _check_place(place: Place) -> Iterator[Refus]:
    feuille = place.feuille
    if isinstance(feuille, Inconnu):
        yield _unknown(feuille, name_lieu(name_partie(place.partie), feuille.texte))
        return
    if isinstance(feuille, MarqueProjet | AvisIA) and feuille.contenu:
        raison = (
            "ce paragraphe a le style d’une marque de projet et dit autre chose qu’elle : "
            "remettez la marque, ou donnez-lui un autre style."
        )
        yield Refus("marque", _name(place), raison)
    if feuille.numero and find_caractere(feuille.numero):
        yield Refus("caractere", _name(place), "sa numérotation contient un caractère invisible.")
    for code, raison in dict(
        found for element in feuille.contenu if (found := _check_element(element)) is not None
    ).items():
        yield Refus(code, _name(place), raison)


def _name(place: Place) -> str:
    return name_lieu(name_partie(place.partie), place.feuille.texte)


def _check_element(element: EnLigne) -> tuple[str, str] | None:
    if isinstance(element, Fragment):
        return _check_fragment(element)
    if isinstance(element, Champ) and element.nature is NatureChamp.AUTRE:
        return "champ", (f"un champ ({element.instruction[:60]}) peut changer tout seul : remplacez-le par son texte.")
    if isinstance(element, Emplacement):
        return _check_slot(element)
    if isinstance(element, Inconnu):
        refus = _unknown(element, "")
        return refus.code, refus.raison
    return None


def _check_fragment(fragment: Fragment) -> tuple[str, str] | None:
    if fragment.marques and fragment.marques & _SUSPECTS:
        if Marque.CACHE in fragment.marques:
            return "cache", "du texte est masqué : montrez-le ou supprimez-le."
        return "suivi", "une modification suivie attend : acceptez-la ou refusez-la."
    interdit = find_caractere(fragment.texte)
    if interdit:
        return "caractere", f"un caractère invisible ou de sens d’écriture (U+{ord(interdit):04X}) : supprimez-le."
    if fragment.lien and find_caractere(fragment.lien):
        return "caractere", "la cible d’un lien contient un caractère invisible."
    return None


def _check_slot(emplacement: Emplacement) -> tuple[str, str] | None:
    valeur = _VALEURS.get(emplacement.nom)
    if valeur is None:
        return "emplacement", f"l’emplacement « {emplacement.nom} » n’existe pas : donnez un autre style à ce texte."
    interdit = find_caractere(emplacement.texte)
    if interdit or not valeur.fullmatch(emplacement.texte.strip()):
        attendu = _ATTENDUS[emplacement.nom]
        return (
            "emplacement",
            f"l’emplacement « {emplacement.nom} » contient autre chose que ce qu’il attend : {attendu}.",
        )
    return None


def _unknown(inconnu: Inconnu, lieu: str) -> Refus:
    if inconnu.nature == "macro":
        return Refus("macro", "document", "il contient des macros : enregistrez-le sans elles (.docx, .odt).")
    if inconnu.nature in {"image externe", "text:section-source", "office:dde-source"}:
        return Refus("externe", lieu, "son contenu est ailleurs que dans le fichier : incorporez-le.")
    if inconnu.nature == "mc:AlternateContent":
        return Refus("variantes", lieu, "deux variantes d’un même objet disent des choses différentes : refaites-le.")
    if inconnu.nature == "w:sym":
        return Refus("police", lieu, "un signe d’une police de symboles : tapez le caractère lui-même.")
    return Refus("inconnu", lieu, f"un élément que Minutier ne sait pas lire ({inconnu.nature[:40]}) : remplacez-le.")


@lru_cache(maxsize=4096)
def _is_forbidden(c: str) -> bool:
    return c not in _ADMIS and (c in _INVISIBLES or unicodedata.category(c) in _INTERDITES)


def find_caractere(texte: str) -> str:
    """Give the first character of a text that nobody sees, or that moves others; "" when there is none."""
    if texte.isascii() and texte.isprintable():
        return ""
    return next((c for c in set(texte) if _is_forbidden(c)), "")
