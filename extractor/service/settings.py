"""How a service is set up: where its store is, where it listens, and what it refuses."""

from __future__ import annotations

import ipaddress
from typing import NamedTuple


class Limits(NamedTuple):
    """What is refused, so that nobody can fill memory or disk; bytes, seconds, and counts."""

    document_bytes: int = 20_000_000
    batch_bytes: int = 200_000_000
    unpacked_bytes: int = 500_000_000
    batch_files: int = 2_000
    other_bytes: int = 1_000_000
    reading_seconds: float = 300.0
    drawing_seconds: float = 30.0
    """For one picture of a page; so long a picture also waits for others to be drawn."""
    drawing_memory: int = 3_000_000_000
    failures: int = 10
    """So many wrong tokens from one address within `failure_seconds`, and it must wait."""
    failure_seconds: float = 60.0


class Settings(NamedTuple):
    """What `extractor serve` was told."""

    store: str
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    limits: Limits = Limits()
    second_keying: float = 0.05
    """The share of what is settled that somebody else keys again."""

    @property
    def is_local(self) -> bool:
        """Whether nobody but this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def address(self) -> str:
        """The URL of its root, as this machine sees it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"
