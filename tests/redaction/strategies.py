"""Draw saisies that a template accepts: every field by its type, conditional fields when they are asked."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from server.catalogue import Champ, Modele, TypeChamp

# Text as people paste it, structure look-alikes included; what validation refuses (controls, private use) is left out.
_PIEGES = ["Article 2", "ARRÊTE", "Vu le code", "Considérant que", "[signature]", "- puce", "| a |", "**", "{{ x }}", "{% if %}",
           "l’œuvre d’Aix", "« guillemets »", "1er", "l'été", "Fait à Paris", "a\u00a0b", "⟦P1⟧", "<b>&amp;", "…", "x"]  # fmt: skip
_MOTS = st.sampled_from(_PIEGES) | st.text(
    st.characters(categories=("L", "N", "P", "Zs"), max_codepoint=0x24F, exclude_characters="\u00ad"),
    min_size=1,
    max_size=30,
).filter(lambda t: any(c.isalnum() for c in t))

_FIXES: dict[TypeChamp, st.SearchStrategy[Any]] = {
    TypeChamp.OUI_NON: st.booleans(),
    TypeChamp.SIREN: st.just("732829320"),
    TypeChamp.SIRET: st.just("73282932000074"),
    TypeChamp.COURRIEL: st.just("service@exemple.fr"),
    TypeChamp.TELEPHONE: st.just("01 99 00 12 34"),
    TypeChamp.URL: st.just("https://www.exemple.fr/a?b=c"),
}


def saisies(modele: Modele, collectivite: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw saisies of this template."""

    @st.composite
    def draw_saisie(draw: st.DrawFn) -> dict[str, Any]:
        jour = draw(st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)))
        return _Tirage(draw, jour).fill(modele.champs, {}) | {"collectivite": collectivite}

    return draw_saisie()


class _Tirage:
    """One saisie; most dates are the same day, so that orders hold often enough."""

    def __init__(self, draw: st.DrawFn, jour: dt.date) -> None:
        self._draw = draw
        self._jour = jour

    def fill(self, champs: tuple[Champ, ...], dessus: dict[str, Any]) -> dict[str, Any]:
        valeurs: dict[str, Any] = {}
        for champ in champs:
            if not self._is_asked(champ, valeurs, dessus):
                continue
            if not champ.obligatoire and not self._draw(st.booleans()):
                continue
            valeurs[champ.nom] = self._value(champ, dessus or valeurs)
        return valeurs

    @staticmethod
    def _is_asked(champ: Champ, valeurs: dict[str, Any], dessus: dict[str, Any]) -> bool:
        return all(
            (valeurs | {k: v for k, v in dessus.items() if k not in valeurs}).get(c.champ) in c.valeurs
            for c in champ.si
        )

    def _value(self, champ: Champ, dessus: dict[str, Any]) -> Any:
        if champ.type is TypeChamp.BLOC:
            return self.fill(champ.champs, dessus)
        if champ.type is TypeChamp.GROUPE:
            return [self.fill(champ.champs, dessus) for _ in range(self._count(champ))]
        if champ.type is TypeChamp.POINTS:
            return [self._text(champ) for _ in range(self._count(champ))]
        return self._simple(champ)

    def _count(self, champ: Champ) -> int:
        bas = int(champ.minimum if champ.minimum is not None else 1)
        return self._draw(st.integers(bas, max(bas, min(int(champ.maximum or 4), bas + 3))))

    def _text(self, champ: Champ) -> str:
        return self._draw(_MOTS)[: champ.longueur].strip() or "x"

    def _simple(self, champ: Champ) -> Any:
        draw = self._draw
        match champ.type:
            case TypeChamp.CHOIX:
                return draw(st.sampled_from([c.valeur for c in champ.choix]))
            case TypeChamp.DATE:
                return self._jour if draw(st.integers(0, 9)) else self._jour + dt.timedelta(draw(st.integers(0, 40)))
            case TypeChamp.HEURE:
                return draw(st.sampled_from(["8 h", "8 h 30", "18:00", "23h59"]))
            case TypeChamp.ENTIER | TypeChamp.MONTANT:
                bas = int(champ.minimum or 0)
                haut = int(champ.maximum if champ.maximum is not None else bas + 10**6)
                return draw(st.integers(bas, haut))
            case TypeChamp.PHRASE | TypeChamp.TEXTE:
                return self._text(champ)
            case _:
                return draw(_FIXES[champ.type])
