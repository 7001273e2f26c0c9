"""A dossier on its way: sent, taken back, given back, handed over, delegated, signed off, closed."""

from datetime import timedelta

import pytest

from server.db import now, transaction
from server.dossiers import acces, circuits
from tests.api.outils import CATALOGUE
from tests.dossiers.outils import NOTE, edit, exemple, make_collectivite


def states(dossier) -> tuple[str, int]:
    return dossier["etat"], dossier["etape"]


def waiting(personne) -> list[str]:
    return [d["id"] for d in personne.ask("GET", "/dossiers/a-relire").json()["elements"]]


def test_an_act_goes_from_a_draft_to_its_final_file(mairie, alice, julie, maire) -> None:
    dossier = alice.make()
    assert states(dossier) == ("brouillon", 0)
    assert dossier["circuit"] == ["relecteur_juridique", "elu"]
    assert dossier["actions"] == ["deposer", "soumettre", "transmettre"]
    assert waiting(julie) == []
    assert states(alice.submit(dossier)) == ("en_relecture", 0)
    assert (waiting(julie), waiting(maire), waiting(alice)) == ([dossier["id"]], [], [])
    assert states(julie.approve(dossier)["dossier"]) == ("en_relecture", 1)
    assert (waiting(julie), waiting(maire)) == ([], [dossier["id"]])
    assert mairie.sceau.demandes == []
    valide = maire.approve(dossier)["dossier"]
    assert states(valide) == ("valide", 1)
    assert [(e["role"], e["etat"], e["par"]["prenom"]) for e in valide["etapes"]] == [
        ("relecteur_juridique", "visee", "Julie"),
        ("elu", "visee", "Maire"),
    ]
    assert valide["scelle"]["nom"].startswith("arrete_circulation_temporaire-")
    final = alice.ask("GET", f"/dossiers/{dossier['id']}/scelle/fichier")
    assert "PROJET" not in final.headers["content-disposition"]
    assert final.content == alice.file(dossier)
    releve = alice.ask("GET", f"/dossiers/{dossier['id']}/scelle/sidecar").json()["essai"]
    assert [v["role"] for v in releve["visas"]] == ["relecteur_juridique", "elu"]
    assert releve["visas"][1]["controles"] == ["exactitude", "plausibilite", "sources"]
    assert alice.get(dossier)["actions"] == ["clore"]
    assert states(alice.do(dossier, "cloture")) == ("clos", 1)
    genres = [x["genre"] for x in alice.ask("GET", f"/dossiers/{dossier['id']}/registre").json()["lignes"]]
    assert genres == ["depot", "soumission", "visa", "visa", "scellement", "cloture"]


@pytest.mark.parametrize("nom", ["acte.html", "acte"])
def test_the_final_file_is_of_its_own_format_whatever_it_was_called(nom, alice, julie, maire) -> None:
    redige = alice.make(format="odt")
    dossier = alice.make_from(alice.file(redige), nom=nom)
    alice.submit(dossier)
    julie.approve(dossier)
    maire.approve(dossier)
    final = alice.ask("GET", f"/dossiers/{dossier['id']}/scelle/fichier")
    assert final.headers["content-type"] == "application/vnd.oasis.opendocument.text"
    assert final.headers["content-disposition"].endswith('.odt"')
    sidecar = alice.ask("GET", f"/dossiers/{dossier['id']}/scelle/sidecar")
    assert sidecar.headers["content-disposition"] == 'attachment; filename="acte.visa.json"'


def test_what_was_drafted_is_the_first_version_byte_for_byte(alice) -> None:
    dossier = alice.make(format="odt")
    (version,) = dossier["versions"]
    assert version["format"] == "odt"
    assert alice.file(dossier) == alice.ask("GET", f"/brouillons/{dossier['brouillon_id']}/fichiers/odt").content
    brouillon = alice.ask("GET", f"/brouillons/{dossier['brouillon_id']}").json()
    assert version["canon"] == alice.version(dossier)["acte"]["canon"]
    assert {o for b in alice.version(dossier)["acte"]["blocs"] for f in b["fragments"] for o in [f["origine"]]} >= {
        "trame",
        "saisie",
    }
    assert brouillon["etat"] == "redige"


