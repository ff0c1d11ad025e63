"""The report of a run: what is counted, and that its page is whole, harmless and the same each time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from golden import golden
from overviews import HOSTILE, PLACES, crowd, entry, finding, hostile, without_report
from panels import figure, report

from extractor.errors import OverviewError
from extractor.exporting.overview.gathering import Gathered, gather
from extractor.exporting.overview.page import overview_page
from extractor.exporting.overview.rows import form_rows
from extractor.exporting.overview.tally import MOST_FILES, MOST_NAMED, ReportEntry
from extractor.exporting.overview.writing import OverviewRequest, write_overview
from extractor.exporting.pages.language import Language, words
from extractor.exporting.pages.render import asset
from extractor.result import RepairChange

BOTH: tuple[Language, ...] = ("zh", "en")


def gathered(entries: Iterable[ReportEntry], room: Path) -> Gathered:
    return gather(entries, [], str(room))


def some(count: int) -> list[ReportEntry]:
    """Reports of so many bodies on 2021, the first i figures of the i-th in review."""
    made: list[ReportEntry] = []
    for i in range(count):
        one = report(f"浙江省第{i}局", 2021, f"{i:03}.txt")
        for key in list(one.fields)[:i]:
            one.fields[key] = figure(None, "?", "review")
        made.append(entry(one))
    return made


def without_own_script(page: str) -> str:
    """A page without the one script that its policy lets run, and with whatever others there are."""
    own = f"<script>{asset('tables.js', 'extractor.exporting.overview')}</script>"
    assert page.count(own) == 1
    return page.replace(own, "")


def test_files_reports_and_figures_are_counted(tmp_path: Path) -> None:
    found = gathered(
        [*some(3), ReportEntry("a.pdf", "is broken.", None), ReportEntry("b.pdf", "is broken.", None)], tmp_path
    )
    tally = found.tally
    assert (tally.files, tally.reports, tally.not_read, tally.waiting) == (5, 3, 2, 0)
    assert (tally.figures, tally.accepted, tally.straight) == (600, 597, 1)
    assert tally.reasons() == [("is broken.", 2, "a.pdf")]
    assert found.coverage.bodies == 3


def test_files_that_hold_no_report_are_counted_and_named_and_are_no_reports(tmp_path: Path) -> None:
    entries = [*some(1), *(entry(without_report(f"{number:03}.txt")) for number in range(100))]
    found = gathered([*entries, ReportEntry("z.pdf", "is broken.", None)], tmp_path)
    tally = found.tally
    assert (tally.files, tally.reports, tally.no_report, tally.not_read) == (102, 1, 100, 1)
    assert found.coverage.reports == 1
    page = overview_page(found, "en")
    assert "100 files hold no report" in page
    assert all(f"<bdi>{number:03}.txt</bdi>" in page for number in range(MOST_NAMED))
    assert f"{MOST_NAMED:03}.txt" not in page
    assert f"and {100 - MOST_NAMED} more; failures.log" in page
    assert "1 file could not be read" in page
    assert page.count("<bdi>z.pdf</bdi>") == 2, "by its reason, and by name"


def test_the_reports_with_most_in_review_come_first(tmp_path: Path) -> None:
    tally = gathered(some(80), tmp_path).tally
    most = tally.most_waiting()
    assert [one.amount for one in most] == list(range(79, 79 - MOST_FILES, -1))
    assert [tally.by_step[step] for step in (0, 1, 6, 21, 51)] == [1, 5, 15, 30, 29]


def test_a_year_missing_between_others_is_a_gap(tmp_path: Path) -> None:
    years = [("杭州市财政局", 2021), ("杭州市财政局", 2024), ("杭州市教育局", 2021), ("杭州市教育局", 2022)]
    found = gathered((entry(report(unit, year, f"{unit}{year}.txt")) for unit, year in years), tmp_path)
    assert [(gap.body, gap.missing) for gap in found.coverage.gaps] == [("杭州市财政局", (2022, 2023))]
    assert "gap" in re.findall(r'<td class="(\w+)" title="2022', overview_page(found, "en"))


def test_places_are_provinces_in_their_official_order_and_the_rest_is_summed(tmp_path: Path) -> None:
    places = [*reversed(PLACES), *(f"甲{one}市" for one in "安宁平和远方山水河湖江海田园花草树木金银")]
    units = [*(f"{place}财政局" for place in places), "阳光实验中学"]
    found = gathered((entry(report(unit, 2021, f"{unit}.txt")) for unit in units), tmp_path)
    named, others = found.coverage.places()
    assert [line.place for line in named[:3]] == ["北京市", "天津市", "河北省"]
    assert named[-1].place is None
    assert sum(line.bodies for line in (*named, *others)) == found.coverage.bodies == 52
    assert len(others) == 51 - 36
    assert "15 other places" in overview_page(found, "en")


def test_reports_without_body_or_year_are_told_and_stand_in_no_matrix(tmp_path: Path) -> None:
    found = gathered(map(entry, (report(None, 2021, "a.txt"), report("杭州市财政局", None, "b.txt"))), tmp_path)
    assert (found.coverage.bodies, found.coverage.unnamed, found.coverage.reports) == (0, 2, 2)
    page = overview_page(found, "en")
    assert "No report says for certain whose it is" in page
    assert "Unknown" in page


def test_the_rows_of_both_forms_stand_in_the_order_of_the_form() -> None:
    keys = [row.key for row in form_rows()]
    assert keys[:2] == ["active.regulations", "active.normative_documents"]
    assert keys[-3:] == ["disputes.review", "disputes.litigation_direct", "disputes.litigation_after_review"]
    at = [keys.index(f"applications.{row}") for row in ("rejected.reconfirm", "other.misc", "total", "carried_out")]
    assert at == sorted(at)
    assert keys.index("active.other_management_services") == keys.index("active.administrative_licensing") + 1
    assert len(keys) == len(set(keys))


def test_how_surely_a_row_was_read_is_counted_by_year(tmp_path: Path) -> None:
    doubt = {"disputes.review.upheld": figure(None, "?", "review")}
    entries = [entry(report("杭州市财政局", 2021, "a.txt", doubt)), entry(report("杭州市财政局", 2022, "b.txt"))]
    sureness = gathered(entries, tmp_path).tally.sureness
    sure = sureness.of("disputes.review", [2021])
    assert sure is not None
    assert (sure.figures, sure.accepted, sure.level) == (5, 4, 3)
    both = sureness.of("disputes.review", [2021, 2022])
    assert both is not None
    assert (both.figures, both.accepted) == (10, 9)
    assert sureness.of("active.government_procurement", [2021]) is None


def test_only_figures_that_count_are_in_the_distributions(tmp_path: Path) -> None:
    key = "applications.new.total"
    entries = [
        entry(report("杭州市财政局", 2021, "a.txt", {key: 5})),
        entry(report("杭州市财政局", 2021, "b.txt", {key: 6})),
        entry(report("杭州市教育局", 2021, "c.txt", {key: figure(900, "900", "review")})),
        entry(report("杭州市民政局", 2021, "d.txt", {key: 12})),
        entry(report("杭州市民政局", 2022, "e.txt", {key: 7})),
    ]
    found = gathered(entries, tmp_path)
    received = next(one for one in found.distributions if one.key == "received")
    assert [(strip.year, strip.values[0], strip.amount) for strip in received.strips] == [(2021, 12, 1), (2022, 7, 1)]
    assert received.tops == [(12, "杭州市民政局", 2021)]


def test_litigation_is_the_sum_of_both_kinds(tmp_path: Path) -> None:
    figures = {"disputes.litigation_direct.total": 3, "disputes.litigation_after_review.total": 4}
    found = gathered([entry(report("杭州市财政局", 2021, "a.txt", figures))], tmp_path)
    assert next(one for one in found.distributions if one.key == "litigation").tops[0].value == 7


def test_findings_between_reports_are_there_with_both_reports(tmp_path: Path) -> None:
    out, into = "applications.carried_out.total", "applications.carried_in.total"
    entries = [
        entry(report("杭州市财政局", 2021, "old.txt", {out: 2})),
        entry(report("杭州市财政局", 2022, "new.txt", {into: 5})),
    ]
    (kind,) = gathered(entries, tmp_path).kinds
    assert (kind.code, kind.is_between, kind.findings) == ("carry-over-broken", True, 1)
    assert [(mark.name, mark.year, mark.value) for mark in kind.examples[0].marks] == [
        ("old.txt", 2021, 2),
        ("new.txt", 2022, 5),
    ]


def test_an_example_shows_what_is_printed_where_and_how_it_could_be_mended(tmp_path: Path) -> None:
    key = "applications.new.total"
    one = report("杭州市财政局", 2021, "a.txt", {key: figure(95, "95件")})
    fails = finding("identity-violated", "error", "it fails", [key])
    repairs = [[RepairChange(key, 95, 96)]]
    optional = {"identity": "applications.row_total[new]", "left": 95, "right": 96, "repairs": repairs}
    one.findings.append(type(fails)(**{**vars(fails), **optional}))
    page = overview_page(gathered([entry(one)], tmp_path), "en")
    assert "<mark><bdi>95件</bdi></mark>" in page
    assert "line 7, column 3" in page
    assert "The two sides differ by 1" in page
    assert "95 → 96" in page


def test_a_finding_about_a_whole_table_does_not_list_its_figures(tmp_path: Path) -> None:
    one = report("杭州市财政局", 2021, "a.txt")
    one.findings.append(finding("section-missing", "error", "no table", list(one.fields)))
    (kind,) = gathered([entry(one)], tmp_path).kinds
    assert kind.examples[0].marks == []
    assert kind.examples[0].more == len(one.fields)


@pytest.mark.parametrize("language", BOTH)
def test_the_same_run_gives_the_same_bytes(language: Language, tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        write_overview(crowd(40, range(2019, 2025)), OverviewRequest(tmp_path / name, language))
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "b.html"]


@pytest.mark.parametrize("language", BOTH)
def test_a_page_needs_nothing_but_itself(language: Language, tmp_path: Path) -> None:
    entries = [*(entry(golden(number)) for number in range(5)), *crowd(40, range(2019, 2025))]
    page = overview_page(gathered(entries, tmp_path), language)
    assert "default-src 'none'" in page
    assert "script-src 'sha256-" in page
    page = without_own_script(page)
    assert re.findall(r'(?:href|src)="(?!#)', page) == []
    assert re.findall(r"url\(|@import|https?:|<script|\son\w+=", page) == []


@pytest.mark.parametrize("language", BOTH)
def test_what_reports_say_cannot_break_the_page(language: Language, tmp_path: Path) -> None:
    page = without_own_script(overview_page(gathered(hostile(), tmp_path), language))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x09\x0b-\x1f\ud800-\udfff]", page)
    assert "长" * 700 not in page
    assert "1,000,000,000,000,000" in page
    assert HOSTILE not in page


def test_a_share_is_never_rounded_up_to_all(tmp_path: Path) -> None:
    entries = [entry(report(f"浙江省第{i}局", 2021, f"{i}.txt")) for i in range(30)]
    doubt = report("浙江省财政局", 2021, "x.txt", {"applications.new.total": figure(None, "?", "review")})
    page = overview_page(gathered([*entries, entry(doubt)], tmp_path), "en")
    shares = re.findall(r"<dt>of figures accepted</dt><dd>(.*?)</dd>|in review: 1 \((.*?)\)", page)
    assert shares[0][0] == "99.9%"
    assert re.findall(r"2021: 216 of 217 figures accepted \((.*?)\)", page) == ["99.5%"]


def test_a_run_without_a_report_says_so_and_shows_no_empty_charts(tmp_path: Path) -> None:
    page = overview_page(gathered([ReportEntry("a.pdf", "is broken.", None)], tmp_path), "en")
    assert "No report was read." in page
    assert "is broken." in page
    assert page.count("<svg") == 1
    assert '<table class="matrix"' not in page


def test_the_words_are_there_in_both_languages() -> None:
    chinese, english = (words(language, "extractor.exporting.overview") for language in BOTH)
    assert chinese.keys() == english.keys()
    assert all(text.strip() for text in (*chinese.values(), *english.values()))
    assert [
        key for key in chinese if sorted(re.findall("{.*?}", chinese[key])) != sorted(re.findall("{.*?}", english[key]))
    ] == []


@pytest.mark.parametrize("name", ["report.pdf", "missing/report.html", "folder.html"])
def test_a_page_that_cannot_be_written_gets_one_sentence(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(OverviewError, match=re.escape(name)):
        write_overview([], OverviewRequest(tmp_path / name, "zh"))
