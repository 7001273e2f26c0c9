"""C45: the closed world: the model states no fact that it was not given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.faits.ensemble import faits_of
from server.faits.fait import Fait, Genre
from server.regles.base import TOUS, Certitude, Regle, Source
from server.regles.commun.c45_monde import Monde, build_monde, model_mask, touches
from server.regles.vue import Ecart, Niveau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.regles.vue import Paragraphe, Vue

_NOMS_DE_GENRE = {
    Genre.NOMBRE: "Le nombre",
    Genre.MONTANT: "Le montant",
    Genre.DATE: "La date",
    Genre.JOUR: "Le jour",
    Genre.HEURE: "L’heure",
    Genre.DUREE: "La durée",
    Genre.REFERENCE: "La référence",
    Genre.NOM: "Le nom",
    Genre.VOIE: "La voie",
    Genre.IDENTIFIANT: "L’identifiant",
    Genre.ADRESSE: "L’adresse",
}
_CAPITALE = re.compile(r"(?<![\w'’-])(?:[dDlLnN]')?(?P<mot>[A-ZŒÆ][\w'-]+)")
_DEBUT_DE_PHRASE = re.compile(r"(?:[.;:!?«»\n•–] ?(?:- )?|(?<!\w)(?:considerant) )$")
# Capitals that French administrative prose uses by itself.
_LISTE_INSTITUTIONS = """
    etat republique france europe conseil constitution code considerant vu article annexe madame monsieur mme mm ht ttc
    tva iso ue etats journal officiel parlement senat assemblee saint sainte
"""
_INSTITUTIONS = frozenset(_LISTE_INSTITUTIONS.split())


def _check(vue: Vue) -> Iterator[Ecart]:
    ecrits = [(p, masque) for p in vue.paragraphes if (masque := model_mask(p)) is not None]
    if not ecrits:
        return
    monde = build_monde(vue)
    for p, masque in ecrits:
        faits = faits_of(vue.analyse(p))
        inconnus = [f for f in faits if touches(masque, f.debut, f.fin) and not monde.holds(f)]
        codes = {f.valeur.partition(":")[0] for f in inconnus if f.genre is Genre.REFERENCE and ":" in f.valeur}
        for fait in inconnus:
            # A code named only after an article that is pointed at already is no second fault.
            if fait.genre is not Genre.REFERENCE or fait.valeur not in codes:
                yield _ecart(p, fait)
        yield from _check_capitales(p, masque, monde, inconnus)


def _ecart(p: Paragraphe, fait: Fait) -> Ecart:
    ecrit = p.extract(fait.debut, fait.fin)
    message = (
        f"{_NOMS_DE_GENRE[fait.genre]} « {ecrit} » est dans un passage écrit par le modèle et ne vient pas de"
        " la saisie :"
        " supprimez ce passage, ou ajoutez cette information à la saisie si elle est exacte."
    )
    return Ecart(message, p, fait.debut, fait.fin)


def _check_capitales(p: Paragraphe, masque: bytearray, monde: Monde, faits: list[Fait]) -> Iterator[Ecart]:
    """Point at proper names that no detector knows: a capital inside a sentence, on a word that nobody gave."""
    pris = bytearray(len(p.casse))
    for fait in faits:
        pris[fait.debut : fait.fin] = b"\1" * (fait.fin - fait.debut)
    for m in _CAPITALE.finditer(p.casse):
        debut, fin = m.span("mot")
        if not touches(masque, debut, fin) or touches(pris, debut, fin) or _opens_sentence(p, m.start()):
            continue
        mot = m["mot"].lower()
        if mot not in _INSTITUTIONS and not monde.knows_word(mot):
            message = (
                f"« {p.extract(debut, fin)} », dans un passage écrit par le modèle, ressemble à un nom propre qui ne"
                " vient pas de la saisie : vérifiez-le ou supprimez-le."
            )
            yield Ecart(message, p, debut, fin, Niveau.AVERTISSEMENT)


def _opens_sentence(p: Paragraphe, debut: int) -> bool:
    return bool(_DEBUT_DE_PHRASE.search(p.plie[max(0, debut - 14) : debut])) or debut == 0


REGLE = Regle(
    code="C45",
    titre="Le modèle n’ajoute aucun fait",
    niveau=Niveau.ERREUR,
    quoi=(
        "Dans un passage écrit par le modèle, même retouché, chaque nombre, date, montant, durée, nom, voie et"
        " référence vient de la"
        " saisie, de la collectivité, des références du modèle d’acte ou du reste de l’acte."
    ),
    pourquoi=(
        "Un modèle de langue invente avec assurance. Un fait que personne n’a donné ne peut pas fonder une"
        " décision ; le signataire"
        " en répondrait."
    ),
    source=Source(
        "Monde clos (règle de Minutier)", "domaine 06, C45 [I] : contre l’invention", Certitude.INTERPRETATION
    ),
    exemple_refuse="Considérant que les travaux dureront jusqu’au 12 novembre 2026 ;",
    exemple_accepte="Considérant que les travaux dureront plusieurs jours ;",
    genres=TOUS,
    verdict=_check,
    limites=(
        "Le texte tapé par un agent n’est pas contrôlé : il fait partie de ce qui est donné. Un nom propre que"
        " les détecteurs ne"
        " connaissent pas n’est qu’un avertissement. La règle ne voit pas un fait donné mais mal employé."
    ),
)
