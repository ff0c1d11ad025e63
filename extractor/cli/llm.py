"""`extractor llm check`: whether the configured endpoint can be asked, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.cells import cell_len

from extractor.cli.llm_batches import batches
from extractor.exporting.pages.language import say, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.exporting.pages.language import Language
    from extractor.llm.endpoint import Endpoint
    from extractor.llm.providers import Provider
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
def check(
    lang: Annotated[Literal["zh", "en"] | None, typer.Option(help="The language of messages and pages.")] = None,
) -> None:
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
    from extractor.cli.words import language

    asking = asking_or_exit(Wanted("auto", {}))
    assert asking is not None
    from typing import get_args

    from extractor.llm.settings import Mode
    from extractor.llm.trial import try_out

    endpoint, chosen = asking.endpoint, lang or language()
    for line in _heading(endpoint, chosen):
        typer.echo(line)
    trials: list[Trial] = []
    for trial in try_out(endpoint):
        trials.append(trial)
        for line in _row(trial, chosen):
            typer.echo(line)
    for line in _prices(endpoint, chosen):
        typer.echo(line)
    raise typer.Exit(0 if any(one.works for one in trials if one.name in get_args(Mode)) else 1)


def _heading(endpoint: Endpoint, chosen: Language) -> Iterator[str]:
    settings, said = endpoint.settings, _said(chosen)
    yield from _wrapped(f"{settings.shown_address}  {settings.model}", "")
    if settings.provider is not None:
        from extractor.llm.providers import provider_named

        provider = provider_named(settings.provider)
        yield from _wrapped(_described(provider, chosen), "")
        not_found = provider.not_found_zh if chosen == "zh" else provider.not_found
        manners = provider.manners_zh if chosen == "zh" else provider.manners
        for key, what in (("llm.not_found", not_found), ("llm.limits", manners)):
            yield from _wrapped(say(said, key, what=what), "  ") if what else ()
    yield ""
    yield _columns(*said["llm.columns"].split("|"))


def _said(chosen: Language) -> dict[str, str]:
    return words(chosen, "extractor.cli")


def _columns(name: str, result: str, speed: str = "", usage: str = "", cached: str = "") -> str:
    widths = ((name, 23), (result, 12), (speed, -8), ("", 2), (usage, 10), (cached, 0))
    return "".join(_padded(text, width) for text, width in widths).rstrip()


def _described(provider: Provider, chosen: Language) -> str:
    """What to know of a provider before it is relied on, in a sentence."""
    key = "llm.tried" if provider.tried else "llm.untried"
    return say(_said(chosen), key, title=provider.title, checked=provider.checked)


def _name(trial: Trial, chosen: Language) -> str:
    """What was tried: a mode or parameter by its own name, and what has none in words."""
    bare = trial.name.removesuffix(" alone")
    name = _said(chosen).get(f"llm_names.{bare.replace(' ', '-')}", bare)
    return name if bare == trial.name else say(_said(chosen), "llm.alone", name=name)


def _padded(text: str, width: int) -> str:
    """A text with blanks up to so many columns of a terminal: behind it, or before it where the width is negative."""
    blanks = " " * (abs(width) - cell_len(text))
    return blanks + text if width < 0 else text + blanks


def _row(trial: Trial, chosen: Language) -> Iterator[str]:
    """What came of one trial: a line, and below it why, where it does not work."""
    got, said = trial.got, _said(chosen)
    name = _name(trial, chosen)
    result = said[f"llm_results.{trial.result.replace(' ', '-')}"]
    if got is None or not trial.works:
        yield _columns(name, result)
    else:
        speed = f"{trial.speed:.0f}" if trial.speed is not None else ""
        cached = said["llm.not_told"] if got.cached is None else say(said, "llm.told_cached", n=got.cached)
        yield _columns(name, result, speed, said["llm.told" if got.has_usage else "llm.not_told"], cached)
    if trial.result == "wrong copy":
        yield from _wrapped(said["llm.wrong_copy"], "  ")
    if got is not None and got.failure is not None:
        yield from _wrapped(got.failure.zh if chosen == "zh" else got.failure.en, "  ")
        yield from _wrapped(say(said, "llm.says", said=got.said), "  ") if got.said else ()
    if trial.advice is not None:
        yield from _wrapped(trial.advice.zh if chosen == "zh" else trial.advice.en, "  ")


def _prices(endpoint: Endpoint, chosen: Language) -> Iterator[str]:
    """What a report costs, as far as that is known."""
    said, (sent, written) = _said(chosen), _TYPICAL
    yield ""
    yield say(said, "llm.table", sent=sent, written=written, tables=_TABLES)
    price = endpoint.settings.prices.get(endpoint.settings.model)
    cost = endpoint.cost(_TABLES * sent, _TABLES * written)
    if price is None or cost is None:
        yield said["llm.no_price"]
        return
    yield say(said, "llm.price", cost=f"{cost:.5f}")
    if price.cached is not None:
        least = _TABLES * (sent * price.cached + written * price.written) / 1e6
        yield say(said, "llm.least", least=f"{least:.5f}")


def _wrapped(text: str, indent: str) -> Iterator[str]:
    """A text in lines that fit a terminal of 80 columns, also where its characters are wide."""
    from rich.console import Console
    from rich.text import Text

    for line in Text(text).wrap(Console(width=_WIDTH), _WIDTH - len(indent)):
        yield indent + line.plain.rstrip()
