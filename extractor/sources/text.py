"""Plain text → `Source`: the bytes decoded, refused where they are no text, and normalised."""

from __future__ import annotations

from dataclasses import replace

from extractor.errors import EmptySource, NotText
from extractor.files.detect import kind_of
from extractor.files.kinds import BINARY, TEXT, FileKind
from extractor.sources.bar_rows import join_rows
from extractor.sources.compose import File, compose
from extractor.sources.dashed_grids import dashed_grids
from extractor.sources.decode import Decoded, decode
from extractor.sources.delimited import part_cells
from extractor.sources.drawn_grids import drawn_grids
from extractor.sources.flat_bars import part_from_prose
from extractor.sources.grid import Grid
from extractor.sources.markup import blank_markup, has_leftovers, has_markup, without_leftovers
from extractor.sources.model import Source
from extractor.sources.normalise import Normalised, normalise
from extractor.sources.typed_grids import typed_grids
from extractor.sources.wide_blanks import part_blanks

_MOST_CONTROLS = 0.02
_MOST_DAMAGE = 0.1
_GLANCE = 1 << 16
_LINES_OF_LOST_BLANKS = 3


def read_text(file: File) -> Source:
    """The text of these bytes; the file's name stands in the sentences of the refusals.

    Raises:
        EmptySource: there is nothing in it, or blanks only.
        NotText: it is of another kind (a picture, a PDF, an archive …), or binary.
    """
    refuse_other_kinds(file.data, file.name)
    decoded = decode(file.data)
    if decoded is None:
        raise not_text(file.name, BINARY)
    normalised = normalise(decoded.characters)
    _refuse_damaged(decoded, normalised, file.name)
    if normalised.text.count("\n??") >= _LINES_OF_LOST_BLANKS:
        # The blanks of an old encoding came out so: lines are indented with them.
        normalised = normalised._replace(text=normalised.text.replace("?", " "))
    if has_markup(normalised.text):
        normalised = normalised._replace(text=blank_markup(normalised.text))
    elif has_leftovers(normalised.text):
        normalised = _with_cells(without_leftovers(normalised), decoded.characters)
    else:
        normalised = _with_cells(normalised, decoded.characters)
    source = compose(file, TEXT, decoded.characters, encoding=decoded.encoding, normalised=normalised)
    return replace(source, grids=_grids(source.text, source.shape))


def _grids(text: str, shape: str) -> tuple[Grid, ...]:
    """The tables that are drawn or typed in a text; what is within a drawn one is no table of its own."""
    made: list[Grid] = []
    for grid in (*drawn_grids(text, shape), *dashed_grids(text, shape), *typed_grids(text)):
        if all(grid.end <= other.start or other.end <= grid.start for other in made):
            made.append(grid)
    return tuple(sorted(made, key=lambda grid: grid.start))


def _with_cells(normalised: Normalised, original: str) -> Normalised:
    """The text with tabs between the cells of delimited rows."""
    origin = normalised.origin
    shape = (original if origin is None else "".join(original[at] for at in origin)).replace("\r", " ")
    text = part_cells(part_from_prose(part_blanks(normalised.text, shape)), shape)
    return normalised._replace(text=join_rows(text))


def refuse_other_kinds(data: bytes, name: str) -> None:
    """Lets plain text pass.

    Raises:
        EmptySource: there is not one byte.
        NotText: the beginning is that of another kind, or mostly NUL.
    """
    if not data:
        raise EmptySource(f"{name}: is empty; check that the right file was saved.")
    kind = kind_of(data)
    if kind is not TEXT:
        raise not_text(name, kind)
    glance = data[:_GLANCE]
    if glance.count(0) > 0.8 * len(glance):
        raise not_text(name, BINARY)


def not_text(name: str, kind: FileKind) -> NotText:
    """The refusal of a file of this kind."""
    return NotText(f"{name}: is {kind.called}, which is not read here; {kind.advice}.")


def _refuse_damaged(decoded: Decoded, normalised: Normalised, name: str) -> None:
    length = len(decoded.characters)
    if normalised.controls > _MOST_CONTROLS * length or decoded.damage > _MOST_DAMAGE * length:
        raise not_text(name, BINARY)
