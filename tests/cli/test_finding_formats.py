"""Findings for people, scripts, GitHub and code review tools."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from golden import golden
from showing import shown

from extractor import __version__
from extractor.cli.finding_formats import FORMATS
from extractor.cli.found_findings import FoundFindings, LetStand, Outcome
from extractor.cli.sarif import result_of, sarif_log
from extractor.cli.words import language, sentence
from extractor.exporting.collecting.draft_status import DraftStatus
from extractor.exporting.linting.exceptions import KnownException
from extractor.exporting.linting.telling import ToldFinding
from extractor.findings import Bilingual
from extractor.result import Finding, Message, Place, RepairChange

PLACES = [Place(0, 10, 13, 3, 5, None, None, None), Place(0, 20, 22, 4, 1, None, None, None)]
BROKEN = Finding(
    "identity-violated",
    "error",
    Message("总计 3，\n各项之和 4", "the total is 3: 100% of, 4"),
    ["applications.total.total"],
    PLACES,
    "applications.results_total[total]",
    3,
    4,
    [[RepairChange("applications.total.total", 3, 4)]],
)
DOUBT = Finding("unreadable-cell", "warning", Message("看不清", "cannot be read"), ["applications.new.total"], [])
SETTLED = Finding("row-missing", "info", Message("缺行", "a row is missing"), [], PLACES[:1])
FOUND = [
    FoundFindings("a b/报告.txt", BROKEN),
    FoundFindings("a b/报告.txt", DOUBT),
    FoundFindings("/other.txt", SETTLED),
]


FILES = [
    DraftStatus("a b/报告.txt", "甲县教育局", 2024, "2021", 1, 1, 0, 2, "look", None),
    DraftStatus("/other.txt", None, None, None, 0, 0, 0, 0, "clean", None),
]


EXCEPTION = KnownException("0123456789abcdef", "identity-violated", "口径不同", "第3行", "总计 3")
STAND = [LetStand("a b/报告.txt", EXCEPTION, FOUND[0]), LetStand("/other.txt", EXCEPTION, None)]


def told(format: str, chosen: Any = "en") -> str:
    return shown(lambda: write(format, FOUND, chosen))


def write(format: str, found: list[FoundFindings], chosen: Any = "en") -> int:
    form = FORMATS[format]
    return form.write((form.piece(one, chosen) for one in found), Outcome([], FILES, STAND))


def test_text_is_one_line_a_finding() -> None:
    assert told("text").splitlines() == [
        "a b/报告.txt:3:5: error identity-violated: the total is 3: 100% of, 4",
        "a b/报告.txt:1:1: warning unreadable-cell: cannot be read",
        "/other.txt:3:5: info row-missing: a row is missing",
    ]


def test_a_message_of_two_lines_becomes_one() -> None:
    assert told("text", "zh").splitlines()[0].endswith(": 总计 3， 各项之和 4")


def test_json_is_an_object_of_files_and_of_findings_with_their_file() -> None:
    said = json.loads(told("json"))
    assert said.keys() == {"version", "files", "findings", "exceptions"}
    assert said["files"] == [one._asdict() for one in FILES]
    entries = said["findings"]
    assert entries[0] == {
        "file": "a b/报告.txt",
        "line": 3,
        "column": 5,
        "about": "author",
        "code": "identity-violated",
        "severity": "error",
        "message": {"zh": "总计 3，\n各项之和 4", "en": "the total is 3: 100% of, 4"},
        "fields": ["applications.total.total"],
        "places": [
            {"source": 0, "start": s, "end": e, "line": n, "column": c, "page": None, "box": None, "cell": None}
            for s, e, n, c in [(10, 13, 3, 5), (20, 22, 4, 1)]
        ],
        "identity": "applications.results_total[total]",
        "left": 3,
        "right": 4,
        "repairs": [[{"field": "applications.total.total", "printed": 3, "value": 4}]],
    }
    assert "identity" not in entries[1]
    assert json.loads(shown(lambda: write("json", [])))["findings"] == []


@pytest.mark.parametrize("format", ["json", "sarif"])
def test_a_finding_that_cannot_be_written_down_fails_by_itself(format: str) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        FORMATS[format].piece(FoundFindings("a.txt", replace(BROKEN, left=float("inf"))), "en")


def test_github_commands_are_escaped() -> None:
    assert told("github").splitlines() == [
        "::error file=a b/报告.txt,line=3,col=5,title=identity-violated::the total is 3: 100%25 of, 4",
        "::warning file=a b/报告.txt,line=1,col=1,title=unreadable-cell::cannot be read",
        "::notice file=/other.txt,line=3,col=5,title=row-missing::a row is missing",
    ]


def test_a_path_cannot_break_out_of_a_github_command() -> None:
    text = shown(lambda: write("github", [FoundFindings("a:b,c%\n::error::x", DOUBT)]))
    assert text == (
        "::warning file=a%3Ab%2Cc%25%0A%3A%3Aerror%3A%3Ax,line=1,col=1,title=unreadable-cell::cannot be read"
    )


def sarif(unread: list[str] | None = None) -> dict[str, Any]:
    return json.loads(
        json.dumps(sarif_log([result_of(found, "en") for found in FOUND], Outcome(unread or [], FILES, STAND)))
    )


def test_sarif_has_one_run_of_this_version() -> None:
    log = sarif()
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("extractor", __version__)
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_sarif_results_point_to_their_rules() -> None:
    (run,) = sarif()["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["identity-violated", "row-missing", "unreadable-cell"]
    assert rules[0]["name"] == "IdentityViolated"
    for result, found in zip(run["results"], FOUND, strict=False):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == found.finding.code
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note", "error"]


def test_sarif_results_point_to_their_places() -> None:
    (run,) = sarif()["runs"]
    broken, doubt, settled, _ = run["results"]
    location = broken["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "a%20b/%E6%8A%A5%E5%91%8A.txt"
    assert location["region"] == {"startLine": 3, "startColumn": 5, "charOffset": 10, "charLength": 3}
    assert [related["id"] for related in broken["relatedLocations"]] == [1]
    assert doubt["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert settled["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "file:///other.txt"
    assert broken["properties"] == {
        "fields": ["applications.total.total"],
        "identity": "applications.results_total[total]",
        "left": 3,
        "right": 4,
    }


def test_sarif_says_which_files_could_not_be_read() -> None:
    (run,) = sarif(["x.txt: is empty."])["runs"]
    assert run["invocations"] == [
        {
            "executionSuccessful": False,
            "toolExecutionNotifications": [{"level": "error", "message": {"text": "x.txt: is empty."}}],
        }
    ]


def test_every_format_says_how_many() -> None:
    counts: list[int] = []
    for format in FORMATS:
        shown(lambda format=format: counts.append(write(format, FOUND)))
    assert counts == [3] * len(FORMATS)


@pytest.mark.parametrize(
    ("environment", "chosen"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_MESSAGES": "zh_TW", "LANG": "de_DE"}, "zh"),
        ({"LC_ALL": "", "LANG": "zh_CN"}, "zh"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale(
    environment: dict[str, str], chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language() == chosen


def test_a_finding_speaks_both_languages() -> None:
    finding = golden(0).findings[0]
    assert sentence(finding, "zh").startswith("正文")
    assert sentence(finding, "en").startswith("gold")


def person(finding: Finding, *, has_lines: bool = False) -> ToldFinding:
    where = Bilingual("第2张表第26行第10列", "table 2, row 26, column 10")
    fitting = Bilingual("总计 由 3 改为 4", "Total from 3 to 4")
    return ToldFinding(finding, "0123456789abcdef", where, has_lines, None, "3", fitting, Bilingual("核对", "compare"))


def test_of_a_file_without_lines_the_place_is_told_in_words() -> None:
    found = [
        FoundFindings("a.docx", BROKEN, person(BROKEN)),
        FoundFindings("a.txt", BROKEN, person(BROKEN, has_lines=True)),
    ]
    zh = shown(lambda: write("text", found, "zh")).splitlines()
    assert [line.partition(" error")[0] for line in zh] == ["a.docx: 第2张表第26行第10列:", "a.txt:3:5:"]


def test_in_full_a_finding_says_what_would_fit_and_what_to_do() -> None:
    found = [FoundFindings("a.docx", BROKEN, person(BROKEN)), FoundFindings("a.docx", DOUBT, person(DOUBT))]
    lines = [line.strip() for line in shown(lambda: write("full", found, "zh")).splitlines()]
    assert lines.count("a.docx") == 1
    assert "错误  第2张表第26行第10列  identity-violated" in lines
    assert "建议 总计 由 3 改为 4" in lines
    assert "处理 核对" in lines


def test_json_has_what_a_person_needs_and_what_was_let_stand() -> None:
    said = json.loads(shown(lambda: write("json", [FoundFindings("a.docx", BROKEN, person(BROKEN))])))
    [entry] = said["findings"]
    assert entry["fingerprint"] == "0123456789abcdef"
    assert entry["position"]["en"] == "table 2, row 26, column 10"
    assert [(one["reason"], one["stale"]) for one in said["exceptions"]] == [("口径不同", False), ("口径不同", True)]


def test_sarif_has_help_fingerprints_and_what_was_let_stand_as_suppressed() -> None:
    found = FoundFindings("a.docx", BROKEN, person(BROKEN))
    log: Any = json.loads(json.dumps(sarif_log([result_of(found, "zh")], Outcome([], FILES, STAND))))
    [told_result, let_stand] = log["runs"][0]["results"]
    assert told_result["partialFingerprints"] == {"draftFinding/v1": "0123456789abcdef"}
    assert "suppressions" not in told_result
    assert let_stand["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "口径不同"}]
    driver = log["runs"][0]["tool"]["driver"]
    assert driver["informationUri"].startswith("https://")
    assert "勾稽关系" in driver["rules"][0]["shortDescription"]["text"]
    assert driver["rules"][0]["help"]["text"]


def test_sarif_is_valid_by_its_schema() -> None:
    # What SARIF 2.1.0 (3.13 to 3.35, 3.49, 3.58) asks of the parts that are written, and that there are no others.
    parts = json.loads(Path(__file__).with_name("sarif_parts.json").read_text("utf-8"))
    validator = jsonschema_rs.validator_for(parts)
    found = [FoundFindings("a b/报告.docx", one, person(one)) for one in (BROKEN, DOUBT, SETTLED)]
    log = json.loads(
        json.dumps(sarif_log([result_of(one, "zh") for one in found], Outcome(["x: is empty."], FILES, STAND)))
    )
    assert [error.message for error in validator.iter_errors(log)] == []
    assert not validator.is_valid({**log, "runs": [{}]})


def test_gitlab_reads_an_array_of_issues_with_paths_lines_and_fingerprints() -> None:
    found = [FoundFindings("./a.txt", BROKEN, person(BROKEN)), FoundFindings("b.txt", BROKEN, person(BROKEN))]
    issues = json.loads(shown(lambda: write("gitlab", found)))
    assert [(one["location"], one["severity"]) for one in issues] == [
        ({"path": "a.txt", "lines": {"begin": 3}}, "major"),
        ({"path": "b.txt", "lines": {"begin": 3}}, "major"),
    ]
    assert len({one["fingerprint"] for one in issues}) == 2
    assert json.loads(shown(lambda: write("gitlab", []))) == []
