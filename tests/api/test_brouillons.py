"""Drafts over HTTP, on both databases: kept, found, drafted, shown, edited, and never somebody else's."""

import io
import uuid
import zipfile
from datetime import timedelta

import pytest

from server import formats
from server.brouillons.models import BrouillonEnregistre
from server.db import now, transaction
from tests.api.outils import ARRETE, exemple

DELIBERATION = "deliberation_subvention"


def test_a_draft_goes_from_a_form_to_a_file(alice) -> None:
    brouillon = alice.create()
    assert brouillon["etat"] == "saisie"
    assert brouillon["revision"] == 1
    evenements = alice.hear(alice.launch(brouillon, redacteur="aucun"))
    assert [e.id for e in evenements] == list(range(1, len(evenements) + 1))
    assert [e.genre for e in evenements] == ["etape", "etape", "etape", "constats", "fin"]
    assert evenements[-1].donnees == {"brouillon": brouillon["id"], "revision": 2}
    redige = alice.read(brouillon)
    assert (redige["etat"], redige["revision"], redige["perime"]) == ("redige", 2, False)
    assert redige["titre"].startswith("Arrêté portant")
    assert redige["constats"] == evenements[-2].donnees["constats"]
    assert redige["redaction_en_cours"] is None
    assert [(p["nom"], p["origine"], p["libelle"]) for p in redige["passages"]] == [
        ("motifs", "saisie", "Motifs de fait")
    ]
    textes = [bloc["texte"] for bloc in redige["acte"]["blocs"]]
    assert redige["passages"][0]["paragraphes"][0] in textes


@pytest.mark.parametrize("extension", ["docx", "odt", "txt"])
def test_each_format_says_the_same_act(alice, extension) -> None:
    brouillon = alice.create()
    redige = alice.draft(brouillon)
    reponse = alice.ask("GET", f"/brouillons/{brouillon['id']}/fichiers/{extension}")
    assert reponse.headers["content-disposition"].startswith(
        'attachment; filename="PROJET-arrete_circulation_temporaire-reglementation-'
    )
    lu = formats.read(reponse.content, "x").acte
    if extension != "txt":
        assert lu.proprietes.acte_id == brouillon["id"]
        assert lu.proprietes.canon == redige["acte"]["canon"]
        assert zipfile.ZipFile(io.BytesIO(reponse.content)).testzip() is None
    assert "PROJET" in reponse.headers["content-disposition"]


