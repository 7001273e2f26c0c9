"""The collectivité: described once, never typed again."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from server.catalogue.documents import Chemin, Document, DocumentRefuseError, decode, parse_document
from server.catalogue.modele import Champ, Choix, TypeChamp
from server.catalogue.validation import Valeurs, Validation
from server.errors import Faute, ReglageInvalide, SaisieRefusee
from server.francais.elision import de
from server.referentiel.tribunaux import DEPARTEMENTS, Departement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

REGLAGE = "MINUTIER_COLLECTIVITE"


class TypeCollectivite(StrEnum):
    """The kinds of collectivité that acts are drafted for."""

    COMMUNE = "commune"
    COMMUNAUTE_DE_COMMUNES = "communaute_de_communes"
    COMMUNAUTE_D_AGGLOMERATION = "communaute_d_agglomeration"
    COMMUNAUTE_URBAINE = "communaute_urbaine"
    METROPOLE = "metropole"
    DEPARTEMENT = "departement"


@dataclass(frozen=True, slots=True)
class Usage:
    """How a kind of collectivité is called in an act: its name with and without « de », its assembly, its executive."""

    nom: str
    ou: str
    conseil: str
    executif: str


USAGES: dict[TypeCollectivite, Usage] = {
    TypeCollectivite.COMMUNE: Usage("commune", "de la commune", "conseil municipal", "maire"),
    TypeCollectivite.COMMUNAUTE_DE_COMMUNES: Usage(
        "communauté de communes", "de la communauté de communes", "conseil communautaire", "président"
    ),
    TypeCollectivite.COMMUNAUTE_D_AGGLOMERATION: Usage(
        "communauté d’agglomération", "de la communauté d’agglomération", "conseil communautaire", "président"
    ),
    TypeCollectivite.COMMUNAUTE_URBAINE: Usage(
        "communauté urbaine", "de la communauté urbaine", "conseil communautaire", "président"
    ),
    TypeCollectivite.METROPOLE: Usage("métropole", "de la métropole", "conseil de la métropole", "président"),
    TypeCollectivite.DEPARTEMENT: Usage("département", "du département", "conseil départemental", "président"),
}
_FEMININS = {"maire": "maire", "président": "présidente"}

_CIVILITES = (Choix("M.", "Monsieur"), Choix("Mme", "Madame"))
_TYPES = tuple(Choix(str(t), USAGES[t].nom) for t in TypeCollectivite)
_PUBLICITES = (
    Choix("affichage", "Affichage"),
    Choix("papier", "Publication sur papier, tenue à la disposition du public"),
    Choix("electronique", "Publication électronique"),
)

CHAMPS_COLLECTIVITE: tuple[Champ, ...] = (
    Champ("nom", TypeChamp.PHRASE, "Nom", exemple="Saint-Aubin-sur-Loire", longueur_max=120),
    Champ("type", TypeChamp.CHOIX, "Type de collectivité", choix=_TYPES),
    Champ("siren", TypeChamp.SIREN, "SIREN"),
    Champ("departement", TypeChamp.PHRASE, "Département (code)", exemple="49", longueur_max=3),
    Champ("population", TypeChamp.ENTIER, "Population municipale", minimum=Decimal(1)),
    Champ(
        "adresse",
        TypeChamp.BLOC,
        "Adresse",
        champs=(
            Champ("rue", TypeChamp.PHRASE, "Numéro et voie", longueur_max=200),
            Champ("code_postal", TypeChamp.PHRASE, "Code postal", longueur_max=5),
            Champ("ville", TypeChamp.PHRASE, "Ville", longueur_max=120),
        ),
    ),
    Champ("telephone", TypeChamp.TELEPHONE, "Téléphone", obligatoire=False),
    Champ("courriel", TypeChamp.COURRIEL, "Adresse électronique"),
    Champ("site", TypeChamp.URL, "Site", obligatoire=False),
    Champ(
        "executif",
        TypeChamp.BLOC,
        "Maire ou président",
        champs=(
            Champ("civilite", TypeChamp.CHOIX, "Civilité", choix=_CIVILITES),
            Champ("prenom", TypeChamp.PHRASE, "Prénom", longueur_max=80),
            Champ("nom", TypeChamp.PHRASE, "Nom", longueur_max=80),
            Champ("qualite", TypeChamp.PHRASE, "Qualité", obligatoire=False, longueur_max=20),
            Champ("feminiser", TypeChamp.OUI_NON, "Féminiser la qualité (« la maire »)", obligatoire=False),
        ),
    ),
    Champ(
        "publicite_sous_3500",
        TypeChamp.CHOIX,
        "Publicité des actes choisie par le conseil (communes de moins de 3 500 habitants, CGCT L2131-1 IV)",
        obligatoire=False,
        choix=_PUBLICITES,
    ),
    Champ(
        "mention_visa_pdf",
        TypeChamp.OUI_NON,
        "Dire au pied du PDF qui a visé (oui si rien n’est dit)",
        obligatoire=False,
    ),
)

SEUIL_PUBLICITE = 3_500
"""Inhabitants. Below, the council of a commune chooses how acts are made public (CGCT L2131-1 IV)."""


@dataclass(frozen=True)
class Collectivite:
    """The collectivité that an act is drafted for.

    Attributes:
        qualite: of the executive, in the form that the collectivité uses: « maire », « président », « présidente ».
        saisie: every field as validated (see `CHAMPS_COLLECTIVITE`).
    """

    type: TypeCollectivite
    departement: Departement
    qualite: str
    saisie: Valeurs

    @property
    def nom(self) -> str:
        """Give the name, as typed."""
        return str(self.saisie["nom"])

    @property
    def titre(self) -> str:
        """Give the executive with its article: « Le maire », « La maire », « La présidente »."""
        feminin = self.saisie["executif"]["feminiser"] and self.saisie["executif"]["civilite"] == "Mme"
        return f"{'La' if feminin else 'Le'} {self.qualite}"

    @property
    def libelle(self) -> str:
        """Give the kind and the name: « commune d’Aix », « communauté de communes Val de Loire »."""
        usage = USAGES[self.type]
        if self.type is TypeCollectivite.COMMUNE:
            return f"{usage.nom} {de(self.nom)}"
        if self.type is TypeCollectivite.DEPARTEMENT:
            return f"{usage.nom} {self.departement.avec_de}"
        if self.nom.lower().replace("'", "’").startswith(usage.nom):
            return self.nom[:1].lower() + self.nom[1:]
        return self.nom if usage.nom in self.nom.lower() else f"{usage.nom} {self.nom}"

    @cached_property
    def _mapping(self) -> Valeurs:
        executif = {**self.saisie["executif"], "qualite": self.qualite, "titre": self.titre}
        departement, usage = self.departement, USAGES[self.type]
        derives = {
            "type": str(self.type),
            "departement": Valeurs(
                (("code", departement.code), ("nom", departement.nom), ("avec_de", departement.avec_de))
            ),
            "executif": Valeurs(executif.items()),
            "tribunal": Valeurs((("nom", departement.tribunal), ("ville", departement.siege))),
            "conseil": usage.conseil,
            "ou": usage.ou,
            "libelle": self.libelle,
        }
        return Valeurs({**self.saisie, **derives}.items())

    def as_json(self) -> dict[str, Any]:
        """Give the fields as validated, as plain values that `parse_collectivite` accepts."""
        return _plain(self.saisie)

    def as_mapping(self) -> Valeurs:
        """Give what a template may name after `collectivite.`: the fields as typed and what follows from them."""
        return self._mapping


def _plain(valeurs: Valeurs) -> dict[str, Any]:
    return {nom: _plain(valeur) if isinstance(valeur, Valeurs) else valeur for nom, valeur in valeurs.items()}


def read_collectivite(validation: Validation, brut: Any, chemin: Chemin = ("collectivite",)) -> Collectivite | None:
    """Read a collectivité; faults go to the validation, and the answer is None when there are any."""
    avant = len(validation.faults)
    if not isinstance(brut, dict):
        validation.add(chemin, "des champs sont attendus (nom, type, siren …), pas une valeur seule")
        return None
    valeurs = validation.run(CHAMPS_COLLECTIVITE, brut, chemin)
    departement = _read_departement(validation, valeurs["departement"], chemin)
    if len(validation.faults) > avant or departement is None:
        return None
    type_collectivite = TypeCollectivite(valeurs["type"])
    qualite = _read_qualite(validation, valeurs, type_collectivite, chemin)
    _check_publicite(validation, valeurs, type_collectivite, chemin)
    if not valeurs["adresse"]["code_postal"].isdigit() or len(valeurs["adresse"]["code_postal"]) != 5:
        validation.add((*chemin, "adresse", "code_postal"), "un code postal a cinq chiffres")
    return None if len(validation.faults) > avant else Collectivite(type_collectivite, departement, qualite, valeurs)


def _read_departement(validation: Validation, code: Any, chemin: Chemin) -> Departement | None:
    if not isinstance(code, str):
        return None
    departement = DEPARTEMENTS.get(code.upper())
    if departement is None:
        validation.add((*chemin, "departement"), f"« {code} » n’est pas un code de département (49, 2A, 974 …)")
    return departement


def _read_qualite(validation: Validation, valeurs: Valeurs, type_c: TypeCollectivite, chemin: Chemin) -> str:
    executif = valeurs["executif"]
    masculin = USAGES[type_c].executif
    feminin = _FEMININS[masculin]
    if executif["qualite"] not in {None, masculin, feminin}:
        attendus = masculin if masculin == feminin else f"{masculin} ou {feminin}"
        validation.add((*chemin, "executif", "qualite"), f"« {executif['qualite']} » ne convient pas : {attendus}")
    if executif["feminiser"] and executif["civilite"] == "Mme":
        return feminin
    return masculin


def _check_publicite(validation: Validation, valeurs: Valeurs, type_c: TypeCollectivite, chemin: Chemin) -> None:
    concernee = type_c is TypeCollectivite.COMMUNE and valeurs["population"] < SEUIL_PUBLICITE
    if valeurs["publicite_sous_3500"] and not concernee:
        validation.add(
            (*chemin, "publicite_sous_3500"), "ce choix n’existe que pour une commune de moins de 3 500 habitants"
        )


def parse_collectivite(brut: Mapping[str, Any]) -> Collectivite:
    """Read a collectivité from plain values.

    Raises:
        SaisieRefusee: every fault, with paths that start with ``collectivite``.
    """
    validation = Validation()
    collectivite = read_collectivite(validation, brut)
    if collectivite is None:
        raise SaisieRefusee(tuple(validation.faults))
    return collectivite


def load_collectivite(fichier: Path) -> Collectivite:
    """Read the YAML file that MINUTIER_COLLECTIVITE names.

    Raises:
        ReglageInvalide: unreadable or wrong; one line per fault: file, line, key, reason.
    """
    try:
        document = parse_document(decode(fichier.read_bytes()))
    except OSError as erreur:
        raise ReglageInvalide(REGLAGE, f"{fichier} est illisible ({erreur.strerror}).") from erreur
    except DocumentRefuseError as refus:
        raise ReglageInvalide(REGLAGE, f"{fichier}, {refus}") from refus
    validation = Validation()
    collectivite = read_collectivite(validation, document.valeur, ())
    if collectivite is None:
        raise ReglageInvalide(REGLAGE, "\n".join(_say(fichier, document, faute) for faute in validation.faults))
    return collectivite


def _say(fichier: Path, document: Document, faute: Faute) -> str:
    ligne = document.find_ligne_de(faute.champ)
    lieu = f"{fichier}, ligne {ligne}" if ligne else str(fichier)
    return f"{lieu}, clé « {faute.champ} » : {faute.raison}." if faute.champ else f"{lieu} : {faute.raison}."


def list_noms() -> dict[str, Any]:
    """Give the names that a template may use after ``collectivite.``, with those of their parts (None for a value)."""
    saisis: dict[str, Any] = {
        champ.nom: {sous.nom: None for sous in champ.champs} or None for champ in CHAMPS_COLLECTIVITE
    }
    derives = {
        "departement": dict.fromkeys(("code", "nom", "avec_de")),
        "executif": {**saisis["executif"], "titre": None},
        "tribunal": dict.fromkeys(("nom", "ville")),
    }
    return {**saisis, **derives, **dict.fromkeys(("conseil", "ou", "libelle"))}
