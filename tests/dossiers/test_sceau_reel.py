"""The whole way with the seal itself: drafted, sent, read, judged, signed off twice, downloaded, verified offline."""

import asyncio
import hashlib
import json
import stat
from uuid import UUID

import pytest

from server import app as application
from server import formats
from server.acte.canon import digest
from server.catalogue import load_exemple, validate
from server.charte import load_charte
from server.db import transaction
from server.dossiers.models import Dossier
from server.dossiers.sceau_reel import SceauReel
from server.dossiers.scellement import make_releve
from server.dossiers.versions import find_version, read_version
from server.redacteurs import Aucun
from server.redaction import draft
from server.reserve import Reserve
from server.sceau import Etat, Trousseau, parse_cles, render_cles, verify
from tests.api.outils import CATALOGUE, exemple
from tests.dossiers.outils import ARRETE, edit, write_with_ia

IA = "tranchée"
DELIBERATION = "deliberation_subvention"


@pytest.fixture
def scelleur(trousseau):
    return SceauReel(trousseau)


def download(personne, dossier) -> tuple[bytes, bytes]:
    chemin = f"/dossiers/{dossier['id']}/scelle"
    return personne.ask("GET", f"{chemin}/fichier").content, personne.ask("GET", f"{chemin}/sidecar").content


def approve_all(dossier, *relecteurs) -> None:
    for relecteur in relecteurs:
        relecteur.approve(dossier)


@pytest.mark.parametrize("sorte", ["docx", "odt"])
def test_an_act_goes_from_its_draft_to_a_verified_file(alice, julie, maire, trousseau, sorte) -> None:
    dossier = alice.submit(alice.make(format=sorte))
    approve_all(dossier, julie, maire)
    fichier, sidecar = download(alice, dossier)

    cles = parse_cles(render_cles(trousseau.publiques()), "cles-publiques.json")
    verdict = verify(fichier, f"acte.{sorte}", cles, sidecar)
    assert (verdict.etat, verdict.blocs_alteres, verdict.notes) == (Etat.VALIDE, (), ())
    assert verify(fichier, f"acte.{sorte}", cles).etat is Etat.VALIDE
    releve, vu = verdict.releve, alice.get(dossier)
    assert (releve.acte.modele, releve.acte.intitule, releve.acte.genre) == (ARRETE, vu["titre"], "arrete")
    assert releve.acte.collectivite.isdigit()
    assert (releve.relecteur.nom, releve.relecteur.role) == ("Maire Essai", "elu")
    assert [p.relecteur.nom for p in releve.precedents] == ["Julie Essai"]
    ligne = next(une for une in alice.ask("GET", f"/dossiers/{dossier['id']}/registre").json()["lignes"][::-1]
                 if une["genre"] == "visa")  # fmt: skip
    assert (releve.rang, releve.empreinte_ligne) == (ligne["rang"], ligne["empreinte"])
    assert "ia" not in releve.totaux
    assert sum(releve.totaux.values()) > 1000

    avant, apres = "2026/118", "2026/119"
    altere = edit(fichier, (avant, apres))
    faux = verify(altere, f"acte.{sorte}", cles, sidecar)
    assert faux.etat is Etat.ALTERE
    assert (avant in faux.blocs_alteres[0].avant, apres in faux.blocs_alteres[0].apres) == (True, True)


def test_the_words_of_a_model_are_in_the_statement(alice, julie, maire, trousseau) -> None:
    ia = alice.submit(alice.make_from(write_with_ia(alice.file(alice.make()), IA)))
    approve_all(ia, julie, maire)
    fichier, sidecar = download(alice, ia)
    totaux = verify(fichier, "acte.docx", trousseau.publiques(), sidecar).releve.totaux
    assert totaux["ia"] > 50
    version = alice.version(ia)
    assert (
        sum(len(f["texte"]) for b in version["acte"]["blocs"] for f in b["fragments"] if f["origine"] == "ia")
        == (totaux["ia"])
    )


def test_what_cannot_be_sealed_is_told_before_the_ledger_has_anything(mairie, alice, julie, maire) -> None:
    cache = edit(alice.file(alice.make()), ("<w:rPr>", "<w:rPr><w:vanish/>"))
    dossier = alice.submit(alice.make_from(cache))
    refus = julie.do(dossier, "visa", 409, **julie.read_all(dossier))
    assert {un["code"] for un in refus["refus"]} == {"cache"}
    assert julie.version(dossier)["refus"] == refus["refus"]
    assert refus["refus"][0]["lieu"] in refus["detail"]
    genres = [une["genre"] for une in alice.ask("GET", f"/dossiers/{dossier['id']}/registre").json()["lignes"]]
    assert "visa" not in genres


def test_no_key_no_visa(alice, julie, maire, trousseau) -> None:
    dossier = alice.send()
    julie.approve(dossier)
    trousseau.revoke(1, "vol")
    refus = maire.do(dossier, "visa", 409, **maire.read_all(dossier))
    assert "Aucune clé" in refus["detail"]
    assert maire.get(dossier)["etat"] == "en_relecture"
    trousseau.rotate()
    maire.approve(dossier)
    fichier, sidecar = download(maire, dossier)
    assert verify(fichier, "acte.docx", trousseau.publiques(), sidecar).etat is Etat.VALIDE


