"""The version of the program and that of the layout of its results; results name both."""

from __future__ import annotations

TYPE_CHECKING = False
"""As in `typing`, which takes longer to import than all of this package's surface."""
if TYPE_CHECKING:
    from typing import Literal

__version__ = "0.1.0"
SCHEMA_VERSION: Literal["3"] = "3"
