"""What reading hands on: per row of the form, the cells that were found and how its position is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from extractor.forms import Block, Form, Row, Section
from extractor.lexicon.cell_kind import CellKind, kind_of_mark

TEXT, NUMBER, BLANK, MARK = "text", "number", "blank", "mark"
"""The kinds of token: a piece of label, a figure, a blank cell, a stroke or words for "not applicable"."""


class Token(NamedTuple):
    """A piece of the source: `kind`, its characters, its place in the normalised text, and the line and row it is on.

    `row` numbers what the layout itself shows as one table row: a line, or the cells between two row breaks where each
    cell has a line of its own.
    """

    kind: str
    text: str
    start: int
    end: int
    line: int
    row: int


class RowBasis(StrEnum):
    """How it is known which row of the form a row of figures is."""

    EXACT = "exact"
    """Its own label stands beside it, letter for letter."""
    FUZZY = "fuzzy"
    """Its own label stands beside it, damaged but unlike any other."""
    ANCHORED = "anchored"
    """Its label is lost, but the rows above and below are labelled and leave room for this row alone."""
    CHAINED = "chained"
    """Its own label stands right behind it, or a few rows' labels stand before their figures, in the same order: a
    chain that leaves no label and no figure of the table over."""
    BULK = "bulk"
    """Labels and figures stand apart, each complete and in the order of the form."""
    ARRANGED = "arranged"
    """Labels and figures stand apart, each complete, the labels in the order of the form; of all ways in which the
    figures may have been written one lets all sums hold."""
    UNIFORM = "uniform"
    """Every figure of the table is the same, and there is one for each slot: which is whose makes no difference."""
    PRESUMED = "presumed"
    """Only the order of the form says so."""
    MISSING = "missing"
    """No figures were found for the row."""


class ColumnBasis(StrEnum):
    """How it is known which column a figure stands in."""

    NAMED = "named"
    """The header names the columns in the order of the form."""
    PRESUMED = "presumed"
    """The header is lost; only the order of the form says so."""
    CONTRADICTED = "contradicted"
    """The header names the columns in another order."""


class Header(NamedTuple):
    """How the columns of a block are known; of a header that names most of them, `unnamed` are the indices of those
    it does not.

    `foreign_words` are words in place of a column's name, or beside it, with the index of the column.
    `possible_columns` are, for each column of which it does not show which it is, those that it may be.
    `rule` is the name of the rule that decided (`header_rules.HEADER_RULES`).
    """

    basis: ColumnBasis
    unnamed: frozenset[int] = frozenset()
    possible_columns: Mapping[int, frozenset[int]] = {}
    foreign_words: tuple[tuple[int, str], ...] = ()
    rule: str = ""

    @property
    def names_every(self) -> bool:
        """Whether it says of every column by its own name which it is."""
        return self.basis == ColumnBasis.NAMED and not self.unnamed

    @property
    def names_all(self) -> bool:
        """Whether it says of every column which it is; one it does not name is known by the others."""
        return self.basis == ColumnBasis.NAMED and len(self.unnamed) < 2


class Cell(NamedTuple):
    """One slot of a row: its token, or None where no cell was found, and its number where it holds one.

    `too_large` says that the number printed there is larger than any figure of the column: it is unread.
    """

    token: Token | None
    value: int | Decimal | None
    too_large: bool = False

    @property
    def kind(self) -> str:
        """The kind of its token; empty where no cell was found."""
        return "" if self.token is None else self.token.kind

    @property
    def printed(self) -> str:
        """Its characters; none where it is blank or was not found."""
        return "" if self.token is None else self.token.text

    @property
    def content(self) -> CellKind:
        """What the cell is in the document, whatever is made of it: a mark that is read as 0 is still a mark."""
        if self.token is None:
            return "lost"
        if self.kind == BLANK:
            return "blank"
        if self.kind == MARK:
            return kind_of_mark(self.printed)
        return "unread" if self.value is None else "figure"

    @property
    def is_unread(self) -> bool:
        """Whether something is printed there that is not understood as a figure of its column."""
        return self.kind == NUMBER and self.value is None

    @property
    def blank(self) -> bool:
        """Whether the cell is there and empty, or holds a mark for "not applicable"."""
        return self.token is not None and self.value is None


Placement = tuple[Cell, ...]


class RowReading(NamedTuple):
    """The figures of one row: its placement, or several where the layout leaves it open which slots they fill.

    `placements` holds one entry where the layout settles it, several where arithmetic has to, none where nothing was
    found. `tidy` says that nothing had to be dropped, split or guessed to fill the slots. `label_on_line` says that the
    row's own label stands on the line of its figures, or above and below it; `inferred`, that more than the layout's
    own cells says which slots the figures fill: the column of characters they stand in, or what the table leaves
    blank; `merged_cells`, that a cell holds several figures, or the halves of one; `repeated`, that its label stands
    in the table once more, with figures behind it that were not read; `in_grid`, that the file itself shows its cells,
    `shows_blanks`, that some grid does, also where they are blank;
    `is_doubled`, that each character of its label is printed several times. `foreign_words` are words of its label that
    make another thing of it; `movable` are the slots in which another order in which the figures may have been written
    puts other figures.
    """

    row: Row
    basis: RowBasis
    placements: tuple[Placement, ...] = ()
    tidy: bool = False
    label_on_line: bool = False
    tokens: tuple[Token, ...] = ()
    inferred: bool = False
    repeated: bool = False
    merged_cells: bool = False
    in_grid: bool = False
    shows_blanks: bool = False
    is_doubled: bool = False
    foreign_words: str = ""
    movable: frozenset[int] = frozenset()

    @property
    def has_own_label(self) -> bool:
        """Whether its own label stands beside it, whole or damaged."""
        return self.basis in (RowBasis.EXACT, RowBasis.FUZZY)

    @property
    def figures(self) -> tuple[Token, ...]:
        """Its figures, as printed."""
        return tuple(token for token in self.tokens if token.kind == NUMBER)

    @property
    def filled(self) -> tuple[Token, ...]:
        """Its tokens but the blank cells."""
        return tuple(token for token in self.tokens if token.kind != BLANK)

    @property
    def is_on_one_line(self) -> bool:
        """Whether all that is printed of it stands on one line."""
        return len({token.line for token in self.filled}) == 1

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of all its placements, one placement after the other."""
        return tuple(chain.from_iterable(self.placements))

    @property
    def settled(self) -> bool:
        """Whether the layout alone says which figure stands in which slot."""
        return len(self.placements) == 1


