"""Which model is asked, and how: from the command line, else `EXTRACTOR_LLM_*`, else a TOML file."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from extractor.errors import SettingsError
from extractor.llm.masking import masked

Mode = Literal["json_schema", "tools", "json", "md_json"]
"""The ways to ask for structured output; not every server knows them all."""

_PREFIX = "EXTRACTOR_LLM_"


class Price(BaseModel):
    """What a million tokens cost, in US dollars: those sent and those written."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    sent: float = Field(ge=0)
    written: float = Field(ge=0)


class Settings(BaseModel):
    """One endpoint that speaks OpenAI's protocol. The key, and what is secret in the address, is in no text made of it.

    `mode` is found out by asking where it is None. `timeout` is for one answer. `attempts` is how often a question is
    sent where the server fails for a while, `longest_wait` the most seconds that it waits between them in all, whatever
    the server asks for. `asks` is how often a prompt is tried. `cache` is the file of remembered answers: a default
    where None, none where `off`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, hide_input_in_errors=True)

    base_url: str
    model: str
    api_key: SecretStr = SecretStr("none")
    mode: Mode | None = None
    timeout: float = Field(default=300.0, gt=0)
    concurrency: int = Field(default=2, ge=1)
    requests_per_minute: float | None = Field(default=None, gt=0)
    attempts: int = Field(default=4, ge=1)
    longest_wait: float = Field(default=60.0, ge=0)
    asks: int = Field(default=2, ge=1)
    prices: dict[str, Price] = {}
    budget_tokens: int | None = Field(default=None, ge=0)
    budget_usd: float | None = Field(default=None, ge=0)
    cache: str | None = None

    @model_validator(mode="after")
    def _can_keep_budget(self) -> Settings:
        if self.budget_usd is not None and self.model not in self.prices:
            raise PydanticCustomError("no_price", "needs the price of the model, in `prices` of the settings file")
        return self

    def __repr_args__(self) -> Iterable[tuple[str | None, object]]:
        """What a text of this shows."""
        return [
            (name, masked(self.base_url) if name == "base_url" else value) for name, value in super().__repr_args__()
        ]

    @property
    def shown_address(self) -> str:
        """The endpoint's address without its secrets: what is shown and stored of it, and tells it from others."""
        return masked(self.base_url).rstrip("/")

    def share_of(self, count: int) -> Settings:
        """The same with one of so many shares of its budget."""
        tokens = None if self.budget_tokens is None else self.budget_tokens // count
        usd = None if self.budget_usd is None else self.budget_usd / count
        return self.model_copy(update={"budget_tokens": tokens, "budget_usd": usd})

    def describe(self) -> dict[str, str | int | float | bool]:
        """The settings a result shows: those that can change an answer."""
        return {"llm_endpoint": self.shown_address, "llm_model": self.model, "llm_asks": self.asks}


def load_settings(
    environment: Mapping[str, str] = os.environ, given: Mapping[str, str | None] | None = None
) -> Settings | None:
    """The settings, or None where no endpoint is configured.

    `given` are those of the command line. `EXTRACTOR_LLM_CONFIG` names a TOML file with a table `llm`.

    Raises:
        SettingsError: the file cannot be read, or a setting is unknown or no such value.
    """
    table = _from_file(environment.get(f"{_PREFIX}CONFIG"))
    for name in Settings.model_fields:
        if environment.get(_PREFIX + name.upper()):
            table[name] = environment[_PREFIX + name.upper()]
    table.update((name, value) for name, value in (given or {}).items() if value is not None)
    if not table.get("base_url") or not table.get("model"):
        return None
    try:
        return Settings.model_validate(table)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "budget_usd"
        raise SettingsError(f"setting of the model {where}: {first['msg']}") from None


def _from_file(path: str | None) -> dict[str, object]:
    if not path:
        return {}
    try:
        with open(path, "rb") as file:
            return dict(tomllib.load(file).get("llm", {}))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as settings: {error}") from error
