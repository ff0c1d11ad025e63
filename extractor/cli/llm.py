"""`extractor llm check`: whether the configured endpoint can be asked, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from extractor.cli.llm_batches import batches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.llm.endpoint import Endpoint
    from extractor.llm.trial import Trial

app = typer.Typer(no_args_is_help=True, help="The language model that is asked about tables the rules cannot prove.")

# Section three of a report, and its answer, as measured with a tokenizer of Chinese.
_TYPICAL = (1300, 450)
_TABLES = 3
_WIDTH = 78


app.command("batches")(batches)


@app.callback()
def _group() -> None:  # pyright: ignore[reportUnusedFunction]
    """The commands of the model."""


@app.command("check")
def check() -> None:
    """Try the configured endpoint: what it takes, how fast it is, what it costs.

    Every mode of structured output is tried and every parameter that is
    sent, a line each; where something is refused, the endpoint's own
    sentence says why. Then whether it keeps to a schema, whether it
    counts tokens and those it had in its cache, whether it answers in
    batches, and the price of a report. Seven small questions, of some
    hundred tokens in all; no batch is begun.

    \b
    Examples:
      EXTRACTOR_LLM_BASE_URL=http://127.0.0.1:8081/v1 \\
      EXTRACTOR_LLM_MODEL=qwen2.5 extractor llm check
    \b
      EXTRACTOR_LLM_PROVIDER=deepseek DEEPSEEK_API_KEY=… \\
      EXTRACTOR_LLM_MODEL=deepseek-flash extractor llm check

    Exit code 0 where a mode works, 1 where none does, 2 where no endpoint
    is configured.
    """
    from extractor.cli.asking import Wanted
    from extractor.cli.files import asking_or_exit

    asking = asking_or_exit(Wanted("auto", {}))
    assert asking is not None
    from typing import get_args

    from extractor.llm.settings import Mode
    from extractor.llm.trial import try_out

    endpoint = asking.endpoint
    for line in _heading(endpoint):
        typer.echo(line)
    trials: list[Trial] = []
    for trial in try_out(endpoint):
        trials.append(trial)
        for line in _row(trial):
            typer.echo(line)
    for line in _prices(endpoint):
        typer.echo(line)
    raise typer.Exit(0 if any(one.works for one in trials if one.name in get_args(Mode)) else 1)


def _heading(endpoint: Endpoint) -> Iterator[str]:
    settings = endpoint.settings
    yield from _wrapped(f"{settings.shown_address}  {settings.model}", "")
    if settings.provider is not None:
        from extractor.llm.providers import provider_named

        provider = provider_named(settings.provider)
        yield from _wrapped(provider.described(), "")
        for note in (provider.not_found and f"not told there: {provider.not_found}", f"limits: {provider.manners}"):
            yield from _wrapped(note, "  ") if note else ()
    yield ""
    yield _columns("mode or parameter", "result", "tokens/s", "usage", "cached")


def _columns(name: str, result: str, speed: str = "", usage: str = "", cached: str = "") -> str:
    return f"{name:<23}{result:<12}{speed:>8}  {usage:<10}{cached}".rstrip()


def _row(trial: Trial) -> Iterator[str]:
    """What came of one trial: a line, and below it why, where it does not work."""
    got = trial.got
    if got is None or not trial.works:
        yield _columns(trial.name, trial.result)
    else:
        speed = f"{trial.speed:.0f}" if trial.speed is not None else ""
        cached = "not told" if got.cached is None else f"told ({got.cached})"
        yield _columns(trial.name, trial.result, speed, "told" if got.has_usage else "not told", cached)
    if trial.result == "wrong copy":
        yield from _wrapped("it answers, but its copy of three numbers is wrong", "  ")
    if got is not None and got.failure is not None:
        yield from _wrapped(got.failure.en, "  ")
        yield from _wrapped(f"it says: {got.said}", "  ") if got.said else ()
    yield from _wrapped(trial.advice, "  ") if trial.advice else ()


def _prices(endpoint: Endpoint) -> Iterator[str]:
    """What a report costs, as far as that is known."""
    sent, written = _TYPICAL
    yield ""
    yield f"a table is about {sent} tokens sent and {written} written, a report at most {_TABLES} tables"
    price = endpoint.settings.prices.get(endpoint.settings.model)
    cost = endpoint.cost(_TABLES * sent, _TABLES * written)
    if price is None or cost is None:
        yield "its price is not known: `prices` of the settings says it (docs/llm.md)"
        return
    yield f"a report costs at most {cost:.5f} USD where each table is asked about once"
    if price.cached is not None:
        least = _TABLES * (sent * price.cached + written * price.written) / 1e6
        yield f"  and {least:.5f} USD where all that is sent was in the provider's cache"


def _wrapped(text: str, indent: str) -> Iterator[str]:
    """A text in lines that fit a terminal of 80 columns, also where its characters are wide."""
    from rich.console import Console
    from rich.text import Text

    for line in Text(text).wrap(Console(width=_WIDTH), _WIDTH - len(indent)):
        yield indent + line.plain.rstrip()
