"""`--help` in Chinese: the same commands, their words taken from `help_zh.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

# pyright: reportUnknownMemberType=false


class HelpWords(NamedTuple):
    """The Chinese of headings, of commands by their path, of options by their English text."""

    headings: Mapping[str, str]
    commands: Mapping[str, str]
    options: Mapping[str, str]


@cache
def help_words() -> HelpWords:
    """The words of the package."""
    tables = tomllib.loads(Path(__file__).with_name("help_zh.toml").read_text("utf-8"))
    return HelpWords(tables["headings"], tables["commands"], tables["options"])


def in_chinese(command: Any) -> Any:
    """A Click command that speaks Chinese where it explains itself, and all commands below it."""
    said = help_words()
    for path, one in walk(command):
        help_text = said.commands.get(path)
        if help_text:
            one.help = help_text.replace("\\b", "\b").strip()
            one.short_help = one.help.partition("\n")[0]
        for parameter in one.params:
            if getattr(parameter, "help", None):
                parameter.help = said.options.get(" ".join(parameter.help.split()), parameter.help)
        one.context_class = _speaking_chinese(one.context_class)
    return command


def walk(command: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """A command and all below it, each with its path from the first, whose own is empty."""
    yield path, command
    for name, one in sorted(getattr(command, "commands", {}).items()):
        yield from walk(one, f"{path} {name}".strip())


def _speaking_chinese(context: Any) -> Any:
    formatter = context.formatter_class
    headings = help_words().headings

    def translated(text: str) -> str:
        for english, chinese in headings.items():
            if english.startswith("[default") and english in text:
                before, _, value = text.partition(english)
                text = f"{before}{chinese}{value.removesuffix(']')}〕"
            else:
                text = text.replace(english, chinese) if english.startswith("[") or text == english else text
        return text

    class ChineseFormatter(formatter):
        """Headings and remarks in Chinese."""

        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix or headings["Usage: "])

        def write_heading(self, heading: str) -> None:
            super().write_heading(headings.get(heading, heading))

        def write_dl(self, rows: Sequence[tuple[str, str]], *rest: Any, **named: Any) -> None:
            super().write_dl([(name, translated(text)) for name, text in rows], *rest, **named)

    return type("ChineseContext", (context,), {"formatter_class": ChineseFormatter})
