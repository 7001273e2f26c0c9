"""Read the body of a template once rendered: strict, every line of it is the template's own.

See docs/decisions/0003 for the format. A fault names the line of the rendered text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.acte.fragments import SANS_MARQUE, EnLigne, Fragment, Marque, Origine, merge_fragments
from server.acte.noeuds import Liste, Puce, Signature, Signatures, Tableau
from server.formats.genres import make_leaf
from server.formats.texte.blocs import end_of_run, make_liste, make_tableau
from server.formats.texte.jetons import MOTIF, Jeton, Ouverture
from server.formats.texte.lignes import Paragraphe, match_directive, open_paragraphe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server.acte.noeuds import Bloc, Feuille

DIRECTIVES = {
    "en-tête": "en_tete",
    "numéro": "numero",
    "intitulé": "intitule",
    "objet": "objet",
    "référence": "reference",
    "suscription": "suscription",
    "autorité": "autorite",
    "visa": "visa",
    "considérant": "considerant",
    "formule": "formule",
    "alinéa": "alinea",
    "centré": "alinea_centre",
    "appel": "appel",
    "politesse": "politesse",
    "signature": "signature",
    "pièce jointe": "piece_jointe",
    "annexe": "titre_annexe",
    "page": "page",
    "article": "titre_article",
    "section 1": "titre_section_1",
    "section 2": "titre_section_2",
    "section 3": "titre_section_3",
    "section 4": "titre_section_4",
    "mention recours": "mention_recours",
    "mention publicité": "mention_publicite",
    "mention exécution": "mention_execution",
    "mention ampliation": "mention_ampliation",
    "mention notification": "mention_notification",
    "mention exécutoire": "mention_executoire",
    "mention fait": "mention_fait",
}
_LIGNES_GARDEES = {"signature", "suscription", "en_tete"}
"""Kinds in which each line is a line of its own."""

_COLONNE = "||"
_MARQUES = re.compile(f"{MOTIF.pattern}|(?P<gras>\\*\\*)|(?P<italique>(?<!\\*)\\*(?=\\S)|(?<=\\S)\\*(?!\\*))")


class TrameInvalideError(ValueError):
    """Say what the format does not know, at which line (from 1) of the text."""

    def __init__(self, ligne: int, raison: str) -> None:
        super().__init__(ligne, raison)
        self.ligne = ligne
        self.raison = raison

    def __str__(self) -> str:
        return f"ligne {self.ligne} : {self.raison}"


def parse_trame(texte: str, jetons: Sequence[Jeton]) -> list[Bloc | Ouverture]:
    """Read rendered template text into flat blocks (see `acte.assemblage`), passages as `Ouverture`.

    Args:
        texte: what the template gave; values are tokens (see `jetons`).
        jetons: what each token stands for, by rank.

    Raises:
        TrameInvalideError: an unknown directive, a column out of a signature, a passage inside a paragraph.
    """
    return list(_Lecteur(jetons).make_blocs(_split(texte)))


def check_directives(texte: str) -> Iterator[TrameInvalideError]:
    """Give a fault for each line of a template's source that starts with an unknown « [directive] »."""
    for numero, ligne in enumerate(texte.split("\n"), 1):
        directive = match_directive(ligne.strip())
        if directive and directive["nom"] not in DIRECTIVES:
            yield _unknown(numero, directive["nom"])


def _unknown(numero: int, nom: str) -> TrameInvalideError:
    connues = ", ".join(f"[{d}]" for d in DIRECTIVES)
    return TrameInvalideError(numero, f"« [{nom}] » n’est pas une directive ; directives connues : {connues}.")


def _split(texte: str) -> list[Paragraphe]:
    paragraphes: list[Paragraphe] = []
    ouvert = False
    for numero, brute in enumerate(texte.split("\n"), 1):
        ligne = brute.rstrip()
        if not ligne.strip():
            ouvert = False
            continue
        garde_lignes = ouvert and paragraphes[-1].sorte in _LIGNES_GARDEES and not match_directive(ligne.strip())
        nouveau = None if garde_lignes else _open(numero, ligne, suite=ouvert)
        if nouveau is not None:
            paragraphes.append(nouveau)
        elif ouvert:
            paragraphes[-1].lignes.append(ligne.strip())
        else:
            paragraphes.append(Paragraphe(numero, "alinea", [ligne.strip()]))
        ouvert = paragraphes[-1].sorte not in {"rangee", "separateur", "page", "formule", "titre_article"}
    return paragraphes


def _open(numero: int, ligne: str, *, suite: bool) -> Paragraphe | None:
    directive = match_directive(ligne.strip())
    if not directive:
        return open_paragraphe(numero, ligne, suite=suite, strict=True)
    nom = directive["nom"]
    if nom not in DIRECTIVES:
        raise _unknown(numero, nom)
    reste = ligne.strip()[directive.end() :].strip()
    return Paragraphe(numero, DIRECTIVES[nom], [reste] if reste else [])


