"""What converters print beside the report's own characters: each of a line twice, blanks inside figures, marks of bold,
a tab behind a row's last cell.

A single cell does not tell 33220088 from a figure printed twice, nor `3 59` from two figures; all lines of a text
together do. Where they do not, the text stays as it is, and judging doubts what is left (`judging/doubts.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from extractor.lexicon.repeated import printed_once, telling_digits, times_printed

_SUSPECT = re.compile(r"([^\W_])\1([^\W_])\2")
_HAN = re.compile("[一-鿿]")
_NO_HAN = re.compile("[^一-鿿]")
_KIND = re.compile("[一-鿿0-9]")
# A line of so many Chinese characters one after the other, each printed twice, is no line of a report, if they and the
# digits beside them are of so many kinds; nor are so many pairs of digits beside such characters chance.
_FEWEST_HAN = 4
_FEWEST_KINDS = 5
_FEWEST_PAIRS = 4
_CELL = re.compile(r"[^\s|]+")
_DIGITS = re.compile(r"(?=\D*\d)[\d.,+\-%]+")
# A row with so many figures has a sum at its end; so many rows with sums make one sure of a text.
_FEWEST_FIGURES = 4
_MOST_FIGURES = 9
_FEWEST_SUMS = 3
_FINE_BLANKS = "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
_PARTED = re.compile(rf"(?<=\d)[{_FINE_BLANKS}](?=\d)")
_PARTED_FIGURE = re.compile(rf"[+\-]?\d+(?:[{_FINE_BLANKS}]\d+)+(?:[.．]\d+)?")
# As standards of writing part them; a no-break space parts other things too.
_THOUSANDS = re.compile(r"[+\-]?\d{1,3}(?:[\u2007\u2009\u202f]\d{3})+(?:[.．]\d+)?")
# What makes a figure bold or sets it as an equation, with nothing else in its cell.
_SET = re.compile(
    r"(?<![^\s|&])(?:(?P<mark>\*\*|__|`|\$)(?P<marked>[+\-]?\d[\d.,]*)(?P=mark)"
    r"|\$?\\(?:textbf|textit|text|mathbf|mathrm|mathit|emph|num)\{(?P<set>[+\-]?\d[\d.,]*)\}\$?)(?![^\s|&])"
)
_CLOSING = re.compile(r"\t(?= *(?:\n|\Z))")
# So many lines that close their last cell are no chance.
_FEWEST_CLOSED = 3
_BOUND = re.compile(r"[\t|]")


class _Line(NamedTuple):
    """A line: where it begins, its characters, and the figures that stand by themselves in it."""

    start: int
    text: str
    figures: tuple[re.Match[str], ...]


def extra_characters(text: str, original: str) -> frozenset[int]:
    """The places of the characters of a text that are none of the report's; `original` is the text as it was printed,
    with every kind of blank.
    """
    found: set[int] = set()
    if _SUSPECT.search(text):
        lines = list(_lines(text))
        found.update(_of_doubled_lines(lines) or _of_doubled_figures(lines))
    if any(map(text.__contains__, "*_`$\\")):
        for match in _SET.finditer(text):
            own = match.span("marked" if match["marked"] else "set")
            found.update((*range(match.start(), own[0]), *range(own[1], match.end())))
    if _PARTED.search(original):
        found.update(_inside_figures(original))
    found.update(_closing_tabs(text))
    return frozenset(found)


def _closing_tabs(text: str) -> list[int]:
    """The tabs at the ends of lines where every line that has one ends so: they close cells and part none."""
    ends = [match.start() for match in _CLOSING.finditer(text)]
    with_tabs = sum("\t" in line for line in text.split("\n")) if len(ends) >= _FEWEST_CLOSED else 0
    return ends if len(ends) == with_tabs else []


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        figures = (cell for cell in _CELL.finditer(line) if _DIGITS.fullmatch(cell[0]))
        yield _Line(start, line, tuple(figures))
        start += len(line) + 1


def _of_doubled_lines(lines: Sequence[_Line]) -> list[int]:
    """The repetitions in the lines whose Chinese characters are all printed several times.

    Their figures stand in them or, where each cell has a line of its own, right behind: all of them are printed so too,
    or none is; where some are, nobody can say of which.
    """
    times = [_times_of_words(line.text) for line in lines]
    doubled: list[tuple[_Line, int]] = []
    usual = max(times, default=1)
    own = 1
    for line, of_words in zip(lines, times, strict=True):
        own = of_words or (usual if usual > 1 and _is_short(line.text, usual) else own)
        if own > 1:
            doubled.append((line, own))
    if len({character for line, _ in doubled for character in _KIND.findall(line.text)}) < _FEWEST_KINDS:
        return []
    figures = [(figure[0], own) for line, own in doubled for figure in line.figures]
    repeated = [one for one, own in figures if times_printed(one) % own == 0]
    if len(repeated) == len(figures):
        pairs = sum(telling_digits(one, own) for one, own in figures)
        if figures and pairs < _FEWEST_PAIRS:
            return []
        return [at for line, own in doubled for at in _repetitions(line.text, own, line.start)]
    if repeated:
        return []
    return [at for line, own in doubled for at in _repetitions_of_words(line, own)]


def _times_of_words(line: str) -> int:
    """How often the Chinese characters of a line are printed; 0 where they do not tell: none, or too few printed so."""
    words = _NO_HAN.sub(" ", line)
    times = times_printed(words) if words.strip() else 0
    return times if times < 2 or sum(1 for _ in groupby(words.replace(" ", ""))) >= _FEWEST_HAN else 0


def _is_short(line: str, times: int) -> bool:
    """Whether a line has Chinese characters, and all that is in it is printed so many times, in a text with others."""
    return len(set(_HAN.findall(line))) > 1 and times_printed(line) == times


def _repetitions(text: str, times: int, at: int) -> Iterator[int]:
    """The places of all characters but one of each so many alike.

    Of a word's first character the first is left, of the others the last: so a figure's place is all of what is printed
    there.
    """
    begins = True
    for character, run in groupby(text):
        length = sum(1 for _ in run)
        if not character.isspace() and length % times == 0:
            for i in range(length):
                kept = 0 if begins and i < times else times - 1
                if i % times != kept:
                    yield at + i
        begins = character.isspace() or character == "|"
        at += length


def _repetitions_of_words(line: _Line, times: int) -> Iterator[int]:
    spans = [figure.span() for figure in line.figures]
    for at in _repetitions(line.text, times, 0):
        if not any(start <= at < end for start, end in spans):
            yield line.start + at


def _of_doubled_figures(lines: Sequence[_Line]) -> list[int]:
    """The repetitions in figures that are all printed several times each, where rows then end in their sums."""
    rows = [line for line in lines if line.figures and "。" not in line.text]
    figures = [figure[0] for line in rows for figure in line.figures]
    times = times_printed("\n".join(figures)) if figures else 1
    if times < 2:
        return []
    sums = [[figure[0] for figure in line.figures] for line in rows]
    as_printed, once = _sums(sums), _sums([[printed_once(one, times) for one in row] for row in sums])
    if once.failing or once.holding < _FEWEST_SUMS or not as_printed.failing:
        return []
    return [at for line in rows for one in line.figures for at in _repetitions(one[0], times, line.start + one.start())]


class _Sums(NamedTuple):
    """How many rows of figures other than 0 end in the sum of the others, and how many do not."""

    holding: int
    failing: int


def _sums(rows: Sequence[Sequence[str]]) -> _Sums:
    holds: list[bool] = []
    for row in rows:
        if _FEWEST_FIGURES <= len(row) <= _MOST_FIGURES and all(one.isdecimal() and len(one) < 16 for one in row):
            *parts, total = map(int, row)
            holds += [sum(parts) == total] if total or any(parts) else []
    return _Sums(sum(holds), len(holds) - sum(holds))


def _inside_figures(text: str) -> list[int]:
    """The fine blanks inside figures: where these part thousands, or rows end in their sums without them.

    They stand in cells that tabs or bars part, and in each they are part of one figure.
    """
    rows: list[list[str]] = []
    parted: list[str] = []
    for line in text.split("\n"):
        cells = [cell.strip() for cell in _BOUND.split(line)]
        own = [cell for cell in cells if _PARTED.search(cell)]
        if own:
            if len(cells) == 1 or not all(map(_PARTED_FIGURE.fullmatch, own)):
                return []
            parted += own
            rows.append([once for cell in cells if _DIGITS.fullmatch(once := _PARTED.sub("", cell))])
    sums = _sums(rows)
    are_thousands = all(_THOUSANDS.fullmatch(cell) for cell in parted)
    are_proved = sums.holding >= _FEWEST_SUMS and not sums.failing
    return [found.start() for found in _PARTED.finditer(text)] if are_thousands or are_proved else []
