"""What templates may call: filters and functions, all ours, all keeping the field of the value they change."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from server.acte.fragments import Emplacement, Fragment, Origine
from server.francais import dates, elision, nombres
from server.francais.genre import accord_genre, civilite
from server.trame.valeurs import Registre, Valeur, derive, format_brut, path_of, unwrap

EMPLACEMENTS = {"numero": "……………", "date": "……………", "cachet": "……………"}
"""Slots filled after sign-off, and what a draft shows in their place."""


def _sur_texte(fonction: Callable[[str], str]) -> Callable[[Any], Any]:
    """Make a filter of a function on text; numbers and dates are shown first."""

    def filtre(valeur: Any) -> Any:
        return derive(valeur, fonction(format_brut(unwrap(valeur))))

    return filtre


def _sur_brut(fonction: Callable[[Any], str]) -> Callable[[Any], Any]:
    def filtre(valeur: Any) -> Any:
        return derive(valeur, fonction(unwrap(valeur)))

    return filtre


def _majuscule(texte: str) -> str:
    return texte[:1].upper() + texte[1:]


def _minuscule(texte: str) -> str:
    return texte[:1].lower() + texte[1:]


def _sans_point(texte: str) -> str:
    return texte.rstrip().rstrip(".;,: \u00a0")


def _insecable(texte: str) -> str:
    return texte.replace(" ", "\u00a0")


def _liste(valeur: Any) -> Any:
    """« a, b et c »; a list that a template made of values is a value still."""
    elements = list(unwrap(valeur) or ())
    source = next((element for element in (valeur, *elements) if isinstance(element, Valeur)), valeur)
    return derive(source, elision.join_liste([format_brut(unwrap(element)) for element in elements]))


def _accord(nombre: Any, singulier: str, pluriel: str) -> str:
    brut = unwrap(nombre)
    combien = len(brut) if isinstance(brut, list | tuple) else brut
    return elision.accord(combien, singulier, pluriel)


def _genre(personne: Any, masculin: str, feminin: str) -> str:
    return accord_genre(_civilite_of(personne), masculin, feminin)


def _civilite_of(personne: Any) -> str:
    brut = unwrap(personne)
    return str(brut["civilite"] if isinstance(brut, Mapping) else brut)


def _personne(personne: Any) -> Any:
    """« Mme Jeanne LEFÈVRE »."""
    brut = unwrap(personne)
    civilite_abregee = f"{brut['civilite']}\u00a0" if brut.get("civilite") else ""
    return derive(personne, f"{civilite_abregee}{brut['prenom']} {brut['nom'].upper()}")


def _civilite_longue(personne: Any) -> Any:
    return derive(personne, civilite(_civilite_of(personne), abrege=False))


def _paragraphes(valeur: Any) -> list[Any]:
    lignes = [ligne.strip() for ligne in str(unwrap(valeur) or "").split("\n")]
    return [derive(valeur, ligne) for ligne in lignes if ligne]


def _attribut(groupe: Any, nom: str) -> Any:
    return derive(groupe, tuple(element[nom] for element in unwrap(groupe) or ()))


FILTRES: dict[str, Callable[..., Any]] = {
    "date": _sur_brut(dates.format_date),
    "jour_date": _sur_brut(dates.format_jour_date),
    "heure": _sur_brut(dates.format_heure),
    "montant": _sur_brut(nombres.format_montant),
    "montant_en_lettres": _sur_brut(nombres.montant_en_lettres),
    "nombre": _sur_brut(nombres.format_nombre),
    "en_lettres": _sur_brut(nombres.nombre_en_lettres),
    "ordinal": _sur_brut(nombres.ordinal),
    "de": _sur_texte(elision.de),
    "a": _sur_texte(elision.a),
    "le": _sur_texte(elision.le),
    "que": _sur_texte(elision.que),
    "liste": _liste,
    "majuscule": _sur_texte(_majuscule),
    "minuscule": _sur_texte(_minuscule),
    "capitales": _sur_texte(str.upper),
    "sans_point": _sur_texte(_sans_point),
    "insecable": _sur_texte(_insecable),
    "accord": _accord,
    "genre": _genre,
    "personne": _personne,
    "civilite_longue": _civilite_longue,
    "paragraphes": _paragraphes,
    "attribut": _attribut,
    "longueur": len,
}


def say_opening(nom: str, groupe: str) -> str:
    """Say how a passage is opened that was opened otherwise."""
    if groupe:
        return f'le passage « {nom} » s’ouvre pour un élément de « {groupe} », dans une boucle : passage("{nom}", …)'
    return f'le passage « {nom} » ne se répète pas : passage("{nom}")'


def make_fonctions(registre: Registre) -> dict[str, Callable[..., Any]]:
    """Give the functions of one rendering: passages, slots, periods, numbers of articles."""

    def passage(nom: str, element: Any = None) -> str:
        if nom not in registre.passages:
            raise ValueError(f"le passage « {nom} » n’est pas déclaré dans modele.yaml")
        groupe, chemin = registre.repetes.get(nom, ""), path_of(element)
        if not re.fullmatch(rf"{groupe}\[\d+\]" if groupe else "", chemin):
            raise ValueError(say_opening(nom, groupe))
        return registre.add_passage(nom, chemin)

    def emplacement(nom: str) -> str:
        if nom not in EMPLACEMENTS:
            raise ValueError(f"l’emplacement « {nom} » n’existe pas ; connus : {', '.join(EMPLACEMENTS)}")
        return registre.add_elements(Emplacement(nom, EMPLACEMENTS[nom]))

    def periode(date_debut: Any, heure_debut: Any, date_fin: Any, heure_fin: Any) -> Any:
        texte = dates.format_periode(unwrap(date_debut), unwrap(heure_debut), unwrap(date_fin), unwrap(heure_fin))
        return derive(date_debut, texte)

    def numero_article(cle: str = "") -> str:
        registre.dernier_article += 1
        numero = "1er" if registre.dernier_article == 1 else str(registre.dernier_article)
        if cle:
            registre.articles[cle] = numero
        return numero

    def renvoi(cle: str) -> str:
        registre.renvois.append((len(registre.jetons), cle))
        return registre.add_elements()

    return {
        "passage": passage,
        "emplacement": emplacement,
        "periode": periode,
        "numero_article": numero_article,
        "renvoi": renvoi,
    }


def resolve_renvois(registre: Registre) -> None:
    """Put the numbers of articles where `renvoi` stood.

    Raises:
        ValueError: no article was opened under this key.
    """
    for rang, cle in registre.renvois:
        if cle not in registre.articles:
            raise ValueError(f"renvoi(« {cle} ») : aucun article n’a été ouvert par numero_article(« {cle} »)")
        registre.jetons[rang] = (Fragment(registre.articles[cle], Origine.TRAME),)
