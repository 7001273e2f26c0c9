from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from num2words.lang_FR import Num2Word_FR

_NBSP = "\u00a0"
_MOINS = "\u2212"
_MAX_LETTRES = 10**12


def format_nombre(nombre: Decimal | int) -> str:
    """Write a number with French groups and comma: « 1 234,5 ». Decimals are shown as given, none is added or lost.

    Raises:
        ValueError: not a finite number.
    """
    valeur = _as_decimal(nombre)
    entiers, _, decimales = format(abs(valeur), "f").partition(".")
    signe = _MOINS if valeur < 0 else ""
    return signe + f"{int(entiers):,}".replace(",", _NBSP) + (f",{decimales}" if decimales else "")


def format_montant(montant: Decimal | int) -> str:
    """Write an amount in euros: « 1 000 € », « 1 234,50 € ». A third decimal, as in a tariff, is shown when it counts.

    Raises:
        ValueError: not a finite number.
    """
    valeur = _as_decimal(montant).normalize() + 0  # « -0 » is 0
    if valeur == valeur.to_integral_value():
        return f"{format_nombre(int(valeur))}{_NBSP}€"
    entiers, _, decimales = format(valeur, "f").partition(".")
    centimes = decimales.ljust(2, "0")
    return f"{format_nombre(Decimal(f'{entiers}.{centimes}'))}{_NBSP}€"


def montant_en_lettres(montant: Decimal | int) -> str:
    """Write an amount in words: « mille deux cent trente-quatre euros et cinquante-six centimes ».

    Raises:
        ValueError: not a finite number, a fraction of a centime, or 1 000 milliards and more.
    """
    valeur = _as_decimal(montant)
    centimes = valeur * 100
    if centimes != int(centimes):
        raise ValueError(f"le montant {valeur} compte des fractions de centime : il ne s’écrit pas en lettres")
    euros, reste = divmod(abs(int(centimes)), 100)
    parties = [_say_euros(euros)] if euros or not reste else []
    if reste:
        parties.append(f"{nombre_en_lettres(reste)} {'centime' if reste < 2 else 'centimes'}")
    return ("moins " if centimes < 0 else "") + " et ".join(parties)


def nombre_en_lettres(nombre: int, *, feminin: bool = False) -> str:
    """Write a whole number in words, in the traditional spelling: « vingt et un », « deux cents », « vingt et une ».

    Raises:
        ValueError: 1 000 milliards and more.
    """
    if abs(nombre) >= _MAX_LETTRES:
        raise ValueError(f"le nombre {nombre} est trop grand pour s’écrire en lettres")
    lettres = str(_speller().to_cardinal(abs(nombre)))
    if feminin and nombre % 10 == 1 and lettres.endswith("un"):
        lettres += "e"
    return f"moins {lettres}" if nombre < 0 else lettres


def ordinal(rang: int, *, feminin: bool = False) -> str:
    """Write a rank: « 1er », « 1re », « 2e ».

    Raises:
        ValueError: the rank is not positive.
    """
    if rang < 1:
        raise ValueError(f"le rang {rang} n’existe pas : un rang commence à 1")
    if rang == 1:
        return "1re" if feminin else "1er"
    return f"{rang}e"


def numero_article(rang: int) -> str:
    """Write the heading of an article: « Article 1er », « Article 2 ».

    Raises:
        ValueError: the rank is not positive.
    """
    return f"Article{_NBSP}{ordinal(rang) if rang <= 1 else rang}"


def _say_euros(euros: int) -> str:
    # « un million d’euros », « deux millions cinq cent mille euros »
    de = "d’" if euros and euros % 10**6 == 0 else ""
    return f"{nombre_en_lettres(euros)} {de}{'euro' if euros < 2 else 'euros'}"


def _as_decimal(nombre: Decimal | int) -> Decimal:
    valeur = Decimal(nombre)
    if not valeur.is_finite():
        raise ValueError(f"« {nombre} » n’est pas un nombre")
    return valeur


@cache
def _speller() -> Num2Word_FR:
    # num2words loads sixty languages: it is imported when an amount is first written in words.
    from num2words.lang_FR import Num2Word_FR as Speller  # noqa: PLC0415 - see above

    return Speller()
