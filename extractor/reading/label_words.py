"""The account of a label's words: what is left of a cell once the form's own wording is found in it.

`不予以公开` holds 予以公开, `其中：行政许可` holds 行政许可, `2022年新收…` all of 本年新收… but one character: what
is left makes another thing of it. So what is left must be known as harmless, and all else is a doubt: ordinals, signs,
the words of the form that stand there anyway (the label of the row's group, whole or in pieces where it is written down
the table; an explanation of the form's own), the year of the report, and the few words of `lexicon.label_words` that
say nothing. One account serves the labels of rows, the names of columns, captions; text and grids alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from extractor.forms import Column, Row, Section
from extractor.lexicon.folding import HAN, fold_label, unnumbered
from extractor.lexicon.label_words import EXPLANATIONS, HARMLESS, LEAVING_OUT, MONEY, TURNING
from extractor.lexicon.ordinal import CIRCLED, COUNTING, WORN_BRACKETED, WORN_HAN

OWN, OTHER = "\ue000", "\ue001"
"""In a text they stand for a character of the label that the account is of, and for one of another label."""

HAN_CHARACTER = re.compile(HAN)
_LABELS = re.compile(f"[{OWN}{OTHER}]+")
_PRONOUNCED = re.compile(r"[(（][a-zA-Z\u00c0-\u024f\u0300-\u036f]{1,12}[)）]")
_ORDINAL = re.compile(rf"{WORN_HAN}|(?<!\d){WORN_BRACKETED}|{CIRCLED}")
_BLANK = re.compile(r"\s")
_APART = re.compile(rf"{_ORDINAL.pattern}|\s")
_NOTE = re.compile(r"\[(?:注|\^)?\s?\d{0,2}\]|[(（]?注\s?\d{0,2}[)）]?$|[*＊※†‡]{1,3}")
YEAR = re.compile(r"((?:19|20)\d\d)\s?(?:年度?)?")
# Letters, digits and Chinese characters, and the signs that say something of a figure: shares, sums of money, bounds.
_RUN = re.compile(r"(?:[^\W_]|[%‰％$￥¥<>≤≥≈≠])+")
_SMALL_NUMBER = re.compile(r"[\d¹²³⁰-⁹]{1,2}")
_EXPLAINED = re.compile("|".join(EXPLANATIONS))
# A piece of a word of the form is known anywhere in its table from so many characters on.
_TELLING = 4
# So many characters of groups' labels that are written down the table stand side by side on a line, of so many groups.
_UPRIGHT = 3
_OTHERS = "其他"
# No label is longer, with all that the form explains in it.
LONGEST = 240
# Characters that say the opposite where they stand.
OPPOSITE = frozenset("不非未无没")
TURNING_CHARACTERS = frozenset(TURNING)
# Characters that tell labels or years apart.
TELLS_APART = frozenset(TURNING + COUNTING + "本年增减")
_RELATIVE = {0: "", -1: "上", 1: "下"}


class LabelContext(NamedTuple):
    """What may stand about a label: its own `wordings`, the labels of its row's `groups`, the `section` it is of, and
    the `year` of the report, where that is known; `is_money` says that it names a sum.
    """

    section: Section
    wordings: tuple[str, ...]
    groups: tuple[str, ...] = ()
    year: int | None = None
    is_money: bool = False


def words_left(text: str, context: LabelContext) -> str:
    """The first words of a text that are none of the form's there, and not harmless; empty where all are accounted for.

    The characters of labels that were found in it are replaced by `OWN` and `OTHER`. What stands right before or behind
    the label, without an ordinal or a blank between, must be known as whole words; elsewhere pieces of the words of
    its groups are known too.
    """
    if len(text) > LONGEST and OWN in text:
        text = text[max(text.index(OWN) - LONGEST // 2, 0) : text.rindex(OWN) + LONGEST // 2]
    return _words_left(text[:LONGEST], context)


@lru_cache(maxsize=4096)
def _words_left(text: str, context: LabelContext) -> str:
    """The same of a text that is no longer than any label: in most reports they are the same."""
    text = _PRONOUNCED.sub("", text.replace("\\", ""))
    if OWN + " " + OWN + " " + OWN in text:
        text = text.replace(" ", "")
    if "".join(_RUN.findall(_ORDINAL.sub("", _LABELS.sub("", text)))) in context.groups:
        # The label of the group stands about it, or is woven around it.
        return ""
    at, is_behind = 0, False
    for match in [*_LABELS.finditer(text), None]:
        end = len(text) if match is None else match.start()
        is_before = match is not None and match.group()[0] == OWN
        for piece, is_glued in _parts(text[at:end], is_before=is_before, is_behind=is_behind):
            left = _left_of(piece, context, is_glued=is_glued)
            if left:
                return left
        if match is not None:
            at, is_behind = match.end(), match.group()[-1] == OWN
    return ""


def _parts(piece: str, *, is_before: bool, is_behind: bool) -> Iterator[tuple[str, bool]]:
    """What of a stretch between labels stands right behind its own label, or right before it, and what stands apart."""
    blank = _BLANK.search(piece)
    behind = (len(piece) if blank is None else blank.start()) if is_behind else 0
    yield piece[:behind], True
    piece = piece[behind:]
    before = max((match.end() for match in _APART.finditer(piece)), default=0) if is_before else len(piece)
    yield piece[:before], False
    yield piece[before:], True


def _left_of(piece: str, context: LabelContext, *, is_glued: bool) -> str:
    if not piece or piece.isspace():
        return ""
    piece = YEAR.sub(lambda match: _without_year(match, context), _EXPLAINED.sub(" ", piece))
    piece = _NOTE.sub(" ", _ORDINAL.sub(" ", piece))
    runs = _RUN.findall(piece)
    if "".join(runs) in context.wordings:
        return ""
    known = _known_words(context.section)
    if piece.lstrip(" (（").startswith(LEAVING_OUT):
        runs = [run.removeprefix(LEAVING_OUT) for run in runs]
        return "" if known.labels.issuperset(runs) else LEAVING_OUT
    return next((run for run in runs if not _is_known(run, context, known, is_glued=is_glued)), "")


def _without_year(match: re.Match[str], context: LabelContext) -> str:
    """A year without what is understood of it: nothing is left of the report's own, nor, where the form speaks of the
    year before or the next, of that.
    """
    away = None if context.year is None else int(match.group(1)) - context.year
    if away is None or away not in _RELATIVE:
        return match.group()
    others = {year for year in _RELATIVE.values() if year and any(_speaks_of(one, year) for one in context.wordings)}
    is_meant = _RELATIVE[away] in others if others else not away
    return " " if is_meant else match.group()


def _speaks_of(wording: str, relative: str) -> bool:
    return f"{relative}年" in wording or f"{relative}一年" in wording


def _is_known(run: str, context: LabelContext, known: _Known, *, is_glued: bool) -> bool:
    if _SMALL_NUMBER.fullmatch(run) or not run.strip(COUNTING) or run in context.wordings:
        return True
    if is_made_of(run, _whole_words(context)):
        return True
    rests = [rest for one in context.wordings for rest in _rests(one, context.wordings)]
    if run not in TURNING and any(run in rest or _is_misread_within(run, rest) for rest in rests):
        return True
    return not is_glued and _is_piece(run, context, known)


@lru_cache(maxsize=512)
def _whole_words(context: LabelContext) -> frozenset[str]:
    """The words that are harmless right beside a label."""
    return _known_words(context.section).whole.union(context.groups, MONEY if context.is_money else ())


def _is_piece(run: str, context: LabelContext, known: _Known) -> bool:
    """Whether a word that stands apart from the label is a piece of what stands about it."""
    if run in known.columns or any(run in group for group in context.groups):
        return True
    if len(run) <= _UPRIGHT and known.of_groups.union("".join(context.groups)).issuperset(run.strip(COUNTING)):
        return True
    return (len(run) > 1 and run != _OTHERS and run in known.above) or (len(run) >= _TELLING and run in known.joined)


@lru_cache(maxsize=512)
def _rests(wording: str, wordings: tuple[str, ...]) -> tuple[str, ...]:
    """What a long wording of a label has behind a shorter one."""
    return tuple(wording[len(short) :] for short in wordings if wording != short and wording.startswith(short))


class _Known(NamedTuple):
    """The words of a section: those known `whole` anywhere, the `labels` of rows, the names of `columns`, all of them
    `joined`, those `above` the table, and the characters of its groups' that turn no sense.
    """

    whole: frozenset[str]
    labels: frozenset[str]
    columns: frozenset[str]
    joined: str
    above: str
    of_groups: frozenset[str]


@lru_cache(maxsize=32)
def _known_words(section: Section) -> _Known:
    groups = _folded(label for group in section.groups for label in group.labels)
    above = _folded((*section.titles, *section.captions, *(span.label for span in section.spans)))
    headings = _folded(word for block in section.blocks for word in block.heading)
    rows = _folded(label for row in section.rows for label in row.labels)
    columns = _folded(label for block in section.blocks for column in block.columns for label in column.labels)
    joined = "\n".join(sorted({*groups, *above, *headings, *rows, *columns}))
    upright = frozenset("".join(groups)) - {"不"}
    return _Known(frozenset({*HARMLESS, *above, *headings}), rows, columns, joined, "\n".join(sorted(above)), upright)


def _folded(labels: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold_label, labels))


@lru_cache(maxsize=512)
def _lengths(words: frozenset[str]) -> list[int]:
    return sorted(set(map(len, words)))


def is_made_of(text: str, words: frozenset[str]) -> bool:
    """Whether a text is these words, one behind the other."""
    lengths = _lengths(words)
    reached = [True] + [False] * len(text)
    for at in range(len(text)):
        if reached[at]:
            for length in lengths:
                if at + length <= len(text) and text[at : at + length] in words:
                    reached[at + length] = True
    return reached[-1]


def left_of_cell(text: str, context: LabelContext) -> str:
    """The same for a cell beside a label: the words of its groups, be they broken, and what says nothing."""
    return _left_of_cell("".join(text.split())[:LONGEST], context)


@lru_cache(maxsize=4096)
def _left_of_cell(text: str, context: LabelContext) -> str:
    text = _without_end_of_group(_PRONOUNCED.sub("", text), context.section)
    # Where the form speaks of the year before, it does so in the label.
    text = YEAR.sub(lambda match: _without_year(match, context._replace(wordings=())), text)
    year = YEAR.search(text)
    left = _left_of(text, context, is_glued=True) if year is None else year.group()
    folded = "".join(_RUN.findall(_ORDINAL.sub("", text))) if left else ""
    return "" if folded and _is_of_a_group(folded, context.groups) else left


def _without_end_of_group(text: str, section: Section) -> str:
    """A cell without the end of the label of the group above, which a page's end may break off: 供(五)不予处理."""
    ordinal = _ORDINAL.search(text)
    above = "" if ordinal is None else text[: ordinal.start()]
    labels = (fold_label(label) for group in section.groups for label in group.labels)
    return text[len(above) :] if above and any(label.endswith(above) for label in labels) else text


