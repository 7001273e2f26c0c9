"""Documents come back: read, checked, compared, and nobody's words are laundered on the way."""

import io
import re
import zipfile
from uuid import UUID

import pytest
from sqlalchemy import delete

from server import formats
from server.charte import load_charte
from server.db import transaction
from server.reformulations.models import Reformulation
from tests.dossiers.outils import ARRETE, NOTE, edit, strip_properties, write_with_ia

IA = "tranchée"


def origins(version, mot) -> set[str]:
    """Give the origins of the paragraph that holds a word."""
    (bloc,) = [b for b in version["acte"]["blocs"] if mot in b["texte"]]
    return {f["origine"] for f in bloc["fragments"]}


@pytest.fixture
def avec_ia(alice):
    """Give a dossier whose motives a model wrote."""
    return alice.make_from(write_with_ia(alice.file(alice.make()), IA))


@pytest.mark.parametrize("sorte", ["docx", "odt"])
def test_a_document_comes_back_as_the_next_version(alice, sorte) -> None:
    dossier = alice.make(format=sorte)
    revenu = edit(alice.file(dossier), ("eau potable", "eau de source"))
    vu = alice.deposit(dossier, revenu, nom=f"mon acte.{sorte}")
    assert [v["numero"] for v in vu["versions"]] == [1, 2]
    assert (vu["version"], vu["versions"][1]["nom"], vu["versions"][1]["format"]) == (2, f"mon acte.{sorte}", sorte)
    assert alice.file(dossier, 2) == revenu
    assert alice.file(dossier, 1) != revenu
    version = alice.version(dossier)
    assert any("eau de source" in b["texte"] for b in version["acte"]["blocs"])
    assert version["canon"] != vu["versions"][0]["canon"]


def test_the_words_that_changed_are_shown(alice) -> None:
    dossier = alice.make()
    alice.deposit(dossier, edit(alice.file(dossier), ("eau potable", "eau de source")))
    chemin = f"/dossiers/{dossier['id']}/versions/2/comparaison"
    for criteres in ({}, {"avec": "redige"}, {"version": 1}):
        vue = alice.ask("GET", chemin, params=criteres).json()
        assert vue["avant"] == ("redige" if "avec" in criteres else "1")
        changes = [b for b in vue["blocs"] if b["changement"] != "egal"]
        assert changes
        for bloc in changes:
            mots = [(m["sort"], m["texte"]) for m in bloc["mots"] if m["sort"] != "egal"]
            assert mots[:2] == [("retire", "potable"), ("ajoute", "de source")]
    egaux = alice.ask("GET", f"/dossiers/{dossier['id']}/versions/1/comparaison").json()["blocs"]
    assert {b["changement"] for b in egaux} == {"egal"}


def test_a_document_is_compared_with_nothing_that_it_does_not_come_from(alice, avec_ia) -> None:
    chemin = f"/dossiers/{avec_ia['id']}/versions/1/comparaison"
    assert "pas été composé" in alice.ask("GET", chemin, 409, params={"avec": "redige"}).json()["detail"]
    alice.ask("GET", chemin, 404, params={"version": 7})


def test_a_comma_does_not_launder_what_a_model_wrote(alice, avec_ia) -> None:
    assert origins(alice.version(avec_ia), IA) == {"ia"}
    avant = alice.file(avec_ia)
    for ancien, nouveau in (("tranchée", "tranchée,"), ("tranchée,", "tranchée, ici,"), ("ici,", "là,")):
        avant = edit(avant, (ancien, nouveau))
        alice.deposit(avec_ia, avant)
        assert origins(alice.version(avec_ia), IA) == {"ia_retouchee"}


def test_taking_our_properties_away_does_not_either(alice, avec_ia) -> None:
    nu = strip_properties(alice.file(avec_ia))
    assert formats.read(nu, "x").acte.proprietes.modele == ""
    alice.deposit(avec_ia, nu)
    assert origins(alice.version(avec_ia), IA) == {"ia"}


