"""Build: from filled blocks to the act, with what every draft carries (PROJET, AI notice, page numbers, properties)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from server.acte.assemblage import assemble
from server.acte.canon import digest
from server.acte.fragments import Fragment, Origine
from server.acte.noeuds import (
    Acte,
    AvisIA,
    Bloc,
    EnTetePage,
    Intitule,
    MarqueProjet,
    Objet,
    PiedPage,
    Proprietes,
)
from server.charte import build_pages
from server.formats.projet import AVIS_AVEC_MODELE, AVIS_SANS_MODELE, STATUT_PROJET, TEXTE_PROJET

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from server.catalogue import Modele, Saisie
    from server.charte import Charte
    from server.redacteurs import Redacteur

SANS_MODELE = "sans modèle"


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


def build(blocs: Sequence[Bloc], modele: Modele, saisie: Saisie, charte: Charte, proprietes: Proprietes) -> Acte:
    """Build the draft act on the pages of the charte; `canon` in its properties is that of the act as built."""
    corps = assemble(blocs)
    en_tetes, pieds = _make_pages(charte, saisie.collectivite.nom, proprietes.redacteur)
    titre = find_titre(corps) or modele.titre
    acte = Acte(modele.genre, titre, corps, en_tetes, pieds)
    return replace(acte, proprietes=replace(proprietes, canon=digest(acte)))


def _make_pages(
    charte: Charte, collectivite: str, redacteur: str
) -> tuple[tuple[EnTetePage, ...], tuple[PiedPage, ...]]:
    """Put the PROJET mark at the top of every page and the AI notice at the bottom."""
    en_tetes, pieds = build_pages(charte, collectivite)
    avis = AVIS_SANS_MODELE if redacteur == SANS_MODELE else AVIS_AVEC_MODELE.format(redacteur)
    return (
        tuple(replace(page, corps=(MarqueProjet(_trame(TEXTE_PROJET)), *page.corps)) for page in en_tetes or _TETE),
        tuple(replace(page, corps=(AvisIA(_trame(avis)), *page.corps)) for page in pieds or _PIED),
    )


_OBJET = re.compile(r"Objet\s*:\s*", re.IGNORECASE)
_TETE = (EnTetePage(()),)
_PIED = (PiedPage(()),)


def find_titre(corps: Sequence[Bloc]) -> str:
    """Give the title of an act: its intitulé, its subject, or both (« Note de service – horaires d’été »)."""
    premiers = [next((b for b in corps if isinstance(b, sorte)), None) for sorte in (Intitule, Objet)]
    titres = [" ".join(bloc.texte.split()) for bloc in premiers if bloc is not None]
    return f"{titres[0]} – {_OBJET.sub('', titres[1])}" if len(titres) > 1 else "".join(titres)


def _trame(texte: str) -> tuple[Fragment, ...]:
    return (Fragment(texte, Origine.TRAME),)
