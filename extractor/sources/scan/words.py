"""Lines of type → words: every line is read once, and every figure again from another picture of it, or from two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import inf
from statistics import median

import numpy as np

from extractor.lexicon.figure import CHANGES, UNIT, UNREADABLE_INK, WIDE_SIGNS, figure
from extractor.sources.scan.engine import Picture, Read, read_lines
from extractor.sources.scan.found import FoundText
from extractor.sources.scan.ink import Inked, Region
from extractor.sources.scan.seen import as_seen
from extractor.sources.scan.stacked import put_together
from extractor.sources.words import Word

_DIGITS = "0123456789"
_FIGURE = re.compile(figure(signs=WIDE_SIGNS, changes=CHANGES, behind=f"{UNIT}|亿"))
# What a digit is taken for, and what is taken for a digit. A cell that says nothing else is read once more as a figure.
_LIKE_DIGITS = re.compile(
    r"[0-9OoQD〇○口囗回日lIi|!｜丨Zz乙SsBbGgqTtＯｏ己已二°。．.·,，、'\"`:;()（）\[\]【】{}<>《》ОоΟ]{1,8}"
)
_STROKES = ("/", "\\", "-", "—")
# Two characters in a cell are hard to read where they are no surer than this.
_HARD = 0.8
_ALIKE = str.maketrans("OoQD〇○口囗回日lIi|!｜丨ZzSsBbＯｏ", "00000000001111111225588" + "00")
_FLAT = re.compile(r"[-—–_一~－‐]+")
# The least probability with which anything is taken for read; what is less outside a cell is dirt.
_LEGIBLE = 0.5
# Two readings of a figure that are as sure as this and agree need no third; where one of three disagrees, the others
# are no surer than the second number.
_CLEAR = 0.95
_OUTVOTED = 0.6
# Nothing that was recognised is certain.
_SUREST = 0.9999
# A figure is no surer than this where only the figures' own characters were allowed, and where so many pixels of pale
# ink lie upon it.
_FORCED = 0.5
_TOUCHED = 3
_HAN = re.compile(r"[㐀-鿿]")


def read_words(page: Inked, lines: Sequence[FoundText]) -> list[Word]:
    """The words of a page, with how sure each is."""
    reads = read_lines([_as_it_is(page, line) for line in lines])
    lines, reads = put_together(page, lines, reads)
    texts = [read._replace(text=_plain(read.text)) for read in reads]
    texts = _figures_forced(page, lines, texts)
    texts = _figures_seen(page, lines, _figures_again(page, lines, texts))
    words: list[Word] = []
    for line, read in zip(lines, texts, strict=True):
        if line.in_cell and not read.text:
            read = Read(UNREADABLE_INK, 0.0, 0.0)
        elif not read.text or (not line.in_cell and read.mean < _LEGIBLE):
            continue
        words.append(Word(read.text, _type_box(line, read.text, page.points), 0, min(read.sure, _SUREST)))
    return words


def _plain(text: str) -> str:
    """Figures without the spaces that stand for nothing between digits; other text without its ends."""
    text = text.strip()
    closed = text.replace(" ", "")
    return closed if _FIGURE.fullmatch(closed) else text


def _figures_forced(page: Inked, lines: Sequence[FoundText], reads: list[Read]) -> list[Read]:
    """Cells that say what only a figure can be, read as figures, and none of them for sure."""
    made = list(reads)
    doubtful: list[int] = []
    for at, (line, read) in enumerate(zip(lines, reads, strict=True)):
        if not line.in_cell or not read.text or _FIGURE.fullmatch(read.text):
            continue
        if _FLAT.fullmatch(read.text) and line.region.height < 0.35 * line.size:
            made[at] = read._replace(text="-")
        elif _may_be_figure(line, read):
            doubtful.append(at)
    figures = read_lines([_as_it_is(page, lines[at]) for at in doubtful], _DIGITS)
    for at, forced in zip(doubtful, figures, strict=True):
        text = forced.text or reads[at].text.translate(_ALIKE)
        if _FIGURE.fullmatch(text):
            made[at] = forced._replace(text=text, sure=min(forced.sure, _FORCED))
        elif lines[at].alone:
            made[at] = Read("", 0.0, 0.0)
    return made


def _may_be_figure(line: FoundText, read: Read) -> bool:
    """Whether what a cell says may be a figure that was taken for letters: no cell of a form holds but one character,
    or two that are hard to read.
    """
    if read.text in _STROKES:
        return False
    if line.alone and (len(read.text) == 1 or (len(read.text) == 2 and read.sure < _HARD)):
        return True
    return _LIKE_DIGITS.fullmatch(read.text) is not None and line.region.height > 0.35 * line.size


def _figures_again(page: Inked, lines: Sequence[FoundText], reads: list[Read]) -> list[Read]:
    """Every figure read a second time, as black and white at another size, and where that leaves a doubt a third time.

    It is as sure as the lesser of two readings that agree, less than that where the third does not, and not sure at all
    where no two agree.
    """
    made = list(reads)
    figures = [at for at, read in enumerate(reads) if _FIGURE.fullmatch(read.text)]
    again = _plain_reads([_black_and_white(page, lines[at]) for at in figures])
    left: list[tuple[int, Read]] = []
    for at, other in zip(figures, again, strict=True):
        if other.text == reads[at].text and min(other.sure, reads[at].sure) >= _CLEAR:
            made[at] = _agreed(reads[at], other)
        else:
            left.append((at, other))
    third = _plain_reads([_closely(page, lines[at]) for at, _ in left])
    for (at, other), last in zip(left, third, strict=True):
        made[at] = _agreed(reads[at], other, last)
    return made


def _figures_seen(page: Inked, lines: Sequence[FoundText], reads: Sequence[Read]) -> list[Read]:
    """The figures with the sign of a doubt where more is drawn than they, and none sure on which pale ink lies."""
    figures = [at for at, read in enumerate(reads) if _FIGURE.fullmatch(read.text)]
    heights = [lines[at].region.height for at in figures if lines[at].in_cell]
    usual = median(heights) if heights else inf
    made = list(reads)
    for at in figures:
        read, region = reads[at], lines[at].region
        pale = page.pale.mask[region.top : region.bottom, region.left : region.right]
        sure = min(read.sure, _FORCED) if np.count_nonzero(pale) > _TOUCHED else read.sure
        made[at] = read._replace(text=as_seen(page.mask, region, read.text, usual), sure=sure)
    return made


def _plain_reads(pictures: Sequence[Picture]) -> list[Read]:
    return [read._replace(text=_plain(read.text)) for read in read_lines(pictures)]


def _agreed(*reads: Read) -> Read:
    """What at least two readings of a figure say; the first one's text where no two agree."""
    for read in reads:
        same = sorted((one.sure for one in reads if one.text == read.text), reverse=True)
        if len(same) > 1 and _FIGURE.fullmatch(read.text):
            sure = same[1] if len(same) == len(reads) else min(same[1], _OUTVOTED)
            return read._replace(sure=sure)
    return reads[0]._replace(sure=0.0)


