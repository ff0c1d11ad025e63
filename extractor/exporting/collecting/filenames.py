"""Names of pages for files of any name: safe on every system, no two alike, the same for the same files."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_MOST_BYTES = 120
_RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}


def page_names(files: Iterable[str], taken: Iterable[str] = ("index",)) -> dict[str, str]:
    """The page's name (`….html`) for each file, made of the file's own name; the stems `taken` are not free."""
    used = {name.casefold() for name in taken}
    found: dict[str, str] = {}
    for file in sorted(set(files)):
        stem, count = _stem(file), 1
        name = stem
        while name.casefold() in used:
            count += 1
            name = f"{stem}-{count}"
        used.add(name.casefold())
        found[file] = f"{name}.html"
    return found


def _stem(file: str) -> str:
    """Letters and digits of a file's name, in any script, and single hyphens for the rest."""
    name = file.replace("\\", "/").rpartition("/")[2]
    stem = unicodedata.normalize("NFC", name.rpartition(".")[0] or name)
    safe = "".join(character if character.isalnum() or character == "_" else "-" for character in stem)
    safe = "-".join(filter(None, safe.split("-")))
    cut = safe.encode("utf-8", "replace")[:_MOST_BYTES].decode("utf-8", "ignore").strip("-")
    return f"report-{cut}" if cut.casefold() in _RESERVED or not cut else cut
