"""Templates → pages. A page that stands alone is one file with all it needs, and opens from disk without a network."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Any, cast

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from extractor.exporting.cells import CELL_SIGNS, number_text
from extractor.exporting.pages.language import Language, say, words
from extractor.version import __version__

_HERE = "extractor.exporting.pages"


@cache
def environment(*packages: str) -> Environment:
    """The templates of these packages and the shared ones; what is put in is escaped, what is missing is an error."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in (*packages, _HERE)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters = cast(dict[str, Callable[..., str]], made.filters)  # pyright: ignore[reportUnknownMemberType]
    filters.update(number=number_text, percent=percent_text)
    cast(dict[str, Any], made.globals)["cell_signs"] = CELL_SIGNS  # pyright: ignore[reportUnknownMemberType]
    return made


def page_alone(template: str, language: Language, *packages: str, **values: Any) -> str:
    """The page a template makes: HTML with its styles in it. `standing.html` is what such templates extend.

    The template and its words may be those of further packages.
    """
    said = words(language, *packages)
    shared: dict[str, Any] = {
        "language": language,
        "version": __version__,
        "t": partial(say, said),
        "name_of": partial(name_of, said),
        "styles": asset("paper.css"),
    }
    return environment(*packages).get_template(template).render({**shared, **values})


def name_of(said: Mapping[str, str], kind: str, key: str) -> str:
    """What a key of some kind (`kinds.row-missing`) is called; itself where it has no name."""
    return said.get(f"{kind}.{key}", key)


def asset(name: str, package: str = _HERE) -> str:
    """A style or script that pages have in them."""
    return files(package).joinpath("static", name).read_text("utf-8")


def json_block(content: Any) -> str:
    """JSON that may stand in a page's `<script type="application/json">`: nothing in it ends the element."""
    return json.dumps(content, ensure_ascii=True).replace("<", "\\u003c")


def percent_text(share: float | None) -> str:
    """A share as a percentage with one decimal; a dash where there is none. Never rounded up to 100."""
    if share is None:
        return "—"
    text = f"{100 * share:.1f}"
    return "99.9%" if text == "100.0" and share < 1 else f"{text}%"
