"""Findings as GitLab's code quality report.

Source: GitLab's documentation, Code Quality, "Code Quality report format".
"""

from __future__ import annotations

import hashlib

from extractor.cli.found_findings import FoundFindings
from extractor.cli.words import Language, sentence

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}

Issue = dict[str, object]


def issue_of(found: FoundFindings, chosen: Language) -> Issue:
    """A finding as an issue of the report; paths are relative to the repository where the command was given such."""
    finding, path = found.finding, found.file.removeprefix("./")
    known_by = f"{path}\n{found.fingerprint or f'{finding.code}:{found.line}'}"
    return {
        "type": "issue",
        "description": sentence(finding, chosen),
        "check_name": finding.code,
        "fingerprint": hashlib.sha256(known_by.encode("utf-8", "replace")).hexdigest()[:32],
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": path, "lines": {"begin": found.line}},
    }
