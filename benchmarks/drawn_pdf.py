"""Draws PDFs in code, as programs do that print tables: each word at a place of its own, in an order of its own.

The font is named and not held; what its codes mean is said, so that converters need no files of theirs.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from benchmarks.pdf_file import pdf_of, stream

_WIDTH, _HEIGHT = 595, 842
_HALF_WIDE = 127
# A map may list so many codes at a time.
_MOST_IN_MAP = 100
_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/Identity-H/DescendantFonts[2 0 R]/ToUnicode 3 0 R>>",
    b"<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
    b"/Supplement 0>>/DW 1000/W[0 127 500]/FontDescriptor 4 0 R>>",
    b"<</Type/FontDescriptor/FontName/SimSun/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
    b"/Descent -120/CapHeight 880/StemV 93>>",
)


class Word(NamedTuple):
    """Characters that begin at a place of their base line, counted from the top left corner in points."""

    x: float
    y: float
    text: str
    size: float


def text_width(text: str, size: float) -> float:
    """How wide characters are drawn."""
    return sum(size / 2 if ord(character) <= _HALF_WIDE else size for character in text)


def draw_pdf(pages: Iterable[Sequence[Word]]) -> bytes:
    """The file with these pages, their words drawn in this order."""
    pages = list(pages)
    used = sorted({ord(character) for words in pages for word in words for character in word.text})
    drawn = ["\n".join(map(_show, words)).encode() for words in pages]
    first = 7
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(drawn)))
    objects = [
        *_FONT[:2],
        stream(_to_unicode(used)),
        _FONT[2],
        f"<</Type/Pages/Count {len(drawn)}/Kids[{kids}]>>".encode(),
        b"<</Type/Catalog/Pages 5 0 R>>",
    ]
    for at, content in enumerate(drawn):
        page = f"<</Type/Page/Parent 5 0 R/MediaBox[0 0 {_WIDTH} {_HEIGHT}]/Resources<</Font<</F1 1 0 R>>>>"
        objects += [f"{page}/Contents {first + 2 * at + 1} 0 R>>".encode(), stream(content)]
    return pdf_of(objects, root=6)


def _show(word: Word) -> str:
    code = word.text.encode("utf-16-be").hex()
    return f"BT /F1 {word.size:g} Tf 1 0 0 1 {word.x:.2f} {_HEIGHT - word.y:.2f} Tm <{code}> Tj ET"


def _to_unicode(codes: Sequence[int]) -> bytes:
    """A map of codes that says that each is its own character."""
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def\n"
    space = "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    pairs = [f"<{code:04X}> <{code:04X}>" for code in codes]
    parts = (pairs[at : at + _MOST_IN_MAP] for at in range(0, len(pairs), _MOST_IN_MAP))
    lines = (f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n" for part in parts)
    return (head + space + "".join(lines) + "endcmap end end").encode()