def test_what_an_agent_writes_anew_is_the_agent_s(alice, avec_ia) -> None:
    texte = next(b["texte"] for b in alice.version(avec_ia)["acte"]["blocs"] if IA in b["texte"])
    neuf = "Considérant l’urgence de réparer une conduite d’eau crevée ;"
    # Typed over the passage, the new words take its style, and a claim of the file is believed …
    tape = edit(alice.file(avec_ia), (texte, neuf))
    alice.deposit(avec_ia, tape)
    assert origins(alice.version(avec_ia), "crevée") == {"ia_retouchee"}
    # … typed elsewhere, or with the style taken off, they do not.
    octets = edit(alice.file(avec_ia, 1), (texte, neuf))
    (style,) = set(re.findall(r'<w:rStyle w:val="[^"]*IA[^"]*"/>', read_document(octets)))
    autre = alice.make_from(alice.file(avec_ia, 1))
    alice.deposit(autre, edit(octets, (style, "")))
    assert origins(alice.version(autre), "crevée") == {"agent"}
    assert alice.version(autre)["passages"] == []


def test_what_a_model_put_into_other_words_is_not_the_agent_s(mairie, alice) -> None:
    dossier = alice.make()
    fragments = [f for b in alice.version(dossier)["acte"]["blocs"] for f in b["fragments"]]
    ancien = next(f["texte"] for f in fragments if IA in f["texte"])
    reformule = "Considérant que le passage des piétons reste possible par le trottoir opposé ;"
    with transaction(mairie.app.state.moteur) as session:
        session.add(Reformulation(compte_id=UUID(alice.id), action="clair", textes=[reformule]))
    # Put into the document by an office program: nothing in the file says who wrote it.
    alice.deposit(dossier, edit(alice.file(dossier), (ancien, reformule)))
    assert origins(alice.version(dossier), "trottoir opposé") == {"ia_retouchee"}
    with transaction(mairie.app.state.moteur) as session:
        session.execute(delete(Reformulation))
    alice.deposit(dossier, edit(alice.file(dossier), ("trottoir opposé", "trottoir d’en face")))
    assert origins(alice.version(dossier), "d’en face") == {"ia_retouchee"}


def read_document(octets) -> str:
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        return archive.read("word/document.xml").decode()


def test_a_document_of_nobody_is_to_be_judged_whole(alice) -> None:
    octets = formats.write(
        formats.read("NOTE DE SERVICE\n\nLe service est fermé lundi.".encode(), "x").acte, "docx", load_charte(None)
    )
    dossier = alice.make_from(strip_properties(octets), NOTE)
    assert dossier["titre"]
    assert {o for p in alice.version(dossier)["passages"] for o in p["origines"]} == {"indetermine"}


def test_a_document_that_comes_from_a_draft_is_known_by_its_number(alice) -> None:
    origine = alice.make()
    revenu = edit(alice.file(origine), ("eau potable", "eau de source"))
    dossier = alice.make_from(revenu)
    assert dossier["brouillon_id"] == origine["brouillon_id"]
    assert origins(alice.version(dossier), "tranchée") <= {"saisie", "trame"}
    chemin = f"/dossiers/{dossier['id']}/versions/1/comparaison"
    blocs = alice.ask("GET", chemin, params={"avec": "redige"}).json()["blocs"]
    assert {b["changement"] for b in blocs} == {"egal", "modifie"}


def test_a_document_of_somebody_else_s_draft_opens_nothing_of_it(mairie, alice) -> None:
    bruno = mairie.person("bruno", "redacteur")
    origine = alice.make()
    assert bruno.make_from(alice.file(origine))["brouillon_id"] is None


def test_a_version_is_made_from_the_present_one(alice) -> None:
    dossier = alice.make()
    octets = alice.file(dossier)
    alice.deposit(dossier, edit(octets, ("eau potable", "eau de source")), version=1)
    refus = alice.deposit(dossier, octets, 409, version=1)
    assert (refus["version"], "partez d’elle" in refus["detail"]) == (2, True)


