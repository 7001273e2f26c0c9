"""The form engine, in the browser that will run it: what it sends is what was given, whatever the template."""

import datetime as dt
from decimal import Decimal

import pytest

from server.catalogue import json_schema, load_catalogue, load_exemple, validate
from server.catalogue.collectivite import parse_collectivite
from server.catalogue.moments import parse_date, parse_heure
from server.catalogue.refus import RefusError
from server.ressources import find_dossier

CATALOGUE = load_catalogue([find_dossier("templates_actes")])
EXEMPLES = [(modele.code, nom) for modele in CATALOGUE.list_modeles() for nom in modele.exemples]

MONTER = """async (m, schema, saisie) => {
  const base = new URL(".", m.readChamps && document.querySelector("script").src).href;
  const { Formulaire } = await import(`${base}formulaire/formulaire.js`);
  const { readChamps } = m;
  window.changements = 0;
  window.formulaire = new Formulaire(readChamps(schema), saisie, () => { window.changements += 1; });
  document.querySelector("main").replaceChildren(window.formulaire.element);
  return window.formulaire.saisie;
}"""


def plain(valeur):
    """Give values as JSON carries them."""
    if isinstance(valeur, dict):
        return {cle: plain(v) for cle, v in valeur.items()}
    if isinstance(valeur, list):
        return [plain(v) for v in valeur]
    return str(valeur) if isinstance(valeur, Decimal | dt.date | dt.time) else valeur


def example(code, nom):
    modele = CATALOGUE.get(code)
    saisie = plain(load_exemple(modele, nom).valeur)
    return modele, saisie.pop("collectivite"), {k: v for k, v in saisie.items() if k not in {"modele", "titre_exemple"}}


@pytest.fixture
def mount(modules):
    """Put the form of a template on the page; give what it sends."""

    def mount(modele, saisie):
        return modules.run("formulaire/schema.js", MONTER, json_schema(modele), saisie)

    return mount


def sent(modules):
    return modules.page.evaluate("window.formulaire.saisie")


def of_modele(code):
    return CATALOGUE.get(code)


@pytest.mark.parametrize(("code", "nom"), EXEMPLES)
def test_a_form_sends_what_it_was_given(mount, code, nom):
    modele, collectivite, saisie = example(code, nom)
    assert mount(modele, saisie) == saisie
    validate(modele, saisie, parse_collectivite(collectivite))


@pytest.mark.parametrize("code", [modele.code for modele in CATALOGUE.list_modeles()])
def test_an_empty_form_sends_nothing_blank(mount, code):
    envoye = mount(of_modele(code), {})
    assert all(valeur != "" for valeur in envoye.values())


@pytest.mark.parametrize("code", [modele.code for modele in CATALOGUE.list_modeles()])
def test_each_control_has_a_name(mount, modules, code):
    mount(of_modele(code), {})
    sans = modules.page.evaluate(
        """() => [...document.querySelectorAll("main :is(input:not([aria-hidden]), select, textarea)")]
             .filter((c) => !c.labels?.length && !c.getAttribute("aria-label")).map((c) => c.outerHTML)"""
    )
    assert sans == []


def test_every_description_that_is_named_exists(mount, modules):
    mount(*[example("arrete_circulation_temporaire", "02")[i] for i in (0, 2)])
    absents = modules.page.evaluate(
        """() => [...document.querySelectorAll("main [aria-describedby]")].flatMap((c) =>
             c.getAttribute("aria-describedby").split(" ").filter((id) => !document.getElementById(id)))"""
    )
    assert absents == []


def test_a_field_is_shown_only_when_it_is_asked(mount, modules):
    mount(of_modele("arrete_circulation_temporaire"), {})
    page = modules.page
    demandeur = page.get_by_label("Demandeur", exact=True)
    assert not demandeur.is_visible()
    page.get_by_label("Une entreprise, une association").check()
    assert demandeur.is_visible()
    demandeur.fill("la société Untel")
    assert sent(modules)["demande"] == {"demandeur": "la société Untel"}
    page.get_by_label("La commune elle-même").check()
    assert not demandeur.is_visible()
    assert "demande" not in sent(modules)
    # Whoever changes their mind finds again what they typed.
    page.get_by_label("Une entreprise, une association").check()
    assert sent(modules)["demande"] == {"demandeur": "la société Untel"}


