"""Reads the name of a person in a signature block: a prénom in full and a NOM, or only an initial."""

from __future__ import annotations

import re
from enum import IntEnum

_CIVILITE = re.compile(
    r"^(?:monsieur|madame|mademoiselle|maitre|docteur|m\.|mme\.?|mlle|me|dr\.?|mr\.?)(?= |$)", re.IGNORECASE
)
_LISTE_PARTICULES = (
    "de du des d' la le les l' van von der den di da dos del della el ben bint ibn al y e dit epouse ep. nee"
)
_PARTICULES = frozenset(_LISTE_PARTICULES.split())
# A line that holds one of these says a quality, a place or a formality, not the name of a person.
_FONCTIONS = """
    maire mairesse adjoint adjointe president presidente vice-president vice-presidente prefet prefete conseiller
    conseillere conseil directeur directrice responsable chef cheffe secretaire dgs dga dgst dst delegue deleguee
    delegation pour par le la les l' fait signe signature original cachet sceau mairie commune ville communaute
    metropole agglomeration departement departemental republique service services direction general generale premier
    premiere deuxieme troisieme quatrieme cinquieme sixieme municipal municipale communautaire suppleant empeche absent
    electroniquement date qualite et a au aux en n° arrete acte vu monsieur madame mademoiselle maitre docteur charge
    chargee territorial sous-prefet copie extrait conforme certifie executoire hotel place rue avenue boulevard
"""
_MOTS_DE_FONCTION = frozenset(_FONCTIONS.split())
_INITIALE = re.compile(r"^(?:[A-Z]\.?-?){1,3}$")
_NOM_CAPITALE = re.compile(r"^[A-Z][\w'-]+$")
# « Le Maire Jean DUPONT » on one line: a first name then a family name in capitals.
_COLLE = re.compile(
    r"(?<![\w'-])(?P<prenom>[A-Z][a-z]+(?:[ -][A-Z][a-z]+){0,2}) "
    r"(?:(?:de|du|d'|la|le|des|van|von|di|da|dos|el|ben) ?){0,3}"
    r"(?P<nom>[A-Z][A-Z'-]+)(?![\w'-])"
)


class Identite(IntEnum):
    """How much of a person's name a text gives."""

    ABSENTE = 0
    NOM_SEUL = 1
    INITIALE = 2
    COMPLETE = 3


def read_identite(casse: str) -> Identite:
    """Give the best name of a person that a signature block shows, reading its lines and the parts between commas."""
    casse = casse.replace("Œ", "O").replace("Æ", "A")
    segments = [s for s in re.split(r"[\n,;:\t/]| {3,}| - ", casse) if s.strip()]
    lues = [_read_segment(segment.strip(' .()«»"')) for segment in segments]
    if any(m["prenom"].split()[-1].lower() not in _MOTS_DE_FONCTION for m in _COLLE.finditer(casse)):
        lues.append(Identite.COMPLETE)
    return max(lues, default=Identite.ABSENTE)


def _read_segment(segment: str) -> Identite:
    sans_civilite = _CIVILITE.sub("", segment).strip()
    civil = sans_civilite != segment
    mots = sans_civilite.replace("d'", "d' ").replace("D'", "D' ").split()
    if not 1 <= len(mots) <= 8 or any(_is_fonction(mot) for mot in mots if mot.lower() not in _PARTICULES):
        return Identite.ABSENTE
    pleins = [mot for mot in mots if mot.lower() not in _PARTICULES]
    if not pleins or mots[0].lower() in {"le", "la", "les", "l'"}:
        return Identite.ABSENTE
    if _INITIALE.match(pleins[0]) and len(pleins) > 1 and all(map(_NOM_CAPITALE.match, pleins[1:])):
        return Identite.INITIALE
    if not all(map(_NOM_CAPITALE.match, pleins)):
        return Identite.ABSENTE
    if len(pleins) == 1:
        return Identite.NOM_SEUL if civil or pleins[0].isupper() else Identite.ABSENTE
    return Identite.COMPLETE


def _is_fonction(mot: str) -> bool:
    return mot.lower().strip(".,") in _MOTS_DE_FONCTION or any(c.isdigit() for c in mot)
