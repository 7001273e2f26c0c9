"""Holds the corpus of legitimate passages to its own rule: nothing in a passage that its inputs do not hold.

Each passage is what a model may answer: a paragraph, on its own line, for each point and in the order of the points.
The corpus is the yardstick of the guard, so these checks share no code with it: they are small and read the text
their own way. What they cannot read (a rewording) was read twice by hand.
"""

import datetime as dt
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

DOSSIER = Path(__file__).parent / "corpus"
MOITIES = {"reglage": "r-", "reglage_2": "na-", "reglage_3": "nb-", "reglage_4": "t2-", "temoin": "t-"}
CLES = {"id", "sorte", "genre", "ton", "sens", "points", "champs", "passage", "traits"}
SORTES = {"considerants": 25, "expose": 20, "paragraphes": 30, "sections": 15, "consignes": 10}
GENRES = {
    "considerants": {"arrete", "deliberation"},
    "expose": {"deliberation"},
    "paragraphes": {"courrier"},
    "sections": {"note"},
    "consignes": {"note"},
}
# The most sentences of a paragraph.
PHRASES = 2
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOIS = re.findall(r"\w+", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
_J, _M = "|".join(JOURS), "|".join(MOIS)

# What makes a passage hard, and what is then seen in it.
TRAITS = {
    "apostrophe_droite": "'",
    "apostrophe_typographique": "’",
    "capitale_interne": r"[a-zéèà,’']\s?[A-ZÀÉ][a-zéè]|[a-z] (?:[A-Z]\b|pH)",
    "conditionnel": r"r(?:ait|aient|ais|iez)\b",
    "duree_calculee": r"\b(?:jours|semaines|mois|ans?)\b",
    "espace_insecable": "[\u00a0\u202f]",
    "heure": r"\d+\sh(?:eures)?\b|midi|minuit",
    "institution": r"[a-z’'] ?[A-ZÀÉ]|Télérecours|tribunal",
    "jour_semaine": rf"\b(?:{_J})s?\b",
    "ligature": "œ|Œ",
    "mesure": r"mètres?\b|\d\s(?:m[²³]?|mg/l|cm|g|km/h|°C)(?!\w)",
    "mois_en_mots": rf"(?:\b(?:[Ee]n|de|depuis|mi-) ?|d[’'])(?:{_M})\b",
    "montant_en_lettres": r"\([a-z -]+ euros\)",
    "negation": r"\b(?:[Nn]e|ni|aucune?|sans|jamais)\b|\b[Nn][’']|\bhors\b",
    "neuf": r"[Nn]eu(?:f|ve)s?\b",
    "nom_cite": "« ?|«\u00a0",
    "numero_acte": r"n°|PC 049|\d-\d|\b0417\b",
    "ordinal": r"\d(?:er|re|e)\b|(?:premi(?:er|ère)|second|(?:deux|trois|quatr|cinqu)ième)e?s?\b",
    "particule": r"\b(?:[dDLN][’'][A-ZÀÉÎ]|O[’']C|[Dd]e La |L[ea][ \u00a0][A-Z])",
    "passif": r"\w(?:é|i|u|is|it|ert|ous)e?s?\b",
    "plusieurs_montants": r"€[\s\S]*€",
    "point_virgule": ";",
    "pourcentage": "%|cent pour cent",
    "reference_juridique": r"[Aa]rticle[ \u00a0](?:[A-Z]{1,2}[. ]|\d)",
    "saison": "printemps|été|automne|hiver",
    "sans_chiffre": r"\A\D*\Z",
    "subordonnee": r"\b(?:qu[ei]|qu[’']|dont|lesquels?|lequel|lorsque|alors|[Ss]i|pour)\b",
    "telephone": r"0\d(?: \d\d){4}",
    "un_une": r"\b[Uu]ne?\b",
    "voie": r"\b(?:rue|quai|place|avenue|boulevard|chemin|impasse|route|cours|mail|faubourg|allée) ",
}
# What makes it hard and is judged by eye, or seen in the inputs.
TRAITS |= dict.fromkeys(
    re.findall(
        r"\w+",
        "accord_donne enumeration locution_nombre motif_recompense motif_sanction nom_en_capitales nombre_en_lettres "
        "plusieurs_beneficiaires politesse refus_donne sans_nom sigle",
    ),
    "",
)
# Ways of speaking that hold a number word and count nothing.
LOCUTIONS = re.compile("deux-roues|Deux-Rives|neuf(?! [a-zé]+[sx]\\b)|demi-\\w+|vingt-quatre heures sur")
_UNITES = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
NOMBRES = {mot: rang for rang, mot in enumerate(re.findall(r"\w+", _UNITES), start=1)}
NOMBRES |= {"deuxième": 2, "troisième": 3, "quatrième": 4, "cinquième": 5, "une": 1, "et": 0}
NOMBRES |= {"vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
NOMBRES |= {"cent": 100, "cents": 100, "mille": 1000}
_MOT = "|".join(sorted(set(NOMBRES) - {"un", "une", "et"}, key=len, reverse=True))
_NOMBRE = re.compile(rf"\b(?:{_MOT})\b(?:(?:[- ]| et |-et-)(?:{_MOT}|une?)\b)*", re.IGNORECASE)
# Words that French writes with a capital, and sigles of the inputs that a passage spells out.
USAGES = {"conseil", "madame", "monsieur"}
SIGLES = {
    "ABF": "architecte des bâtiments de france",
    "ARS": "agence régionale de santé",
    "CAF": "caisse d’allocations familiales",
    "CCAS": "centre communal d’action sociale",
    "CST": "comité social territorial",
    "DRAC": "direction régionale des affaires culturelles",
}


def load(moitie: str) -> list[dict[str, Any]]:
    """Load the cases of one half."""
    fichiers = sorted((DOSSIER / moitie).glob("*.yaml"))
    return [cas for fichier in fichiers for cas in yaml.safe_load(fichier.read_text(encoding="utf-8"))]


CORPUS = {moitie: load(moitie) for moitie in MOITIES}
TOUS = [cas for cas_d_une_moitie in CORPUS.values() for cas in cas_d_une_moitie]
each_case = pytest.mark.parametrize("cas", TOUS, ids=[cas["id"] for cas in TOUS])


def flatten(valeur: Any) -> list[str]:
    """Give every scalar of the inputs as text, a date as it is written in French."""
    if isinstance(valeur, dict):
        return [texte for v in valeur.values() for texte in flatten(v)]
    if isinstance(valeur, list):
        return [texte for v in valeur for texte in flatten(v)]
    if isinstance(valeur, dt.date):
        return [f"{valeur.day} {MOIS[valeur.month - 1]} {valeur.year}"]
    return [str(valeur)]


def tidy(texte: str) -> str:
    """Bring apostrophes, spaces and thousands to one form."""
    texte = re.sub("[\u00a0\u202f]", " ", unicodedata.normalize("NFC", texte).replace("'", "’"))
    return re.sub(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)", lambda m: m.group().replace(" ", ""), texte)


def inputs_of(cas: dict[str, Any]) -> str:
    return tidy("\n".join(flatten(cas["points"]) + flatten(cas["champs"])))


def given_part_of(cas: dict[str, Any]) -> str:
    """Give the tidy passage without what it says to be computed."""
    texte = tidy(cas["passage"])
    for calcule in cas.get("calcules", ()):
        texte = texte.replace(tidy(calcule), " ")
    return texte


def value_in_words(nombre: str) -> int:
    """Read « quatre-vingt-dix mille » as 90000."""
    total = courant = 0
    for mot in re.split("[- ]", nombre.lower()):
        valeur = NOMBRES[mot]
        if valeur == 1000:
            total, courant = total + max(courant, 1) * 1000, 0
        elif valeur == 100:
            courant = max(courant, 1) * 100
        else:
            courant += 76 if valeur == 20 and courant % 100 == 4 else valeur
    return total + courant


def numbers_of(texte: str) -> set[int]:
    """Give the digit sequences and the numbers in words of a tidy text, as values."""
    sans = LOCUTIONS.sub(" ", texte)
    return {int(n) for n in re.findall(r"\d+", texte)} | {value_in_words(m.group()) for m in _NOMBRE.finditer(sans)}


def strange_numbers(cas: dict[str, Any]) -> set[int]:
    """Give the numbers of the passage, in figures or in words, that no input holds."""
    return numbers_of(given_part_of(cas)) - numbers_of(inputs_of(cas))


def strange_capitals(cas: dict[str, Any]) -> set[str]:
    """Give the capitalised words inside sentences that no input holds, whatever its case."""
    en_clair = " ".join(clair for sigle, clair in SIGLES.items() if re.search(rf"\b{sigle}\b", inputs_of(cas)))
    vus = set(re.findall(r"\w+", f"{inputs_of(cas)} {en_clair}".casefold())) | USAGES
    vus |= {f"{mot}s" for mot in vus} | {mot[:-1] for mot in vus}
    mots = re.finditer(r"(?<=[^.:\n] )(?:\w’)?([A-ZÀÂÇÉÈÊÎÔŒŠ]\w+)|’([A-ZÀÂÇÉÈÊÎÔŒŠ]\w+)", tidy(cas["passage"]))
    return {m.group(1) or m.group(2) for m in mots if (m.group(1) or m.group(2)).casefold() not in vus}


def strange_months(cas: dict[str, Any]) -> set[str]:
    vus = inputs_of(cas)
    chiffres = {MOIS[int(m) - 1] for m in re.findall(r"\d/(\d\d)\b", vus)}
    return {m for m in re.findall(rf"\b(?:{_M})\b", given_part_of(cas)) if m not in vus and m not in chiffres}


def years_of(cas: dict[str, Any]) -> set[int]:
    return {int(a) for a in re.findall(r"\b20[0-9]{2}\b", inputs_of(cas))}


def false_weekdays(cas: dict[str, Any]) -> list[str]:
    """Give the weekdays written before a quantième that no year of the inputs makes true."""
    texte, fautes = tidy(cas["passage"]), []
    for m in re.finditer(rf"\b({_J})s? (\d+)", texte):
        apres = re.search(rf"\b({_M})\b(?: (20\d\d))?", texte[m.end() :])
        mois = apres[1] if apres else re.findall(rf"\b({_M})\b", texte[: m.start()])[-1]
        annees = [int(apres[2])] if apres and apres[2] else years_of(cas)
        vrais = {dt.date(annee, MOIS.index(mois) + 1, int(m.group(2))).weekday() for annee in annees}
        if JOURS.index(m.group(1)) not in vrais:
            fautes.append(m.group())
    return fautes


def periods_of(cas: dict[str, Any]) -> list[tuple[dt.date, dt.date]]:
    """Give the periods that the passage states (« du 2 au 6 novembre 2026 »), for each year that it may mean."""
    jour = rf"(?:(?:{_J}) )?(\d+)(?:er)?(?: ({_M}))?(?: (20\d\d))?"
    trouves = []
    for m in re.finditer(rf"(?:du|les) {jour} (?:au|et) {jour}", tidy(cas["passage"])):
        j1, m1, a1, j2, m2, a2 = m.groups()
        for annee in [int(a2)] if a2 else sorted(years_of(cas)):
            debut = dt.date(int(a1 or annee), MOIS.index(m1 or m2) + 1, int(j1))
            trouves.append((debut, dt.date(annee, MOIS.index(m2) + 1, int(j2))))
    return trouves


def lasts(periode: tuple[dt.date, dt.date], nombre: int, unite: str) -> bool:
    """Tell whether a period, both ends included, lasts so many days, weeks, months or years."""
    debut, suite = periode[0], periode[1] + dt.timedelta(days=1)
    if unite.startswith(("jour", "semaine")):
        return (suite - debut).days == nombre * (7 if unite.startswith("semaine") else 1)
    mois = (suite.year - debut.year) * 12 + suite.month - debut.month
    return suite.day == debut.day and mois == nombre * (12 if unite.startswith("an") else 1)


def is_computable(cas: dict[str, Any], calcule: str) -> bool:
    """Tell whether one computed expression follows from the inputs (weekdays are read by false_weekdays)."""
    if re.match(rf"(?:{_J})s? \d", calcule):
        return True
    if not re.search(rf"(?:\d|{_M}), soit {calcule}\b", tidy(cas["passage"])):
        return False
    nombre, unite = calcule.rsplit(" ", 1)
    return any(lasts(periode, value_in_words(nombre), unite) for periode in periods_of(cas))


def count_sentences(passage: str) -> int:
    return len(re.findall(r"(?<!\bM)(?<!\b[LR])[.;](?=\s)", tidy(passage)))


def check_shape(cas: dict[str, Any]) -> list[str]:
    """Give the faults of form of one case."""
    passage, lignes = cas["passage"], cas["passage"].strip("\n").split("\n")
    regles = {
        "clés": set(cas) - {"calcules"} == CLES,
        "genre": cas["genre"] in GENRES[cas["sorte"]],
        "ton": cas["ton"] in {"courtois", "ferme", "neutre"} and (cas["ton"] == "neutre" or cas["genre"] == "courrier"),
        "sens": {"accord": "accord_donne", "refus": "refus_donne"}.get(cas["sens"])
        == next((t for t in cas["traits"] if t.endswith("_donne")), None),
        "points": bool(cas["points"]) and all(isinstance(p, str) and p.strip() for p in cas["points"]),
        "champs": isinstance(cas["champs"], dict),
        "paragraphes": len(lignes) == len(cas["points"]),
        "phrases": all(1 <= count_sentences(f"{ligne}\n") <= PHRASES for ligne in lignes),
        "lignes": all(ligne == ligne.strip() and ligne and "  " not in ligne for ligne in lignes),
        "fins": all(ligne.endswith((".", ";")) for ligne in lignes) and lignes[-1].endswith("."),
        "considérants": (cas["sorte"] == "considerants") == all(x.startswith("Considérant") for x in lignes),
        "traits": set(cas["traits"]) <= set(TRAITS) and len(cas["traits"]) == len(set(cas["traits"])),
        "calculés": all(tidy(c) in tidy(passage) for c in cas.get("calcules", ())),
        "NFC": unicodedata.is_normalized("NFC", passage),
    }
    return [nom for nom, tenue in regles.items() if not tenue]


@each_case
def test_a_case_is_well_formed(cas):
    assert check_shape(cas) == []


@each_case
def test_a_trait_is_seen_in_the_passage(cas):
    assert [t for t in cas["traits"] if not re.search(TRAITS[t], cas["passage"])] == []


@each_case
def test_every_fact_of_a_passage_comes_from_its_inputs(cas):
    assert strange_numbers(cas) == set()
    assert strange_capitals(cas) == set()
    assert strange_months(cas) == set()


@each_case
def test_what_is_computed_is_true(cas):
    assert false_weekdays(cas) == []
    assert [c for c in cas.get("calcules", ()) if not is_computable(cas, c)] == []


@pytest.mark.parametrize(
    ("serie", "marque"),
    [*((f"reglage_{n}", f"r{n}-") for n in range(8, 14)), *((f"temoin_{n}", f"t{n}-") for n in (3, 4, 5))],
)
def test_a_series_written_to_the_instructions_in_force_holds_to_the_rule(serie, marque):
    cas = load(serie)
    assert Counter(un["sorte"] for un in cas) == SORTES
    assert len({un["id"] for un in cas if un["id"].startswith(marque)}) == len(cas)
    assert [(un["id"], fautes) for un in cas if (fautes := check_shape(un))] == []
    assert [un["id"] for un in cas if strange_numbers(un) | strange_capitals(un) | strange_months(un)] == []
    assert [un["id"] for un in cas if false_weekdays(un)] == []


@pytest.mark.parametrize("moitie", MOITIES)
def test_each_half_holds_100_cases_spread_alike(moitie):
    assert len(CORPUS[moitie]) == 100
    assert Counter(cas["sorte"] for cas in CORPUS[moitie]) == SORTES
    assert [cas["id"] for cas in CORPUS[moitie] if not cas["id"].startswith(MOITIES[moitie])] == []
    traits = {t for cas in CORPUS[moitie] for t in cas["traits"]}
    assert traits == set(TRAITS) if moitie in {"reglage", "temoin"} else traits <= set(TRAITS)


def test_the_halves_share_no_case_and_no_id():
    ids = [cas["id"] for cas in TOUS]
    assert [i for i, fois in Counter(ids).items() if fois > 1] == []
    phrases = [
        {p.strip() for cas in CORPUS[m] for p in re.split(r"[.;\n]", tidy(cas["passage"])) if len(p.split()) > 8}
        for m in MOITIES
    ]
    points = [{p for cas in CORPUS[m] for p in cas["points"]} for m in MOITIES]
    assert phrases[0] & phrases[1] == set()
    assert points[0] & points[1] == set()


CAS_FORGE = {
    "points": ["travaux rue des Tanneurs du 2 au 6 novembre 2026", "12 500 € pour Mme d'Ornano, 1er lot"],
    "champs": {"beneficiaires": [{"montant": "1000.00"}, {"montant": "250.50"}], "debut": dt.date(2027, 3, 1)},
}


@pytest.mark.parametrize(
    ("passage", "nombres", "capitales", "mois", "jours"),
    [
        ("Des travaux ont lieu rue des Tanneurs du lundi 2 au vendredi 6 novembre 2026.", set(), set(), set(), []),
        ("Mme d’Ornano reçoit douze mille cinq cents euros le 1er mars 2027.", set(), set(), set(), []),
        ("Mme d’Ornano reçoit treize mille cinq cents euros.", {13500}, set(), set(), []),
        ("Elle reçoit 12\u202f501\u00a0€ pour un deux-roues neuf.", {12501}, set(), set(), []),
        ("Cela concerne la rue des Tanneurs, chez M. L’Hostis, à Brest.", set(), {"Hostis", "Brest"}, set(), []),
        ("Les travaux ont lieu du mardi 2 au 6 décembre.", set(), set(), {"décembre"}, ["mardi 2"]),
        ("Quatre-vingts points et neuf motifs, soit trois.", {80, 9, 3}, set(), set(), []),
    ],
)
def test_the_checks_see_what_they_look_for(passage, nombres, capitales, mois, jours):
    cas = CAS_FORGE | {"passage": passage}
    assert strange_numbers(cas) == nombres
    assert strange_capitals(cas) == capitales
    assert strange_months(cas) == mois
    assert false_weekdays(cas) == jours


@pytest.mark.parametrize(
    ("calcule", "tenu"),
    [("cinq jours", True), ("quatre jours", False), ("une semaine", False), ("lundi 2", True)],
)
def test_computed_expressions_are_computed_again(calcule, tenu):
    cas = CAS_FORGE | {"passage": f"Les travaux ont lieu du 2 au 6 novembre 2026, soit {calcule}."}
    assert is_computable(cas, calcule) is tenu


def test_a_computed_duration_stands_right_after_its_period():
    cas = CAS_FORGE | {"passage": "Pendant cinq jours, du 2 au 6 novembre 2026, la rue est fermée."}
    assert not is_computable(cas, "cinq jours")
