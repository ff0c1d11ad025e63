"""Where a table is missing: the attachments and pictures that the report says it is in, and their addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.findings import UnplacedFinding, make_finding
from extractor.identity.kinds import seems_to_be
from extractor.reading.model import SectionReading
from extractor.sources.model import Source

_FILE = r"[^\s,。;:、()《》]{1,40}\.(?:xlsx?|et|docx?|wps|pdf|ofd|jpe?g|png|zip|rar)"
_SAID = re.compile(
    rf"{_FILE}|(?:详?见|参见|如)(?:附件|附表|下图|附图)[一二三四五六七八九十\d]*|附[件表][一二三四五六七八九十\d]*[:.]\s*[^\n]{{2,40}}",
    re.IGNORECASE,
)
_MOST = 5
_LONGEST = 200_000


def find_attachments(source: Source, sections: Sequence[SectionReading] | None) -> list[UnplacedFinding]:
    """The finding that names the attachments a report speaks of, where one of its tables is missing; else none.

    Files that a web page links to are named with their addresses. Of a document without any table (`sections` is None)
    only those are told, unless it seems to be something else than a report.
    """
    if seems_to_be(source.text) is not None if sections is None else all(section.found for section in sections):
        return []
    links = [f"{link.text} → {link.address}" if link.text else link.address for link in source.links]
    said: dict[str, tuple[int, int]] = {}
    for match in _SAID.finditer(source.text[:_LONGEST]) if sections is not None else ():
        name = match[0].strip()
        if not any(name in link or link.partition(" → ")[0] in name for link in links):
            said.setdefault(name, match.span())
    named = [*links, *said][:_MOST]
    if not named:
        return []
    return [make_finding("tables-attached", (), list(said.values())[:_MOST], named="、".join(named))]
