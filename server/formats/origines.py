"""The origin of every span, carried in document properties and matched again with the text that comes back.

The map holds one entry per leaf: a digest of what the leaf says, and the lengths of its spans of one origin. A leaf
whose digest is found unchanged gets its exact origins back; where the map and the « IA » character style disagree,
nobody knows, and the origin is `indetermine`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from collections import Counter, deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from unicodedata import normalize

from server.acte.canon import Jeton, tokens
from server.acte.fragments import EnLigne, Fragment, Origine, merge_fragments
from server.formats.remplacement import list_leaves, rewrite_leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server.acte.noeuds import Acte, Feuille

VERSION: Final = "o1:"
MORCEAU: Final = 200
_TAILLE_MAX: Final = 16 * 1024 * 1024
"""A map of 100,000 leaves is 3 MiB; beyond, it is a bomb."""

_CODES: Final = {
    Origine.TRAME: "t",
    Origine.SAISIE: "s",
    Origine.IA: "i",
    Origine.IA_RETOUCHEE: "r",
    Origine.AGENT: "a",
    Origine.INDETERMINE: "x",
}
_ORIGINES: Final = {code: origine for origine, code in _CODES.items()}
_IA: Final = frozenset({Origine.IA, Origine.IA_RETOUCHEE})
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

AVERTISSEMENT: Final = (
    "Les propriétés qui disent l’origine de chaque passage sont endommagées : elles ont été ignorées."
)


@dataclass(frozen=True, slots=True)
class _Segment:
    """A span of one origin: its length in characters of the leaf's fragments, joined."""

    longueur: int
    origine: Origine
    champ: str | None


@dataclass(frozen=True, slots=True)
class _Trace:
    """What was drafted for one leaf."""

    empreinte: str
    segments: tuple[_Segment, ...]

    @property
    def ia(self) -> bool:
        return any(segment.origine in _IA for segment in self.segments)


def encode_origines(acte: Acte) -> tuple[str, ...]:
    """Give the origin map of an act as chunks of at most 200 characters; none when no leaf holds text."""
    champs: dict[str, int] = {}
    entrees = [_encode_feuille(feuille.contenu, champs) for feuille in list_leaves(acte) if feuille.contenu]
    if not entrees:
        return ()
    brut = _to_json([list(champs), entrees]).encode()
    code = VERSION + base64.b64encode(zlib.compress(brut, 6)).decode("ascii")
    return tuple(code[i : i + MORCEAU] for i in range(0, len(code), MORCEAU))


def _encode_feuille(contenu: tuple[EnLigne, ...], champs: dict[str, int]) -> list[Any]:
    """Give [digest, length, code, field index or -1, …]; the digest alone for a leaf all of the scaffold."""
    entree: list[Any] = [digest_contenu(contenu)]
    for element in contenu:
        if isinstance(element, Fragment):
            rang = -1 if element.champ is None else champs.setdefault(element.champ, len(champs))
            code = _CODES[element.origine]
            if len(entree) > 1 and entree[-2:] == [code, rang]:
                entree[-3] += len(element.texte)
            else:
                entree += (len(element.texte), code, rang)
    return entree[:1] if len(entree) == 4 and entree[2:] == ["t", -1] else entree


