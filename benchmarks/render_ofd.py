"""Prints a report's PDF as an OFD document, as the printers of offices do: each character where the PDF has it, each
ruling line as one.
"""

import random
from collections.abc import Iterator, Sequence

from benchmarks.ofd_file import OfdLine, OfdPageSpec, OfdStyle, OfdText, ofd_of
from extractor.sources.compose import File
from extractor.sources.glyphs import BELOW
from extractor.sources.pdf import open_pages
from extractor.sources.words import PageWords, Rule, Word

# As shares of the height of the type: characters further apart than this, or further off the line, are no one text.
_APART = 1.5
_OFF = 0.05


def render_ofd(pdf: bytes, seed: str) -> bytes:
    """The OFD document of this PDF, in the way of a writer that is drawn by `seed`."""
    rng = random.Random(f"ofd {seed}")
    style = OfdStyle(
        by_matrix=rng.random() < 0.4,
        shortens=rng.random() < 0.4,
        lines=rng.choice(("strokes", "areas")),
        in_blocks=rng.random() < 0.4,
    )
    longest = rng.choice((1, 40, 200))
    pages = [_page(one.page, longest) for one in open_pages(File(pdf, seed))]
    cut = len(pages) // 2 if rng.random() < 0.1 else 0
    return ofd_of([pages[:cut], pages[cut:]] if cut else [pages], style)


def _page(page: PageWords, longest: int) -> OfdPageSpec:
    upright = [word for word in page.words if not word.turn]
    return OfdPageSpec(page.width, page.height, list(_texts(upright, longest)), list(map(_line, page.rules)))


def _line(rule: Rule) -> OfdLine:
    if rule.across:
        return OfdLine(rule.start, rule.at, rule.end, rule.at)
    return OfdLine(rule.at, rule.start, rule.at, rule.end)


def _texts(words: Sequence[Word], longest: int) -> Iterator[OfdText]:
    """The characters that follow each other on one line, no more than so many at a time."""
    run: list[Word] = []
    for word in words:
        if run and (len(run) == longest or not _goes_on(run[-1], word)):
            yield _text(run)
            run = []
        run.append(word)
    if run:
        yield _text(run)


def _goes_on(one: Word, other: Word) -> bool:
    step = other.box[0] - one.box[2]
    is_level = abs(other.box[3] - one.box[3]) <= _OFF * one.size and abs(other.size - one.size) <= _OFF * one.size
    return is_level and -_OFF * one.size <= step <= _APART * one.size


def _text(run: Sequence[Word]) -> OfdText:
    text = "".join(word.text[:1] for word in run)
    return OfdText(text, [word.box[0] for word in run], run[0].box[3] - BELOW * run[0].size, run[0].size)
