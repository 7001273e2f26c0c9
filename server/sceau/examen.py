"""What would be sealed of a file, and what forbids it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping  # noqa: TC003 -- whoever keeps an examination reads its types
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from server import formats
from server.acte.canon import LigneCanon, digest, digest_lignes, list_lignes, shows
from server.acte.fragments import Emplacement, Fragment, Inconnu, Origine
from server.acte.parcours import strip as strip_acte
from server.acte.parcours import walk
from server.errors import FichierIllisible, Refus
from server.formats.paquet import Paquet, detect
from server.formats.proprietes import NOM_DE_CHAMP, ORIGINES
from server.formats.remplacement import list_leaves
from server.sceau.controle_arbre import list_refus_arbre
from server.sceau.controle_docx import list_refus_docx
from server.sceau.controle_odt import list_refus_odt
from server.sceau.paquet_modifie import rewrite
from server.sceau.proprietes import list_paires, replace_paires
from server.sceau.retrait_docx import strip_docx
from server.sceau.retrait_odt import strip_odt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.acte.noeuds import Acte

SORTES: Final = ("docx", "odt")
SANS_EFFET: Final = frozenset({"signature", "commentaire"})
"""What forbids a seal, and alters nothing when it comes after: the text is the one that was approved."""
_PROJET: Final = (NOM_DE_CHAMP["statut"], NOM_DE_CHAMP["canon"])
"""Properties of a draft that a sealed file does not have; its map of origins passes into the statement."""


@dataclass(frozen=True, slots=True)
class EmplacementVu:
    """A slot filled after the visa: its name, what it shows."""

    nom: str
    texte: str


@dataclass(frozen=True, slots=True)
class Examen:
    """What would be sealed.

    Attributes:
        lignes: its canon, one line per leaf.
        empreinte: digest of the whole.
        origines: for each leaf, characters by origin, as the file says.
        emplacements: slots that may be filled after the visa.
        refus: why it may not be sealed; none when it may.
        intact: whether the file is as our writer made it, never saved by a word processor.
    """

    lignes: tuple[LigneCanon, ...]
    empreinte: str
    origines: tuple[Mapping[str, int], ...]
    emplacements: tuple[EmplacementVu, ...]
    refus: tuple[Refus, ...]
    intact: bool = False


def detect_sorte(fichier: bytes, nom: str) -> str:
    """Tell whether a file is a .docx or an .odt, by its content.

    Raises:
        FichierIllisible: it is neither.
    """
    sorte = detect(fichier)
    if sorte not in SORTES:
        raise FichierIllisible(
            nom or "le fichier", "ce n’est ni un document Word (.docx) ni un document LibreOffice (.odt)."
        )
    return sorte


def strip(fichier: bytes, nom: str) -> bytes:
    """Remove exactly the PROJET marks, the AI notice, the « IA » style and the properties that say PROJET.

    A paragraph in the style of a mark that says anything else stays, and forbids the seal.

    Raises:
        FichierIllisible: neither a .docx nor an .odt, or a damaged or hostile one.
    """
    sorte = detect_sorte(fichier, nom)
    paquet = Paquet(fichier, nom)
    try:
        changements = strip_docx(paquet) if sorte == "docx" else strip_odt(paquet)
        if any(is_propriete_projet(propriete) for propriete, _ in list_paires(paquet, sorte)):
            changements |= replace_paires(paquet, sorte, lambda propriete: not is_propriete_projet(propriete), ())
    except (KeyError, RecursionError) as erreur:
        raise FichierIllisible(nom or "le fichier", "une de ses parties manque ou est trop profonde.") from erreur
    return rewrite(paquet, changements) if changements else fichier


def is_propriete_projet(nom: str) -> bool:
    """Tell whether a property is one of a draft, which a sealed file does not have."""
    return nom in _PROJET or nom.startswith(ORIGINES)


def examine(fichier: bytes, nom: str) -> Examen:
    """Say what would be sealed of a file: canon/1 of `strip(fichier)`, and what forbids it.

    Raises:
        FichierIllisible: neither a .docx nor an .odt, or a damaged or hostile one.
    """
    return examine_avec_fichier(fichier, nom)[0]


def examine_avec_fichier(fichier: bytes, nom: str) -> tuple[Examen, bytes]:
    """Give the examination with the stripped file itself.

    Raises:
        FichierIllisible: neither a .docx nor an .odt, or a damaged or hostile one.
    """
    brut = formats.read(fichier, nom).acte
    retire = strip(fichier, nom)
    acte = formats.read(retire, nom).acte if retire is not fichier else brut
    lignes = list_lignes(acte)
    examen = Examen(
        lignes,
        digest_lignes(lignes),
        _list_origines(strip_acte(brut), lignes),
        list_emplacements(acte),
        list_refus(Paquet(retire, nom), detect_sorte(retire, nom), acte),
        _is_intact(fichier, brut),
    )
    return examen, retire


def list_refus(paquet: Paquet, sorte: str, acte: Acte) -> tuple[Refus, ...]:
    """Give what forbids a seal, or alters a sealed file (but for `SANS_EFFET`), each reason once."""
    refus: Iterable[Refus] = list_refus_docx(paquet) if sorte == "docx" else list_refus_odt(paquet)
    try:
        return tuple(dict.fromkeys((*list_refus_arbre(acte), *refus)))
    except (KeyError, RecursionError) as erreur:
        raise FichierIllisible(paquet.nom, "une de ses parties manque ou est trop profonde.") from erreur


def _list_origines(acte: Acte, lignes: tuple[LigneCanon, ...]) -> tuple[Mapping[str, int], ...]:
    """Give the origins of each line, from the tree that still has them; unknown where the two do not agree."""
    if list_lignes(acte) != lignes:
        return tuple({str(Origine.INDETERMINE): len(ligne.ligne)} for ligne in lignes)
    return count_origines(acte)


def count_origines(acte: Acte) -> tuple[Mapping[str, int], ...]:
    """Give, for each line of the canon of an act, how many characters come from where."""
    origines = []
    for feuille in (place.feuille for place in walk(acte) if shows(place)):
        compte: Counter[str] = Counter()
        for element in () if isinstance(feuille, Inconnu) else feuille.contenu:
            if isinstance(element, Fragment):
                compte[str(element.origine)] += len(element.texte)
        origines.append(dict(compte))
    return tuple(origines)


def list_emplacements(acte: Acte) -> tuple[EmplacementVu, ...]:
    """Give the slots of an act, in order."""
    return tuple(
        EmplacementVu(element.nom, element.texte)
        for feuille in list_leaves(acte)
        for element in feuille.contenu
        if isinstance(element, Emplacement)
    )


def _is_intact(fichier: bytes, acte: Acte) -> bool:
    """Tell whether our writer made this file and nothing has saved it since."""
    if acte.proprietes.canon != digest(acte):
        return False
    paquet = Paquet(fichier)
    marque = b"<Application>Minutier</Application>", b"<meta:generator>Minutier</meta:generator>"
    parties = ("docProps/app.xml", "meta.xml")
    return any(nom in paquet and m in paquet.read(nom) for nom, m in zip(parties, marque, strict=True))
