"""The names of columns as they stand above them: the pieces of a name broken over lines stand below each other.

What stands over several columns (法人或其他组织) is no piece of a name, and neither is what stands over the labels; the
pieces that are left fall into as many stacks as there are columns, and each stack reads as one name from the top down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from extractor.forms import Column
from extractor.lexicon.folding import HAN_RUN
from extractor.reading.text_layout import Span, Word, gap

# The characters of a name are spread no further than so many columns of characters.
_SPREAD = 3
# Nearer than this to the name of an empty column a figure may be of that one.
_NEAR = 2


class Stack(NamedTuple):
    """The pieces of one name: the columns of characters they take, and which of the block's columns has the name.

    `is_firm` says that one of them at least stands where it was put: what stands one space behind other words may have
    been pushed along by them.
    """

    span: Span
    column: int
    is_firm: bool


class _Piece(NamedTuple):
    name: str
    span: Span
    is_firm: bool


def header_stacks(
    lines: Sequence[Sequence[Word]], columns: Sequence[Column], groups: Mapping[str, Sequence[str]] | None = None
) -> list[Stack]:
    """The stacks of a header from the left; none where they are not the names of all columns, each once.

    `groups` are the labels of the groups that columns are in: where there are any, the label of each but the first
    stands over its own columns and no others.
    """
    labels = _labels(tuple(column.labels for column in columns))
    pieces = [piece for line in lines for piece in _pieces(line, labels)]
    stacks: list[Stack] = []
    free = dict(enumerate(labels))
    for span, own in _whole(pieces, labels):
        found = next((at for at, names in free.items() if _read(pieces, own) in names), None)
        if found is None:
            return []
        del free[found]
        stacks.append(Stack(span, found, any(pieces[at].is_firm for at in own)))
    return stacks if not free and _are_below_groups(stacks, columns, lines, groups or {}) else []


def _are_below_groups(
    stacks: Sequence[Stack],
    columns: Sequence[Column],
    lines: Sequence[Sequence[Word]],
    groups: Mapping[str, Sequence[str]],
) -> bool:
    """Whether the label of each group but the first, or a piece that is no other's, stands over its columns alone."""
    labels = {key: "".join(map(_folded, own)) for key, own in groups.items()}
    seen: set[str] = set()
    for word, span in (word for line in lines for word in line):
        of = [key for key, label in labels.items() if _folded(word) and _folded(word) in label]
        over = {columns[stack.column].group for stack in stacks if gap(span, stack.span) == 0}
        if len(of) == 1 and over != {of[0]}:
            return False
        seen.update(of if len(of) == 1 else ())
    return seen.issuperset([*labels][1:])


@lru_cache(maxsize=64)
def _labels(labels: tuple[tuple[str, ...], ...]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(map(_folded, own)) for own in labels)


def _folded(word: str) -> str:
    return "".join(HAN_RUN.findall(word))


def _pieces(line: Sequence[Word], labels: Sequence[frozenset[str]]) -> Iterator[_Piece]:
    """The words of a line that are pieces of a name; single characters spread over a line are one."""
    begun: _Piece | None = None
    end = -_SPREAD
    for word, span in line:
        folded = _folded(word)
        is_firm = span[0] - end > 1
        end = span[1]
        if begun is not None and len(folded) == 1 and span[0] - begun.span[1] <= _SPREAD:
            whole = begun._replace(name=begun.name + folded, span=(begun.span[0], span[1]))
            if _is_piece(whole.name, labels):
                begun = whole
                continue
        if begun is not None:
            yield begun
            begun = None
        if folded and _is_piece(folded, labels):
            piece = _Piece(folded, span, is_firm)
            if len(folded) == 1:
                begun = piece
            else:
                yield piece
    if begun is not None:
        yield begun


def _is_piece(word: str, labels: Sequence[frozenset[str]]) -> bool:
    return any(word in label for own in labels for label in own)


def _stacks(pieces: Sequence[_Piece]) -> list[tuple[Span, list[int]]]:
    """The pieces that stand over one another: the room of each stack, and its pieces by their numbers."""
    stacks: list[tuple[Span, list[int]]] = []
    for at in sorted(range(len(pieces)), key=lambda at: pieces[at].span):
        span = pieces[at].span
        if stacks and span[0] < stacks[-1][0][1]:
            stacks[-1] = (stacks[-1][0][0], max(stacks[-1][0][1], span[1])), [*stacks[-1][1], at]
        else:
            stacks.append((span, [at]))
    return stacks


def _whole(pieces: Sequence[_Piece], labels: Sequence[frozenset[str]]) -> list[tuple[Span, list[int]]]:
    """The stacks, of which two that are no names and read as one together are a name that was torn."""
    made: list[tuple[Span, list[int]]] = []
    for span, own in _stacks(pieces):
        if made and span[0] - made[-1][0][1] < _SPREAD:
            before, torn = made[-1]
            whole = [*torn, *own]
            parts_are_names = [_is_name(_read(pieces, part), labels) for part in (torn, own)]
            if not any(parts_are_names) and _is_name(_read(pieces, whole), labels):
                made[-1] = (before[0], span[1]), whole
                continue
        made.append((span, own))
    return made


def _read(pieces: Sequence[_Piece], own: Iterable[int]) -> str:
    """What pieces read from the top down."""
    return "".join(pieces[at].name for at in sorted(own))


def _is_name(name: str, labels: Sequence[frozenset[str]]) -> bool:
    return any(name in own for own in labels)


def is_clear(spans: Sequence[Span], place: Sequence[int], names: Sequence[Span]) -> bool:
    """Whether no figure of a row is near the name of a column beside its own that has none: it may be of that one."""
    return all(
        gap(span, names[beside]) >= _NEAR
        for span, column in zip(spans, place, strict=True)
        for beside in (column - 1, column + 1)
        if 0 <= beside < len(names) and beside not in place
    )
