"""A sealed act in both formats, and ways to tamper with one."""

import datetime as dt
import functools
import io
import re
import struct
import zipfile
import zlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server import formats
from server.acte.assemblage import assemble
from server.acte.canon import digest
from server.acte.fragments import Champ, Emplacement, Fragment, Image, Marque, NatureChamp, Note, Origine
from server.acte.noeuds import (
    Acte,
    Alinea,
    Annexe,
    AvisIA,
    Cadre,
    Cellule,
    Considerant,
    EnTetePage,
    Formule,
    Genre,
    Intitule,
    Ligne,
    Liste,
    MarqueProjet,
    Mention,
    Numero,
    PiedPage,
    Proprietes,
    Puce,
    Signature,
    SorteMention,
    SortePage,
    Tableau,
    TitreAnnexe,
    TitreArticle,
    Visa,
)
from server.charte import load_charte
from server.formats.projet import AVIS_AVEC_MODELE, STATUT_PROJET, TEXTE_PROJET
from server.sceau import ActeVise, ClePrivee, ClePublique, Cles, Controles, Relecteur, Releve, seal

SORTES = ("docx", "odt")
INSTANT = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)
DEBUT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def make_png(rouge=200):
    """Make a picture of one pixel."""

    def chunk(nom, donnees):
        return struct.pack(">I", len(donnees)) + nom + donnees + struct.pack(">I", zlib.crc32(nom + donnees))

    entete = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(bytes((0, rouge, 0, 0)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", entete) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def t(texte, *marques, lien=None, origine=Origine.TRAME):
    return Fragment(texte, origine, None, frozenset(marques), lien)


def ia(texte):
    return Fragment(texte, Origine.IA, "motifs")


def s(texte):
    return Fragment(texte, Origine.SAISIE, "champ")


def _cell(texte, colonnes=1, lignes=1):
    return Cellule((Alinea((s(texte),)),), colonnes, lignes)


def make_acte():
    """Make an arrêté that holds one of each thing that a reader sees."""
    image = Image.from_bytes(make_png(), "plan du quartier", 20.0, 20.0)
    blocs = [
        Numero((t("Arrêté n° "), Emplacement("numero", "……………"))),
        Intitule((t("Arrêté portant réglementation de la circulation "), s("rue des Écoles"))),
        Visa((t("Vu le code de la route, consultable "), t("en ligne", lien="https://exemple.fr/code"), t(" ;"))),
        Considerant((t("Considérant que "), ia("les travaux du canal empiètent sur la chaussée"), t(" ;"))),
        Considerant((t("Considérant que la largeur restante est de 10"), t("2", Marque.EXPOSANT), t(" cm ;"))),
        Formule((t("ARRÊTE"),)),
        TitreArticle((t("Article 1er"),)),
        Alinea((t("La redevance est fixée à "), s("1 250 €"), t(" par mois."))),
        Liste(
            tuple(Puce((s(e),), f"{i + 1}°") for i, e in enumerate(("rue du Port ;", "place d’Armes ;", "quai Nord.")))
        ),
        TitreArticle((t("Article 2"),)),
        Alinea((t("La déviation est jalonnée"), Note((Alinea((t("Selon le plan ci-joint."),)),)), t("."))),
        Tableau(
            (
                Ligne(tuple(_cell(x) for x in ("Voie", "2025", "2026")), entete=True),
                Ligne(tuple(_cell(x) for x in ("rue du Port", "480,00 €", "520,00 €"))),
                Ligne((_cell("quai Nord"), _cell("1 152,00 €", colonnes=2))),
                Ligne((_cell("place d’Armes", lignes=2), _cell("75,00 €"), _cell("80,00 €"))),
                Ligne((_cell("85,00 €"), _cell("90,00 €"))),
            )
        ),
        Alinea((t("Le plan : "), image)),
        Cadre((Alinea((t("Accès des secours maintenu."),)),)),
        Mention((t("Fait à Neuville, le "), Emplacement("date", "……………")), sorte=SorteMention.FAIT),
        Signature((t("Le maire,\nCamille DUPONT"),)),
        Mention((t("Acte rendu exécutoire : "), Emplacement("cachet", "……………")), sorte=SorteMention.EXECUTOIRE),
        Annexe(TitreAnnexe((t("Annexe 1"),)), (Alinea((t("Liste des riverains prévenus."),)),)),
    ]
    projet, avis = (t(TEXTE_PROJET),), (t(AVIS_AVEC_MODELE.format("vllm (essai)")),)
    pied = Alinea((t("Page "), Champ(NatureChamp.PAGE), t(" sur "), Champ(NatureChamp.NB_PAGES)))
    acte = Acte(
        Genre.ARRETE,
        "Arrêté portant réglementation de la circulation rue des Écoles",
        assemble(blocs),
        (
            EnTetePage((MarqueProjet(projet), Alinea((s("Commune de Neuville"),)))),
            EnTetePage((MarqueProjet(projet),), SortePage.PREMIERE),
        ),
        (PiedPage((AvisIA(avis), pied)),),
    )
    propres = Proprietes(
        STATUT_PROJET, "arrete_circulation", "1.0", "2026-1", "vllm (essai)", "", digest(acte), "partiel"
    )
    return Acte(acte.genre, acte.titre, acte.corps, acte.en_tetes, acte.pieds, propres)


@functools.cache
def make_projet(sorte):
    return formats.write(make_acte(), sorte, load_charte())


@functools.cache
def make_cle(epoque=1, graine=b"m"):
    secrete = Ed25519PrivateKey.from_private_bytes(graine * 32)
    brute = secrete.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return ClePrivee(secrete, ClePublique(epoque, brute, DEBUT))


CLE = make_cle()
CLES = Cles((CLE.publique,))
PIRATE = make_cle(1, b"p")


def make_releve(**autres):
    return Releve(
        **{
            "acte": ActeVise("arrete", "Arrêté rue des Écoles", "213800001", "arrete_circulation", "1.0"),
            "relecteur": Relecteur("Camille Dupont", "elu", "arrêté n° 12 du 3 mars 2026"),
            "instant": INSTANT,
            "controles": Controles(exactitude=True, plausibilite=True, sources=True),
            "rang": 7,
            "empreinte_ligne": "ab" * 32,
            "constats_leves": ("C05",),
            "modele_ia": "vllm (essai)",
            "version_prompt": "p3",
        }
        | autres
    )


@functools.cache
def make_scelle(sorte):
    return seal(make_projet(sorte), f"acte.{sorte}", make_releve(), CLE)


def read_part(donnees, nom):
    with zipfile.ZipFile(io.BytesIO(donnees)) as archive:
        return archive.read(nom).decode()


def list_parts(donnees):
    with zipfile.ZipFile(io.BytesIO(donnees)) as archive:
        return archive.namelist()


def change(donnees, nom, changer, *, autres=()):
    """Give a package again with a part changed by a function, which must change it, and parts added or replaced."""
    ajouts = dict(autres)
    tampon = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(donnees)) as source, zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for membre in source.infolist():
            brut = source.read(membre)
            if membre.filename == nom:
                nouveau = changer(brut) if isinstance(brut, bytes) and nom.endswith(".png") else changer(brut.decode())
                nouveau = nouveau if isinstance(nouveau, bytes) else nouveau.encode()
                assert nouveau != brut, "nothing was changed"
                brut = nouveau
            archive.writestr(membre, ajouts.pop(membre.filename, brut))
        for ajout, brut in ajouts.items():
            archive.writestr(ajout, brut)
    return tampon.getvalue()


def swap(avant, apres, fois=1):
    """Give a function that replaces words, which must be there."""

    def changer(xml):
        assert avant in xml, f"{avant} is not there"
        return xml.replace(avant, apres, fois)

    return changer


def sub(motif, apres, fois=1):
    """Give a function that replaces a pattern, which must be there."""

    def changer(xml):
        nouveau, nombre = re.subn(motif, apres, xml, count=fois, flags=re.DOTALL)
        assert nombre, f"{motif} is not there"
        return nouveau

    return changer


CORPS = {"docx": "word/document.xml", "odt": "content.xml"}
PROPRIETES = {"docx": "docProps/custom.xml", "odt": "meta.xml"}
