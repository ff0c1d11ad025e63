"""Made-up runs for the tests of reports on them: many bodies over many years, the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from panels import figure, report

from extractor.exporting.overview.tally import ReportEntry
from extractor.result import Extraction, Finding, Message, Number, Place

PLACES = (
    *("北京市", "河北省", "山西省", "辽宁省", "吉林省", "黑龙江省", "上海市", "江苏省", "浙江省"),
    *("安徽省", "福建省", "江西省"),
    *("山东省", "河南省", "湖北省", "湖南省", "广东省", "海南省", "四川省", "贵州省"),
    *("云南省", "陕西省", "甘肃省", "青海省"),
    *("内蒙古自治区", "广西壮族自治区", "西藏自治区", "宁夏回族自治区", "新疆维吾尔自治区", "天津市", "重庆市"),
)
ORGANS = ("财政局", "教育局", "民政局", "司法局", "水利局", "审计局", "统计局", "体育局", "商务局", "应急管理局")
HOSTILE = "<script>document.title='stolen'</script>\u202egnp.exe\x00\x1b[31m"


def entry(extraction: Extraction) -> ReportEntry:
    """An extraction as a file of a run."""
    return ReportEntry(extraction.source.path or "", None, extraction)


def without_report(name: str) -> Extraction:
    """A file that was opened and holds no report."""
    made = report(None, None, name)
    says = finding("unsupported-form", "error", "no table of the 2019 or the 2021 form was found", [])
    return replace(made, report=replace(made.report, form=None), fields={}, findings=[says])


def crowd(bodies: int, years: range) -> Iterator[ReportEntry]:
    """A run of so many bodies of all provinces; each lacks some years, and some figures are in doubt."""
    chance = Random(7)
    for i in range(bodies):
        place, organ = PLACES[i % len(PLACES)], ORGANS[i // len(PLACES) % len(ORGANS)]
        unit = f"{place}{organ}" if i < len(PLACES) * len(ORGANS) else f"{place}第{i}{organ}"
        size = chance.lognormvariate(3, 2)
        for year in years:
            if chance.random() < 0.85:
                yield entry(_made(unit, year, f"{place}/{i:05}-{year}.txt", _figures(chance, size), chance))


def _figures(chance: Random, size: float) -> dict[str, Number]:
    received = int(size * chance.lognormvariate(0, 0.3))
    return {
        "applications.new.total": received,
        "applications.carried_in.total": received // 20,
        "applications.granted.total": received // 3,
        "disputes.review.total": received // 50,
        "disputes.litigation_direct.total": received // 90,
        "active.normative_documents.in_force": int(chance.lognormvariate(2, 1)),
        "active.administrative_licensing.decisions": int(size * 40),
        "active.administrative_penalties.decisions": int(size * 3) if chance.random() < 0.6 else 0,
    }


def _made(unit: str, year: int, name: str, figures: dict[str, Number], chance: Random) -> Extraction:
    form = "2021" if year >= 2021 else "2019"
    known = {key: value for key, value in figures.items() if form == "2021" or not key.startswith("active.")}
    doubtful = {"applications.granted.total": figure(None, "1O", "review")} if chance.random() < 0.1 else {}
    made = report(unit, year, name, {**known, **doubtful}, form)
    if doubtful:
        made.findings.append(finding("unreadable-cell", "warning", "granted: the cell says 1O", list(doubtful)))
    return made


def finding(code: str, severity: str, says: str, fields: list[str]) -> Finding:
    """A finding that says the same in both languages."""
    place = Place(0, 0, 2, 12, 5, 3, None, None)
    return Finding(code, severity, Message(says, says), fields, [place])  # pyright: ignore[reportArgumentType]


def hostile() -> Iterator[ReportEntry]:
    """A run in which everything that a report can say is meant to break the page."""
    name = "长" * 4_000 + ".txt"
    great = report(HOSTILE, 2023, f"x/{HOSTILE}.txt", {"applications.new.total": 10**15})
    great.findings.append(finding(HOSTILE, "error", HOSTILE * 50, ["applications.new.total", HOSTILE]))
    great.findings.append(finding("row-missing", "warning", "长" * 4_000, []))
    yield entry(great)
    yield entry(report("长" * 4_000, 2021, name, {"applications.new.total": figure(5, HOSTILE, "review")}))
    yield entry(report("杭州市财政局", 2021, "a\u2067b.txt", {"applications.new.total": 3}))
    yield ReportEntry(f"{HOSTILE}.pdf", f"is {HOSTILE} and cannot be opened.", None)
    yield entry(without_report(f"{HOSTILE}.doc"))
    yield ReportEntry("waiting.txt", None, None)
