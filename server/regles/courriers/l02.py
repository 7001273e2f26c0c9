"""L02: an acknowledgement of receipt says all that the law wants in it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from server.acte.noeuds import Genre
from server.regles.base import Regle, Source
from server.regles.recours import DELAI, TRIBUNAL
from server.regles.vue import Ecart, Niveau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.regles.vue import Paragraphe, Vue

_OBJET = re.compile(r"accuse de reception|recepisse de (?:depot|demande)|reception de votre (?:demande|dossier)")
_CORPS = re.compile(
    "accus(?:e|ons) (?:bonne )?reception de (?:votre|la) (?:demande|dossier)|le present (?:courrier|"
    "document) vaut accuse de reception"
)
_EXCLU = re.compile(r"recommande\w* avec (?:demande d'|demande d)?'?(?:accuse|avis) de reception|lr ?/? ?ar(?!\w)")
_REPONSE = re.compile(
    "vous avez (?:appele|sollicite|interroge|attire)|suite (?:favorable|defavorable)|"
    "je vous (?:informe que votre demande a ete|accorde)"
)
_RECUE = re.compile(r"(?<!\w)(?:recu[es]?|reception|parvenue?s?|enregistree?s?|deposee?s?|arrivee?s?)(?!\w)")
_IMPLICITE = re.compile(
    r"(?<!\w)(?:implicite\w*|a defaut de (?:reponse|decision)|en l'absence de (?:reponse|decision)|"
    r"sans reponse|silence|reputee?s?|naitra)(?!\w)"
)
_SVA = re.compile(
    "implicite(?:ment)? (?:d'acceptation|acceptee?s?|d'accord)|(?:reputee?|consideree?|tacitement|"
    "implicitement) (?:comme )?(?:acceptee?|acquise|accordee?)|acceptation (?:implicite|tacite)|"
    "vaut (?:decision d'|decision implicite d')?ac(?:ceptation|cord)|acceptation de votre"
)
_SVR = re.compile(
    "implicite(?:ment)? (?:de rejet|rejetee?s?|de refus|refusee?s?)|(?:reputee?|consideree?|tacitement|"
    "implicitement) (?:comme )?(?:rejetee?|refusee?)|(?:rejet|refus) (?:implicite|tacite)|"
    "vaut (?:decision (?:implicite )?de )?(?:rejet|refus)"
)
_ATTESTATION = re.compile(r"attestation|l\. ?232-3")
_ADRESSE = re.compile(r"(?<!\d)\d{5}(?!\d)")
_COURRIEL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_TELEPHONE = re.compile(r"(?<!\d)(?:0|\+33 ?(?:\(0\) ?)?)[1-9](?:[ .-]?\d{2}){4}(?!\d)")
_PHRASE = re.compile(r"(?:[^.;\n]|\.(?! ))+")
_SERVICE = re.compile(
    r"(?<!\w)(?:service|direction|pole|bureau|affaire suivie par|dossier suivi par|mission|departement)(?!\w)"
)


def _check(vue: Vue) -> Iterator[Ecart]:
    niveau = _level(vue)
    if niveau is None:
        return
    texte = "\n".join(p.plie for p in vue.paragraphes)
    cible = _cible(vue)
    for manque in (*_missing_dates(vue), *_missing_service(texte), *_missing_regime(texte)):
        yield Ecart.on(cible, f"Accusé de réception incomplet : {manque}.", niveau)


def _level(vue: Vue) -> Niveau | None:
    """Give the level: erreur for what calls itself accusé de réception, conseil where a letter only begins so."""
    if vue.modele is not None:
        code = vue.modele.code
        return Niveau.ERREUR if "accuse_reception" in code or "accuse_de_reception" in code else None
    tete = _EXCLU.sub("", "\n".join(p.plie for p in vue.select("objet", "intitule")))
    if (_OBJET.search(tete) and "accuse" in tete + vue.plie) or re.search(r"vaut accuse de reception", vue.plie):
        return Niveau.ERREUR
    return (
        Niveau.CONSEIL
        if _CORPS.search(vue.plie) and not _REPONSE.search(vue.plie) and not TRIBUNAL.search(vue.plie)
        else None
    )


def _cible(vue: Vue) -> Paragraphe | None:
    return next((p for p in vue.acte if _CORPS.search(p.plie)), next(iter(vue.select("objet", "intitule")), None))


def _missing_dates(vue: Vue) -> Iterator[str]:
    if not any(_RECUE.search(phrase) and not _IMPLICITE.search(phrase) for phrase in _list_dated(vue)):
        yield "ajoutez la date à laquelle la demande a été reçue"
    if not any(_IMPLICITE.search(phrase) for phrase in _list_dated(vue)):
        yield "ajoutez la date à laquelle, sans réponse, la demande sera réputée acceptée ou rejetée"


def _list_dated(vue: Vue) -> Iterator[str]:
    """Give the sentences that hold a whole date."""
    for p in vue.acte:
        jours = [d.fait.debut for d in vue.dates(p) if d.date is not None]
        for m in _PHRASE.finditer(p.plie):
            if any(m.start() <= debut < m.end() for debut in jours):
                yield m.group()


def _missing_service(texte: str) -> Iterator[str]:
    manques = [
        nom
        for nom, motif in (
            ("le service chargé du dossier", _SERVICE),
            ("son adresse postale", _ADRESSE),
            ("son adresse électronique", _COURRIEL),
            ("son numéro de téléphone", _TELEPHONE),
        )
        if not motif.search(texte)
    ]
    if manques:
        yield f"ajoutez {', '.join(manques)}"


def _missing_regime(texte: str) -> Iterator[str]:
    accepte, rejette = bool(_SVA.search(texte)), bool(_SVR.search(texte))
    if not accepte and not rejette:
        yield "dites si le silence vaudra acceptation ou rejet"
    if rejette and not (TRIBUNAL.search(texte) and DELAI.search(texte)):
        yield "le silence valant rejet, ajoutez les voies et délais de recours contre la décision implicite"
    if accepte and not rejette and not _ATTESTATION.search(texte):
        yield (
            "le silence valant acceptation, dites que le demandeur peut se faire délivrer l’attestation de"
            " l’article L. 232-3"
        )


REGLE = Regle(
    code="L02",
    titre="L’accusé de réception est complet",
    niveau=Niveau.ERREUR,
    quoi=(
        "Un accusé de réception d’une demande donne : sa date de réception et la date à laquelle, sans"
        " réponse, elle sera réputée"
        " acceptée ou rejetée ; le service chargé du dossier, ses adresses postale et électronique et son"
        " téléphone ; le sens du"
        " silence, avec les voies et délais de recours s’il vaut rejet, ou le droit à l’attestation s’il vaut"
        " acceptation."
    ),
    pourquoi=(
        "L’article R. 112-5 du CRPA fixe ces mentions ; sans accusé de réception complet, les délais de"
        " recours ne sont pas opposables à"
        " l’auteur de la demande (L. 112-6). Les relations avec les agents publics n’y sont pas soumises (L. 112-2)."
    ),
    source=Source(
        "CRPA, articles L. 112-3, L. 112-6 et R. 112-5",
        "domaine 06, L02 [V:crpa] ; domaine 03 §4.1 ; CRPA lu dans son état du 5 février 2026 (npm"
        " @socialgouv/legi-data 2.513.0)",
        date=dt.date(2026, 2, 5),
    ),
    exemple_refuse=(
        "Objet : accusé de réception de votre demande\n\nMadame,\n\nJ’accuse réception de votre demande de"
        " stationnement, reçue le 3 mars"
        " 2026."
    ),
    exemple_accepte=(
        "Objet : accusé de réception de votre demande\n\nMadame,\n\nJ’accuse réception de votre demande, reçue"
        " le 3 mars 2026. En"
        " l’absence de réponse le 3 mai 2026, elle sera réputée rejetée ; vous pourrez alors saisir le"
        " tribunal administratif de Valmoyen"
        " dans un délai de deux mois.\n\nLe service de la voirie, 1 place de la Mairie, 99000 Valmoyen, suit"
        " votre dossier"
        " (voirie@valmoyen.example, 01 99 00 00 00)."
    ),
    genres=frozenset({Genre.COURRIER}),
    verdict=_check,
    limites=(
        "La règle ne lit que les courriers qui se disent accusé de réception ; une lettre qui commence par «"
        " J’accuse réception de"
        " votre demande » sans y répondre n’a qu’un conseil. Les pièces manquantes (L. 114-5) et le calcul de"
        " la date ne sont pas vérifiés."
    ),
)
