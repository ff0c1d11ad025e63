"""Which year a table is of, by what stands over it: a caption, a heading, a sentence that introduces it.

Offices quote last year's tables for comparison, and put this year's in as a picture. Such tables have the very labels
of this year's; only the words above tell them apart. Prose above a table often speaks of last year without introducing
the table (较上年增长5%。); it says nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from extractor.lexicon.ordinal import HAN
from extractor.lexicon.prose import is_line_of_prose
from extractor.lexicon.year import NamedYears, named_years
from extractor.reading.model import BLANK, TEXT, SectionReading, Token
from extractor.reading.numbers import is_figure

# A caption is no longer than this, in characters without blanks; what introduces a table is no longer than that.
_CAPTION = 40
_SENTENCE = 300
# A line of so many characters may be the first half of a sentence that goes on in the next.
_BROKEN = 20
_HEADING = re.compile(rf"(?:{HAN}|第[一二三四五六七八九十]+(?:部分|章))[^,，。;；]{{0,40}}")
# Within a table there are rows with such an ordinal.
_HEADING_IN_TABLE = re.compile(rf"{_HEADING.pattern}情况.{{0,20}}")
_TITLE = re.compile(r"[^,，]*公开[^,，]*(?:报告书?|年报|总结)(?:[(（][^()（）]*[)）])?》?")
# No year is named without one of these.
_MAY_NAME = re.compile(r"年|期|20\d\d")
_DATA = re.compile("数据|统计|表")
# Words by which a sentence points at what follows it, or at the table it stands beside.
_FOLLOWS = re.compile(
    "如下|下[表图列述方面]|以下|后附|[见附]表|列示|列出|列于|列表|所[示列]|[本此该]表|表[中内为]|[:：]$|^(?:表|图)"
    "|(?:公布|发布|刊[登载]|[照转]录|转载|附[上列]|提供|引用|摘录|采用)[^,，]{0,4}(?:年度?|期)"
    "(?:的|有关|相关|各项|[三各]张|主动公开|政府信息公开|信息公开|依申请公开|年报|统计)*(?:数据|表格?|结果|数字)(?![中内]|\\d)"
    "|(?:数据|表格?|结果|数字)[^,，]{0,4}(?:[照转]录|附后|[于在列如]后)"
)
# A number right behind a year is a figure of that year, and the words are no caption.
_FIGURE_OF_YEAR = re.compile(r"[^\w]?[有共计为是]?\d")
_IN_DIGITS = re.compile(r"\d|二[〇○零]")
# What is said to stand elsewhere stands not below.
_ELSEWHERE = re.compile("[见详略]|(?!^)附")
_REMARK = re.compile(r"(?!^)[(（][^()（）]{0,40}[见附详参比略][^()（）]{0,40}[)）]")
_NO_CAPTION = re.compile(
    r"注\d*[:：.、]|注\d*$|备注|说明|来源|资料|数据来源|发布|成文|日期|时间|索引|文号|[上下]一[篇条]|相关|推荐|链接|更多|\d+[.、]?注"
)
_ENDS = re.compile(r"[。；;!！?？:：)）”》]$")
_PIECE = re.compile(r"[^。；;!！?？|\t]+")
_CELL_END = re.compile(r"[\t|]")
_CLAUSE = re.compile("[,，]")
_LETTER_SPACED = re.compile(r"(?<!\d)\d(?:\s\d)+(?!\d)")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)\s+(?=\d)")
_KEPT = "\0"
# Words below a table by which a sentence points back at it, and says what it is.
_BACK = re.compile("上表|[上前]述|以上|[本此该]表|表[中内]|(?:注|说明|备注).*(?:数据|数字|统计|表)")
_IS = re.compile("[为系是均属]|取自|[来引源]自|截至|截止")


class StatedYear(NamedTuple):
    """The words that say of which year a table is, and whether that is the report's."""

    is_own: bool
    words: Token


class Table(NamedTuple):
    """A table in the text: where it begins, where its first figure stands, where it ends."""

    start: int
    first_figure: int
    end: int


def tables_of_the_year(
    found: Sequence[Sequence[SectionReading]], text: str, year: int | None, noise: frozenset[int]
) -> tuple[SectionReading, ...]:
    """Of the tables that were found for each section, the likeliest first, the one of the report's year.

    Where all of them are another year's, the first; where it cannot be told which is the report's, one of them, and
    `copies_differ` says so.
    """
    placed = [[_Placed(table, _place(table, text)) for table in tables] for tables in found]
    places = sorted({one.place for one in chain.from_iterable(placed) if one.table.found})
    stated = dict(zip(places, years_over(text, year, places, noise), strict=True))
    return tuple(_of_the_year(tables, [stated.get(one.place) for one in tables]) for tables in placed)


class _Placed(NamedTuple):
    table: SectionReading
    place: Table


