import json
from dataclasses import asdict

from hypothesis import given
from hypothesis import strategies as st

from server.evaluation.cas import Difficulte
from server.evaluation.identite import Identite
from server.evaluation.rapport import render_json, render_rapport
from tests.evaluation.fabrique import make_cas, make_fini

IDENTITE = Identite("qwen|2", "v1 (abc)", "def", "012", "0.1.0", "2026-11-23T18:00:00+00:00", 40, 1, 8)
CAS = make_cas(
    "expose-01", "le toit fuit", "3 devis", sorte="expose", difficulte=Difficulte.HOSTILE, regarder="le toit"
)
FINI = make_fini(
    CAS, "Le toit fuit.", "Il y a 3 devis.", essais=2, codes=("jugement",), refuses=("# Titre <b>gras</b> | x\nsuite",)
)


def test_the_json_holds_everything_a_person_or_a_program_looks_at():
    lu = json.loads(render_json(IDENTITE, [FINI]))
    assert list(lu) == ["identite", "tableau", "codes", "cas"]
    assert lu["identite"] == asdict(IDENTITE)
    assert [ligne["groupe"] for ligne in lu["tableau"]] == ["expose", "hostile", "total"]
    assert lu["codes"] == {"jugement": 1}
    (cas,) = lu["cas"]
    assert (cas["issue"], cas["essais"], cas["en_forme"]) == ("retente", 2, True)
    assert (cas["points"], cas["paragraphes"]) == (["le toit fuit", "3 devis"], ["Le toit fuit.", "Il y a 3 devis."])
    assert cas["incidents"] == [{"code": "jugement", "message": "message de jugement"}]


def test_the_report_puts_each_text_beside_its_point():
    rapport = render_rapport(IDENTITE, [FINI])
    assert "| le toit fuit | Le toit fuit. |\n| 3 devis | Il y a 3 devis. |" in rapport
    assert "1 cas faits sur 40, 8 à la fois." in rapport
    assert "### expose-01 (hostile)" in rapport
    assert "Accepté à la seconde réponse, en 2 demande(s) ; premier jeton à 1,0 s, 2,0 s en tout." in rapport
    assert "À regarder : le toit." in rapport
    assert "- Refusé (`jugement`) : message de jugement" in rapport


def test_what_a_model_wrote_changes_nothing_in_the_report():
    rapport = render_rapport(IDENTITE, [FINI])
    assert "> Réponse écartée : \\# Titre \\<b\\>gras\\</b\\> \\| x / suite\n" in rapport
    assert rapport.splitlines()[0] == "# Évaluation du modèle « qwen\\|2 »"


def test_a_longer_column_goes_on_alone():
    court = make_fini(CAS, "Le toit fuit.")
    assert "| 3 devis |  |" in render_rapport(IDENTITE, [court])


@given(st.text(max_size=60))
def test_no_text_breaks_a_row(texte):
    rapport = render_rapport(IDENTITE, [make_fini(make_cas("x", "un point"), texte)])
    (rangee,) = [ligne for ligne in rapport.split("\n") if ligne.startswith("| un point | ")]
    assert rangee.endswith(" |")
    assert rangee.replace("\\|", "").replace("\\\\", "").count("|") == 3
