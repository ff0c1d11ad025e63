"""Printing all or nothing."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from rich.console import Console


@contextmanager
def printed_whole(console: Console) -> Generator[None]:
    """Prints what its block prints when the block has ended well; where it fails half-way, nothing is printed."""
    with console.capture() as made:
        yield
    console.file.write(made.get())
