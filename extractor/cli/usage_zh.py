"""What is wrong with a command line, in Chinese: Typer's sentences by the patterns of `usage_zh.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any, NamedTuple, cast

import typer

from extractor.exporting.pages.language import say, words

# Typer's own copy of Click is private; what it raises for a bad command line is the base of its one public class.
UsageError: Any = typer.BadParameter.__bases__[0]


class _Pattern(NamedTuple):
    """An English sentence, and its Chinese."""

    english: re.Pattern[str]
    chinese: str


@cache
def _patterns() -> tuple[_Pattern, ...]:
    tables = tomllib.loads(Path(__file__).with_name("usage_zh.toml").read_text("utf-8"))
    said = cast(list[dict[str, str]], tables["sentences"])
    return tuple(_Pattern(re.compile(one["english"], re.DOTALL), one["chinese"]) for one in said)


def usage_sentence(english: str) -> str:
    """The Chinese of one of Typer's sentences on a bad command line; what no pattern knows stays as it is."""
    for pattern in _patterns():
        match = pattern.english.fullmatch(english.strip())
        if match is None:
            continue
        rest = usage_sentence(match["rest"]) if "rest" in match.groupdict() else ""
        return match.expand(pattern.chinese).replace("{rest}", rest)
    return english


class ChineseUsageError(UsageError):
    """A bad command line, told in Chinese: how the command is used, where its help is, what is wrong."""

    def __init__(self, error: Any) -> None:
        said = usage_sentence(error.format_message())
        super().__init__(said, error.ctx)  # pyright: ignore[reportUnknownMemberType]

    def show(self, file: Any = None) -> None:
        """Says it on stderr."""
        said, context = words("zh", "extractor.cli"), cast(Any, self).ctx
        lines = [say(said, "usage.error", message=cast(Any, self).format_message())]
        if context is not None:
            hint = say(said, "usage.try", command=f"{context.command_path} {context.help_option_names[0]}")
            lines = [context.get_usage(), hint, "", *lines]
        typer.echo("\n".join(lines), file=file, err=file is None)


def telling_in_chinese(command: Any) -> Any:
    """The command, of which a bad command line is told in Chinese."""
    command.make_context = _told_in_chinese(command.make_context)
    command.invoke = _told_in_chinese(command.invoke)
    return command


def _told_in_chinese(call: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call)
    def told(*given: Any, **named: Any) -> Any:
        try:
            return call(*given, **named)
        except UsageError as error:
            is_help = type(error).__name__ == "NoArgsIsHelpError"
            if is_help or isinstance(error, ChineseUsageError):
                raise
            raise ChineseUsageError(error) from None

    return told
