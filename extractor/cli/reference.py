"""The generated pages of `docs/`: the JSON schema of a result, the command-line reference, and the HTTP API.

`python -m extractor.cli.reference docs` writes them; a test says when they are stale.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.result import SCHEMA_VERSION, adapter

_COMMANDS: tuple[tuple[str, ...], ...] = (
    (),
    ("extract",),
    ("batch",),
    ("panel",),
    ("report",),
    ("diff",),
    ("check",),
    ("explain",),
    ("show",),
    ("forms",),
    ("forms", "show"),
    ("llm", "check"),
    ("serve",),
    ("token",),
    ("token", "create"),
    ("token", "list"),
    ("token", "revoke"),
)

_CLI_HEAD = """# Command line

This page is what `--help` says of each command; `make docs` writes it.
"""


def schema_page() -> str:
    """The JSON schema of one result."""
    schema = adapter().json_schema()
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Extraction, version {SCHEMA_VERSION}",
    }
    return json.dumps(head | {key: value for key, value in schema.items() if key != "title"}, indent=2) + "\n"


def cli_page() -> str:
    """The help of every command, as Markdown."""
    parts = [_CLI_HEAD]
    for command in _COMMANDS:
        result = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "80"}, prog_name="extractor")
        lines = "\n".join(line.rstrip() for line in result.output.strip().splitlines())
        parts.append(f"## {' '.join(('extractor', *command))}\n\n```text\n{lines}\n```\n")
    return "\n".join(parts)


def pages() -> dict[str, str]:
    """Every generated page, by its name in `docs/`."""
    from extractor.service.description import openapi_page

    return {"schema.json": schema_page(), "cli.md": cli_page(), "openapi.json": openapi_page()}


def main() -> None:
    """Writes the pages into the folder that is named first."""
    folder = Path(sys.argv[1])
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
