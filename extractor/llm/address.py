"""Whether an endpoint's address, key and headers are such that a client can be made of them."""

from __future__ import annotations

import re

import httpx2

from extractor.errors import SettingsError
from extractor.llm.settings import Settings

_NO_ADDRESS = "setting of the model base_url: is no address such as http://127.0.0.1:8081/v1"
_ENCODED = f"{_NO_ADDRESS}; in a user or a password, write @ : / ? # as %40 %3A %2F %3F %23"
_NO_HEADER = (
    "setting of the model extra_headers: holds a name or a value that no header has, or one that is not to be set"
)
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_NOT_SET = frozenset({"host", "content-length", "transfer-encoding", "connection", "accept-encoding"})
_NO_KEY = "setting of the model api_key: has blanks around it, or characters that no key has"


def check_address(settings: Settings) -> None:
    """Sees to it that a client can be made. Nothing of it is repeated: it may hold a password.

    Raises:
        SettingsError: the address is none, or the key or a header could not be sent.
    """
    try:
        address = httpx2.URL(settings.base_url)
    except (httpx2.InvalidURL, UnicodeError):
        raise SettingsError(_NO_ADDRESS) from None
    is_host = bool(address.host) and address.port in (None, *range(1, 65_536))
    if address.scheme not in ("http", "https") or not is_host or re.search(r"[\s\x00-\x1f]", settings.base_url):
        raise SettingsError(_NO_ADDRESS)
    if address.fragment or "@" in address.path + address.query.decode():
        raise SettingsError(_ENCODED)
    key = settings.api_key.get_secret_value()
    if not _can_be_sent(key):
        raise SettingsError(_NO_KEY)
    for name, value in settings.extra_headers.items():
        known = _NAME.fullmatch(name) and name.lower() not in _NOT_SET
        if not known or not _can_be_sent(value.get_secret_value()):
            raise SettingsError(_NO_HEADER)


def _can_be_sent(value: str) -> bool:
    """Whether a header can have this value."""
    return value.isascii() and value.isprintable() and value == value.strip()
