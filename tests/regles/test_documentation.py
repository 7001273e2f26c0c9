"""docs/regles.md is written from the rules and is up to date."""

from pathlib import Path

from server.regles import REGLES
from server.regles.documentation import render_documentation

_PAGE = Path(__file__).parents[2] / "docs" / "regles.md"


def test_the_page_is_up_to_date():
    assert _PAGE.read_text(encoding="utf-8") == render_documentation(), (
        "python -m server.regles.documentation > docs/regles.md"
    )


def test_the_page_has_a_section_for_every_rule():
    page = render_documentation()
    for regle in REGLES.values():
        assert f"\n## {regle.code}\n" in page
        assert regle.exemple_refuse in page
        assert regle.exemple_accepte in page
