"""Which of a test's values run each time, where each takes seconds and shows the same thing in another place."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pytest


def long_but_for(kept: Collection[Any], values: Iterable[Any]) -> list[Any]:
    """The values as parameters of a test: those `kept` run with `make test`, the others with `make test-long`."""
    return [one if one in kept else pytest.param(one, marks=pytest.mark.long) for one in values]
