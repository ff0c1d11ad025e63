"""The command line: `extractor COMMAND`, one module a command.

Nothing is imported before it is used: the command's start is part of what a person waits for.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from typing import Any

from extractor.errors import NO_ROOM

_OF_OUTPUT = frozenset((*NO_ROOM, errno.EPIPE, errno.EIO, errno.EBADF))
"""What the system says where output cannot be written."""
STOPPED, UNHEARD, UNWRITTEN = 130, 1, 2
"""The exit codes of an interrupt, of a pipe that somebody closed, and of output that could not be written whole."""


def main() -> None:
    """Runs the command line and exits with its code.

    Whatever comes this far is told in a sentence. A closed pipe says nothing: whoever closed it wants no more.
    """
    _set_streams()
    try:
        code = _run(sys.argv[1:])
    except SystemExit as end:
        code = end.code
    except KeyboardInterrupt:
        code = STOPPED
    except Exception as error:
        code = _told(error)
    sys.exit(_flushed() or code)


def _run(words: list[str]) -> int:
    """Runs the command that `words` say.

    Files to a pipe, the call that scripts make by the thousand, have no options to be parsed: that call goes around
    Typer, which takes longer to import than a report to be read.
    """
    command, files = words[:1], words[1:]
    has_options = any(word.startswith("-") and word != "-" for word in files)
    if command == ["extract"] and files and not has_options and not sys.stdout.isatty():
        from extractor.cli.piping import to_pipe

        return to_pipe(files, None)
    from extractor.cli.app import app
    from extractor.cli.words import language_of, speak

    speak(language_of(words))
    if language_of(words) == "zh":
        import typer.main

        from extractor.cli.chinese import in_chinese
        from extractor.cli.usage_zh import telling_in_chinese

        command = telling_in_chinese(in_chinese(typer.main.get_command(app)))
        return command.main(words, prog_name="extractor", standalone_mode=True)
    return app(words, prog_name="extractor", standalone_mode=True)


class _Heedless(io.TextIOWrapper):
    """A stderr that nobody may be able to read, on a full disk or a terminal that is gone: no reason to stop work."""

    def write(self, text: str) -> int:
        with suppress(OSError):
            return super().write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            super().flush()


def _set_streams() -> None:
    """Makes files and pipes UTF-8 whatever the locale says, no character an error, and no failing stderr one either."""
    for name in ("stdout", "stderr"):
        stream: Any = getattr(sys, name)
        if stream is None:  # closed by whoever began this process: what is said there, nobody wants
            stream = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open to the end
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
            if name == "stderr":
                encoding, errors = stream.encoding, stream.errors
                stream = _Heedless(stream.detach(), encoding, errors, line_buffering=True)
        setattr(sys, name, stream)


def _told(error: Exception) -> int:
    """Says on stderr why a command could not end by itself; its exit code."""
    is_of_output = isinstance(error, OSError) and error.filename is None and error.errno in _OF_OUTPUT
    if is_of_output:  # what is left of it would fail again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return UNHEARD
    from extractor.cli.diagnostics import complain
    from extractor.errors import ExtractorError, WriteError

    if is_of_output:
        error = WriteError("the output", error)
    if isinstance(error, ExtractorError):
        complain(str(error))
    elif os.environ.get("EXTRACTOR_DEBUG"):
        raise error
    else:
        complain(f"extractor itself failed ({type(error).__name__}: {error}); please report that.")
    return UNWRITTEN


def _flushed() -> int:
    """Writes out what is left, here and not at the interpreter's end, where it would be reported; an exit code."""
    try:
        sys.stdout.flush()
    except OSError as error:
        return _told(error)
    return 0
