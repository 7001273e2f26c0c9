"""Keys: owner-only, epochs, rotation, revocation; what a visa is worth when its key is not what it was."""

import datetime as dt
import json
import multiprocessing
from dataclasses import replace

import pytest

from server.errors import FichierIllisible, Introuvable, ReglageInvalide
from server.sceau import Cles, Etat, Trousseau, attest, parse_cles, render_cles, seal, verify
from server.sceau.sidecar import EnveloppeIllisibleError
from tests.sceau.fabrique import CLE, CLES, INSTANT, SORTES, make_cle, make_projet, make_releve, make_scelle

JOUR = dt.timedelta(days=1)


@pytest.fixture
def trousseau(tmp_path):
    return Trousseau.of(tmp_path)


def test_the_first_key_is_made_at_first_need_for_its_owner_alone(trousseau):
    assert not trousseau.publiques()
    cle = trousseau.signataire()
    assert trousseau.signataire().publique == cle.publique
    assert [c.id for c in trousseau.publiques()] == [cle.publique.id]
    assert trousseau.dossier.stat().st_mode & 0o777 == 0o700
    assert {f.stat().st_mode & 0o777 for f in trousseau.dossier.iterdir()} == {0o600}
    assert "PRIVATE" not in repr(cle)


@pytest.mark.parametrize(("quoi", "droits"), [("", 0o750), ("", 0o701), ("visa-1.pem", 0o640), ("visa-1.pem", 0o604)])
def test_keys_that_others_may_read_are_refused(trousseau, quoi, droits):
    trousseau.signataire()
    (trousseau.dossier / quoi).chmod(droits)
    with pytest.raises(ReglageInvalide, match="chmod"):
        trousseau.signataire()


def test_a_key_that_is_a_link_is_refused(trousseau, tmp_path):
    trousseau.signataire()
    cle = trousseau.dossier / "visa-1.pem"
    cle.rename(tmp_path / "ailleurs.pem")
    cle.symlink_to(tmp_path / "ailleurs.pem")
    with pytest.raises(ReglageInvalide):
        trousseau.signataire()


@pytest.mark.parametrize("contenu", [None, b"", b"rien", "autre"])
def test_a_private_key_that_is_gone_damaged_or_of_another_is_said(trousseau, tmp_path, contenu):
    trousseau.signataire()
    cle = trousseau.dossier / "visa-1.pem"
    if contenu is None:
        cle.unlink()
    elif contenu == "autre":
        Trousseau(tmp_path / "autre").signataire()
        cle.write_bytes((tmp_path / "autre" / "visa-1.pem").read_bytes())
    else:
        cle.write_bytes(contenu)
    with pytest.raises(ReglageInvalide, match=r"visa-1\.pem"):
        trousseau.signataire()


def _take(dossier, envoi):
    envoi.put(Trousseau(dossier).signataire().publique.id)


def test_several_processes_that_start_at_once_make_one_key(trousseau):
    contexte = multiprocessing.get_context("spawn")
    recus = contexte.Queue()
    processus = [contexte.Process(target=_take, args=(trousseau.dossier, recus), daemon=True) for _ in range(4)]
    for un in processus:
        un.start()
    idents = {recus.get(timeout=60) for _ in processus}
    for un in processus:
        un.join(60)
    assert idents == {cle.id for cle in trousseau.publiques()}
    assert len(idents) == 1


def test_a_new_epoch_leaves_the_visas_of_the_one_before_valid_and_deletes_its_key(trousseau):
    ancienne = trousseau.signataire()
    scelle = seal(make_projet("docx"), "acte.docx", make_releve(instant=dt.datetime.now(dt.UTC)), ancienne)
    nouvelle = trousseau.rotate()
    assert trousseau.signataire().publique == nouvelle
    assert [c.epoque for c in trousseau.publiques()] == [1, 2]
    assert not (trousseau.dossier / "visa-1.pem").exists()
    assert verify(scelle.fichier, "acte.docx", trousseau.publiques()).etat is Etat.VALIDE


def test_a_key_kept_after_its_epoch_signs_nothing_valid(trousseau):
    ancienne = trousseau.signataire()
    trousseau.rotate()
    plus_tard = dt.datetime.now(dt.UTC) + JOUR
    scelle = seal(make_projet("docx"), "acte.docx", make_releve(instant=plus_tard), ancienne)
    assert verify(scelle.fichier, "acte.docx", trousseau.publiques()).etat is Etat.INVALIDE


