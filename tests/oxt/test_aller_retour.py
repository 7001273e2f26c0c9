"""An act drafted elsewhere, edited in Writer, sent from the panel, signed off, saved again by Writer: its visa holds."""

import pytest

from tests.e2e.conftest import AGENTS
from tests.e2e.service import ELU, RELECTRICE
from tests.e2e.test_word import Api
from tests.oxt.panneau import circuit, reseau

pytestmark = pytest.mark.libreoffice

FILTRES = {"odt": "writer8", "docx": "MS Word 2007 XML"}
AVANT, APRES = "20\u00a0décembre 2026", "19\u00a0décembre 2026"
CONTROLES = {"exactitude": True, "plausibilite": True, "sources": True}
RAISON = "Vu avec le service, et laissé tel quel."


class Visas:
    """Those who draft and sign off elsewhere than in Writer."""

    def __init__(self, mairie):
        self.mairie = mairie
        self.api = Api(mairie, AGENTS[0])
        self.relecteurs = [self._open_client(identifiant) for identifiant in (RELECTRICE, ELU)]

    def _open_client(self, identifiant):
        jeton = Api(self.mairie, identifiant).options["headers"]["Authorization"].removeprefix("Bearer ")
        client = reseau.Client(self.mairie.url, jeton)
        return client, client.call("GET", "/api/moi")["compte"]["id"]

    def approve(self, dossier):
        """Have each read the act, accept what the model wrote, sign off."""
        for client, compte in self.relecteurs:
            examen = circuit.Examen(client, dossier, compte).load()
            for passage in examen.version["passages"]:
                examen.judge(passage["bloc"], "accepte")
            examen.sign_off(CONTROLES, {rang: RAISON for rang, _ in enumerate(examen.a_deroger)})

    def send(self):
        """Draft and send, all of it elsewhere; give the number of the dossier."""
        brouillon = self.api.draft()
        revision = self.api.ask("GET", f"/brouillons/{brouillon}")["revision"]
        vu = self.api.ask("POST", "/dossiers", 201, json={"brouillon_id": brouillon, "revision": revision})
        version = vu["versions"][-1]
        corps = {"version": version["numero"], "empreinte": version["canon"]}
        self.api.ask("POST", f"/dossiers/{vu['id']}/soumission", json=corps)
        return vu["id"]

    def seal(self):
        """Have it signed off, too; give the final file."""
        dossier = self.send()
        self.approve(dossier)
        return self.api.ask("GET", f"/dossiers/{dossier}/scelle/fichier")

    def verify(self, fichier, code=0):
        self.mairie.run("verify", str(fichier), code=code)


@pytest.fixture(scope="module")
def visas(mairie):
    return Visas(mairie)


@pytest.mark.parametrize("format_", FILTRES)
def test_an_act_drafted_elsewhere_keeps_its_visa_in_writer(secretaire, visas, tmp_path, format_):
    poste = secretaire
    fichier = tmp_path / f"projet.{format_}"
    fichier.write_bytes(visas.api.ask("GET", f"/brouillons/{visas.api.draft()}/fichiers/{format_}"))
    poste.ouvrir(fichier.as_uri())
    poste.ouvrir_panneau()
    poste.attendre("PROJET – personne ne l’a encore relu")
    assert poste.remplacer(AVANT, APRES)
    poste.enregistrer(fichier.as_uri(), FILTRES[format_])
    poste.presser("Contrôler")
    poste.attendre_bouton("Contrôler de nouveau")
    poste.presser("Relecture")
    poste.presser("Envoyer en relecture")
    poste.attendre("PROJET – en relecture, étape 1 sur 2")
    visas.approve(poste.propriete("Minutier Dossier"))
    poste.presser("Relecture")
    poste.presser("Ouvrir le fichier final")
    poste.prendre_nouveau()
    poste.attendre("VALIDÉ – le visa est valide")
    assert poste.contient(APRES)
    for suffixe, filtre in FILTRES.items():
        resauve = tmp_path / f"resauve.{suffixe}"
        poste.copier(resauve.as_uri(), filtre)
        visas.verify(resauve)
    assert poste.remplacer(APRES, AVANT)
    touche = tmp_path / f"touche.{format_}"
    poste.copier(touche.as_uri(), FILTRES[format_])
    visas.verify(touche, code=1)


def test_a_sealed_file_says_so_as_soon_as_it_is_opened(secretaire, visas, tmp_path):
    """Whoever receives a file by mail knows what it is worth without asking, read-only too."""
    poste = secretaire
    scelle = tmp_path / "final.docx"
    scelle.write_bytes(visas.seal())
    poste.ouvrir(scelle.as_uri())
    poste.ouvrir_panneau()
    poste.attendre("VALIDÉ – le visa est valide")
    poste.fermer()
    poste.ouvrir(scelle.as_uri(), True)
    poste.ouvrir_panneau()
    poste.attendre("VALIDÉ – le visa est valide")
    poste.fermer()
    poste.ouvrir(scelle.as_uri())
    assert poste.remplacer(AVANT, APRES)
    poste.ouvrir_panneau()
    poste.attendre("MODIFIÉ DEPUIS")
    touche = tmp_path / "touche.odt"
    poste.copier(touche.as_uri(), FILTRES["odt"])
    poste.ouvrir(touche.as_uri())
    poste.ouvrir_panneau()
    poste.attendre("MODIFIÉ DEPUIS LE VISA")
