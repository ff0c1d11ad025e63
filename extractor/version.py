"""The version of the program, which results name."""

__version__ = "0.1.0"
