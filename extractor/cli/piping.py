"""Reports → JSON lines on stdout: what `extractor extract` does to a pipe."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from extractor.cli.files import Telling, asking_for, extractions
from extractor.errors import SettingsError


def to_pipe(paths: Sequence[str], mode: str | None = None, given: Mapping[str, str | None] | None = None) -> int:
    """Writes one JSON object a line, each as soon as it is read, in UTF-8 whatever the locale; the exit code.

    `mode` and `given` say whether a model is asked, and which (`asking_for`). What cannot be read is told of on stderr.
    """
    telling = Telling()
    try:
        asking = asking_for(mode, given)
    except SettingsError as error:
        telling.tell(str(error))
        return telling.exit_code
    for extraction in extractions(paths, telling, asking):
        sys.stdout.buffer.write(extraction.to_json().encode() + b"\n")
        sys.stdout.buffer.flush()
    return telling.exit_code
