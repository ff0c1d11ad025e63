"""OFD documents: read from their XML as they are printed, whoever wrote them, and refused where they do harm."""

from __future__ import annotations

import contextlib
import io
import random
from collections.abc import Mapping
from itertools import pairwise

import pytest
from wordfiles import opened_parts

from benchmarks.ofd_file import PLAIN, OfdLine, OfdPageSpec, OfdPicture, OfdStyle, OfdText, ofd_of, packed
from extractor.errors import EmptySource, NotText, SourceError, TooLarge
from extractor.lexicon.figure import DOUBT
from extractor.sources import open_source, text_layers
from extractor.sources.compose import File
from extractor.sources.model import Source
from extractor.sources.ofd.paths import flattened, parts_of
from extractor.sources.ofd.read import open_pages
from extractor.sources.ofd.values import SAME, colour, numbers
from extractor.sources.scan.recognise import can_recognise
from extractor.sources.xml_tree import parse
from tests.sources.grids import check_grids, shown

SPACE = 'xmlns:o="http://www.ofdspec.org/2016"'
DOCUMENT = "Doc_0/Document.xml"
PAGE = "Doc_0/Pages/Page_0/Content.xml"


def spread(text: str, x: float, y: float, size: float = 10.5) -> OfdText:
    """A text whose characters run as wide as they are."""
    xs: list[float] = []
    for character in text:
        xs.append(x)
        x += size / 2 if character.isascii() else size
    return OfdText(text, xs, y, size)


def table(*rows: str, x: float = 60, y: float = 100, wide: float = 110, high: float = 24) -> OfdPageSpec:
    """A page with a ruled table, its cells parted by tabs."""
    cells = [row.split("\t") for row in rows]
    count = len(cells[0])
    texts = [
        spread(text, x + at * wide + 5, y + row * high + 16)
        for row, line in enumerate(cells)
        for at, text in enumerate(line)
        if text
    ]
    lines = [OfdLine(x, y + row * high, x + count * wide, y + row * high) for row in range(len(rows) + 1)]
    lines += [OfdLine(x + at * wide, y, x + at * wide, y + len(rows) * high) for at in range(count + 1)]
    return OfdPageSpec(595.3, 841.9, texts, lines)


ROWS = ("项目\t本年制发件数\t现行有效件数", "规章\t0\t3", "行政许可\t\t3208")
CELLS = [row.split("\t") for row in ROWS]


def page(objects: str, **parts: str) -> bytes:
    """A file of one page with these objects; `parts` stand in place of its others, their names' dots and slashes told
    as words.
    """
    content = f'<o:Page {SPACE}><o:Content><o:Layer ID="1">{objects}</o:Layer></o:Content></o:Page>'
    return changed(ofd_of([[OfdPageSpec(595.3, 841.9)]]), {PAGE: content, **parts})


def changed(data: bytes, parts: Mapping[str, str]) -> bytes:
    """A file with other parts."""
    return packed(opened_parts(data) | {name: content.encode() for name, content in parts.items()})


def text(characters: str, said: str = "", *, x: float = 20, y: float = 20, inside: str = "", code: str = "") -> str:
    """A text object of type 4 millimetres high."""
    steps = " ".join("2" if character.isascii() else "4" for character in characters[1:])
    return (
        (
            f'<o:TextObject ID="5" Boundary="{x} {y} 100 6" Font="3" Size="4" {said}>{inside}'
            f'<o:TextCode X="0" Y="4" {code or f"DeltaX={steps!r}"}>{characters}</o:TextCode></o:TextObject>'
        )
        .replace("DeltaX='", 'DeltaX="')
        .replace("'>", '">')
    )


def read(data: bytes) -> Source:
    source = open_source(data, "r.ofd")
    check_grids(source)
    return source


@pytest.mark.parametrize(
    "style",
    [
        PLAIN,
        OfdStyle(by_matrix=True, shortens=True),
        OfdStyle(lines="areas", in_blocks=True),
        OfdStyle(by_matrix=True, lines="areas", shortens=True, in_blocks=True),
    ],
)
def test_a_ruled_table_is_a_grid_whoever_wrote_it(style: OfdStyle) -> None:
    source = read(ofd_of([[table(*ROWS)]], style))
    assert shown(source) == [CELLS]
    assert source.media_type == "application/ofd"
    assert source.shows_blanks
    at = source.text.index("3208")
    place = source.place(at, at + 4)
    assert place.box is not None
    assert place.box == pytest.approx((285, 155, 306, 165.5), abs=1.5)


