"""`extractor llm check`: whether the configured endpoint can be asked, and how."""

from __future__ import annotations

import asyncio
from time import perf_counter

import typer

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
    from extractor.cli.files import asking_for, complain
    from extractor.errors import SettingsError

    try:
        asking = asking_for("auto")
    except SettingsError as error:
        complain(str(error))
        raise typer.Exit(2) from error
    assert asking is not None
    from typing import get_args

    from extractor.llm.settings import Mode

    typer.echo(f"{asking.settings.base_url}  {asking.settings.model}")
    works = [_try(asking.settings.model_copy(update={"mode": mode, "attempts": 1})) for mode in get_args(Mode)]
    price = asking.settings.prices.get(asking.settings.model)
    if price is not None:
        cost = (_TYPICAL[0] * price.sent + _TYPICAL[1] * price.written) / 1e6
        typer.echo(f"a typical table: {cost:.5f} USD")
    raise typer.Exit(0 if any(works) else 1)


def _try(settings: object) -> bool:
    """Asks for a small answer in one mode and says what came of it."""
    from pydantic import BaseModel

    from extractor.llm.ask import ask, client_for
    from extractor.llm.settings import Settings

    class Answer(BaseModel):
        numbers: list[str]

    assert isinstance(settings, Settings)
    question = [{"role": "user", "content": "照抄下列数字，输出 JSON，键为 numbers：8000001、8000002、8000003"}]
    began = perf_counter()
    got = asyncio.run(ask(client_for(settings), settings, question, Answer))
    took = perf_counter() - began
    said = got.failure or f"works, {got.written / took:.0f} tokens a second"
    if got.answer is not None and got.answer.model_dump()["numbers"] != ["8000001", "8000002", "8000003"]:
        said += ", but its copy of three numbers is wrong"
    typer.echo(f"  {settings.mode:12} {said}")
    return got.answer is not None
