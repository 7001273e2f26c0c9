"""Identifiers of persons in free text: NIR, IBAN, telephone, e-mail, SIRET, parcel of land, postal address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.faits import find_adresses, find_dates, find_voies
from server.faits.repli import fold
from server.redacteurs.marques.modele import Nature
from server.redacteurs.marques.repere import Repere

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEP = r"[ ./-]?"
# Wrong keys are typed too: a number that only looks like one is as personal as a valid one, so no key is checked.
_MOTIFS = (
    (Nature.IBAN, re.compile(r"(?<!\w)[a-z]{2}[0-9]{2}(?:[ -]?[a-z0-9]{4}){2,7}(?:[ -]?[a-z0-9]{1,4})?(?!\w)")),
    (
        Nature.NIR,
        re.compile(
            rf"(?<!\w)[1-478]{_SEP}[0-9]{{2}}{_SEP}[0-9]{{2}}{_SEP}(?:[0-9]{{2}}|2[ab]){_SEP}[0-9]{{3}}{_SEP}[0-9]{{3}}"
            rf"(?:{_SEP}(?:cle )?[0-9]{{2}})?(?!\w)"
        ),
    ),
    (Nature.TEL, re.compile(r"(?<![\w+])(?:\+ ?33 ?(?:\(0\) ?)?|0033 ?|0)[1-9](?:[ ./-]?[0-9]{2}){4}(?![0-9])")),
    (Nature.SIRET, re.compile(r"(?<!\w)[0-9]{3} ?[0-9]{3} ?[0-9]{3}(?: ?[0-9]{5})?(?![\w€%]| ?(?:€|euros?|[0-9]))")),
)
_COURRIEL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64} ?(?:@|\(at\)|\[at\]|\[@\]) ?[\w-]+(?:\.[\w-]+)+")
_PARCELLE = re.compile(
    r"\b(?:[Pp]arcelles?|[Tt]errains?|[Cc]adastrées?|[Ss]ection)(?: cadastrées?)?(?: section)? "
    r"(?P<p>[A-Z]{1,2}(?: n°)? ?[0-9]{1,4})(?!\w)"
)
# « DP 056 088 25 00041 »: the number of an application for a building permit or a declaration.
_S = "[ \u00a0\u202f]?"
_URBANISME = re.compile(
    rf"\b(?:DP|PC|PCMI|PA|PD|CU|AT)(?:{_S}n{_S}°)?{_S}(?P<p>[0-9]{{3}}{_S}[0-9]{{3}}{_S}[0-9]{{2}}{_S}[A-Z]?[0-9]{{4,5}})(?!\w)"
)
_NUMERO = re.compile(r"(?:n ?° ?)?(?<![\w.,/-])[0-9]{1,4}(?: ?(?:bis|ter|quater|[a-d])(?!\w))?,? (?:de la |de l')?$")
# « arrivée vers 12 h 15, faubourg … », « terrain AB 417, lieu-dit … »: minutes and parcels number no house.
_DEVANT_AUTRE_NOMBRE = re.compile(r"(?:[0-9] ?h|(?<![A-Za-z])[A-Z]{1,2}) ?$")
_CODE_VILLE = re.compile(r"(?<![\w.,])(?:0[1-9]|[1-8][0-9]|9[0-8])[ ]?[0-9]{3} (?=[A-ZÀ-Ý])")
_VILLE = re.compile(r"[A-ZÀ-Ý][\w'-]*(?:[ -](?:(?:sur|sous|les|le|la|de|du|des|en|d')[ -]?)*[A-ZÀ-Ý][\w'-]*)*")
_LIEN_VILLE = re.compile(r"(?:,| -)? ?(?:a )?")


def find_identifiants(texte: str) -> Iterator[Repere]:
    """Find what identifies a person by a number or an address in a clean text, the surest kinds first."""
    plie = fold(texte).plie
    for m in _COURRIEL.finditer(plie):
        yield _cut(texte, *m.span(), Nature.COURRIEL)
    for fait in find_adresses(texte):
        nature = Nature.COURRIEL if "@" in fait.valeur else Nature.SITE
        yield Repere(fait.debut, fait.fin, nature, fait.valeur, fait.texte)
    # Before the others: nine figures of it look like a SIREN.
    for motif in (_URBANISME, _PARCELLE):
        for m in motif.finditer(texte):
            yield _cut(texte, *m.span("p"), Nature.CODE)
    for nature, motif in _MOTIFS:
        for m in motif.finditer(plie):
            yield _cut(texte, *m.span(), nature)
    yield from _find_postales(texte)


def _cut(texte: str, debut: int, fin: int, nature: Nature) -> Repere:
    ecrit = texte[debut:fin]
    return Repere(debut, fin, nature, re.sub(r"[\s./-]", "", ecrit).lower(), ecrit)


def _find_postales(texte: str) -> Iterator[Repere]:
    """Find the postal addresses: a numbered street, a post code and its town, or both together."""
    repli = fold(texte)
    dates = [(d.debut, d.fin) for d in find_dates(texte)]
    for voie in find_voies(texte):
        numero = _NUMERO.search(repli.plie, max(0, voie.debut - 24), voie.debut)
        if numero and (
            any(debut < numero.end() and numero.start() < fin for debut, fin in dates)
            or _DEVANT_AUTRE_NOMBRE.search(repli.casse, 0, numero.start())
        ):
            numero = None
        ville = _end_of_ville(repli.casse, voie.fin)
        if numero or ville:
            yield _postale(texte, numero.start() if numero else voie.debut, ville or voie.fin)
    for m in _CODE_VILLE.finditer(repli.casse):
        nom = _VILLE.match(repli.casse, m.end())
        if nom:
            yield _postale(texte, m.start(), nom.end())


def _end_of_ville(casse: str, debut: int) -> int | None:
    lien = _LIEN_VILLE.match(casse, debut)
    code = _CODE_VILLE.match(casse, lien.end() if lien else debut)
    nom = _VILLE.match(casse, code.end()) if code else None
    return nom.end() if nom else None


def _postale(texte: str, debut: int, fin: int) -> Repere:
    ecrit = texte[debut:fin]
    return Repere(debut, fin, Nature.ADRESSE, " ".join(re.sub(r"[^\w]", " ", fold(ecrit).plie).split()), ecrit)
