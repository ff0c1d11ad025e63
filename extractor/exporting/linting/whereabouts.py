"""Where a finding stands, in the words of whoever has the file open: page, table, row and column, part and paragraph.

Text and web pages have lines that an editor shows; of all other files the lines are those of a text that nobody has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import takewhile

from extractor.findings import Bilingual
from extractor.forms import Form, form_with_fields
from extractor.forms.naming import english_path, field_path, row_of
from extractor.lexicon.ordinal import COUNTING
from extractor.result import Extraction, Finding, Place

_WITH_LINES = ("text/plain", "text/html", "multipart/related")
_HEADING = re.compile(rf"\s*(?:[{COUNTING}]{{1,3}}、|第[{COUNTING}]{{1,3}}部分).{{2,38}}")
_ENDED = ("。", "；", "，", ";", ",")
NOWHERE = Bilingual("全文", "the whole report")


class Whereabouts:
    """Says where the findings of one report stand; `text` is what their places count."""

    def __init__(self, extraction: Extraction, text: str) -> None:
        self._text = text
        self._has_lines = extraction.source.media_type in _WITH_LINES
        self._form = form_with_fields(extraction.report.form, extraction.fields)

    @property
    def has_lines(self) -> bool:
        """Whether lines and columns are those of the file itself."""
        return self._has_lines

    def position(self, finding: Finding) -> Bilingual:
        """Where to look in the file: `NOWHERE` where the finding is about all of it."""
        if not finding.places:
            return NOWHERE
        place = finding.places[0]
        if self._has_lines or not self._text:
            return Bilingual(f"第{place.line}行", f"line {place.line}")
        page = Bilingual(f"第{place.page}页", f"page {place.page}, ") if place.page else Bilingual("", "")
        inside = self._in_table(place) or (self._in_page(place) if place.page else self._in_prose(place))
        return Bilingual(page.zh + inside.zh, page.en + inside.en)

    def cells(self, finding: Finding) -> Bilingual | None:
        """Which cells of the form it is about, in the form's words: its part, row and column; None for none or many."""
        form = self._form
        fields = [field for field in finding.fields if form is not None and field in form.columns]
        if form is None or not fields or len({row_of(form, field)[0].key for field in fields}) > 1:
            return None
        if len(fields) == 1:
            return _cell(form, fields[0])
        paths = [(field_path(form, field), english_path(form, field)) for field in fields]
        columns = {form.columns[field].key for field in fields}
        rows = {row_of(form, field)[1].key for field in fields}
        (section, section_en), names = (paths[0][0][0], paths[0][1][0]), paths[0]
        if len(columns) == 1:
            group = _common([zh[1:-1] for zh, _ in paths])
            group_en = _common([en[1:-1] for _, en in paths])
            row = f"{_quoted(group)}各行" if group else ""
            row_en = f"rows of {': '.join(group_en)}, " if group_en else ""
            return Bilingual(f"“{section}”{row}“{names[0][-1]}”列", f"{section_en}: {row_en}column {names[1][-1]}")
        if len(rows) == 1:
            return Bilingual(
                f"“{section}”{_quoted(names[0][1:-1])}行", f"{section_en}: row {': '.join(names[1][1:-1]) or '1'}"
            )
        return Bilingual(f"“{section}”", section_en)

    def _in_table(self, place: Place) -> Bilingual | None:
        cell = place.cell
        if cell is None:
            return None
        table, row, column = cell.table + 1, cell.row + 1, cell.column + 1
        return Bilingual(f"第{table}张表第{row}行第{column}列", f"table {table}, row {row}, column {column}")

    def _in_page(self, place: Place) -> Bilingual:
        before = self._text[: place.start].rpartition("\f")[2]
        line = 1 + sum(1 for one in before.split("\n")[:-1] if one.strip())
        return Bilingual(f"第{line}行", f"line {line}")

    def _in_prose(self, place: Place) -> Bilingual:
        """The part by its heading, and the paragraph under it; before the first heading the paragraph alone."""
        title, paragraph = self._paragraphs.get(place.line, ("", 1))
        if title and not paragraph:
            return Bilingual(f"标题“{title}”", f"the heading {title}")
        if not title:
            return Bilingual(f"第{paragraph}段", f"paragraph {paragraph}")
        return Bilingual(f"“{title}”第{paragraph}段", f"{title}, paragraph {paragraph}")

    @cached_property
    def _paragraphs(self) -> dict[int, tuple[str, int]]:
        """By line: the heading above it and which paragraph under that it is; the heading's own is 0."""
        found: dict[int, tuple[str, int]] = {}
        title, count = "", 0
        for number, line in enumerate(re.split(r"\r\n|\r|\n", self._text), 1):
            bare = line.strip()
            if _HEADING.fullmatch(bare) and "\t" not in bare and not bare.endswith(_ENDED):
                title, count = bare, 0
                found[number] = title, 0
                continue
            count += bool(bare) and "\t" not in bare
            found[number] = title, max(count, 1)
        return found


def _cell(form: Form, field: str) -> Bilingual:
    section, *rows, column = field_path(form, field)
    section_en, *rows_en, column_en = english_path(form, field)
    row = f"{_quoted(rows)}行" if rows else ""
    row_en = f"row {': '.join(rows_en)}, " if rows_en else ""
    return Bilingual(f"“{section}”{row}“{column}”列", f"{section_en}: {row_en}column {column_en}")


def _common(names: Sequence[Sequence[str]]) -> list[str]:
    """What all of these begin with."""
    return [same[0] for same in takewhile(lambda one: len(set(one)) == 1, zip(*names, strict=False))]


def _quoted(names: Sequence[str]) -> str:
    return "".join(f"“{name}”" for name in names)
