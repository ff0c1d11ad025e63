"""The command line: `extractor COMMAND`, one module a command.

Nothing is imported before it is used: the command's start is part of what a person waits for.
"""

from __future__ import annotations

import io
import sys


def main() -> None:
    """Runs the command line and exits with its code; an interrupt exits with 130, a closed pipe says nothing."""
    _set_encodings()
    try:
        sys.exit(_run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)
    finally:
        _flush()


def _run(words: list[str]) -> int:
    """Runs the command that `words` say.

    Files to a pipe, the call that scripts make by the thousand, have no options to be parsed: that call goes around
    Typer, which takes longer to import than a report to be read.
    """
    command, files = words[:1], words[1:]
    if command == ["extract"] and files and not any(word.startswith("-") for word in files) and not sys.stdout.isatty():
        from extractor.cli.piping import to_pipe

        return to_pipe(files, None)
    from extractor.cli.app import app

    return app(words, prog_name="extractor", standalone_mode=True)


def _set_encodings() -> None:
    """Makes files and pipes UTF-8 whatever the locale says, and no character an error on a terminal."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _flush() -> None:
    """Writes out what is left, here and not at the interpreter's end, where a closed pipe would be reported."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
