"""The manifest of an installation, and its lint against faults planted one by one."""

import re
import struct

import pytest

from server.errors import ReglageInvalide
from server.office import check_manifeste, make_manifeste, read_adresse
from server.ressources import find_dossier

URL = "https://minutier.ville.fr"
SAIN = make_manifeste(URL).decode()
LONG = "R" * 33


def lint(texte, url=URL):
    return [(faute.champ, faute.raison) for faute in check_manifeste(texte.encode(), url)]


def change(*couples):
    """Plant a fault: each first word is there, and becomes the second."""
    texte = SAIN
    for avant, apres in couples:
        assert avant in texte, avant
        texte = texte.replace(avant, apres)
    return texte


def test_what_we_make_is_sound():
    assert lint(SAIN) == []
    assert "{{" not in SAIN


@pytest.mark.parametrize("url", ["https://127.0.0.1:8443", "https://localhost", "https://a.b-c.fr:444"])
def test_each_address_makes_a_sound_manifest_of_its_own(url):
    texte = make_manifeste(url).decode()
    assert lint(texte, url) == []
    assert set(re.findall(r"https://[^/\"<]+", texte)) == {url}
    assert "<Id>" + re.search(r"<Id>(.+)</Id>", SAIN)[1] + "</Id>" not in texte


def test_an_installation_keeps_its_guid():
    """Written down: were it to change, Word would show two add-ins on each desk."""
    assert "<Id>fe7eedec-974a-521e-a3d9-6ccd8cb1fd5d</Id>" in SAIN
    assert make_manifeste(read_adresse(" HTTPS://Minutier.Ville.fr/ ")).decode() == SAIN


PLANTEES = {
    "wrong order": (
        change(
            ("  <ProviderName>Minutier</ProviderName>\n", ""),
            ("  <DisplayName ", "  <ProviderName>Minutier</ProviderName>\n  <DisplayName "),
        ),
        ("OfficeApp", "l’ordre attendu est Id, Version"),
    ),
    "wrong order in a button": (
        re.sub(r"(<Label resid=\"Rediger.Nom\"/>)(.*?)(<Action .*?</Action>)", r"\3\2\1", SAIN, count=1, flags=re.DOTALL),
        ("Control", "l’ordre attendu est Label, Supertip, Icon, Action"),
    ),
    "unknown element": (change(("<Permissions>", "<Couleur/><Permissions>")), ("OfficeApp", "« Couleur » n’a pas")),
    "missing element": (change(("<Permissions>ReadWriteDocument</Permissions>", "")), ("OfficeApp", "« Permissions » manque")),
    "missing resid": (
        change(('<bt:String id="Controler.Aide"', '<bt:String id="Controler.Autre"')),
        ("Description", "resid « Controler.Aide » ne désigne aucune ressource"),
    ),
    "resid of another kind": (
        change(('<SourceLocation resid="Url.Rediger"/>', '<SourceLocation resid="Rediger.Nom"/>')),
        ("SourceLocation", "d’un autre genre (ShortStrings)"),
    ),
    "33-character resid": (
        change(('"Groupe.Nom"', f'"{LONG}"')),
        ("Label", "dépasse 32 caractères (33)"),
    ),
    "33-character id": (change(('"Groupe.Nom"', f'"{LONG}"')), (LONG, "de 1 à 32 caractères (33 ici)")),
    "id used twice": (change(('id="Controler.Nom"', 'id="Rediger.Nom"')), ("Rediger.Nom", "sert deux fois")),
    "http link": (
        change((f'"Url.Rediger" DefaultValue="{URL}', '"Url.Rediger" DefaultValue="http://minutier.ville.fr')),
        ("Url", "n’est pas une adresse https"),
    ),
    "http icon": (change((f'<IconUrl DefaultValue="{URL}', '<IconUrl DefaultValue="http://minutier.ville.fr')), ("IconUrl", "n’est pas une adresse https")),
    "link elsewhere": (
        change((f'"Url.Page" DefaultValue="{URL}/"', '"Url.Page" DefaultValue="https://minutier.ville.fr.exemple.fr/"')),
        ("Url", "n’est pas dans AppDomains"),
    ),
    "missing icon size": (
        re.sub(r'\s*<bt:Image size="80" resid="Icone.80"/>', "", SAIN, count=1),
        ("Icon", "la taille 80 manque (Group Minutier.Groupe)"),
    ),
    "changed GUID": (re.sub(r"<Id>.", "<Id>0", SAIN), ("Id", f"le GUID n’est pas celui de {URL}")),
    "no GUID": (re.sub(r"<Id>.*</Id>", "<Id>minutier</Id>", SAIN), ("Id", "n’est pas un GUID")),
    "version of three numbers": (re.sub(r"<Version>[^<]*", "<Version>1.0.0", SAIN), ("Version", "quatre nombres")),
    "another language": (change(("fr-FR", "en-US")), ("DefaultLocale", "fr-FR est attendu")),
    "another floor": (change(('MinVersion="1.3"', 'MinVersion="1.6"')), ("Requirements", "WordApi 1.3 est demandé")),
    "long label": (change(('DefaultValue="Relecture"', f'DefaultValue="{"R" * 126}"')), ("Relecture.Nom", "dépasse 125 caractères (126)")),
    "long help": (change(("Envoyer le document", f"{'Envoyer ' * 30}le document")), ("Relecture.Aide", "dépasse 250 caractères")),
    "cut XML": (SAIN[:-20], ("OfficeApp", "ce n’est pas du XML lisible")),
    "another root": ("<a/>", ("OfficeApp", "la racine d’un manifeste est attendue")),
}  # fmt: skip


@pytest.mark.parametrize("nom", PLANTEES)
def test_a_planted_fault_is_found(nom):
    texte, (champ, raison) = PLANTEES[nom]
    assert any(un == champ and raison in dit for un, dit in lint(texte)), lint(texte)


def test_one_fault_is_told_once():
    assert len(lint(PLANTEES["http icon"][0])) == 1
    assert len(lint(PLANTEES["changed GUID"][0])) == 1
    assert len(lint(PLANTEES["missing icon size"][0])) == 1


@pytest.mark.parametrize(
    "texte",
    ["http://minutier.ville.fr", "minutier.ville.fr", "", "https://", "https://a.fr/chemin", "https://u:p@a.fr", "https://a.fr?x", 'https://a.fr"><x/>', "https://a b.fr"],
)  # fmt: skip
def test_an_address_that_word_cannot_open_is_refused(texte):
    with pytest.raises(ReglageInvalide, match="--url"):
        read_adresse(texte)


@pytest.mark.parametrize("taille", [16, 32, 64, 80])
def test_each_icon_has_the_size_that_it_says(taille):
    octets = (find_dossier("addin-manifest") / "word" / f"icone-{taille}.png").read_bytes()
    assert octets.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", octets[16:24]) == (taille, taille)
