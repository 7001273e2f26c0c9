"""Read YAML: one document, no recursion, no alias, no tag, and the line of every key."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import yaml

from server.catalogue.document import (
    NOEUDS_MAX,
    PROFONDEUR_MAX,
    Chemin,
    Document,
    DocumentRefuseError,
    check_caracteres,
)

_CHARGEUR: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where the platform has it: ten times faster
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


def parse_yaml(texte: str) -> Document:
    """Parse one YAML document by its events: no recursion, no object of any class, no alias to expand.

    Raises:
        DocumentRefuseError: wrong syntax, duplicate key, anchor, alias, tag, several documents, too deep, too large.
    """
    check_caracteres(texte)
    constructeur = _Constructeur()
    try:
        for evenement in yaml.parse(texte, Loader=_CHARGEUR):
            constructeur.add(evenement)
    except yaml.MarkedYAMLError as erreur:
        marque = erreur.problem_mark or erreur.context_mark
        raison = next((fr for en, fr in _RAISONS_YAML.items() if en in (erreur.problem or "")), "syntaxe inattendue")
        # What is missing at the end is missing from the last line that a person sees.
        derniere = max(1, len(texte.splitlines()))
        ligne = min(marque.line + 1, derniere) if marque else None
        raise DocumentRefuseError(f"le YAML est mal formé : {raison}.", ligne) from None
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
