"""Where a table is missing: the attachments and pictures that the report says it is in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.findings import UnplacedFinding, make_finding
from extractor.reading.model import SectionReading

_FILE = r"[^\s,。;:、()《》]{1,40}\.(?:xlsx?|et|docx?|wps|pdf|ofd|jpe?g|png|zip|rar)"
_SAID = re.compile(
    rf"{_FILE}|(?:详?见|参见|如)(?:附件|附表|下图|附图)[一二三四五六七八九十\d]*|附[件表][一二三四五六七八九十\d]*[:.]\s*[^\n]{{2,40}}",
    re.IGNORECASE,
)
_MOST = 5
_LONGEST = 200_000


def find_attachments(text: str, sections: Sequence[SectionReading]) -> list[UnplacedFinding]:
    """The finding that names the attachments a report speaks of, where one of its tables is missing; else none."""
    if all(section.found for section in sections):
        return []
    said: dict[str, tuple[int, int]] = {}
    for match in _SAID.finditer(text[:_LONGEST]):
        said.setdefault(match[0].strip(), match.span())
    if not said:
        return []
    named = list(said)[:_MOST]
    return [make_finding("tables-attached", (), list(said.values())[:_MOST], named="、".join(named))]
