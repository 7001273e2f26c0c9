"""Reads the figures of a meeting: members, presence, votes; from the saisie when there is one, and from the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.faits.nombres import Nombre
    from server.regles.vue import Paragraphe, Vue

_MEMBRES = (
    "(?:conseillers?(?: municipaux| communautaires| departementaux| metropolitains)?|"
    "membres?(?: du conseil(?: municipal| communautaire)?)?|elus?|delegues?)"
)
_APRES = r" ?(?::|=|etait de|est de|s'eleve a|–|-) ?"
_MOTS: dict[str, str] = {
    "en_exercice": f"(?:(?:nombre (?:de |total de )?)?(?:{_MEMBRES} )?en exercice|"
    f"nombre (?:legal )?de {_MEMBRES} en exercice)",
    "presents": f"(?:(?:nombre (?:de )?)?(?:{_MEMBRES} )?(?:physiquement )?presents?(?! (?:ou|et) (?:represente|excuse|"
    "absent)))",
    "non_representes": r"absents? non represente(?:s|e|es)?|absents? sans pouvoir",
    "representes": f"(?:(?:nombre (?:de )?)?(?:{_MEMBRES} )?(?:absents? )?(?:ayant donne |"
    "excuses? ayant donne )?(?:representes?|pouvoirs?|procurations?|mandats?))",
    "absents": rf"(?:(?:nombre (?:de )?)?(?:{_MEMBRES} )?absents?(?! (?:represente|ayant|excuse|non)))",
    "excuses": rf"(?:(?:nombre (?:de )?)?(?:{_MEMBRES} )?(?:absents? )?excuses?(?! (?:ayant|represente)))",
    "votants": r"(?:nombre de )?votants?",
    "exprimes": r"(?:nombre de )?(?:suffrages? )?exprimes?",
    "npp": "(?:ne prenn?(?:ent|d) pas part(?: au vote| a la deliberation| aux debats(?: et au vote| ni au vote)?)?|"
    "n'ont pas pris part(?: au vote| a la deliberation| aux debats(?: et au vote| ni au vote)?)?|"
    "n'a pas pris part(?: au vote| a la deliberation| aux debats(?: et au vote| ni au vote)?)?|"
    "non[ -]participations?|non[ -]participants?|nppv|ne participent? pas(?: au vote)?)",
    "pour": r"(?:voix )?pour",
    "contre": r"(?:voix )?contre",
    "abstentions": r"abstentions?|s'abstien(?:nen)?t",
    "blancs_nuls": r"(?:(?:bulletins?|votes?) )?(?:blancs?|nuls?)(?: (?:et|ou) nuls?|/nuls?)?",
}
_CHIFFRES = {
    role: re.compile(rf"(?<![\w']){{}}(?:\(s\))?{_APRES}(?P<n>\d{{1,3}})(?![\w/,.]\d|\w)".replace("{}", f"(?:{mots})"))
    for role, mots in _MOTS.items()
}
# What follows a number, in figures or in words: « 19 conseillers présents », « vingt et une voix pour ».
_SUFFIXES = {
    "en_exercice": re.compile(rf" {_MEMBRES} en exercice"),
    "presents": re.compile(
        rf" (?:{_MEMBRES} )?(?:etaient |sont |physiquement )?presents?(?! (?:ou|et) (?:represente|excuse|absent))(?!\w)"
    ),
    "representes": re.compile(rf" (?:{_MEMBRES} )?(?:pouvoirs?|procurations?|representes?)(?!\w)"),
    "absents": re.compile(rf" (?:{_MEMBRES} )?absents?(?! (?:represente|ayant|excuse|non))(?!\w)"),
    "votants": re.compile(r" votants?(?!\w)"),
    "exprimes": re.compile(r" suffrages exprimes"),
    "npp": re.compile(
        rf" (?:{_MEMBRES} )?(?:ne prenn?(?:ent|d) pas part|n'ont pas pris part|non[ -]participants?|nppv)(?!\w)"
    ),
}
_SUFFIXES_DE_VOTE = {
    "pour": re.compile(r" (?:voix |votes? |suffrages? )?(?:« ?)?pour(?! ?(?:cent|mille|[:=]))(?!\w)"),
    "contre": re.compile(r" (?:voix |votes? |suffrages? )?(?:« ?)?contre(?! ?[:=])(?!\w)"),
    "abstentions": re.compile(r" abstentions?(?! ?[:=])(?!\w)"),
    "blancs_nuls": re.compile(r" (?:bulletins? |votes? )?(?:blancs?|nuls?)(?! ?[:=])(?!\w)"),
}
_ROLES_DE_VOTE = frozenset(_SUFFIXES_DE_VOTE)
# « l'article 3 pour », « 10 contre » are no votes: a paragraph must speak of a vote, or be as short as « Pour : 23 ».
_PARLE_DE_VOTE = re.compile(r"(?<!\w)(?:voix|votes?|abstentions?|unanimite|majorite|scrutin|suffrages?)(?!\w)")
_LIGNE_DE_VOTE = 40
_AUCUN = re.compile(r"(?<!\w)aucune?(?!\w)")
# One search for all, after « vingt » as after « vingt (20) ».
_APRES_NOMBRE = re.compile(
    r"(?: ?\(\d{1,3}\))?(?:"
    + "|".join(f"(?P<{role}>{motif.pattern})" for role, motif in (*_SUFFIXES.items(), *_SUFFIXES_DE_VOTE.items()))
    + ")"
)
_SAISIE = {
    "en_exercice": ("effectif.en_exercice",),
    "presents": ("effectif.presents",),
    "absents": ("effectif.absents",),
    "representes": ("effectif.pouvoirs", "effectif.representes"),
    "npp": ("effectif.ne_prennent_pas_part", "vote.ne_prennent_pas_part"),
    "pour": ("vote.pour",),
    "contre": ("vote.contre",),
    "abstentions": ("vote.abstentions",),
    "blancs_nuls": ("vote.blancs_nuls", "vote.blancs", "vote.nuls"),
}
_PERSONNE_NPP = re.compile(
    "(?:ne prenn?(?:ent|d)(?:ront|ra)? pas part|n'(?:a|ont) pas pris part|quitt(?:e|ent|e la salle|"
    r"ent la salle)|se retirent?|sort(?:ent)? de la salle|ne particip\w+ (?:pas|ni))"
)


@dataclass(frozen=True, slots=True)
class Compte:
    """A figure of the meeting and where it was read; no paragraph when it comes from the saisie."""

    valeur: int
    paragraphe: Paragraphe | None = None
    debut: int = 0
    fin: int = 0


@dataclass(frozen=True, slots=True)
class Seance:
    """The figures of a meeting by role ("en_exercice", "presents", "representes", "pour" …).

    A role is absent when nothing gives it, and when the text gives it several values: nobody can tell which one
    counts. `npp_nommes` says that members who take no part are named without a number.
    """

    comptes: dict[str, Compte]
    multiples: frozenset[str]
    npp_nommes: bool

    def get(self, role: str) -> Compte | None:
        """Give a figure, None when it is not known."""
        return self.comptes.get(role)

    def value(self, role: str) -> int | None:
        """Give the number alone, None when it is not known."""
        compte = self.comptes.get(role)
        return None if compte is None else compte.valeur


def read_seance(vue: Vue) -> Seance:
    """Read the meeting, once per act: the saisie says more than the text, which says it where a reader looks."""
    return vue.once(_read_seance)


def _read_seance(vue: Vue) -> Seance:
    lus: dict[str, list[Compte]] = {}
    npp_nommes = False
    for p in vue.acte:
        if p.cle in {"visa", "titre_article"}:
            continue
        for role, compte in _read_paragraphe(vue, p):
            lus.setdefault(role, []).append(compte)
        npp_nommes = npp_nommes or bool(_PERSONNE_NPP.search(p.plie))
    comptes = {role: trouves[0] for role, trouves in lus.items() if len({c.valeur for c in trouves}) == 1}
    multiples = frozenset(lus) - frozenset(comptes)
    for role, chemins in _SAISIE.items():
        valeur = to_count(vue.saisie(*chemins))
        if valeur is not None:
            comptes[role] = Compte(valeur) if role not in comptes or comptes[role].valeur != valeur else comptes[role]
    return Seance(comptes, multiples - frozenset(comptes), npp_nommes and "npp" not in comptes)


def to_count(valeur: Any) -> int | None:
    """Turn a value of the saisie into a count: a number, or how many a list names."""
    if isinstance(valeur, bool) or valeur is None:
        return None
    if isinstance(valeur, (list, tuple)):
        return len(valeur)
    if isinstance(valeur, int):
        return valeur
    entier = isinstance(valeur, Decimal) and valeur.is_finite() and valeur == valeur.to_integral_value()
    return int(valeur) if entier else None


def _read_paragraphe(vue: Vue, p: Paragraphe) -> Iterator[tuple[str, Compte]]:
    vote = len(p.plie) <= _LIGNE_DE_VOTE or bool(_PARLE_DE_VOTE.search(p.plie))
    trouves = [*_find_after_label(p), *_find_before_label(vue, p)]
    libre = 0
    # A label and its number are read first where both readings start together: sorting is stable.
    for role, compte in sorted(trouves, key=lambda t: t[1].debut):
        if compte.debut >= libre and (vote or role not in _ROLES_DE_VOTE):
            libre = compte.fin
            yield role, compte


def _find_after_label(p: Paragraphe) -> Iterator[tuple[str, Compte]]:
    """Find « Présents : 19 »."""
    if not any(c.isdigit() for c in p.plie):
        return
    for role, motif in _CHIFFRES.items():
        for m in motif.finditer(p.plie):
            yield role, Compte(int(m["n"]), p, m.start(), m.end())


def _find_before_label(vue: Vue, p: Paragraphe) -> Iterator[tuple[str, Compte]]:
    """Find « 19 présents », « vingt et une voix pour », « aucune voix contre »."""
    nombres = [(n.debut, n.fin, int(n.valeur)) for n in vue.analyse(p).nombres if _may_count(p, n)]
    nombres += [(m.start(), m.end(), 0) for m in _AUCUN.finditer(p.plie)]
    for debut, fin, valeur in nombres:
        m = _APRES_NOMBRE.match(p.plie, fin)
        if m and m.lastgroup:
            yield m.lastgroup, Compte(valeur, p, debut, m.end())


def _may_count(p: Paragraphe, n: Nombre) -> bool:
    entier = not n.ordinal and not n.brut and n.valeur == n.valeur.to_integral_value() and 0 <= n.valeur < 1000
    return entier and p.plie[max(0, n.debut - 1) : n.debut] not in {"°", "'", "/", ",", "-"}
