"""The order of a header's names is what the text shows of it, and no more."""

from __future__ import annotations

from extractor.forms.load import form_named
from extractor.reading.header_columns import ColumnIndices, HeaderWord, possible_columns

APPLICATIONS = next(section for section in form_named("2021").sections if section.key == "applications")
COLUMNS = [column for column in APPLICATIONS.blocks[0].columns if column.key != "total"]


def places(*lines: str) -> ColumnIndices | None:
    words = [[HeaderWord(word) for word in line.split()] for line in lines]
    return possible_columns(COLUMNS, words, APPLICATIONS.captions)


def test_names_in_one_line_are_in_their_places() -> None:
    assert places("自然人 商业 科研 社会公 法律服 其他") == tuple(frozenset((i,)) for i in range(6))


def test_a_name_alone_may_stand_anywhere_its_line_does_not_tell() -> None:
    found = places("自然人 商业 科研 社会公 法律服", "其他")
    assert found is not None
    assert found[0] == {0}
    assert found[5] == {1, 2, 3, 4, 5}
    assert found[4] == {4, 5}


def test_names_in_another_order_have_no_places() -> None:
    assert places("自然人 商业 科研 社会公 其他 法律服") is None


def test_more_names_than_a_header_has_are_no_header() -> None:
    assert places(*["商业 科研"] * 5000) is None
