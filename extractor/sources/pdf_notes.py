"""What lies upon a PDF page besides its own drawing: annotations that strike or cover what stands there, and text that
stands in annotations and fields only.
"""

# pypdfium2's raw calls take and give ctypes, which have no types of their own.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.lexicon.figure import DOUBT
from extractor.sources.ink import PICTURE, struck
from extractor.sources.model import Box
from extractor.sources.pdf_glyphs import Frame, Glyph
from extractor.sources.words import Rule, Word, around

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_MOST_NOTES = 2000
_MOST_QUADS = 50
# Longer text in an annotation speaks of the page and is no part of it.
_LONGEST = 60
# In points: lines of a note further off level than this are no strokes.
_LEVEL = 2.0
_UNSHOWN = 1 << 1 | 1 << 5
# What draws text in the look of a field, and what draws plain characters.
_LONGEST_LOOK = 20_000
_SHOWN = re.compile(r"[)\]>]\s*(?:T[jJ]|'|\")(?!\w)")
_PLAIN = re.compile(r"\(([ -'*-\[\]-~]{1,60})\)\s*Tj(?!\w)")
# How high the type of a field is, in points, where the field is higher.
_HIGH = 12.0


class Notes(NamedTuple):
    """What the annotations of a page do: the boxes of those that strike, that cover, and of which nobody can say which;
    the lines that they draw, and their words.
    """

    strikes: list[Box]
    covers: list[Box]
    doubts: list[Box]
    lines: list[Rule]
    words: list[Word]


def notes_on(page: pdfium.PdfPage, frame: Frame) -> Notes:
    """The annotations of a page that are shown."""
    import pypdfium2.raw as raw

    made = Notes([], [], [], [], [])
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_NOTES)):
        note = raw.FPDFPage_GetAnnot(page, number)
        if note:
            if not raw.FPDFAnnot_GetFlags(note) & _UNSHOWN:
                _add(raw, note, frame, made)
            raw.FPDFPage_CloseAnnot(note)
    return made


def _add(raw: Any, note: Any, frame: Frame, made: Notes) -> None:
    kind = raw.FPDFAnnot_GetSubtype(note)
    if kind == raw.FPDF_ANNOT_STRIKEOUT:
        made.strikes.extend(_quads(raw, note, frame))
    elif kind in (raw.FPDF_ANNOT_REDACT, raw.FPDF_ANNOT_INK):
        made.doubts.append(_box(raw, note, frame))
    elif kind in (raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_CIRCLE, raw.FPDF_ANNOT_POLYGON):
        if _is_filled(raw, note):
            made.covers.append(_box(raw, note, frame))
    elif kind == raw.FPDF_ANNOT_LINE:
        made.lines.extend(_lines(raw, note, frame))
    elif kind in (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_WIDGET):
        is_field = kind == raw.FPDF_ANNOT_WIDGET
        text = " ".join(_string(raw, note, b"V" if is_field else b"Contents").split())
        text = text or (_drawn(raw, note) if is_field else "")
        if text and len(text) <= _LONGEST and (not is_field or _string(raw, note, b"FT") in ("Tx", "")):
            left, top, right, bottom = _box(raw, note, frame)
            middle, half = (top + bottom) / 2, min(bottom - top, _HIGH) / 2
            made.words.append(Word(text, (left, middle - half, right, middle + half)))


def _box(raw: Any, note: Any, frame: Frame) -> Box:
    rect = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(note, rect)
    return frame.shown(
        (min(rect.left, rect.right), min(rect.bottom, rect.top), max(rect.left, rect.right), max(rect.bottom, rect.top))
    )


def _quads(raw: Any, note: Any, frame: Frame) -> list[Box]:
    """The boxes of what a mark of text marks."""
    quad = raw.FS_QUADPOINTSF()
    boxes: list[Box] = []
    for number in range(min(raw.FPDFAnnot_CountAttachmentPoints(note), _MOST_QUADS)):
        if raw.FPDFAnnot_GetAttachmentPoints(note, number, quad):
            xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            boxes.append(frame.shown((min(xs), min(ys), max(xs), max(ys))))
    return boxes or [_box(raw, note, frame)]


def _lines(raw: Any, note: Any, frame: Frame) -> list[Rule]:
    start, end = raw.FS_POINTF(), raw.FS_POINTF()
    if not raw.FPDFAnnot_GetLine(note, start, end):
        return []
    left, top, right, bottom = around([frame.shown((one.x, one.y, one.x, one.y)) for one in (start, end)])
    if bottom - top <= _LEVEL:
        return [Rule(True, (top + bottom) / 2, left, right)]
    return [Rule(False, (left + right) / 2, top, bottom)] if right - left <= _LEVEL else []


def _is_filled(raw: Any, note: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
    known = raw.FPDFAnnot_GetColor(note, raw.FPDFANNOT_COLORTYPE_InteriorColor, red, green, blue, alpha)
    return bool(known) and alpha.value > 0 and raw.FPDFAnnot_HasKey(note, b"IC")


def _string(raw: Any, note: Any, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
    if not 2 < size <= 4 * _LONGEST + 2:
        return ""
    room = (ctypes.c_ushort * (size // 2))()
    raw.FPDFAnnot_GetStringValue(note, key, room, size)
    return bytes(room).decode("utf-16-le", "replace").rstrip("\0")


def _drawn(raw: Any, note: Any) -> str:
    """What the look of a field shows that does not say itself what it holds; `PICTURE` for text that is not plain."""
    size = raw.FPDFAnnot_GetAP(note, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0)
    if not 2 < size <= _LONGEST_LOOK:
        return ""
    room = (ctypes.c_ushort * (size // 2))()
    raw.FPDFAnnot_GetAP(note, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, room, size)
    look = bytes(room).decode("utf-16-le", "replace")
    shown = _SHOWN.findall(look)
    plain = _PLAIN.findall(look)
    return "" if not shown else plain[0] if len(shown) == len(plain) == 1 else PICTURE


def upon(glyphs: Sequence[Glyph], notes: Notes) -> Sequence[Glyph]:
    """The characters as they are seen under the annotations."""
    if not (notes.strikes or notes.covers or notes.doubts):
        return glyphs
    return list(_seen(glyphs, notes))


def _seen(glyphs: Sequence[Glyph], notes: Notes) -> Iterator[Glyph]:
    for glyph in glyphs:
        if _is_in(glyph.box, notes.covers):
            continue
        if _is_in(glyph.box, notes.strikes):
            glyph = glyph._replace(text=struck(glyph.text))
        elif glyph.text.isdecimal() and _is_in(glyph.box, notes.doubts):
            glyph = glyph._replace(text=DOUBT + glyph.text)
        yield glyph


def _is_in(box: Box, boxes: Sequence[Box]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)