def test_the_preview_runs_nothing_and_only_our_page_frames_it(alice) -> None:
    brouillon = alice.create()
    alice.draft(brouillon)
    reponse = alice.ask("GET", f"/brouillons/{brouillon['id']}/apercu")
    assert "rue des Tanneurs" in reponse.text
    assert "PROJET" in reponse.text
    assert reponse.headers["x-frame-options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in reponse.headers["content-security-policy"]
    assert "script" not in reponse.headers["content-security-policy"]


@pytest.mark.parametrize("chemin", ["apercu", "fichiers/docx"])
def test_what_is_not_drafted_cannot_be_shown(alice, chemin) -> None:
    brouillon = alice.create()
    reponse = alice.ask("GET", f"/brouillons/{brouillon['id']}/{chemin}", 409)
    assert reponse.json()["detail"] == "Ce brouillon n’est pas encore rédigé."


def test_an_incomplete_saisie_is_kept_and_refused_when_drafted(alice) -> None:
    brouillon = alice.create({"operation": "les travaux du quai"})
    assert brouillon["titre"].endswith("– les travaux du quai")
    corps = {"revision": 1, "redacteur": None}
    refus = alice.ask("POST", f"/brouillons/{brouillon['id']}/redaction", 422, json=corps).json()
    assert {"champ": "origine", "raison": "« Qui demande la mesure » est obligatoire"} in refus["fautes"]
    assert alice.read(brouillon)["saisie"] == {"operation": "les travaux du quai"}


def test_a_change_names_what_it_changes(alice) -> None:
    brouillon = alice.create({})
    chemin = f"/brouillons/{brouillon['id']}"
    assert alice.ask("PUT", chemin, json={"saisie": {"operation": "le bal"}, "revision": 1}).json() == {"revision": 2}
    refus = alice.ask("PUT", chemin, 409, json={"saisie": {}, "revision": 1}).json()
    assert refus["revision"] == 2
    assert refus["detail"] == "Ce brouillon a été modifié ailleurs : relisez-le avant de le changer."
    assert alice.read(brouillon)["saisie"] == {"operation": "le bal"}


def test_a_change_whose_answer_was_lost_is_asked_again_as_it_was(alice) -> None:
    chemin = f"/brouillons/{alice.create({})['id']}"
    perdue = {"saisie": {"operation": "le bal"}, "revision": 1, "repetee": True}
    assert [alice.ask("PUT", chemin, json=perdue).json()["revision"] for _ in range(2)] == [2, 2]
    # What is another saisie, or another one since, is a conflict as ever.
    alice.ask("PUT", chemin, 409, json={**perdue, "saisie": {"operation": "la foire"}})
    alice.ask("PUT", chemin, json={"saisie": {"operation": "la foire"}, "revision": 2})
    alice.ask("PUT", chemin, json={"saisie": {"operation": "le bal"}, "revision": 3})
    alice.ask("PUT", chemin, 409, json=perdue)


def test_what_was_drafted_since_is_a_conflict_but_for_who_asked_for_it(alice) -> None:
    brouillon = alice.create()
    alice.draft(brouillon)
    chemin, corps = f"/brouillons/{brouillon['id']}", {"saisie": alice.read(brouillon)["saisie"], "revision": 1}
    alice.ask("PUT", chemin, 409, json=corps)
    assert alice.ask("PUT", chemin, json={**corps, "repetee": True}).json() == {"revision": 2}


def test_a_saisie_that_changed_leaves_the_act_and_says_so(alice) -> None:
    brouillon = alice.create()
    redige = alice.draft(brouillon)
    saisie = {**exemple(), "operation": "la fête du lavoir"}
    alice.ask("PUT", f"/brouillons/{brouillon['id']}", json={"saisie": saisie, "revision": 2})
    change = alice.read(brouillon)
    assert change["perime"]
    assert change["acte"] == redige["acte"]
    assert change["titre"] == redige["titre"]
    encore = alice.draft(change)
    assert not encore["perime"]
    assert "la fête du lavoir" in str(encore["acte"])


def test_one_finds_one_s_drafts_whatever_the_accents(alice) -> None:
    alice.create()
    alice.create(exemple(DELIBERATION), DELIBERATION)
    vide = alice.create({}, "courrier_reponse")

    def find(**criteres) -> list[str]:
        page = alice.ask("GET", "/brouillons", params=criteres).json()
        assert page["total"] == len(page["elements"])
        return [element["modele"] for element in page["elements"]]

    assert find() == ["courrier_reponse", DELIBERATION, ARRETE]
    assert find(q="RESEAU tanneurs") == [ARRETE]
    assert find(q="réseau inconnu") == []
    assert find(q="100%") == find(q="_______") == []
    assert find(genre="deliberation") == [DELIBERATION]
    assert find(modele="courrier_reponse") == ["courrier_reponse"]
    alice.ask("PUT", f"/brouillons/{vide['id']}", json={"saisie": {"objet": "Le viaduc"}, "revision": 1})
    assert find(q="viaduc") == ["courrier_reponse"]


def test_a_list_comes_in_pages(alice) -> None:
    for _ in range(53):
        alice.create({})
    pages = [alice.ask("GET", "/brouillons", params={"page": n}).json() for n in (1, 2, 3)]
    assert [len(page["elements"]) for page in pages] == [50, 3, 0]
    assert [page["total"] for page in pages] == [53, 53, 53]
    assert len({e["id"] for page in pages for e in page["elements"]}) == 53


def test_a_draft_that_is_deleted_is_gone_with_its_drafting(alice) -> None:
    brouillon = alice.create()
    redaction = alice.launch(brouillon, redacteur="aucun")
    alice.hear(redaction)
    alice.ask("DELETE", f"/brouillons/{brouillon['id']}", 204)
    alice.ask("GET", f"/brouillons/{brouillon['id']}", 404)
    alice.ask("GET", f"/redactions/{redaction}/evenements", 404)
    for methode, suite, corps in (
        ("PUT", "", {"saisie": {}, "revision": 2}),
        ("GET", "/apercu", None),
        ("GET", "/fichiers/docx", None),
        ("POST", "/redaction", {"revision": 2}),
        ("POST", "/reprise", {}),
        ("DELETE", "", None),
    ):
        alice.ask(methode, f"/brouillons/{brouillon['id']}{suite}", 404, json=corps)
    assert alice.ask("GET", "/brouillons").json()["total"] == 0


def test_a_draft_that_is_deleted_is_brought_back_as_it_was(alice, bruno) -> None:
    brouillon = alice.create()
    redige, autre = alice.draft(brouillon, redacteur="aucun"), alice.create()
    chemin = f"/brouillons/{brouillon['id']}"
    alice.ask("DELETE", chemin, 204)
    (supprime,) = alice.ask("GET", "/brouillons", params={"corbeille": True}).json()["elements"]
    assert (supprime["id"], supprime["supprime_le"] is None) == (brouillon["id"], False)
    assert bruno.ask("GET", "/brouillons", params={"corbeille": True}).json()["total"] == 0
    bruno.ask("POST", f"{chemin}/restauration", 404)
    assert alice.ask("POST", f"{chemin}/restauration").json()["supprime_le"] is None
    assert alice.read(brouillon) == redige
    # Asked twice, or of one that was never deleted, it changes nothing.
    for un in (brouillon, autre):
        alice.ask("POST", f"/brouillons/{un['id']}/restauration")
    assert alice.ask("GET", "/brouillons").json()["total"] == 2
    assert alice.ask("GET", "/brouillons", params={"corbeille": True}).json()["total"] == 0


def test_a_draft_is_deleted_for_good_when_asked_or_after_a_month_in_the_bin(service, alice) -> None:
    vieux, recent, precis = alice.create(), alice.create(), alice.create()
    for un in (vieux, recent):
        alice.ask("DELETE", f"/brouillons/{un['id']}", 204)
    with transaction(service.app.state.moteur) as session:
        session.get_one(BrouillonEnregistre, uuid.UUID(vieux["id"])).supprime_le = now() - timedelta(days=31)
    alice.ask("DELETE", f"/brouillons/{precis['id']}", 204, params={"definitif": True})
    alice.ask("POST", f"/brouillons/{precis['id']}/restauration", 404)
    # Nobody has to run « minutier purge » for it: the next deletion does it.
    alice.ask("DELETE", f"/brouillons/{alice.create()['id']}", 204)
    alice.ask("POST", f"/brouillons/{vieux['id']}/restauration", 404)
    alice.ask("POST", f"/brouillons/{recent['id']}/restauration")
    alice.ask("DELETE", f"/brouillons/{recent['id']}", 204)
    alice.ask("DELETE", f"/brouillons/{recent['id']}", 204, params={"definitif": True})
    assert alice.ask("GET", "/brouillons", params={"corbeille": True}).json()["total"] == 1


def test_what_is_bold_in_the_act_is_told_in_utf_16(alice) -> None:
    deliberation = alice.create(exemple("deliberation_subvention", "03"), "deliberation_subvention")
    blocs = alice.draft(deliberation, redacteur="aucun")["acte"]["blocs"]
    gras = {_cut(bloc["texte"], *span) for bloc in blocs for span in bloc["gras"]}
    assert "Total" in gras
    assert [bloc["texte"] for bloc in blocs if bloc["entete"]][-1] == "Montant"
    arrete = exemple(nom="02")
    arrete["voies"][0]["voie"] = "rue du 𝄞 d’or"
    blocs = alice.draft(alice.create(arrete), redacteur="aucun")["acte"]["blocs"]
    assert {"Rue du 𝄞 d’or"} <= {_cut(bloc["texte"], *span) for bloc in blocs for span in bloc["gras"]}


def _cut(texte: str, debut: int, fin: int) -> str:
    return texte.encode("utf-16-le")[2 * debut : 2 * fin].decode("utf-16-le")


def test_nothing_of_a_draft_is_for_somebody_else(alice, bruno) -> None:
    brouillon = alice.create()
    redaction = alice.launch(brouillon, redacteur="aucun")
    alice.hear(redaction)
    chemin = f"/brouillons/{brouillon['id']}"
    demandes = [
        ("GET", chemin, None),
        ("PUT", chemin, {"saisie": {}, "revision": 2}),
        ("DELETE", chemin, None),
        ("DELETE", f"{chemin}?definitif=true", None),
        ("POST", f"{chemin}/restauration", None),
        ("POST", f"{chemin}/reprise", {}),
        ("POST", f"{chemin}/redaction", {"revision": 2}),
        ("POST", f"{chemin}/passages/motifs/redaction", {"revision": 2}),
        ("PUT", f"{chemin}/passages/motifs", {"revision": 2, "repli": True}),
        ("GET", f"{chemin}/apercu", None),
        ("GET", f"{chemin}/fichiers/docx", None),
        ("GET", f"/redactions/{redaction}/evenements", None),
        ("DELETE", f"/redactions/{redaction}", None),
    ]
    for methode, adresse, corps in demandes:
        refus = bruno.ask(methode, adresse, 404, json=corps).json()
        inconnue = adresse.replace(brouillon["id"], str(uuid.uuid4())).replace(redaction, str(uuid.uuid4()))
        assert bruno.ask(methode, inconnue, 404, json=corps).json() == refus
    assert bruno.ask("GET", "/brouillons").json()["total"] == 0
    assert alice.read(brouillon)["revision"] == 2


def test_nobody_is_let_in_without_an_account(service) -> None:
    agent = service.agent("alice")
    agent.jeton = "mntr_inconnu"
    for methode, chemin in (("GET", "/brouillons"), ("GET", "/modeles"), ("POST", "/lint"), ("POST", "/brouillons")):
        refus = agent.ask(methode, chemin, 401, json={"texte": "x", "modele": ARRETE})
        assert refus.headers["content-type"] == "application/problem+json"


# --- taken again for another day


def test_a_draft_taken_again_moves_every_date_by_as_many_days(alice) -> None:
    brouillon = alice.create()
    corps = {"champ_date": "date_debut", "nouvelle_date": "2027-12-01"}
    repris = alice.ask("POST", f"/brouillons/{brouillon['id']}/reprise", 201, json=corps).json()
    assert repris["dates"] == [
        {"champ": "demande.date", "ancienne": "2026-10-19", "nouvelle": "2027-10-19"},
        {"champ": "date_debut", "ancienne": "2026-12-01", "nouvelle": "2027-12-01"},
        {"champ": "date_fin", "ancienne": "2026-12-03", "nouvelle": "2027-12-03"},
    ]
    assert repris["id"] != brouillon["id"]
    saisie = alice.read(repris)["saisie"]
    assert saisie["date_fin"] == "2027-12-03"
    assert {
        **saisie,
        "date_debut": "2026-12-01",
        "date_fin": "2026-12-03",
        "demande": exemple()["demande"],
    } == exemple()
    alice.draft(repris)


def test_a_draft_taken_again_as_it_is(alice) -> None:
    brouillon = alice.create()
    repris = alice.ask("POST", f"/brouillons/{brouillon['id']}/reprise", 201, json={}).json()
    assert repris["dates"] == []
    assert alice.read(repris)["saisie"] == exemple()


@pytest.mark.parametrize(
    ("corps", "champ"),
    [
        ({"champ_date": "date_debut"}, "nouvelle_date"),
        ({"nouvelle_date": "2027-01-01"}, "champ_date"),
        ({"champ_date": "operation", "nouvelle_date": "2027-01-01"}, "champ_date"),
        ({"champ_date": "date_debut", "nouvelle_date": "9999-12-31"}, "date_fin"),
    ],
)
def test_a_date_that_cannot_move_is_named(alice, corps, champ) -> None:
    brouillon = alice.create()
    refus = alice.ask("POST", f"/brouillons/{brouillon['id']}/reprise", 422, json=corps).json()
    assert [faute["champ"] for faute in refus["fautes"]] == [champ]


# --- edited by hand


def test_a_passage_written_by_hand_is_in_the_act_and_in_the_file(alice) -> None:
    brouillon = alice.create()
    alice.draft(brouillon)
    chemin = f"/brouillons/{brouillon['id']}/passages/motifs"
    corps = {"revision": 2, "paragraphes": ["Considérant que l'eau manque ;"]}
    assert alice.ask("PUT", chemin, json=corps).json() == {"revision": 3}
    change = alice.read(brouillon)
    (passage,) = change["passages"]
    assert (passage["origine"], passage["paragraphes"]) == ("agent", ["Considérant que l’eau manque\u00a0;"])
    lu = formats.read(alice.ask("GET", f"/brouillons/{brouillon['id']}/fichiers/docx").content, "x").acte
    assert "l’eau manque" in str(lu)
    alice.ask("PUT", chemin, json={"revision": 3, "repli": True})
    (passage,) = alice.read(brouillon)["passages"]
    assert passage["origine"] == "saisie"
    assert len(passage["paragraphes"]) == 2


@pytest.mark.parametrize(
    ("suite", "champ"),
    [
        ({}, "paragraphes"),
        ({"paragraphes": []}, "paragraphes"),
        ({"paragraphes": ["Considérant l’eau ;", "  "]}, "paragraphes[1]"),
        ({"paragraphes": ["deux\nlignes"]}, "paragraphes[0]"),
        ({"paragraphes": ["invisible \u200b"]}, "paragraphes[0]"),
    ],
)
def test_a_passage_that_no_act_may_hold_is_refused(alice, suite, champ) -> None:
    brouillon = alice.create()
    alice.draft(brouillon)
    chemin = f"/brouillons/{brouillon['id']}/passages/motifs"
    refus = alice.ask("PUT", chemin, 422, json={"revision": 2, **suite}).json()
    assert [faute["champ"] for faute in refus["fautes"]] == [champ]


def test_what_hands_wrote_can_be_kept_when_the_rest_is_drafted_again(alice) -> None:
    brouillon = alice.create()
    alice.draft(brouillon)
    alice.ask("POST", f"/brouillons/{brouillon['id']}/redaction", 422, json={"revision": 2, "garder": ["motifs"]})
    corps = {"revision": 2, "paragraphes": ["Considérant que l’eau manque ;"]}
    alice.ask("PUT", f"/brouillons/{brouillon['id']}/passages/motifs", json=corps)
    saisie = {**exemple(), "operation": "la fête du lavoir"}
    alice.ask("PUT", f"/brouillons/{brouillon['id']}", json={"saisie": saisie, "revision": 3})
    encore = alice.draft({"id": brouillon["id"], "revision": 4}, garder=["motifs"])
    assert [p["origine"] for p in encore["passages"]] == ["agent"]
    assert "la fête du lavoir" in str(encore["acte"])
    sans = alice.draft(encore)
    assert [p["origine"] for p in sans["passages"]] == ["saisie"]


def test_an_unknown_passage_is_not_found(alice) -> None:
    brouillon = alice.create()
    alice.draft(brouillon)
    chemin = f"/brouillons/{brouillon['id']}/passages/absent"
    alice.ask("PUT", chemin, 404, json={"revision": 2, "repli": True})
    alice.ask("POST", f"{chemin}/redaction", 404, json={"revision": 2})
