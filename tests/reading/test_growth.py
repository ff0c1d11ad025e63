"""Ten times the text takes about ten times the work, wherever it stands: counted in lines of code run, not timed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from benchmarks.growth_shapes import SHAPES, Shape
from extractor.pipeline import extract
from tests.longer import long_but_for

SMALL, LARGE = 800, 8_000
MOST = 12


def lines_run(work: Callable[[], object]) -> int:
    """How many lines of this program are run, each turn of a loop counted anew."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if "extractor" not in frame.f_code.co_filename:
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("shape", long_but_for(SHAPES[::3], SHAPES), ids=lambda shape: shape.name)
def test_ten_times_the_text_runs_no_more_than_twelve_times_the_lines(shape: Shape) -> None:
    extract(shape.document(100))
    alone, small, large = (lines_run(lambda size=size: extract(shape.document(size))) for size in (100, SMALL, LARGE))
    assert large - alone <= MOST * (small - alone) + alone
