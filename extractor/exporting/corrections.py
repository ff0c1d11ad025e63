"""Files by hand beside a panel: whose a name is where the rules do not know it, and which bodies lie under which."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from extractor.errors import PanelError


class Correction(NamedTuple):
    """Reports under this name, in files whose name begins so, are this body's; None stands for any, and for no body.

    Where a `year` is given they are on that year; `has_body` is false where nothing is said of the body then.
    """

    unit: str | None
    name: str | None
    body: str | None
    year: int | None = None
    has_body: bool = True


def read_corrections(path: Path) -> list[Correction]:
    """The corrections in a CSV file with the columns `body` and `unit` or `name`, such as an edited `bodies.csv`;
    a column `year` says on which year they are.

    Raises:
        PanelError: the file cannot be read or lacks the columns; the text names it.
    """
    found: list[Correction] = []
    for line, row in _rows(path, "body and unit or name", {"body"}):
        unit, name = row.get("unit") or None, row.get("name") or None
        if unit is None and name is None:
            raise PanelError(f"{path}: line {line} names neither a unit nor a name; say whose body {row['body']!r} is.")
        year = _year(path, line, row.get("year", ""))
        found.append(Correction(unit, name, row["body"] or None, year, has_body=bool(row["body"]) or year is None))
    return found


def _year(path: Path, line: int, printed: str) -> int | None:
    if printed and not re.fullmatch(r"20\d\d", printed):
        raise PanelError(f"{path}: line {line} has the year {printed[:20]!r}; write it as 2023, or leave it empty.")
    return int(printed) if printed else None


def read_children(path: Path) -> dict[str, str]:
    """Which body lies under which, from a CSV file with the columns `parent` and `child`: the parent of each child.

    Raises:
        PanelError: the file cannot be read, lacks the columns, or puts one child under two parents.
    """
    parents: dict[str, str] = {}
    for line, row in _rows(path, "parent and child", {"parent", "child"}):
        parent, child = row["parent"], row["child"]
        if not parent or not child or parent == child or parents.get(child, parent) != parent:
            raise PanelError(f"{path}: line {line} must name a parent and a child that lies under no other.")
        parents[child] = parent
    return parents


def _rows(path: Path, wanted: str, needed: set[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with the numbers of their lines, without the apostrophes that keep cells from running."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            if not needed <= set(reader.fieldnames or ()):
                raise PanelError(f"{path}: must be a CSV file with the columns {wanted}.")
            for row in reader:
                yield reader.line_num, {key: row[key].strip().removeprefix("'") for key in reader.fieldnames or ()}
    except OSError as error:
        raise PanelError(f"{path}: cannot be read ({error.strerror}).") from None
    except (UnicodeDecodeError, csv.Error):
        raise PanelError(f"{path}: must be a CSV file in UTF-8.") from None