def test_several_documents_are_read_one_after_the_other() -> None:
    others = [OfdPageSpec(595.3, 841.9, [spread(name, 60, 300)]) for name in ("附表一", "说明二")]
    source = read(ofd_of([[table(*ROWS)], others]))
    assert source.original.split("\f")[1:] == ["附表一\n", "说明二\n"]
    assert source.place(source.text.index("说明"), len(source.text) - 1).page == 3


def test_a_text_that_is_turned_or_asked_from_the_top_down_is_read() -> None:
    down = text("办理结果", code='DeltaY="4 4 4"')
    turned = text("三千", 'CTM="0 1 -1 0 0 0"', x=120)
    (found,) = open_pages(File(page(down + turned), "r.ofd"))
    assert [(word.text, word.turn) for word in found.page.words] == [
        *((c, 0) for c in "办理结果"),
        ("三", 1),
        ("千", 1),
    ]
    boxes = [word.box for word in found.page.words]
    assert all(one[3] == pytest.approx(other[1]) for one, other in pairwise(boxes[:4]))
    assert boxes[4][3] == pytest.approx(boxes[5][1])


def test_what_is_aslant_pale_or_not_to_be_seen_is_no_text() -> None:
    unseen = (
        text("保密资料", 'CTM="0.7 0.7 -0.7 0.7 0 0"'),
        text("看不见", 'Visible="false"', y=40),
        text("无色", 'Fill="false"', y=50),
        text("透明", inside='<o:FillColor Value="0 0 0" Alpha="0"/>', y=60),
        text("白字", inside='<o:FillColor Value="255 255 255"/>', y=70),
        text("页外", x=400),
    )
    assert read(page(text("规章", y=100) + "".join(unseen))).original.split() == ["规章"]


def test_a_white_area_covers_what_is_drawn_before_it_and_is_the_ground_of_what_follows() -> None:
    white = (
        '<o:PathObject ID="7" Boundary="18 19 30 8" Fill="true" Stroke="false"><o:FillColor Value="255 255 255"/>'
        "<o:AbbreviatedData>M 0 0 L 30 0 L 30 8 L 0 8 C</o:AbbreviatedData></o:PathObject>"
    )
    assert "12" not in read(page(text("12") + white + text("规章", y=60))).text
    assert "12" in read(page(white + text("12") + text("规章", y=60))).text
    dark = white.replace("255 255 255", "#0 #0 #0")
    assert "34" in read(page(dark + text("34", inside='<o:FillColor Value="255 255 255"/>') + text("章", y=60))).text


def test_a_line_through_a_figure_strikes_it() -> None:
    line = (
        '<o:PathObject ID="7" Boundary="20 22.4 4 1"><o:AbbreviatedData>M 0 0 L 4 0</o:AbbreviatedData></o:PathObject>'
    )
    found = read(page(text("31") + line + text("规章", y=60))).original
    assert "31" not in found.split()


def test_templates_lie_under_the_page_or_over_it() -> None:
    document = (
        f'<o:Document {SPACE}><o:CommonData><o:TemplatePage ID="7" BaseLoc="Tpls/T/Content.xml"/>'
        '</o:CommonData><o:Pages><o:Page ID="1" BaseLoc="/Doc_0/Pages/Page_0/Content.xml"/></o:Pages></o:Document>'
    )
    template = f"<o:Page {SPACE}><o:Content><o:Layer>{text('政府文件')}</o:Layer></o:Content></o:Page>"
    own = (
        f'<o:Page {SPACE}><o:Template TemplateID="7" ZOrder="Background"/><o:Content><o:Layer>'
        f"{text('规章', y=60)}</o:Layer></o:Content></o:Page>"
    )
    data = changed(page(""), {DOCUMENT: document, "Doc_0/Tpls/T/Content.xml": template, PAGE: own})
    assert read(data).original.split() == ["政府文件", "规章"]


def test_how_things_are_drawn_may_be_said_elsewhere_and_in_circles() -> None:
    resources = (
        f'<o:Res {SPACE}><o:DrawParams><o:DrawParam ID="7" Relative="8"/><o:DrawParam ID="8" Relative="7">'
        '<o:FillColor Value="255"/></o:DrawParam></o:DrawParams></o:Res>'
    )
    objects = text("白字", 'DrawParam="7"') + text("规章", y=60)
    assert read(page(objects, **{"Doc_0/PublicRes.xml": resources})).original.split() == ["规章"]


