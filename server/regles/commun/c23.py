"""C23: an individual decision says how, where and until when it can be challenged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.acte.noeuds import Genre
from server.regles.base import Regle, Source
from server.regles.nature import INDIVIDUEL, guess_caractere, is_refus
from server.regles.recours import (
    AUTRE_JURIDICTION,
    CODE_POSTAL,
    DELAI,
    DEUX_MOIS,
    TELERECOURS,
    TRIBUNAL,
    TRIBUNAL_NOMME,
    find_recours,
)
from server.regles.vue import Ecart, Niveau, weakest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.regles.recours import Recours
    from server.regles.vue import Vue

_EXEMPLE = (
    "« La présente décision peut faire l’objet d’un recours devant le tribunal administratif de …, dans un"
    " délai de deux mois"
    " à compter de sa notification. »"
)


def _check(vue: Vue) -> Iterator[Ecart]:
    niveau = _level(vue)
    if niveau is None:
        return
    recours = find_recours(vue)
    if not recours.paragraphes:
        doute = "Si cet acte est individuel, la" if niveau is Niveau.CONSEIL else "La"
        message = f"{doute} mention des voies et délais de recours manque : ajoutez, par exemple, {_EXEMPLE}"
        yield Ecart.on(None, message, niveau)
        return
    yield from _check_contenu(recours, niveau)


def _level(vue: Vue) -> Niveau | None:
    if vue.genre is Genre.COURRIER:
        if vue.modele is not None:
            return Niveau.ERREUR if vue.modele.caractere == INDIVIDUEL and is_refus(vue) else None
        return Niveau.AVERTISSEMENT if is_refus(vue) else None
    caractere = guess_caractere(vue)
    if caractere == INDIVIDUEL:
        return Niveau.ERREUR
    return Niveau.CONSEIL if caractere is None and vue.modele is None else None


def _check_contenu(recours: Recours, niveau: Niveau) -> Iterator[Ecart]:
    p = recours.paragraphes[0]
    if not DELAI.search(recours.plie):
        yield Ecart.on(p, "Le délai de recours n’est pas dit : écrivez « dans un délai de deux mois ».", niveau)
    elif not DEUX_MOIS.search(recours.plie):
        message = (
            "Le délai de recours n’est pas de deux mois : vérifiez le texte spécial qui le fixe (indéterminé pour"
            " Minutier)."
        )
        yield Ecart.on(p, message, weakest(niveau, Niveau.AVERTISSEMENT))
    if not TRIBUNAL.search(recours.plie) and not AUTRE_JURIDICTION.search(recours.plie):
        yield Ecart.on(p, "La juridiction n’est pas dite : nommez le tribunal administratif.", niveau)
    elif TRIBUNAL.search(recours.plie):
        yield from _check_adresse(recours, niveau)


def _check_adresse(recours: Recours, niveau: Niveau) -> Iterator[Ecart]:
    """Say what would help the addressee to reach the court; never more than an avertissement."""
    manques = []
    if not TRIBUNAL_NOMME.search(recours.plie):
        manques.append("le nom du tribunal administratif")
    if not CODE_POSTAL.search(recours.plie):
        manques.append("son adresse postale")
    if not TELERECOURS.search(recours.plie):
        manques.append("Télérecours citoyens (www.telerecours.fr)")
    if manques:
        p = next(p for p in recours.paragraphes if TRIBUNAL.search(p.plie))
        message = f"La mention des recours gagnerait à indiquer : {', '.join(manques)}."
        yield Ecart.on(p, message, weakest(niveau, Niveau.AVERTISSEMENT))


REGLE = Regle(
    code="C23",
    titre="Une décision individuelle mentionne les voies et délais de recours",
    niveau=Niveau.ERREUR,
    quoi=(
        "Une décision individuelle dit devant quelle juridiction et dans quel délai (deux mois) elle peut être"
        " contestée."
        " L’adresse du tribunal et Télérecours citoyens sont attendus : leur absence est un avertissement."
    ),
    pourquoi=(
        "Le délai de deux mois (CJA, R. 421-1) n’est opposable que si les voies et délais de recours ont été"
        " mentionnés dans"
        " la notification (CJA, R. 421-5). Sans elle, le destinataire garde en principe un an pour agir (CE,"
        " Ass., 13 juillet"
        " 2016, n° 387763)."
    ),
    source=Source(
        "CJA, articles R. 421-1 et R. 421-5",
        "domaine 06, C23 [V:r421] ; domaine 01, sanction de la mention absente [V:czabaj] ; Télérecours [M],"
        " donc avertissement seulement",
    ),
    exemple_refuse=(
        "Arrêté portant permission de voirie\n\nARRÊTE\n\nArticle 1er\n\nMme Claire MARTIN est autorisée à"
        " occuper le trottoir.\n\n"
        "Article 2\n\nLe présent arrêté sera notifié à l’intéressée."
    ),
    exemple_accepte=(
        "Arrêté portant permission de voirie\n\nARRÊTE\n\nArticle 1er\n\nMme Claire MARTIN est autorisée à"
        " occuper le trottoir.\n\n"
        "Article 2\n\nLe présent arrêté peut faire l’objet d’un recours devant le tribunal administratif de"
        " Valmoyen, 1 place"
        " de la Justice, 99000 Valmoyen, ou par www.telerecours.fr, dans un délai de deux mois à compter de sa"
        " notification."
    ),
    genres=frozenset({Genre.ARRETE, Genre.COURRIER}),
    verdict=_check,
    limites=(
        "Le caractère d’un document que Minutier n’a pas rédigé se lit dans son intitulé et sa notification ;"
        " s’il reste"
        " inconnu, l’absence de mention n’est qu’un conseil. Un autre délai que deux mois est dit « indéterminé »."
    ),
)
