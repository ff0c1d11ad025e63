"""Reports → JSON lines on stdout: what `extractor extract` does to a pipe."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.cli.diagnostics import Diagnostics
from extractor.cli.files import asking_or_exit, results

if TYPE_CHECKING:
    from extractor.cli.asking import Wanted


def to_pipe(paths: Sequence[str], wanted: Wanted | None) -> int:
    """Writes one JSON object a line, each as soon as it is read, in UTF-8 whatever the locale; the exit code.

    `wanted` is what the command line says of the model to ask. What cannot be read is told of on stderr.
    """
    diagnostics = Diagnostics()
    asking = asking_or_exit(wanted)
    for line in results(paths, lambda extraction: extraction.to_json().encode() + b"\n", diagnostics, asking):
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    return diagnostics.exit_code