def _place(table: SectionReading, text: str) -> Table:
    """Where a table is; blanks behind its last figure, and words there that may be over the next, are none of it."""
    filled = [token for row in table.rows for token in row.tokens if token.kind != BLANK]
    own = [token for token in filled if not _may_be_caption(token, text)]
    # Rows of the table that were passed over are no words above it.
    starts = (*(row.tokens[0].start for row in table.rows if row.tokens), *(start for start, _ in table.passed_over))
    first = min(starts, default=table.start)
    last = max((*(one.end for one in own), *(end for _, end in table.passed_over)), default=table.start)
    return Table(table.start, first, max(table.start, last))


def _may_be_caption(token: Token, text: str) -> bool:
    """Whether something unread among the figures begins a line and may name a year."""
    begins = token.start == 0 or text[token.start - 1] == "\n"
    return begins and _MAY_NAME.search(token.text) is not None and not is_figure(token.text)


def _of_the_year(tables: Sequence[_Placed], stated: Sequence[StatedYear | None]) -> SectionReading:
    pairs = list(zip(tables, stated, strict=True))
    left = [one.table for one, said in pairs if said is None or said.is_own]
    named = [one.table for one, said in pairs if said is not None and said.is_own]
    chosen = next(iter((*named, *left, tables[0].table)))
    others = left or [one.table for one in tables]
    said = None if left else stated[0]
    return chosen._replace(
        copies_differ=chosen.copies_differ or any(_figures(table) != _figures(chosen) for table in others),
        other_year=None if said is None else said.words,
        passed_over=tuple((one.place.start, one.place.end) for one in tables if left and one.table not in left),
    )


def _figures(table: SectionReading) -> list[list[tuple[object, ...]]]:
    return [[tuple(cell.value for cell in placement) for placement in row.placements] for row in table.rows]


class _Line(NamedTuple):
    """A line, or several that a sentence is broken over."""

    start: int
    end: int
    text: str


class _Over:
    """What was read so far of the words over a table."""

    def __init__(self) -> None:
        self.stated: StatedYear | None = None
        self.is_over_headings = False
        self.has_heading = False
        self._has_prose = False
        self._is_title = False

    def state(self, stated: StatedYear, *, is_title: bool) -> None:
        """Words say a year; the nearest to the table count."""
        self.stated, self._is_title, self.is_over_headings, self._has_prose = stated, is_title, is_title, False

    def pass_heading(self) -> None:
        """A heading of a part follows: what introduced prose before it does not introduce the table behind it."""
        self.has_heading = True
        if self._has_prose and not self._is_title:
            self.stated = None
        self.is_over_headings = self.stated is not None

    def pass_prose(self) -> None:
        """Sentences follow that say no year of a table."""
        self._has_prose = True


def years_over(text: str, year: int | None, tables: Sequence[Table], noise: frozenset[int]) -> list[StatedYear | None]:
    """What says of which year each of these tables is, in the order of the text; None where nothing does.

    `year` is the report's; `noise` are the places at which lines of page noise begin.
    """
    found: list[StatedYear | None] = []
    carried: StatedYear | None = None
    reach = False
    before = 0
    for number, table in enumerate(tables):
        over = _Over()
        first = max(before, table.start)
        for line in _lines(text, before, max(table.start, before), noise):
            _read_line(over, line, year, is_first_table=number == 0, headings=_HEADING)
        # The header may have a row with the caption; it ends where the line of the first figure begins.
        for line in _lines(text, first, max(text.rfind("\n", first, table.first_figure) + 1, first), noise):
            _read_line(over, line, year, is_first_table=number == 0, headings=_HEADING_IN_TABLE)
        stated, over_headings = over.stated, over.is_over_headings
        if stated is None and carried is not None and (reach or not over.has_heading):
            stated, over_headings = carried, reach
        found.append(stated)
        carried, reach = stated, over_headings
        before = max(before, table.end)
    return [_below(text, year, tables, number, noise) or stated for number, stated in enumerate(found)]


def _read_line(over: _Over, line: _Line, year: int | None, *, is_first_table: bool, headings: re.Pattern[str]) -> None:
    heading = headings.fullmatch(_closed(line.text))
    if heading:
        over.pass_heading()
    stated = _stated(line, year, is_first_table=is_first_table) if _MAY_NAME.search(line.text) else None
    has_cells = sum(map(bool, map(str.strip, _CELL_END.split(line.text)))) > 1
    if has_cells:
        stated = _of_cells(line, year) if over.has_heading or headings is _HEADING_IN_TABLE else None
    if stated is not None:
        over.state(stated[0], is_title=stated[1])
        if has_cells:
            # A row of cells is over no headings: they may be a menu's.
            over.pass_prose()
    elif not heading and over.stated is not None and is_line_of_prose(line.text.replace("\n", "")):
        over.pass_prose()


def _lines(text: str, start: int, end: int, noise: frozenset[int]) -> Iterator[_Line]:
    """The lines of a stretch; those that a sentence is broken over are one."""
    pending: _Line | None = None
    at = start
    for raw in text[start:end].split("\n"):
        line, at = _Line(at, at + len(raw), raw), at + len(raw) + 1
        if line.start in noise or not raw.strip():
            continue
        if pending is not None and _goes_on(pending, raw):
            pending = _Line(pending.start, line.end, f"{pending.text}\n{raw}")
            continue
        if pending is not None:
            yield pending
        pending = line
    if pending is not None:
        yield pending


