"""Reports in many styles: nearly all bodies and years are read right, and none is read wrong."""

from __future__ import annotations

import random
from collections import Counter

from benchmarks.whose import draw, read, verdict


def test_bodies_and_years_of_drawn_reports_are_right_or_open_and_never_wrong() -> None:
    rng, counts = random.Random(1900), Counter[tuple[str, str]]()
    for _ in range(250):
        case = draw(rng)
        found = read(case)
        units = tuple(unit.replace("（", "(").replace("）", ")") for unit in case.units)
        counts["unit", verdict(found.known_unit, units)] += 1
        counts["year", verdict(found.known_year, (case.year or 0,))] += 1
    assert counts["unit", "wrong"] == counts["year", "wrong"] == 0
    assert counts["unit", "right"] >= 245
    assert counts["year", "right"] >= 249
