"""Read and check a document, whoever wrote it; nothing of it is kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from server import formats
from server.acte.noeuds import Genre
from server.controle.schemas import ConstatVu, ControleVu, LectureVue
from server.formats.vue_json import acte_as_json
from server.regles import Contexte, lint
from server.regles.rendu import constat_as_json

if TYPE_CHECKING:
    from server.formats.lecture import Lecture
    from server.regles import Constat


@dataclass(frozen=True, slots=True)
class Recu:
    """A document as it came: its name, its bytes."""

    nom: str
    donnees: bytes = field(repr=False)


def read(recu: Recu, genre: str | None) -> Lecture:
    """Read a document; its kind is recognised unless it is given.

    Raises:
        FichierIllisible: it is no document that we read, or is not sound.
    """
    lecture = formats.read(recu.donnees, recu.nom)
    return lecture if genre is None else replace(lecture, acte=replace(lecture.acte, genre=Genre(genre)))


def describe(recu: Recu, genre: str | None) -> LectureVue:
    """Give what is seen in a document.

    Raises:
        FichierIllisible: it is no document that we read, or is not sound.
    """
    lecture = read(recu, genre)
    return LectureVue.model_validate({**acte_as_json(lecture.acte), "avertissements": list(lecture.avertissements)})


def check(recu: Recu, genre: str | None, jour: dt.date | None) -> list[ControleVu]:
    """Give what the rules find in a document, on a day (today when None).

    Raises:
        FichierIllisible: it is no document that we read, or is not sound.
    """
    jour = jour or dt.datetime.now(dt.UTC).astimezone().date()
    constats = lint(Contexte(acte=read(recu, genre).acte, date=jour))
    return [ControleVu(fichier=recu.nom, constats=[show_constat(constat) for constat in constats])]


def show_constat(constat: Constat) -> ConstatVu:
    """Give a finding as a client sees it: as the command line says it, and what its rule would write."""
    return ConstatVu(**constat_as_json(constat), correction=constat.correction)
