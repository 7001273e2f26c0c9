from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_PERMIS = "\n\t"
_NOMS = {
    0x00AD: "trait d’union conditionnel (invisible)",
    0x034F: "jointure de graphèmes (invisible)",
    0x061C: "marque de direction arabe (sens d’écriture)",
    0x180E: "séparateur de voyelles mongol (largeur nulle)",
    0x200B: "espace de largeur nulle",
    0x200C: "antiliant de largeur nulle",
    0x200D: "liant de largeur nulle",
    0x200E: "marque gauche-à-droite (sens d’écriture)",
    0x200F: "marque droite-à-gauche (sens d’écriture)",
    0x2028: "séparateur de lignes",
    0x2029: "séparateur de paragraphes",
    0x202A: "enchâssement gauche-à-droite (sens d’écriture)",
    0x202B: "enchâssement droite-à-gauche (sens d’écriture)",
    0x202C: "fin de formatage directionnel (sens d’écriture)",
    0x202D: "forçage gauche-à-droite (sens d’écriture)",
    0x202E: "forçage droite-à-gauche (sens d’écriture)",
    0x2060: "gluon de mots (largeur nulle)",
    0x2066: "isolat gauche-à-droite (sens d’écriture)",
    0x2067: "isolat droite-à-gauche (sens d’écriture)",
    0x2068: "isolat de premier sens fort (sens d’écriture)",
    0x2069: "fin d’isolat directionnel (sens d’écriture)",
    0xFEFF: "marque d’ordre des octets (largeur nulle)",
    0x0000: "caractère nul",
    0x0007: "signal sonore",
    0x0008: "retour arrière",
    0x000B: "tabulation verticale",
    0x000C: "saut de page",
    0x000D: "retour chariot",
    0x001B: "échappement",
    0x007F: "suppression",
    # Letters that show nothing: they fill a field that looks empty.
    0x115F: "remplissage hangûl (invisible)",
    0x1160: "remplissage hangûl (invisible)",
    0x3164: "remplissage hangûl (invisible)",
    0xFFA0: "remplissage hangûl (invisible)",
    0xFFFC: "objet de remplacement",
}
_CATEGORIES = {
    "Cc": "caractère de commande",
    "Cf": "caractère de mise en forme invisible",
    "Co": "caractère à usage privé",
    "Cs": "demi-codet isolé (surrogate)",
    "Cn": "point de code non attribué",
}


@dataclass(frozen=True, slots=True)
class CaractereInterdit:
    """Hold a character that no input may contain; `position` counts code points from 0."""

    position: int
    caractere: str
    nom: str

    @property
    def code(self) -> str:
        """Write the code point: « U+200B »."""
        return f"U+{ord(self.caractere):04X}"


def find_caracteres_interdits(texte: str) -> tuple[CaractereInterdit, ...]:
    """Find the characters that a reader cannot see or that change how the others are read, each with its French name.

    Controls (but for line feed and tab), zero-width and bidirectional signs, invisible fillers, variation selectors,
    line separators, private use, unassigned code points and lone surrogates.
    """
    if texte.isascii() and texte.replace("\n", "").replace("\t", "").isprintable():
        return ()
    return tuple(CaractereInterdit(i, c, nom) for i, c in enumerate(texte) if c not in _PERMIS and (nom := _name(c)))


def _name(caractere: str) -> str:
    point = ord(caractere)
    if point in _NOMS:
        return _NOMS[point]
    if 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF:
        return "sélecteur de variante (invisible)"
    return _CATEGORIES.get(unicodedata.category(caractere), "")