def test_a_condition_on_the_top_level_reaches_into_a_group(mount, modules):
    mount(of_modele("arrete_circulation_temporaire"), {"voies": [{"voie": "rue A"}, {"voie": "rue B"}]})
    page = modules.page
    vitesses = page.get_by_label("Vitesse limitée à (km/h)")
    assert not vitesses.first.is_visible()
    page.get_by_role("radiogroup", name="La vitesse est-elle abaissée").get_by_label("Oui").check()
    assert [vitesses.nth(rang).is_visible() for rang in range(2)] == [True, True]
    vitesses.nth(1).fill("30")
    assert sent(modules)["voies"] == [{"voie": "rue A"}, {"voie": "rue B", "vitesse": "30"}]


def test_items_are_added_moved_removed_and_put_back(mount, modules):
    mount(of_modele("arrete_circulation_temporaire"), {"voies": [{"voie": "rue A"}, {"voie": "rue B"}]})
    page = modules.page
    noms = lambda: [v.get("voie") for v in sent(modules)["voies"]]  # noqa: E731
    page.get_by_role("button", name="Ajouter un autre élément : Voies et mesures").click()
    page.keyboard.type("rue C")
    assert noms() == ["rue A", "rue B", "rue C"]
    page.get_by_role("button", name="Monter l’élément 3").press("Enter")
    assert noms() == ["rue A", "rue C", "rue B"]
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Monter l’élément 2"
    page.get_by_role("button", name="Retirer l’élément 1").click()
    assert noms() == ["rue C", "rue B"]
    page.get_by_role("button", name="Rétablir").click()
    assert noms() == ["rue A", "rue C", "rue B"]


def test_points_are_written_without_leaving_the_keyboard(mount, modules):
    mount(of_modele("arrete_circulation_temporaire"), {})
    page = modules.page
    page.get_by_label("Point 1, Motifs de fait").focus()
    page.keyboard.type("un fait")
    page.keyboard.press("Enter")
    page.keyboard.type("un autre")
    page.keyboard.press("Enter")
    assert sent(modules)["motifs"] == ["un fait", "un autre"]
    page.keyboard.press("Backspace")
    assert page.evaluate("document.activeElement.value") == "un autre"
    page.keyboard.press("Alt+ArrowUp")
    assert sent(modules)["motifs"] == ["un autre", "un fait"]
    assert page.evaluate("document.activeElement.value") == "un autre"


def test_several_lines_pasted_are_several_points(mount, modules):
    mount(of_modele("arrete_circulation_temporaire"), {})
    modules.page.get_by_label("Point 1, Motifs de fait").evaluate(
        """(champ) => {
             const clipboardData = new DataTransfer();
             clipboardData.setData("text/plain", "- un fait\\n\\n• un autre\\n");
             champ.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
           }"""
    )
    assert sent(modules)["motifs"] == ["un fait", "un autre"]


def test_a_fault_is_shown_beside_its_field_once_it_was_seen(mount, modules):
    mount(of_modele("arrete_circulation_temporaire"), {"voies": [{"voie": "rue A"}]})
    page = modules.page
    fautes = [
        {"champ": "operation", "raison": "« Opération » est obligatoire"},
        {"champ": "voies[0].circulation", "raison": "« Circulation » est obligatoire"},
    ]
    page.evaluate("(fautes) => window.formulaire.setFautes(fautes)", fautes)
    assert page.locator(".faute:visible").count() == 0
    page.get_by_label("Opération", exact=True).focus()
    page.keyboard.press("Tab")
    assert page.locator(".faute:visible").all_inner_texts() == ["À remplir."]
    assert page.get_by_label("Opération", exact=True).get_attribute("aria-invalid") == "true"
    page.evaluate("window.formulaire.showAll()")
    assert page.locator(".faute:visible").count() == 2
    page.evaluate("window.formulaire.focus('voies[0].circulation')")
    assert page.evaluate("document.activeElement.name") == "voies[0].circulation"
    page.evaluate("window.formulaire.setFautes([])")
    assert page.locator(".faute:visible").count() == 0


def test_the_fault_of_a_point_lands_on_it_past_the_blank_ones(mount, modules):
    mount(of_modele("arrete_circulation_temporaire"), {"motifs": ["", "bon", "mauvais"]})
    page = modules.page
    assert sent(modules)["motifs"] == ["bon", "mauvais"]
    page.evaluate(
        "window.formulaire.setFautes([{champ: 'motifs[1]', raison: 'trop long'}]); window.formulaire.showAll()"
    )
    assert page.locator("li:has(> .faute:visible) textarea").input_value() == "mauvais"


