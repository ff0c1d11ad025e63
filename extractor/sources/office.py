"""Files that only an office program knows (.doc, .wps, .rtf, .odt; .xls, .et, .ods) → `Source`: LibreOffice makes Word
files and workbooks of them.

The program runs in a folder of its own that is thrown away, without macros, without the network, for a limited time.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from extractor.errors import SourceError, TooLarge, WriteError, is_disk_full
from extractor.files.detect import kind_of
from extractor.files.kinds import DOC, ODS, ODT, OLE, PPT, WORKS, XLS, FileKind
from extractor.processes import run_program
from extractor.sources.compose import File
from extractor.sources.model import Source
from extractor.sources.ole import is_locked, stream_starts
from extractor.sources.package import EXCEL, WORD, Package, Program, damaged, locked
from extractor.sources.text import not_text

PROGRAMS = ("soffice", "libreoffice")
"""What the program may be called."""

_SECONDS = 120
_MOST_MEMORY = 6 << 30
_MOST_BYTES = 100_000_000
_LEAST_ROOM, _LEAST_ROOM_LEFT = 16_000_000, 65_536
"""With so many bytes free beside its own files the program had room to work; with so many at its end, to finish."""
_SUFFIXES = {"doc": "doc", "rtf": "rtf", "odt": "odt", "works": "wps", "wordxml": "xml"}
_SHEET_SUFFIXES = {"xls": "xls", "xlsb": "xlsb", "ods": "ods", "sheetxml": "xml"}
_FILTERS = {WORD: "docx:MS Word 2007 XML", EXCEL: "xlsx:Calc MS Excel 2007 XML"}
_NOWHERE = "127.0.0.1"
_CLOSED_PORT = 9
_PROGRAM_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", _NOWHERE),
    ("Inet/Settings", "ooInetHTTPProxyPort", str(_CLOSED_PORT)),
    ("Inet/Settings", "ooInetHTTPSProxyName", _NOWHERE),
    ("Inet/Settings", "ooInetHTTPSProxyPort", str(_CLOSED_PORT)),
)


def read_office(file: File) -> Source:
    """The text of a file that LibreOffice makes a Word file or a workbook of.

    Raises:
        EmptySource: there is no text in it.
        NotText: it is no document but slides.
        SourceError: it is damaged or locked, or there is no LibreOffice.
        TooLarge: there is more in it than in any report.
    """
    kind = _document_kind(file)
    what = f"{file.name}: is {kind.called}"
    target = EXCEL if kind.key in _SHEET_SUFFIXES else WORD
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise SourceError(
            f"{what}, which is read through LibreOffice, and that is not on this machine; install it (the program "
            f"soffice), or open the file in {target.called} and save it as {target.suffix}."
        )
    made = file._replace(data=_converted(file.data, kind, target, program, what))
    source = _read(made, kind, target)
    return replace(source, sha256=hashlib.sha256(file.data).hexdigest(), size=len(file.data))


def _read(made: File, kind: FileKind, target: Program) -> Source:
    """The text of what was made of a file of this kind."""
    if target is EXCEL:
        from extractor.sources.sheets import read_workbook

        return read_workbook(made, kind)
    from extractor.sources.word import read_word

    return read_word(made, kind)


def _document_kind(file: File) -> FileKind:
    """What the file is, among those that look alike from outside.

    Raises:
        NotText: it is slides.
        SourceError: it is locked, or nothing is found in it.
        TooLarge: it unpacks to more than a report can have.
    """
    kind = kind_of(file.data)
    if kind in (ODT, ODS):
        package = Package(file.data, f"{file.name}: is {kind.called}")
        for part in ("content.xml", "styles.xml"):
            package.read(part)
    if kind != OLE:
        return kind
    starts = stream_starts(file.data)
    if not starts:
        raise damaged(f"{file.name}: is {kind.called}")
    named = (("EncryptedPackage", DOC), ("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS))
    kind = next(
        (kind for name, kind in (*named, ("PowerPoint Document", PPT), ("MatOST", WORKS)) if name in starts), DOC
    )
    if is_locked(file.data, starts):
        raise locked(f"{file.name}: is an Office file")
    if kind == PPT:
        raise not_text(file.name, kind)
    return kind


def _converted(data: bytes, kind: FileKind, target: Program, program: str, what: str) -> bytes:
    """The same document as a Word file, or as a workbook.

    Raises:
        SourceError: the program makes none of it, or not in time.
        TooLarge: it makes one that no report needs.
        WriteError: there is no room for what it makes.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="extractor-") as folder:
            given = Path(folder) / f"report.{(_SUFFIXES | _SHEET_SUFFIXES)[kind.key]}"
            given.write_bytes(data)
            return _made_of(given, target, program, what)
    except OSError as error:
        if is_disk_full(error):
            raise WriteError(tempfile.gettempdir(), error) from None
        raise


def _made_of(given: Path, target: Program, program: str, what: str) -> bytes:
    room = given.parent
    _write_settings(room / "profile")
    command = [program, f"-env:UserInstallation={(room / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--nolockcheck", "--nodefault", "--nologo", "--convert-to", _FILTERS[target]]
    command += ["--outdir", str(room / "made"), str(given)]
    in_time = _run(command, room)
    made = room / "made" / f"report{target.suffix}"
    _check_room(room, made.is_file())
    if not made.is_file():
        why = "could not open" if in_time else f"was not done with in {_SECONDS} seconds"
        raise SourceError(
            f"{what} that LibreOffice {why}; it may be damaged or locked: open it in {target.called} "
            f"and save it as {target.suffix}."
        )
    if made.stat().st_size > _MOST_BYTES:
        raise TooLarge(f"{what} with more in it than any report; give the report itself.")
    return made.read_bytes()


def _check_room(room: Path, is_made: bool) -> None:
    """Checks that it was not for want of room that nothing was made, or half of it: the program does not say.

    Raises:
        OSError: there is no room.
    """
    if shutil.disk_usage(room).free < (_LEAST_ROOM_LEFT if is_made else _LEAST_ROOM):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _write_settings(profile: Path) -> None:
    """Settings under which the program runs no macros and fetches nothing."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{setting}</value></prop>'
        "</item>"
        for path, name, setting in _PROGRAM_SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        "utf-8",
    )


def _run(command: list[str], room: Path) -> bool:
    """Runs the program, without the network; whether it ended by itself, in time."""
    nowhere = f"http://{_NOWHERE}:{_CLOSED_PORT}"
    environment = {
        "HOME": str(room),
        "TMPDIR": str(room),
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
        "http_proxy": nowhere,
        "https_proxy": nowhere,
    }
    return run_program(command, _SECONDS, _MOST_MEMORY, env=environment, cwd=room)