def test_a_drawing_that_draws_itself_ends_and_others_are_drawn_where_they_are_asked_for() -> None:
    itself = '<o:CompositeObject ID="9" Boundary="0 30 100 100" ResourceID="7"/>'
    resources = (
        f'<o:Res {SPACE}><o:CompositeGraphicUnits><o:CompositeGraphicUnit ID="7" Width="9" Height="9">'
        f"<o:Content>{text('规章')}{itself}</o:Content></o:CompositeGraphicUnit></o:CompositeGraphicUnits></o:Res>"
    )
    source = read(page(itself + itself.replace("30", "90", 1), **{"Doc_0/PublicRes.xml": resources}))
    assert source.original.split() == ["规章", "规章"]


def test_annotations_are_read_but_for_watermarks_and_seals() -> None:
    listed = f'<o:Annotations {SPACE}><o:Page PageID="10"><o:FileLoc>a.xml</o:FileLoc></o:Page></o:Annotations>'
    annotations = "".join(
        f'<o:Annot Type="{kind}"><o:Appearance Boundary="0 {y} 200 20">{text(kind, y=0)}</o:Appearance></o:Annot>'
        for kind, y in (("Watermark", 60), ("Stamp", 80), ("Path", 100))
    )
    document = opened_parts(page(""))[DOCUMENT].decode()
    document = document.replace("</ofd:Document>", "<ofd:Annotations>Annots/l.xml</ofd:Annotations></ofd:Document>")
    parts = {
        DOCUMENT: document,
        "Doc_0/Annots/l.xml": listed,
        "Doc_0/Annots/a.xml": f"<o:PageAnnot {SPACE}>{annotations}</o:PageAnnot>",
    }
    assert read(changed(page(text("规章")), parts)).original.split() == ["规章", "Path"]


def test_a_picture_in_a_cell_is_something_that_nobody_has_read() -> None:
    spec = table(*ROWS)
    source = read(ofd_of([[spec._replace(pictures=[OfdPicture(b"no picture", (175, 150, 200, 165))])]]))
    assert shown(source)[0][2] == ["行政许可", "□", "3208"]


def test_characters_that_the_file_does_not_name_make_a_page_one_to_recognise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_layers, "can_recognise", lambda: False)
    nameless = ofd_of([[OfdPageSpec(595.3, 841.9, [spread("\ue001\ue002¤\ue003", 60, 100)])]])
    with pytest.raises(NotText, match="fonts do not name their characters"):
        open_source(nameless, "r.ofd")


def test_a_cover_of_files_is_told_from_a_report() -> None:
    document = opened_parts(page(""))[DOCUMENT].decode()
    document = document.replace("</ofd:Document>", "<ofd:Attachments>a.xml</ofd:Attachments></ofd:Document>")
    with pytest.raises(NotText, match="cover of files"):
        open_source(changed(page(text("见附件")), {DOCUMENT: document}), "r.ofd")


@pytest.mark.skipif(not can_recognise(), reason="the extra ocr is not installed")
@pytest.mark.long
def test_a_page_of_pictures_or_of_outlines_is_recognised() -> None:
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("L", (1200, 300), 255)
    font = ImageFont.load_default(120)
    ImageDraw.Draw(image).text((60, 80), "REPORT 2023", fill=0, font=font)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    scanned = OfdPageSpec(595.3, 841.9, pictures=[OfdPicture(stream.getvalue(), (0, 100, 595, 300))])
    assert "2023" in read(ofd_of([[scanned]])).text.replace(" ", "")
    outlines = "".join(
        f'<o:PathObject ID="7" Boundary="{10 + x / 8:.2f} {20 + y / 8:.2f} 1 1" Fill="true" Stroke="false">'
        '<o:FillColor Value="0 0 0"/><o:AbbreviatedData>M 0 0 L 0.5 0 L 0.5 0.5 L 0 0.5 C</o:AbbreviatedData>'
        "</o:PathObject>"
        for x in range(0, 1200, 4)
        for y in range(0, 300, 4)
        if image.getpixel((x, y)) == 0
    )
    assert "2023" in read(page(outlines)).text.replace(" ", "")


def test_values_are_read_as_the_standard_says_them() -> None:
    assert numbers("g 3 5 1.5 g 2 -1") == [5, 5, 5, 1.5, -1, -1]
    assert numbers("1 zwei") == numbers("nan") == numbers(None) == numbers("1e99") == []
    assert len(numbers("g 999999999 1")) == 10_000

    def said(xml: str) -> object:
        return colour(parse(xml.encode(), "x"), (1, 2, 3))

    assert said('<c Value="255 #FF 0"/>') == (255, 255, 0)
    assert said('<c Value="128"/>') == (128, 128, 128)
    assert said('<c Value="0 0 0 255"/>') == (0, 0, 0)
    assert said("<c/>") == (1, 2, 3)
    assert (
        said("<c><o/></c>") is said('<c Index="3"/>') is said('<c Value="a b c"/>') is said('<c Value="999"/>') is None
    )