def _is_of_a_group(folded: str, groups: tuple[str, ...]) -> bool:
    """Whether a cell is the label of a group with one character misread, or a piece of it that turns no sense, or its
    characters in another order, as they come where it is written downwards in two columns.
    """
    return any(
        is_misread(folded, group)
        or (folded in group and group.removesuffix(folded) not in OPPOSITE)
        or _characters(folded) == _characters(group)
        for group in groups
    )


def _characters(label: str) -> list[str]:
    """The characters of a label without those that number it, in an order of their own."""
    return sorted(one for one in label if one not in COUNTING)


def is_misread(printed: str, wording: str) -> bool:
    """Whether words are a wording but for one character, misread or lost, that tells nothing apart."""
    if len(wording) < _TELLING or not 0 <= len(wording) - len(printed) <= 1:
        return False
    same = next((at for at, pair in enumerate(zip(printed, wording, strict=False)) if pair[0] != pair[1]), len(printed))
    behind = printed[same + len(printed) - len(wording) + 1 :]
    differing = {wording[same : same + 1], *(printed[same : same + 1] if len(printed) == len(wording) else "")}
    return printed != wording and behind == wording[same + 1 :] and not differing & TELLS_APART


def _is_misread_within(run: str, words: str) -> bool:
    """Whether a run is some of these words but for one character."""
    lengths = (len(run), len(run) + 1)
    return any(is_misread(run, words[at : at + length]) for length in lengths for at in range(len(words) - length + 1))


