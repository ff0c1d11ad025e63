"""The generated pages of `docs/`: the JSON schema of a result, the commands, the findings, and the HTTP API.

`python -m extractor.cli.reference docs` writes them; a test says when they are stale.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.cli.findings import entries
from extractor.findings import catalogue
from extractor.result import adapter
from extractor.version import SCHEMA_VERSION

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
    ("findings",),
    ("forms",),
    ("forms", "show"),
    ("forms", "write"),
    ("llm", "check"),
    ("llm", "batches"),
    ("serve",),
    ("token",),
    ("token", "create"),
    ("token", "list"),
    ("token", "revoke"),
)

_CLI_HEAD = """# Command line

This page is what `--help` says of each command; `make docs` writes it.
"""

_FINDINGS_HEAD_ZH = """# 问题一览

检查和读取报告时会提示的每一类问题：是什么、怎么办、依据哪条规定。终端上用 `extractor findings 代码` 查看同样的内容。
本页由 `make docs` 从 `extractor/findings.toml` 生成。

“错误”：表格读不出、报告自身的勾稽关系不成立，或报告缺失；“提醒”：有疑问；“提示”：说明，或已经处理好的问题。
归“报告”的是报告本身有误，或与自身、其他报告不符；归“读取”的是内容没有读准。句中 `{…}` 处填入具体内容。

| 代码 | 级别 | 归谁 | 是什么 |
| --- | --- | --- | --- |
"""
_FINDINGS_HEAD = """# Findings

What a person should know of a report, by the codes that stand in results; `extractor findings CODE` tells the same at a
terminal. `make docs` writes this page from `extractor/findings.toml`.

`error`: a table cannot be read, the report's own arithmetic fails, or a report is not there; `warning`: in doubt;
`info`: a remark, or damage that was settled. About the `author`: the report is wrong, or contradicts itself or
another. About the `reading`: it is not sure what the report says. `{names}` in a sentence are filled in.

| code | severity | about | what it is |
| --- | --- | --- | --- |
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


def findings_page() -> str:
    """Every finding, as Markdown."""
    page = _FINDINGS_HEAD
    for one in catalogue().values():
        severities = ", ".join(one.severities)
        page += f"| [`{one.code}`](#{one.code}) | {severities} | {one.about} | {one.title.en} |\n"
    for one in catalogue().values():
        page += f"\n## {one.code}\n\n| | {one.title.en} | {one.title.zh} |\n| --- | --- | --- |\n"
        page += "".join(f"| {label.en} | {text.en} | {text.zh} |\n" for label, text in entries(one))
    return page


def findings_page_zh() -> str:
    """Every finding in Chinese, as Markdown."""
    severities = {"error": "错误", "warning": "提醒", "info": "提示"}
    about = {"author": "报告", "reading": "读取"}
    page = _FINDINGS_HEAD_ZH
    for one in catalogue().values():
        grave = "、".join(severities[each] for each in one.severities)
        page += f"| [`{one.code}`](#{one.code}) | {grave} | {about[one.about]} | {one.title.zh} |\n"
    for one in catalogue().values():
        page += f"\n## {one.code}\n\n| | {one.title.zh} |\n| --- | --- |\n"
        page += "".join(f"| {label.zh} | {text.zh} |\n" for label, text in entries(one))
    return page


def pages() -> dict[str, str]:
    """Every generated page, by its name in `docs/`."""
    from extractor.service.description import openapi_page

    made = {"schema.json": schema_page(), "cli.md": cli_page(), "findings.md": findings_page()}
    made["zh/findings.md"] = findings_page_zh()
    return {**made, "openapi.json": openapi_page()}


def main() -> None:
    """Writes the pages into the folder that is named first."""
    folder = Path(sys.argv[1])
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
