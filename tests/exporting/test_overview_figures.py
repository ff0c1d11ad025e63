"""What the page on a run says of the figures: shares, balanced panels, ranks, tiles, completeness."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from overviews import entry
from panels import figure, report

from extractor.exporting.overview.bodies import Bodies
from extractor.exporting.overview.gathering import Gathered, gather
from extractor.exporting.overview.links import Links
from extractor.exporting.overview.page import overview_page
from extractor.exporting.overview.ranks import Shares
from extractor.exporting.overview.shares import Course
from extractor.exporting.overview.tally import ReportEntry
from extractor.result import ExtractedField, Number


def decided(granted: int, of: int, doubt: str = "") -> dict[str, Number | ExtractedField]:
    """So many applications decided and granted; the figure `doubt` is in review."""
    made: dict[str, Number | ExtractedField] = {
        "applications.total.total": of,
        "applications.granted.total": granted,
        "applications.unable.not_held.total": of - granted,
    }
    return {**made, doubt: figure(None, "1O", "review")} if doubt else made


def of(unit: str, year: int, figures: dict[str, Number | ExtractedField]) -> ReportEntry:
    return entry(report(unit, year, f"{unit}{year}.txt", figures))


def gathered(entries: Iterable[ReportEntry], room: Path) -> Gathered:
    room.mkdir(exist_ok=True)
    return gather(entries, [], str(room))


def course(found: Gathered, key: str) -> Course:
    return next(one for one in found.courses if one.share.key == key)


FIRST, SECOND = "浙江省财政局", "安徽省财政局"


@pytest.fixture
def two(tmp_path: Path) -> Gathered:
    """Two bodies over two years; of the second's second year the granted are in doubt."""
    return gathered(
        [
            of(FIRST, 2022, decided(1, 10)),
            of(FIRST, 2023, decided(4, 10)),
            of(SECOND, 2022, decided(9, 30)),
            of(SECOND, 2023, decided(9, 30, "applications.granted.total")),
        ],
        tmp_path / "two",
    )


def test_a_share_is_one_of_sums_with_the_bodies_behind_it(two: Gathered) -> None:
    granted = course(two, "granted")
    assert [(one.year, one.part, one.of, one.bodies) for one in granted.points] == [(2022, 10, 40, 2), (2023, 4, 10, 1)]
    assert [one.share for one in granted.points] == [0.25, 0.4]


def test_the_balanced_panel_has_the_same_bodies_every_year(two: Gathered) -> None:
    assert [(one.part, one.of, one.bodies) for one in course(two, "granted").balanced] == [(1, 10, 1), (4, 10, 1)]
    assert [one.bodies for one in course(two, "unable").balanced] == [2, 2]


def test_every_reason_is_a_share_of_all_that_were_decided(two: Gathered) -> None:
    assert [one.share for one in course(two, "applications.unable.not_held").points] == [0.75, 27 / 40]


def test_a_share_of_nothing_is_none(two: Gathered) -> None:
    assert [one.share for one in course(two, "overturned_review").points] == [None, None]


def test_totals_stand_beside_shares(two: Gathered) -> None:
    assert [one.part for one in course(two, "total.granted").points] == [10, 4]


def test_completeness_is_of_all_bodies_of_the_run(tmp_path: Path, two: Gathered) -> None:
    years = [(one.year, one.bodies, one.reported, one.complete) for one in two.bodies.completeness()]
    assert years == [(2022, 2, 2, 2), (2023, 2, 2, 1)]
    less = gathered([of(FIRST, 2022, {}), of(SECOND, 2023, {})], tmp_path / "less")
    assert [(one.bodies, one.reported) for one in less.bodies.completeness()] == [(2, 1), (2, 1)]


def test_provinces_are_tiles_and_one_without_figures_is_empty(two: Gathered) -> None:
    tiles = {one.english: one.point for one in two.bodies.tiles()}
    assert len(tiles) == 34
    assert (tiles["Zhejiang"].part, tiles["Zhejiang"].of, tiles["Zhejiang"].bodies) == (5, 20, 1)
    assert tiles["Tibet"].bodies == 0
    assert len({(one.row, one.column) for one in two.bodies.tiles()}) == 34


def test_bodies_with_most_applications_come_first(two: Gathered) -> None:
    assert [(one.body, one.decided, one.granted) for one in two.bodies.rows()] == [(SECOND, 30, 9), (FIRST, 20, 5)]
    assert Bodies().rows() == []


def test_ranks_overlap_where_intervals_do() -> None:
    shares = Shares()
    numbers = [shares.add(*one) for one in ((980, 1000), (500, 1000), (510, 1000), (1, 2), (100, 1000))]
    ranks = [(one.first, one.last) for one in shares.ranked(numbers)]
    assert ranks[0][0] == 1
    assert ranks[1] == ranks[2], "10 of 1,000 apart, neither stands before the other"
    assert ranks[3] == (1, 5), "of two applications nothing follows"
    assert ranks[4] == (4, 5)
    assert all(first <= last for first, last in ranks)


def test_intervals_hold_together() -> None:
    one, many = Shares(), Shares()
    one.add(50, 100)
    for _ in range(100):
        many.add(50, 100)
    (alone,), (among,) = one.ranked([0]), many.ranked([0])
    assert among.low < alone.low < 0.5 < alone.high < among.high


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_begins_with_how_complete_it_is(two: Gathered, language: str) -> None:
    page = overview_page(two, "zh" if language == "zh" else "en")
    order = re.findall(r'<h2 id="(\w+)"', page)
    assert order[:4] == ["complete", "says", "ranks", "unread"]
    assert "report." not in re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.S).replace("report.html", "")


def test_only_the_pages_own_script_runs(two: Gathered) -> None:
    page = overview_page(two, "en")
    assert re.search(r"script-src 'sha256-[A-Za-z0-9+/=]{44}';", page)
    assert page.count("<script") == 1


def test_files_that_are_there_are_linked_with_their_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in", "报告 1.pdf").touch()
    Path("out").mkdir()
    links = Links(Path("out"))
    assert links.to("in/报告 1.pdf", 3) == "./../in/%E6%8A%A5%E5%91%8A%201.pdf#page=3"
    assert links.to("in/gone.pdf") == ""
    assert links.to("javascript:alert(1)") == ""
    assert links.to("a\x00b") == ""
    assert Links(None).to("in/报告 1.pdf") == ""
