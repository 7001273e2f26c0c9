"""C05: what a model of act left to fill in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.regles.base import TOUS, Certitude, Regle, Source
from server.regles.vue import Ecart, Niveau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.regles.vue import Paragraphe, Vue

_VERBE = r"(?:completer|preciser|renseigner|definir|remplir|indiquer|determiner|supprimer si inutile|adapter)"
_MOIS = r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)"
_NOMMES = (
    "(?:nom|prenom|date|jour|mois|annee|montant|adresse|commune|collectivite|numero|n°|lieu|objet|ville|rue|"
    "voie|qualite|duree|"
    "heure|beneficiaire|association|entreprise|societe|demandeur|signataire|service|motif|texte|titre|"
    "departement|code postal|xxx*)"
)
# Searched in the text without accents, case kept: each alternative is named after the group of messages it belongs to.
_RESTES = re.compile(
    rf"""
      (?P<gabarit>\{{\{{[^{{}}\n]{{0,200}}\}}\}}|\{{%[^%\n]{{0,200}}%\}}|\{{\#[^\n]{{0,200}}?\#\}}|\{{\{{|\{{%|«[A-Za-z]\w*_\w+»|<<[^<>\n]{{1,60}}>>)
    | (?P<crochets>[\[(]\ ?(?:…|\.\.\.+|_+|\?+)\ ?\])
    | (?P<nomme>[\[<]\ ?(?i:(?:l[ae']\ ?|les\ )?{_NOMMES}\b(?!\])[^\[\]<>\n]{{0,60}}|{_NOMMES})[\]>])
    | (?P<acompleter>[\[(<]\ ?(?i:(?:reste\ )?a\ {_VERBE})\b[^\[\]()<>\n]{{0,60}}[\])>]|\bA\ {_VERBE.upper()}\b
        |(?<=:\ )(?i:a\ {_VERBE})(?=\ ?(?:[.;,]|$))|(?<=\b[dln][eu°]\ )(?i:a\ {_VERBE})\b)
    | (?P<filler>\b(?i:lorem\ ipsum)\b|\bTODO\b|\bTBD\b)
    | (?P<date>\b(?=[\d/]{{0,8}}(?:X|20\.\.|20__))
          (?:XX?|[0-3]?\d)/(?:XX?|[01]?\d)/(?:20(?:XX|\.\.|__)|XX(?:XX)?|\d{{4}}|\d\d)
        |\b20XX\b|\bXX?\ (?={_MOIS}\b)|\b[0-3]?\d\ {_MOIS}\ (?:X{{2,4}}\b|20\.\.|20__))
    | (?P<croix>\bX{{3,}}\b|\bx{{3,}}\b|\bXX(?=\ ?(?:€|euros?\b|heures?\b|h\b|jours\b|m2\b|%)))
    | (?P<numero>\b[nN]°\ ?(?:…+|\.{{2,}}|_+|X+\b|\?+|(?=\ ?(?:$|\n|[;,)]|du\ \d|en\ date\ du|portant\b))))
    | (?P<blanc>_{{3,}}|\.{{5,}}|…{{2,}}|(?:\.\ ){{4,}}\.?)
    """,
    re.VERBOSE,
)
_SIGNES = re.compile(r"[\[{<_…%}]|\.{2}|X{2}|xxx|n°|N°|A [A-Z]{5}|: a |\ba [a-z]{6,}|[Ll]orem|LOREM|TODO|TBD")
# « XXX » is also thirty in Roman figures.
_AVANT_ROMAIN = re.compile(
    r"(?i:annexe|titre|chapitre|livre|tome|section|article|partie|louis|n°|numero|siecle|acte|volume) ?$"
)
_MOTIF_CITE = re.compile(r"(?i:mention|mot|terme|lettres|sigle|classee?s?|enseigne|marque|films?) «? ?$")
_LIEN = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w.-]{1,190}")
# What the act receives once it is signed off: « Arrêté n° …… », « Valmoyen, le …… », « Acte rendu exécutoire le …… ».
_LIGNE_DE_NUMERO = re.compile(r"(?:arrete|decision|deliberation|n°|acte|extrait|projet|affaire)(?!\w)|n°")
_LIGNE_DE_DATE = re.compile(r"(?:[^,.;:]{2,40}, )?le ?[….]{2,}[ .…]*$|(?:[^,.;:]{2,40}, )?le ?_{3,}$")
_EXECUTOIRE = re.compile(r"executoire|(?<!\w)(?:recu|notifie|publie|affiche|transmis)e?s?(?!\w).{0,60}le ?[….:_]")
_HAUT = 12
_FORMULAIRES = frozenset({"mention_notification", "mention_executoire"})
"""Blocks filled by hand after signature: their blanks are meant."""
_MESSAGES = {
    "gabarit": "Un champ de modèle n’a pas été rempli",
    "crochets": "Un passage reste à compléter",
    "nomme": "Un champ entre crochets reste à remplacer",
    "acompleter": "Un passage reste à compléter",
    "filler": "Un texte d’attente est resté",
    "date": "Une date reste à compléter",
    "croix": "Des croix tiennent la place d’une information",
    "numero": "Un numéro manque après « n° »",
    "blanc": "Un blanc reste à remplir",
}


def _check(vue: Vue) -> Iterator[Ecart]:
    for p in vue.paragraphes:
        if _SIGNES.search(p.casse):
            yield from _check_paragraphe(p)


def _check_paragraphe(p: Paragraphe) -> Iterator[Ecart]:
    liens = bytearray(len(p.casse))
    for lien in _LIEN.finditer(p.casse):
        liens[lien.start() : lien.end()] = b"\1" * (lien.end() - lien.start())
    for m in _RESTES.finditer(p.casse):
        sorte = m.lastgroup or ""
        dans_un_lien = bool(liens[m.start() : m.start() + 1] == b"\1") and sorte != "gabarit"
        if dans_un_lien or p.is_slot(m.start(), m.end()) or _is_legitimate(p, m, sorte):
            continue
        fin = m.start() + len(m.group().rstrip())
        passage = p.extract(m.start(), fin)
        attendu = _name_of_slot(p, sorte, fin)
        if attendu:
            message = f"{attendu} est en blanc : à porter à la signature ou à l’enregistrement, avant tout envoi."
            yield Ecart(message, p, m.start(), fin, Niveau.AVERTISSEMENT)
            continue
        message = f"{_MESSAGES[sorte]} (« {passage} ») : complétez-le ou supprimez-le avant la signature."
        yield Ecart(message, p, m.start(), fin)


def _name_of_slot(p: Paragraphe, sorte: str, fin: int) -> str:
    """Name what only comes at the end of the circuit: the number of the act, its date; "" for any other blank."""
    if sorte == "blanc" and (p.cle == "mention_fait" or _LIGNE_DE_DATE.match(p.plie)):
        return "La date de signature"
    en_tete = p.rang < _HAUT and p.cle in {"numero", "intitule", "alinea", "alinea_centre"}
    if sorte == "numero" and en_tete and _LIGNE_DE_NUMERO.match(p.plie) and not p.casse[fin:].strip():
        return "Le numéro de l’acte"
    return ""


def _is_legitimate(p: Paragraphe, m: re.Match[str], sorte: str) -> bool:
    """Tell whether what was found has a reason to be there."""
    avant = p.casse[max(0, m.start() - 30) : m.start()]
    match sorte:
        case "crochets":
            return p.is_quoted(m.start())
        case "nomme" | "acompleter":
            return p.is_quoted(m.start()) or p.annexe
        case "blanc":
            return p.annexe or p.cle in _FORMULAIRES or bool(_EXECUTOIRE.search(p.plie)) or _is_leader(p, m)
        case "croix":
            minuscules = m.group().islower()
            return bool(_AVANT_ROMAIN.search(avant) or _MOTIF_CITE.search(avant)) or (
                minuscules and p.is_quoted(m.start())
            )
        case "numero":
            # « N° » heads a column, and a form of annexe has blanks.
            seul = not p.casse.replace(m.group(), "").strip(" :.")
            return (seul and p.cellule) or p.annexe or p.cle in _FORMULAIRES
        case _:
            return False


def _is_leader(p: Paragraphe, m: re.Match[str]) -> bool:
    """Tell whether dots lead to a page number or an amount, as in a table of contents."""
    return bool(
        m.group().strip(" .…") == ""
        and re.match(r"\s*[\d ]+(?:,\d+)?\s*(?:€|euros?)?\s*$", p.casse[m.end() :])
        and p.casse[: m.start()].strip()
    )


REGLE = Regle(
    code="C05",
    titre="Rien ne reste à compléter",
    niveau=Niveau.ERREUR,
    quoi=(
        "L’acte ne doit plus porter de passage à remplir : « […] », « XXX », « à compléter », « ____ », « {{"
        " champ }} »,"
        " « n° … », « le XX mars »."
    ),
    pourquoi=(
        "Un blanc laissé dans un acte signé ouvre un doute sur ce qui a été décidé. Les emplacements que"
        " Minutier réserve"
        " pour après le visa (numéro, date, cachet) ne sont pas relevés, ni « […] » dans une citation, ni les"
        " blancs d’un"
        " formulaire annexé ou d’un cadre de notification."
    ),
    source=Source(
        "Qualité rédactionnelle (aucun texte)", "domaine 06, C05 [I] : choix de la maison", Certitude.INTERPRETATION
    ),
    exemple_refuse="Vu la demande de l’entreprise XXX ;",
    exemple_accepte="Vu la demande de l’entreprise Travaux du Val ;",
    genres=TOUS,
    verdict=_check,
    limites="La date laissée en blanc après « Fait à …, le » n’est qu’un avertissement : elle est portée à la"
    " signature.",
)