def test_a_draft_that_changed_or_is_not_drafted_makes_no_dossier(alice) -> None:
    brouillon = alice.create()
    corps = {"brouillon_id": brouillon["id"], "revision": 1}
    assert "pas encore rédigé" in alice.ask("POST", "/dossiers", 409, json=corps).json()["detail"]
    redige = alice.draft(brouillon, redacteur="aucun")
    refus = alice.ask("POST", "/dossiers", 409, json=corps).json()
    assert refus["revision"] == redige["revision"]


def test_a_draft_that_is_deleted_leaves_its_dossier(alice) -> None:
    dossier = alice.make()
    alice.ask("DELETE", f"/brouillons/{dossier['brouillon_id']}?definitif=true", 204)
    lu = alice.get(dossier)
    assert lu["brouillon_id"] is None
    alice.version(dossier)


def test_the_dossiers_of_a_draft_are_found(alice) -> None:
    dossier, autre = alice.make(), alice.make()
    trouves = alice.ask("GET", f"/dossiers?brouillon={dossier['brouillon_id']}").json()
    assert [un["id"] for un in trouves["elements"]] == [dossier["id"]]
    assert alice.ask("GET", f"/dossiers?brouillon={autre['id']}").json()["total"] == 0


def test_a_version_is_given_with_its_bold_and_the_heads_of_its_tables(alice) -> None:
    fait = alice.make("deliberation_subvention", exemple("deliberation_subvention", "03"))
    blocs = alice.version(fait)["acte"]["blocs"]
    assert any(bloc["entete"] and "/tableau" in bloc["partie"] for bloc in blocs)
    assert any(bloc["gras"] for bloc in blocs)


def test_the_author_takes_back_as_long_as_the_step_is_not_signed(alice, julie, maire) -> None:
    dossier = alice.send()
    assert states(alice.do(dossier, "retrait", etape=0)) == ("brouillon", 0)
    assert waiting(julie) == []
    julie.get(dossier, 404)
    alice.submit(dossier)
    julie.approve(dossier)
    refus = alice.do(dossier, "retrait", 409, etape=0)
    assert (refus["etape"], "vient d’être visée" in refus["detail"]) == (1, True)
    julie.do(dossier, "retrait", 403, etape=1)
    assert states(alice.do(dossier, "retrait", etape=1)) == ("brouillon", 1)
    # Who has signed it still sees it; who has not, not any more.
    julie.get(dossier)
    maire.get(dossier, 404)
    # The first step was signed off on this very version: it is not asked for again.
    assert states(alice.submit(dossier)) == ("en_relecture", 1)
    assert maire.approve(dossier)["dossier"]["etat"] == "valide"


def test_a_return_needs_a_reason_and_begins_the_circuit_again(alice, julie, maire) -> None:
    dossier = alice.send()
    julie.approve(dossier)
    vue = maire.see(dossier)
    maire.do(dossier, "ouverture", 204, **vue)
    for raison in ("", "  ", "non"):
        refus = maire.do(dossier, "renvoi", 422, **vue, raison=raison)
        assert refus["fautes"][0]["champ"] == "raison"
    assert states(maire.do(dossier, "renvoi", **vue, raison="La date est fausse."))[0] == "renvoye"
    (motif,) = alice.ask("GET", f"/dossiers/{dossier['id']}/commentaires").json()["commentaires"]
    assert (motif["genre"], motif["texte"], motif["par"]["prenom"]) == ("renvoi", "La date est fausse.", "Maire")
    registre = alice.ask("GET", f"/dossiers/{dossier['id']}/registre").text
    assert "La date est fausse" not in registre
    alice.deposit(dossier, edit(alice.file(dossier), ("réseau d’eau potable", "réseau de gaz")))
    assert states(alice.submit(dossier)) == ("en_relecture", 0)
    assert waiting(julie) == [dossier["id"]]