def digest_contenu(contenu: tuple[EnLigne, ...]) -> str:
    """Give 12 hexadecimal digits of what a leaf says, whatever its place (48 bits: a leaf is one among thousands)."""
    # No document holds the separators: XML has neither.
    jetons = "\x1e".join(["\x1f".join(jeton) for jeton in _tokens(contenu)])
    return hashlib.sha256(jetons.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _tokens(contenu: tuple[EnLigne, ...]) -> Sequence[Jeton]:
    """Give the canon's tokens; plain text, which most leaves are, without asking for them one by one."""
    for element in contenu:
        if type(element) is not Fragment or element.marques or element.lien:
            return tokens(contenu)
    return (("texte", normalize("NFC", "".join([e.texte for e in contenu])), "", ""),)  # type: ignore[union-attr]


def apply_origines(acte: Acte, morceaux: Sequence[str]) -> tuple[Acte, tuple[str, ...]]:
    """Settle the origins of an act that was read, from its map; with warnings.

    A reader gives text in the « IA » style the origin IA and all other text INDETERMINE. With a map: a leaf found
    unchanged gets its exact origins, but a span whose style disagrees is `indetermine`. In a leaf that is not found,
    styled text is `ia_retouchee`, other text is `agent`, or `indetermine` when a drafted leaf that held model text is
    missing (its words may have come here without their style). Without a map: `ia_retouchee` and `indetermine`.
    """
    traces = _decode(morceaux) if morceaux else None
    reglage = _Rapprochement(acte, traces or ())
    autre = Origine.INDETERMINE if traces is None or reglage.perdu else Origine.AGENT
    avertissements = (AVERTISSEMENT,) if morceaux and traces is None else ()
    return rewrite_leaves(acte, lambda feuille: reglage.settle(feuille, autre)), avertissements


class _Rapprochement:
    """Matches leaves with traces by digest, in the order of the text."""

    def __init__(self, acte: Acte, traces: Sequence[_Trace]) -> None:
        feuilles = [feuille for feuille in list_leaves(acte) if feuille.contenu] if traces else []
        empreintes = [digest_contenu(feuille.contenu) for feuille in feuilles]
        self._empreintes = {id(feuille): empreinte for feuille, empreinte in zip(feuilles, empreintes, strict=True)}
        self._files: dict[str, deque[_Trace]] = {}
        for trace in traces:
            self._files.setdefault(trace.empreinte, deque()).append(trace)
        compte = Counter(empreintes)
        dessines = Counter(trace.empreinte for trace in traces if trace.ia)
        self.perdu = any(compte[empreinte] < nombre for empreinte, nombre in dessines.items())

    def settle(self, feuille: Feuille, autre: Origine) -> tuple[EnLigne, ...]:
        file = self._files.get(self._empreintes.get(id(feuille), ""))
        trace = file.popleft() if file else None
        if trace is not None:
            exact = _apply_trace(feuille.contenu, trace)
            if exact is not None:
                return exact
        return merge_fragments(
            replace(e, origine=Origine.IA_RETOUCHEE if e.origine in _IA else autre, champ=None)
            if isinstance(e, Fragment)
            else e
            for e in feuille.contenu
        )


def _apply_trace(contenu: tuple[EnLigne, ...], trace: _Trace) -> tuple[EnLigne, ...] | None:
    """Cut the fragments at the boundaries of the map; None when the lengths do not add up."""
    longueur = sum(len(e.texte) for e in contenu if isinstance(e, Fragment))
    segments = trace.segments or (_Segment(longueur, Origine.TRAME, None),)
    if sum(segment.longueur for segment in segments) != longueur:
        return None
    return merge_fragments(_cut(contenu, deque(segments)))


def _cut(contenu: tuple[EnLigne, ...], segments: deque[_Segment]) -> Iterator[EnLigne]:
    reste = 0
    segment = _Segment(0, Origine.TRAME, None)
    for element in contenu:
        if not isinstance(element, Fragment):
            yield element
            continue
        place = 0
        while place < len(element.texte):
            while not reste:
                segment = segments.popleft()
                reste = segment.longueur
            pas = min(reste, len(element.texte) - place)
            yield _settle_span(element, element.texte[place : place + pas], segment)
            place += pas
            reste -= pas


def _settle_span(element: Fragment, texte: str, segment: _Segment) -> Fragment:
    if (element.origine in _IA) != (segment.origine in _IA):
        return Fragment(texte, Origine.INDETERMINE, None, element.marques, element.lien)
    return Fragment(texte, segment.origine, segment.champ, element.marques, element.lien)


def _decode(morceaux: Sequence[str]) -> tuple[_Trace, ...] | None:
    """Read the map back; None when it is damaged, whatever the damage."""
    code = "".join(morceaux)
    if not code.startswith(VERSION):
        return None
    try:
        inflate = zlib.decompressobj()
        brut = inflate.decompress(base64.b64decode(code[len(VERSION) :], validate=True), _TAILLE_MAX)
        if not inflate.eof:
            return None
        champs, entrees = json.loads(brut)
        return tuple(_decode_feuille(entree, champs) for entree in entrees)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, zlib.error, binascii.Error, RecursionError):
        return None


def _decode_feuille(entree: Any, champs: Any) -> _Trace:
    if not isinstance(entree, list) or not isinstance(champs, list):
        raise TypeError("damaged entry")
    empreinte, *suite = entree
    if not isinstance(empreinte, str) or len(suite) % 3:
        raise ValueError("damaged entry")
    segments = []
    for i in range(0, len(suite), 3):
        longueur, code, rang = suite[i : i + 3]
        if not isinstance(longueur, int) or longueur <= 0:
            raise ValueError("damaged length")
        champ = None if rang < 0 else champs[rang]
        if not isinstance(champ, str | None):
            raise TypeError("damaged field")
        segments.append(_Segment(longueur, _ORIGINES[code], champ))
    return _Trace(empreinte, tuple(segments))
