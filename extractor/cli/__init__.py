"""The command line: `extractor COMMAND`, one module a command.

Nothing is imported before it is used: the command's start is part of what a person waits for.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Runs the command line and exits with its code; an interrupt exits with 130, a closed pipe says nothing."""
    try:
        from extractor.cli.app import app

        app(prog_name="extractor")
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        _flush()


def _flush() -> None:
    """Writes out what is left, here and not at the interpreter's end, where a closed pipe would be reported."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
