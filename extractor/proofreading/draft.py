"""A draft as it is proofread: its text, what of it is prose, whose it is, and what its tables say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from extractor.forms import Form
from extractor.identity.parse import region_of
from extractor.proofreading.days import signature_of
from extractor.proofreading.lines import Line, lines_of
from extractor.proofreading.report_year import own_year_of

Number = Decimal | int


# The word by which a body of a kind speaks of itself, where the same word names others in other bodies' reports.
_KINDS = (
    ("街道办事处", "街道"),
    ("街道", "街道"),
    ("镇人民政府", "镇政府"),
    ("乡人民政府", "乡政府"),
    ("医院", "医院"),
    ("学院", "学院"),
    ("大学", "学校"),
    ("学校", "学校"),
    ("中学", "学校"),
    ("小学", "学校"),
)


class Draft:
    """A draft. `values` are the figures of its tables as they were read, None where one is not known."""

    def __init__(self, text: str, spans: Sequence[tuple[int, int]], form: Form, report: ReportOn) -> None:
        self.text = text
        self.spans = tuple(spans)
        self.form = form
        self.unit, self.year, self.values, self.cells = report

    @cached_property
    def lines(self) -> list[Line]:
        """The lines outside the tables, headings of parts among them."""
        return lines_of(self.text, self.spans)

    @cached_property
    def own_names(self) -> tuple[str, ...]:
        """The names by which the report speaks of its own body: whole, without its region, without the province's."""
        if not self.unit:
            return ()
        region = region_of(self.unit) or ""
        short = self.unit[len(region) :] if self.unit.startswith(region) else ""
        names = (self.unit, short, region and region[-1] + short)
        kinds = tuple(word for ending, word in _KINDS if self.unit.endswith(ending))
        return tuple(dict.fromkeys((*(name for name in names if len(name) > 2), *kinds)))

    @cached_property
    def own_year(self) -> int | None:
        """The year it reports on, as most of it says."""
        signed = signature_of(self.lines)
        return own_year_of(self.lines, self.year, signed.year if signed else None)

    @cached_property
    def is_of_bureau(self) -> bool:
        """Whether the report is a department's of a government of a county or above."""
        return not self.is_of_government and (self.unit or "").endswith(("局", "厅", "委", "委员会"))

    @cached_property
    def is_of_organ(self) -> bool:
        """Whether it is an administrative organ's, by its name, and so no public utility's."""
        return self.is_of_government or self.is_of_bureau or (self.unit or "").endswith(("办公室", "办事处"))

    @cached_property
    def is_of_government(self) -> bool:
        """Whether the report is a government's own: its tables count all bodies below it."""
        name = self.unit or ""
        return name.endswith(
            ("人民政府", "政府", "人民政府办公室", "人民政府办公厅", "政府办公室", "政府办", "管委会", "管理委员会")
        )


class PrintedCell(NamedTuple):
    """What is printed for a figure, and where."""

    printed: str
    span: tuple[int, int]


class ReportOn(NamedTuple):
    """Whose report it is, on which year, the figures of its tables, and the cells of those that are printed."""

    unit: str | None
    year: int | None
    values: Mapping[str, Number | None]
    cells: Mapping[str, PrintedCell]
