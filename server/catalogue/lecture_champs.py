"""Read the fields of a modele.yaml, and check that each holds together."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from server.catalogue.modele import (
    LONGUEUR_MAX,
    TYPES_COMPOSES,
    TYPES_REPETES,
    TYPES_TEXTE,
    Champ,
    Choix,
    Condition,
    TypeChamp,
    find_champ,
)
from server.catalogue.refus import RefusError
from server.catalogue.rubrique import suggest
from server.catalogue.valeurs import convert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.catalogue.rubrique import Rubrique

MOTIF_NOM = r"[a-z][a-z0-9_]{0,39}"
ATTENDU_NOM = "un nom en minuscules sans accent (lettres, chiffres, « _ »)"

NOMS_RESERVES = frozenset(
    # Keys of a saisie that are no field, then words and functions of the corps.
    {"modele", "collectivite", "titre_exemple", "loop", "true", "false", "none"}
    | {"passage", "emplacement", "periode", "numero_article", "renvoi"}
)
"""Names that no field of the top level bears; the parts of a groupe or bloc are named after it and may."""


def read_champs(rubriques: Sequence[Rubrique], *, dessus: tuple[Champ, ...] = (), niveau: int = 1) -> tuple[Champ, ...]:
    """Read a list of fields.

    Args:
        rubriques: one mapping per field.
        dessus: fields of the top level declared before this list; empty at the top level itself.
        niveau: 1 at the top, 2 in a groupe or bloc, which may hold a bloc but no groupe.
    """
    champs: tuple[Champ, ...] = ()
    for rubrique in rubriques:
        champ = _read_champ(rubrique, champs, dessus, niveau)
        if find_champ(champs, champ.nom):
            rubrique.refuse("nom", f"le champ « {champ.nom} » est déclaré deux fois.")
        champs = (*champs, champ)
    return champs


def _read_champ(rubrique: Rubrique, avant: tuple[Champ, ...], dessus: tuple[Champ, ...], niveau: int) -> Champ:
    type_champ = rubrique.take_choix("type", TypeChamp)
    champ = Champ(
        nom=_read_nom(rubrique, niveau),
        type=type_champ,
        label=rubrique.take_texte("label"),
        aide=rubrique.take_texte("aide", ""),
        exemple=rubrique.take("exemple", None),
        obligatoire=rubrique.take_oui_non("obligatoire", defaut=True),
        donnee_personnelle=rubrique.take_oui_non("donnee_personnelle", defaut=False),
        defaut=rubrique.take("defaut", None),
        longueur_max=_read_longueur(rubrique, type_champ),
        minimum=_read_borne(rubrique, "min", type_champ),
        maximum=_read_borne(rubrique, "max", type_champ),
        choix=_read_choix(rubrique, type_champ),
        champs=_read_sous_champs(rubrique, type_champ, avant, dessus, niveau),
        si=_read_conditions(rubrique, avant, dessus),
    )
    rubrique.finish()
    _check(rubrique, champ)
    return champ


def _read_nom(rubrique: Rubrique, niveau: int) -> str:
    nom = rubrique.take_texte("nom", motif=MOTIF_NOM, attendu=ATTENDU_NOM)
    if niveau == 1 and nom in NOMS_RESERVES:
        rubrique.refuse("nom", f"« {nom} » est un nom réservé.")
    return nom


def _read_longueur(rubrique: Rubrique, type_champ: TypeChamp) -> int | None:
    longueur = rubrique.take_nombre("longueur_max", entier=True)
    if longueur is None:
        return None
    if type_champ not in TYPES_TEXTE:
        rubrique.refuse("longueur_max", f"un champ de type {type_champ} n’a pas de longueur.")
    elif not 1 <= longueur <= LONGUEUR_MAX:
        rubrique.refuse("longueur_max", f"un nombre de 1 à {LONGUEUR_MAX} est attendu.")
    return int(longueur)


def _read_borne(rubrique: Rubrique, cle: str, type_champ: TypeChamp) -> Decimal | None:
    borne = rubrique.take_nombre(cle, entier=type_champ is not TypeChamp.MONTANT)
    bornables = {TypeChamp.ENTIER, TypeChamp.MONTANT, *TYPES_REPETES}
    if borne is not None and type_champ not in bornables:
        rubrique.refuse(cle, f"un champ de type {type_champ} n’a pas de bornes.")
    return borne


def _read_choix(rubrique: Rubrique, type_champ: TypeChamp) -> tuple[Choix, ...]:
    if type_champ is not TypeChamp.CHOIX:
        if rubrique.has("choix"):
            rubrique.refuse("choix", "seul un champ de type choix a des choix.")
            rubrique.take("choix")
        return ()
    choix: list[Choix] = []
    for sous in rubrique.take_rubriques("choix"):
        choix.append(Choix(sous.take_texte("valeur"), sous.take_texte("label")))
        if choix[-1].valeur in [c.valeur for c in choix[:-1]]:
            sous.refuse("valeur", f"le choix « {choix[-1].valeur} » est écrit deux fois.")
        sous.finish()
    if len(choix) == 1:
        rubrique.refuse("choix", "deux choix au moins sont attendus.")
    return tuple(choix)


def _read_sous_champs(
    rubrique: Rubrique, type_champ: TypeChamp, avant: tuple[Champ, ...], dessus: tuple[Champ, ...], niveau: int
) -> tuple[Champ, ...]:
    if type_champ not in TYPES_COMPOSES:
        if rubrique.has("champs"):
            rubrique.refuse("champs", "seul un groupe ou un bloc a des champs.")
            rubrique.take("champs")
        return ()
    if type_champ is TypeChamp.GROUPE and niveau > 1:
        rubrique.refuse("type", "un groupe ne peut pas être dans un autre groupe ou dans un bloc.")
    if niveau > 2:
        rubrique.refuse("type", "les champs sont trop imbriqués.")
        return ()
    champs = read_champs(list(rubrique.take_rubriques("champs")), dessus=dessus or avant, niveau=niveau + 1)
    if not champs:
        rubrique.refuse("champs", "un champ au moins est attendu.")
    return champs


def _read_conditions(rubrique: Rubrique, avant: tuple[Champ, ...], dessus: tuple[Champ, ...]) -> tuple[Condition, ...]:
    brut = rubrique.take("si", None)
    if brut is None:
        return ()
    if not isinstance(brut, dict) or not brut:
        rubrique.refuse("si", "« si » attend un champ et une valeur : {autre_champ: valeur}.")
        return ()
    conditions = []
    for nom, valeurs in brut.items():
        champ = find_champ(avant, nom) or find_champ(dessus, nom)
        if champ is None:
            connus = [c.nom for c in (*avant, *dessus)]
            rubrique.refuse("si", f"« {nom} » n’est pas un champ déclaré avant celui-ci{suggest(nom, connus) or '.'}")
            continue
        liste = valeurs if isinstance(valeurs, list) else [valeurs]
        conditions.append(Condition(nom, tuple(_read_condition(rubrique, champ, v) for v in liste)))
    return tuple(conditions)


def _read_condition(rubrique: Rubrique, champ: Champ, valeur: Any) -> str | bool:
    if champ.type not in {TypeChamp.CHOIX, TypeChamp.OUI_NON}:
        rubrique.refuse("si", f"« {champ.nom} » n’est ni un choix ni un oui_non.")
        return False
    try:
        lue = convert(champ, valeur)
    except RefusError as refus:
        rubrique.refuse("si", f"« {champ.nom} » : {refus}.")
        return False
    return lue if isinstance(lue, str | bool) else False


def _check(rubrique: Rubrique, champ: Champ) -> None:
    if champ.minimum is not None and champ.maximum is not None and champ.minimum > champ.maximum:
        rubrique.refuse("min", "le minimum dépasse le maximum.")
    if champ.type in TYPES_REPETES and (champ.minimum or Decimal(0)) < 0:
        rubrique.refuse("min", "un nombre d’éléments ne peut pas être négatif.")
    if champ.type in TYPES_COMPOSES:
        for cle, valeur in (("defaut", champ.defaut), ("exemple", champ.exemple)):
            if valeur is not None:
                rubrique.refuse(cle, "un groupe ou un bloc n’en a pas : donnez-en à ses champs.")
        return
    _check_valeur(rubrique, champ, "defaut", champ.defaut)
    # The example of a list of points may be one point: a form shows it beside the first line.
    seul = champ.type is TypeChamp.POINTS and isinstance(champ.exemple, str)
    _check_valeur(rubrique, champ, "exemple", [champ.exemple] * int(champ.minimum or 1) if seul else champ.exemple)


def _check_valeur(rubrique: Rubrique, champ: Champ, cle: str, valeur: Any) -> None:
    if valeur is None or (champ.type is TypeChamp.CHOIX and not champ.choix):
        return
    try:
        convert(champ, valeur)
    except RefusError as refus:
        rubrique.refuse(cle, f"{refus}.")
