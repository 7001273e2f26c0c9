"""canon/1 counts what a reader understands, and nothing of how a file stores it."""

from dataclasses import replace

import pytest

from server.acte.canon import digest, list_lignes
from server.acte.fragments import (
    Champ,
    Emplacement,
    Fragment,
    Image,
    Inconnu,
    Marque,
    NatureChamp,
    Note,
    Origine,
)
from server.acte.noeuds import (
    Acte,
    Alinea,
    Bloc,
    Cellule,
    EnTetePage,
    Genre,
    Ligne,
    Liste,
    MarqueProjet,
    PiedPage,
    Puce,
    SortePage,
    Tableau,
    Visa,
)
from server.acte.parcours import strip


def acte(*corps: Bloc, **autres: object) -> Acte:
    return replace(Acte(Genre.ARRETE, "titre", corps), **autres)


def un(contenu: str, *marques: Marque, lien: str | None = None) -> Alinea:
    return Alinea((Fragment(contenu, marques=frozenset(marques), lien=lien),))


REFERENCE = acte(un("La vitesse est limitée à 30 km/h."))

EQUIVALENTS = {
    "cut into runs": acte(Alinea((Fragment("La vitesse "), Fragment("est limitée à 30 km/h.")))),
    "origin": acte(Alinea((Fragment("La vitesse est limitée à 30 km/h.", Origine.IA, "p"),))),
    "style": acte(Visa((Fragment("La vitesse est limitée à 30 km/h."),))),
    "bold": acte(un("La vitesse est limitée à 30 km/h.", Marque.GRAS)),
    "NFD": acte(un("La vitesse est limite\u0301e a\u0300 30 km/h.")),
    "empty paragraph": acte(un("La vitesse est limitée à 30 km/h."), Alinea()),
    "title and kind": replace(REFERENCE, titre="autre", genre=Genre.INCONNU),
}

DIFFERENTS = {
    "a digit": acte(un("La vitesse est limitée à 50 km/h.")),
    "a Cyrillic letter": acte(un("Lа vitesse est limitée à 30 km/h.")),
    "a hard space": acte(un("La vitesse est limitée à 30\u00a0km/h.")),
    "a zero-width space": acte(un("La vitesse est limitée à 3\u200b0 km/h.")),
    "struck": acte(un("La vitesse est limitée à 30 km/h.", Marque.BARRE)),
    "hidden": acte(un("La vitesse est limitée à 30 km/h.", Marque.CACHE)),
    "deleted": acte(un("La vitesse est limitée à 30 km/h.", Marque.SUPPRESSION)),
    "superscript": acte(
        Alinea(
            (
                Fragment("La vitesse est limitée à 3"),
                Fragment("0", marques=frozenset({Marque.EXPOSANT})),
                Fragment(" km/h."),
            )
        )
    ),
    "link": acte(un("La vitesse est limitée à 30 km/h.", lien="https://exemple.fr")),
    "a bullet": acte(Liste((Puce(un("La vitesse est limitée à 30 km/h.").contenu, numero="•"),))),
    "in a header": acte(en_tetes=(EnTetePage((un("La vitesse est limitée à 30 km/h."),)),)),
    "in a cell": acte(Tableau((Ligne((Cellule((un("La vitesse est limitée à 30 km/h."),)),)),))),
    "in two paragraphs": acte(un("La vitesse"), un(" est limitée à 30 km/h.")),
    "a note": acte(Alinea((Fragment("La vitesse est limitée à 30 km/h."), Note((un("sauf riverains"),))))),
    "an unknown object": acte(un("La vitesse est limitée à 30 km/h."), Inconnu("w:object")),
}


@pytest.mark.parametrize("cas", EQUIVALENTS)
def test_does_not_count(cas: str) -> None:
    assert digest(EQUIVALENTS[cas]) == digest(REFERENCE)


@pytest.mark.parametrize("cas", DIFFERENTS)
def test_counts(cas: str) -> None:
    assert digest(DIFFERENTS[cas]) != digest(REFERENCE)


def test_all_differences_differ_from_each_other() -> None:
    assert len({digest(a) for a in DIFFERENTS.values()}) == len(DIFFERENTS)


def test_first_page_header_is_not_the_others() -> None:
    corps = (un("Ville"),)
    assert digest(acte(en_tetes=(EnTetePage(corps),))) != digest(
        acte(en_tetes=(EnTetePage(corps, SortePage.PREMIERE),))
    )


def test_page_field_counts_once_whatever_it_shows() -> None:
    page = [acte(pieds=(PiedPage((Alinea((Champ(NatureChamp.PAGE, vu),)),)),)) for vu in ("1", "0")]
    assert digest(page[0]) == digest(page[1])
    assert digest(page[0]) != digest(acte(pieds=(PiedPage((un("1"),)),)))


def test_slot_counts_without_what_fills_it() -> None:
    vides = [acte(Alinea((Fragment("N° "), Emplacement("numero", vu)))) for vu in ("……", "2026-12")]
    assert digest(vides[0]) == digest(vides[1])
    assert digest(vides[0]) != digest(acte(Alinea((Fragment("N° "), Emplacement("date", "……")))))


def test_image_counts_by_its_bytes() -> None:
    a, b = Image.from_bytes(b"un", "logo", 20, 20), Image.from_bytes(b"deux", "logo", 20, 20)
    assert digest(acte(Alinea((a,)))) == digest(acte(Alinea((replace(a, largeur_mm=21.0, description="blason"),))))
    assert digest(acte(Alinea((a,)))) != digest(acte(Alinea((b,))))


def test_one_digest_per_leaf_tells_which_changed() -> None:
    avant = list_lignes(acte(un("un"), un("deux"), un("trois")))
    apres = list_lignes(acte(un("un"), un("2"), un("trois")))
    assert [a.empreinte == b.empreinte for a, b in zip(avant, apres, strict=True)] == [True, False, True]


def test_digest_is_pinned() -> None:
    """A change of canon/1 breaks every seal: it needs a new version, not a new digest here."""
    assert digest(REFERENCE) == "d074112847a58c86b084596e9f46bd6149456255105129d1fa054ecc009515d5"


def test_strip_removes_the_project_marks_and_nothing_else() -> None:
    brouillon = acte(un("corps"), en_tetes=(EnTetePage((MarqueProjet(un("PROJET").contenu), un("Ville"))),))
    assert strip(brouillon) == acte(un("corps"), en_tetes=(EnTetePage((un("Ville"),)),))
    assert strip(REFERENCE) == REFERENCE


def test_a_cell_is_told_by_its_column_not_by_its_rank():
    def table(*lignes):
        rangees = (Ligne(tuple(Cellule((Alinea((Fragment(x),)),), c, r) for x, c, r in cases)) for cases in lignes)
        return [ligne.partie for ligne in list_lignes(acte(Tableau(tuple(rangees))))]

    assert table([("a", 1, 1), ("b", 1, 1)]) == ["corps/tableau1/1/1", "corps/tableau1/1/2"]
    assert table([("a", 2, 1), ("b", 1, 1)]) == ["corps/tableau1/1/1-2", "corps/tableau1/1/3"]
    assert table([("a", 1, 2), ("b", 1, 1)], [("c", 1, 1)], [("d", 1, 1)]) == [
        "corps/tableau1/1-2/1",
        "corps/tableau1/1/2",
        "corps/tableau1/2/2",
        "corps/tableau1/3/1",
    ]
