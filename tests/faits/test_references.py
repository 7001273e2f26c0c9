import pytest

from server.faits.references import analyse_references, find_references
from server.faits.textes import find_textes


def valeurs(texte):
    return [f.valeur for f in find_references(texte)]


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        # one article, every writing
        ("article L. 2213-1", [":L2213-1"]),
        ("article L2213-1", [":L2213-1"]),
        ("article L 2213-1", [":L2213-1"]),
        ("article L.2213-1", [":L2213-1"]),
        ("article l2213-1", [":L2213-1"]),
        ("article L.\u00a02213‑1", [":L2213-1"]),
        ("article R.* 421-1", [":R421-1"]),
        ("article R*421-1", [":R421-1"]),
        ("article LO 141", [":LO141"]),
        ("article L.O. 141", [":LO141"]),
        ("article D. 1617-19", [":D1617-19"]),
        ("article A. 424-16", [":A424-16"]),
        ("article L. 5211-9-2", [":L5211-9-2"]),
        ("article L. 123-4 bis", [":L123-4bis"]),
        # the code, after or before
        ("article L. 2213-1 du code général des collectivités territoriales", ["CGCT:L2213-1", "CGCT"]),
        ("article L. 2213-1 du CGCT", ["CGCT:L2213-1", "CGCT"]),
        ("L. 2122-18 et L. 2122-19 du CGCT", ["CGCT:L2122-18", "CGCT:L2122-19", "CGCT"]),
        ("articles L. 2213-1 à L. 2213-6 du CGCT", ["CGCT:L2213-1", "CGCT:L2213-6", "CGCT"]),
        ("L. 2122-22, 4°, du code général des collectivités territoriales", ["CGCT:L2122-22", "CGCT"]),
        ("article L. 2131-1 et suivants du CGCT", ["CGCT:L2131-1", "CGCT"]),
        ("article L. 3334-2 du code de la santé publique", ["CSP:L3334-2", "CSP"]),
        ("article L. 113-2 du code de la voirie routière", ["VOIRIE:L113-2", "VOIRIE"]),
        ("article L. 211-11 du code rural et de la pêche maritime", ["RURAL:L211-11", "RURAL"]),
        ("article R. 421-5 du code de justice administrative", ["CJA:R421-5", "CJA"]),
        ("article L. 212-1 du CRPA", ["CRPA:L212-1", "CRPA"]),
        ("article L. 511-1 du C. env.", ["ENVIRONNEMENT:L511-1"]),
        (
            "le code général des collectivités territoriales, notamment ses articles L. 2212-1, L. 2212-2 et L. 2213-1",
            ["CGCT", "CGCT:L2212-1", "CGCT:L2212-2", "CGCT:L2213-1"],
        ),
        ("le code de la route et notamment l’article R. 411-8", ["ROUTE", "ROUTE:R411-8"]),
        ("L. 1 du code de la route et R. 2 du même code", ["ROUTE:L1", "ROUTE", "ROUTE:R2"]),
        ("L. 2122-18 du CGCT, D. 1617-19", ["CGCT:L2122-18", "CGCT", ":D1617-19"]),
        ("l’article 432-12 du code pénal", ["PENAL:432-12", "PENAL"]),
        ("les articles 1382 et 1383 du code civil", ["CIVIL:1382", "CIVIL:1383", "CIVIL"]),
        ("Vu le code de l’urbanisme", ["URBANISME"]),
        ("article L. 1 du code imaginaire", [":L1"]),
        # laws and acts
        ("loi n° 82-213 du 2 mars 1982", ["LOI:82-213"]),
        ("loi no 82-213", ["LOI:82-213"]),
        ("décret n°2001-495 du 6 juin 2001", ["DECRET:2001-495"]),
        ("ordonnance n° 2021-1310", ["ORDONNANCE:2021-1310"]),
        ("l’arrêté du 24 novembre 1967", ["ARRETE:1967-11-24"]),
        ("l’arrêté interministériel du 24 novembre 1967", ["ARRETE:1967-11-24"]),
        ("la loi du 29 juillet 1881", ["LOI:1881-07-29"]),
        ("la délibération n° 2026-045 du 3 mars 2026", ["DELIBERATION:2026-045"]),
        ("la délibération du conseil municipal en date du 3 mars 2026", ["DELIBERATION:2026-03-03"]),
        ("l’arrêté du maire n° ar-2026/12", ["ARRETE:AR-2026/12"]),
        ("le règlement (UE) 2016/679", ["REGLEMENT:2016/679"]),
        ("la directive 2006/123/CE", ["DIRECTIVE:2006/123"]),
        ("l’article 10 de la loi n° 2000-321", ["LOI:2000-321#10", "LOI:2000-321"]),
        ("l’article 1er de la loi du 29 juillet 1881", ["LOI:1881-07-29#1", "LOI:1881-07-29"]),
        ("la loi du 30 février 1990", ["LOI:impossible:1990-02-30"]),
        # traps
        ("à 12 h 30", []),
        ("À 12-14 agents", []),
        ("500 l 12", []),
        ("la D 12 et l’A 7", []),
        ("l’article 3", []),
        ("l’article 3 du présent arrêté", []),
        ("la loi de 1881", []),
        ("un courrier du 3 mars 2026", []),
        ("le maire, par arrêté, décide", []),
        ("arrêté municipal", []),
        ("la CSP des agents", []),
        ("coderoute", []),
    ],
)
def test_reference(texte, attendu):
    assert valeurs(texte) == attendu


def test_a_range_says_its_other_end():
    premier, second, _ = analyse_references("articles L. 2213-1 à L. 2213-6 du CGCT")
    assert (premier.jusqu_a, second.jusqu_a) == ("L2213-6", "")


def test_an_enumeration_is_no_range():
    assert [r.jusqu_a for r in analyse_references("articles L. 2213-1 et L. 2213-6")] == ["", ""]


def test_the_date_of_a_law_is_kept_apart():
    (loi,) = analyse_references("loi n° 82-213 du 2 mars 1982")
    assert (loi.date, loi.fait.texte) == ("1982-03-02", "loi n° 82-213")


def test_textes_alone_know_no_article():
    assert [f.valeur for f in find_textes("article L. 1 du CGCT et décret n° 2001-495")] == ["DECRET:2001-495"]
