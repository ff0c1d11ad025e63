"""The methods note says what was measured, and the citation what the program is."""

from __future__ import annotations

from pathlib import Path

import pytest
from golden import SEEDS

from benchmarks.methods import PAGE, with_tables
from extractor.version import __version__

ROOT = SEEDS.parent


def test_the_tables_are_those_of_the_measured_pages() -> None:
    text = PAGE.read_text("utf-8")
    assert text.count("<!-- from ") == text.count("<!-- end -->") == 4
    assert with_tables(text) == text, "python -m benchmarks.methods writes them"


def test_a_table_has_the_columns_that_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "## One\n\n| x |\n| --- |\n| 0 |\n\n| a | b, c | d |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n"
    )
    made = with_tables("<!-- from a.md, One: d; b, c -->\nold\n<!-- end -->", tmp_path)
    assert made == "<!-- from a.md, One: d; b, c -->\n| d | b, c |\n| --- | --- |\n| 3 | 2 |\n<!-- end -->"


@pytest.mark.parametrize("asked", ["Two: a", "One: e"])
def test_what_is_not_there_is_told(asked: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("## One\n\n| a |\n| --- |\n| 1 |\n")
    with pytest.raises(ValueError, match="no "):
        with_tables(f"<!-- from a.md, {asked} -->\n<!-- end -->", tmp_path)


def test_the_citation_names_this_version_and_licence() -> None:
    text = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"\nversion: {__version__}\n" in text
    assert "\nlicense: Apache-2.0\n" in text
