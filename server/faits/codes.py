"""The codes of French law by their names and acronyms, with the key that a reference carries ("CGCT:L2213-1")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Name without accents after « code », then key. A code with a current acronym has it as its key.
_NOMS = {
    "general des collectivites territoriales": "CGCT",
    "des relations entre le public et l'administration": "CRPA",
    "de justice administrative": "CJA",
    "general de la propriete des personnes publiques": "CG3P",
    "general de la fonction publique": "CGFP",
    "de la securite interieure": "CSI",
    "de la construction et de l'habitation": "CCH",
    "de la sante publique": "CSP",
    "de la route": "ROUTE",
    "de la voirie routiere": "VOIRIE",
    "de l'environnement": "ENVIRONNEMENT",
    "de l'urbanisme": "URBANISME",
    "de commerce": "COMMERCE",
    "de l'education": "EDUCATION",
    "de l'action sociale et des familles": "CASF",
    "rural et de la peche maritime": "RURAL",
    "rural": "RURAL",
    "du travail": "TRAVAIL",
    "penal": "PENAL",
    "de procedure penale": "CPP",
    "civil": "CIVIL",
    "de procedure civile": "CPC",
    "des procedures civiles d'execution": "CPCE",
    "electoral": "ELECTORAL",
    "de la commande publique": "CCP",
    "de la securite sociale": "CSS",
    "du sport": "SPORT",
    "des transports": "TRANSPORTS",
    "du patrimoine": "PATRIMOINE",
    "general des impots": "CGI",
    "des impositions sur les biens et services": "CIBS",
    "des juridictions financieres": "CJF",
    "de l'energie": "ENERGIE",
    "forestier": "FORESTIER",
    "de la defense": "DEFENSE",
    "du tourisme": "TOURISME",
    "de la consommation": "CONSOMMATION",
    "des assurances": "ASSURANCES",
    "de la mutualite": "MUTUALITE",
    "monetaire et financier": "CMF",
    "de la propriete intellectuelle": "CPI",
    "de la recherche": "RECHERCHE",
    "des postes et des communications electroniques": "CPCE-POSTES",
    "de l'expropriation pour cause d'utilite publique": "EXPROPRIATION",
    "de l'expropriation": "EXPROPRIATION",
    "de l'organisation judiciaire": "COJ",
    "de la justice penale des mineurs": "CJPM",
    "penitentiaire": "PENITENTIAIRE",
    "du service national": "SERVICE-NATIONAL",
    "de l'entree et du sejour des etrangers et du droit d'asile": "CESEDA",
    "des pensions civiles et militaires de retraite": "CPCMR",
    "minier": "MINIER",
    "du cinema et de l'image animee": "CINEMA",
    "de l'artisanat": "ARTISANAT",
    "des communes": "COMMUNES",
    "des marches publics": "MARCHES-PUBLICS",
    "du domaine de l'etat": "DOMAINE-ETAT",
    "des douanes": "DOUANES",
    "de la famille et de l'aide sociale": "FAMILLE-AIDE-SOCIALE",
}
ACRONYMES = {
    "cgct": "CGCT", "crpa": "CRPA", "cja": "CJA", "cg3p": "CG3P", "cgppp": "CG3P", "cgfp": "CGFP", "csi": "CSI",
    "cch": "CCH", "csp": "CSP", "casf": "CASF", "crpm": "RURAL", "cpp": "CPP", "ccp": "CCP", "css": "CSS", "cgi": "CGI",
    "cibs": "CIBS", "cjf": "CJF", "cmf": "CMF", "cpi": "CPI", "ceseda": "CESEDA", "cpce": "CPCE", "cvr": "VOIRIE",
}  # fmt: skip
# Short forms met in practice after « code » or « c. »: « code de l'expropriation », « C. urb. », « C. env. ».
_ABREGES = {
    "urb.": "URBANISME", "env.": "ENVIRONNEMENT", "com.": "COMMERCE", "trav.": "TRAVAIL", "pen.": "PENAL",
    "civ.": "CIVIL", "elect.": "ELECTORAL", "educ.": "EDUCATION", "transp.": "TRANSPORTS", "patr.": "PATRIMOINE",
    "route": "ROUTE",
}  # fmt: skip
# These name nothing but a code, wherever they stand; « CSP » alone may be a socio-professional category.
_SURS = ("cgct", "crpa", "cja", "cg3p", "cgppp", "cgfp")


def _union(mots: Iterable[str]) -> str:
    return "|".join(re.escape(mot) for mot in sorted(mots, key=len, reverse=True))


NOMME = rf"code (?:{_union(_NOMS)})(?!\w)"
"""A code by its name, in a folded text."""
CITE = rf"(?:{NOMME}|(?:{_union(ACRONYMES)})(?!\w)|c\. ?(?:{_union(_ABREGES)})(?!\w))"
"""A code by its name, its acronym or its abbreviation, where an article leads one to expect a code."""
MOTS_MENTION = frozenset((*_SURS, "code"))
"""The first words of `MENTION`."""
MENTION = re.compile(rf"(?<!\w)(?:{NOMME}|(?:{_union(_SURS)})(?!\w))")


def key_of(cite: str) -> str:
    """Give the key of a code as `CITE` found it: "CGCT" for « code général des collectivités territoriales »."""
    if cite.startswith("code "):
        return _NOMS[cite.removeprefix("code ")]
    if cite in ACRONYMES:
        return ACRONYMES[cite]
    return _ABREGES[cite.removeprefix("c.").strip()]
