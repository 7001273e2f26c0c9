"""No page break parts a signature from what it signs."""

import io
import re
import zipfile

import pytest

from server import formats
from server.acte.assemblage import assemble
from server.acte.fragments import Fragment, Origine
from server.acte.noeuds import Acte, Alinea, Genre, Liste, Mention, Puce, Signature, Signatures, SorteMention
from server.charte import load_charte
from server.formats.enchainement import find_gardees

CHARTE = load_charte()


def f(texte):
    return (Fragment(texte, Origine.TRAME),)


SEULE = Alinea(f("seule"))
DERNIERE = Puce(f("dernière"), "•")
PETITE = Puce(f("petite"), "•")
SIGNATURE = Signature(f("Le maire,\nA B"))
FAIT = Mention(f("Fait à Aix"), sorte=SorteMention.FAIT)


@pytest.mark.parametrize(
    ("blocs", "gardees"),
    [
        ((Alinea(f("avant")), SEULE, SIGNATURE), [SEULE]),
        ((SEULE, FAIT, SIGNATURE), [SEULE]),
        ((SEULE, FAIT, Alinea(f("objet")), DERNIERE, SIGNATURE), [DERNIERE]),
        ((SEULE, Mention(f("copie"), sorte=SorteMention.AMPLIATION), SIGNATURE), []),
        ((SEULE, Signatures((SIGNATURE, SIGNATURE))), [SEULE]),
        ((Liste((Puce(f("a"), "•"), DERNIERE)), SIGNATURE), [DERNIERE]),
        ((Liste((Puce(f("a"), "•", enfants=(Liste((PETITE,)),)),)), SIGNATURE), [PETITE]),
        ((SEULE, Mention(f("copie"), sorte=SorteMention.AMPLIATION)), []),
        ((Liste(()), SIGNATURE), []),
        ((SIGNATURE,), []),
    ],
)
def test_what_stands_above_a_signature_is_kept_with_it(blocs, gardees):
    assert find_gardees(blocs, CHARTE) == {id(feuille) for feuille in gardees}


@pytest.mark.parametrize("blocs", [(Alinea(f("un")), SEULE, SIGNATURE), (Liste((PETITE, DERNIERE)), SIGNATURE)])
def test_writers_keep_the_last_paragraph_and_no_other(blocs):
    acte = Acte(Genre.NOTE, "x", assemble(blocs))
    with zipfile.ZipFile(io.BytesIO(formats.write(acte, "docx", CHARTE))) as archive:
        paragraphes = re.findall(r"<w:p>.*?</w:p>", archive.read("word/document.xml").decode())
    assert ["<w:keepNext/>" in p for p in paragraphes[:3]] == [False, True, False]
    with zipfile.ZipFile(io.BytesIO(formats.write(acte, "odt", CHARTE))) as archive:
        contenu = archive.read("content.xml").decode()
    (nom,) = re.findall(
        r'<style:style style:name="(Garde_[^"]+)"[^>]*><style:paragraph-properties fo:keep-with-next="always"', contenu
    )
    assert contenu.count(f'text:style-name="{nom}"') == 1
    assert re.search(rf'text:style-name="{nom}">(seule|dernière)<', contenu)
