from __future__ import annotations

import doctest

import pytest

from tests.arithmetic.tables import REPOSITORY


def test_the_examples_of_the_page_on_arithmetic_are_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)
    page = (REPOSITORY / "docs" / "arithmetic.md").read_text("utf-8")
    test = doctest.DocTestParser().get_doctest(page, {}, "arithmetic.md", "docs/arithmetic.md", 0)
    outcome = doctest.DocTestRunner().run(test)
    assert outcome.attempted > 10
    assert outcome.failed == 0
