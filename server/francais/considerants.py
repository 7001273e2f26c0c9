"""An agent's own points put into the form of an act, without a model: nothing is added but what the form requires."""

from __future__ import annotations

import re

from server.francais.elision import que
from server.francais.lexique import read_mots
from server.francais.verbes import has_verbe

_PUCE = re.compile(r"\s*(?:(?:[-–—•*·▪◦‣●○■□►✓→]|\uf0b7)\s*|\(?(?:[0-9]{1,2}|[a-z])\)\s+|[0-9]{1,2}\.\s+(?=[^\W\d_]))")
_BLANCS = re.compile(r"[ \t\r\n\f\v\u00a0\u202f]+")
_FIN = " \u00a0\u202f\t\n.;,:"
_ABREGE = re.compile(r"\b(?:etc|art|al)\.$")
_CONSIDERANT = re.compile(r"(consid[ée]rant|CONSID[ÉE]RANT)(?=$|[\s,:’'])", re.IGNORECASE)
_ATTENDU = re.compile(r"attendu(?=\s+qu)", re.IGNORECASE)
_QUE = re.compile(r"qu(?:e\s|['’])", re.IGNORECASE)
_PREMIER_MOT = re.compile(r"([^\W\d_]+)(['’]?)(\s+|-|)(\S?)(\S?)")
_PHRASES = re.compile(r"[^\WA-Z]{2}[.!?][»\s]+[A-ZÀÂÇÉÈÊËÎÏÔÙÛŒ«]")
# Determiners: with one of them and no verb, the point is what is considered: « Considérant la demande … ».
_DETERMINANTS = read_mots(
    """le la les l un une des du ce cet cette ces son sa ses leur leurs notre nos votre vos aucun aucune plusieurs
    certains certaines chaque quelques deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt"""
)
# Words that take a capital only because they came first.
_OUTILS = _DETERMINANTS | read_mots(
    """il elle ils elles on nous vous je ce cela ceci c d en à a au aux dans par pour sur sous sans avec chez vers de
    afin ainsi alors aussi compte conformément selon suivant si lorsque lorsqu quand comme car bien depuis dès
    durant pendant malgré outre entre jusqu puisque puisqu quoique qu que qui quel quelle tout tous toute toutes
    tant même autre autres aujourd actuellement notamment enfin ensuite néanmoins toutefois cependant également
    faute grâce eu étant vu n s m t y mais or donc ni et ou où celui celle ceux celles ci"""
)
_ELIDES = read_mots("""l d c j n s m t qu""")
# Common nouns and infinitives that agents start a point with; any other word keeps its capital: it may be a name.
_COMMUNS = read_mots(
    """travaux demande nécessité risque risques absence manque présence état sécurité circulation stationnement
    dégradation nuisances intervention réalisation organisation mise création remplacement installation dépôt
    passage accès largeur vitesse trafic affluence accidents plaintes besoin intérêt importance urgence danger fête
    manifestation événement marché projet réunion visite rapport avis courrier plan budget crédits association
    convention subvention chaussée voie trottoir assurer garantir permettre éviter préserver réduire améliorer
    protéger limiter faciliter prévenir maintenir respecter réglementer organiser soutenir favoriser renforcer
    développer accompagner encourager"""
)
# After « Le », « La », these capitalised words are no place names: the article loses its capital.
_INSTITUTIONS = re.compile(
    r"(?:Maire|Préfet|Préfète|Président|Présidente|Conseil|Commune|Ville|Département|Région|État|Etat|Association|Société"
    r"|Code|Directeur|Directrice|Métropole|Communauté|Mairie|Préfecture|Police|Gendarmerie|Service|Services|Comité|Adjoint"
    r"|Adjointe|Trésorier|Premier|Ministre|Syndicat|Collectivité|Régie|Bureau|Loi|Tribunal|Cour)\b"
)
_FINAL = "\u00a0;"


def make_considerant(point: str) -> str:
    """Write a point as a considérant that ends with « ; »; an empty point gives an empty text.

    A clause becomes « Considérant que … », a noun phrase with its determiner « Considérant la demande … », anything
    else « Considérant ce qui suit : … ». Every word of the point is kept; only its first capital, its bullet and its
    last stop may change. Applied twice, it changes nothing more.
    """
    texte = _clean(point)
    if not texte:
        return ""
    deja = _CONSIDERANT.match(texte)
    if deja:
        suite = texte[deja.end() :]
        return f"Considérant{suite}{_FINAL}"
    if _ATTENDU.match(texte):
        return texte[0].upper() + texte[1:] + _FINAL
    return f"Considérant {_complete(texte)}{_FINAL}"


def make_alinea(point: str) -> str:
    """Write a point as a sentence, with a capital and a full stop; an empty point gives an empty text.

    « ? », « ! », « … » and « : » at the end stay as they are. Applied twice, it changes nothing more.
    """
    texte = _BLANCS.sub(_keep_insecable, _sans_puce(point)).strip()
    texte = texte.rstrip(" \u00a0\u202f;,")
    if not texte:
        return ""
    fin = "" if texte[-1] in ".!?…:" else "."
    return _capitalise(texte) + fin


def lower_initiale(texte: str) -> str:
    """Lower the first letter of what goes on after other words, unless it may belong to a name or an acronym."""
    m = _PREMIER_MOT.match(texte)
    if m is None or not m[1][0].isupper() or (len(m[1]) > 1 and not m[1][1:].islower()):
        return texte
    mot = m[1].lower()
    if mot not in _OUTILS and mot not in _COMMUNS:
        return texte
    if mot in {"le", "la", "les", "l"} and m[4].isupper() and not _INSTITUTIONS.match(texte, m.start(4)):
        return texte
    if mot in _ELIDES and not m[2]:  # « M. Martin », « C 12 »
        return texte
    if m[3] == "-" and m[4].isupper():
        return texte
    # « A la demande » is « à la demande »: agents leave the accent out on capitals.
    premiere = "à" if m[1] == "A" and not m[2] else texte[0].lower()
    return premiere + texte[1:]


def _clean(point: str) -> str:
    texte = _BLANCS.sub(_keep_insecable, _sans_puce(point)).strip()
    sans = texte.rstrip(_FIN)
    # « etc. » keeps its stop, which is a part of the word.
    return sans + "." if _ABREGE.search(sans + ".") and texte[len(sans) : len(sans) + 1] == "." else sans


def _sans_puce(point: str) -> str:
    debut = 0
    while m := _PUCE.match(point, debut):
        debut = m.end()
    return point[debut:]


def _keep_insecable(m: re.Match[str]) -> str:
    blancs = m.group()
    return blancs if len(blancs) == 1 and blancs in "\u00a0\u202f" else " "


def _complete(texte: str) -> str:
    """Give what follows « Considérant »."""
    if _QUE.match(texte):
        return texte[0].lower() + texte[1:]
    if _PHRASES.search(texte):
        return f"ce qui suit\u00a0: {texte}"
    suite = lower_initiale(texte)
    if has_verbe(texte):
        return que(suite)
    m = _PREMIER_MOT.match(texte)
    if m and m[1].lower() in _DETERMINANTS:
        return suite
    return f"ce qui suit\u00a0: {suite}"


def _capitalise(texte: str) -> str:
    # A capital that does not go back to the same letter is another sign: « ß », « µ ».
    majuscule = texte[0].upper()
    return texte if majuscule.lower() != texte[0] or _is_adresse(texte) else majuscule + texte[1:]


def _is_adresse(texte: str) -> bool:
    return texte.startswith(("http", "www.")) or "@" in texte.split(" ", 1)[0]
