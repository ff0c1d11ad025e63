"""What a page's styles call by names of their own (`--name`), put where those names stand."""

from __future__ import annotations

import re

_DEFINED = re.compile(r"(?<![\w-])(--[\w-]{1,60})\s*:\s*([^;{}<>]{0,200})")
_CALLED = re.compile(r"var\(\s*(--[\w-]{1,60})\s*(?:,([^()]*))?\)")
_LONGEST = 300
_DEEPEST = 5
_MOST = 2000


class Variables:
    """The names that have one value all over a page; one that has several stays a name."""

    def __init__(self) -> None:
        self._values: dict[str, str | None] = {}

    def note(self, body: str) -> None:
        """A rule says this."""
        if "--" not in body:
            return
        for name, value in _DEFINED.findall(body.lower()):
            value = value.strip().strip("\"'")
            if len(self._values) < _MOST and self._values.setdefault(name, value) != value:
                self._values[name] = None

    def resolved(self, value: str) -> str:
        """A value with the names in it replaced that are known."""
        for _ in range(_DEEPEST):
            new = _CALLED.sub(self._value, value)
            if new == value or len(new) > _LONGEST:
                break
            value = new
        return value

    def _value(self, found: re.Match[str]) -> str:
        if found[1] not in self._values:
            return (found[2] or found[0]).strip()
        return self._values[found[1]] or found[0]
