"""Read an .odt (or .ott) into the tree."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING

from server.acte.fragments import Inconnu
from server.acte.noeuds import Acte, Feuille, Genre, Intitule
from server.acte.parcours import walk
from server.errors import FichierIllisible
from server.formats.genres import key_of
from server.formats.lecture import Lecture
from server.formats.odt.blocs_lus import read_blocs
from server.formats.odt.contexte import Contexte
from server.formats.odt.espaces import MIME_ODT, MIME_OTT, attribute, q
from server.formats.odt.pages_lues import read_pages
from server.formats.odt.styles_lus import Styles
from server.formats.origines import apply_origines
from server.formats.paquet import Paquet, detect
from server.formats.proprietes import read_proprietes
from server.formats.reconnaissance import guess_genre

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from server.acte.noeuds import Bloc, EnTetePage, PiedPage

_DOSSIERS_MACROS = ("basic/", "scripts/", "dialogs/")


def read(data: bytes, nom: str = "") -> Lecture:
    """Read an .odt into the tree, with French warnings about what was left out.

    `nom` is the file as the user named it. Raises `FichierIllisible` for what is no readable .odt: another type, a
    damaged, encrypted or hostile package, XML that is not OpenDocument text.
    """
    if detect(data) == "fodt":
        raise FichierIllisible(nom or "le fichier", "il est au format « plat » (.fodt) : enregistrez-le en .odt.")
    paquet = Paquet(data, nom)
    _check_type(paquet)
    contenu = _root(paquet, "content.xml")
    styles = _root(paquet, "styles.xml") if "styles.xml" in paquet else None
    avertissements: dict[str, None] = {}
    corps, pages = _read_body(paquet, contenu, styles, avertissements)
    tetes, pieds = _read_headers(paquet, styles, pages, avertissements)
    acte = Acte(Genre.INCONNU, "", (*corps, *_macros(paquet, contenu)), tetes, pieds)
    return _with_properties(paquet, acte, avertissements)


def _check_type(paquet: Paquet) -> None:
    """Refuse what is no OpenDocument text, or is encrypted (its manifest says so, OpenDocument 1.3, part 2, 3.4.1)."""
    mimetype = paquet.read("mimetype").decode("ascii", "replace").strip() if "mimetype" in paquet else ""
    if mimetype not in {MIME_ODT, MIME_OTT} or "content.xml" not in paquet:
        raise paquet.refuse("ce n’est pas un document texte OpenDocument (.odt).")
    if "META-INF/manifest.xml" in paquet:
        manifeste = paquet.read_xml("META-INF/manifest.xml")
        if next(manifeste.iter(q("manifest:encryption-data")), None) is not None:
            raise paquet.refuse("il est protégé par un mot de passe.")


def _root(paquet: Paquet, partie: str) -> _Element:
    racine = paquet.read_xml(partie)
    if not str(racine.tag).startswith(q("office:document")):
        raise paquet.refuse(f"la partie « {partie} » n’est pas de l’OpenDocument.")
    return racine


def _fetch(paquet: Paquet, href: str) -> bytes | None:
    """Give the bytes of a picture of the package; None for anything outside it."""
    partie = posixpath.normpath(href)
    return paquet.read(partie) if href and partie in paquet else None


def _context(paquet: Paquet, racine: _Element, nommes: _Element | None, avertissements: dict[str, None]) -> Contexte:
    styles = Styles(nommes, racine.find(q("office:automatic-styles")))
    contexte = Contexte(styles, lambda href: _fetch(paquet, href), read_blocs, avertissements)
    contexte.read_changes(racine)
    return contexte


def _read_body(
    paquet: Paquet, contenu: _Element, styles: _Element | None, avertissements: dict[str, None]
) -> tuple[tuple[Bloc, ...], list[str]]:
    """Give the blocks of the body, and the master pages that it asks for."""
    texte = contenu.find(f"{q('office:body')}/{q('office:text')}")
    if texte is None:
        raise paquet.refuse("il ne contient pas de texte (office:text).")
    nommes = None if styles is None else styles.find(q("office:styles"))
    contexte = _context(paquet, contenu, nommes, avertissements)
    return read_blocs(contexte, texte, corps=True), contexte.pages


def _read_headers(
    paquet: Paquet, styles: _Element | None, pages: list[str], avertissements: dict[str, None]
) -> tuple[tuple[EnTetePage, ...], tuple[PiedPage, ...]]:
    if styles is None:
        return (), ()
    contexte = _context(paquet, styles, styles.find(q("office:styles")), avertissements)
    return read_pages(contexte, styles.find(q("office:master-styles")), pages)


def _macros(paquet: Paquet, contenu: _Element) -> Iterator[Inconnu]:
    """Give one unknown block when the document holds code or calls some: it forbids a seal."""
    appels = contenu.iter(q("script:event-listener"))
    if next(appels, None) is not None or any(_is_code(nom.lower()) for nom in paquet):
        yield Inconnu("macro")


def _is_code(partie: str) -> bool:
    """Tell a macro from the empty libraries that LibreOffice may write."""
    if not partie.startswith(_DOSSIERS_MACROS) or partie.endswith("/"):
        return False
    return not partie.endswith(("script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml"))


def _with_properties(paquet: Paquet, acte: Acte, avertissements: dict[str, None]) -> Lecture:
    """Add what meta.xml says: title, kind, properties, origins."""
    meta = _read_meta(paquet)
    genre, proprietes, origines = read_proprietes(meta)
    titre = meta.get(_CLE_TITRE, "")
    if genre is None:  # not a draft of ours: its title may be nowhere but in its text
        titre = titre or _title_of(acte)
    acte = replace(acte, titre=titre, genre=genre or _guess(acte), proprietes=proprietes)
    acte, autres = apply_origines(acte, origines)
    return Lecture(acte, (*avertissements, *autres))


_CLE_TITRE = ""  # no property has an empty name


def _read_meta(paquet: Paquet) -> dict[str, str]:
    """Give the user-defined properties by name, and the title under `_CLE_TITRE`."""
    meta = _root(paquet, "meta.xml").find(q("office:meta")) if "meta.xml" in paquet else None
    valeurs: dict[str, str] = {}
    for element in () if meta is None else meta:
        if element.tag == q("dc:title"):
            valeurs[_CLE_TITRE] = element.text or ""
        elif element.tag == q("meta:user-defined") and (nom := attribute(element, "meta:name")):
            valeurs[nom] = element.text or ""
    return valeurs


def _title_of(acte: Acte) -> str:
    titres = (place.feuille.texte for place in walk(acte) if isinstance(place.feuille, Intitule))
    return next(titres, "")


def _guess(acte: Acte) -> Genre:
    feuilles = [place.feuille for place in walk(acte) if isinstance(place.feuille, Feuille)]
    return guess_genre({key_of(feuille) for feuille in feuilles}, "\n".join(f.texte for f in feuilles[:60]))
