"""The forms in which words of labels are compared: their Chinese characters alone."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extractor.lexicon.characters import characters
from extractor.lexicon.ordinal import WORN_ARABIC, WORN_HAN

HAN_RUN = re.compile(r"[一-鿿]+")
# The ordinals of the form are no part of a label: offices drop, change and misprint them.
_ORDINAL = re.compile(rf"^\s*(?:{WORN_HAN}|{WORN_ARABIC})\s*")


@lru_cache(maxsize=1024)
def fold_label(label: str) -> str:
    """The Chinese characters of a label of normalised text, without its ordinal."""
    return "".join(HAN_RUN.findall(_ORDINAL.sub("", label)))


def fold_script(text: str) -> str:
    """The Chinese characters of any text in one script, its ordinals among them."""
    return "" if text.isascii() else "".join(HAN_RUN.findall(text.translate(_one_script())))


@cache
def _one_script() -> dict[int, str]:
    return str.maketrans(characters())
