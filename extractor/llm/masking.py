"""Addresses without their secrets, wherever one is shown, logged or stored.

What a secret is called in an address differs from server to server (`key`, `api-key`, `sig`, `ak`), and a list of names
would miss the next one: so no value of a parameter is shown, whatever it is called, and nothing before an `@`.
"""

from __future__ import annotations

import logging
import re

MASK = "***"
_ADDRESS = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*://)"
    r"(?P<user>[^\s/?#]*@)?(?P<host>[^\s\"'<>/?#]*)(?P<path>[^\s\"'<>?#]*)(?P<query>[^\s\"'<>]*)"
)
_OF_PATH = re.compile(r"(;[^=;/]*=)[^;/]*")
_OF_QUERY = re.compile(r"([?&;#](?:[^=&;#]*=)?)[^&;#]+")
_LOGGERS = ("httpx2", "openai", "openai._base_client", "openai._legacy_response", "instructor", "instructor.v2.retry")


def masked(text: str) -> str:
    """A text in which every address has lost its user, its password, and the values of its parameters."""
    return _ADDRESS.sub(_without_secrets, text)


def host_of(address: str) -> str:
    """The host of an address, with its port if it names one."""
    found = _ADDRESS.match(address)
    return found["host"] if found else ""


def _without_secrets(found: re.Match[str]) -> str:
    user = f"{MASK}@" if found["user"] else ""
    path = _OF_PATH.sub(rf"\1{MASK}", found["path"])
    query = _OF_QUERY.sub(rf"\1{MASK}", found["query"])
    return f"{found['scheme']}{user}{found['host']}{path}{query}"


class _Masking(logging.Filter):
    """Masks what a library logs of its requests, and of the errors that came of them."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = masked(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True


_masking = _Masking()


def mask_logs() -> None:
    """Lets the libraries that talk to an endpoint log no secret of its address; any number of times."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_masking)