def _as_it_is(page: Inked, line: FoundText) -> Picture:
    """A line cut out of the picture, with some room about it; more about a figure or a word in a cell."""
    return _cut(page.picture, line, 1.65, 0.3) if line.in_cell else _closely(page, line)


def _black_and_white(page: Inked, line: FoundText) -> Picture:
    """The same from its ink alone, smoothed."""
    import cv2

    cut = _cut(np.asarray(255 - page.mask, np.uint8), line, 1.5, 0.4)
    return np.asarray(cv2.GaussianBlur(cut, (3, 3), 0), np.uint8)


def _closely(page: Inked, line: FoundText) -> Picture:
    """The same with little room about it."""
    return _cut(page.picture, line, 1.3, 0.16)


def _cut(picture: Picture, line: FoundText, height: float, side: float) -> Picture:
    """A region with white about it, so that it is `height` sizes of type high, and its sides are free by `side`."""
    region = line.region
    size = max(line.size if line.in_cell else 0.0, region.height)
    room = max(round((height * size - region.height) / 2), 2)
    beside = max(round(side * size), 2)
    part = picture[region.top : region.bottom, region.left : region.right]
    return np.pad(part, ((room, room), (beside, beside)), constant_values=255)


def _type_box(line: FoundText, text: str, points: float) -> tuple[float, float, float, float]:
    """The box of a word in points: as high as its type, whatever ink it has."""
    region: Region = line.region
    if _HAN.search(text):
        size = region.height * 1.05
    elif any(map(str.isdigit, text)):
        size = region.height * 1.35
    else:
        size = line.size
    middle = (region.top + region.bottom) / 2
    top, bottom = middle - size / 2, middle + size / 2
    return region.left * points, top * points, region.right * points, bottom * points