def test_nobody_returns_what_they_did_not_open(alice, julie, maire) -> None:
    dossier = alice.send()
    refus = julie.do(dossier, "renvoi", 409, **julie.see(dossier), raison="Sans l’avoir lu.")
    assert "Ouvrez d’abord" in refus["detail"]


def test_a_dossier_is_sent_once_and_only_where_somebody_can_review_it(mairie, alice, julie) -> None:
    dossier = alice.make()
    refus = alice.do(dossier, "soumission", 409, **alice.see(dossier))
    assert "« elu »" in refus["detail"]
    mairie.person("maire", "elu")
    alice.submit(dossier)
    assert "déjà envoyé" in alice.do(dossier, "soumission", 409, **alice.see(dossier))["detail"]


def test_who_wrote_it_does_not_count_as_a_reviewer(mairie, julie) -> None:
    elue = mairie.person("elise", "elu", "redacteur")
    dossier = elue.make()
    assert "« elu »" in elue.do(dossier, "soumission", 409, **elue.see(dossier))["detail"]


# --- handed over


def test_the_dossier_is_handed_to_a_colleague(mairie, alice, julie, maire) -> None:
    dossier = alice.make()
    bruno = mairie.person("bruno", "redacteur")
    bruno.get(dossier, 404)
    alice.do(dossier, "transmission", 204, quoi="dossier", compte_id=bruno.id)
    assert bruno.get(dossier)["responsable"]["prenom"] == "Bruno"
    assert alice.get(dossier)["actions"] == []
    alice.do(dossier, "soumission", 403, **alice.see(dossier))
    bruno.submit(dossier)
    assert (
        "ne change pas de responsable"
        in bruno.do(dossier, "transmission", 409, quoi="dossier", compte_id=alice.id)["detail"]
    )


def test_the_review_of_a_step_is_handed_to_somebody_of_the_same_role(mairie, alice, julie, maire) -> None:
    karim = mairie.person("karim", "relecteur_juridique")
    dossier = alice.send()
    assert waiting(karim) == [dossier["id"]]
    julie.do(dossier, "transmission", 204, quoi="relecture", compte_id=karim.id)
    assert (waiting(julie), waiting(karim)) == ([], [dossier["id"]])
    julie.do(dossier, "visa", 403, **julie.claim(dossier))
    refus = karim.do(dossier, "transmission", 422, quoi="relecture", compte_id=maire.id)
    assert refus["fautes"][0]["champ"] == "compte_id"
    assert states(karim.approve(dossier)["dossier"]) == ("en_relecture", 1)
    assert waiting(maire) == [dossier["id"]]


# --- absence and delegation


def day(jours: int) -> str:
    return (now().astimezone().date() + timedelta(days=jours)).isoformat()


def delegate(de, a, jours: tuple[int, int], statut: int = 201, **suite):
    debut, fin = map(day, jours)
    corps = {"delegataire_id": a.id, "role": "relecteur_juridique", "debut": debut, "fin": fin, **suite}
    return de.ask("POST", "/delegations", statut, json=corps).json()


@pytest.mark.parametrize("motif", ["delegation", "absence"])
def test_somebody_reviews_in_the_place_of_another(mairie, alice, julie, maire, motif) -> None:
    karim = mairie.person("karim", "redacteur")
    dossier = alice.send()
    karim.get(dossier, 404)
    delegate(julie, karim, (0, 3), motif=motif)
    assert waiting(karim) == [dossier["id"]]
    au_nom_de = karim.get(dossier)["au_nom_de"]
    assert (au_nom_de["pour"]["prenom"], au_nom_de["motif"]) == ("Julie", motif)
    assert julie.get(dossier)["au_nom_de"] is None
    (etape, _) = karim.approve(dossier)["dossier"]["etapes"]
    assert (etape["par"]["prenom"], etape["pour"]["prenom"]) == ("Karim", "Julie")
    maire.approve(dossier)
    (visa, _) = mairie.sceau.demandes[0].visas
    assert (visa.prenom, visa.pour, visa.motif) == ("Karim", "Julie Essai", motif)


