import json
import signal
import socket
from pathlib import Path

import pytest

from server import cli
from server.evaluation.cas import load_cas, select_cas, shuffle_cas
from tests.evaluation.fabrique import model_server, say_points


@pytest.fixture
def evaluate(monkeypatch, tmp_path, capsys):
    """Run the command in an empty folder; give its exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        code = cli.run(["evaluate", *arguments])
        lu = capsys.readouterr()
        return code, lu.out, lu.err

    return run


def test_a_run_prints_the_table_and_writes_the_report(evaluate):
    with model_server() as (url, demandes):
        code, out, err = evaluate("--vllm-url", f"{url}/v1/", "--cas", "consignes-01,consignes-02", "--sortie", "out")
    assert code == 0
    assert "2 (100\u00a0%)" in out
    assert "76\u00a0%" in out
    assert "[2/2] consignes-0" in err
    assert len(demandes) == 2
    assert {d["model"] for d in demandes} == {"essai"}
    noms = sorted(p.name for p in Path("out").iterdir())
    assert [nom.rpartition(".")[2] for nom in noms] == ["json", "md"]
    lu = json.loads((Path("out") / noms[0]).read_text("utf-8"))
    assert lu["cas"][0]["paragraphes"] == ["Portail fermé à 22 h.", "Alarme à mettre en partant."]
    assert [c["issue"] for c in lu["cas"]] == ["premier", "premier"]
    assert lu["tableau"][-1]["part_acceptee"] == 1.0


def test_with_json_nothing_else_is_printed_and_nothing_is_written(evaluate):
    with model_server() as (url, _):
        code, out, _ = evaluate("--vllm-url", url, "--cas", "consignes-01", "--json")
    assert (code, json.loads(out)["identite"]["modele"]) == (0, "essai")
    assert list(Path().iterdir()) == []


def test_nothing_is_overwritten(evaluate):
    with model_server() as (url, _):
        for _ in range(2):
            assert evaluate("--vllm-url", url, "--cas", "consignes-01", "--sortie", "out")[0] == 0
    assert len(list(Path("out").glob("*.json"))) == len(list(Path("out").glob("*-2.*"))) == 2


def test_what_the_guard_refuses_is_counted_with_its_reason_and_shown(evaluate):
    with model_server(lambda d: [f"{p} C’est 12 fois mieux." for p in say_points(d)]) as (url, demandes):
        code, out, err = evaluate("--vllm-url", url, "--cas", "consignes-01", "--json")
    (cas,) = json.loads(out)["cas"]
    assert (code, cas["issue"], cas["essais"], len(demandes)) == (0, "repli", 2, 2)
    assert cas["paragraphes"] == ["Portail fermé à 22 h.", "Alarme à mettre en partant."]
    assert len(cas["refuses"]) == 2
    assert "12 fois mieux" in cas["refuses"][0]
    assert "chiffre" in {i["code"] for i in cas["incidents"]}
    assert "repli (" in err


def test_every_case_is_asked_by_default(evaluate):
    with model_server() as (url, demandes):
        code, out, _ = evaluate("--vllm-url", url, "--json")
    issues = {c["nom"]: c["issue"] for c in json.loads(out)["cas"]}
    assert code == 0
    assert list(issues) == [c.nom for c in load_cas()]
    # A model that repeats the points is refused where these are hostile, and heard where they are plain sentences.
    assert {"premier", "repli"} <= set(issues.values())
    assert len(demandes) >= 40


def test_the_settings_name_the_server_the_model_and_the_key(evaluate, monkeypatch):
    with model_server(modeles=("a", "b"), cle="tresor-cache") as (url, demandes):
        monkeypatch.setenv("MINUTIER_VLLM_URL", url)
        monkeypatch.setenv("MINUTIER_VLLM_API_KEY", "tresor-cache")
        monkeypatch.setenv("MINUTIER_VLLM_MODEL", "b")
        code, out, err = evaluate("--cas", "consignes-01", "--sortie", "out")
    assert code == 0
    assert [d["model"] for d in demandes] == ["b"]
    ecrits = "".join(p.read_text("utf-8") for p in Path("out").iterdir())
    assert "tresor" not in out + err + ecrits


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Donnez le serveur de modèle"),
        (["--vllm-url", "ftp://x"], "--vllm-url : une adresse « http://… » ou « https://… » est attendue"),
        (["--vllm-url", "http://127.0.0.1:1", "--cas", "poeme-*"], "Aucun cas ne répond à « poeme-* »."),
        (["--vllm-url", "http://127.0.0.1:1", "--simultanes", "0"], "--simultanes : un nombre de 1 à 64 est attendu."),
        (["--vllm-url", "http://127.0.0.1:1", "--simultanes", "x"], "Valeur refusée"),
    ],
)
def test_wrong_usage_exits_64(evaluate, arguments, message):
    code, out, err = evaluate(*arguments)
    assert (code, out) == (64, "")
    assert message in err


@pytest.mark.parametrize(("modeles", "options"), [(("a", "b"), []), (("a",), ["--modele", "z"])])
def test_a_model_that_is_not_told_or_not_served_exits_64_and_names_those_that_are(evaluate, modeles, options):
    with model_server(modeles=modeles) as (url, demandes):
        code, out, err = evaluate("--vllm-url", url, *options)
    assert (code, out, demandes) == (64, "", [])
    assert f"servis : {', '.join(modeles)}" in err


@pytest.mark.parametrize("numero", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_run_with_what_was_done(evaluate, numero):
    # As a shell starts a command in the background.
    ignoree = signal.signal(signal.SIGINT, signal.SIG_IGN)
    demandes = []

    def answer_once(donnees):
        demandes.append(donnees)
        if len(demandes) == 2:
            signal.raise_signal(numero)
        return say_points(donnees)

    try:
        with model_server(answer_once) as (url, _):
            code, out, err = evaluate("--vllm-url", url, "--cas", "consignes", "--simultanes", "1", "--json")
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, ignoree)
    lu = json.loads(out)
    assert code == 0
    assert "Évaluation interrompue : 1 cas sur 6." in err
    assert (lu["identite"]["faits"], lu["identite"]["prevus"]) == (1, 6)
    assert [c["nom"] for c in lu["cas"]] == [shuffle_cas(select_cas(load_cas(), ["consignes"]))[0].nom]


def test_a_server_that_is_away_exits_3(evaluate):
    with socket.create_server(("127.0.0.1", 0)) as prise:
        port = prise.getsockname()[1]
    code, out, err = evaluate("--vllm-url", f"http://127.0.0.1:{port}", "--sortie", "out")
    assert (code, out) == (3, "")
    assert "L’évaluation n’a pas eu lieu." in err
    assert list(Path().iterdir()) == []


def test_a_key_that_is_refused_exits_3(evaluate):
    with model_server(cle="la-bonne") as (url, demandes):
        code, _, err = evaluate("--vllm-url", url)
    assert (code, demandes) == (3, [])
    assert "refuse la clé" in err


def test_a_server_that_lists_its_model_and_then_answers_nothing_exits_3(evaluate):
    with model_server(statut=500) as (url, demandes):
        code, out, err = evaluate("--vllm-url", url, "--cas", "consignes-01", "--sortie", "out")
    assert (code, out) == (3, "")
    assert "Le serveur n’a répondu à aucune demande" in err
    assert demandes
    assert list(Path().iterdir()) == []