def test_a_fault_that_names_no_field_lands_on_what_holds_it(mount, modules):
    mount(of_modele("deliberation_subvention"), {})
    modules.page.evaluate("window.formulaire.focus('seance.absente')")
    assert modules.page.evaluate("document.activeElement.name") == "seance.date"


def test_a_value_written_in_words_counts_as_the_form_shows_it(mount):
    modele = of_modele("arrete_circulation_temporaire")
    assert mount(modele, {"deviation": "oui", "deviation_itineraire": ["rue A"]})["deviation_itineraire"] == ["rue A"]
    assert "deviation_itineraire" not in mount(modele, {"deviation": "non", "deviation_itineraire": ["rue A"]})


DATES = ["2/11/2026", "02.11.2026", "2026-11-02", "2 novembre 2026", "lundi 2 novembre 2026", "1er août 2026", "1er aout 2026",
         "31/02/2026", "29/02/2028", "29/02/2027", "2 brumaire 2026", "02/11/26", "", "12/13/2026", "1/1/1700"]  # fmt: skip


@pytest.mark.parametrize("texte", DATES)
def test_the_page_reads_dates_as_the_server_does(modules, texte):
    try:
        attendu = parse_date(texte).isoformat()
    except RefusError:
        attendu = texte
    assert modules.run("formulaire/moments.js", "(m, t) => m.toIso(t)", texte) == attendu


@pytest.mark.parametrize("texte", ["8h", "8 h 30", "08:30", "23:59", "24:00", "8:5", "8:", "h", "12 heures"])
def test_the_page_says_the_times_that_the_server_reads(modules, texte):
    try:
        lue = parse_heure(texte)
        attendu = f"{lue.hour} h" + (f" {lue.minute:02}" if lue.minute else "")
    except RefusError:
        attendu = ""
    assert modules.run("formulaire/moments.js", "(m, t) => m.toHeure(t)", texte) == attendu


@pytest.mark.parametrize(
    ("texte", "dit"),
    [("1234,5", "1 234,50 €"), ("23 000,00", "23 000 €"), ("6750", "6 750 €"), ("12 €", "12 €"), ("douze", ""), ("1,234", "")],
)  # fmt: skip
def test_amounts_are_said_back(modules, texte, dit):
    assert modules.run("formulaire/moments.js", "(m, t) => m.toMontant(t)", texte).replace("\u202f", " ") == dit


def test_the_weekday_of_a_date_is_said_back(mount, modules):
    mount(of_modele("arrete_circulation_temporaire"), {})
    champ = modules.page.get_by_label("Premier jour", exact=True)
    champ.fill("11/12/2026")
    assert modules.page.get_by_text("vendredi 11 décembre 2026").is_visible()
    assert sent(modules)["date_debut"] == "2026-12-11"


def test_paths_are_said_in_words(modules):
    modele = of_modele("deliberation_subvention")
    dire = "(m, s) => import(new URL('./formulaire/saisie.js', document.querySelector('script').src).href).then((x) => x.labelOf(m.readChamps(s), 'beneficiaires[2].montant'))"
    assert modules.run("formulaire/schema.js", dire, json_schema(modele)) == "Associations bénéficiaires 3, Montant"


def test_events_are_read_across_the_cuts_of_a_stream(modules):
    lire = """async (m, morceaux) => {
      const octets = morceaux.map((t) => new TextEncoder().encode(t));
      const flux = new ReadableStream({ start(c) { octets.forEach((o) => c.enqueue(o)); c.close(); } });
      const lus = [];
      for await (const e of m.readEvenements(flux)) lus.push([e.id, e.nom, e.donnees]);
      return lus;
    }"""
    morceaux = [
        ": bat\n\n",
        "id: 1\nevent: eta",
        'pe\ndata: {"nom": "é',
        '"}\n\n: bat\n\nid: 2\r\nevent: fin\r\ndata: {}\r\n\r',
        "\n",
        "id: 3\nevent: coupe",
    ]
    assert modules.run("flux.js", lire, morceaux) == [["1", "etape", {"nom": "é"}], ["2", "fin", {}]]
