"""What a function prints, as it would stand in a terminal of some width."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable
from unittest import mock


def shown(work: Callable[[], object], width: int = 100, colour: bool = False) -> str:
    """What `work` prints to a terminal of this width, without trailing blanks; with colours where they are wanted."""
    environment = {"COLUMNS": str(width), "TERM": "xterm-256color", "LANG": "en_US.UTF-8"}
    environment |= {"FORCE_COLOR": "1"} if colour else {"NO_COLOR": "1"}
    output = io.StringIO()
    with mock.patch.dict(os.environ, environment), contextlib.redirect_stdout(output):
        work()
    return "\n".join(line.rstrip() for line in output.getvalue().splitlines())
