"""Read the keys of a charte one by one, each with its type and bounds; what is unknown or wrong is told at its line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from server.charte.description import Filet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from server.charte.yaml_situe import Situe

_COULEUR: Final = re.compile(r"[0-9A-F]{6}")
_CLE: Final = re.compile(r"[a-z][a-z0-9_]*")
_BLANC: Final = "FFFFFF"
CONTRASTE_MIN: Final = 4.5
"""WCAG 2.1, criterion 1.4.3: normal text."""
_REPERES: Final = re.compile(r"\{(\w*)\}")
REPERES: Final = frozenset({"collectivite", "page", "pages"})


class Lecteur:
    """Reads the keys of one mapping; `finish` refuses those that nobody asked for."""

    def __init__(self, situe: Situe) -> None:
        if not isinstance(situe.valeur, dict):
            raise situe.refuse("une suite de clés est attendue.")
        self.situe = situe
        self._vus: set[str] = set()

    def __contains__(self, nom: str) -> bool:
        return nom in self.situe.valeur

    def cles(self) -> list[str]:
        """Give the keys of the mapping."""
        return list(self.situe.valeur)

    def take(self, nom: str) -> Situe:
        """Give the value of a key, which must be there."""
        if nom not in self.situe.valeur:
            raise self.situe.refuse(f"la clé « {nom} » manque.")
        self._vus.add(nom)
        situe: Situe = self.situe.valeur[nom]
        return situe

    def sous(self, nom: str) -> Lecteur:
        """Give a reader of the mapping under a key."""
        return Lecteur(self.take(nom))

    def finish(self) -> None:
        """Refuse the first key that was not read."""
        for nom, situe in self.situe.valeur.items():
            if nom not in self._vus:
                raise situe.refuse("clé inconnue.")

    def texte(self, nom: str) -> str:
        """Read a text of at most 200 characters, without control characters."""
        situe = self.take(nom)
        if not isinstance(situe.valeur, str) or len(situe.valeur) > 200 or not situe.valeur.isprintable():
            raise situe.refuse(
                "un texte d’une ligne (200 caractères au plus) est attendu ; mettez-le entre guillemets."
            )
        return situe.valeur

    def textes(self, nom: str) -> tuple[str, ...]:
        """Read a list of texts."""
        situe = self.take(nom)
        if not isinstance(situe.valeur, list) or not all(isinstance(v.valeur, str) for v in situe.valeur):
            raise situe.refuse("une liste de textes est attendue.")
        return tuple(v.valeur for v in situe.valeur)

    def gabarit(self, nom: str) -> str:
        """Read a text in which "{collectivite}", "{page}" and "{pages}" may stand."""
        texte = self.texte(nom)
        for repere in _REPERES.findall(texte):
            if repere not in REPERES:
                raise self.take(nom).refuse(f"« {{{repere}}} » est inconnu : {{collectivite}}, {{page}} ou {{pages}}.")
        return texte

    def nombre(self, nom: str, mini: float, maxi: float) -> float:
        """Read a number within bounds."""
        situe = self.take(nom)
        valeur = situe.valeur
        if isinstance(valeur, bool) or not isinstance(valeur, int | float) or not mini <= valeur <= maxi:
            raise situe.refuse(f"un nombre entre {mini:g} et {maxi:g} est attendu.")
        return float(valeur)

    def entier(self, nom: str, mini: int, maxi: int) -> int:
        """Read a whole number within bounds."""
        situe = self.take(nom)
        valeur = situe.valeur
        if isinstance(valeur, bool) or not isinstance(valeur, int) or not mini <= valeur <= maxi:
            raise situe.refuse(f"un nombre entier entre {mini} et {maxi} est attendu.")
        return valeur

    def booleen(self, nom: str) -> bool:
        """Read true or false."""
        situe = self.take(nom)
        if not isinstance(situe.valeur, bool):
            raise situe.refuse("true ou false est attendu.")
        return situe.valeur

    def choix(self, nom: str, choix: tuple[str, ...]) -> Any:
        """Read one of a few words."""
        situe = self.take(nom)
        if situe.valeur not in choix:
            raise situe.refuse(f"un de ces mots est attendu : {', '.join(choix)}.")
        return situe.valeur

    def couleur(self, nom: str, *, lisible: bool = False) -> str:
        """Read a colour; `lisible` asks for a contrast of 4.5 on white."""
        situe = self.take(nom)
        valeur = situe.valeur.upper() if isinstance(situe.valeur, str) else ""
        if not _COULEUR.fullmatch(valeur):
            raise situe.refuse('une couleur "RRGGBB" entre guillemets est attendue.')
        if lisible:
            _check(situe, valeur, _BLANC)
        return valeur

    def filet(self, nom: str) -> Filet:
        """Read a rule: thickness, colour, distance."""
        lecteur = self.sous(nom)
        distance = lecteur.nombre("distance", 0, 31) if "distance" in lecteur else 1.0
        filet = Filet(lecteur.nombre("epaisseur", 0.25, 6), lecteur.couleur("couleur"), distance)
        lecteur.finish()
        return filet


def check_contraste(lecteur: Lecteur, couleur: str, fond: str | None) -> None:
    """Refuse a text colour that is hard to read on its background."""
    _check(lecteur.situe.valeur.get("couleur", lecteur.situe), couleur, fond or _BLANC)


def _check(situe: Situe, couleur: str, fond: str) -> None:
    rapport = contrast(couleur, fond)
    if rapport < CONTRASTE_MIN:
        raise situe.refuse(f"le contraste du texte avec son fond est de {rapport:.1f} ; il en faut {CONTRASTE_MIN:g}.")


def contrast(couleur: str, fond: str) -> float:
    """Give the contrast of two colours "RRGGBB", from 1 to 21 (WCAG 2.1, relative luminance)."""
    clair, sombre = sorted((_luminance(couleur), _luminance(fond)), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)


def _luminance(couleur: str) -> float:
    canaux = (int(couleur[i : i + 2], 16) / 255 for i in (0, 2, 4))
    rouge, vert, bleu = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux)
    return 0.2126 * rouge + 0.7152 * vert + 0.0722 * bleu


def _cle_de_style(lecteur: Lecteur, nom: str) -> str:
    texte = lecteur.texte(nom)
    if not _CLE.fullmatch(texte):
        raise lecteur.take(nom).refuse("la clé d’un style est attendue.")
    return texte


def _nombre(mini: float, maxi: float) -> Callable[[Lecteur, str], float]:
    return lambda lecteur, nom: lecteur.nombre(nom, mini, maxi)


_booleen: Callable[[Lecteur, str], bool] = Lecteur.booleen

STYLE: Final[Mapping[str, Callable[[Lecteur, str], Any]]] = {
    "police": lambda lecteur, nom: lecteur.choix(nom, ("corps", "titres")),
    # Under 6 points nobody reads: such text is refused at sign-off.
    "taille": _nombre(6, 48),
    "gras": _booleen,
    "italique": _booleen,
    "capitales": _booleen,
    "petites_capitales": _booleen,
    "interlettrage": _nombre(0, 10),
    "couleur": Lecteur.couleur,
    "alignement": lambda lecteur, nom: lecteur.choix(nom, ("gauche", "droite", "centre", "justifie")),
    "retrait_gauche": _nombre(0, 150),
    "retrait_droite": _nombre(0, 150),
    "premiere_ligne": _nombre(-50, 50),
    "avant": _nombre(0, 200),
    "apres": _nombre(0, 200),
    "interligne": _nombre(0.8, 3),
    "garder_suivant": _booleen,
    "garder_lignes": _booleen,
    "saut_avant": _booleen,
    "niveau_plan": lambda lecteur, nom: lecteur.entier(nom, 0, 9),
    "filet_haut": Lecteur.filet,
    "filet_bas": Lecteur.filet,
    "filet_gauche": Lecteur.filet,
    "fond": Lecteur.couleur,
    "suite": _cle_de_style,
}
"""How each key of a style is read."""
