"""The version of the program and that of the layout of its results; results name both."""

from typing import Literal

__version__ = "0.1.0"
SCHEMA_VERSION: Literal["2"] = "2"
