"""Tell the kind of a paragraph from its words, for text whose style says nothing (pasted text, files of others)."""

from __future__ import annotations

import re

from server.acte.noeuds import Genre

# Order matters: the first pattern that matches names the kind. Each is anchored at the start of the paragraph.
_OUVERTURES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (cle, re.compile(motif))
    for cle, motif in (
        ("visa", r"(?:Vu|VU)(?:\s|$)"),
        ("considerant", r"(?:Considérant|CONSIDÉRANT|CONSIDERANT|Considerant)\b"),
        (
            "formule",
            (
                r"(?:(?:ARRÊTE|ARRETE|ARRÊTENT|DÉCIDE|DECIDE|DÉLIBÈRE|DELIBERE)(?:NT)?\s*:?\s*$)"
                r"|(?:Le [Cc]onseil|L[’']assemblée)\b.{0,80}\b[Aa]près en avoir délibéré"
                r"|Après en avoir délibéré|APRÈS EN AVOIR DÉLIBÉRÉ"
            ),
        ),
        (
            "titre_article",
            r"(?:Article|ARTICLE|Art\.)\s+(?:1\s?er|\d+|premier|PREMIER|unique|UNIQUE|[IVXL]+\b(?!\.?\s*\d))",
        ),
        ("titre_annexe", r"(?:Annexe|ANNEXE)(?:\s+(?:n°\s*)?\w{1,4})?(?:\s*[:–—-].*)?$"),
        ("titre_section_1", r"(?:TITRE|Titre)\s+(?:[IVXL]+|\d+|1er|premier|PREMIER)\b"),
        ("titre_section_2", r"(?:CHAPITRE|Chapitre)\s+(?:[IVXL]+|\d+|1er|premier|PREMIER)\b"),
        ("titre_section_3", r"(?:SECTION|Section)\s+(?:[IVXL]+|\d+|1re|première|PREMIÈRE)\b"),
        ("mention_fait", r"Fait\s+(?:et\s+délibéré\s+)?(?:à|au|aux|le|en)\b.{0,120}$"),
        ("objet", r"(?:Objet|OBJET)\s*:"),
        ("reference", r"(?:Affaire suivie par|[NV]os? [Rr]éf(?:érences?|\.)|[NV]/[Rr]éf|Réf(?:érences?|\.)?)\s*:?"),
        ("piece_jointe", r"(?:PJ|P\.\s?J\.|Pièces?\s+jointes?)\s*(?:\(\d+\))?\s*:"),
        ("appel", r"(?:Madame|Monsieur|Mesdames|Messieurs|Maître|Docteur)\b[^.;:]{0,60},$"),
        ("politesse", r"(?:Je vous prie|Nous vous prions|Veuillez)\b.{0,60}\b(?:agréer|recevoir|croire)\b"),
        ("autorite", r"(?:Le|La|LE|LA)\s+(?:[Mm]aire|MAIRE|[Pp]résidente?|PRÉSIDENTE?|PRESIDENTE?)\b[^.;:]{0,90},?$"),
    )
)

_NOTE = (
    r"(?:note (?:de service|d[’']information|de synth[èe]se|explicative|interne|[àa] l[’']attention)"
    r"|fiche de consignes)\b"
)
_INTITULE = re.compile(rf"(?:Arrêté|ARRÊTÉ|ARRETE|Délibération|DÉLIBÉRATION|DELIBERATION|(?i:{_NOTE}))\b.{{0,400}}$")


def classify(texte: str) -> str:
    """Give the key of the kind of a paragraph (see `genres`); "alinea" when its words say nothing.

    Only the first 400 characters are looked at; hard spaces count as spaces.
    """
    debut = texte[:400].replace("\u00a0", " ").replace("\u202f", " ").strip()
    for cle, motif in _OUVERTURES:
        if motif.match(debut):
            return cle
    return "alinea"


def is_intitule(texte: str) -> bool:
    """Tell whether a paragraph near the top reads like the title of an act (« Arrêté portant … ») or of a note."""
    return len(texte) <= 400 and bool(_INTITULE.match(texte.strip()))


_TITRES_GENRE = re.compile(
    r"^[\W_]*(?:(?P<deliberation>(?:extrait du registre|d[ée]lib[ée]ration)\b)"
    r"|(?P<arrete>arr[êe]t[ée]\b)|(?P<note>note\b))",
    re.IGNORECASE | re.MULTILINE,
)
_FORMULE_ARRETE = re.compile(r"^[\W_]*ARR[ÊE]TE(?:NT)?\s*:?\s*$", re.MULTILINE)
_FORMULE_DELIBERATION = re.compile(r"apr[èe]s en avoir d[ée]lib[ée]r[ée]", re.IGNORECASE)
_TITRE_NOTE = re.compile(rf"[\W_]*{_NOTE}", re.IGNORECASE)
_TETE = 12
"""Lines: the letterhead of a collectivité, then the title."""
_DEBUT = 6000
"""Characters. The longest list of visas of the real acts read ends before."""


def guess_genre(cles: set[str], texte: str) -> Genre:
    """Guess the kind of a document that does not say it, from its formula, its title, then its leaves.

    What an act visas says nothing of it: an arrêté may visa ten délibérations. Answers INCONNU rather than guess on
    little.

    Args:
        cles: keys of all leaves.
        texte: the text, one paragraph or line per line; its beginning is enough.
    """
    debut = texte[:_DEBUT]
    # A note quotes the acts that it explains: what it says that it is comes before what it quotes.
    if any(_TITRE_NOTE.match(ligne) for ligne in debut.split("\n", _TETE)[:_TETE]):
        return Genre.NOTE
    if _FORMULE_ARRETE.search(debut):
        return Genre.ARRETE
    if _FORMULE_DELIBERATION.search(debut):
        return Genre.DELIBERATION
    titre = _TITRES_GENRE.search(debut)
    if titre and titre["arrete"] and cles & {"visa", "titre_article"}:
        return Genre.ARRETE
    if titre and titre["deliberation"]:
        return Genre.DELIBERATION
    if cles & {"appel", "politesse"}:
        return Genre.COURRIER
    return Genre.NOTE if titre and titre["note"] else Genre.INCONNU
