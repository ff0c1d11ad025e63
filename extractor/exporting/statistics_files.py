"""Tables by body and year for Stata (.dta) and SPSS (.sav), and the commands that open the first as a panel.

Names are short, labels Chinese, and a figure without a value says why by a missing value of its own: in Stata a tagged
one (.a to .g), in SPSS a number that is declared missing.

Source: dta format 118, https://www.stata.com/help.cgi?dta_118; SPSS system files as ReadStat writes them. A label of
Stata's has 80 characters and is refused beyond; one of SPSS's has 256 bytes and is cut there without a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from extractor.errors import PanelError
from extractor.exporting.body_years import Observation
from extractor.exporting.columns import Column
from extractor.exporting.obs_status import TAGS, WITHOUT_VALUE
from extractor.exporting.sinks import OutputCell, OutputRow, fitting
from extractor.identity.levels import LEVELS, ORGAN_KINDS

# pandas and pyreadstat have types that say little of what is given them.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false, reportMissingModuleSource=false

_VERSION_OF_STATA = 14
"""Every edition of Stata from 14 on reads what is written for it; what is written for 15 only the largest may."""
_LONGEST_LABEL, _LONGEST_LABEL_SPSS = 80, 256
_MOST = 2_147_483_620
"""The largest whole number that Stata holds as one (`long`)."""
_NO_VALUE = -9_000_000_000
"""Below every figure: what SPSS is given for the first status without a value is one less, and so on."""
_CODED = {"level": LEVELS, "organ_kind": ORGAN_KINDS}
"""Columns of words that are numbers with labels in these files."""
_NEVER = b"01 Jan 1980 00:00"
_STAMP = re.compile(rb"<timestamp>\x11.{17}</timestamp>", re.DOTALL)
_DATE_AT, _NEVER_SPSS = 92, b"01 Jan 80" + b"00:00:00"
LABEL = "政府信息公开工作年度报告 (extractor)"


class StatisticsFile:
    """One table by body and year that is kept in memory until it is whole; `figures` have short names."""

    def __init__(self, path: str, ending: str, head: Sequence[Column], figures: Sequence[Column]) -> None:
        self._path, self._ending = path, ending
        self._head, self._figures = head, figures
        self._cells: list[list[Any]] = [[] for _ in (*head, *figures)]
        for column in figures:
            check_label(column, ending)

    def write(self, head: OutputRow, observations: Sequence[Observation]) -> None:
        """Takes the cells before the figures, and the figures, of a body's year."""
        columns = iter(self._cells)
        for cell, column in zip(head, self._head, strict=True):
            next(columns).append(_coded(cell, column))
        missing = _missing_in(self._ending)
        for one, column in zip(observations, self._figures, strict=True):
            value = fitting(one.value, column)
            next(columns).append(missing.get(one.status) if value is None else value)

    def close(self) -> None:
        """Writes the file."""
        import pandas

        columns = {
            (column.short or column.name): pandas.Series(cells, dtype=object)
            if column.short
            else _head_series(column, cells)
            for column, cells in zip((*self._head, *self._figures), self._cells, strict=True)
        }
        table = pandas.DataFrame(columns)
        labels = [column.title for column in (*self._head, *self._figures)]
        _WRITERS[self._ending](table, self._path, labels, [column.short or "" for column in self._figures])
        self._cells.clear()


def check_label(column: Column, ending: str) -> None:
    """Checks that a column's label is no longer than the format has room for.

    Raises:
        PanelError: it is.
    """
    fits = len(column.zh) <= _LONGEST_LABEL if ending == ".dta" else len(column.zh.encode()) <= _LONGEST_LABEL_SPSS
    if not fits:
        raise PanelError(
            f"{column.name}: its name {column.zh} is longer than a label of {ending} may be; "
            "give the form a shorter one, or write the panel in another format."
        )


def missing_numbers() -> dict[str, int]:
    """The number that stands in SPSS's file for each status without a value."""
    return {one.code: _NO_VALUE - place for place, one in enumerate(WITHOUT_VALUE, 1)}


