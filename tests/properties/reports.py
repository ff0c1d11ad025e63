"""A whole report: title, prose, the three tables in some layout, more prose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from extractor.forms import Form
from tests.properties.cells import CellLayout, cell_layouts
from tests.properties.sheets import Line, Sheet, Style, draw_sheets, styles
from tests.properties.spaces import AlignedLayout, SpacedLayout, aligned_layouts, spaced_layouts
from tests.properties.truths import Truth, truths

Layout = CellLayout | AlignedLayout | SpacedLayout

layouts: st.SearchStrategy[Layout] = st.one_of(cell_layouts, aligned_layouts, spaced_layouts)

_OPENING = (
    "根据《中华人民共和国政府信息公开条例》第五十条的规定，编制本报告。",
    "一、总体情况",
    "本单位认真贯彻落实政府信息公开工作要求，不断加大公开力度，丰富公开内容，拓展公开渠道，保障群众知情权。",
)
_CLAIMS = {
    "active.administrative_licensing.decisions": "本年作出行政许可决定",
    "active.administrative_penalties.decisions": "作出行政处罚决定",
    "applications.new.total": "共收到政府信息公开申请",
    "applications.carried_in.total": "上年结转",
    "disputes.review.total": "因政府信息公开被申请行政复议",
}
_CLOSING = (
    "五、存在的主要问题及改进情况",
    "公开的内容和形式有待进一步丰富，下一步将加强业务培训，提高信息公开工作的质量。",
    "六、其他需要报告的事项",
    "无。",
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a report means to say (`truth`), how it is drawn (`sheets`) and how it is printed (`style`, `layouts`)."""

    truth: Truth = field(repr=False)
    style: Style
    layouts: tuple[Layout, Layout, Layout]
    sheets: tuple[Sheet, ...] = field(repr=False)
    year: int | None
    loose: bool
    titled: bool = True
    claims: bool = False

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        """How hypothesis shows a report: without its hundreds of cells, which stand in the text."""
        printer.text(repr(self))

    def text(self) -> str:
        """The report as printed."""
        return self.joined(self.tables())

    def tables(self) -> list[list[str]]:
        """The lines of each table."""
        return [layout.lines(sheet) for layout, sheet in zip(self.layouts, self.sheets, strict=True)]

    def joined(self, tables: list[list[str]]) -> str:
        """The report with these lines for its tables."""
        lines = [f"某某县某某局{self.year or ''}{'年' if self.year else ''}政府信息公开工作年度报告", "", *_OPENING]
        lines += [self._prose()] if self.claims else []
        for sheet, table in zip(self.sheets, tables, strict=True):
            lines += ["", sheet.title] if self.titled else [""]
            lines += ["", *table, ""] if self.loose else table
        lines += ["", *_CLOSING]
        return ("\r\n" if self.style.crlf else "\n").join(lines)

    def _prose(self) -> str:
        """A sentence that says some of the figures, as they are."""
        return "，".join(f"{words}{self.truth.figures[field]}件" for field, words in _CLAIMS.items()) + "。"

    def sheet(self, key: str) -> Sheet:
        """The table of a section."""
        return next(sheet for sheet in self.sheets if sheet.key == key)

    def with_sheet(self, sheet: Sheet) -> Report:
        """The report with one table drawn otherwise."""
        return replace(self, sheets=tuple(sheet if old.key == sheet.key else old for old in self.sheets))

    def with_lines(self, key: str, change: Callable[[list[Line]], Sequence[Line | None]]) -> Report:
        """The report with the lines of figures of one table drawn otherwise; where `change` says None one is gone."""
        sheet = self.sheet(key)
        made = iter(change([line for band in sheet.bands for line in band.lines]))
        bands = [
            replace(band, lines=tuple(line for _ in band.lines if (line := next(made)) is not None))
            for band in sheet.bands
        ]
        return self.with_sheet(replace(sheet, bands=tuple(bands)))


def year_of(draw: st.DrawFn, form: Form) -> int | None:
    """A year in which the form was in use, or none where the report states none."""
    return draw(st.one_of(st.none(), st.integers(form.first_year, form.last_year or form.first_year + 4)))


@st.composite
def reports(
    draw: st.DrawFn,
    zeros: tuple[str, ...] = ("0",),
    among: st.SearchStrategy[Layout] = layouts,
    of: st.SearchStrategy[Truth] | None = None,
) -> Report:
    """Reports of any form in any layout; `zeros` are the ways to print a zero, `among` the layouts to draw from."""
    truth = draw(truths() if of is None else of)
    style = replace(draw(styles), zero=draw(st.sampled_from(zeros)))
    sheets = draw_sheets(truth, style)
    year, loose, claims = year_of(draw, truth.form), draw(st.booleans()), draw(st.booleans())
    first = draw(among)
    chosen = (first, draw(among), draw(among)) if draw(st.integers(0, 3)) == 3 else (first, first, first)
    return Report(truth, style, chosen, sheets, year, loose, claims=claims)
