"""Walk over fields and what was typed in them: one list of faults, one mapping of typed values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias, Union

from server.catalogue.documents import Chemin, format_chemin
from server.catalogue.modele import TYPES_REPETES, Champ, TypeChamp, find_champ
from server.catalogue.refus import RefusError
from server.catalogue.rubrique import suggest
from server.catalogue.valeurs import check_nombre, convert, is_vide
from server.errors import Faute

if TYPE_CHECKING:
    from collections.abc import Iterable

Valeur: TypeAlias = Union[
    str, int, bool, Decimal, dt.date, dt.time, tuple[str, ...], "Valeurs", tuple["Valeurs", ...], None
]


class Valeurs(Mapping[str, Any]):
    """Typed values by name, read-only, comparable, hashable: the whole saisie, a bloc, or one item of a groupe."""

    __slots__ = ("_paires",)
    _paires: dict[str, Valeur]

    def __init__(self, paires: Iterable[tuple[str, Valeur]] = ()) -> None:
        object.__setattr__(self, "_paires", dict(paires))

    def __setattr__(self, nom: str, valeur: object) -> None:
        raise AttributeError("a validated value does not change")

    def __getitem__(self, nom: str) -> Any:
        return self._paires[nom]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paires)

    def __len__(self) -> int:
        return len(self._paires)

    def __hash__(self) -> int:
        return hash(tuple(self._paires.items()))

    def __repr__(self) -> str:
        # Names only: what was typed has no place in a log or a traceback.
        return f"Valeurs({', '.join(self._paires)})"

    def __reduce__(self) -> tuple[type[Valeurs], tuple[tuple[tuple[str, Valeur], ...]]]:
        return Valeurs, (tuple(self._paires.items()),)


@dataclass(slots=True)
class Niveau:
    """The values found so far among the fields of one list, and the names of those that are at fault."""

    champs: tuple[Champ, ...]
    chemin: Chemin
    dessus: Niveau | None = None
    valeurs: dict[str, Valeur] = field(default_factory=dict)
    fautifs: set[str] = field(default_factory=set)

    def find(self, nom: str) -> Niveau | None:
        """Find the level that declares a field: this one, else the top."""
        if find_champ(self.champs, nom):
            return self
        return self.dessus.find(nom) if self.dessus else None

    def is_asked(self, champ: Champ) -> bool | None:
        """Tell whether the conditions of a field hold; None when one rests on a field that is itself at fault."""
        for condition in champ.si:
            niveau = self.find(condition.champ)
            if niveau is None or condition.champ in niveau.fautifs:
                return None
            if niveau.valeurs.get(condition.champ) not in condition.valeurs:
                return False
        return True


@dataclass(slots=True)
class Validation:
    """Validates fields and collects the faults."""

    faults: list[Faute] = field(default_factory=list)

    def add(self, chemin: Chemin, raison: str) -> None:
        """Note a fault."""
        self.faults.append(Faute(format_chemin(chemin), raison))

    def run(
        self,
        champs: tuple[Champ, ...],
        brut: Mapping[str, Any],
        chemin: Chemin = (),
        *,
        dessus: Niveau | None = None,
        reserves: tuple[str, ...] = (),
    ) -> Valeurs:
        """Validate one level of fields.

        Args:
            champs: the fields, in the order of their declaration (a condition names a field declared before).
            brut: what was typed, by name.
            chemin: where this level stands.
            dessus: the level above.
            reserves: keys that are no field and are not refused.

        Returns:
            A value for every field: None where nothing was given, () for points and groupe.
        """
        niveau = Niveau(champs, chemin, dessus)
        for champ in champs:
            valeur = self._run_champ(champ, brut.get(champ.nom), niveau)
            niveau.valeurs[champ.nom] = () if valeur is None and champ.type in TYPES_REPETES else valeur
        self._refuse_inconnus(champs, brut, chemin, reserves)
        return Valeurs(niveau.valeurs.items())

    def _refuse_inconnus(
        self, champs: tuple[Champ, ...], brut: Mapping[str, Any], chemin: Chemin, reserves: tuple[str, ...]
    ) -> None:
        connus = [champ.nom for champ in champs]
        for cle in brut:
            if cle not in connus and cle not in reserves:
                self.add((*chemin, str(cle)[:60]), f"ce champ n’existe pas{suggest(str(cle), connus)}")

    def _run_champ(self, champ: Champ, brut: Any, niveau: Niveau) -> Valeur:
        demande = niveau.is_asked(champ)
        if self._is_absent(champ, brut):
            return self._run_absent(champ, niveau, demande=demande)
        if demande is False:
            self.add(
                (*niveau.chemin, champ.nom), f"ce champ n’est pas demandé {_say_conditions(champ)} : laissez-le vide"
            )
            return None
        avant = len(self.faults)
        valeur = self._convert(champ, brut, niveau)
        if len(self.faults) > avant:
            niveau.fautifs.add(champ.nom)
        return valeur

    def _is_absent(self, champ: Champ, brut: Any) -> bool:
        """Tell whether a field counts as not given; a form sends an optional bloc with every field blank."""
        if champ.type is TypeChamp.BLOC and isinstance(brut, Mapping):
            connus = {sous.nom for sous in champ.champs}
            return not champ.obligatoire and all(cle in connus and is_vide(v) for cle, v in brut.items())
        return is_vide(brut)

    def _run_absent(self, champ: Champ, niveau: Niveau, *, demande: bool | None) -> Valeur:
        if not demande:
            if demande is None:
                niveau.fautifs.add(champ.nom)
            return None
        if champ.defaut is not None:
            return convert(champ, champ.defaut)
        if not champ.obligatoire:
            return None
        if champ.type is TypeChamp.BLOC:  # names each missing field rather than the bloc
            return self._convert(champ, {}, niveau)
        niveau.fautifs.add(champ.nom)
        self.add((*niveau.chemin, champ.nom), f"« {champ.label} » est obligatoire")
        return None

    def _convert(self, champ: Champ, brut: Any, niveau: Niveau) -> Valeur:
        chemin = (*niveau.chemin, champ.nom)
        if champ.type is TypeChamp.BLOC:
            return self._run_bloc(champ, brut, chemin, niveau)
        if champ.type is TypeChamp.GROUPE:
            return self._run_groupe(champ, brut, chemin, niveau)
        try:
            return convert(champ, brut)
        except RefusError as refus:
            self.add(chemin if refus.rang is None else (*chemin, refus.rang), str(refus))
            return None

    def _run_bloc(self, champ: Champ, brut: Any, chemin: Chemin, niveau: Niveau) -> Valeurs | None:
        if not isinstance(brut, Mapping):
            noms = ", ".join(sous.nom for sous in champ.champs)
            self.add(chemin, f"des champs sont attendus ({noms}), pas une valeur seule")
            return None
        return self.run(champ.champs, brut, chemin, dessus=niveau)

    def _run_groupe(self, champ: Champ, brut: Any, chemin: Chemin, niveau: Niveau) -> tuple[Valeurs, ...] | None:
        if not isinstance(brut, list | tuple):
            self.add(chemin, "une liste est attendue (un tiret par élément)")
            return None
        try:
            check_nombre(champ, len(brut), "élément")
        except RefusError as refus:
            self.add(chemin, str(refus))
            return None
        elements = [self._run_bloc(champ, element, (*chemin, rang), niveau) for rang, element in enumerate(brut)]
        # An element at fault keeps its rank, for the constraints checked after it.
        return tuple(Valeurs() if element is None else element for element in elements)


def _say_conditions(champ: Champ) -> str:
    """Say when a field is asked: « (seulement si « etat » vaut « extrait ») »."""
    conditions = [
        f"« {condition.champ} » vaut " + " ou ".join(f"« {_say_valeur(v)} »" for v in condition.valeurs)
        for condition in champ.si
    ]
    return f"(il l’est seulement si {' et '.join(conditions)})"


def _say_valeur(valeur: Valeur) -> str:
    return {True: "oui", False: "non"}[valeur] if isinstance(valeur, bool) else str(valeur)