def stata_commands(file: str) -> str:
    """The commands that open a file of Stata's as a panel; `file` is its name."""
    tags = "\n".join(f"*   .{one.tag}  {one.en} ({one.code})  {one.zh}" for one in WITHOUT_VALUE)
    return f"""* Opens {file} as a panel: one row a body and year. Written by extractor.
version {_VERSION_OF_STATA}
use "{file}", clear
* xtset takes numbers: body_no is made of body_id, which stays as it is whatever files are added.
egen long body_no = group(body_id)
label variable body_no "body_id as a number, in this file only"
xtset body_no year
* Why a figure has no value:
{tags}
* How many figures of a variable are missing, and why:
*   tabulate app_new_tot if missing(app_new_tot), missing
* Do not take the rows without missing values for a sample of all: see the section on bias in docs/panel.md.
xtdescribe
"""


def _coded(cell: OutputCell, column: Column) -> OutputCell:
    codes = _CODED.get(column.name)
    if codes is None:
        return cell
    return codes.index(str(cell)) + 1 if cell else None


def _head_series(column: Column, cells: Sequence[Any]) -> Any:
    """A column before the figures: text, whole numbers of which none is missing, or numbers."""
    import pandas

    if column.kind == "text" and column.name not in _CODED:
        return pandas.Series([cell or "" for cell in cells], dtype=object)
    if column.kind == "whole" and None not in cells:
        return pandas.Series(cells, dtype="int32")
    return pandas.Series(cells, dtype="float64")


def _missing_in(ending: str) -> dict[Any, Any]:
    return dict(TAGS) if ending == ".dta" else missing_numbers()


def _code_labels(names: Sequence[str]) -> dict[str, dict[Any, str]]:
    return {name: dict(enumerate(codes, 1)) for name, codes in _CODED.items() if name in names}


def _narrow(table: Any, figures: Sequence[str], letters: Sequence[str]) -> None:
    """Makes whole numbers that Stata has no whole number for, and columns that have fractions too, plain numbers."""
    for name in figures:
        cells = [cell for cell in table[name] if cell is not None and cell not in letters]
        if any(isinstance(cell, float) or abs(cell) > _MOST for cell in cells):
            table[name] = table[name].map(_as_number)


def _as_number(cell: Any) -> Any:
    return float(cell) if isinstance(cell, int) else cell


def _write_stata(table: Any, path: str, labels: Sequence[str], figures: Sequence[str]) -> None:
    import pyreadstat

    letters = [one.tag for one in WITHOUT_VALUE if one.tag]
    _narrow(table, figures, letters)
    told = {one.tag: f"{one.code} {one.zh}" for one in WITHOUT_VALUE}
    labels_of_values: dict[str, Any] = {**dict.fromkeys(figures, told), **_code_labels(list(table.columns))}
    pyreadstat.write_dta(
        table,
        path,
        file_label=LABEL,
        column_labels=list(labels),
        version=_VERSION_OF_STATA,
        variable_value_labels=labels_of_values,
        missing_user_values=dict.fromkeys(figures, letters),
    )
    _replace_in_head(path, lambda text: _STAMP.sub(b"<timestamp>\x11" + _NEVER + b"</timestamp>", text, count=1))


def _write_spss(table: Any, path: str, labels: Sequence[str], figures: Sequence[str]) -> None:
    import pyreadstat

    numbers = missing_numbers()
    for name in figures:
        table[name] = table[name].astype("float64")
    told = {float(numbers[one.code]): f"{one.code} {one.zh}" for one in WITHOUT_VALUE}
    labels_of_values: dict[str, Any] = {**dict.fromkeys(figures, told), **_code_labels(list(table.columns))}
    span: list[Any] = [{"lo": min(numbers.values()), "hi": max(numbers.values())}]
    pyreadstat.write_sav(
        table,
        path,
        file_label=LABEL,
        column_labels=list(labels),
        row_compress=True,
        variable_value_labels=labels_of_values,
        missing_ranges=dict.fromkeys(figures, span),
    )
    _replace_in_head(path, lambda text: text[:_DATE_AT] + _NEVER_SPSS + text[_DATE_AT + len(_NEVER_SPSS) :])


_WRITERS: Mapping[str, Callable[[Any, str, Sequence[str], Sequence[str]], None]] = {
    ".dta": _write_stata,
    ".sav": _write_spss,
}


def _replace_in_head(path: str, changed: Callable[[bytes], bytes]) -> None:
    """Takes the time of writing out of a file, so that the same cells give the same bytes."""
    with open(path, "r+b") as file:
        head = file.read(512)
        made = changed(head)
        if len(made) != len(head):
            raise ValueError(f"{path}: its head has another length without the time in it")
        file.seek(0)
        file.write(made)