def test_paths_end_where_they_are_no_paths() -> None:
    found = parts_of("S 0 0 M 0 0 L 5 0 Q 6 1 5 2 B 1 1 2 2 0 2 C M 9 9 A 1 1 0 0 0 9 12 X 1", SAME)
    assert found is not None
    assert [(part.points[0], part.points[-1], part.is_curved) for part in found] == [
        ((0, 0), (0, 0), True),
        ((9, 9), (9, 12), True),
    ]
    assert parts_of("M 0 0 L 1", SAME) == []
    assert parts_of("M 0 0 L " + "1 1 L " * 20_000, SAME) is None
    assert flattened("M 0 0 Q 3 0 3 3", SAME)[0][-1] == pytest.approx((3, 3))


def test_a_file_that_is_not_whole_is_refused_in_a_sentence() -> None:
    whole = ofd_of([[table(*ROWS)]])
    for length in range(100, len(whole) - 22, len(whole) // 30):
        with pytest.raises(SourceError, match=r"^r\.ofd: is [^\n]*; [^\n]*\.$"):
            open_source(whole[:length], "r.ofd")
    chance = random.Random(5)
    for _ in range(40):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 3, 20))):
            damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
        with contextlib.suppress(SourceError):
            open_source(bytes(damaged), "r.ofd")
    with pytest.raises(SourceError, match="damaged"):
        open_source(packed({"OFD.xml": opened_parts(whole)["OFD.xml"]}), "r.ofd")
    with pytest.raises(SourceError, match="encrypted"):
        open_source(changed(whole, {"Encryptions.xml": "<a/>"}), "r.ofd")
    with pytest.raises(EmptySource, match="without a page"):
        open_source(changed(whole, {DOCUMENT: f"<o:Document {SPACE}/>"}), "r.ofd")


MANY = "".join(f'<o:Page ID="{number}" BaseLoc="Pages/Page_0/Content.xml"/>' for number in range(400))
TEN = '<o:CompositeObject ID="9" Boundary="0 0 9 9" ResourceID="%d"/>' * 10
_DRAWINGS = "".join(
    f'<o:CompositeGraphicUnit ID="{number}"><o:Content>{TEN % ((number + 1,) * 10)}</o:Content>'
    "</o:CompositeGraphicUnit>"
    for number in range(1, 9)
)
NESTED = f"<o:Res {SPACE}><o:CompositeGraphicUnits>{_DRAWINGS}</o:CompositeGraphicUnits></o:Res>"


@pytest.mark.parametrize(
    "data",
    [
        page(text("规章"), **{DOCUMENT: f"<o:Document {SPACE}><o:Pages>{MANY}</o:Pages></o:Document>"}),
        page("<o:x>" + " " * 60_000_000 + "</o:x>"),
        page(
            TEN % ((1,) * 10),
            **{"Doc_0/PublicRes.xml": NESTED},
        ),
        page(text("1" * 300_000)),
        page("<o:PageBlock>" * 300 + "</o:PageBlock>" * 300),
        page('<o:PathObject Visible="false"/>' * 101_000),
    ],
    ids=["pages", "bytes", "drawings of drawings", "characters", "depth", "objects"],
)  # fmt: skip
def test_a_file_made_to_do_harm_is_refused(data: bytes) -> None:
    assert len(data) < 1_000_000
    with pytest.raises(TooLarge, match=r"^r\.ofd: "):
        open_source(data, "r.ofd")


def test_entities_are_refused() -> None:
    with pytest.raises(SourceError, match="declares entities"):
        open_source(page("", **{PAGE: "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'>]><a>&a;</a>"}), "r.ofd")


def test_places_that_lead_out_of_the_file_lead_nowhere() -> None:
    document = f'<o:Document {SPACE}><o:Pages><o:Page BaseLoc="../../../../etc/passwd"/></o:Pages></o:Document>'
    with pytest.raises(EmptySource):
        open_source(page(text("规章"), **{DOCUMENT: document}), "r.ofd")


def test_no_doubt_is_put_to_figures_as_they_are_usually_set() -> None:
    assert DOUBT not in read(ofd_of([[table(*ROWS)]])).text
