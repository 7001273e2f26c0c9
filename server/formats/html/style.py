"""The style sheet of the preview, from the charte: an A4 sheet on a screen, the same act on paper."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.charte.description import Charte, Filet, Police, StyleParagraphe, StyleTableau

_ALIGNEMENTS = {"gauche": "left", "droite": "right", "centre": "center", "justifie": "justify"}
_FAMILLES = {"sans": "sans-serif", "serif": "serif"}

_FIXE = """
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:#e3e6ec;color:#1a1a1a}
:is(p,h1,h2,h3,h4,h5,h6){overflow-wrap:break-word}
.blancs{white-space:pre-wrap;tab-size:12.5mm}
.feuille{display:flow-root;margin:8mm auto;background:#fff;box-shadow:0 1px 8px rgba(20,30,60,.28)}
.feuille ul{list-style:none;margin:0;padding:0}
.feuille ul ul{padding-left:var(--retrait)}
.feuille li{display:block}
.feuille li>p{padding-left:var(--marqueur);text-indent:calc(-1*var(--marqueur))}
.marqueur{display:inline-block;min-width:var(--marqueur);padding-right:1ex;text-indent:0}
.feuille table{border-collapse:collapse;width:100%;margin:4pt 0 8pt}
.feuille th,.feuille td{vertical-align:top;text-align:left;font-weight:inherit}
.feuille thead th{vertical-align:middle}
.chiffres p{text-align:right}
.signatures{display:flex;gap:6mm;break-inside:avoid}
.signatures>*{flex:1;margin-left:0!important}
.cadre{margin:6pt 0;padding:2mm;border:.75pt solid var(--filet)}
.saut{break-before:page}
.page-tete:not(:empty){margin-bottom:4mm}
.page-pied:not(:empty){margin-top:10mm}
.suite{margin-top:8mm;padding-top:3mm;border-top:1px dashed #5b6475}
.suite h2{font-size:9pt;color:#40475a}
.notes{margin-top:8mm;padding-top:2mm;border-top:.5pt solid var(--filet)}
.notes ol{margin:0;padding-left:6mm}
img{max-width:100%;height:auto;vertical-align:middle}
.cache{opacity:.75;outline:1px dotted #8a1c1c}
.inconnu{outline:1px solid #8a1c1c;padding:0 .3em}
ins{background:#e2f2e4}
del{background:#fbe6e4}
a:focus-visible{outline:2px solid currentColor;outline-offset:2px}
@media screen and (max-width:230mm){.feuille{width:auto;min-height:0;margin:0;padding:6mm;box-shadow:none}}
@media print{body{background:none}.feuille{width:auto;min-height:0;margin:0;padding:0;box-shadow:none}}
@media (forced-colors:active){.ia,.emplacement{outline:1px solid}}
"""


@lru_cache(maxsize=8)
def make_css(charte: Charte) -> str:
    """Give the style sheet of a charte."""
    styles = "".join(f".{class_of(style.cle)}{{{_rules(charte, style)}}}" for style in charte.styles)
    return _page_rules(charte) + _FIXE + styles + _table_rules(charte.tableau) + _colours(charte)


def _page_rules(charte: Charte) -> str:
    page, listes = charte.page, charte.listes
    marges = f"{page.haut}mm {page.droite}mm {page.bas}mm {page.gauche}mm"
    return (
        f":root{{--filet:#{charte.tableau.couleur_filet};--retrait:{listes.retrait}mm;--marqueur:{listes.marqueur}mm}}"
        f"@page{{size:{page.largeur}mm {page.hauteur}mm;margin:{marges}}}"
        f".feuille{{width:{page.largeur}mm;min-height:{page.hauteur}mm;font-family:{_font(charte.police_corps)};"
        f"padding:{page.en_tete}mm {page.droite}mm {page.pied}mm {page.gauche}mm}}"
    )


def _table_rules(tableau: StyleTableau) -> str:
    return (
        f".feuille th,.feuille td{{border:{tableau.epaisseur_filet}pt solid var(--filet);"
        f"padding:{tableau.marge_verticale}mm {tableau.marge_horizontale}mm}}"
        f".feuille thead th{{background:#{tableau.fond_entete}}}"
    )


def _colours(charte: Charte) -> str:
    return (
        f".feuille a{{color:#{charte.couleur_lien}}}.ia{{background:#{charte.fond_ia}}}"
        f".emplacement{{background:#{charte.fond_emplacement}}}"
    )


def class_of(cle: str) -> str:
    """Give the class of a kind: "mention_recours" → "mention-recours"."""
    return cle.replace("_", "-")


def _font(police: Police) -> str:
    noms = ",".join(f'"{nom}"' for nom in (police.nom, *police.equivalents))
    return f"{noms},{_FAMILLES[police.famille]}"


def _rules(charte: Charte, style: StyleParagraphe) -> str:
    # A line of Word or Writer is about 1.15 times the size of its type; in CSS, a line is what it says.
    ligne = f"{style.taille}pt/{style.interligne * 1.15:.3g}"
    police = f"{'italic ' if style.italique else ''}{'bold' if style.gras else 'normal'}"
    regles = [
        f"font:{police} {ligne} {_font(charte.police(style))}",
        f"color:#{style.couleur}",
        f"text-align:{_ALIGNEMENTS[style.alignement]}",
        f"margin:{style.avant}pt {style.retrait_droite}mm {style.apres}pt {style.retrait_gauche}mm",
    ]
    if style.premiere_ligne:
        regles.append(f"text-indent:{style.premiere_ligne}mm")
    if style.capitales:
        regles.append("text-transform:uppercase")
    if style.petites_capitales:
        regles.append("font-variant:small-caps")
    if style.interlettrage:
        regles.append(f"letter-spacing:{style.interlettrage}pt")
    if style.fond:
        regles.append(f"background:#{style.fond}")
    if style.saut_avant:
        regles.append("break-before:page")
    if style.garder_lignes:
        regles.append("break-inside:avoid")
    if style.garder_suivant:
        regles.append("break-after:avoid")
    for cote, filet in (("top", style.filet_haut), ("bottom", style.filet_bas), ("left", style.filet_gauche)):
        regles += _rule(cote, filet)
    return ";".join(regles)


def _rule(cote: str, filet: Filet | None) -> list[str]:
    if filet is None:
        return []
    return [f"border-{cote}:{filet.epaisseur}pt solid #{filet.couleur}", f"padding-{cote}:{filet.distance}pt"]
