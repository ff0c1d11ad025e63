"""Reports → JSON lines on stdout: what `extractor extract` does to a pipe."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from extractor.cli.files import Telling, extractions


def to_pipe(paths: Sequence[str]) -> int:
    """Writes one JSON object a line, each as soon as it is read, in UTF-8 whatever the locale; the exit code.

    What cannot be read is told of on stderr.
    """
    telling = Telling()
    for extraction in extractions(paths, telling):
        sys.stdout.buffer.write(extraction.to_json().encode() + b"\n")
        sys.stdout.buffer.flush()
    return telling.exit_code