@pytest.mark.usefixtures("maire")
@pytest.mark.parametrize("jours", [(2, 5), (-9, -1)])
def test_a_delegation_counts_on_its_days_alone(mairie, alice, julie, jours, monkeypatch) -> None:
    karim = mairie.person("karim", "redacteur")
    dossier = alice.send()
    if jours[1] < 0:
        # It is refused when it is made; one that was made in time expires.
        assert delegate(julie, karim, jours, 422)["fautes"][0]["champ"] == "fin"
        with monkeypatch.context() as alors:
            for module in (acces, circuits):
                alors.setattr(module, "read_jour", lambda: day(jours[0]))
            delegate(julie, karim, jours)
    else:
        delegate(julie, karim, jours)
    assert waiting(karim) == []
    karim.get(dossier, 404)
    karim.do(dossier, "visa", 404, **julie.claim(dossier))


def test_a_delegation_that_is_revoked_ends_at_once(mairie, alice, julie, maire) -> None:
    karim = mairie.person("karim", "redacteur")
    dossier = alice.send()
    une = delegate(julie, karim, (0, 30))
    assert [d["id"] for d in karim.ask("GET", "/delegations").json()["delegations"]] == [une["id"]]
    karim.ask("DELETE", f"/delegations/{une['id']}", 404)
    julie.ask("DELETE", f"/delegations/{une['id']}", 204)
    assert waiting(karim) == []
    karim.get(dossier, 404)


def test_nobody_delegates_a_role_that_is_not_theirs(mairie, alice, julie) -> None:
    assert delegate(alice, julie, (0, 1), 422)["fautes"] == [{"champ": "role", "raison": "qui délègue n’a pas ce rôle"}]
    assert delegate(julie, julie, (0, 1), 422)["fautes"][0]["champ"] == "delegataire_id"
    assert delegate(julie, alice, (3, 1), 422)["fautes"][0]["champ"] == "fin"
    delegate(alice, alice, (0, 1), 403, delegant_id=julie.id)
    delegate(mairie.person("chef", "administrateur"), alice, (0, 1), delegant_id=julie.id)


def test_who_wrote_does_not_sign_by_delegation_nor_lend_a_name_to_it(mairie, alice, julie, maire) -> None:
    dossier = alice.send()
    delegate(julie, alice, (0, 5))
    assert waiting(alice) == []
    assert "Qui a rédigé" in alice.do(dossier, "visa", 403, **alice.claim(dossier))["detail"]
    elise = mairie.person("elise", "relecteur_juridique", "redacteur")
    sien = elise.send()
    karim = mairie.person("karim", "redacteur")
    delegate(elise, karim, (0, 5))
    assert sien["id"] not in waiting(karim)


# --- circuits of a collectivité


def test_a_collectivite_has_circuits_of_its_own(mairie, alice, julie, maire) -> None:
    chef = mairie.person("chef", "administrateur")
    avant = alice.make(NOTE)
    assert avant["circuit"] == ["relecteur_juridique", "direction"]
    # An administrator changes circuits from a session, not with a token.
    chef.ask("PUT", f"/circuits/{NOTE}", 403, json={"roles": ["elu"]})
    with transaction(mairie.moteur) as session:
        circuits.set_circuit(session, mairie.collectivite, CATALOGUE.get(NOTE), ["elu"])
    assert alice.get(avant)["circuit"] == ["relecteur_juridique", "direction"]
    seul = alice.make(NOTE)
    assert seul["circuit"] == ["elu"]
    alice.submit(seul)
    assert maire.approve(seul)["dossier"]["etat"] == "valide"
    vus = {c["modele"]: c for c in alice.ask("GET", "/circuits").json()["circuits"]}
    assert (vus[NOTE]["roles"], vus[NOTE]["propre"]) == (["elu"], True)
    assert sum(c["propre"] for c in vus.values()) == 1


def test_persons_to_hand_over_to_are_those_of_the_collectivite(mairie, alice, julie) -> None:
    mairie.person("etranger", "elu", collectivite=make_collectivite(mairie.moteur, "Ailleurs"))
    noms = [p["prenom"] for p in alice.ask("GET", "/personnes").json()["personnes"]]
    assert noms == ["Alice", "Julie"]