@lru_cache(maxsize=512)
def context_of(section: Section, row: Row, year: int | None) -> LabelContext:
    """What may stand about the label of a row."""
    groups = tuple(fold_label(label) for group in section.groups if group.key in row.groups for label in group.labels)
    block = next(block for block in section.blocks if row in block.rows)
    is_money = any(one.kind == "money" for one in block.columns)
    return LabelContext(section, tuple(map(fold_label, row.labels)), groups, year, is_money)


@lru_cache(maxsize=32)
def context_of_header(section: Section, year: int | None) -> LabelContext:
    """What may stand in the header of a table: names of columns, their groups and spans, captions, titles."""
    columns = (label for block in section.blocks for column in block.columns for label in column.labels)
    spans = (span.label for span in section.spans)
    words = (*columns, *spans, *section.captions, *section.titles)
    groups = tuple(fold_label(label) for group in section.groups for label in group.labels)
    return LabelContext(section, tuple(dict.fromkeys((*map(fold_label, words), *groups))), groups, year)


@lru_cache(maxsize=512)
def context_of_column(section: Section, column: Column, year: int | None) -> LabelContext:
    """What may stand about the name of a column."""
    wordings = tuple(map(fold_label, column.labels))
    return LabelContext(section, wordings, year=year, is_money=column.kind == "money")


def left_in_cell(text: str, context: LabelContext) -> str:
    """The same for a cell whose Chinese characters are a label and no more."""
    return words_left(HAN_CHARACTER.sub(OWN, unnumbered(text)), context)
