from server.faits.choix import keep_longest
from server.faits.fait import Fait, Genre


def fait(genre, debut, fin):
    return Fait(genre, debut, fin, "x" * (fin - debut), genre)


def test_the_longest_is_kept():
    long, court = fait(Genre.VOIE, 0, 9), fait(Genre.DATE, 3, 8)
    assert keep_longest([court, long]) == (long,)


def test_a_specific_fact_beats_a_longer_string_of_figures():
    date, nombre = fait(Genre.DATE, 0, 4), fait(Genre.IDENTIFIANT, 0, 9)
    assert keep_longest([nombre, date]) == (date,)


def test_at_equal_length_the_kind_decides():
    date, duree = fait(Genre.DATE, 0, 4), fait(Genre.DUREE, 0, 4)
    assert keep_longest([duree, date]) == (date,)


def test_neighbours_are_all_kept_in_order():
    premier, second = fait(Genre.DATE, 0, 4), fait(Genre.DATE, 4, 8)
    assert keep_longest([second, premier]) == (premier, second)


def test_nothing_gives_nothing():
    assert keep_longest([]) == ()
