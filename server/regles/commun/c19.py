"""C19: an act that must state its reasons states a basis in law and a fact."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from server.acte.noeuds import Genre
from server.regles.base import Regle, Source
from server.regles.nature import INDIVIDUEL, guess_caractere, is_defavorable
from server.regles.vue import Ecart, Niveau, weakest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.regles.vue import Paragraphe, Vue

_ARTICLE_DE_CODE = re.compile(r"(?<!\w)(?:[lrda]\.? ?\*? ?\d[\d-]*|articles? (?:1er|premier|\d+))")
_TEXTE = re.compile(
    r"(?<!\w)(?:lois?|decrets?|ordonnances?|constitution|reglement (?:\(|europeen|ue|ce|sanitaire|de voirie|"
    "local)|directives?|"
    r"arretes? (?:inter)?(?:ministeriel|prefectoral|municipal|permanent|departemental)(?:le)?s?)(?!\w)"
)
_CODE = re.compile(r"(?<!\w)code(?!\w)|(?<!\w)(?:cgct|crpa|csp|cg3p|cgppp|csi|cch|cgfp)(?!\w)")
_MOTIVATION_SPECIALE = re.compile(r"l\.? ?2213-(?:1-1|2|3|4|5)(?![\d-])")
_MESURE = re.compile(r"(?<!\w)(?:interdite?s?|reservee?s?|limitee?s?|suspendue?s?)(?!\w)")
_INDICE = re.compile(
    r"(?<!\w)(?:rapports?|constats?|constatee?s?|proces[ -]verb(?:al|aux)|plaintes?|signalements?|signalee?s?|"
    "petition|expertise|visite|"
    "accidents?|releves?|mesures? acoustiques?|comptages?|courriers?|lettres?|mises? en demeure|avis|"
    "demandes?|requetes?|declaration|"
    "diagnostic|etude|enquete|attestation|main courante|photographies?|incendie|effondrement|inondation|crue|"
    r"intervention)(?!\w)"
)
_LIEU = re.compile(
    r"(?<!\w)(?:rues?|avenues?|boulevards?|places?|chemins?|impasses?|allees?|quais?|ponts?|"
    r"routes? departementales?|rd ?\d+|vc ?\d+|"
    "carrefour|parcelles?|lieu-dit|parking|square|stade|salle|ecoles?|halles?|immeubles?|plage|rive|etang|"
    "parc|quartier|esplanade|ruelle|"
    r"cours|rond-point|giratoire|etablissement|batiment|numeros?|n° ?\d+)(?!\w)"
)
_EVENEMENT = re.compile(
    r"(?<!\w)(?:travaux|chantier|marche|fete|course|manifestation|vide-greniers|brocante|tournage|"
    r"demenagement|concert|ceremonie|defile|foire|kermesse)(?!\w)"
)


def _check(vue: Vue) -> Iterator[Ecart]:
    niveau = _level(vue)
    if niveau is None:
        return
    yield from _check_droit(vue, niveau)
    yield from _check_fait(vue, niveau)


def _level(vue: Vue) -> Niveau | None:
    """Give the level: erreur where the act clearly must state its reasons, conseil where nobody can tell, else None."""
    if vue.modele is not None:
        return Niveau.ERREUR if vue.modele.motive else None
    individuel_defavorable = guess_caractere(vue) == INDIVIDUEL and is_defavorable(vue)
    police = _MOTIVATION_SPECIALE.search(vue.plie) and any(_MESURE.search(p.plie) for p in vue.dispositif)
    if individuel_defavorable or police:
        return Niveau.ERREUR
    return Niveau.CONSEIL if guess_caractere(vue) is None or is_defavorable(vue) else None


def _check_droit(vue: Vue, niveau: Niveau) -> Iterator[Ecart]:
    visas = vue.select("visa")
    sources = (*visas, *vue.select("considerant"), *_expose(vue))
    if any(_is_base(p.plie) for p in sources):
        return
    codes = [p for p in visas if _CODE.search(p.plie)]
    if codes:
        message = "Le code visé l’est sans article : citez l’article qui fonde la décision."
        yield Ecart.on(codes[0], message, weakest(niveau, Niveau.AVERTISSEMENT))
        return
    message = (
        "Aucune base légale n’est citée : ajoutez un visa qui nomme le texte et l’article qui fondent la décision."
    )
    yield Ecart.on(visas[0] if visas else None, message, niveau)


def _is_base(plie: str) -> bool:
    return bool(
        _TEXTE.search(plie)
        or (_ARTICLE_DE_CODE.search(plie) and (_CODE.search(plie) or re.search(r"(?<!\w)[lr]\.? ?\*? ?\d{2,}", plie)))
    )


def _expose(vue: Vue) -> tuple[Paragraphe, ...]:
    """Give the plain paragraphs and list items that stand before the dispositif: motives are also written there."""
    debut = vue.dispositif[0].rang if vue.dispositif else 0
    return tuple(p for p in vue.acte if p.rang < debut and p.cle in {"alinea", "puce"})


def _check_fait(vue: Vue, niveau: Niveau) -> Iterator[Ecart]:
    considerants = vue.select("considerant")
    motifs = (*considerants, *(p for p in _expose(vue) if considerants and p.rang > considerants[0].rang))
    if any(_is_concrete(vue, p) for p in motifs):
        return
    pieces = [p for p in vue.select("visa") if _INDICE.search(p.plie) and not _TEXTE.search(p.plie)]
    if not considerants and pieces:
        message = (
            "Aucun considérant : les faits ne sont connus que par les pièces visées. Énoncez-les dans un considérant."
        )
        yield Ecart.on(pieces[0], message, weakest(niveau, Niveau.AVERTISSEMENT))
    elif considerants:
        message = (
            "Aucun considérant n’énonce un fait précis : ajoutez la date, le lieu, le rapport ou l’événement qui"
            " motive la décision."
        )
        yield Ecart.on(considerants[0], message, niveau)
    else:
        yield Ecart.on(
            None, "Aucun considérant : énoncez les faits précis (date, lieu, rapport) qui motivent la décision.", niveau
        )


def _is_concrete(vue: Vue, p: Paragraphe) -> bool:
    """Tell whether a considérant states a fact of the case: a date that is not a law's, a named place, a report."""
    if _INDICE.search(p.plie) or (any(d.date for d in vue.dates(p)) and not _TEXTE.search(p.plie)):
        return True
    nom_de_lieu = any(
        re.match(r".{0,40}?(?:[A-Z]|\d)", p.casse[m.end() : m.end() + 42]) for m in _LIEU.finditer(p.plie)
    )
    evenement = any(
        re.match(r".{0,60}?(?:[A-Z]|\d)", p.casse[m.end() : m.end() + 62]) for m in _EVENEMENT.finditer(p.plie)
    )
    return nom_de_lieu or evenement or _from_saisie(p)


