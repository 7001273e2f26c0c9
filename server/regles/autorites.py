"""Who acts and who signs: the authorities of local government as acts name them, in either gender."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.regles.vue import Paragraphe, Vue

# Order matters: « adjointe au maire » is no maire, « vice-président » no président, « sous-préfet » no préfet.
_DELEGUES = re.compile(
    r"(?<!\w)(?:(?:premier|premiere|\d+ ?e(?:me)?|1ere?|second|seconde|deuxieme|troisieme|quatrieme|cinquieme)[ -])?"
    "(?:maires?[ -]adjointe?s?|adjointe?s?|vice[ -]presidente?s?|conseill(?:er|ere)s?(?: (?:municipal|"
    "municipale|communautaire|"
    "departemental|departementale|metropolitain|metropolitaine))?(?: deleguee?s?)?|direct(?:eur|rice)s?|"
    "responsables?|chef(?:fe)?s?|"
    "secretaire generale?|secretaire de mairie|dgs|dga|dgst|dst|sous[ -]prefete?|attachee?|inspect(?:eur|"
    r"rice)|gestionnaire)(?!\w)"
)
_CHEFS = {
    "maire": re.compile(r"(?<!\w)(?:maire|mairesse)s?(?!\w)"),
    "président": re.compile(r"(?<![\w-])presidente?s?(?!\w)"),
    "préfet": re.compile(r"(?<![\w-])prefete?s?(?!\w)"),
}
_POUR = re.compile(
    r"(?<!\w)(?:pour|p/|p\.) ?(?:et au nom du?e? ?)?(?:le |la |l'|les |monsieur |madame |m\. |mme )*(?=maire|"
    "president|prefet)"
)
_DELEGATION = re.compile(r"(?<!\w)(?:par|sur|en vertu d[e'] ?(?:une |la )?|agissant par) ?delegations?(?!\w)")
_SUPPLEANCE = re.compile(
    r"(?<!\w)(?:empechee?|absente?|suppleante?s?|suppleance|l\. ?2122-17|interim|interimaire)(?!\w)"
)
_NOM_DE_LIEU = re.compile(
    r"(?:maire|presidente?)(?: (?:deleguee?))? (?:de |du |des |d')(?:la |le |les |l')?"
    r"(?:(?:ville|commune) (?:de |du |des |d'))?(?:la |le |les |l')?(?P<lieu>[^,;:.\n(]{2,60}?)(?= et par |"
    r" par delegation|[,;:.\n(]|$)"
)


@dataclass(frozen=True, slots=True)
class Qualite:
    """What a line says of an authority.

    `chef` is the executive named ("maire", "président", "préfet") or ""; `delegue` says that a deputy or an agent is
    named; the next three say how he acts: in the executive's name, by delegation, in his stead.
    """

    chef: str
    delegue: bool
    pour: bool
    delegation: bool
    suppleance: bool


def parse_qualite(plie: str) -> Qualite:
    """Read what a folded text says of the authority: « pour le maire et par delegation, l'adjointe … »."""
    pour = bool(_POUR.search(plie))
    sans_delegue = _DELEGUES.sub(" ", plie)
    delegue = sans_delegue != plie
    # « l'adjointe au maire déléguée à la voirie »: the maire named after his deputy signs nothing by that.
    if delegue and not pour:
        sans_delegue = re.sub(r"\s+(?:au|a la|du|de la) (?:maire|mairesse|presidente?)(?!\w)", " ", sans_delegue)
    chef = next((nom for nom, motif in _CHEFS.items() if motif.search(sans_delegue)), "")
    return Qualite(chef, delegue, pour, bool(_DELEGATION.search(plie)), bool(_SUPPLEANCE.search(plie)))


def place_of(plie: str) -> str:
    """Give the place that an authority is of (« le maire de la ville de tours » → "tours"), "" when it is not said."""
    m = _NOM_DE_LIEU.search(plie)
    return re.sub(r"[\s-]+", " ", m["lieu"]).strip() if m else ""


_FAIT_A = re.compile(
    "^(?:pour extrait (?:certifie )?conforme.{0,20}|fait(?: et delibere)?(?: en [^,]{0,40})? (?:a|au|aux|le|"
    "en) ).{0,100}?"
    r"(?:\d{4}|(?=\n)|$)"
)
_FIN_SIGNATURE = frozenset(
    {
        "titre_annexe", "mention_recours", "mention_notification", "mention_executoire", "mention_publicite",
        "mention_ampliation", "piece_jointe", "titre_article", "visa", "considerant", "formule", "avis_ia",
        "marque_projet",
    }
)  # fmt: skip
_ATTACHE = re.compile(
    r"(?:pour (?:le|la|l'|monsieur|madame) ?|(?:le|la|l'|monsieur le|madame la) ?)"
    "(?:maire|presidente?|prefete?|(?:premiere? )?adjointe?|vice[ -]presidente?|direct(?:eur|rice)|"
    "secretaire general)[^.;]{0,100}$"
)
_LIGNES_SIGNATURE = 10
"""A signature block without style is short: what follows (recours, ampliations) is another matter."""


def list_signatures(vue: Vue) -> tuple[Paragraphe, ...]:
    """Give the leaves of the signature block: by their kind, else what follows « Fait à … » or the closing formula."""
    signatures = tuple(p for p in vue.corps if p.cle == "signature" and p.casse.strip())
    if signatures:
        return signatures
    rangs = [i for i, p in enumerate(vue.corps) if p.cle == "politesse" or _closes(p)]
    debut = rangs[-1] if rangs else _find_attache(vue)
    if debut is None:
        return ()
    bloc: list[Paragraphe] = []
    for p in vue.corps[debut:]:
        if p.cle in _FIN_SIGNATURE or len(bloc) > _LIGNES_SIGNATURE:
            break
        bloc.append(p)
    return tuple(p for p in bloc if signature_text(p).strip())


def _find_attache(vue: Vue) -> int | None:
    """Find a signature block that nothing announces: a line under the articles that starts with a quality."""
    articles = [i for i, p in enumerate(vue.corps) if p.cle == "titre_article" and not p.annexe]
    for i in range(len(vue.corps) - 1, articles[-1] if articles else -1, -1):
        p = vue.corps[i]
        if p.cle in {"alinea", "alinea_centre", "autorite"} and not p.annexe and _ATTACHE.match(p.plie):
            return i
    return None


def _closes(p: Paragraphe) -> bool:
    """Tell whether a paragraph is the closing formula, whatever its kind: « Fait à … », « Pour extrait conforme »."""
    return p.cle == "mention_fait" or (p.cle in {"alinea", "alinea_centre"} and bool(_FAIT_A.match(p.plie)))


def signature_text(p: Paragraphe) -> str:
    """Give the folded text of a signature leaf with its case, « Fait à …, le … » and the politesse blanked out."""
    if p.cle == "politesse":
        return ""
    if not _closes(p):
        return p.casse
    m = _FAIT_A.match(p.plie)
    return p.casse if m is None else " " * m.end() + p.casse[m.end() :]