def _goes_on(line: _Line, behind: str) -> bool:
    """Whether a line ends in the middle of a sentence that the line behind it goes on with."""
    if len(line.text) > _SENTENCE or len(behind) > _SENTENCE:
        return False
    last = line.text.rpartition("\n")[2].strip()
    if len(last) < _BROKEN or "\t" in last or "|" in last or "\t" in behind or "|" in behind or _ENDS.search(last):
        return False
    return not (_TITLE.fullmatch(_closed(last)) or any(_HEADING.fullmatch(_closed(one)) for one in (last, behind)))


def _stated(line: _Line, year: int | None, *, is_first_table: bool) -> tuple[StatedYear, bool] | None:
    """The year that a line states for the table below it, and whether it does so as the title of a whole report."""
    found: tuple[StatedYear, bool] | None = None
    for piece in _PIECE.finditer(line.text):
        said = _closed(piece[0])
        if not said or len(said) > _SENTENCE:
            continue
        is_ended = line.text[piece.end() : piece.end() + 1] in tuple("。；;!！?？")
        is_title = _TITLE.fullmatch(said) is not None
        years = _introduced(said, year, is_ended=is_ended)
        if years is None or not (years.has_own or years.other):
            continue
        is_own = not years.other
        if is_title and not is_own and is_first_table and not _DATA.search(said):
            continue
        found = StatedYear(is_own, _words(line, piece)), is_title
    return found


def _of_cells(line: _Line, year: int | None) -> tuple[StatedYear, bool] | None:
    """The other year that one of several cells of a line over a table names in digits, or the first says and no more.

    上年 over one column, or one group of them, is not the table's.
    """
    for number, piece in enumerate(one for one in _PIECE.finditer(line.text) if one[0].strip()):
        said = _closed(piece[0])
        years = named_years(said, year) if len(said) <= _CAPTION else None
        if years and years.other and (_IN_DIGITS.search(years.other) or (not number and years.other == said)):
            return StatedYear(False, _words(line, piece)), False
    return None


def _introduced(said: str, year: int | None, *, is_ended: bool) -> NamedYears | None:
    """The years named by words that introduce a table, or are its caption; None where they do neither."""
    rest = _REMARK.sub("", said)
    clauses = _CLAUSE.split(rest)
    if _FOLLOWS.search(rest):
        pointing = [one for clause in clauses if _FOLLOWS.search(clause) and (one := _named(clause, year))]
        return pointing[-1] if pointing else _of_a_sentence(rest, year)
    clauses = [one for one in clauses if not _ELSEWHERE.search(one)]
    if is_ended or len(clauses) != 1 or len(rest) > _CAPTION or _NO_CAPTION.match(rest):
        return None
    years = _named(clauses[0], year)
    return None if years is None or _FIGURE_OF_YEAR.match(clauses[0], years.at) else years


def _of_a_sentence(said: str, year: int | None) -> NamedYears | None:
    """The years of a whole sentence; one that speaks of the report's year is not of another."""
    years = _named(said, year)
    return years._replace(other="") if years is not None and years.has_own else years


def _named(said: str, year: int | None) -> NamedYears | None:
    years = named_years(said, year)
    return years if years.at >= 0 else None


def _below(
    text: str, year: int | None, tables: Sequence[Table], number: int, noise: frozenset[int]
) -> StatedYear | None:
    """What a note right below a table says of another year."""
    start = tables[number].end
    end = tables[number + 1].start if number + 1 < len(tables) else len(text)
    for line in _lines(text, start, min(max(start, end), start + _SENTENCE), noise):
        if _HEADING.fullmatch(_closed(line.text)):
            return None
        for piece in _PIECE.finditer(line.text):
            if any(_points_back(clause, year) for clause in _CLAUSE.split(_closed(piece[0]))):
                return StatedYear(False, _words(line, piece))
    return None


def _points_back(clause: str, year: int | None) -> bool:
    """Whether words below a table say that it is of another year."""
    years = named_years(clause, year)
    return bool(years.other) and not years.has_own and bool(_BACK.search(clause) and _IS.search(clause))


def _words(line: _Line, piece: re.Match[str]) -> Token:
    """A piece of a line, without the blanks at its ends."""
    words = piece[0].strip()
    start = line.start + piece.start() + piece[0].index(words)
    return Token(TEXT, words, start, start + len(words), 0, 0)


def _closed(text: str) -> str:
    """A text without blanks but those between numbers: `表1 2022年`, but 2022 of `2 0 2 2 年`."""
    if " " not in text and "\t" not in text:
        return text.strip().replace("\n", "")
    joined = _LETTER_SPACED.sub(lambda run: "".join(run[0].split()), text)
    return "".join(_BETWEEN_NUMBERS.sub(_KEPT, joined).split()).replace(_KEPT, " ")
