"""The form of an answer as an endpoint takes it: which keywords of a schema it is shown, and how it is held to them.

What is left out of the schema that is sent is still asked of the answer that comes back.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any, cast

from pydantic import BaseModel

from extractor.llm.settings import Keyword, Mode, Settings

NOT_FOR_ALL: tuple[Keyword, ...] = ("maxLength", "minItems", "maxItems")
"""The keywords of our schemas that not every server takes in a strict one."""


def form_for(wanted: type[BaseModel], mode: Mode, settings: Settings) -> type[BaseModel]:
    """The form of an answer with the schema that this endpoint takes in this mode."""
    without = settings.schema_without
    if without is None:
        without = NOT_FOR_ALL if mode == "strict" else ()
    return _with_less(wanted, without) if without else wanted


def strict_format(form: type[BaseModel]) -> dict[str, Any]:
    """What asks for a schema to be kept to by all means.

    It needs every key required and none besides, which `llm/schema.py` sees to.
    """
    shown = {"name": form.__name__, "strict": True, "schema": form.model_json_schema()}
    return {"response_format": {"type": "json_schema", "json_schema": shown}}


@lru_cache(maxsize=64)
def _with_less(wanted: type[BaseModel], without: tuple[str, ...]) -> type[BaseModel]:
    """The same form that shows a schema without these keywords."""

    def model_json_schema(_: type[BaseModel], *arguments: Any, **named: Any) -> dict[str, Any]:
        return cast("dict[str, Any]", _left(wanted.model_json_schema(*arguments, **named), without))

    return type(wanted.__name__, (wanted,), {"model_json_schema": classmethod(model_json_schema)})


def _left(schema: object, without: Collection[str]) -> object:
    """A schema without some keywords; a property may be called as one of them."""
    if isinstance(schema, list):
        return [_left(one, without) for one in cast("list[object]", schema)]
    if not isinstance(schema, dict):
        return schema
    left: dict[str, object] = {}
    for key, value in cast("dict[str, object]", schema).items():
        if key == "properties" or key == "$defs":
            named = cast("dict[str, object]", value)
            left[key] = {name: _left(one, without) for name, one in named.items()}
        elif key not in without:
            left[key] = _left(value, without)
    return left
