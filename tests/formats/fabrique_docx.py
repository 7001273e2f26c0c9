"""Make small .docx packages by hand, for what a real Word writes and python-docx cannot; describe a tree in short lines."""

import io
import zipfile

from server.acte.fragments import Champ, Emplacement, Fragment, Image, Inconnu, Note
from server.acte.noeuds import Feuille
from server.acte.parcours import walk
from server.formats.docx.espaces import OFFICE as OLE
from server.formats.docx.espaces import PAQUET_RELATIONS, PAQUET_TYPES, RACINE, M, R, V
from server.formats.genres import key_of

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
NS = f'{RACINE} xmlns:v="{V}" xmlns:o="{OLE}" xmlns:m="{M}" xmlns:w14="{W14}"'
_TYPES = (
    f'<Types xmlns="{PAQUET_TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{}</Types>'
)
_PRINCIPAL = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


STYLES = "".join(
    f'<w:style w:type="{genre}" w:styleId="{ident}"{defaut}><w:name w:val="{nom}"/>{base}{corps}</w:style>'
    for genre, ident, defaut, nom, base, corps in (
        ("paragraph", "N", ' w:default="1"', "Normal", "", ""),
        ("paragraph", "T", "", "Title", "", ""),
        ("paragraph", "H2", "", "heading 2", "", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
        ("paragraph", "H9", "", "Sous-titre maison", '<w:basedOn w:val="H2"/>', ""),
        ("paragraph", "V", "", "Acte Visa", "", ""),
        ("paragraph", "V2", "", "Visa du service", '<w:basedOn w:val="V"/>', ""),
        ("paragraph", "R", "", "Acte Mention Recours", "", ""),
        ("paragraph", "C", "", "Centré", "", '<w:pPr><w:jc w:val="center"/></w:pPr>'),
        ("paragraph", "K", "", "Caché", "", "<w:rPr><w:vanish/></w:rPr>"),
        ("paragraph", "G", "", "Gras", "", "<w:rPr><w:b/><w:strike/></w:rPr>"),
        ("paragraph", "S", "", "Saut", "", "<w:pPr><w:pageBreakBefore/></w:pPr>"),
        ("paragraph", "L", "", "Liste maison", "", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
        (
            "paragraph",
            "L2",
            "",
            "Liste maison 2",
            '<w:basedOn w:val="L"/>',
            '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr>',
        ),
        ("paragraph", "Boucle", "", "Boucle", '<w:basedOn w:val="Boucle"/>', ""),
        ("character", "IA", "", "IA", "", ""),
        ("character", "Empl", "", "Emplacement numero", "", ""),
        ("character", "Biffe", "", "Biffé", "", "<w:rPr><w:strike/></w:rPr>"),
        ("character", "Lien", "", "Hyperlink", "", '<w:rPr><w:u w:val="single"/></w:rPr>'),
        ("table", "TK", "", "Tableau caché", "", "<w:rPr><w:vanish/></w:rPr>"),
    )
)
"""What a Word file of others has in its styles, ours among them."""


def p(contenu, style="", ppr=""):
    """Make a paragraph of runs (or of plain text)."""
    runs = contenu if contenu.startswith("<") else f'<w:r><w:t xml:space="preserve">{contenu}</w:t></w:r>'
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{style}{ppr}</w:pPr>{runs}</w:p>"


def r(texte, rpr=""):
    return f'<w:r><w:rPr>{rpr}</w:rPr><w:t xml:space="preserve">{texte}</w:t></w:r>'


def make_docx(  # noqa: PLR0913 -- one keyword for each part
    corps, *, parties=(), relations=(), styles="", numbering="", settings="", types="", section=""
):
    """Make a package: `corps` is the content of w:body, `relations` (id, type, target, external), `parties` (name, data)."""
    liens = list(relations)
    fichiers = dict(parties)
    for nom, xml in (("styles", styles), ("numbering", numbering), ("settings", settings)):
        if xml:
            fichiers[f"word/{nom}.xml"] = f"<w:{nom} {NS}>{xml}</w:{nom}>"
            liens.append((f"r{nom}", nom, f"{nom}.xml", False))
    rels = "".join(
        f'<Relationship Id="{rid}" Type="{R}/{sorte}" Target="{cible}"{" TargetMode=" + chr(34) + "External" + chr(34) if dehors else ""}/>'
        for rid, sorte, cible, dehors in liens
    )
    fichiers |= {
        "[Content_Types].xml": _TYPES.format(
            types or f'<Override PartName="/word/document.xml" ContentType="{_PRINCIPAL}"/>'
        ),
        "_rels/.rels": f'<Relationships xmlns="{PAQUET_RELATIONS}"><Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PAQUET_RELATIONS}">{rels}</Relationships>',
        "word/document.xml": f"<w:document {NS}><w:body>{corps}<w:sectPr>{section}</w:sectPr></w:body></w:document>",
    }
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        for nom, donnees in fichiers.items():
            archive.writestr(nom, donnees)
    return tampon.getvalue()


def change_part(donnees, nom, changer):
    """Give a package again with `changer` applied to the text of one part."""
    tampon = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(donnees)) as source, zipfile.ZipFile(tampon, "w") as archive:
        for membre in source.infolist():
            brut = source.read(membre)
            archive.writestr(membre, changer(brut.decode()).encode() if membre.filename == nom else brut)
    return tampon.getvalue()


def describe(acte):
    """Give one line per leaf: place (but for the body), kind, marker, text with its marks in brackets."""
    return [_line(place) for place in walk(acte)]


def _line(place):
    feuille = place.feuille
    lieu = "" if place.partie == "corps" else f"{place.partie.removeprefix('corps/')} "
    if not isinstance(feuille, Feuille):
        return f"{lieu}{_element(feuille)}"
    numero = f" {feuille.numero}" if feuille.numero else ""
    saut = "⏎ " if feuille.saut else ""
    return f"{saut}{lieu}{key_of(feuille)}{numero}: " + "".join(map(_element, feuille.contenu))


def _element(element):
    match element:
        case Fragment():
            texte = element.texte
            if element.marques:
                texte = f"[{'+'.join(sorted(element.marques))} {texte}]"
            if element.origine.startswith("ia"):
                texte = f"«IA {texte}»"
            return f"<{texte}→{element.lien}>" if element.lien else texte
        case Champ():
            return f"{{{element.nature}{' ' + element.instruction if element.instruction else ''}={element.texte}}}"
        case Emplacement():
            return f"{{{element.nom}:{element.texte}}}"
        case Image():
            return f"(image {element.description} {len(element.donnees)})"
        case Note():
            return "(note)"
        case Inconnu():
            return f"(? {element.nature} {element.texte})".replace(" )", ")")


def lvl(rang, fmt, texte, *, debut=1, plus=""):
    return f'<w:lvl w:ilvl="{rang}"><w:start w:val="{debut}"/><w:numFmt w:val="{fmt}"/>{plus}<w:lvlText w:val="{texte}"/></w:lvl>'


def numbering(*definitions, nums=None):
    """Make numbering.xml: definition i is number i + 1, or the numbers given (num id, definition, overrides)."""
    abstraits = "".join(f'<w:abstractNum w:abstractNumId="{i}">{d}</w:abstractNum>' for i, d in enumerate(definitions))
    nums = nums or [(i + 1, i, "") for i in range(len(definitions))]
    return abstraits + "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{a}"/>{plus}</w:num>' for n, a, plus in nums
    )


def item(texte, num=1, niveau=0):
    return p(texte, ppr=f'<w:numPr><w:ilvl w:val="{niveau}"/><w:numId w:val="{num}"/></w:numPr>')
