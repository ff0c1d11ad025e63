"""Short names of fields, for programs whose names are few letters of ASCII; `short_names.toml` has their words.

Source: Stata User's Guide, 11.3 Naming conventions; SAS Language Reference, Names in the SAS Language: a letter or _,
then letters, digits and _, 32 at most; the words that a program keeps for itself are no names.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache
from importlib.resources import files

LONGEST = 28
"""So many characters at most, so that a suffix of four has room in a name of 32."""
SUFFIX_STATUS, SUFFIX_LOW, SUFFIX_HIGH = "_st", "_lo", "_hi"
_LEGAL = re.compile(r"[a-z_][a-z0-9_]*")
# Stata, SAS and SPSS keep these for themselves.
_RESERVED_WORDS = """
_all _b byte _coef _cons double float if in int long _n _pi _pred _rc _skip strl using with str
all and by eq ge gt le lt ne not or to
"""


@cache
def _words() -> dict[str, str]:
    return tomllib.loads(files("extractor.exporting").joinpath("short_names.toml").read_text("utf-8"))


def short_name(key: str) -> str:
    """The short name of a field by its key; of a key whose words are too long, their beginning and a hash of it."""
    made = "_".join(_words().get(part, part) for part in key.split("."))
    if is_legal(made) and len(made) <= LONGEST:
        return made
    spelled = re.sub("[^a-z0-9_]", "_", made.lower())[: LONGEST - 9]
    return f"f_{spelled}_{hashlib.sha256(key.encode()).hexdigest()[:6]}"


def is_legal(name: str) -> bool:
    """Whether Stata, SAS and SPSS take this name for a variable."""
    return _LEGAL.fullmatch(name) is not None and len(name) <= 32 and name not in _RESERVED_WORDS.split()
