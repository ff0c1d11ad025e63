"""What differs between two results, how documents of two runs are matched, and what is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from itertools import permutations
from typing import Any, TypeVar, get_args

import pytest
from panels import figure, report

from extractor.exporting.difference_tally import DifferenceTally
from extractor.exporting.run_differences import (
    KINDS,
    MEANINGS,
    ComparedDocument,
    Difference,
    DocumentPair,
    Kind,
    Scope,
    compare_documents,
)
from extractor.exporting.run_matching import match_documents
from extractor.result import ExtractedField, Extraction, Finding, Message, Place, Run

KEY = "applications.new.total"
_Record = TypeVar("_Record")


def but(record: _Record, **values: Any) -> _Record:
    """The same record with other values."""
    assert is_dataclass(record)
    kept = {one.name: getattr(record, one.name) for one in fields_of(record)}
    return type(record)(**(kept | values))


def document(extraction: Extraction | None, name: str = "a.txt", sha256: str | None = "00") -> ComparedDocument:
    return ComparedDocument(name, sha256, None if extraction else "is empty.", extraction)


def compared(one: Extraction | None, other: Extraction | None) -> list[Difference]:
    return list(compare_documents(DocumentPair(document(one), document(other))))


def kinds(one: ExtractedField, other: ExtractedField) -> list[tuple[str, str]]:
    """The kinds and subjects of what differs where one figure does."""
    a, b = report("甲县", 2023, "a.txt", {KEY: one}), report("甲县", 2023, "a.txt", {KEY: other})
    return [(difference.kind, difference.subject) for difference in compared(a, b)]


def finding(code: str, *keys: str, says: str = "", **more: Any) -> Finding:
    return Finding(code, "warning", Message(says, says), list(keys), [], **more)


def test_every_kind_has_a_meaning_and_the_gravest_is_first() -> None:
    assert list(MEANINGS) == list(KINDS) == list(get_args(Kind))
    assert KINDS[0] == "value-changed"


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (figure(1), figure(2), "value-changed"),
        (figure(None), figure(2), "value-changed"),
        (figure(1), figure(None), "value-changed"),
        (figure(1), figure(1, status="review"), "no-longer-accepted"),
        (figure(1), figure(2, status="review"), "no-longer-accepted"),
        (figure(1, status="review"), figure(1), "newly-accepted"),
        (figure(1, status="review"), figure(2), "newly-accepted"),
        (figure(1, status="review"), figure(2, status="review"), "doubtful-value-changed"),
        (figure(None, status="review"), figure(2, status="review"), "value-found"),
        (figure(2, status="review"), figure(None, status="review"), "value-lost"),
        (figure(1), figure(1, printed="１"), "printed-changed"),
        (figure(1), but(figure(1), basis="deduced"), "basis-changed"),
        (figure(1), but(figure(1), place=Place(0, 5, 6, 9, 3, None, None, None)), "place-moved"),
        (figure(1), but(figure(1), place=None), "place-moved"),
    ],
)
def test_a_figure_differs_in_the_gravest_way_that_applies(
    one: ExtractedField, other: ExtractedField, kind: str
) -> None:
    assert kinds(one, other) == [(kind, KEY)]


@pytest.mark.parametrize(
    "other", [figure(1.0, printed="1"), but(figure(1), confidence=0.5), but(figure(1), proof=["layout"])]
)
def test_confidence_proof_and_the_way_a_number_is_held_are_no_difference(other: ExtractedField) -> None:
    assert kinds(figure(1), other) == []


def test_what_the_report_is_said_to_be_is_compared() -> None:
    one, other = report("甲县", 2023, "a.txt"), report("乙县", 2022, "a.txt")
    found = [(item.kind, item.subject, item.before, item.after) for item in compared(one, other)]
    assert found == [
        ("unit-changed", "report.unit", "甲县", "乙县"),
        ("year-changed", "report.year", 2023, 2022),
    ]


def test_a_report_read_by_another_form_has_fields_gone_and_new() -> None:
    found = compared(report("甲县", 2021, "a.txt", form="2019"), report("甲县", 2021, "a.txt", form="2021"))
    by_kind = {item.kind for item in found}
    assert by_kind == {"form-changed", "field-gone", "field-new"}


def test_findings_are_compared_by_what_they_say_and_not_by_their_words() -> None:
    violated = finding("identity-violated", KEY, identity="x", left=1, right=2, says="so")
    one = but(report("甲县", 2023, "a.txt"), findings=[violated, finding("row-missing"), finding("row-missing")])
    other = but(
        report("甲县", 2023, "a.txt"),
        findings=[but(violated, message=Message("else", "else")), finding("row-missing"), finding("unreadable-cell")],
    )
    found = [(item.kind, item.subject) for item in compared(one, other)]
    assert found == [("finding-new", "unreadable-cell"), ("finding-gone", "row-missing")]
    worse = but(one, findings=[but(violated, left=3), finding("row-missing"), finding("row-missing")])
    assert [item.kind for item in compared(one, worse)] == ["finding-new", "finding-gone"]


def test_a_file_that_is_read_in_one_run_only_is_told_once() -> None:
    made = report("甲县", 2023, "a.txt")
    assert [item.kind for item in compared(made, None)] == ["no-longer-read"]
    assert [item.kind for item in compared(None, made)] == ["now-read"]
    assert compared(None, None) == []
    other = ComparedDocument("a.txt", "00", "holds no report.", None)
    assert [item.kind for item in compare_documents(DocumentPair(document(None), other))] == ["failure-changed"]
    assert [item.kind for item in compare_documents(DocumentPair(None, other))] == ["only-after"]


def scoped(one: Extraction, other: Extraction, scope: Scope) -> list[str]:
    return [item.subject for item in compared(one, other) if scope.has(item)]


def test_a_scope_keeps_the_subjects_that_fit_and_figures_that_somebody_accepted() -> None:
    key, other_key = "disputes.review.total", "active.regulations.issued"
    doubtful = figure(1, status="review")
    one = report("甲县", 2023, "a.txt", {KEY: 1, key: doubtful, other_key: doubtful})
    other = report("乙县", 2023, "a.txt", {KEY: 2, key: figure(3, status="review"), other_key: 1})
    other = but(other, findings=[finding("row-missing", key)])
    assert scoped(one, other, Scope()) == [other_key, KEY, key, "report.unit", "row-missing"]
    assert scoped(one, other, Scope(is_accepted_only=True)) == [other_key, KEY]
    assert scoped(one, other, Scope("disputes.*")) == [key, "row-missing"]
    assert scoped(one, other, Scope("report.*")) == ["report.unit"]
    assert scoped(one, other, Scope("row-*")) == ["row-missing"]
    assert scoped(one, other, Scope("disputes.*", True)) == []
    gone = Difference("only-before", DocumentPair(document(one), None), "", None, None)
    assert Scope("disputes.*", True).has(gone)


def matched(one: list[ComparedDocument], other: list[ComparedDocument]) -> list[tuple[str | None, str | None]]:
    def named(one: ComparedDocument | None) -> str | None:
        return one and f"{one.name} {one.sha256}"

    return [(named(pair.before), named(pair.after)) for pair in match_documents(one, other)]


def of(*names: str) -> list[ComparedDocument]:
    """Documents called `name/hash`; one whose bytes were not had has no hash."""
    split = [name.partition("/") for name in names]
    return [document(report("甲县", 2023, name), name, sha256 or None) for name, _, sha256 in split]


def test_documents_are_matched_by_bytes_before_names() -> None:
    assert matched(of("a/1", "b/2"), of("a/2", "b/1")) == [("a 1", "b 1"), ("b 2", "a 2")]
    assert matched(of("a/1", "b/2"), of("a/1", "b/3")) == [("a 1", "a 1"), ("b 2", "b 3")]
    assert matched(of("old/1"), of("new/1")) == [("old 1", "new 1")]
    assert matched(of("a/1"), of("b/2")) == [("a 1", None), (None, "b 2")]
    assert matched(of("a/"), of("a/")) == [("a None", "a None")]
    assert matched(of("a/", "b/"), of("b/", "c/")) == [("b None", "b None"), ("a None", None), (None, "c None")]


def test_the_same_bytes_under_several_names_are_matched_by_name_and_then_in_order() -> None:
    assert matched(of("a/1", "b/1"), of("b/1")) == [("b 1", "b 1"), ("a 1", None)]
    assert matched(of("b/1"), of("a/1", "b/1")) == [("b 1", "b 1"), (None, "a 1")]
    assert matched(of("a/1", "b/1"), of("c/1", "d/1")) == [("a 1", "c 1"), ("b 1", "d 1")]


def test_the_order_of_the_runs_changes_no_match() -> None:
    names = ("a/1", "b/2", "c/1", "d/4")
    expected = set(matched(of(*names), of("a/1", "b/3", "e/4", "c/1")))
    for order in permutations(("a/1", "b/3", "e/4", "c/1")):
        assert set(matched(of(*names), of(*order))) == expected


def test_results_put_aside_come_back_whole() -> None:
    one = but(report("甲县", 2023, "a.txt", {KEY: 5}), findings=[finding("row-missing", KEY, says="缺行")])
    (pair,) = match_documents([document(one, "a.txt", "1")], [document(one, "b.txt", "1")])
    assert pair.before
    assert pair.before.extraction == one
    assert list(compare_documents(pair)) == []


def test_runs_in_the_same_order_are_walked_side_by_side() -> None:
    ahead = 0

    def walked(step: int) -> Iterator[ComparedDocument]:
        nonlocal ahead
        for i in range(50):
            ahead += step
            yield document(report("甲县", 2023, f"{i:03}"), f"{i:03}", str(i))

    for _ in match_documents(walked(1), walked(-1)):
        assert abs(ahead) <= 1


def test_differences_are_counted_by_kind_evidence_and_producer() -> None:
    tally = DifferenceTally(most=1)
    old = report("甲县", 2023, "a.txt", {KEY: 1, "applications.new.company": 1})
    other = figure(2), but(figure(2), basis="deduced", proof=["applications.row_total[new]", "narrative"])
    new = report("甲县", 2023, "a.txt", {KEY: other[0], "applications.new.company": other[1]})
    new = but(new, run=Run("0.2.0", "1", None, {}))
    for one, two, hashes in ((old, new, ("1", "1")), (old, old, ("1", "1")), (old, new, ("1", "2"))):
        pair = DocumentPair(document(one, "a.txt", hashes[0]), document(two, "a.txt", hashes[1]))
        tally.add(pair, list(compare_documents(pair)))
    found = tally.kinds["value-changed"]
    assert (found.count, found.documents, found.other_bytes, len(found.examples)) == (4, 2, 2, 1)
    assert found.by_subject == {KEY: 2, "applications.new.company": 2}
    assert found.by_evidence == {
        ("printed: test", "printed: test"): 2,
        ("printed: test", "deduced: applications.row_total, narrative"): 2,
    }
    assert (tally.compared, tally.same, tally.other_bytes, tally.renamed, tally.count) == (3, 1, 1, 0, 4)
    before = "extractor 0.1.0, form 2021.1"
    assert tally.producers == {(before, "extractor 0.2.0, form 2021.1"): 2, (before, before): 1}
