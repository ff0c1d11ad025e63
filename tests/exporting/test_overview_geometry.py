"""The geometry of the report's charts: where values, bars and segments stand."""

from __future__ import annotations

from itertools import pairwise

import pytest

from extractor.exporting.overview.axes import axis_for, quantile
from extractor.exporting.overview.bars import segments, widths
from extractor.exporting.overview.strips import HEIGHT, strip_of
from extractor.exporting.overview.text import grouped, plain, short
from extractor.exporting.overview.years import columns_of


def test_an_axis_goes_from_zero_over_one_to_a_power_of_ten() -> None:
    axis = axis_for(5_000)
    assert axis.decades == 4
    assert 0 < axis.at(0) < axis.at(0.5) < axis.at(1) < axis.at(10) < axis.at(10_000) == 100
    assert axis.at(100) - axis.at(10) == pytest.approx(axis.at(1000) - axis.at(100), abs=0.02)


@pytest.mark.parametrize("most", [0, 1, 7, 10, 99, 100, 10**6, 10**15])
def test_no_value_stands_outside_its_axis_and_the_labels_have_room(most: int) -> None:
    axis = axis_for(most)
    assert 0 <= axis.at(0) <= axis.at(most) <= 100
    ticks = axis.ticks()
    assert len(ticks) <= 8
    steps = [b.at - a.at for a, b in pairwise(ticks[1:])]
    assert max(steps) - min(steps) < 0.03
    assert min(steps) > 10


def test_quartiles_lie_between_values_in_proportion() -> None:
    assert quantile([7], 0.25) == 7
    assert quantile([0, 10], 0.25) == 2.5
    assert [quantile([1, 2, 3, 4, 5], share) for share in (0.25, 0.5, 0.75)] == [2, 3, 4]


def test_a_strip_counts_zeros_apart_and_marks_each_other_value() -> None:
    strip = strip_of(2021, [0, 0, 10, 10, 1000], axis_for(1000))
    assert (strip.amount, strip.zeros, len(strip.bars)) == (5, 2, 2)
    assert strip.values == (0, 0, 10, 10, 1000)
    assert strip.bars[0].height > strip.bars[1].height
    assert strip.zero.height == pytest.approx(21 * 2 / 5, abs=0.01)
    assert strip.has_quartiles


def test_many_values_become_a_histogram_that_stays_in_its_strip() -> None:
    values = [float(i % 977) for i in range(5000)]
    strip = strip_of(2021, values, axis_for(977))
    assert len(strip.bars) <= 46
    for bar in (*strip.bars, strip.zero, strip.box, strip.median):
        assert bar.x >= 0
        assert bar.x + bar.width <= 100.6
        assert bar.y >= 0
        assert bar.y + bar.height <= HEIGHT


def test_a_single_value_has_a_median_and_no_quartiles() -> None:
    strip = strip_of(2021, [0], axis_for(0))
    assert strip.bars == []
    assert not strip.has_quartiles
    assert strip.values == (0, 0, 0, 0, 0)


def test_segments_fill_the_whole_and_the_smallest_can_be_seen() -> None:
    found = segments([("a", 1_000_000), ("b", 0), ("c", 1)])
    assert [one.key for one in found] == ["a", "c"]
    assert found[-1].width >= 0.3
    assert found[0].width + found[1].width == pytest.approx(100, abs=0.02)
    assert found[1].x == pytest.approx(found[0].width, abs=0.02)
    assert segments([("a", 0)]) == []


def test_bars_are_shares_of_the_longest() -> None:
    assert widths([200, 100, 0, 1]) == [100.0, 50.0, 0.0, 0.5]
    assert widths([]) == []


def test_years_are_columns_without_holes_and_the_earliest_are_one_where_they_are_many() -> None:
    assert [one.year for one in columns_of([2023, 2019])] == [2019, 2020, 2021, 2022, 2023]
    many = columns_of([*range(2008, 2026)])
    assert len(many) == 12
    assert many[0].is_earlier
    assert many[0].has(2008)
    assert many[0].has(2014)
    assert not many[0].has(2015)
    assert not many[0].has(None)
    assert [one.year for one in many[1:]] == list(range(2015, 2026))
    assert columns_of([]) == []


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [(0, "0", "0"), (0.5, "0.5", "0.5"), (1234, "1,234", "1.23k"), (10**4, "1万", "10k"), (10**15, "1,000万亿", "1P")],
)
def test_numbers_for_axes_are_short(value: float, chinese: str, english: str) -> None:
    assert (short(value, "zh"), short(value, "en")) == (chinese, english)


def test_numbers_have_their_thousands_apart() -> None:
    assert grouped(10**15) == "1,000,000,000,000,000"
    assert grouped(1234.5) == "1,234.5"
    assert grouped(None) == "—"


def test_text_is_one_short_line_without_what_cannot_be_seen() -> None:
    assert plain("a\u202eb\x00\n c\ud800") == "a\ufffdb\ufffd c\ufffd"
    assert plain(None) == ""
    long = plain("长" * 4000 + ".txt")
    assert len(long) <= 240
    assert long.endswith(".txt")
    assert "…" in long
