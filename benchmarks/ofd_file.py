"""Writes OFD documents (GB/T 33190) down to their XML: pages of texts, lines and pictures, as printers write them.

Lengths are in points from the top left corner; the files have them in millimetres.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple
from xml.sax.saxutils import escape

_POINTS = 72 / 25.4
_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
Lines = Literal["strokes", "areas"]


class OfdText(NamedTuple):
    """Characters on one base line: where each begins, where the line is, how high their type is."""

    text: str
    xs: Sequence[float]
    y: float
    size: float


class OfdLine(NamedTuple):
    """A ruling line."""

    x: float
    y: float
    to_x: float
    to_y: float


class OfdPicture(NamedTuple):
    """A picture's file (PNG, JPEG), and the place that it fills: left, top, right, bottom."""

    content: bytes
    box: tuple[float, float, float, float]


class OfdPageSpec(NamedTuple):
    """What stands on a page, and its size."""

    width: float
    height: float
    texts: Sequence[OfdText] = ()
    lines: Sequence[OfdLine] = ()
    pictures: Sequence[OfdPicture] = ()


class OfdStyle(NamedTuple):
    """How a writer writes: texts in points under a matrix, or in millimetres; equal steps as one; lines as strokes or
    as thin areas; objects in blocks.
    """

    by_matrix: bool = False
    shortens: bool = False
    lines: Lines = "strokes"
    in_blocks: bool = False


PLAIN = OfdStyle()


def ofd_of(documents: Sequence[Sequence[OfdPageSpec]], style: OfdStyle = PLAIN) -> bytes:
    """A file of documents of pages."""
    parts: dict[str, bytes] = {}
    bodies = ""
    for number, pages in enumerate(documents):
        root = f"Doc_{number}"
        bodies += (
            f"<ofd:DocBody><ofd:DocInfo><ofd:DocID>{number:032x}</ofd:DocID></ofd:DocInfo>"
            f"<ofd:DocRoot>{root}/Document.xml</ofd:DocRoot></ofd:DocBody>"
        )
        parts |= _document(root, pages, style)
    main = f'{_HEAD}<ofd:OFD {_SPACE} Version="1.0" DocType="OFD">{bodies}</ofd:OFD>'
    return packed({"OFD.xml": main.encode(), **parts})


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP file of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return stream.getvalue()


def _document(root: str, pages: Sequence[OfdPageSpec], style: OfdStyle) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    media = listed = ""
    number = 100
    for at, page in enumerate(pages):
        objects = [_text(text, style) for text in page.texts] + [_line(line, style) for line in page.lines]
        for picture in page.pictures:
            number += 1
            name = f"image_{number}"
            parts[f"{root}/Res/{name}"] = picture.content
            media += (
                f'<ofd:MultiMedia ID="{number}" Type="Image"><ofd:MediaFile>{name}</ofd:MediaFile></ofd:MultiMedia>'
            )
            objects.append(_picture(picture, number))
        inside = "".join(objects)
        if style.in_blocks:
            inside = f'<ofd:PageBlock ID="9"><ofd:PageBlock ID="8">{inside}</ofd:PageBlock></ofd:PageBlock>'
        content = (
            f"{_HEAD}<ofd:Page {_SPACE}><ofd:Area><ofd:PhysicalBox>0 0 {_mm(page.width)} {_mm(page.height)}"
            f'</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID="2">{inside}</ofd:Layer></ofd:Content></ofd:Page>'
        )
        parts[f"{root}/Pages/Page_{at}/Content.xml"] = content.encode()
        listed += f'<ofd:Page ID="{10 + at}" BaseLoc="Pages/Page_{at}/Content.xml"/>'
    parts[f"{root}/PublicRes.xml"] = (
        f'{_HEAD}<ofd:Res {_SPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="宋体"/></ofd:Fonts>'
        f"<ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>"
    ).encode()
    parts[f"{root}/Document.xml"] = (
        f"{_HEAD}<ofd:Document {_SPACE}><ofd:CommonData><ofd:MaxUnitID>{number}</ofd:MaxUnitID>"
        "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    ).encode()
    return parts


def _mm(points: float) -> str:
    return f"{points / _POINTS:.4f}".rstrip("0").rstrip(".")


def _text(text: OfdText, style: OfdStyle) -> str:
    left, top = text.xs[0], text.y - text.size
    steps = [other - one for one, other in zip(text.xs, text.xs[1:], strict=False)]
    across, ctm = [_mm(step) for step in steps], ""
    size, down = _mm(text.size), _mm(text.size)
    if style.by_matrix:
        across = [f"{step:.3f}" for step in steps]
        size = down = f"{text.size:g}"
        ctm = f' CTM="{1 / _POINTS:.6f} 0 0 {1 / _POINTS:.6f} 0 0"'
    said = " ".join(_shortened(across) if style.shortens else across)
    width = _mm(text.xs[-1] - left + text.size)
    return (
        f'<ofd:TextObject ID="4" Boundary="{_mm(left)} {_mm(top)} {width} {_mm(1.4 * text.size)}" Font="3" '
        f'Size="{size}"{ctm}><ofd:TextCode X="0" Y="{down}"{f" DeltaX={chr(34)}{said}{chr(34)}" if said else ""}>'
        f"{escape(text.text)}</ofd:TextCode></ofd:TextObject>"
    )


def _shortened(steps: Sequence[str]) -> list[str]:
    """The steps with equal ones told as one, so many times over."""
    made: list[str] = []
    at = 0
    while at < len(steps):
        end = at
        while end < len(steps) and steps[end] == steps[at]:
            end += 1
        made += ["g", str(end - at), steps[at]] if end - at > 1 else [steps[at]]
        at = end
    return made


def _line(line: OfdLine, style: OfdStyle) -> str:
    width, height = line.to_x - line.x, line.to_y - line.y
    if style.lines == "areas":
        wide, high = _mm(max(width, 0.5)), _mm(max(height, 0.5))
        return (
            f'<ofd:PathObject ID="5" Boundary="{_mm(line.x)} {_mm(line.y)} {wide} {high}" Fill="true" Stroke="false">'
            f'<ofd:FillColor Value="0 0 0"/><ofd:AbbreviatedData>M 0 0 L {wide} 0 L {wide} {high} L 0 {high} C'
            "</ofd:AbbreviatedData></ofd:PathObject>"
        )
    return (
        f'<ofd:PathObject ID="5" Boundary="{_mm(line.x)} {_mm(line.y)} {_mm(width + 1)} {_mm(height + 1)}" '
        f'LineWidth="0.18"><ofd:AbbreviatedData>M 0 0 L {_mm(width)} {_mm(height)}</ofd:AbbreviatedData>'
        "</ofd:PathObject>"
    )


def _picture(picture: OfdPicture, number: int) -> str:
    left, top, right, bottom = picture.box
    wide, high = _mm(right - left), _mm(bottom - top)
    return (
        f'<ofd:ImageObject ID="6" Boundary="{_mm(left)} {_mm(top)} {wide} {high}" CTM="{wide} 0 0 {high} 0 0" '
        f'ResourceID="{number}"/>'
    )
