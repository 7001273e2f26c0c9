"""Build: from filled blocks to the act, with what every draft carries (PROJET, AI notice, page numbers, properties)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from server.acte.assemblage import assemble
from server.acte.canon import digest
from server.acte.fragments import Champ, Fragment, NatureChamp, Origine
from server.acte.noeuds import (
    Acte,
    Alinea,
    AvisIA,
    Bloc,
    EnTetePage,
    Feuille,
    Intitule,
    MarqueProjet,
    Objet,
    PiedPage,
    Proprietes,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from server.catalogue import Modele
    from server.redacteurs import Redacteur

STATUT_PROJET = "PROJET"
SANS_MODELE = "sans modèle"

TEXTE_PROJET = "PROJET – document de travail, sans valeur avant visa et signature"
AVIS_SANS_MODELE = (
    "Projet composé sans modèle de langage, à partir de la saisie d’un agent : "
    "à relire, corriger et valider par une personne avant signature."
)
AVIS_AVEC_MODELE = (
    "Projet dont les passages marqués « IA » ont été rédigés par un modèle de langage ({}) : "
    "à relire, corriger et valider par une personne avant signature."
)


def make_proprietes(
    modele: Modele, redacteur: Redacteur, *, avec_ia: bool, acte_id: str, instant: datetime
) -> Proprietes:
    """Make the properties of a draft; `canon` comes with the act."""
    return Proprietes(
        statut=STATUT_PROJET,
        modele=modele.code,
        version_modele=modele.version,
        acte_id=acte_id,
        redacteur=f"{redacteur.nom} ({redacteur.modele})" if avec_ia else SANS_MODELE,
        date=instant.isoformat(timespec="seconds"),
        contenu_ia="partiel" if avec_ia else "aucun",
    )


def build(blocs: Sequence[Bloc], modele: Modele, proprietes: Proprietes) -> Acte:
    """Build the draft act; `canon` in its properties is that of the act as built."""
    corps = assemble(blocs)
    avis = AVIS_SANS_MODELE if proprietes.redacteur == SANS_MODELE else AVIS_AVEC_MODELE.format(proprietes.redacteur)
    acte = Acte(
        genre=modele.genre,
        titre=find_titre(corps) or modele.titre,
        corps=corps,
        en_tetes=(EnTetePage((MarqueProjet(_trame(TEXTE_PROJET)),)),),
        pieds=(PiedPage((AvisIA(_trame(avis)), _page_numbers())),),
    )
    return replace(acte, proprietes=replace(proprietes, canon=digest(acte)))


def find_titre(corps: Sequence[Bloc]) -> str:
    """Give the title of an act: its intitulé, else its subject."""
    for sorte in (Intitule, Objet):
        for bloc in corps:
            if isinstance(bloc, sorte) and isinstance(bloc, Feuille):
                return " ".join(bloc.texte.split())
    return ""


def _trame(texte: str) -> tuple[Fragment, ...]:
    return (Fragment(texte, Origine.TRAME),)


def _page_numbers() -> Alinea:
    return Alinea(
        (
            Fragment("Page ", Origine.TRAME),
            Champ(NatureChamp.PAGE, "1"),
            Fragment(" sur ", Origine.TRAME),
            Champ(NatureChamp.NB_PAGES, "1"),
        )
    )
