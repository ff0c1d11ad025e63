"""The tour in docs/review.md: its pictures are those that `make tour` takes, and small."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tour import MOST_BYTES, STOPS, take

DOCS = Path(__file__).parents[2] / "docs"


def test_the_pictures_of_the_tour_are_those_that_are_taken_and_small() -> None:
    shown = re.findall(r"\]\(pictures/(.+?)\)", (DOCS / "review.md").read_text("utf-8"))
    assert shown == [f"review-{name}.png" for name in STOPS]
    sizes = [(DOCS / "pictures" / name).stat().st_size for name in shown]
    assert max(sizes) <= MOST_BYTES
    assert sum(sizes) <= 600_000


@pytest.mark.long
def test_the_tour_can_be_taken(browser: Browser, tmp_path: Path) -> None:
    take(browser, tmp_path)
    assert {one.name for one in tmp_path.iterdir()} == {f"review-{name}.png" for name in STOPS}
