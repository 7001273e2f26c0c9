"""Form: characters, language, shape of each kind of paragraph, length."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from server.francais.caracteres import find_caracteres_interdits
from server.redacteurs.donnees import cut_mots, read_mots
from server.redacteurs.garde.base import Refus, quote
from server.redacteurs.marques import MARQUE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.redacteurs.garde.base import Examen

# « Considérant que », « Considérant, d’une part, que », « Considérant la demande de ».
_CONSIDERANT = re.compile(r"Considérant,? (?=[a-zà-öø-ÿœ])")
_FIN_CONSIDERANT = re.compile(r"[\w⟧»)%€°][ \u00a0\u202f]?[;.,]?$")
# An answer cut short ends on a word that calls for another; « renvoyez-le », « un par un » end well.
_COUPEE = re.compile(
    r"(?<![\w’'-])(?:(?<!voix )pour|(?<!par )(?<!à )une?|et|ou|l[ea]|les|d[eu]|des|à|aux?|que|qui|par|dans|sur)[ .;]*$"
)
_FIN_ALINEA = re.compile(r"(?:[.!?…:]|[.!?…][ \u00a0]?»|,|;)$")
_BALISES = re.compile(
    r"(?<![^\W\d_])['’]|['’](?![^\W\d_]|¤|«)|[*_#`~|{}\\<>^=@]|\[|\]|https?:|www\.|\.fr\b|(?<!\S)[-•–] "
)
_TIRET = re.compile(rf"(?<!\S)[-–] ({MARQUE.pattern})")
# « ce sont », « ils le sont », « ne le sont pas », « les a reçus », « un par classe », « l’une des salles », « , une le
# mardi », « le vent d’est est fort » are French.
_BREDOUILLE = re.compile(
    r"(?<![\w’'-])(?:(?:le|la|les|du|au|aux) (?:le|la|les|un|une|des|du|au|aux|ce|cette|ces|par|et|de)"
    r"|(?:un|une|des|ce|cette|ces) (?:un|une|ce|cette|ces)"
    r"|(?:(?<![,:;(] )(?<!\bet )(?<!\bou )(?<!\bdont )(?<!\bsoit )(?:un|une)|des|ce|cette|ces) (?:le|la|les|au|aux)"
    r"|(?:le|la|du|au|cette) (?:est|était|ont|y)|(?:(?<!ils )(?<!elles )(?<!comme )(?<!\bne )le|la|du|au|cette) sont"
    r"|cette (?:à|de|par|et|a))(?![\w’'-])"
    r"|(?<!\w)(?!vous|nous|(?<=\bd[’'])est est)(\w+) \1(?!\w)"
    r"|(?<!\w)n[’'](?:y|en) n[’']"
)
# « il y en a un au rez-de-chaussée », « le bâtiment A a été fermé »: a pronoun and a letter, and no stammer.
_PRONOM = re.compile(r"(?<!\w)en (?:\w+ ){1,3}une? (?=(?:la?|les?|aux?)(?!\w))")
_LETTRE = re.compile(r"(?<=\w )[A-Z](?!\w)")
# Words allowed for each word given, and whatever is given: « Considérant que », the courtesy of a letter.
_RAPPORT_MAX, _MOTS_FIXES = 3, 45
_MIN_ANGLAIS = 2


def check_vide(examen: Examen) -> Iterator[Refus]:
    """Refuse a passage without a paragraph, and a paragraph without a word."""
    if not examen.paragraphes or not all(cut_mots(p) for p in examen.paragraphes):
        yield Refus("vide", "Le passage est vide.", "La réponse est vide : écrivez les paragraphes demandés.")


def check_caracteres(examen: Examen) -> Iterator[Refus]:
    """Refuse control and invisible characters, line breaks inside a paragraph, and letters of another script."""
    fautif = next((c.caractere for p in examen.paragraphes for c in find_caracteres_interdits(p)), None)
    fautif = fautif or next((c for p in examen.paragraphes for c in p if _is_foreign(c)), None)
    if fautif:
        nom = unicodedata.name(fautif, f"U+{ord(fautif):04X}")
        yield Refus(
            "caractere",
            f"Le passage contient un caractère qui n’a pas sa place dans un texte français ({nom}).",
            "N’écrivez que des lettres et des signes du français, un paragraphe par élément, sans retour à la ligne.",
            nom,
        )


def _is_foreign(c: str) -> bool:
    if c in "\n\t":
        return True
    if ord(c) < 0x250 or c in "œŒ’‘“”«»–—…€⟦⟧•\u202f ‰°²³":
        return unicodedata.category(c) == "Cc"
    return True


def check_langue(examen: Examen) -> Iterator[Refus]:
    """Refuse English: two of its function words that are no French words and that the inputs do not hold."""
    mots = [m for m in examen.mots if m in read_mots("anglais") and m not in examen.mots_donnes]
    if len(mots) >= _MIN_ANGLAIS and len(set(mots)) > 1:
        yield Refus(
            "langue", "Le passage n’est pas en français.", "Répondez en français.", ", ".join(dict.fromkeys(mots))
        )


def check_balises(examen: Examen) -> Iterator[Refus]:
    """Refuse Markdown, JSON, markup, bullets and addresses."""
    # « ⟦LIEU_1⟧ – ⟦LIEU_2⟧ » that a point holds is no bullet.
    donnees = tuple(m[1] for point in examen.marquage.demande.points for m in _TIRET.finditer(point))
    vues = _BALISES.finditer(examen.libre)
    m = next((m for m in vues if m[0][0] not in "-–" or not examen.texte.startswith(donnees, m.end())), None)
    if m:
        yield Refus(
            "balise",
            "Le passage contient des signes de mise en forme ou une adresse.",
            "N’écrivez que des phrases : ni tiret de liste, ni balise, ni adresse.",
            quote(examen.texte, *m.span()),
        )


def check_forme(examen: Examen) -> Iterator[Refus]:
    """Refuse a considérant that does not open as one, any other paragraph that does, and a sentence cut short."""
    considerants = examen.marquage.demande.sorte == "considerants"
    for paragraphe in examen.paragraphes:
        texte = paragraphe.strip()
        if considerants and not _CONSIDERANT.match(texte):
            yield _forme("Un considérant ne commence pas par « Considérant que ».", texte[:40])
        elif not considerants and texte.lower().startswith(("considérant que", "considérant qu’", "considerant")):
            yield _forme("Un paragraphe commence par « Considérant ».", texte[:40])
        elif not considerants and texte[:1].islower():
            yield _forme("Un paragraphe commence par une minuscule.", texte[:40])
        elif _is_cut(examen, texte) or not (_FIN_CONSIDERANT if considerants else _FIN_ALINEA).search(texte):
            yield _forme("Un paragraphe n’est pas terminé.", texte[-40:])


def _is_cut(examen: Examen, paragraphe: str) -> bool:
    """Tell « la rue du. » from « 12 sont pour. », whose point ends on the same word."""
    fin = _COUPEE.search(paragraphe)
    mots = cut_mots(fin.group()) if fin else ()
    return bool(mots) and not any(cut_mots(p)[-1:] == mots for p in examen.marquage.demande.points)


def check_bredouille(examen: Examen) -> Iterator[Refus]:
    """Refuse two determiners in a row: « le cette », « la la »."""
    m = _BREDOUILLE.search(_PRONOM.sub("", _LETTRE.sub("", examen.libre).lower()))
    if m:
        yield _forme("Le passage bredouille : deux articles se suivent.", m.group())


def _forme(message: str, extrait: str) -> Refus:
    return Refus("forme", message, f"{message} Respectez la forme demandée.", extrait)


def check_longueur(examen: Examen) -> Iterator[Refus]:
    """Refuse a passage longer than the template allows, or out of proportion with what was given."""
    longueur = len(examen.texte)
    donnes = sum(len(p.mots) + len(p.marques) for p in examen.source)
    ecrits = len(examen.mots)
    limite = _RAPPORT_MAX * donnes + _MOTS_FIXES
    if longueur > examen.marquage.demande.longueur_max or ecrits > limite:
        yield Refus(
            "longueur",
            f"Le passage est trop long : {ecrits} mots, {longueur} caractères.",
            f"Le passage est trop long : {limite} mots au plus, sans rien ajouter à ce qui est donné.",
        )
