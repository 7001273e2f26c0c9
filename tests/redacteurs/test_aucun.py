"""The plain redacteur keeps the agent's words, and tells them from what it adds."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from server.acte.fragments import Fragment, Origine
from server.redacteurs import Aucun, Demande
from server.redacteurs.aucun import split_origins, write_plain


def demande(*points: str, sorte: str = "considerants") -> Demande:
    return Demande(nom="motifs", sorte=sorte, champ_points="motifs", points=points)


def test_considerants_from_points() -> None:
    redige = write_plain(demande("Les travaux rendent la voie dangereuse.", "la demande de l’entreprise"))
    assert ["".join(f.texte for f in p) for p in redige.paragraphes] == [
        "Considérant que les travaux rendent la voie dangereuse\u00a0;",
        "Considérant la demande de l’entreprise\u00a0;",
    ]
    assert redige.essais == 0
    assert redige.origine is Origine.SAISIE


def test_origin_of_each_span() -> None:
    (paragraphe,) = write_plain(demande("Les travaux durent.")).paragraphes
    assert paragraphe == (
        Fragment("Considérant que ", Origine.TRAME),
        Fragment("les travaux durent", Origine.SAISIE, "motifs[0]"),
        Fragment("\u00a0;", Origine.TRAME),
    )


def test_one_passage_per_request_in_order() -> None:
    demandes = [demande("a"), demande(), demande("b", "c", sorte="expose")]
    rediges = asyncio.run(Aucun().write(demandes))
    assert [len(r.paragraphes) for r in rediges] == [1, 0, 2]


@given(st.text(min_size=1, max_size=80), st.text(min_size=1, max_size=80))
def test_split_loses_nothing(phrase: str, point: str) -> None:
    assert "".join(f.texte for f in split_origins(phrase, point, "x[0]")) == phrase


@given(st.text(max_size=120))
def test_never_fails(point: str) -> None:
    for sorte in ("considerants", "expose", "paragraphes", "consignes", "sections"):
        write_plain(demande(point, sorte=sorte))
