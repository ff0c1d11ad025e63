"""Plain text → `Source`: the bytes decoded, refused where they are no text, and normalised."""

from __future__ import annotations

import io
from itertools import accumulate

from extractor.errors import EmptySource, NotText
from extractor.sources.decode import Decoded, decode
from extractor.sources.kinds import BINARY, TEXT, Kind, kind_of
from extractor.sources.markup import blank_markup, has_markup
from extractor.sources.model import Note, Source
from extractor.sources.normalise import Normalised, normalise

_MOST_CONTROLS = 0.02
_MOST_DAMAGE = 0.1
_GLANCE = 1 << 16


def read_text(data: bytes, name: str, path: str | None = None) -> Source:
    """The text of these bytes; `name` stands in the sentences of the refusals.

    Raises:
        EmptySource: there is nothing in it, or blanks only.
        NotText: it is of another kind (a picture, a PDF, an archive …), or binary.
    """
    import hashlib

    refuse_other_kinds(data, name)
    decoded = decode(data)
    if decoded is None:
        raise not_text(name, BINARY)
    normalised = normalise(decoded.characters)
    _refuse_damaged(decoded, normalised, name)
    if not normalised.text or normalised.text.isspace():
        raise EmptySource(f"{name}: holds no text, only blanks; check that the right file was saved.")
    original = decoded.characters
    text = blank_markup(normalised.text) if has_markup(normalised.text) else normalised.text
    return Source(
        name=name,
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=TEXT.media_type,
        size=len(data),
        encoding=decoded.encoding,
        original=original,
        text=text,
        origin=normalised.origin,
        line_starts=line_starts(original),
        page_starts=page_starts(original),
        notes=_notes(normalised.text),
    )


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


def not_text(name: str, kind: Kind) -> NotText:
    """The refusal of a file of this kind."""
    return NotText(f"{name}: is {kind.called}, and only plain text is read here; {kind.advice}.")


def line_starts(original: str) -> tuple[int, ...]:
    r"""Where each line begins; lines end in `\n`, `\r\n` or `\r`, as editors count them."""
    starts = tuple(accumulate(map(len, io.StringIO(original, newline="")), initial=0))
    return starts if original.endswith(("\n", "\r")) or not original else starts[:-1]


def page_starts(original: str) -> tuple[int, ...]:
    """Where each page after the first begins, a form feed before each; none where the text has no pages."""
    if "\f" not in original:
        return ()
    return tuple(accumulate(len(page) + 1 for page in original.split("\f")[:-1]))


def _refuse_damaged(decoded: Decoded, normalised: Normalised, name: str) -> None:
    length = len(decoded.characters)
    if normalised.controls > _MOST_CONTROLS * length or decoded.damage > _MOST_DAMAGE * length:
        raise not_text(name, BINARY)


def _notes(text: str) -> tuple[Note, ...]:
    """`decoding-damaged` where characters were lost, by this decoding or by one before it."""
    lost = text.count("\ufffd")
    return (Note("decoding-damaged", lost, text.index("\ufffd")),) if lost else ()
