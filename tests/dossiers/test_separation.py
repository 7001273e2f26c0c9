"""Nobody sees what is not theirs: not another collectivité's, not a colleague's before it is sent."""

import uuid

import pytest

from tests.dossiers.outils import CONTROLES, make_collectivite


def list_demandes(dossier, vue, commentaire):
    chemin = f"/dossiers/{dossier['id']}"
    return [
        ("GET", chemin, None),
        ("GET", f"{chemin}/versions/1", None),
        ("GET", f"{chemin}/versions/1/fichier", None),
        ("GET", f"{chemin}/versions/1/comparaison", None),
        ("GET", f"{chemin}/commentaires", None),
        ("GET", f"{chemin}/registre", None),
        ("GET", f"{chemin}/scelle/fichier", None),
        ("GET", f"{chemin}/scelle/sidecar", None),
        ("POST", f"{chemin}/soumission", vue),
        ("POST", f"{chemin}/ouverture", vue),
        ("POST", f"{chemin}/retrait", {"etape": 0}),
        ("POST", f"{chemin}/cloture", None),
        ("POST", f"{chemin}/renvoi", {**vue, "raison": "Sans motif."}),
        ("POST", f"{chemin}/commentaires", {**vue, "texte": "Bonjour"}),
        ("POST", f"{chemin}/commentaires/{commentaire}/resolution", None),
        ("PUT", f"{chemin}/examens", {**vue, "decisions": [{"bloc": 0, "decision": "accepte"}]}),
        ("POST", f"{chemin}/visa", {**vue, "etape": 0, "controles": CONTROLES}),
    ]


def refused_as_unknown(personne, dossier, vue, commentaire) -> None:
    """Everything is refused with the words for what does not exist."""
    inconnu = str(uuid.uuid4())
    for methode, chemin, corps in list_demandes(dossier, vue, commentaire):
        refus = personne.ask(methode, chemin, 404, json=corps).json()
        assert personne.ask(methode, chemin.replace(dossier["id"], inconnu), 404, json=corps).json() == refus
    fichiers = {"fichier": ("x.docx", b"bonjour")}
    personne.ask("POST", f"/dossiers/{dossier['id']}/versions?version=1", 404, files=fichiers)
    corps = {"quoi": "dossier", "compte_id": personne.id}
    personne.ask("POST", f"/dossiers/{dossier['id']}/transmission", 404, json=corps)


@pytest.mark.parametrize("roles", [("administrateur", "auditeur"), ("relecteur_juridique", "elu")])
def test_another_collectivite_sees_nothing(mairie, alice, julie, maire, roles) -> None:
    voisine = make_collectivite(mairie.moteur, "Ailleurs")
    victor = mairie.person("victor", *roles, collectivite=voisine)
    dossier = alice.send()
    fait = alice.do(dossier, "commentaires", 201, **alice.see(dossier), texte="Le mien.")
    refused_as_unknown(victor, dossier, alice.see(dossier), fait["id"])
    assert victor.ask("GET", "/dossiers").json()["total"] == 0
    assert victor.ask("GET", "/dossiers/a-relire").json()["elements"] == []
    # Nor can anything be handed to somebody there.
    alice.do(dossier, "retrait", etape=0)
    alice.do(dossier, "transmission", 404, quoi="dossier", compte_id=victor.id)
    corps = {"delegataire_id": victor.id, "role": "elu", "debut": "2026-01-01", "fin": "2099-01-01"}
    maire.ask("POST", "/delegations", 404, json=corps)


def test_what_is_not_sent_yet_is_its_author_s_alone(mairie, alice, julie, maire) -> None:
    bruno = mairie.person("bruno", "redacteur")
    dossier = alice.make()
    fait = alice.do(dossier, "commentaires", 201, **alice.see(dossier), texte="Le mien.")
    for personne in (julie, bruno):
        refused_as_unknown(personne, dossier, alice.see(dossier), fait["id"])
    alice.submit(dossier)
    julie.get(dossier)
    bruno.get(dossier, 404)


def test_an_auditor_reads_all_and_changes_nothing(mairie, alice, julie, maire) -> None:
    audit = mairie.person("audit", "auditeur")
    dossier = alice.send()
    assert audit.get(dossier)["actions"] == []
    assert audit.ask("GET", "/dossiers").json()["total"] == 1
    assert audit.ask("GET", f"/dossiers/{dossier['id']}/registre").json()["lignes"]
    vue = audit.see(dossier)
    for action, corps in (
        ("soumission", vue),
        ("retrait", {"etape": 0}),
        ("cloture", {}),
        ("renvoi", {**vue, "raison": "Sans motif."}),
        ("transmission", {"quoi": "dossier", "compte_id": audit.id}),
        ("visa", {**vue, "etape": 0, "controles": CONTROLES}),
    ):
        assert audit.ask("POST", f"/dossiers/{dossier['id']}/{action}", None, json=corps).status_code == 403
    audit.deposit(dossier, alice.file(dossier), 403)


def test_each_finds_one_s_own_in_the_list(mairie, alice, julie, maire) -> None:
    bruno = mairie.person("bruno", "redacteur")
    dossier = alice.send()
    bruno.make()

    def found(personne, **criteres):
        return [d["id"] for d in personne.ask("GET", "/dossiers", params=criteres).json()["elements"]]

    assert found(alice) == [dossier["id"]]
    assert found(julie) == []
    julie.approve(dossier)
    assert found(julie) == [dossier["id"]]
    assert found(alice, etat="en_relecture") == [dossier["id"]]
    assert found(alice, etat="valide") == []
    assert len(found(mairie.person("chef", "administrateur"))) == 2
