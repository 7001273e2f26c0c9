"""Read YAML and JSON written by people: strict, bounded, and able to say at which line each key stands."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Chemin = tuple[str | int, ...]
"""Where a value stands: ("champs", 3, "type")."""

TAILLE_MAX = 1024 * 1024
"""Characters. The longest saisie that the field limits let through (200 beneficiaries) is ten times shorter."""
PROFONDEUR_MAX = 12
"""Levels. A saisie has at most four, a modele.yaml six."""
NOEUDS_MAX = 20_000
"""Keys and values. A saisie of 200 beneficiaries with ten fields each has about 4,000."""

_CHARGEUR: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where the platform has it: ten times faster
# U+0085, U+2028 and U+2029 break lines in YAML 1.1 and nowhere that a person can see.
_CONTROLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_NUL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEENS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# YAML 1.1 would read 8:30 as 510, « non » as false and 012 as 10. Here a time, a word, and a number that starts with 0
# (a telephone, a département) stay text; 18 digits hold any amount and keep int() cheap.
_ENTIER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")

_RAISONS_YAML = {
    "mapping values are not allowed": "un « : » suivi d’une espace coupe la valeur : mettez-la entre guillemets",
    "cannot start any token": "ce caractère ne peut pas commencer une valeur (une tabulation, un « @ » …)",
    "could not find expected ':'": "il manque le « : » après une clé",
    "did not find expected key": "le retrait ou les guillemets ne sont pas alignés avec ce qui précède",
    "did not find expected ',' or ']'": "la liste entre crochets n’est pas fermée",
    "did not find expected ',' or '}'": "l’accolade ouverte n’est pas fermée",
    "did not find expected '-' indicator": "un tiret de liste est attendu à cet endroit",
    "unexpected end of stream": "un guillemet ouvert n’est pas fermé",
    "unknown escape character": "une barre oblique inversée « \\ » entre guillemets doubles : employez l’apostrophe",
    "undefined alias": "les renvois YAML (« * ») ne sont pas admis : mettez la valeur entre guillemets",
}


class DocumentRefuseError(ValueError):
    """Say why a document cannot be read, at which line (from 1) when it is known; callers give it the file's name."""

    def __init__(self, raison: str, ligne: int | None = None) -> None:
        super().__init__(raison, ligne)
        self.raison = raison
        self.ligne = ligne

    def __str__(self) -> str:
        return self.raison if self.ligne is None else f"ligne {self.ligne} : {self.raison}"


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds, and the line of each of its keys and items.

    Attributes:
        valeur: None, bool, int, Decimal, str, list or dict with str keys, nested.
        lignes: line (from 1) of each place; empty for JSON.
    """

    valeur: Any
    lignes: Mapping[Chemin, int] = field(default_factory=dict)

    def find_ligne(self, chemin: Chemin) -> int | None:
        """Give the line of a place, or of the nearest place around it that has one."""
        for longueur in range(len(chemin), -1, -1):
            if (ligne := self.lignes.get(chemin[:longueur])) is not None:
                return ligne
        return None

    def find_ligne_de(self, chemin: str) -> int | None:
        """Give the line of a place written as `format_chemin` does."""
        pas = re.findall(r"\[(\d+)\]|([^.\[\]]+)", chemin)
        return self.find_ligne(tuple(int(rang) if rang else nom for rang, nom in pas))


def format_chemin(chemin: Chemin) -> str:
    """Write a place as people know it: ("champs", 3, "type") → "champs[3].type"."""
    texte = ""
    for pas in chemin:
        texte += f"[{pas}]" if isinstance(pas, int) else f".{pas}" if texte else pas
    return texte


def decode(donnees: bytes) -> str:
    """Decode UTF-8, with or without BOM.

    Raises:
        DocumentRefuseError: another encoding, more than `TAILLE_MAX`, or a control character.
    """
    if len(donnees) > 4 * TAILLE_MAX:
        raise DocumentRefuseError(f"le fichier dépasse {TAILLE_MAX // 1024} Kio.")
    try:
        texte = donnees.decode("utf-8-sig")
    except UnicodeDecodeError as erreur:
        ligne = donnees.count(b"\n", 0, erreur.start) + 1
        raise DocumentRefuseError(
            "ce n’est pas de l’UTF-8 : enregistrez le fichier dans cet encodage.", ligne
        ) from None
    _check_caracteres(texte)
    return texte


def _check_caracteres(texte: str) -> None:
    if len(texte) > TAILLE_MAX:
        raise DocumentRefuseError(f"le texte dépasse {TAILLE_MAX // 1024} Kio.")
    if trouve := _CONTROLE.search(texte):
        ligne = texte.count("\n", 0, trouve.start()) + 1
        raise DocumentRefuseError(f"le caractère de contrôle U+{ord(trouve.group()):04X} n’est pas admis.", ligne)


def parse_document(texte: str) -> Document:
    """Parse JSON where the text starts with an accolade or a bracket and is JSON, YAML otherwise.

    Raises:
        DocumentRefuseError: wrong syntax, duplicate key, alias, tag, several documents, too deep, too large.
    """
    if texte.lstrip()[:1] in {"{", "["}:
        try:
            return parse_json(texte)
        except DocumentRefuseError as refus:
            # A YAML text may start so as well; where it is neither, the fault of the JSON is the one to tell.
            try:
                return parse_yaml(texte)
            except DocumentRefuseError:
                raise refus from None
    return parse_yaml(texte)


def parse_json(texte: str) -> Document:
    """Parse JSON; numbers with decimals become Decimal.

    Raises:
        DocumentRefuseError: wrong syntax, duplicate key, NaN or Infinity, too deep, too large.
    """
    _check_caracteres(texte)
    try:
        valeur = json.loads(
            texte, object_pairs_hook=_join_pairs, parse_float=Decimal, parse_int=_parse_int, parse_constant=_refuse_nan
        )
        _check_size(valeur)
    except json.JSONDecodeError as erreur:
        raise DocumentRefuseError(f"le JSON est mal formé (colonne {erreur.colno}).", erreur.lineno) from None
    except RecursionError:
        raise DocumentRefuseError("les valeurs sont trop imbriquées.") from None
    return Document(valeur)


def _parse_int(texte: str) -> int | Decimal:
    # int() refuses more than 4,300 digits with an error of its own; Decimal takes them and the field's limits refuse.
    return int(texte) if len(texte) <= 19 else Decimal(texte)


def _refuse_nan(nom: str) -> NoReturn:
    raise DocumentRefuseError(f"« {nom} » n’est pas un nombre.")


def _join_pairs(paires: list[tuple[str, Any]]) -> dict[str, Any]:
    valeur: dict[str, Any] = {}
    for cle, element in paires:
        if cle in valeur:
            raise DocumentRefuseError(f"la clé « {cle[:60]} » est écrite deux fois.")
        valeur[cle] = element
    return valeur


def _check_size(valeur: Any) -> None:
    reste, niveau = [valeur], 0
    while reste:
        niveau += 1
        if niveau > PROFONDEUR_MAX:
            raise DocumentRefuseError("les valeurs sont trop imbriquées.")
        reste = [enfant for parent in reste for enfant in _children(parent)]
        if len(reste) > NOEUDS_MAX:
            raise DocumentRefuseError("le fichier a trop de valeurs.")


def _children(valeur: Any) -> Iterator[Any]:
    if isinstance(valeur, dict):
        yield from valeur.values()
    elif isinstance(valeur, list):
        yield from valeur


def parse_yaml(texte: str) -> Document:
    """Parse one YAML document by its events: no recursion, no object of any class, no alias to expand.

    Raises:
        DocumentRefuseError: wrong syntax, duplicate key, anchor, alias, tag, several documents, too deep, too large.
    """
    _check_caracteres(texte)
    constructeur = _Constructeur()
    try:
        for evenement in yaml.parse(texte, Loader=_CHARGEUR):
            constructeur.add(evenement)
    except yaml.MarkedYAMLError as erreur:
        marque = erreur.problem_mark or erreur.context_mark
        raison = next((fr for en, fr in _RAISONS_YAML.items() if en in (erreur.problem or "")), "syntaxe inattendue")
        raise DocumentRefuseError(f"le YAML est mal formé : {raison}.", marque.line + 1 if marque else None) from None
    except yaml.YAMLError:
        raise DocumentRefuseError("le YAML contient un caractère qui n’y est pas admis.") from None
    return Document(constructeur.racine, constructeur.lignes)


class _Constructeur:
    """Builds the value from the events; `pile` holds the open collections with their place and their pending key."""

    def __init__(self) -> None:
        self.racine: Any = None
        self.lignes: dict[Chemin, int] = {}
        self._pile: list[tuple[Any, Chemin]] = []
        self._cle: list[str | None] = []
        self._documents = 0
        self._noeuds = 0

    def add(self, evenement: Any) -> None:
        ligne = evenement.start_mark.line + 1
        match evenement:
            case yaml.AliasEvent():
                raise DocumentRefuseError("les renvois YAML (« * ») ne sont pas admis.", ligne)
            case yaml.ScalarEvent():
                self._check(evenement, ligne)
                self._add_scalaire(evenement, ligne)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._check(evenement, ligne)
                self._open({} if isinstance(evenement, yaml.MappingStartEvent) else [], ligne)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._pile.pop()
                self._cle.pop()
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise DocumentRefuseError("le fichier contient plusieurs documents (« --- »).", ligne)
            case _:
                pass

    def _check(self, evenement: Any, ligne: int) -> None:
        self._noeuds += 1
        if self._noeuds > NOEUDS_MAX:
            raise DocumentRefuseError("le fichier a trop de valeurs.", ligne)
        if evenement.anchor is not None:
            raise DocumentRefuseError("les ancres YAML (« & ») ne sont pas admises.", ligne)
        if evenement.tag is not None and evenement.tag != "!":
            raise DocumentRefuseError("les étiquettes YAML (« ! ») ne sont pas admises.", ligne)

    def _awaits_cle(self) -> bool:
        return bool(self._pile) and isinstance(self._pile[-1][0], dict) and self._cle[-1] is None

    def _open(self, collection: Any, ligne: int) -> None:
        if self._awaits_cle():
            raise DocumentRefuseError("une clé doit être un simple mot.", ligne)
        if len(self._pile) >= PROFONDEUR_MAX:
            raise DocumentRefuseError("les valeurs sont trop imbriquées.", ligne)
        chemin = self._put(collection, ligne)
        self._pile.append((collection, chemin))
        self._cle.append(None)

    def _add_scalaire(self, evenement: yaml.ScalarEvent, ligne: int) -> None:
        if self._awaits_cle():
            self._add_cle(evenement.value, ligne)
        else:
            self._put(_read_scalaire(evenement), ligne)

    def _add_cle(self, cle: str, ligne: int) -> None:
        collection, chemin = self._pile[-1]
        if cle in collection:
            raise DocumentRefuseError(f"la clé « {cle[:60]} » est écrite deux fois.", ligne)
        self.lignes[(*chemin, cle)] = ligne
        self._cle[-1] = cle

    def _put(self, valeur: Any, ligne: int) -> Chemin:
        if not self._pile:
            self.racine = valeur
            self.lignes[()] = ligne
            return ()
        collection, chemin = self._pile[-1]
        if isinstance(collection, list):
            place: Chemin = (*chemin, len(collection))
            collection.append(valeur)
            self.lignes[place] = ligne
            return place
        cle = self._cle[-1] or ""
        collection[cle] = valeur
        self._cle[-1] = None
        return (*chemin, cle)


def _read_scalaire(evenement: yaml.ScalarEvent) -> Any:
    texte: str = evenement.value
    if evenement.style:  # quoted or block: text, whatever it looks like
        return texte
    if texte in _NUL:
        return None
    if texte in _BOOLEENS:
        return _BOOLEENS[texte]
    if _ENTIER.fullmatch(texte):
        return int(texte)
    if _DECIMAL.fullmatch(texte):
        return Decimal(texte)
    return texte