def test_a_revoked_key_signs_no_more(trousseau):
    trousseau.signataire()
    trousseau.revoke(1, "vol")
    assert not (trousseau.dossier / "visa-1.pem").exists()
    with pytest.raises(ReglageInvalide, match="révoquée"):
        trousseau.signataire()
    trousseau.rotate()
    assert trousseau.signataire().publique.epoque == 2
    with pytest.raises(Introuvable):
        trousseau.revoke(9, "vol")


def test_the_earlier_of_two_revocations_stands(trousseau):
    trousseau.signataire()
    trousseau.revoke(1, "vol", INSTANT)
    assert trousseau.revoke(1, "perte").revoquee_le == INSTANT


def revoked(quand, *autres):
    return Cles((replace(CLE.publique, revoquee_le=quand, motif="vol"), *autres))


@pytest.mark.parametrize("sorte", SORTES)
def test_a_key_revoked_before_the_visa_makes_it_invalid(sorte):
    for quand in (INSTANT - JOUR, INSTANT):
        assert verify(make_scelle(sorte).fichier, "acte", revoked(quand)).etat is Etat.INVALIDE


def test_a_key_revoked_after_the_visa_leaves_it_undetermined_unless_the_ledger_attests_it():
    scelle = make_scelle("docx")
    suivante = make_cle(2, b"n")
    cles = revoked(INSTANT + JOUR, suivante.publique)
    seul = verify(scelle.fichier, "acte", cles, scelle.sidecar)
    assert seul.etat is Etat.INDETERMINE
    assert "antidater" in seul.notes[0]
    atteste = verify(scelle.fichier, "acte", cles, attest(scelle.sidecar, suivante))
    assert atteste.etat is Etat.VALIDE
    assert "atteste" in atteste.notes[0]


def test_an_attestation_by_the_same_key_an_unknown_one_or_of_another_seal_proves_nothing():
    scelle, suivante = make_scelle("docx"), make_cle(2, b"n")
    cles = revoked(INSTANT + JOUR, suivante.publique)
    autre_acte = seal(make_projet("docx"), "a", make_releve(rang=99), CLE).sidecar
    vole = json.loads(scelle.sidecar) | {"attestations": json.loads(attest(autre_acte, suivante))["attestations"]}
    faux = (attest(scelle.sidecar, CLE), attest(scelle.sidecar, make_cle(3, b"z")), json.dumps(vole).encode())
    for sidecar in faux:
        assert verify(scelle.fichier, "acte", cles, sidecar).etat is Etat.INDETERMINE
    with pytest.raises(EnveloppeIllisibleError):
        attest(b"{}", suivante)


def test_a_visa_dated_before_its_key_is_valid_and_says_that_a_clock_went_back():
    scelle = seal(make_projet("docx"), "acte", make_releve(instant=CLE.publique.valable_depuis - JOUR), CLE)
    verdict = verify(scelle.fichier, "acte", CLES)
    assert verdict.etat is Etat.VALIDE
    assert "horloge" in verdict.notes[0]


def test_an_algorithm_that_this_version_does_not_know_leaves_it_undetermined():
    cles = Cles((replace(CLE.publique, algorithme="ml-dsa-65"),))
    assert verify(make_scelle("docx").fichier, "acte", cles).etat is Etat.INDETERMINE


def test_the_public_file_says_all_and_nothing_secret():
    cles = revoked(INSTANT, make_cle(2, b"n").publique)
    assert parse_cles(render_cles(cles), "cles.json") == cles
    assert set(json.loads(render_cles(cles))["cles"][0]) == {
        *("epoque", "id", "algorithme", "cle", "valable_depuis", "retiree_le", "revoquee_le", "motif")
    }


@pytest.mark.parametrize(
    "changer",
    [
        lambda v: v | {"format": "minutier-cles/2"},
        lambda v: v | {"cles": [v["cles"][0] | {"id": "00"}]},
        lambda v: v | {"cles": [v["cles"][0] | {"cle": "AAAA"}]},
        lambda v: v | {"cles": [v["cles"][0] | {"valable_depuis": "2026-01-01T00:00:00"}]},
        lambda v: v | {"cles": v["cles"] * 2},
        lambda v: v | {"cles": 3},
        lambda v: [],
    ],
)
def test_a_damaged_key_file_is_refused_whole(changer):
    valeur = changer(json.loads(render_cles(CLES)))
    with pytest.raises(FichierIllisible, match=r"cles\.json"):
        parse_cles(json.dumps(valeur).encode(), "cles.json")
