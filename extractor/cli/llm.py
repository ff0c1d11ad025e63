"""`extractor llm check`: whether the configured endpoint can be asked, and how."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from extractor.llm.endpoint import Endpoint
    from extractor.llm.settings import Mode

app = typer.Typer(no_args_is_help=True, help="The language model that is asked about tables the rules cannot prove.")

# Section three of a report, and its answer, as measured with a tokenizer of Chinese.
_TYPICAL = (1300, 450)


@app.callback()
def _group() -> None:  # pyright: ignore[reportUnusedFunction]
    """The commands of the model."""


@app.command("check")
def check() -> None:
    """Try the configured endpoint: is it there, which modes work, how fast is it.

    \b
    Example:
      EXTRACTOR_LLM_BASE_URL=http://127.0.0.1:8081/v1 \\
      EXTRACTOR_LLM_MODEL=qwen2.5 extractor llm check

    Exit code 0 where a mode works, 1 where none does, 2 where no endpoint
    is configured.
    """
    from extractor.cli.asking import Wanted
    from extractor.cli.files import asking_or_exit

    asking = asking_or_exit(Wanted("auto", {}))
    assert asking is not None
    from typing import get_args

    from extractor.llm.settings import Mode

    endpoint = asking.endpoint
    typer.echo(f"{endpoint.settings.shown_address}  {endpoint.settings.model}")
    works = [_try(endpoint, mode) for mode in get_args(Mode)]
    price = endpoint.cost(*_TYPICAL)
    typer.echo(f"  a typical table: {sum(_TYPICAL)} tokens" + (f", {price:.5f} USD" if price is not None else ""))
    raise typer.Exit(0 if any(works) else 1)


def _try(endpoint: Endpoint, mode: Mode) -> bool:
    """Asks for a small answer in one mode and says what came of it."""
    began = perf_counter()
    got = asyncio.run(endpoint.probe(mode))
    took = perf_counter() - began
    said = got.failure.en if got.failure else f"works, {got.written / took:.0f} tokens a second"
    if got.answer is not None and not endpoint.is_right(got):
        said += ", but its copy of three numbers is wrong"
    typer.echo(f"  {mode:12} {said}")
    return got.answer is not None
