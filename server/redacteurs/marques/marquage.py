"""Mark a request: every fact and person of its points and fields leaves it for the table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from server.redacteurs.marques.annuaire import Declare, declare_personne
from server.redacteurs.marques.calculs import add_calculs, write_total
from server.redacteurs.marques.champs import find_declares_of, mark_valeur, nest
from server.redacteurs.marques.modele import MARQUE, Marquage
from server.redacteurs.marques.registre import Registre

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from server.redacteurs.base import Demande


def mark(demande: Demande, personnels: Collection[str] = ()) -> Marquage:
    """Replace the facts and the persons of a request by typed marks.

    Points give required marks, fields optional ones. What people did not give but a text may say (weekdays, durations)
    is computed and offered as marks too; so is the total of amounts, where a point asks for it.

    Args:
        demande: the request, in clear.
        personnels: names declared as personal data (« Claire Simonet ») besides those of `demande.personnels`: all
            are marked wherever the request names them, in any case, with or without accents.

    Returns:
        The marked request and its table. Brackets of marks that a person typed have become plain ones.
    """
    champs = _other_fields(demande)
    registre = Registre(tuple(_unique(_declares(champs, (*demande.personnels, *personnels)))))
    places = [f"{demande.champ_points}[{i}]" for i in range(len(demande.points))]
    points = tuple(
        write_total(registre, registre.mark_texte(point, place, place, requis=True), place)
        for point, place in zip(demande.points, places, strict=True)
    )
    marques = {nom: mark_valeur(registre, valeur, nom, nom) for nom, valeur in champs.items()}
    add_calculs(registre, points)
    clair = MARQUE.sub(" ", " \n ".join((*points, *_texts_of(marques))))
    return Marquage(replace(demande, points=points, champs=marques), registre.table, clair)


def _other_fields(demande: Demande) -> dict[str, Any]:
    """Give the fields but the points themselves, which a template may list among them."""
    restes = {
        nom: valeur
        for nom, valeur in demande.champs.items()
        if nom != demande.champ_points and not (isinstance(valeur, tuple | list) and tuple(valeur) == demande.points)
    }
    return nest(restes)


def _declares(champs: dict[str, Any], personnels: Collection[str]) -> Iterator[Declare]:
    yield from find_declares_of(champs)
    for nom in personnels:
        prenom, _, reste = nom.strip().partition(" ")
        yield declare_personne(prenom, reste) if reste else declare_personne("", prenom)


def _unique(declares: Iterator[Declare]) -> Iterator[Declare]:
    """Keep each name once: two associations of one name are one name."""
    vus = set()
    for declare in declares:
        if declare.valeur and (declare.nature, declare.valeur) not in vus:
            vus.add((declare.nature, declare.valeur))
            yield declare


def _texts_of(valeur: object) -> Iterator[str]:
    if isinstance(valeur, dict):
        for cle, element in valeur.items():
            yield str(cle).replace("_", " ")
            yield from _texts_of(element)
    elif isinstance(valeur, list):
        for element in valeur:
            yield from _texts_of(element)
    else:
        yield str(valeur)
