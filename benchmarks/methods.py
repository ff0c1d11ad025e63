"""The tables of `docs/methods.md`, taken from the pages that were measured: `python -m benchmarks.methods`.

A comment above each says which: the page, the heading, and the columns. Nothing in it is written by hand.
"""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "methods.md"
_TABLE = re.compile(r"(<!-- from (\S+), (.+?): (.+?) -->\n).*?(<!-- end -->)", re.DOTALL)


def with_tables(text: str, folder: Path = DOCS) -> str:
    """The page with its tables as the measured pages have them now.

    Raises:
        ValueError: a page, heading or column is not there.
    """

    def made(found: re.Match[str]) -> str:
        begin, page, heading, columns, end = found.groups()
        table = _chosen((folder / page).read_text("utf-8"), heading, [one.strip() for one in columns.split(";")])
        return f"{begin}{table}\n{end}"

    return _TABLE.sub(made, text)


def _chosen(page: str, heading: str, columns: list[str]) -> str:
    """Some columns of the first table under a heading that has them all."""
    _, found, below = page.partition(f"## {heading}\n")
    if not found:
        raise ValueError(f"there is no heading {heading!r}")
    rows: list[list[str]] = []
    for line in below.split("\n## ")[0].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if rows and not cells:
            break
        if rows or set(columns) <= set(cells):
            rows.append(cells)
    if not rows:
        raise ValueError(f"no table under {heading!r} has the columns {columns}")
    places = [rows[0].index(column) for column in columns]
    return "\n".join(f"| {' | '.join(row[i] for i in places)} |" for row in rows)


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text("utf-8")), "utf-8")
