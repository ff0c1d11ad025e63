"""What the text of a PDF is said to read (`ActualText`): pdfium gives this in the place of what is drawn, and where the
digits of the two differ nobody can say which are printed.
"""

# pypdfium2's raw calls take and give ctypes, which have no types of their own.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.sources.grounds import TextObject

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_KEY = b"ActualText"
_LONGEST = 200
# So many marks of an object are looked at.
_MOST = 8
_UNNAMED = "\ufffd\ufffe\uffff\0"


class _Spoken(NamedTuple):
    """An object of text by its address, what it is said to read, and what it draws."""

    owner: int
    said: str
    drawn: str


def actual_text(raw: Any, mark: Any) -> str:
    """What a mark says that the text within it reads, no text where it says nothing."""
    size = ctypes.c_ulong(0)
    if not raw.FPDFPageObjMark_GetParamStringValue(mark, _KEY, None, 0, size) or not size.value:
        return ""
    room = (ctypes.c_ushort * _LONGEST)()
    raw.FPDFPageObjMark_GetParamStringValue(mark, _KEY, room, ctypes.sizeof(room), size)
    return bytes(room)[: min(size.value, ctypes.sizeof(room))].decode("utf-16-le", "replace").rstrip("\0")


def says_digits(texts: Mapping[int, TextObject]) -> bool:
    """Whether any of the objects of text is said to read digits."""
    return any(_has_digits(text.said) for text in texts.values())


def disputed(page: pdfium.PdfPage, texts: Mapping[int, TextObject], objects: Sequence[Any]) -> frozenset[int]:
    """The addresses of those objects of text whose digits are said to be others than are drawn; `objects` are all
    objects of a second copy of their page, whose marks are taken away.
    """
    import pypdfium2.raw as raw

    own = [one for one in objects if raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_TEXT]
    if len(own) != len(texts):
        return frozenset(owner for owner, text in texts.items() if _has_digits(text.said))
    pairs = list(zip(texts.items(), own, strict=True))
    for one in (one for (_, text), one in pairs if text.said):
        for number in range(min(raw.FPDFPageObj_CountMarks(one), _MOST) - 1, -1, -1):
            mark = raw.FPDFPageObj_GetMark(one, number)
            if actual_text(raw, mark):
                raw.FPDFPageObj_RemoveMark(one, mark)
    with closing(page.get_textpage()) as layer:
        drawn = (_drawn(raw, one, layer) if text.said else "" for (_, text), one in pairs)
        spoken = [_Spoken(owner, text.said, own) for ((owner, text), _), own in zip(pairs, drawn, strict=True)]
    return frozenset(_differing(spoken))


def _drawn(raw: Any, one: Any, layer: Any) -> str:
    room = (ctypes.c_ushort * _LONGEST)()
    size = raw.FPDFTextObj_GetText(one, layer, room, ctypes.sizeof(room))
    return bytes(room)[: min(size, ctypes.sizeof(room))].decode("utf-16-le", "replace").rstrip("\0")


def _has_digits(text: str) -> bool:
    return any(map(str.isdecimal, text))


def _differing(spoken: Sequence[_Spoken]) -> Iterator[int]:
    for said, run in groupby(spoken, key=lambda one: one.said):
        group = list(run)
        drawn = "".join(one.drawn for one in group)
        if not said or any(character in _UNNAMED for character in drawn):
            continue
        one, other = _digits(said), _digits(drawn)
        if other != one * max(len(other) // max(len(one), 1), 1):
            yield from (one.owner for one in group)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdecimal())
