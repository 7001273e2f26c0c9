"""Reading back what was written gives the same tree, origins included."""

import pytest
from hypothesis import given, settings

from server.acte.canon import digest
from server.charte import load_charte
from server.formats.docx import read, write
from tests.formats.exemples import arrete_reference
from tests.formats.strategies import actes

CHARTE = load_charte()


def check_identity(acte):
    lecture = read(write(acte, CHARTE))
    assert lecture.acte == acte
    assert lecture.acte.proprietes == acte.proprietes
    assert digest(lecture.acte) == digest(acte)


@settings(max_examples=20)
@given(actes())
def test_what_was_written_reads_back(acte):
    check_identity(acte)


@pytest.mark.long
@settings(max_examples=1500)
@given(actes())
def test_what_was_written_reads_back_at_length(acte):
    check_identity(acte)


def test_the_reference_act_reads_back():
    check_identity(arrete_reference())