def test_a_version_during_review_begins_the_circuit_again(alice, julie, maire) -> None:
    dossier = alice.send()
    julie.approve(dossier)
    refus = alice.deposit(dossier, alice.file(dossier), 409)
    assert "retirez-le" in refus["detail"]
    corrige = maire.deposit(dossier, edit(maire.file(dossier), ("eau potable", "eau de source")))
    assert (corrige["etat"], corrige["etape"], corrige["etapes"][0]["etat"]) == ("en_relecture", 0, "en_cours")
    julie.approve(dossier)
    maire.do(dossier, "visa", 403, **maire.claim(dossier))


def test_a_validated_act_does_not_change(alice, julie, maire) -> None:
    dossier = alice.send()
    julie.approve(dossier)
    maire.approve(dossier)
    assert "ne change plus" in alice.deposit(dossier, alice.file(dossier), 409)["detail"]


@pytest.mark.parametrize("octets", [b"", b"%PDF-1.7", b"PK\x03\x04"], ids=["vide", "pdf", "zip"])
def test_what_is_no_document_is_refused_and_nothing_is_kept(alice, octets) -> None:
    dossier = alice.make()
    if octets:
        alice.deposit(dossier, octets, 422)
        alice.ask("POST", f"/dossiers/document?modele={ARRETE}", 422, files={"fichier": ("x.docx", octets)})
    alice.ask("POST", f"/dossiers/{dossier['id']}/versions?version=1", 415, content=b"x")
    assert alice.get(dossier)["version"] == 1


def test_a_document_of_another_kind_is_not_taken_for_this_one(alice) -> None:
    octets = alice.file(alice.make())
    refus = alice.ask("POST", f"/dossiers/document?modele={NOTE}", 422, files={"fichier": ("x.docx", octets)}).json()
    assert refus["fautes"][0]["champ"] == "modele"
    alice.ask("POST", "/dossiers/document?modele=absent", 404, files={"fichier": ("x.docx", octets)})


# --- comments


def test_a_comment_follows_its_paragraph(alice, julie, maire) -> None:
    dossier = alice.send()
    blocs = julie.version(dossier)["acte"]["blocs"]
    rang = next(i for i, b in enumerate(blocs) if "tranchée" in b["texte"])
    vue = julie.see(dossier)
    fait = julie.do(dossier, "commentaires", 201, **vue, bloc=rang, texte="Quelle profondeur ?")
    julie.do(dossier, "commentaires", 201, **vue, texte="Bel acte.")
    assert (fait["bloc"], fait["par"]["prenom"]) == (rang, "Julie")
    alice.do(dossier, "retrait", etape=0)
    alice.deposit(
        dossier, edit(alice.file(dossier), ("tranchée", "tranchée profonde"), ("ARRÊTE", "ARRÊTE ce qui suit"))
    )
    (sur_bloc, general) = alice.ask("GET", f"/dossiers/{dossier['id']}/commentaires").json()["commentaires"]
    apres = alice.version(dossier)["acte"]["blocs"]
    assert "tranchée profonde" in apres[sur_bloc["bloc"]]["texte"]
    assert (sur_bloc["version"], general["bloc"]) == (1, None)
    alice.do(dossier, f"commentaires/{sur_bloc['id']}/resolution", 204)
    assert alice.ask("GET", f"/dossiers/{dossier['id']}/commentaires").json()["commentaires"][0]["resolu_le"]


def test_a_comment_on_no_paragraph_or_an_older_version_is_refused(mairie, alice) -> None:
    dossier = alice.make()
    vue = alice.see(dossier)
    assert alice.do(dossier, "commentaires", 422, **vue, bloc=9999, texte="Ici ?")["fautes"][0]["champ"] == "bloc"
    alice.do(dossier, "commentaires", 409, **{**vue, "version": 2}, texte="Trop tard.")
    autre = mairie.person("bruno", "redacteur")
    sien = autre.make()
    fait = alice.do(dossier, "commentaires", 201, **vue, texte="Le mien.")
    autre.do(sien, f"commentaires/{fait['id']}/resolution", 404)
