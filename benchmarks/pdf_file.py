"""A PDF file of objects that were written by hand: its head, the table of their places, its end (ISO 32000-1, 7.5)."""

from collections.abc import Sequence


def pdf_of(objects: Sequence[bytes], root: int = 1) -> bytes:
    """The file of these objects, numbered from 1; `root` is the number of its catalog."""
    made = b"%PDF-1.7\n"
    places: list[int] = []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def stream(content: bytes, more: bytes = b"") -> bytes:
    """A stream with these entries in its dictionary."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (more, len(content), content)
