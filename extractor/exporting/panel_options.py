"""What may be asked of a panel beside where it is written."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from extractor.exporting.selection import Selection


class Names(StrEnum):
    """What the columns of fields are called."""

    KEY = "key"
    SHORT = "short"


class StatusIn(StrEnum):
    """Where the tables by body and year say what each figure is."""

    TABLE = "table"
    COLUMNS = "columns"


class PanelOptions(NamedTuple):
    """What a panel has and how it is written; without any of it, what it has for everybody.

    `zero_blanks` takes what is printed blank for 0 in the tables by body and year. `compact` writes the long table
    without what the tables `reports` and `fields` say, `without_long` not at all. `bom` begins CSV with the mark by
    which older Excel knows UTF-8. `harmonise` adds the table of the figures that all forms have, `bounds` those of the
    least and the greatest that each figure can be, `review_first` the order in which to review for a field's mean.
    """

    zero_blanks: bool = False
    names: Names = Names.KEY
    status_in: StatusIn = StatusIn.TABLE
    compact: bool = False
    without_long: bool = False
    bom: bool = False
    harmonise: bool = False
    bounds: bool = False
    review_first: str | None = None
    selection: Selection = Selection()