def _from_saisie(p: Paragraphe) -> bool:
    """Tell whether the agent gave this considérant's matter himself, with a number or a proper name in it."""
    return any(c.isdigit() for c in p.casse) and not _TEXTE.search(p.plie) and not _ARTICLE_DE_CODE.search(p.plie)


REGLE = Regle(
    code="C19",
    titre="Un acte à motiver énonce le droit et les faits",
    niveau=Niveau.ERREUR,
    quoi=(
        "Un acte qui doit être motivé cite au moins une base légale (texte et article) et au moins un fait"
        " précis dans ses"
        " considérants : une date, un lieu, un rapport, un constat."
    ),
    pourquoi=(
        "La motivation est écrite et énonce les considérations de droit et de fait qui fondent la décision"
        " (CRPA, L. 211-5),"
        " pour les décisions individuelles défavorables (L. 211-2) et celles qui dérogent aux règles générales"
        " (L. 211-3) ;"
        " d’autres textes l’exigent, comme le CGCT pour les mesures de circulation (L. 2213-2 et suivants). Une formule"
        " générale (« qu’il importe d’assurer la sécurité ») n’énonce aucun fait."
    ),
    source=Source(
        "CRPA, articles L. 211-2, L. 211-3 et L. 211-5",
        "domaine 06, C19 [V:crpa] ; domaine 01 §1 lignes 5 et 6 [V:l2213-2] ; CRPA lu dans son état du 5 février 2026",
        date=dt.date(2026, 2, 5),
    ),
    exemple_refuse=(
        "Arrêté portant mise en demeure\n\nVu l’article L. 2212-2 du code général des collectivités territoriales ;\n\n"
        "Considérant qu’il importe d’assurer la sécurité publique ;\n\nARRÊTE\n\nArticle 1er\n\nM. Paul MARTIN"
        " est mis en demeure d’agir."
    ),
    exemple_accepte=(
        "Arrêté portant mise en demeure\n\nVu l’article L. 2212-2 du code général des collectivités territoriales ;\n\n"
        "Considérant que le mur du 4 rue Basse s’est effondré sur la chaussée le 3 mars 2026"
        " ;\n\nARRÊTE\n\nArticle 1er\n\n"
        "M. Paul MARTIN est mis en demeure d’agir."
    ),
    genres=frozenset({Genre.ARRETE}),
    verdict=_check,
    limites=(
        "Minutier ne juge ni la suffisance ni l’exactitude des motifs. Sur un document qu’il n’a pas rédigé,"
        " il ne parle"
        " d’erreur que si l’obligation de motiver est claire ; sinon c’est un conseil."
    ),
)
