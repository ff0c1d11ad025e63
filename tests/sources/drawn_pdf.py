"""PDFs drawn by hand for the tests: text and lines at given places, top left corner first, nothing compressed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.pdf_file import pdf_of, stream

_TURNS = ((1, 0, 0, 1), (0, -1, 1, 0), (-1, 0, 0, -1), (0, 1, -1, 0))
# The half-wide characters of the font are the first of its collection.
_FONTS = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[%d 0 R]>>",
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
    b"/Supplement 2>>/DW 1000/W[1 95 500]/FontDescriptor %d 0 R>>",
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
    b"/Descent -120/CapHeight 880/StemV 93>>",
)


@dataclass
class Paper:
    """One page: what is drawn on it, in the order it is drawn."""

    width: float = 595
    height: float = 842
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    drawn: list[str] = field(default_factory=list[str])
    form: list[str] = field(default_factory=list[str])
    notes: list[str] = field(default_factory=list[str])

    def text(self, x: float, y: float, words: str, size: float = 10, turn: int = 0, more: str = "") -> None:
        """Words that begin at this place of their base line, turned clockwise by quarters; `more` goes before them."""
        a, b, c, d = _TURNS[turn]
        code = words.encode("utf-16-be").hex()
        self.drawn.append(f"q {more} BT /F1 {size} Tf {a} {b} {c} {d} {x} {self.height - y} Tm <{code}> Tj ET Q")

    def line(self, x: float, y: float, right: float, bottom: float) -> None:
        """A stroked line."""
        self.drawn.append(f"0.5 w {x} {self.height - y} m {right} {self.height - bottom} l S")

    def bar(self, x: float, y: float, width: float, height: float) -> None:
        """A filled rectangle."""
        self.drawn.append(f"{x} {self.height - y - height} {width} {height} re f")

    def note(self, kind: str, left: float, top: float, width: float, height: float, more: str = "") -> None:
        """An annotation of this kind over a rectangle."""
        box = f"{left} {self.height - top - height} {left + width} {self.height - top}"
        self.notes.append(f"<</Type/Annot/Subtype/{kind}/Rect[{box}]{more}>>")

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """A table's lines."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)


def draw_table(page: Paper) -> None:
    """A ruled table of three rows; the middle cell of the first, right of x 200 and above y 120, is left to others."""
    xs, ys = [100, 200, 300, 400], [100, 120, 140, 160]
    page.grid(xs, ys)
    for y, label in zip(ys, ("行政许可", "行政处罚", "行政强制"), strict=False):
        page.text(105, y + 14, label)
        page.text(305, y + 14, "9")
    page.text(205, 134, "5")
    page.text(205, 154, "6")


def pdf(*pages: Paper, catalog: str = "") -> bytes:
    """The file with these pages; each may hold a form, drawn with a matrix that moves it by (30, 40) and halves it."""
    objects: list[bytes] = []

    def add(content: bytes) -> int:
        objects.append(content)
        return len(objects)

    descriptor = add(_FONTS[2])
    descendant = add(_FONTS[1] % descriptor)
    font = add(_FONTS[0] % descendant)
    layer = add(b"<</Type/OCG/Name(off)>>")
    if any("/OC/Off BDC" in part for page in pages for part in page.drawn):
        catalog += f"/OCProperties<</OCGs[{layer} 0 R]/D<</OFF[{layer} 0 R]>>>>"
    tree = len(pages) * 3 + len(objects) + 1
    kids: list[int] = []
    for page in pages:
        form = add(_stream(page.form, "/Type/XObject/Subtype/Form/BBox[0 0 2000 2000]/Matrix[0.5 0 0 0.5 30 40]"))
        drawn = [*page.drawn, "/X1 Do"] if page.form else page.drawn
        content = add(_stream(drawn))
        notes = f"/Annots[{' '.join(page.notes)}]" if page.notes else ""
        crop = f"/CropBox[{' '.join(map(str, page.crop))}]" if page.crop else ""
        box = f"/MediaBox[0 0 {page.width} {page.height}]{crop}{notes}"
        kids.append(
            add(
                f"<</Type/Page/Parent {tree} 0 R{box}/Rotate {page.rotate}/Resources<</Font<</F1 {font} 0 R>>"
                f"/XObject<</X1 {form} 0 R>>/Properties<</Off {layer} 0 R>>>>/Contents {content} 0 R>>".encode()
            )
        )
    assert add(f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode()) == tree
    root = add(f"<</Type/Catalog/Pages {tree} 0 R{catalog}>>".encode())
    return pdf_of(objects, root)


def _stream(drawn: Sequence[str], more: str = "") -> bytes:
    return stream("\n".join(drawn).encode(), more.encode())