@dataclass(slots=True)
class _Lecteur:
    """Turns paragraphs into blocks; `saut` is a page break that waits for the next paragraph."""

    jetons: Sequence[Jeton]
    saut: bool = False

    def make_blocs(self, paragraphes: list[Paragraphe]) -> Iterator[Bloc | Ouverture]:
        i = 0
        while i < len(paragraphes):
            fin = end_of_run(paragraphes, i)
            yield from self._make(paragraphes[i:fin])
            i = fin
        if self.saut:
            raise TrameInvalideError(paragraphes[-1].ligne, "« [page] » n’est suivi d’aucun paragraphe.")

    def _make(self, suite: list[Paragraphe]) -> Iterator[Bloc | Ouverture]:
        premier = suite[0]
        if premier.sorte == "page":
            self.saut = True
            return
        if premier.sorte in {"puce", "rangee", "separateur"}:
            if self.saut:
                raise TrameInvalideError(premier.ligne, "un saut de page doit précéder un paragraphe.")
            yield self._make_liste(suite) if premier.sorte == "puce" else self._make_tableau(suite)
            return
        bloc = self._make_feuille(premier)
        if bloc is not None:
            yield bloc

    def _make_liste(self, suite: list[Paragraphe]) -> Liste:
        return make_liste([(p.niveau, self._make_puce(p)) for p in suite])

    def _make_puce(self, paragraphe: Paragraphe) -> Puce:
        marque = "•" if paragraphe.marque == "-" else self._plain(paragraphe.marque)
        return Puce(self._parse(paragraphe.lignes[0:1] + paragraphe.lignes[1:], " ", paragraphe.ligne), numero=marque)

    def _plain(self, marque: str) -> str:
        return "".join(e.texte for e in self.parse_inline(marque, 0) if isinstance(e, Fragment))

    def _make_tableau(self, suite: list[Paragraphe]) -> Tableau:
        ligne = suite[0].ligne
        return make_tableau(suite, lambda texte: self.parse_inline(texte, ligne))

    def _make_feuille(self, paragraphe: Paragraphe) -> Bloc | Ouverture | None:
        nom = self._passage(paragraphe)
        if nom is not None:
            return nom
        if paragraphe.sorte == "signature" and any(li.startswith(_COLONNE) for li in paragraphe.lignes):
            return self._make_signatures(paragraphe)
        if any(li.startswith(_COLONNE) for li in paragraphe.lignes):
            raise TrameInvalideError(paragraphe.ligne, "« || » n’a de sens que dans une [signature].")
        joint = "\n" if paragraphe.sorte in _LIGNES_GARDEES else " "
        contenu = self._parse(paragraphe.lignes, joint, paragraphe.ligne)
        return self._leaf(paragraphe.sorte, contenu) if contenu else None

    def _leaf(self, cle: str, contenu: tuple[EnLigne, ...]) -> Feuille:
        saut, self.saut = self.saut, False
        return make_leaf(cle, contenu, saut=saut)

    def _make_signatures(self, paragraphe: Paragraphe) -> Signatures:
        colonnes: list[list[str]] = [[]]
        for ligne in paragraphe.lignes:
            if ligne.startswith(_COLONNE):
                colonnes.append([])
            colonnes[-1].append(ligne.removeprefix(_COLONNE).strip())
        return Signatures(tuple(Signature(self._parse(c, "\n", paragraphe.ligne)) for c in colonnes))

    def _passage(self, paragraphe: Paragraphe) -> Ouverture | None:
        seul = MOTIF.fullmatch(" ".join(paragraphe.lignes))
        jeton = self.jetons[int(seul[1])] if seul else None
        return jeton if isinstance(jeton, Ouverture) else None

    def _parse(self, lignes: list[str], joint: str, ligne: int) -> tuple[EnLigne, ...]:
        contenu = self.parse_inline(joint.join(li for li in lignes if li), ligne)
        vide = all(isinstance(e, Fragment) and not e.texte.strip() for e in contenu)
        return () if vide else contenu

    def parse_inline(self, texte: str, ligne: int) -> tuple[EnLigne, ...]:
        """Read the text of a paragraph: **bold**, *italic*, and tokens put back in their place."""
        contenu: list[EnLigne] = []
        marques: frozenset[Marque] = SANS_MARQUE
        debut = 0
        for trouve in _MARQUES.finditer(texte):
            contenu.append(Fragment(texte[debut : trouve.start()], Origine.TRAME, None, marques))
            debut = trouve.end()
            if trouve["gras"]:
                marques ^= {Marque.GRAS}
            elif trouve["italique"]:
                marques ^= {Marque.ITALIQUE}
            else:
                contenu.extend(self._value(int(trouve[1]), marques, ligne))
        contenu.append(Fragment(texte[debut:], Origine.TRAME, None, marques))
        if marques:
            raise TrameInvalideError(ligne, "un « * » ou « ** » n’est pas refermé dans ce paragraphe.")
        return merge_fragments(contenu)

    def _value(self, rang: int, marques: frozenset[Marque], ligne: int) -> Iterator[EnLigne]:
        jeton = self.jetons[rang]
        if isinstance(jeton, Ouverture):
            raise TrameInvalideError(ligne, f"le passage « {jeton.nom} » doit être seul sur sa ligne.")
        for element in jeton:
            if isinstance(element, Fragment) and marques:
                yield Fragment(element.texte, element.origine, element.champ, marques | element.marques, element.lien)
            else:
                yield element
