"""The register of rules: each code once, never given again to another rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.errors import MinutierError
from server.regles.arretes import a03, a28
from server.regles.base import Constat, Contexte, Regle, sort_constats
from server.regles.commun import c05, c07, c09, c12, c19, c23, c25, c40, c41, c42, c43, c45
from server.regles.courriers import l02, l08
from server.regles.deliberations import d05, d06, d10, d12
from server.regles.vue import Vue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MODULES = (c05, c07, c09, c12, c19, c23, c25, c40, c41, c42, c43, c45, a03, a28, d05, d06, d10, d12, l02, l08)


def index_regles(regles: Iterable[Regle]) -> Mapping[str, Regle]:
    """Index rules by code, in the order of the codes.

    Raises:
        ValueError: two rules have one code.
    """
    index: dict[str, Regle] = {}
    for regle in sorted(regles, key=lambda r: r.code):
        if regle.code in index:
            raise ValueError(f"le code de règle {regle.code} est donné deux fois")
        index[regle.code] = regle
    return index


REGLES: Mapping[str, Regle] = index_regles(module.REGLE for module in _MODULES)


def lint(contexte: Contexte) -> tuple[Constat, ...]:
    """Apply every rule to an act; findings sorted by block, then code.

    Raises:
        MinutierError: a rule failed. That is a fault of ours: an act that was not read to the end is not a clean act.
    """
    vue = Vue(contexte)
    constats: list[Constat] = []
    for regle in REGLES.values():
        try:
            constats.extend(regle.check_vue(vue))
        except Exception as cause:
            raise MinutierError(f"La règle {regle.code} a échoué : l’acte n’est pas contrôlé en entier.") from cause
    return tuple(sort_constats(constats))
