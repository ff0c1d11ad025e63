"""The most work that one document may take, counted and not timed: a file is refused on every machine, or on none.

Whatever asks for a document to be read, a command, a batch or the service, gives it one `Work`, and what grows with the
document takes from it before it begins.
"""

from __future__ import annotations

import os

from extractor.errors import SettingsError, TooLarge

STEPS = 10_000_000
"""The steps a document may take. A character of text is one, and so is a word or figure of a table each time the table
is read. A report takes some ten thousand; a million take some seconds.
"""

PAGE_STEPS = 100_000
"""The steps of a page that must be recognised in its picture."""

SECONDS = 600.0
"""How long a process may take to read one document, where a process of its own reads it. Steps end what is too long
before that; the clock ends what hangs.
"""

_VARIABLE = "EXTRACTOR_WORK"


class Work:
    """The steps that are left for one document, called `name` in the sentence that says that there are none."""

    def __init__(self, name: str, steps: int | None = None) -> None:
        self._name = name
        self._steps = self._left = steps_allowed() if steps is None else steps

    def take(self, steps: int) -> None:
        """Takes so many steps.

        Raises:
            TooLarge: there are not so many left.
        """
        self._left -= steps
        if self._left < 0:
            raise TooLarge(
                f"{self._name}: takes more than {self._steps:,} steps of work to read, and a report takes some ten "
                f"thousand; give the report itself, without attachments, or allow more with {_VARIABLE}."
            )


def steps_allowed() -> int:
    """The steps a document may take: as many as `EXTRACTOR_WORK` says, where it says anything.

    Raises:
        SettingsError: it says no whole number above 0.
    """
    said = os.environ.get(_VARIABLE, "").strip()
    if not said:
        return STEPS
    if not said.isdecimal() or len(said) > 18 or not int(said):
        raise SettingsError(f"{_VARIABLE}: {said!r} is no number of steps; give a whole one, such as {STEPS}.")
    return int(said)
