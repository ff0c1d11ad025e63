"""A list of who should hand in → its entries: a name a line, or a CSV file with a column of names and one of years."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from extractor.errors import ListError
from extractor.files.names import printable

_NAMES = ("body", "unit", "单位", "单位名称", "机关", "机关名称", "名称")
_YEARS = ("year", "年度", "年份")
_MOST_BYTES = 10_000_000
_LONGEST = 200
_YEAR = re.compile(r"(20\d\d)年?(?:度)?")


class Expected(NamedTuple):
    """Who should hand in: the name as the list has it, the year where it says one, and the line it stands in."""

    name: str
    year: int | None
    line: int


def read_expected(path: Path) -> list[Expected]:
    """The entries of a list, in its order; one that is there twice counts once.

    Text has a name a line (`#` begins a remark); CSV has a column `body`, `unit` or `单位`, maybe `year` or `年度`.
    UTF-8, UTF-16 with its mark, and GB18030 are read, as spreadsheets write them.

    Raises:
        ListError: it cannot be read, lacks the column, or holds no name; the text names file and line.
    """
    shown = printable(str(path))
    text = _text(path, shown)
    rows = _from_csv(text, shown) if path.suffix.lower() == ".csv" else _from_lines(text)
    found: dict[tuple[str, int | None], Expected] = {}
    for one in rows:
        if len(one.name) > _LONGEST:
            raise ListError(f"{shown}: line {one.line} is too long to be a name; the list must have one name a line.")
        found.setdefault((one.name, one.year), one)
    if not found:
        raise ListError(f"{shown}: names nobody; write one name a line, or a CSV file with the column body (or 单位).")
    return list(found.values())


def _text(path: Path, shown: str) -> str:
    try:
        with open(path, "rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise ListError(f"{shown}: this list cannot be read ({error.strerror}); check the path.") from None
    if len(content) > _MOST_BYTES:
        raise ListError(f"{shown}: has more than {_MOST_BYTES // 1_000_000} MB; that is no list of names.")
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(ord(character) < 32 and character not in "\t\r\n" for character in text):
            return text
    raise ListError(f"{shown}: is not text; save the list as text (one name a line) or as CSV.")


def _from_lines(text: str) -> Iterator[Expected]:
    for number, line in enumerate(io.StringIO(text), 1):
        name = line.strip()
        if name and not name.startswith("#"):
            yield Expected(name, None, number)


def _from_csv(text: str, shown: str) -> Iterator[Expected]:
    try:
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = [cell.strip().lower() for cell in next(rows, list[str]())]
        names, years = (_column(header, wanted) for wanted in (_NAMES, _YEARS))
        if names is None:
            raise ListError(f"{shown}: must have a column body, unit or 单位 in its first line.")
        for row in rows:
            if name := _cell(row, names):
                yield Expected(name, _year(_cell(row, years), rows.line_num, shown), rows.line_num)
    except csv.Error as error:
        raise ListError(f"{shown}: is no CSV file ({error}); save it as CSV again.") from None


def _column(header: list[str], wanted: tuple[str, ...]) -> int | None:
    return next((header.index(name) for name in wanted if name in header), None)


def _cell(row: list[str], column: int | None) -> str:
    return row[column].strip().removeprefix("'") if column is not None and column < len(row) else ""


def _year(cell: str, line: int, shown: str) -> int | None:
    if not cell:
        return None
    if (found := _YEAR.fullmatch(cell)) is None:
        raise ListError(f"{shown}: line {line} says {printable(cell[:20])!r} for the year; write it as 2025.")
    return int(found[1])
