"""Chinese numerals as numbers: 十二, 二〇, 一百零三, 一百二."""

from __future__ import annotations

from extractor.lexicon.ordinal import TO_NINE

_DIGITS = {character: value for value, character in enumerate("零" + TO_NINE)} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}


def value_of_numeral(numeral: str) -> int | None:
    """十二 → 12, 二〇 → 20, 一百零三 → 103, 一百二 → 120; None where it is no numeral."""
    if all(character in _DIGITS for character in numeral):
        return int("".join(str(_DIGITS[character]) for character in numeral)) if numeral else None
    total, digit, place, named = 0, 0, 10000, False
    for character in numeral:
        if character in _DIGITS:
            if named and digit:
                return None
            digit, named = _DIGITS[character], True
        elif character in _PLACES and _PLACES[character] < place:
            place = _PLACES[character]
            total += (digit or 1) * place
            digit, named = 0, False
        else:
            return None
    abbreviated = digit and numeral[-2] in "百千"
    return total + digit * (place // 10 if abbreviated else 1)
