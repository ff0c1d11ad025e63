"""Files made to do harm: small ones that ask for more time or memory than there is."""

from __future__ import annotations

import itertools
import zlib

from wordfiles import TRANSITIONAL, archive, paragraph

from benchmarks.pdf_file import pdf_of, stream

DRAWING = b"/Type/XObject/Subtype/Form/BBox[0 0 500 500]"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def one_page(content: bytes, *objects: bytes) -> bytes:
    """A PDF of one page; the first of the further objects, number 5, goes by the name X on it."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>"
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, content, *objects])


def drawing_of_itself() -> bytes:
    """A drawing that draws itself twice."""
    resources = b"/Resources<</XObject<</X 5 0 R>>>>"
    return one_page(stream(b"/X Do /X Do"), stream(b"/X Do /X Do", DRAWING + resources))


def drawings_of_drawings() -> bytes:
    """Twelve drawings, each of which draws the next ten times over."""
    drawings = [
        stream(b"/X Do " * 10, DRAWING + b"/Resources<</XObject<</X %d 0 R>>>>" % number) for number in range(6, 18)
    ]
    return one_page(stream(b"/X Do"), *drawings, stream(b"0 0 1 1 re f", DRAWING))


def packed_by_lzw_and_flate() -> bytes:
    """A page whose content, runs of spaces as long as LZW has codes for, is packed twice: six gigabytes in 54 kB."""
    codes = [f"{code:0{max(9, (code + 1).bit_length())}b}" for code in (32, *range(258, 4094))]
    eight_runs = "".join([*codes, f"{256:012b}"]) * 8
    packer = zlib.compressobj(9)
    run = int(eight_runs, 2).to_bytes(len(eight_runs) // 8, "big")
    packed = b"".join(packer.compress(run) for _ in range(100)) + packer.flush()
    return one_page(stream(packed, b"/Filter[/FlateDecode/LZWDecode]"), stream(b"", DRAWING))


def behind_another_stream() -> bytes:
    """A stream that unpacks to far too much, and is not the first in its file."""
    packed = zlib.compress(zlib.compress(bytes(90_000_000), 1), 1)
    return one_page(stream(b"q Q"), stream(packed, b"/Filter[/FlateDecode/FlateDecode]"))


def heavy_pages() -> bytes:
    """Three hundred pages that all show the same great drawing."""
    content = stream(zlib.compress(b"0 0 m 500 500 l S " * 90_000), b"/Filter/FlateDecode")
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    kids = b"3 0 R " * 300
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 300/Kids[%s]>>" % kids, page, content])


def many_pages(count: int) -> bytes:
    """So many blank pages."""
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(count))
    tree = b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", tree, *itertools.repeat(page, count)])


def cyclic_page_tree() -> bytes:
    """A tree of pages whose branches hold each other."""
    branch = b"<</Type/Pages/Count 5/Kids[%d 0 R 4 0 R]/Parent %d 0 R>>"
    page = b"<</Type/Page/Parent 3 0 R/MediaBox[0 0 100 100]>>"
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", branch % (3, 3), branch % (2, 2), page])


def cyclic_references() -> bytes:
    """A page whose size and content are each only said by the other."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox 4 0 R/Contents 4 0 R>>"
    tree = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", tree, page, b"5 0 R", b"4 0 R"])


def great_picture(side: int) -> bytes:
    """A page that shows a picture of so many pixels on each side, as it says."""
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 1" % (side, side)
    packed = stream(zlib.compress(bytes(1000)), entries + b"/Filter/FlateDecode")
    return one_page(stream(b"q 500 0 0 700 40 40 cm /X Do Q"), packed)


def nested_brackets() -> bytes:
    """A catalog with a list in a list, a million deep."""
    catalog = b"<</Type/Catalog/Pages 2 0 R/A %s%s>>" % (b"[" * 1_000_000, b"]" * 1_000_000)
    return pdf_of([catalog, b"<</Type/Pages/Count 0/Kids[]>>"])


def nested_zips() -> bytes:
    """A zip in a zip, fifty deep."""
    data = archive({"word.txt": "年度报告"})
    for _ in range(50):
        data = archive({"report.docx": data})
    return data


def cyclic_word_file() -> bytes:
    """A Word file that takes itself in, and whose styles and numbers are its document."""
    kinds = (("a", "aFChunk"), ("b", "styles"), ("c", "numbering"))
    relations = "".join(
        f'<Relationship Id="{key}" Type="{_RELATION}/{kind}" Target="document.xml"/>' for key, kind in kinds
    )
    body = f'<w:altChunk r:id="a"/>{paragraph("年度报告")}'
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<w:document xmlns:w="{TRANSITIONAL}" xmlns:r="{_RELATION}"><w:body>{body}'
            "</w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
        }
    )


def crowded_word_file() -> bytes:
    """A Word file with more than a million attributes on one paragraph."""
    attributes = " ".join(f'a{number}="1"' for number in range(1_100_000))
    document = f'<w:document xmlns:w="{TRANSITIONAL}"><w:body><w:p {attributes}/></w:body></w:document>'
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def crowded_tag() -> bytes:
    """A page with a million attributes on one tag."""
    return f"<html><p {' '.join(f'a{number}=1' for number in range(1_000_000))}>年度报告".encode()


def crowded_tags() -> bytes:
    """A page with three million attributes on its tags."""
    tag = f"<p {' '.join(f'a{number}' for number in range(250))}>年"
    return ("<html>" + tag * 12_000).encode()


def nested_tags() -> bytes:
    """A page whose tags are nested a hundred thousand deep."""
    return ("<html>" + "<div>" * 100_000 + "年度报告").encode()


def great_spans() -> bytes:
    """A table each of whose cells says that it reaches over ten thousand million others."""
    row = "<tr>" + "<td colspan=100000 rowspan=100000>1</td>" * 10 + "</tr>"
    return f"<html><table>{row * 1000}</table>".encode()


def endless_header() -> bytes:
    """A web archive with a header of a million parameters."""
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b0\n\n--b0\nContent-Type: text/html; "
    return head + b"a*0=b; " * 1_000_000 + b"\n\n<p>x\n--b0--\n"


def headers_without_end() -> bytes:
    """A web archive with a million headers."""
    return b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b0\n" + b"X-A: b\n" * 1_000_000 + b"\n--b0\n"


def crowded_class() -> bytes:
    """A page whose one paragraph is of nine million classes."""
    return b"<html><style>.a{display:none}</style><p class='" + b"b " * 9_000_000 + b"'>\xe5\xb9\xb4"
