"""One page's picture → the same page as words and ruling lines, as its reader holds it."""

from __future__ import annotations

from extractor.sources.scan.engine import Picture, read_lines
from extractor.sources.scan.found import FoundText, find_lines
from extractor.sources.scan.ink import Inked, inked
from extractor.sources.scan.straight import quartered, tilt_of, tilted
from extractor.sources.scan.words import read_words
from extractor.sources.words import PageWords, Rule, Word, turned, turned_rule

# Of lines that are much longer one way, this share has to run down the page for it to lie on its side.
_SIDEWAYS = 0.6
_LONG = 2.5
# So many lines are read to tell which end of a page is up; where they read like this, it is the upper one.
_SAMPLES = 4
_LEGIBLE = 0.85


def read_page(picture: Picture, points: float) -> PageWords:
    """The page that a picture shows whose pixels measure so many points; a tilt is taken out, and a turn is kept.

    A page that lies on its side or stands on its head has its words turned, not itself, as a page of a PDF has.
    """
    tilt = tilt_of(picture)
    page = inked(tilted(picture, -tilt), points)
    lines = find_lines(page)
    quarters = 0
    if _lies_sideways(lines):
        quarters, page, lines = 1, *_turned(page, 1)
    legible = _legible(page, lines)
    if legible < _LEGIBLE:
        over, over_lines = _turned(page, 2)
        if _legible(over, over_lines) > legible:
            quarters, page, lines = quarters + 2, over, over_lines
    words = read_words(page, lines)
    high, wide = page.mask.shape
    return _held_as_it_was(PageWords(wide * points, high * points, words, page.rules, tilt), quarters)


def _lies_sideways(lines: list[FoundText]) -> bool:
    long = [line.region for line in lines if max(line.region) > 0]
    down = sum(region.height for region in long if region.height > _LONG * region.width)
    across = sum(region.width for region in long if region.width > _LONG * region.height)
    return down > _SIDEWAYS * (down + across) and down > 0


def _turned(page: Inked, quarters: int) -> tuple[Inked, list[FoundText]]:
    made = inked(quartered(page.picture, quarters), page.points)
    height, width = (side * page.points for side in page.mask.shape)
    made = made._replace(rules=[turned_rule(rule, quarters, width, height) for rule in page.rules])
    return made, find_lines(made)


def _legible(page: Inked, lines: list[FoundText]) -> float:
    """How well the longest lines of a page read, not counting those of more than a few words."""
    some = sorted(
        (line for line in lines if 3 * line.region.height < line.region.width < 12 * line.region.height),
        key=lambda line: (-line.region.width, line.region),
    )[:_SAMPLES]
    if not some:
        return 1.0
    reads = read_lines(
        [page.picture[line.region.top : line.region.bottom, line.region.left : line.region.right] for line in some]
    )
    return sum(read.mean for read in reads) / len(reads)


def _held_as_it_was(page: PageWords, quarters: int) -> PageWords:
    """The page turned back by the quarters that it was turned to be read."""
    back = -quarters % 4
    if not back:
        return page

    def turn(word: Word) -> Word:
        return word._replace(box=turned(word.box, back, page.width, page.height), turn=back)

    rules: list[Rule] = [turned_rule(rule, back, page.width, page.height) for rule in page.rules]
    size = (page.height, page.width) if back % 2 else (page.width, page.height)
    return PageWords(*size, [turn(word) for word in page.words], rules, page.tilt)
