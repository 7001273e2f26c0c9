"""Two acts side by side: nothing is left out, and each kind of change is called by its name."""

from hypothesis import given
from hypothesis import strategies as st

from server.acte.fragments import Fragment, Marque
from server.acte.noeuds import Acte, Alinea, Cellule, Genre, Ligne, Tableau
from server.acte.parcours import walk
from server.comparaison import Changement, Sort, compare, compare_mots

MOTS = st.sampled_from(["le", "maire", "arrête", "la", "rue", "12", "€", ",", "’", "\u00a0", "\n", "École"])
TEXTES = st.lists(MOTS, max_size=12).map(" ".join)
PARAGRAPHES = st.lists(TEXTES, max_size=8)


def make_acte(*paragraphes: str, tableau: list[list[str]] | None = None) -> Acte:
    corps = [Alinea((Fragment(texte),)) for texte in paragraphes]
    if tableau is not None:
        lignes = [Ligne(tuple(Cellule((Alinea((Fragment(c),)),)) for c in ligne)) for ligne in tableau]
        corps.append(Tableau(tuple(lignes)))
    return Acte(Genre.ARRETE, "", tuple(corps))


def changes(avant: Acte, apres: Acte) -> list[tuple[str, int | None, int | None]]:
    return [(str(b.changement), b.avant, b.apres) for b in compare(avant, apres)]


def words(mots) -> list[tuple[str, str]]:
    return [(str(mot.sort), mot.texte) for mot in mots]


@given(TEXTES, TEXTES)
def test_both_texts_are_whole_in_their_comparison(avant, apres) -> None:
    mots = compare_mots(avant, apres)
    assert "".join(m.texte for m in mots if m.sort is not Sort.AJOUTE) == avant
    assert "".join(m.texte for m in mots if m.sort is not Sort.RETIRE) == apres
    assert all(m.texte for m in mots)
    if avant == apres:
        assert all(m.sort is Sort.EGAL for m in mots)


@given(PARAGRAPHES, PARAGRAPHES)
def test_every_paragraph_of_both_acts_is_there_once(avant, apres) -> None:
    a, b = make_acte(*avant), make_acte(*apres)
    blocs = compare(a, b)
    assert [x.apres for x in blocs if x.apres is not None] == list(range(len(apres)))
    assert sorted(x.avant for x in blocs if x.avant is not None) == list(range(len(avant)))
    for bloc in blocs:
        garde = "".join(m.texte for m in bloc.mots if m.sort is not Sort.RETIRE)
        perdu = "".join(m.texte for m in bloc.mots if m.sort is not Sort.AJOUTE)
        assert garde == ("" if bloc.apres is None else apres[bloc.apres])
        assert perdu == ("" if bloc.avant is None else avant[bloc.avant])
        if bloc.changement is Changement.EGAL:
            assert garde == perdu


@given(PARAGRAPHES)
def test_an_act_is_equal_to_itself(paragraphes) -> None:
    acte = make_acte(*paragraphes)
    assert {b.changement for b in compare(acte, acte)} <= {Changement.EGAL}


def test_one_word_is_one_word() -> None:
    mots = compare_mots("La rue est fermée le 12 mars.", "La rue est fermée le 13 mars.")
    assert words(mots) == [
        ("egal", "La rue est fermée le "),
        ("retire", "12"),
        ("ajoute", "13"),
        ("egal", " mars."),
    ]


def test_changed_put_in_and_taken_out() -> None:
    avant = make_acte("Vu le code de la route,", "Considérant les travaux du quai,", "ARRÊTE")
    apres = make_acte("Vu le code général,", "Considérant les travaux du quai neuf,", "ARRÊTE", "Article unique.")
    assert changes(avant, apres) == [("modifie", 0, 0), ("modifie", 1, 1), ("egal", 2, 2), ("ajoute", None, 3)]
    assert changes(apres, make_acte("ARRÊTE")) == [
        ("retire", 0, None),
        ("retire", 1, None),
        ("egal", 2, 0),
        ("retire", 3, None),
    ]


def test_a_paragraph_that_moved_is_no_loss() -> None:
    un, deux, trois = "Le stationnement est interdit.", "La circulation est alternée.", "La vitesse est limitée à 30."
    assert changes(make_acte(un, deux, trois), make_acte(deux, trois, un)) == [
        ("egal", 1, 0),
        ("egal", 2, 1),
        ("deplace", 0, 2),
    ]
    (dernier,) = [b for b in compare(make_acte(un, deux, trois), make_acte(deux, trois, un)) if b.apres == 2]
    assert words(dernier.mots) == [("egal", un)]


def test_a_cell_of_a_table_is_compared_with_that_cell() -> None:
    avant = make_acte(tableau=[["Association", "Montant"], ["Le Lavoir", "1200"]])
    apres = make_acte(tableau=[["Association", "Montant"], ["Le Lavoir", "1300"]])
    (change,) = [b for b in compare(avant, apres) if b.changement is not Changement.EGAL]
    assert (change.partie, words(change.mots)) == ("corps/tableau1/2/2", [("retire", "1200"), ("ajoute", "1300")])


def test_a_row_that_is_put_in_leaves_the_others_as_they_were() -> None:
    avant = make_acte(tableau=[["Association", "Montant"], ["Le Lavoir", "1 200 €"]])
    apres = make_acte(tableau=[["Association", "Montant"], ["La Lyre", "400 €"], ["Le Lavoir", "1 200 €"]])
    assert [str(b.changement) for b in compare(avant, apres)] == ["egal", "egal", "ajoute", "ajoute", "egal", "egal"]


def test_a_mark_that_changes_the_sense_is_a_change() -> None:
    avant, apres = (
        make_acte("10 2 m"),
        Acte(
            Genre.ARRETE,
            "",
            (Alinea((Fragment("10 "), Fragment("2", marques=frozenset({Marque.EXPOSANT})), Fragment(" m"))),),
        ),
    )
    assert changes(avant, apres) == [("modifie", 0, 0)]
    gras = Acte(Genre.ARRETE, "", (Alinea((Fragment("10 2 m", marques=frozenset({Marque.GRAS})),)),))
    assert changes(avant, gras) == [("egal", 0, 0)]


def test_a_long_act_that_is_all_new_does_not_take_for_ever() -> None:
    avant = make_acte(*[f"alinéa {n} de l’ancien acte" for n in range(600)])
    apres = make_acte(*[f"texte {n} du nouveau règlement" for n in range(600)])
    blocs = compare(avant, apres)
    assert sum(1 for b in blocs if b.apres is not None) == len(list(walk(apres)))
