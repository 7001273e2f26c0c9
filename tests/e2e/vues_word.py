"""The views of the pane of Word: how each is brought up, for the tests and for the pictures of the guides."""

import io
import json

import docx
import httpx2
from playwright.sync_api import expect

from tests.dossiers.outils import edit
from tests.e2e.conftest import AGENTS
from tests.e2e.service import RELECTRICE
from tests.e2e.test_verification import change_montant, seal_acte
from tests.e2e.volet import ask_jeton, holding, open_volet

ARRETE = "arrete_circulation_temporaire"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
AVANT = ["Il convient donc de procéder à la fermeture de la voie.", "Les riverains seront avertis au préalable."]
APRES = ["Il convient donc de fermer la voie.", "Les riverains seront avertis avant."]
STYLE = '<w:style w:type="character" w:styleId="IA"><w:name w:val="IA"/></w:style>'
VUES = [
    "connexion",
    "rediger",
    "saisie",
    "projet",
    "reformuler",
    "proposition",
    "controler",
    "relecture",
    "remarques",
    "sceau",
]


class Api:
    """The API, as the pane of somebody asks it."""

    def __init__(self, service, identifiant):
        self.url = f"{service.url}/api"
        self.options = {
            "headers": {"Authorization": f"Bearer {ask_jeton(service, identifiant)}"},
            "trust_env": False,
            "timeout": 60,
        }

    def ask(self, methode, chemin, statut=200, **autres):
        reponse = httpx2.request(methode, self.url + chemin, **self.options, **autres)
        assert reponse.status_code == statut, reponse.text
        json_ = reponse.content and reponse.headers["content-type"].endswith("json")
        return reponse.json() if json_ else reponse.content

    def read_exemple(self, code=ARRETE, exemple="02"):
        """Give what an example holds, for the collectivité of the service."""
        saisie = self.ask("GET", f"/modeles/{code}/exemples/{exemple}")["saisie"]
        saisie.pop("collectivite", None)
        return saisie

    def draft(self, code=ARRETE, exemple="02"):
        """Draft an example to its end; give its number."""
        saisie = self.read_exemple(code, exemple)
        brouillon = self.ask("POST", "/brouillons", 201, json={"modele": code, "saisie": saisie})["id"]
        redaction = self.ask("POST", f"/brouillons/{brouillon}/redaction", 202, json={"revision": 1})["redaction"]
        self.ask("GET", f"/redactions/{redaction}/evenements")
        return brouillon

    def fichier(self, brouillon):
        return self.ask("GET", f"/brouillons/{brouillon}/fichiers/docx")


def etat(page):
    return page.locator(".etat-document")


def open_projet(volet, **reglages):
    page = volet.open(**reglages)
    page.locator(".modele", has_text="Rédigé, modifié").get_by_role("button").first.click()
    page.get_by_role("button", name="Insérer ici les passages").wait_for()
    volet.batches()
    return page


def check(page):
    page.get_by_role("button", name="Contrôler le document").click()
    page.locator("#titre-constats, main .message").first.wait_for()


def make_docx(*lignes):
    """Make a document that nobody of ours wrote."""
    document = docx.Document()
    for ligne in lignes:
        document.add_paragraph(ligne)
    sortie = io.BytesIO()
    document.save(sortie)
    return sortie.getvalue()


def submit(api, brouillon):
    """Send an act to review as the page does; give the address of its dossier."""
    revision = api.ask("GET", f"/brouillons/{brouillon}")["revision"]
    demande = {"brouillon_id": brouillon, "revision": revision, "format": "docx"}
    dossier = api.ask("POST", "/dossiers", 201, json=demande)
    chemin = f"/dossiers/{dossier['id']}"
    api.ask("POST", f"{chemin}/soumission", json={"version": 1, "empreinte": dossier["versions"][0]["canon"]})
    return chemin


def send_back(mairie, navigateur, chemin):
    """Find the act in the list of who reviews, comment on it, send it back."""
    with open_volet(navigateur, mairie, RELECTRICE) as relecture:
        page = relecture.open("relecture", **holding(make_docx("Autre chose")))
        identifiant = chemin.rsplit("/", 1)[1]
        lien = page.locator(f"a[href='/#/dossier/{identifiant}']")
        expect(lien).to_have_attribute("target", "_blank")
    api = Api(mairie, RELECTRICE)
    version = api.ask("GET", f"{chemin}/versions/1")
    lu = {"version": 1, "empreinte": version["canon"]}
    bloc = next(rang for rang, un in enumerate(version["acte"]["blocs"]) if "ARRÊTE" in un["texte"])
    api.ask("POST", f"{chemin}/commentaires", 201, json={**lu, "bloc": bloc, "texte": "Ici aussi."})
    api.ask("POST", f"{chemin}/ouverture", 204, json=lu)
    api.ask("POST", f"{chemin}/renvoi", json={**lu, "raison": "Précisez l’heure."})