class FormLabel(NamedTuple):
    """One label of the form: its `kind`, what it labels (`key`, in block number `block`) and its folded wordings."""

    kind: str
    key: str
    block: int
    wordings: tuple[str, ...]


class LabelMatch(NamedTuple):
    """A form label on the label text, from `start` to `end`; `share` of its characters are there: 1 is exact."""

    form_label: FormLabel
    start: int
    end: int
    share: float


class SectionReading(NamedTuple):
    """One section: whether its table was found, its rows in the order of the form, the header of each block.

    `start` and `end` enclose the table in the normalised text; `title` says that the section's title was seen.
    `leftover` are figures that stand in the table and fill no slot: where there are any, not all is read. `units` are
    the fields of amounts whose unit the header states. `copies_differ` says that the table stands there twice, with
    other figures, and it cannot be told which are the report's. `other_year` are the words that say that it is another
    year's; `passed_over` encloses tables of the section that are. `headed` says that a column's whole label was seen.
    `counted_in` are the fields of counts whose counting unit a header or caption says (万 for 万件).
    `read_otherwise` are the fields in which a second reader reads another figure, with the cell it reads.
    `label_matches` are the labels that were seen, on the label text. `if_blank` are the rows of a table in which no
    figure is printed, as they are where nothing can have been lost.
    """

    section: Section
    found: bool
    title: bool
    start: int
    end: int
    rows: tuple[RowReading, ...]
    headers: tuple[Header, ...]
    leftover: tuple[Token, ...] = ()
    units: frozenset[str] = frozenset()
    copies_differ: bool = False
    other_year: Token | None = None
    passed_over: tuple[tuple[int, int], ...] = ()
    headed: bool = False
    counted_in: Mapping[str, str] = {}
    read_otherwise: Mapping[str, Cell] = {}
    label_matches: Sequence[LabelMatch] = ()
    if_blank: tuple[RowReading, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of its rows."""
        return tuple(chain.from_iterable(row.row.fields for row in self.rows))

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of its rows, row by row."""
        return tuple(chain.from_iterable(row.tokens for row in self.rows))

    def blocks(self) -> Iterator[tuple[Block, Header, list[RowReading]]]:
        """Each block with its header and its rows."""
        by_key = {row.row.key: row for row in self.rows}
        for block, header in zip(self.section.blocks, self.headers, strict=True):
            yield block, header, [by_key[row.key] for row in block.rows]


class Reading(NamedTuple):
    """A whole report read by the rules: its form, its sections, and the stretches of prose outside the tables.

    `noise_lines` are the lines that were read as page noise.
    """

    form: Form
    sections: tuple[SectionReading, ...]
    prose: tuple[tuple[int, int], ...]
    noise_lines: frozenset[int] = frozenset()

    @property
    def rows(self) -> tuple[RowReading, ...]:
        """The rows of all its sections."""
        return tuple(chain.from_iterable(section.rows for section in self.sections))

    @property
    def read_otherwise(self) -> dict[str, Cell]:
        """The fields in which a second reader reads another figure, with the cell it reads."""
        return dict(chain.from_iterable(section.read_otherwise.items() for section in self.sections))


class TableAnswer(NamedTuple):
    """A model's reading of one section: of the `tokens` it was shown, `figures` among them, those of each row (by its
    key), those that it calls none of the table's, in which column of its row it puts each, and the starts of those that
    may be another's that is printed alike. Of the rows in `settled` it was not asked: they are as the rules have them.
    """

    section: Section
    tokens: tuple[Token, ...]
    figures: tuple[Token, ...]
    rows: Mapping[str, tuple[Token, ...]]
    page_noise: tuple[Token, ...]
    columns: Mapping[str, tuple[int, ...]]
    mistakable: frozenset[int] = frozenset()
    settled: frozenset[str] = frozenset()
