"""`extractor serve`: the HTTP service."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Annotated

import typer

from extractor.cli.storing import DEFAULT_STORE, StoreOption


class BlankRule(StrEnum):
    """What a blank means: 0, nothing, or that no rule was made."""

    none = "none"
    zero = "zero"
    nothing = "nothing"


def serve(
    store: StoreOption = DEFAULT_STORE,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="On which port; 0 takes a free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=256, help="How many documents are read at once.")] = 2,
    second_keying: Annotated[
        float,
        typer.Option(min=0, max=1, metavar="SHARE", help="Which share of settled figures somebody else keys again."),
    ] = 0.05,
    blanks: Annotated[
        BlankRule,
        typer.Option(envvar="EXTRACTOR_BLANKS", help="The house's rule for blanks, shown to all who decide."),
    ] = BlankRule.none,
    seeded_errors: Annotated[
        float,
        typer.Option(
            min=0,
            max=0.2,
            metavar="SHARE",
            envvar="EXTRACTOR_SEEDED_ERRORS",
            help="For which share of what they settle reviewers meet a known error; no figure is changed by it.",
        ),
    ] = 0.0,
    webhook: Annotated[
        list[str] | None,
        typer.Option(
            metavar="URL",
            envvar="EXTRACTOR_WEBHOOKS",
            help="An address that is told of events, signed with EXTRACTOR_WEBHOOK_SECRET; may be given several times.",
        ),
    ] = None,
    public_url: Annotated[
        str | None,
        typer.Option(metavar="URL", envvar="EXTRACTOR_PUBLIC_URL", help="Where browsers find it behind a proxy."),
    ] = None,
    behind_proxy: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESSES",
            envvar="EXTRACTOR_BEHIND_PROXY",
            help="The proxies that are believed when they say for whom they ask: addresses or networks, with commas.",
        ),
    ] = None,
) -> None:
    """Serve the HTTP API: send reports, see what was read, settle what is in doubt.

    On this machine alone it prints a link that signs in once. To listen
    where others can reach it, make tokens first; put a proxy with TLS
    before it.

    \b
    Examples:
      extractor serve
      extractor serve --store reports.db --port 8080
      extractor token create 王芳 --role reviewer
      extractor serve --host 0.0.0.0 --store postgresql://db/extractor
      extractor serve --public-url https://reports.example.cn --behind-proxy 127.0.0.1

    Exit code 0 where it was ended; 2 where it could not begin.
    """
    from extractor.cli.diagnostics import complain
    from extractor.cli.storing import need_extra

    need_extra()
    from extractor.errors import ExtractorError
    from extractor.service import settings
    from extractor.service.serve import serve as serve_with
    from extractor.work import steps_allowed

    try:
        limits = settings.Limits(steps=steps_allowed())
        told = settings.Settings(store, host, port, workers, limits, second_keying, blanks.value, seeded_errors)
        told = told._replace(webhooks=settings.webhooks(webhook or [], os.environ.get("EXTRACTOR_WEBHOOK_SECRET", "")))
        if public_url is not None:
            told = told._replace(public_url=settings.public_url(public_url))
        if behind_proxy is not None:
            told = told._replace(proxies=settings.proxies(behind_proxy))
        serve_with(told)
    except ExtractorError as error:
        complain(str(error))
        raise typer.Exit(2) from None
