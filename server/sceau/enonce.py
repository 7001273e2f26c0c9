"""The statement: in-toto Statement v1, whose subjects are the act (by its canon) and its annexes (by their bytes)."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from server.acte.canon import VERSION as CANON
from server.sceau.releve import (
    ActeVise,
    AnnexeVisee,
    Controles,
    Relecteur,
    Releve,
    VisaPrecedent,
    precedents_as_json,
    read_instant,
    visa_as_json,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.sceau.examen import Examen

TYPE_ENONCE: Final = "https://in-toto.io/Statement/v1"
TYPE_VISA: Final = "urn:minutier:visa:1"
SUJET: Final = "acte"
ALGORITHME: Final = "canon1Sha256"
"""Name of the digest of the act: SHA-256 of its canon/1, not of the file."""
EMPREINTE: Final = 64


class EnonceInconnuError(ValueError):
    """Say that a statement is of a kind, or for a canon, that this version does not know."""


@dataclass(frozen=True, slots=True)
class Enonce:
    """A statement: what was reviewed, and the digests that bind it.

    `emplacements` are the slots that may be filled after the visa, with what they showed then, in order.
    """

    releve: Releve
    empreinte: str
    feuilles: tuple[str, ...]
    emplacements: tuple[tuple[str, str], ...]


def build_enonce(releve: Releve, examen: Examen) -> Enonce:
    """Bind what a reviewer states to the content of a file.

    Raises:
        ValueError: the origins given are not one per leaf.
    """
    origines = releve.origines or examen.origines
    if len(origines) != len(examen.lignes):
        raise ValueError(f"{len(origines)} origins for {len(examen.lignes)} leaves")
    return Enonce(
        replace(releve, origines=tuple(origines)),
        examen.empreinte,
        tuple(ligne.empreinte for ligne in examen.lignes),
        tuple((e.nom, e.texte) for e in examen.emplacements),
    )


def render_enonce(enonce: Enonce) -> bytes:
    """Give the bytes that are signed."""
    releve = enonce.releve
    sujets = [{"name": SUJET, "digest": {ALGORITHME: enonce.empreinte}}]
    sujets += [{"name": a.nom, "digest": {"sha256": a.empreinte}} for a in releve.annexes]
    valeur = {
        "_type": TYPE_ENONCE,
        "subject": sujets,
        "predicateType": TYPE_VISA,
        "predicate": {
            "canon": CANON,
            **visa_as_json(releve),
            "precedents": precedents_as_json(releve.precedents),
            "emplacements": [list(e) for e in enonce.emplacements],
            "feuilles": list(enonce.feuilles),
            "origines": [dict(o) for o in releve.origines],
        },
    }
    return json.dumps(valeur, ensure_ascii=False, separators=(",", ":")).encode()


def parse_enonce(charge: bytes) -> Enonce:
    """Read a statement.

    Raises:
        EnonceInconnuError: of another kind, or for another canon.
        ValueError: it is none.
    """
    try:
        valeur = json.loads(charge)
        _check_kind(valeur)
        return _read(valeur["subject"], valeur["predicate"])
    except EnonceInconnuError:
        raise
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError, RecursionError) as erreur:
        raise ValueError("not a statement of ours") from erreur


def _check_kind(valeur: Mapping[str, Any]) -> None:
    attendus = ((valeur["_type"], TYPE_ENONCE), (valeur["predicateType"], TYPE_VISA))
    if any(vu != attendu for vu, attendu in attendus):
        raise EnonceInconnuError("predicate")
    if valeur["predicate"]["canon"] != CANON:
        raise EnonceInconnuError("canon")


def _read(sujets: list[Any], p: Mapping[str, Any]) -> Enonce:
    premier, *autres = sujets
    if premier["name"] != SUJET:
        raise ValueError("subject")
    releve = Releve(
        # The first statements do not name a projet.
        ActeVise(**{nom: _text({"projet": "", **p["acte"]}[nom]) for nom in ActeVise.__dataclass_fields__}),
        _relecteur(p["relecteur"]),
        read_instant(p["instant"]),
        Controles(**{nom: p["controles"][nom] is True for nom in Controles.__dataclass_fields__}),
        int(p["registre"]["rang"]),
        _text(p["registre"]["empreinte"]),
        tuple(map(_text, p["constats_leves"])),
        _text(p["redaction"]["modele_ia"]),
        _text(p["redaction"]["version_prompt"]),
        tuple({_text(nom): int(nombre) for nom, nombre in feuille.items()} for feuille in p["origines"]),
        tuple(AnnexeVisee(_text(s["name"]), _hex(s["digest"]["sha256"])) for s in autres),
        tuple(VisaPrecedent(_relecteur(v["relecteur"]), read_instant(v["instant"])) for v in p["precedents"]),
    )
    emplacements = tuple((_text(nom), _text(texte)) for nom, texte in p["emplacements"])
    return Enonce(releve, _hex(premier["digest"][ALGORITHME]), tuple(map(_hex, p["feuilles"])), emplacements)


def _relecteur(valeur: Mapping[str, Any]) -> Relecteur:
    delegation = valeur["delegation"]
    return Relecteur(_text(valeur["nom"]), _text(valeur["role"]), None if delegation is None else _text(delegation))


def _text(valeur: Any) -> str:
    if not isinstance(valeur, str):
        raise TypeError("text")
    # A lone surrogate is no text: nothing could print it. UnicodeEncodeError is a ValueError.
    valeur.encode()
    return valeur


def _hex(valeur: Any) -> str:
    if len(_text(valeur)) != EMPREINTE or not set(valeur) <= set("0123456789abcdef"):
        raise ValueError("digest")
    return str(valeur)
