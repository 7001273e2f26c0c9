"""theme1.xml: Word wants one; ours gives its menus the charte's colours and fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

from server.formats.docx.espaces import XML, A

if TYPE_CHECKING:
    from server.charte.description import Charte

_FOND: Final = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_TRAIT: Final = f'<a:ln w="9525">{_FOND}</a:ln>'
_EFFET: Final = "<a:effectStyle><a:effectLst/></a:effectStyle>"
# The schema wants three of each.
_FORMATS: Final = (
    f'<a:fmtScheme name="Minutier"><a:fillStyleLst>{_FOND * 3}</a:fillStyleLst>'
    f"<a:lnStyleLst>{_TRAIT * 3}</a:lnStyleLst>"
    f"<a:effectStyleLst>{_EFFET * 3}</a:effectStyleLst><a:bgFillStyleLst>{_FOND * 3}</a:bgFillStyleLst></a:fmtScheme>"
)


def build_theme(charte: Charte) -> str:
    """Give the theme of a charte: text, title and rule colours, the two fonts."""
    texte, titre = charte.style("alinea").couleur, charte.style("intitule").couleur
    accents = (charte.style("titre_article").couleur, titre, charte.tableau.couleur_filet, charte.couleur_lien)
    couleurs = {
        "dk1": texte,
        "lt1": "FFFFFF",
        "dk2": titre,
        "lt2": charte.tableau.fond_entete,
        **{f"accent{i + 1}": accents[i % len(accents)] for i in range(6)},
        "hlink": charte.couleur_lien,
        "folHlink": charte.couleur_lien,
    }
    palette = "".join(f'<a:{nom}><a:srgbClr val="{couleur}"/></a:{nom}>' for nom, couleur in couleurs.items())
    polices = "".join(
        f'<a:{genre}><a:latin typeface={quoteattr(police.nom)}/><a:ea typeface=""/><a:cs typeface=""/></a:{genre}>'
        for genre, police in (("majorFont", charte.police_titres), ("minorFont", charte.police_corps))
    )
    return (
        f'{XML}<a:theme xmlns:a="{A}" name={quoteattr(charte.nom)}><a:themeElements>'
        f'<a:clrScheme name="Minutier">{palette}</a:clrScheme>'
        f'<a:fontScheme name="Minutier">{polices}</a:fontScheme>{_FORMATS}</a:themeElements></a:theme>'
    )
