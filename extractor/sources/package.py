"""The zip around a document: its parts by name, unpacked within limits that no header can talk past."""

from __future__ import annotations

import io
import zipfile
from posixpath import dirname, join, normpath
from typing import NamedTuple

from extractor.errors import SourceError, TooLarge
from extractor.files.zipped import DAMAGE, Overfull, folded_name, open_zip
from extractor.sources.xml_tree import parse

_MOST_ENTRIES = 5000
_MOST_BYTES = 48_000_000
_MOST_RATIO = 400
_SMALL = 4_000_000
_CHUNK = 1 << 16


class Program(NamedTuple):
    """What a person opens such a file with, and what he then saves it as."""

    called: str
    suffix: str


WORD = Program("Word", ".docx")
EXCEL = Program("Excel", ".xlsx")


class Related(NamedTuple):
    """What a part refers to: the last word of the relation's type, and the name of the other part."""

    kind: str
    part: str


class Package:
    """The parts of one document; `what` begins every sentence about it, as in "a.docx: is a Word file", and `program`
    is what its reader is told to save it anew with.

    Raises:
        SourceError: the zip is damaged or locked.
        TooLarge: it has too many entries.
    """

    def __init__(self, data: bytes, what: str, program: Program = WORD) -> None:
        self.what = what
        self.program = program
        self._left = _MOST_BYTES
        try:
            self._zip = open_zip(io.BytesIO(data), _MOST_ENTRIES)
        except Overfull:
            raise TooLarge(
                f"{what} of more than {_MOST_ENTRIES} parts, which no report has; "
                f"give the report itself, saved anew as {program.suffix}."
            ) from None
        except DAMAGE:
            raise damaged(what, program) from None
        self._entries = {folded_name(entry.filename): entry for entry in self._zip.infolist()}

    @property
    def is_office(self) -> bool:
        """Whether this is a package at all, and not an archive of something else."""
        return "[content_types].xml" in self._entries

    def main(self, usual: str = "word/document.xml") -> str | None:
        """The name of the part that holds the document itself, which is mostly `usual`."""
        named = [one.part for one in self.related("").values() if one.kind == "officeDocument"]
        return next((part for part in (*named, usual) if folded_name(part) in self._entries), None)

    def related(self, part: str) -> dict[str, Related]:
        """What a part refers to inside the package, by the name it uses for it; `""` is the package itself."""
        folder = dirname(part)
        content = self.read(join(folder, "_rels", f"{part.rpartition('/')[2]}.rels"))
        if content is None:
            return {}
        found: dict[str, Related] = {}
        for relation in parse(content, self.what):
            kind, target, key = (relation.get(word) or "" for word in ("Type", "Target", "Id"))
            if target and relation.get("TargetMode") != "External":
                found[key] = Related(kind.rpartition("/")[2], normpath(join("/", folder, target)).lstrip("/"))
        return found

    def read(self, part: str) -> bytes | None:
        """The bytes of a part, None where there is no such part.

        Raises:
            SourceError: it is damaged.
            TooLarge: it, or all that was read so far, unpacks to more than a report can have.
        """
        entry = self._entries.get(folded_name(part))
        if entry is None:
            return None
        if entry.flag_bits & 1:
            raise locked(self.what, self.program)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged(self.what, self.program)
        try:
            return self._unpacked(entry)
        except DAMAGE:
            raise damaged(self.what, self.program) from None

    def _unpacked(self, entry: zipfile.ZipInfo) -> bytes:
        """The entry's bytes, counted as they come out: what its header says of its size is not believed."""
        most = min(self._left, max(_SMALL, _MOST_RATIO * entry.compress_size))
        chunks: list[bytes] = []
        with self._zip.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                chunks.append(chunk)
                most -= len(chunk)
                self._left -= len(chunk)
                if most < 0:
                    raise TooLarge(
                        f"{self.what} that unpacks to more than a report can have; "
                        f"give the report itself, saved anew as {self.program.suffix}."
                    )
        return b"".join(chunks)


def damaged(what: str, program: Program = WORD) -> SourceError:
    """The refusal of a file that is not whole."""
    return SourceError(
        f"{what} that is damaged or not whole; get it again, or open it in {program.called} "
        f"and save it as {program.suffix}."
    )


def locked(what: str, program: Program = WORD) -> SourceError:
    """The refusal of a file that asks for a password."""
    return SourceError(
        f"{what} that is locked with a password; open it in {program.called}, take the password off and save it."
    )
