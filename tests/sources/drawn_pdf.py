"""PDFs drawn by hand for the tests: text and lines at given places, top left corner first, nothing compressed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

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

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """A table's lines."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)


def pdf(*pages: Paper, catalog: str = "") -> bytes:
    """The file with these pages; each may hold a form, drawn with a matrix that moves it by (30, 40) and halves it."""
    objects: list[bytes] = []

    def add(content: bytes) -> int:
        objects.append(content)
        return len(objects)

    descriptor = add(_FONTS[2])
    descendant = add(_FONTS[1] % descriptor)
    font = add(_FONTS[0] % descendant)
    tree = len(pages) * 3 + len(objects) + 1
    kids: list[int] = []
    for page in pages:
        form = add(_stream(page.form, "/Type/XObject/Subtype/Form/BBox[0 0 2000 2000]/Matrix[0.5 0 0 0.5 30 40]"))
        drawn = [*page.drawn, "/X1 Do"] if page.form else page.drawn
        content = add(_stream(drawn))
        crop = f"/CropBox[{' '.join(map(str, page.crop))}]" if page.crop else ""
        kids.append(
            add(
                f"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {page.width} {page.height}]{crop}/Rotate {page.rotate}"
                f"/Resources<</Font<</F1 {font} 0 R>>/XObject<</X1 {form} 0 R>>>>/Contents {content} 0 R>>".encode()
            )
        )
    assert add(f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode()) == tree
    root = add(f"<</Type/Catalog/Pages {tree} 0 R{catalog}>>".encode())
    return _file(objects, root)


def _stream(drawn: Sequence[str], more: str = "") -> bytes:
    content = "\n".join(drawn).encode()
    return f"<<{more}/Length {len(content)}>>\nstream\n".encode() + content + b"\nendstream"


def _file(objects: Sequence[bytes], root: int) -> bytes:
    made = b"%PDF-1.7\n"
    places: list[int] = []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
        len(objects) + 1,
        root,
        len(made),
    )
