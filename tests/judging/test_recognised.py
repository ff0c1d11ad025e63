"""Figures recognised in a picture count as read where they are sure or the identities vouch; else a person is asked."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sources.drawn_report import draw_report

from benchmarks.reports import make_report
from extractor.files.kinds import PDF
from extractor.judging import evidence
from extractor.judging.evidence import ACCEPTANCE
from extractor.pipeline import extract_source
from extractor.result import Extraction
from extractor.sources import File
from extractor.sources.paper import source_of_pages
from extractor.sources.pdf import open_pages
from extractor.sources.words import PageWords, Word

REPORT = make_report(1, form="2021", size="small", author_error=False)
NAME = "applications.new.natural_person"
OTHER = "applications.new.total"
ALONE = "active.administrative_licensing.decisions"


def pages() -> list[PageWords]:
    """The pages of a report, as if every character of it had been recognised for certain."""
    found = [one.page for one in open_pages(File(draw_report(REPORT), "report.pdf"))]
    return [page._replace(words=[word._replace(sure=0.9999) for word in page.words]) for page in found]


def whole() -> Extraction:
    return extract_source(source_of_pages(File(b"", "report.pdf"), PDF, pages()))


def read_with(sure: Mapping[str, float], last: Mapping[str, str] | None = None) -> Extraction:
    """The report with these figures recognised so surely, and with these last characters."""
    sound = whole()
    made = pages()
    for name, chance in sure.items():
        place = sound.fields[name].place
        assert place is not None
        assert place.page is not None
        assert place.box is not None
        left, top, right, bottom = place.box
        page = made[place.page - 1]

        def held(word: Word, box: tuple[float, float, float, float] = (left, top, right, bottom)) -> bool:
            x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
            return box[0] <= x <= box[2] and box[1] <= y <= box[3]

        own = [word for word in page.words if held(word) and word.text.strip()]
        final = max(own, key=lambda word: word.box[0])
        words: list[Word] = []
        for word in page.words:
            if word in own:
                text = (last or {}).get(name, word.text) if word is final else word.text
                if text != "▯" and (last or {}).get(name) == "▯":
                    continue
                words.append(word._replace(sure=chance, text=text))
            else:
                words.append(word)
        made[place.page - 1] = page._replace(words=words)
    return extract_source(source_of_pages(File(b"", "report.pdf"), PDF, made))


def codes(found: Extraction) -> dict[str, list[str]]:
    return {finding.code: finding.fields for finding in found.findings}


def test_figures_recognised_for_certain_are_accepted() -> None:
    found = whole()
    assert {one.status for one in found.fields.values()} == {"accepted"}
    assert not {"recognised-by-identities", "recognition-doubtful"} & codes(found).keys()


@pytest.mark.usefixtures("by_evidence")
def test_a_figure_in_doubt_is_accepted_where_row_and_column_vouch_and_a_finding_says_so() -> None:
    found = read_with({NAME: 0.3})
    assert found.fields[NAME].status == "accepted"
    assert codes(found)["recognised-by-identities"] == [NAME]


def test_two_figures_in_doubt_that_balance_each_other_go_to_a_person() -> None:
    names = [NAME, OTHER]
    sound = whole()
    blocks = [
        name for name in sound.fields if name.startswith("applications.") and name.endswith(("natural_person", "total"))
    ]
    found = read_with(dict.fromkeys(blocks, 0.3))
    for name in names:
        assert found.fields[name].status == "review"
        assert found.fields[name].value == sound.fields[name].value
    assert set(names) <= set(codes(found)["recognition-doubtful"])


def test_without_the_kind_of_evidence_that_keeps_them_back_they_are_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    others = tuple(kind for kind in ACCEPTANCE if kind.name != "review.recognised")
    monkeypatch.setattr(evidence, "ACCEPTANCE", others)
    assert read_with({ALONE: 0.6}).fields[ALONE].status == "accepted"


def test_a_figure_in_doubt_that_is_wrong_is_never_accepted() -> None:
    sound = whole()
    digit = str(sound.fields[NAME].printed)[-1]
    found = read_with({NAME: 0.3}, {NAME: str((int(digit) + 1) % 10)})
    assert found.fields[NAME].value != sound.fields[NAME].value
    assert found.fields[NAME].status == "review"


@pytest.mark.parametrize(("sure", "status"), [(0.97, "accepted"), (0.6, "review"), (0.0, "review")])
def test_without_identities_only_a_sure_figure_is_accepted(sure: float, status: str) -> None:
    found = read_with({ALONE: sure})
    assert found.fields[ALONE].status == status
    assert ("recognition-doubtful" in codes(found)) == (status == "review")


@pytest.mark.parametrize("names", [[ALONE], [NAME], [NAME, OTHER], [OTHER, "applications.total.total"]])
def test_ink_that_is_no_character_is_no_blank_cell_and_no_zero(names: list[str]) -> None:
    sound = whole()
    found = read_with(dict.fromkeys(names, 0.0), dict.fromkeys(names, "▯"))
    for name, one in found.fields.items():
        assert one.status == "review" or one.value == sound.fields[name].value
    if names == [ALONE]:
        assert found.fields[ALONE].status == "review"
