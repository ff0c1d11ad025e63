"""A Word file's bytes → `Source`: its parts found, its body walked, what other files it takes in read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extractor.errors import SourceError, TooLarge
from extractor.files.detect import kind_of
from extractor.files.kinds import DOCX, HTML, TEXT, ZIP, FileKind
from extractor.sources.compose import File, compose
from extractor.sources.model import Source
from extractor.sources.package import Package, Related, damaged
from extractor.sources.sheet import WrittenText
from extractor.sources.text import not_text
from extractor.sources.word.blocks import Body, Chunks, Lines
from extractor.sources.word.colours import Theme
from extractor.sources.word.fields import drop_instructions
from extractor.sources.word.lines import write
from extractor.sources.word.look import Looks
from extractor.sources.word.numbers import Numbering
from extractor.sources.word.styles import Styles
from extractor.sources.word.xml import Element, parse, relation

_MOST_CHUNKS = 20


def read_word(file: File, kind: FileKind = DOCX) -> Source:
    """The text of a Word file; `kind` is what the file was before it was made one.

    Raises:
        EmptySource: there is no text in it, only pictures or nothing.
        NotText: it is a ZIP archive of something else.
        SourceError: it is damaged, locked or dangerous.
        TooLarge: it unpacks to more than a report can have.
    """
    text, grids = document_text(file.data, f"{file.name}: is {kind.called}")
    return compose(file, kind, text, grids=grids)


def document_text(data: bytes, what: str, *, with_chunks: bool = True) -> WrittenText:
    """What is printed in a Word file, without headers, footers, notes and comments; `what` begins the sentences about
    it, `with_chunks` says whether other files that it takes in are read too.

    Raises:
        NotText, SourceError, TooLarge: as for `read_word`.
    """
    package = Package(data, what)
    main = package.main()
    if main is None and not package.is_office:
        raise not_text(what.rpartition(": ")[0], ZIP)
    content = None if main is None else package.read(main)
    if main is None or content is None:
        raise damaged(what)
    root = parse(content, what)
    body = root.find("body")
    if body is None:
        raise damaged(what)
    related = package.related(main)
    drop_instructions(body)
    styles = Styles(_part(package, related, "styles", what))
    numbers = Numbering(_part(package, related, "numbering", what), styles)
    chunks = _chunks(package, related, what) if with_chunks else _no_chunks
    looks = Looks(styles, Theme(_part(package, related, "theme", what)), root.find("background"))
    sheet = write(Body(looks, numbers, chunks).blocks(body))
    return WrittenText("\n".join(sheet.lines) + "\n", sheet.grids)


def _part(package: Package, related: Mapping[str, Related], kind: str, what: str) -> Element | None:
    """The root of the part that the document refers to as its styles, or its numbering."""
    part = next((one.part for one in related.values() if one.kind == kind), None)
    content = None if part is None else package.read(part)
    return None if content is None else parse(content, what)


def _chunks(package: Package, related: Mapping[str, Related], what: str) -> Chunks:
    """What reads the other files that a document takes in as parts of its text."""
    taken: list[str] = []

    def read(element: Element) -> Iterator[Lines]:
        target = related.get(relation(element) or "")
        content = None if target is None else package.read(target.part)
        if target is None or not content:
            return
        taken.append(target.part)
        if len(taken) > _MOST_CHUNKS:
            raise TooLarge(
                f"{what} that takes in more files than any report; open it in Word and save it anew as .docx."
            )
        yield Lines(*_chunk_text(content, what))

    return read


def _no_chunks(_: Element) -> Iterator[Lines]:
    return iter(())


def _chunk_text(content: bytes, what: str) -> WrittenText:
    """The text of a file inside a Word file, by the opener for its kind.

    Raises:
        SourceError: it is of a kind that cannot be read so.
    """
    from extractor.sources.open import open_source

    name = what.rpartition(": ")[0]
    inside = f"{name} (the file in it)"
    page = _page_in_mail(content, inside) or content
    kind = kind_of(page)
    if kind == DOCX:
        return document_text(page, f"{inside}: is {kind.called}", with_chunks=False)
    if kind in (TEXT, HTML):
        source = open_source(page, inside)
        return WrittenText(source.original, [grid.with_parts(source.span) for grid in source.grids])
    raise SourceError(f"{inside}: is {kind.called}; open the file around it in Word and save it anew as .docx.")


def _page_in_mail(content: bytes, name: str) -> bytes | None:
    """The page in a web archive (.mht), which programs that turn pages into Word files leave in them.

    Raises:
        TooLarge: it has more parts than an archive of one page.
    """
    if not content[:200].lstrip().lower().startswith((b"mime-version:", b"from:", b"content-type: multipart")):
        return None
    from email import message_from_bytes

    from extractor.sources.html.archive import refuse_great

    refuse_great(content, name)
    for part in message_from_bytes(content).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            return page if isinstance(page, bytes) else None
    return None
