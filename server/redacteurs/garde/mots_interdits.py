"""Words that are not the model's: scaffold, operative verbs, sanctions, judgements, filler, talk about itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.redacteurs.donnees import cut_mots, read_expressions, read_familles
from server.redacteurs.garde.base import Refus, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.redacteurs.garde.base import Examen

_CAPITALES = re.compile(r"(?<!\w)(?:ARR[ÊE]TE|D[ÉE]CIDE|D[ÉE]LIB[ÈE]RE|ORDONNE|ATTRIBUE)(?:NT|ONS)?(?!\w)")
# « arrête », the verb: neither « arrêté » nor « s’arrête », « s’y arrête ».
_ARRETE = re.compile(r"(?<![\w’'])(?<!s[’']y )arrête(?!\w)")

_COMPOSES = re.compile(r"(?:bureaux?|droits?|jours?|lieux?|cartes?|listes?) de vote|decisions? modificatives?")

_CONFORME = re.compile(r"[Cc]onformément (?:à|aux?) (?:l['’]|la )?(?:\w+ (?:n° ?)?){0,3}⟦(?:REF|CODE|NOMBRE)_")
"""« conformément au décret ⟦REF_1⟧ » names the text that the point names, and weighs nothing."""


def check_trame(examen: Examen) -> Iterator[Refus]:
    """Refuse what the scaffold holds already: visas, articles, formulas, signatures, recours."""
    for paragraphe in examen.paragraphes:
        texte = plain(paragraphe)
        m = read_expressions("trame", "tete").match(texte) or read_expressions("trame", "partout").search(texte)
        m = m or _CAPITALES.search(paragraphe)
        if m:
            yield Refus(
                "trame",
                f"Le passage répète ce que l’acte contient déjà : « {m.group()} ».",
                "N’écrivez que le passage demandé : ni visa, ni article, ni formule, ni signature.",
                m.group(),
            )


def is_proposed(examen: Examen, mot: str) -> bool:
    """Tell « il est proposé d’attribuer », as an exposé des motifs or the inputs propose, from a decision."""
    expose = examen.marquage.demande.sorte == "expose"
    propose = expose or any(m.startswith("propos") for m in examen.mots_donnes)
    phrases = [p for p in examen.phrases if mot in p.mots]
    return mot.endswith(("er", "ir", "re")) and propose and all("propos" in plain(p.texte) for p in phrases)


def check_operatoires(examen: Examen) -> Iterator[Refus]:
    """Refuse the verbs of the dispositif that the inputs do not use: the model decides nothing."""
    arrete = ["arrête"] if _ARRETE.search(examen.libre.lower()) else []
    # « bureau de vote » decides nothing.
    seuls = {*arrete, *cut_mots(_COMPOSES.sub(" ", examen.plie))}
    for mot in (*arrete, *examen.find_non_donnes(read_familles("decisions", "operatoires"))):
        if mot not in seuls or is_proposed(examen, mot):
            continue
        yield Refus(
            "operatoire",
            f"Le passage décide : « {mot} » n’est pas dans la saisie.",
            f"Ne décidez rien : retirez « {mot} ».",
            mot,
        )


def check_sanctions(examen: Examen) -> Iterator[Refus]:
    """Refuse the words of sanction, award and evaluation that the agent did not type."""
    faute = re.search(r"(?<!\w)faute(?!\w| d[e'])", examen.plie)
    mots = [*examen.find_non_donnes(read_familles("sanctions"))]
    if faute and "faute" not in examen.mots_donnes:
        mots.append("faute")
    for mot in mots:
        yield Refus(
            "sanction",
            f"Le passage sanctionne, récompense ou évalue : « {mot} » n’est pas dans la saisie.",
            f"Ne jugez aucune personne : retirez « {mot} ».",
            mot,
        )


def check_jugements(examen: Examen) -> Iterator[Refus]:
    """Refuse the adjectives and adverbs that change what a fact weighs, unless the inputs use their family."""
    for mot in examen.find_non_donnes(read_familles("jugements")):
        if mot == "conformement" and len(_CONFORME.findall(examen.texte)) == examen.mots.count(mot):
            continue
        yield Refus(
            "jugement",
            f"Le passage ajoute une appréciation : « {mot} » n’est pas dans la saisie.",
            f"N’ajoutez pas d’appréciation : retirez « {mot} ».",
            mot,
        )


def check_meta(examen: Examen) -> Iterator[Refus]:
    """Refuse a model that talks about itself or its task, obeys an instruction of the inputs, or declines."""
    refuse = examen.marquage.demande.sorte == "paragraphes" and "refus" in cut_mots(examen.marquage.clair)
    for verdict in _find(
        examen, "meta", "Le modèle parle de sa tâche ou refuse d’écrire", "N’écrivez que le passage demandé."
    ):
        # A letter of refusal: « je ne peux pas vous autoriser à ».
        if not (refuse and verdict.extrait == "je ne peux pas"):
            yield verdict


def check_remplissage(examen: Examen) -> Iterator[Refus]:
    """Refuse the phrases that add nothing: « il convient de noter que »."""
    yield from _find(examen, "remplissage", "Le passage contient une formule creuse", "Retirez les formules creuses.")


def _find(examen: Examen, lexique: str, message: str, consigne: str) -> Iterator[Refus]:
    donne = " ".join(cut_mots(examen.marquage.clair))
    for paragraphe in examen.paragraphes:
        for m in read_expressions(lexique).finditer(plain(paragraphe)):
            if " ".join(cut_mots(m.group())) not in donne:
                yield Refus(lexique, f"{message} : « {m.group()} ».", consigne, m.group())
                return
