"""Check a manifest of Word offline, as far as its documentation says what Office takes.

Microsoft's own validator needs its service; Word itself shows a refused manifest by the absence of a button.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from server.errors import Faute
from server.office.manifeste import make_id

if TYPE_CHECKING:
    from collections.abc import Iterator

RESID_MAX: Final = 32
TAILLES: Final = ("16", "32", "80")
PLANCHER: Final = ("WordApi", "1.3")
_GUID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_APP: Final = "{http://schemas.microsoft.com/office/appforoffice/1.1}"
_VERSION: Final = "{http://schemas.microsoft.com/office/taskpaneappversionoverrides}"
_BASE: Final = "{http://schemas.microsoft.com/office/officeappbasictypes/1.0}"

# Parent -> its children, in the order that the schemas want; « ? » may be left out.
ORDRE: Final = {
    f"{_APP}OfficeApp": (
        "Id Version ProviderName DefaultLocale DisplayName Description IconUrl HighResolutionIconUrl SupportUrl "
        "AppDomains Hosts Requirements DefaultSettings Permissions VersionOverrides"
    ),
    f"{_VERSION}VersionOverrides": "Description? Requirements? Hosts Resources",
    f"{_VERSION}DesktopFormFactor": "GetStarted? FunctionFile? ExtensionPoint",
    f"{_VERSION}GetStarted": "Title Description LearnMoreUrl",
    f"{_VERSION}Group": "Label Icon Control",
    f"{_VERSION}Control": "Label Supertip Icon Action",
    f"{_VERSION}Supertip": "Title Description",
    f"{_VERSION}Action": "TaskpaneId SourceLocation",
    f"{_VERSION}Resources": "Images Urls ShortStrings LongStrings",
}
# Which kind of resource an element may name.
RESSOURCES: Final = {
    "Image": ("Images",),
    "Label": ("ShortStrings",),
    "Title": ("ShortStrings",),
    "Description": ("LongStrings",),
    "LearnMoreUrl": ("Urls",),
    "SourceLocation": ("Urls",),
}
LONGUEURS: Final = {"ShortStrings": 125, "LongStrings": 250, "DisplayName": 125, "Description": 250}
ADRESSES: Final = frozenset({"IconUrl", "HighResolutionIconUrl", "SupportUrl", "SourceLocation", "Image", "Url"})


def check_manifeste(octets: bytes, url: str) -> tuple[Faute, ...]:
    """Find what keeps Office from taking a manifest as that of this installation.

    Args:
        octets: the manifest.
        url: the address of the installation, as `read_adresse` gives it.

    Returns:
        One fault for each thing that is wrong: the element, and why; none for a sound manifest.
    """
    try:
        racine = etree.fromstring(octets, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as erreur:
        return (Faute("OfficeApp", f"ce n’est pas du XML lisible ({erreur.msg})"),)
    if racine.tag != f"{_APP}OfficeApp":
        return (Faute("OfficeApp", "la racine d’un manifeste est attendue"),)
    controles = (_check_ordre, _check_resids, _check_adresses, _check_icones, _check_longueurs)
    fautes = [faute for controle in controles for faute in controle(racine)]
    return (*fautes, *_check_identite(racine, url))


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _list(element: etree._Element) -> list[etree._Element]:
    return list(element.iterchildren(etree.Element))


def _check_ordre(racine: etree._Element) -> Iterator[Faute]:
    for element in racine.iter(*ORDRE):
        attendus = ORDRE[str(element.tag)].split()
        rangs = {nom.rstrip("?"): rang for rang, nom in enumerate(attendus)}
        noms = [_name(enfant) for enfant in _list(element)]
        for nom in noms:
            if nom not in rangs:
                yield Faute(_name(element), f"« {nom} » n’a pas sa place ici")
        connus = [rangs[nom] for nom in noms if nom in rangs]
        if connus != sorted(connus):
            ordre = ", ".join(nom.rstrip("?") for nom in attendus)
            yield Faute(_name(element), f"l’ordre attendu est {ordre}")
        for nom in attendus:
            if not nom.endswith("?") and nom not in noms:
                yield Faute(_name(element), f"« {nom} » manque")


def _check_resids(racine: etree._Element) -> Iterator[Faute]:
    genres: dict[str, str] = {}
    for ressource in racine.iterfind(f".//{_VERSION}Resources/*/*"):
        nom, genre = ressource.get("id", ""), _name(_parent(ressource))
        if nom in genres:
            yield Faute(nom, "cet identifiant sert deux fois")
        if not 1 <= len(nom) <= RESID_MAX:
            yield Faute(nom or genre, f"un identifiant a de 1 à {RESID_MAX} caractères ({len(nom)} ici)")
        genres[nom] = genre
    for element in racine.iterfind(".//*[@resid]"):
        resid = element.get("resid", "")
        if len(resid) > RESID_MAX:
            yield Faute(_name(element), f"resid « {resid} » dépasse {RESID_MAX} caractères ({len(resid)})")
        if resid not in genres:
            yield Faute(_name(element), f"resid « {resid} » ne désigne aucune ressource")
        elif genres[resid] not in RESSOURCES.get(_name(element), (genres[resid],)):
            yield Faute(_name(element), f"resid « {resid} » désigne une ressource d’un autre genre ({genres[resid]})")


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    if parent is None:
        raise AssertionError("unreachable: it was found under another element")
    return parent


def _check_adresses(racine: etree._Element) -> Iterator[Faute]:
    domaines = [(domaine.text or "").strip() for domaine in racine.iter(f"{_APP}AppDomain")]
    adresses = [
        (_name(element), element.get("DefaultValue", ""))
        for element in racine.iter(etree.Element)
        if _name(element) in ADRESSES and element.get("resid") is None
    ]
    for nom, adresse in [*(("AppDomain", domaine) for domaine in domaines), *adresses]:
        if not adresse.startswith("https://"):
            yield Faute(nom, f"« {adresse} » n’est pas une adresse https")
        elif not any(adresse == domaine or adresse.startswith(f"{domaine}/") for domaine in domaines):
            yield Faute(nom, f"« {adresse} » n’est pas dans AppDomains")


def _check_icones(racine: etree._Element) -> Iterator[Faute]:
    for icone in racine.iter(f"{_VERSION}Icon"):
        tailles = [image.get("size", "") for image in icone.iter(f"{_BASE}Image")]
        for taille in TAILLES:
            if taille not in tailles:
                yield Faute("Icon", f"la taille {taille} manque ({_name(_parent(icone))} {_parent(icone).get('id')})")


def _check_longueurs(racine: etree._Element) -> Iterator[Faute]:
    for element in racine.iter(etree.Element):
        valeur = element.get("DefaultValue")
        limite = LONGUEURS.get(_name(element)) or LONGUEURS.get(_name(_parent(element)) if valeur else "")
        if valeur is not None and limite and len(valeur) > limite:
            yield Faute(element.get("id") or _name(element), f"ce texte dépasse {limite} caractères ({len(valeur)})")


def _check_identite(racine: etree._Element, url: str) -> Iterator[Faute]:
    guid = racine.findtext(f"{_APP}Id", "").strip()
    if not _GUID.fullmatch(guid):
        yield Faute("Id", f"« {guid} » n’est pas un GUID")
    elif guid != make_id(url):
        yield Faute("Id", f"le GUID n’est pas celui de {url} : Word y verrait un autre complément")
    if not re.fullmatch(r"[1-9]\d*(?:\.\d+){3}", racine.findtext(f"{_APP}Version", "").strip()):
        yield Faute("Version", "quatre nombres séparés par des points sont attendus, le premier d’au moins 1")
    if racine.findtext(f"{_APP}DefaultLocale", "").strip() != "fr-FR":
        yield Faute("DefaultLocale", "fr-FR est attendu")
    demandes = [(un.get("Name"), un.get("MinVersion")) for un in racine.iter(f"{_APP}Set")]
    if demandes != [PLANCHER]:
        yield Faute("Requirements", f"{' '.join(PLANCHER)} est demandé, et rien de plus")
