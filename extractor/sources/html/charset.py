"""A page's bytes → characters: what the characters say counts for more than what the page says of its charset."""

from __future__ import annotations

import codecs
import re

from extractor.sources.decode import Decoded, decode

_LABEL = rb"(?i)<(?:meta|\?xml)\b[^>]{0,400}?(?:charset|encoding)\s*=\s*[\"']?\s*([a-z0-9_.:-]{2,40})"
_LABEL_WITHIN = 1 << 13
# Words between tags; the second byte of a Chinese character is none of `<` and `>` in any of the encodings told here.
_WORDS = rb"(?<=>)[^<>]++"
_ENOUGH = 1 << 16
_SAME = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs"}


def decode_page(data: bytes, charset: str | None = None) -> Decoded | None:
    """The characters of a page; `charset` is what the message around it names. None where they are no text.

    The words between the tags tell the encoding: a page may begin with more ASCII than is looked at otherwise.
    """
    if b"\0" in data:
        return decode(data, None, _codec(charset))
    words = bytearray()
    for found in re.finditer(_WORDS, data):
        if not found.group().isascii():
            words += found.group()
        if len(words) > _ENOUGH:
            break
    label = re.search(_LABEL, data[:_LABEL_WITHIN])
    return decode(data, bytes(words) or None, _codec(label[1].decode("ascii") if label else charset))


def _codec(label: str | None) -> str | None:
    """The codec of a charset's name; None where there is none, or none that can decode every byte of text."""
    name = (label or "").strip().lower()
    try:
        codec = codecs.lookup(_SAME.get(name, name))
        b"".decode(codec.name)
    except LookupError:
        return None
    return None if codec.name.startswith(("utf-16", "utf-32", "utf-7")) else codec.name