def paquet(corps="<w:p><w:r><w:t>Il convient</w:t></w:r></w:p>", styles=STYLE):
    """Make what Word gives of a selection."""
    return (
        '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part><pkg:xmlData>'
        f'<w:document xmlns:w="{W}"><w:body>{corps}</w:body></w:document></pkg:xmlData></pkg:part><pkg:part>'
        f'<pkg:xmlData><w:styles xmlns:w="{W}">{styles}</w:styles></pkg:xmlData></pkg:part></pkg:package>'
    )


def answer(action, *etats, redacteur="vllm", apres=APRES):
    """Make what the service answers: one paragraph for each state."""
    paragraphes = [
        {"avant": avant, "apres": neuf if etat == "reformule" else avant, "etat": etat,
         "motifs": ["La date « 3 mars » n’est pas dans le texte choisi."] if etat == "refuse" else []}
        for avant, neuf, etat in zip(AVANT, apres, etats, strict=False)
    ]  # fmt: skip
    return {"action": action, "redacteur": redacteur, "paragraphes": paragraphes}


def serve(volet, corps=None, statut=200):
    """Answer in place of the service; keep what it is asked."""
    demandes = []

    def handle(route, requete):
        demandes.append(json.loads(requete.post_data))
        genre = "application/json" if statut == 200 else "application/problem+json"
        route.fulfill(status=statut, json=corps, content_type=genre)

    volet.page.route("**/api/reformulations", handle)
    return demandes


def open_reformuler(volet, **reglages):
    """Open the view on a selection of two paragraphs."""
    vides = {"selection": AVANT, "ooxml": paquet(), "texte": "\n".join(AVANT), "version": "1.6"}
    page = volet.open("reformuler", **{**vides, **reglages})
    page.get_by_role("heading", name="Reformuler la sélection").wait_for()
    page.locator(".etat-document", has_text="Document sans visa").wait_for()
    volet.batches()
    return page


def open_saisie(page, mots):
    """Open the form of the first template that these words find."""
    page.get_by_label("Chercher un modèle").fill(mots)
    page.locator(".modele").get_by_role("button").first.click()
    page.get_by_role("button", name="Rédiger le projet").wait_for()


def go_to(volet, vue, arrete):
    """Bring a view up."""
    octets = edit(arrete[1], ("ARRÊTE", "ARRÊTE [à compléter]"))
    if vue == "connexion":
        page = volet.open()
        page.get_by_role("heading", name="Reprendre un acte commencé").wait_for()
        page.evaluate("localStorage.clear()")
        page.route("**/api/connexion/jeton", lambda route: route.fulfill(status=204))
        page.get_by_role("button", name="Se déconnecter").click()
        page.get_by_role("button", name="Se connecter").click()
        page.get_by_role("alert").get_by_text("Écrivez").wait_for()
    elif vue == "saisie":
        page = volet.open()
        open_saisie(page, "subvention")
        page.get_by_role("button", name="Rédiger le projet").click()
        page.locator("#sommaire-fautes").wait_for()
    elif vue == "projet":
        page = open_projet(volet)
    elif vue == "controler":
        page = volet.open("controler", **holding(octets))
        check(page)
    elif vue in {"reformuler", "proposition"}:
        page = go_to_reformuler(volet, vue)
    elif vue == "remarques":
        page = go_to_remarques(volet, octets)
    elif vue == "sceau":
        page = volet.open("relecture", **holding(change_montant(seal_acte(volet.service).fichier)))
        page.get_by_role("button", name="Vérifier le sceau").click()
        page.get_by_role("heading", name="Réponse").wait_for()
    else:
        page = volet.open(vue, **holding(octets))
        page.get_by_role("heading", level=1).wait_for()
        etat(page).get_by_text("PROJET").wait_for()
    return page


def go_to_reformuler(volet, vue):
    """Bring up the view that rewords, empty or with what it offers."""
    page = open_reformuler(volet)
    if vue == "proposition":
        serve(volet, answer("court", "reformule", "refuse"))
        page.get_by_role("button", name="Plus court", exact=True).click()
        page.get_by_role("heading", name="Proposition").wait_for()
    return page


def go_to_remarques(volet, octets):
    """Bring up an act that came back, with its remarks beside."""
    api = Api(volet.service, AGENTS[0])
    chemin = submit(api, api.draft())
    send_back(volet.service, volet.page.context.browser, chemin)
    fichier = api.ask("GET", f"{chemin}/versions/1/fichier")
    page = volet.open("relecture", version="1.6", **holding(fichier))
    page.get_by_role("button", name="Mettre les remarques dans le document").click()
    page.locator(".message.reussite").wait_for()
    return page