def test_a_seal_made_again_after_a_crash_is_the_same(mairie, alice, julie, maire, trousseau) -> None:
    dossier = alice.send()
    approve_all(dossier, julie, maire)
    premiers = download(alice, dossier)
    with transaction(mairie.moteur, ecriture=False) as session:
        garde = session.get_one(Dossier, UUID(dossier["id"]))
        version = find_version(session, garde)
        releve, octets, nom = make_releve(session, Reserve(), garde, version), version.octets, version.nom
    # Another process, which has nothing in memory and its own clock.
    scelle = SceauReel(trousseau).seal(octets, nom, releve)
    assert (scelle.fichier, scelle.sidecar) == premiers


def test_a_deliberation_says_whether_it_is_the_projet_or_the_extrait(alice, mairie, trousseau) -> None:
    dossier = alice.make(DELIBERATION)
    for rang, role in enumerate(dossier["circuit"]):
        mairie.person(f"relecteur{rang}", role)
    alice.submit(dossier)
    approve_all(dossier, *(mairie.personnes[f"relecteur{rang}"] for rang in range(len(dossier["circuit"]))))
    fichier, sidecar = download(alice, dossier)
    releve = verify(fichier, "acte.docx", trousseau.publiques(), sidecar).releve
    assert releve.acte.etape in {"projet", "extrait"}
    assert json.loads(sidecar)["format"] == "minutier-visa/1"
    assert hashlib.sha256(fichier).hexdigest() == alice.get(dossier)["scelle"]["sha256"]


def test_the_service_makes_its_key_at_its_first_start_and_seals_with_it(reglages, trousseau) -> None:
    application._prepare(reglages)  # noqa: SLF001 -- what serve() does before it listens
    (cle,) = trousseau.publiques()
    assert [
        stat.S_IMODE(chemin.stat().st_mode) for chemin in (trousseau.dossier, trousseau.dossier / "visa-1.pem")
    ] == [
        0o700,
        0o600,
    ]
    application._prepare(reglages)  # noqa: SLF001
    assert tuple(trousseau.publiques()) == (cle,)
    app = application._create_ready(reglages)  # noqa: SLF001
    assert isinstance(app.state.scelleur, SceauReel)
    app.state.moteur.dispose()


def test_a_key_that_cannot_sign_stops_sign_offs_and_not_the_service(reglages, trousseau, caplog) -> None:
    trousseau.signataire()
    trousseau.dossier.chmod(0o755)
    application._prepare(reglages)  # noqa: SLF001
    assert "aucun acte ne pourra être visé" in caplog.text
    assert "chmod 700" in caplog.text


@pytest.mark.parametrize("code", CATALOGUE.codes)
def test_a_version_is_known_by_the_digest_that_the_seal_signs(code, trousseau_seul) -> None:
    """Two ways to the same digest: the tree without its marks, and the file without its marks, read again."""
    modele, charte = CATALOGUE.get(code), load_charte(None)
    brouillon = asyncio.run(draft(modele, validate(modele, load_exemple(modele, "01").valeur), Aucun(), charte))
    for sorte in ("docx", "odt"):
        octets = formats.write(brouillon.acte, sorte, charte)
        lue = read_version(f"acte.{sorte}", octets, str(modele.genre), None, ())
        examen = SceauReel(trousseau_seul).examine(octets, f"acte.{sorte}")
        assert (examen.empreinte, examen.refus) == (digest(lue.acte), ())


@pytest.fixture
def trousseau_seul(tmp_path) -> Trousseau:
    return Trousseau.of(tmp_path)


def test_an_extrait_names_the_projet_that_was_signed_off_before_the_vote(alice, mairie, trousseau) -> None:
    def seal(brouillon):
        brouillon = alice.draft(brouillon, redacteur="aucun")
        corps = {"brouillon_id": brouillon["id"], "revision": brouillon["revision"]}
        dossier = alice.ask("POST", "/dossiers", 201, json=corps).json()
        relecteurs = [mairie.person(f"relecteur{rang}", role) for rang, role in enumerate(dossier["circuit"])]
        alice.submit(dossier)
        approve_all(dossier, *relecteurs)
        fichier, sidecar = download(alice, dossier)
        verdict = verify(fichier, "acte.docx", trousseau.publiques(), sidecar)
        assert verdict.etat is Etat.VALIDE
        return brouillon, alice.get(dossier)["versions"][-1]["canon"], verdict.releve.acte

    brouillon, canon, acte = seal(alice.create(exemple(DELIBERATION, "03"), DELIBERATION))
    assert (acte.etape, acte.projet) == ("projet", "")
    # After the vote, the same draft becomes the extrait; another draft of the same act names nothing.
    corps = {"saisie": exemple(DELIBERATION, "01"), "revision": brouillon["revision"]}
    apres = {**brouillon, **alice.ask("PUT", f"/brouillons/{brouillon['id']}", json=corps).json()}
    for une, attendu in ((apres, canon), (alice.create(exemple(DELIBERATION, "01"), DELIBERATION), "")):
        extrait = seal(une)[2]
        assert (extrait.etape, extrait.projet) == ("extrait", attendu)
