"""Validate a saisie against its template: typed values, or every fault at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from server.catalogue.calculs import check_ordre, compute
from server.catalogue.collectivite import Collectivite, read_collectivite
from server.catalogue.documents import Document, DocumentRefuseError, decode, parse_document
from server.catalogue.validation import Valeurs, Validation
from server.errors import Faute, FichierIllisible, SaisieRefusee

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.catalogue.modele import Modele

CLES_RESERVEES = ("modele", "collectivite", "titre_exemple")
"""Keys of a saisie that are no field of its template."""


@dataclass(frozen=True, slots=True)
class Saisie:
    """A saisie that its template accepts.

    Attributes:
        modele: code of the template.
        valeurs: a value for every field of the template (None, or () for points and groupe, where nothing was given):
            str, int, Decimal (euros, two decimals), date, time, bool, tuple of str, `Valeurs` (bloc), tuple of
            `Valeurs` (groupe).
        calculs: the computed fields.
    """

    modele: str
    valeurs: Valeurs
    calculs: Valeurs
    collectivite: Collectivite

    @property
    def contexte(self) -> dict[str, Any]:
        """Give every name that the template's body may use."""
        return {**self.valeurs, **self.calculs, "collectivite": self.collectivite.as_mapping()}


def read_saisie(donnees: bytes, nom: str) -> Document:
    """Read the bytes of a saisie (YAML or JSON) into plain values.

    Args:
        donnees: the file.
        nom: how the user named it, for messages.

    Raises:
        FichierIllisible: not UTF-8, wrong syntax, duplicate key, too large, or not a mapping.
    """
    try:
        document = parse_document(decode(donnees))
    except DocumentRefuseError as refus:
        raise FichierIllisible(nom, str(refus)) from refus
    if not isinstance(document.valeur, dict):
        raise FichierIllisible(nom, "une saisie est faite de champs et de valeurs (« champ: valeur »).")
    return document


def validate(modele: Modele, brut: Mapping[str, Any], collectivite: Collectivite | None = None) -> Saisie:
    """Validate a saisie.

    Args:
        modele: its template.
        brut: what was typed, by name of field; may hold ``collectivite``, which then replaces the one given.
        collectivite: the one of this installation, when it has one.

    Raises:
        SaisieRefusee: one Faute for every field at fault.
    """
    validation = Validation()
    _check_modele(validation, modele, brut.get("modele"))
    trouvee = _choose_collectivite(validation, brut.get("collectivite"), collectivite)
    valeurs = validation.run(modele.champs, brut, reserves=CLES_RESERVEES)
    for ordre in modele.contraintes:
        for chemin in check_ordre(ordre, valeurs, modele.champs):
            validation.add(chemin, ordre.message.rstrip("."))
    if validation.faults or trouvee is None:
        raise SaisieRefusee(tuple(validation.faults))
    return Saisie(modele.code, valeurs, Valeurs(compute(modele, valeurs).items()), trouvee)


def _check_modele(validation: Validation, modele: Modele, code: Any) -> None:
    if code is not None and code != modele.code:
        validation.add(("modele",), f"cette saisie est faite pour « {str(code)[:60]} », pas pour « {modele.code} »")


def _choose_collectivite(validation: Validation, brut: Any, installee: Collectivite | None) -> Collectivite | None:
    if brut is not None:
        return read_collectivite(validation, brut)
    if installee is None:
        validation.faults.append(
            Faute(
                "collectivite",
                "aucune collectivité n’est décrite : ajoutez-la à la saisie, ou réglez MINUTIER_COLLECTIVITE",
            )
        )
    return installee
