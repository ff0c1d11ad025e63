"""Reports in layouts that no rule was written for are read right, or left open; none is read wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor.identity.identify import identify
from extractor.sources import open_source

LAYOUTS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("layouts.toml").read_text("utf-8"))["layouts"]
BEHIND = "二、主动公开政府信息情况\n规章\t0\t0\t0\n"


@pytest.mark.parametrize("layout", LAYOUTS, ids=[str(number) for number in range(1, len(LAYOUTS) + 1)])
def test_a_report_in_a_layout_of_its_own_is_read_right(layout: dict[str, Any]) -> None:
    found = identify(open_source((layout["text"] + BEHIND).encode(), "unnamed.txt"))
    assert found.known_year == layout.get("year")
    may_be_open = layout.get("may_be_open", False)
    assert found.known_unit in layout["units"] or (found.known_unit is None and may_be_open)
