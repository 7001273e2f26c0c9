"""Small .odt files made by hand, to hold what a reader may meet; each part is given as raw XML."""

import io
import zipfile

from server.formats.odt import read
from server.formats.odt.espaces import MIME_ODT, declare

ESPACES = declare(
    *(
        "office",
        "style",
        "text",
        "table",
        "draw",
        "fo",
        "svg",
        "xlink",
        "dc",
        "meta",
        "form",
        "script",
        "loext",
        "field",
    )
)
XML = '<?xml version="1.0" encoding="UTF-8"?>'


def make_content(corps, styles="", scripts=""):
    return (
        f'{XML}<office:document-content {ESPACES} office:version="1.3">{scripts}<office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{corps}</office:text></office:body>"
        "</office:document-content>"
    )


def make_styles(nommes="", automatiques="", maitres=""):
    return (
        f'{XML}<office:document-styles {ESPACES} office:version="1.3"><office:styles>{nommes}</office:styles>'
        f"<office:automatic-styles>{automatiques}</office:automatic-styles><office:master-styles>{maitres}"
        "</office:master-styles></office:document-styles>"
    )


def make_odt(corps="", styles="", *, scripts="", styles_xml=None, autres=None):
    """Make an .odt; `autres` holds further parts by name, or replaces the usual ones."""
    parties = {
        "mimetype": MIME_ODT,
        "content.xml": make_content(corps, styles, scripts),
        "styles.xml": styles_xml or make_styles(),
    } | (autres or {})
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        for nom, donnees in parties.items():
            archive.writestr(nom, donnees)
    return tampon.getvalue()


def read_corps(corps, styles="", **options):
    return read(make_odt(corps, styles, **options)).acte.corps


def read_leaf(corps, styles="", **options):
    """Read the only block of a document."""
    (bloc,) = read_corps(corps, styles, **options)
    return bloc


def text_style(nom, proprietes, parent=""):
    herite = f' style:parent-style-name="{parent}"' if parent else ""
    return f'<style:style style:name="{nom}" style:family="text"{herite}><style:text-properties {proprietes}/></style:style>'


def paragraph_style(nom, *, parent="", texte="", paragraphe="", attributs=""):
    herite = f' style:parent-style-name="{parent}"' if parent else ""
    return (
        f'<style:style style:name="{nom}" style:family="paragraph"{herite} {attributs}>'
        f"<style:paragraph-properties {paragraphe}/><style:text-properties {texte}/></style:style>"
    )
