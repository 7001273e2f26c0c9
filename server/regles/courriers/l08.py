"""L08: a letter has its subject, and as many enclosures as it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.acte.noeuds import Genre
from server.regles.base import Regle, Source
from server.regles.vue import Ecart, Niveau

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server.regles.vue import Paragraphe, Vue

_OBJET = re.compile(r"(?:^|\n)objet ?:(?P<texte>[^\n]*)")
_PJ = re.compile(
    r"^(?:p\.? ?j\.?|pieces? jointes?|annexes?)(?!\w) ?(?:\(s\))? ?(?:[:(-] ?)*(?P<n>\d{1,2}(?=\s*(?:$|\)|:|-|"
    r"–|;|pieces?|documents?|annexes?|\n))|une|deux|trois|quatre|cinq|six)?(?!\w)(?: ?\))? ?(?:pieces?|"
    "documents?|annexes?)?(?: jointes?)? ?[:–-]? ?(?P<suite>.*)",
    re.DOTALL,
)
_MOTS = {"une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6}
_JOINT = re.compile(
    r"(?<!\w)(?:ci[ -]joint(?:e|s|es)?|(?:en|comme|par) piece(?:s)? jointe(?:s)?|sous ce pli|"
    r"vous trouverez (?:ci-apres )?(?:en annexe|joint))(?!\w)"
)


def _check(vue: Vue) -> Iterator[Ecart]:
    yield from _check_objet(vue)
    pieces = [p for p in vue.corps if p.cle == "piece_jointe"]
    if pieces:
        yield from _check_pieces(vue, pieces)
    elif vue.genre is Genre.COURRIER:
        p, m = next(((p, m) for p in vue.corps if (m := _JOINT.search(p.plie))), (None, None))
        if p is not None and m is not None:
            message = (
                "La lettre annonce une pièce jointe, mais aucune n’est listée : ajoutez « PJ : » avec leur nombre"
                " et leur nom."
            )
            yield Ecart.at(p, m, message)


def _check_objet(vue: Vue) -> Iterator[Ecart]:
    objets = [(p, m) for p in vue.acte for m in _OBJET.finditer(p.plie)]
    porteurs = vue.select("objet")
    if not objets and not any(p.casse.strip() for p in porteurs):
        yield Ecart.on(
            porteurs[0] if porteurs else None,
            "L’objet manque : ajoutez une ligne « Objet : … » qui dit en une phrase de quoi il s’agit.",
        )
        return
    for p, m in objets:
        suite = p.plie[m.end() :].strip() if p.cle == "objet" else ""
        if not m["texte"].strip(" .…_") and not suite and not p.is_slot(m.start(), m.end()):
            yield Ecart.at(p, m, "L’objet est vide : dites en une phrase de quoi il s’agit.")


def _check_pieces(vue: Vue, pieces: Sequence[Paragraphe]) -> Iterator[Ecart]:
    tete = next((p for p in pieces if _PJ.match(p.plie)), None)
    m = _PJ.match(tete.plie) if tete else None
    annonce = _count_of(m["n"]) if m else None
    liste = _count_listed(vue, pieces, tete, m["suite"] if m else "")
    saisies = vue.saisie("pieces_jointes")
    if isinstance(saisies, (list, tuple)) and annonce is not None and annonce != len(saisies):
        yield _ecart(tete or pieces[0], annonce, len(saisies))
    elif annonce is not None and liste and annonce not in liste:
        yield _ecart(tete or pieces[0], annonce, max(liste))


def _ecart(p: Paragraphe, annonce: int, liste: int) -> Ecart:
    return Ecart.on(
        p, f"La lettre annonce {annonce} pièce(s) jointe(s) et en liste {liste} : accordez le nombre et la liste."
    )


def _count_of(mot: str | None) -> int | None:
    if not mot:
        return None
    return int(mot) if mot.isdigit() else _MOTS[mot]


def _count_listed(vue: Vue, pieces: Sequence[Paragraphe], tete: Paragraphe | None, suite: str) -> set[int]:
    """Give the numbers of enclosures that the list may hold: a comma may separate two, or stand inside one name."""
    autres = [p for p in pieces if p is not tete and p.casse.strip()]
    if tete is not None and not autres:
        autres = _following_items(vue, tete)
    lignes = [ligne for ligne in re.split(r"[;\n]", suite) if ligne.strip(" .-–•")]
    if not lignes and not autres:
        return set()
    nets = len(lignes) + sum(len([part for part in re.split(r"[;\n]", p.plie) if part.strip(" .-–•")]) for p in autres)
    virgules = suite.count(",") + suite.count(" et ") if len(lignes) == 1 and not autres else 0
    return set(range(nets, nets + virgules + 1))


def _following_items(vue: Vue, tete: Paragraphe) -> list[Paragraphe]:
    suite: list[Paragraphe] = []
    for p in vue.corps:
        if p.rang > tete.rang:
            if p.cle != "puce" and not re.match(r"[-–•]", p.plie):
                break
            suite.append(p)
    return suite


REGLE = Regle(
    code="L08",
    titre="L’objet est dit et les pièces jointes sont comptées",
    niveau=Niveau.AVERTISSEMENT,
    quoi="Le courrier a une ligne « Objet : … » ; le nombre de pièces jointes annoncé est celui de la liste.",
    pourquoi="L’objet fait arriver le courrier au bon service ; une pièce oubliée retarde le dossier.",
    source=Source(
        "Usages de la lettre administrative (aucun texte)", "domaine 06, L08 [V:lettre-adm] ; domaine 03 §4.2"
    ),
    exemple_refuse="Objet : votre demande\n\nMadame,\n\nJe vous réponds.\n\nPJ : 2\n\n- plan de situation",
    exemple_accepte="Objet : votre demande\n\nMadame,\n\nJe vous réponds.\n\nPJ : 2\n\n- plan de situation\n\n- devis",
    genres=frozenset({Genre.COURRIER}),
    verdict=_check,
    limites="Le contenu des pièces n’est pas ouvert. L’unicité du sujet d’une lettre n’est pas jugée.",
)
