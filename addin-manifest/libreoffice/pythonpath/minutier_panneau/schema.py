"""Read the JSON Schema of a saisie into the fields of a form, as the page does."""

from __future__ import annotations

from typing import Any, NamedTuple

RESERVES = frozenset({"modele", "titre_exemple", "collectivite"})


class Champ(NamedTuple):
    """A field of a form."""

    nom: str
    type: str
    label: str
    aide: str
    exemple: str
    defaut: Any
    obligatoire: bool
    personnelle: bool
    choix: list[tuple[Any, str]]
    si: dict[str, list[Any]]
    longueur: int
    minimum: int
    maximum: int
    champs: list[Champ]  # type: ignore[misc]

    @property
    def est_long(self) -> bool:
        """Tell whether it takes several lines."""
        return self.type in {"texte", "points"} or (self.type == "phrase" and self.longueur > 160)


def read_champs(schema: dict[str, Any]) -> list[Champ]:
    """Give the fields of a schema, in its order."""
    return [read_champ(nom, p) for nom, p in schema.get("properties", {}).items() if nom not in RESERVES]


def read_champ(nom: str, propriete: dict[str, Any]) -> Champ:
    """Read one property."""
    indications = propriete.get("x-minutier", {})
    sorte = indications.get("type", "phrase")
    strict = propriete
    if propriete.get("anyOf") and not propriete.get("type") and sorte not in {"entier", "montant"}:
        strict = propriete["anyOf"][0]
    dedans = strict.get("items", strict)
    exemples = propriete.get("examples") or []
    return Champ(
        nom=nom,
        type=sorte,
        label=propriete.get("title", nom),
        aide=propriete.get("description", ""),
        exemple=str(exemples[0]) if exemples else "",
        defaut=propriete.get("default"),
        obligatoire=bool(indications.get("obligatoire")),
        personnelle=bool(indications.get("donnee_personnelle")),
        choix=[(c["valeur"], c["label"]) for c in indications.get("choix", [])],
        si=indications.get("si", {}),
        longueur=dedans.get("maxLength", 0),
        minimum=strict.get("minItems", 0),
        maximum=strict.get("maxItems", 200),
        champs=read_champs(dedans) if dedans.get("properties") else [],
    )
