"""Tables left in text as delimited values: CSV, or rows printed as lists (`['规章', '3', None]`).

Delimiters give way to tabs, quotes and brackets to spaces, character for character, so that places hold.
"""

from __future__ import annotations

import re

from extractor.lexicon.figure import figure
from extractor.lexicon.folding import HAN

_DELIMITERS = ",;&"
# So many rows of a label and figures show that a character is the delimiter.
_ROWS = 5
_LONGEST_LABEL = 80
_LONGEST_CELL = 400
# Strings: `re` compiles them when a file first needs them, and keeps them.
_ITEM = r"""(?:"(?:[^"\\]|\\.){0,400}+"|'(?:[^'\\]|\\.){0,400}+'|None|null|NaN|nan|[+\-]?\d[\d.]*+)"""
_LIST = rf"\[\s*+(?:{_ITEM}\s*+(?:,\s*+|(?=\])))++\](?:\s*,(?=\s*\[)|\s*\])?"
_ENDING = r"\](?P<outer>\s*\]|\s*,|)\Z"
_ESCAPE = r"\n|\\(?:x[\da-f]{2}|u(?:3000|00a0)|[^u])"
_PART = rf"""{_ITEM}|[\[\],\n]|\s"""
_QUOTED = rf"""(?m)(?:^|(?<=[,;\t]))"(?:[^"]|""){{0,{_LONGEST_CELL}}}+"(?=[,;\t]|\s*$)"""
# What LaTeX says of a table, and around its cells.
_COMMAND = r"\\(?:(?:begin|end)\{tabular[^}]*\}(?:\{[^}\n]*\})?|[a-z]*(?:line|rule)\b(?:\{[^}\n]*\})?)"
_MERGED = r"\\multi(?:column|row)\{[^}\n]*\}\{[^}\n]*\}\{([^}\n]*)\}"
# Each comma parts three digits from those before them.
_GROUPED = r"[^,]*\d(?:,\d{3}(?:[^\d,][^,]*\d)?)*,\d{3}(?:[^\d,][^,]*)?"
_FIGURE = r"\s*(?:" + figure(between=".", behind=r"\S{1,2}") + r"|[\-/]{0,2})\s*"


def part_cells(text: str, shape: str) -> str:
    """The text with its delimited rows as rows of tabs; `shape` is it as it was printed, character for character."""
    if "['" in shape or '["' in shape or re.search(r'\[\s+"', shape):
        listed = re.sub(_LIST, _as_row, shape)
        text = "".join(new if new != old else own for new, old, own in zip(listed, shape, text, strict=True))
        shape = listed
    if "\\begin{tab" in shape:
        text, shape = _without_commands(text), _without_commands(shape)
    quoted = [match.span() for match in re.finditer(_QUOTED, shape)] if '"' in shape else []
    inside = _blank_inside(shape, quoted)
    parted = unquoted = _unquoted(text, quoted)
    for delimiter in _DELIMITERS:
        if inside.count(delimiter) >= _ROWS:
            parted = _parted(parted, inside, delimiter)
    # Quotes around whole lines of a text without delimited rows are quotes.
    return parted if parted != unquoted or "\t" in inside else text


def _as_row(match: re.Match[str]) -> str:
    """A printed list as a line of cells parted by tabs, as long as it was; a line break where another list follows."""
    row = match.group()
    if "'" not in row and '"' not in row:
        return row  # figures in brackets, no list of cells
    ending = re.search(_ENDING, row)
    assert ending is not None
    closing = ending.start()
    parts = (_part(part.group()) for part in re.finditer(_PART, row[:closing]))
    return "".join(parts) + " " + ending["outer"].replace(",", "\n").replace("]", " ")


def _part(part: str) -> str:
    if part == ",":
        return "\t"
    if part[0] in "\"'":
        return " " + re.sub(_ESCAPE, lambda match: " " * len(match.group()), part[1:-1]) + " "
    return part if part[-1].isdigit() else " " * len(part)


def _without_commands(text: str) -> str:
    """The text with spaces for the commands of LaTeX's tables, character for character."""
    text = re.sub(_MERGED, lambda match: match.group(1).rjust(len(match.group()) - 1) + " ", text)
    return re.sub(_COMMAND, lambda match: " " * len(match.group()), text)


def _blank_inside(shape: str, spans: list[tuple[int, int]]) -> str:
    """The text with another character for all that stands in quotes, where nothing is a delimiter."""
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += [shape[at:start], "_" * (end - start)]
        at = end
    return "".join([*pieces, shape[at:]])


def _unquoted(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with spaces for the quotes around cells, and for line breaks between them."""
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += [text[at:start], " ", text[start + 1 : end - 1].replace("\n", " "), " "]
        at = end
    return "".join([*pieces, text[at:]])


def _parted(text: str, inside: str, delimiter: str) -> str:
    """The text with tabs for a delimiter, in all lines that may be rows, if enough lines are rows of figures.

    `inside` is the text as it was printed, with no delimiter in quotes.
    """
    rows: list[list[int]] = []
    figures = start = 0
    for line in text.split("\n"):
        end = start + len(line)
        places = [at for at in range(start, end) if inside[at] == delimiter] if delimiter in inside[start:end] else []
        cells = [
            text[here:there] for here, there in zip([start, *(at + 1 for at in places)], [*places, end], strict=True)
        ]
        if places and "\t" not in line and "|" not in line and "。" not in line and len(cells[0]) <= _LONGEST_LABEL:
            rows.append(places)
            figures += _is_row(cells)
        start = end + 1
    if figures < _ROWS:
        return text
    characters = list(text)
    for at in (at for places in rows for at in places):
        characters[at] = "\t"
    # LaTeX ends a row so.
    return re.sub(r"(?m)\\\\(?=[ ]*$)", "  ", "".join(characters)) if delimiter == "&" else "".join(characters)


def _is_row(cells: list[str]) -> bool:
    """Whether these are a label, perhaps in several cells, and figures; no groups of three digits (`1,355`)."""
    if not re.search(HAN, "".join(cells[:2])) or re.fullmatch(_GROUPED, ",".join(cells)):
        return False
    values = [cell.rstrip(" \\") for cell in cells if not re.search(HAN, cell)]
    return any(map(str.strip, values)) and all(re.fullmatch(_FIGURE, value) for value in values)
