"""The options of every command that may ask a language model, as one argument."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Literal, NamedTuple

import typer

When = Literal["off", "auto", "always"]
WhenInBatch = Literal["off", "auto", "always", "batch"]


class Wanted(NamedTuple):
    """What the command line says of the model: when to ask it, and the settings it gives."""

    when: WhenInBatch | None
    given: dict[str, str | None]


_WHEN = "Ask a language model: never, about tables that are not proved, or about all of them."
_WHEN_TOLD = "Ask a language model: never, as is the default, about tables that are not proved, or about all of them."
_WHEN_BATCH = f"{_WHEN} `batch`: about those not proved, in batches of its provider's, at their price."
_OPTIONS: dict[str, Any] = {
    "llm": Annotated[When | None, typer.Option(help=_WHEN)],
    "llm_provider": Annotated[
        str | None, typer.Option(metavar="NAME", help="Whose it is (docs/llm.md): sets its endpoint and its ways.")
    ],
    "llm_base_url": Annotated[str | None, typer.Option(metavar="URL", help="Its endpoint (OpenAI's protocol).")],
    "llm_model": Annotated[str | None, typer.Option(metavar="NAME", help="Its name there.")],
    "llm_mode": Annotated[
        Literal["json_schema", "strict", "tools", "json", "md_json"] | None,
        typer.Option(help="How it is asked for structured output; by default it is tried out."),
    ],
    "llm_accept": Annotated[
        Literal["proof", "readers"] | None,
        typer.Option(
            "--accept",
            help="Accept a figure that a model reads by proof alone (the default), or also where two readers place it "
            "alike and all sums hold; docs/llm.md says how often that is wrong.",
        ),
    ],
    "llm_budget_tokens": Annotated[str | None, typer.Option(metavar="N", help="Ask no more after so many tokens.")],
    "llm_budget_usd": Annotated[str | None, typer.Option(metavar="USD", help="Ask no more after so many dollars.")],
}


def may_ask(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the options of the model in place of its parameter `wanted`."""
    return _with_options(command, _OPTIONS)


def may_ask_in_batches(command: Callable[..., None]) -> Callable[..., None]:
    """The same for a command that may also let a provider answer in its own time, for less."""
    return _with_options(command, _OPTIONS | {"llm": Annotated[WhenInBatch | None, typer.Option(help=_WHEN_BATCH)]})


def asks_if_told(command: Callable[..., None]) -> Callable[..., None]:
    """The same for a command that reads what is not published: no model is asked but with `--llm auto` or `always`.

    Neither an endpoint that is configured nor one that is named says so.
    """

    @wraps(command)
    def run(**arguments: Any) -> None:
        wanted: Wanted = arguments.pop("wanted")
        if wanted.when is None and any(wanted.given.values()):
            from extractor.cli.diagnostics import complain

            complain("no model is asked about a draft unless --llm auto or --llm always says so.")
        command(**arguments, wanted=wanted._replace(when=wanted.when or "off"))

    return _with_options(run, _OPTIONS | {"llm": Annotated[When | None, typer.Option(help=_WHEN_TOLD)]})


def _with_options(command: Callable[..., None], options: dict[str, Any]) -> Callable[..., None]:
    @wraps(command)
    def run(**arguments: Any) -> None:
        when = arguments.pop("llm")
        given = {name.removeprefix("llm_"): arguments.pop(name) for name in options if name != "llm"}
        command(**arguments, wanted=Wanted(when, given))

    signature = inspect.signature(command, eval_str=True)
    own = [one for one in signature.parameters.values() if one.name != "wanted"]
    more = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
        for name, annotation in options.items()
    ]
    run.__signature__ = inspect.Signature([*own, *more])  # pyright: ignore[reportAttributeAccessIssue]
    run.__annotations__ = {one.name: one.annotation for one in [*own, *more]}
    return run
