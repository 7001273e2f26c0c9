"""What a client sees of a draft: a line of a list, the whole, a page, a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.acte.fragments import Fragment, Marque, text_of
from server.acte.noeuds import Feuille
from server.acte.parcours import walk
from server.brouillons.etat import build_brouillon, read_etat
from server.brouillons.schemas import (
    ActeRedige,
    BrouillonResume,
    BrouillonVu,
    IncidentVu,
    PassageVu,
)
from server.brouillons.service import require_etat
from server.controle.schemas import ConstatVu
from server.errors import Conflit, SaisieRefusee
from server.formats.vue_json import acte_as_json
from server.modeles.service import find_collectivite
from server.redactions.repository import find_active
from server.regles.rendu import constat_as_json

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from server.acte.fragments import Inconnu
    from server.acte.noeuds import Acte
    from server.brouillons.etat import EtatRedige
    from server.brouillons.models import BrouillonEnregistre
    from server.catalogue import Modele
    from server.comptes.dependances import CompteConnecte
    from server.installation import Installation
    from server.redacteurs import Redige
    from server.redaction import Brouillon


def summarize(brouillon: BrouillonEnregistre) -> BrouillonResume:
    """Give the line of a list."""
    return BrouillonResume(
        id=brouillon.id,
        titre=brouillon.titre,
        modele=brouillon.modele,
        genre=brouillon.genre,
        etat="saisie" if brouillon.redige is None else "redige",
        cree_le=brouillon.cree_le,
        modifie_le=brouillon.modifie_le,
        supprime_le=brouillon.supprime_le,
        revision=brouillon.revision,
    )


def describe(
    session: Session, compte: CompteConnecte, installation: Installation, brouillon: BrouillonEnregistre
) -> BrouillonVu:
    """Give a draft in full. An act that its template no longer accepts is left out, and the draft said out of date."""
    modele = installation.catalogue.get(brouillon.modele)
    etat = None if brouillon.redige is None else read_etat(brouillon.redige)
    construit = None if etat is None else _try_build(brouillon, etat, modele, installation)
    active = find_active(session, brouillon.id)
    collectivite = snapshot_collectivite(session, compte.collectivite_id, installation)
    return BrouillonVu(
        **summarize(brouillon).model_dump(),
        saisie=brouillon.saisie,
        acte=None if construit is None else describe_acte(construit.acte),
        constats=[ConstatVu(**constat_as_json(c)) for c in construit.constats] if construit else [],
        passages=[_describe_passage(modele, p.actuel) for p in etat.passages.values()] if etat else [],
        perime=etat is not None and (construit is None or _is_perime(brouillon, etat, modele, collectivite)),
        redaction_en_cours=active.id if active else None,
    )


def describe_acte(acte: Acte) -> ActeRedige:
    """Give the act as `lire` does, with the place of each paragraph and its bold: a page lays it out from them."""
    brut = acte_as_json(acte)
    for bloc, place in zip(brut["blocs"], walk(acte), strict=True):
        bloc["partie"] = place.partie
        bloc["entete"] = place.entete
        bloc["gras"] = _list_gras(place.feuille)
    return ActeRedige.model_validate(brut)


def _list_gras(feuille: Feuille | Inconnu) -> list[tuple[int, int]]:
    """Give the spans in bold, those that touch as one."""
    spans: list[tuple[int, int]] = []
    debut = 0
    for element in feuille.contenu if isinstance(feuille, Feuille) else ():
        fin = debut + len(text_of((element,)).encode("utf-16-le", "surrogatepass")) // 2
        if isinstance(element, Fragment) and Marque.GRAS in element.marques and fin > debut:
            joint = spans.pop()[0] if spans and spans[-1][1] == debut else debut
            spans.append((joint, fin))
        debut = fin
    return spans


def _try_build(
    brouillon: BrouillonEnregistre, etat: EtatRedige, modele: Modele, installation: Installation
) -> Brouillon | None:
    """Build the act, or take it as it was built for this revision: a draft is read, shown, downloaded in a row."""
    cle = (brouillon.id, brouillon.revision)
    if (connu := installation.construits.get(cle)) is not None:
        return connu
    try:
        construit = build_brouillon(modele, etat, installation.charte, str(brouillon.id))
    except SaisieRefusee:
        return None
    installation.construits.keep(cle, construit)
    return construit


def _is_perime(
    brouillon: BrouillonEnregistre, etat: EtatRedige, modele: Modele, collectivite: dict[str, Any] | None
) -> bool:
    """Tell whether the act would come out otherwise if it were drafted now."""
    if etat.saisie != brouillon.saisie or etat.version != modele.version:
        return True
    return etat.collectivite is not None and etat.collectivite != collectivite


def snapshot_collectivite(
    session: Session, collectivite_id: uuid.UUID | None, installation: Installation
) -> dict[str, Any] | None:
    """Give the collectivité of an account as plain values, as kept with a drafted act."""
    collectivite = find_collectivite(session, collectivite_id, installation)
    return None if collectivite is None else collectivite.as_json()


def _describe_passage(modele: Modele, redige: Redige) -> PassageVu:
    passage = modele.find_passage(redige.nom)
    return PassageVu(
        nom=redige.nom,
        sorte=str(passage.sorte) if passage else "",
        libelle=modele.label_passage(redige.nom),
        origine=str(redige.origine),
        essais=redige.essais,
        paragraphes=[text_of(p) for p in redige.paragraphes],
        incidents=[IncidentVu(code=i.code, message=i.message) for i in redige.incidents],
    )


def build_acte(installation: Installation, brouillon: BrouillonEnregistre) -> tuple[Modele, Acte]:
    """Build the act of a draft, to be shown or written.

    Raises:
        Conflit: it is not drafted yet, or its template has changed and refuses what was typed.
    """
    modele = installation.catalogue.get(brouillon.modele)
    construit = _try_build(brouillon, require_etat(brouillon), modele, installation)
    if construit is None:
        raise Conflit("Le modèle d’acte a changé depuis la rédaction : rédigez ce brouillon de nouveau.")
    return modele, construit.acte
