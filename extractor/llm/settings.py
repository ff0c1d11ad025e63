"""Which model is asked, and how: from the command line, else `EXTRACTOR_LLM_*`, else a TOML file, else what is known of
its provider.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from extractor.errors import SettingsError
from extractor.llm.masking import masked
from extractor.llm.providers import provider_named

Mode = Literal["json_schema", "strict", "tools", "json", "md_json"]
"""The ways to ask for structured output; not every server knows them all. `strict` is a schema that the server says it
keeps to by all means, and for which it takes fewer keywords.
"""

Keyword = Literal[
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minimum",
    "maximum",
    "multipleOf",
]
"""What a schema may say of a value beside its type, and a server may not take."""

OFF = "off"
"""The value that stands for nothing: no file of answers, a parameter that is not sent."""

_PREFIX = "EXTRACTOR_LLM_"
_Value = TypeVar("_Value")


def _unless_off(found: object) -> object:
    return None if found == OFF else found


def _read(found: object) -> object:
    """What a variable of the environment can only say as JSON."""
    if not isinstance(found, str):
        return found
    try:
        return json.loads(found)
    except (ValueError, RecursionError):
        raise PydanticCustomError("no_json", "is to be JSON, as in a variable of the environment") from None


Accept = Literal["proof", "readers"]
"""What a figure that a model reads may be accepted by: a proof alone, or also that two readers place it alike and all
sums hold.
"""

Sent = Annotated[_Value | None, BeforeValidator(_unless_off)]
"""A parameter of a question; None where it is not sent."""
Table = Annotated[_Value, BeforeValidator(_read)]
"""A value of several parts."""
_OURS = frozenset({"model", "messages", "stream", "n"})
"""What `extra_body` may not say."""


class Price(BaseModel):
    """What a million tokens cost, in US dollars: those sent and those written; and those sent that the provider still
    had in its cache, if that is known.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    sent: float = Field(ge=0)
    written: float = Field(ge=0)
    cached: float | None = Field(default=None, ge=0)


class SecondReader(BaseModel):
    """Another endpoint, asked about the same tables where `accept` is `readers`; what it does not say is as for the
    first.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    base_url: str
    model: str
    api_key: SecretStr = SecretStr("none")
    mode: Mode | None = None
    temperature: Sent[float] = 0.0
    seed: Sent[int] = 20190421
    max_tokens_name: Sent[Literal["max_tokens", "max_completion_tokens"]] = "max_tokens"
    extra_body: Table[dict[str, JsonValue]] = {}
    extra_headers: Table[dict[str, SecretStr]] = {}


class Settings(BaseModel):
    """One endpoint that speaks OpenAI's protocol. The key, and what is secret in address or headers, is in no text made
    of it.

    `mode` is found out by asking where it is None, beginning with `mode_first`. `timeout` is for one answer. `attempts`
    is how often a question is sent where the server fails for a while, `longest_wait` the most seconds that it waits
    between them in all, whatever the server asks for. `asks` is how often a prompt is tried. `cache` is the file of
    remembered answers: a default where None, none where `off`.

    A batch of a provider's is asked for at `batch_path`, within `batch_window`, with at most so many `batch_questions`
    and `batch_bytes` in one file, at `batch_price` times the price; there is no such interface where the path is None.

    An answer may have `max_tokens`, and once so many `thinking_tokens` where a model's thinking took them. `extra_body`
    is sent beside the parameters, `extra_headers` beside the headers. `schema_without` are keywords that the server
    does not take in schemas; by default those that not every server with `strict` takes.

    With `image = "auto"` a table that is printed on a page is shown as a picture too, to a model that takes pictures.

    `accept` says whether what two readers say alike may be taken for evidence, `second` who the other is: the same
    endpoint with another prompt where it is None.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, hide_input_in_errors=True)

    provider: str | None = None
    base_url: str
    model: str
    api_key: SecretStr = SecretStr("none")
    mode: Mode | None = None
    mode_first: Mode | None = None
    timeout: float = Field(default=300.0, gt=0)
    concurrency: int = Field(default=2, ge=1)
    requests_per_minute: float | None = Field(default=None, gt=0)
    attempts: int = Field(default=4, ge=1)
    longest_wait: float = Field(default=60.0, ge=0)
    asks: int = Field(default=2, ge=1)
    prices: Table[dict[str, Price]] = {}
    budget_tokens: int | None = Field(default=None, ge=0)
    budget_usd: float | None = Field(default=None, ge=0)
    cache: str | None = None
    seed: Sent[int] = 20190421
    temperature: Sent[float] = 0.0
    reasoning_effort: Sent[str] = None
    max_tokens_name: Sent[Literal["max_tokens", "max_completion_tokens"]] = "max_tokens"
    # No answer is longer: section three has 27 rows of seven figures.
    max_tokens: int = Field(default=1400, ge=1, le=1_000_000)
    thinking_tokens: int = Field(default=16_384, ge=1, le=1_000_000)
    extra_body: Table[dict[str, JsonValue]] = {}
    extra_headers: Table[dict[str, SecretStr]] = {}
    schema_without: Table[tuple[Keyword, ...]] | None = None
    image: Literal["auto", "off"] = "off"
    accept: Accept = "proof"
    second: Table[SecondReader] | None = None
    batch_path: Sent[str] = Field(default="/v1/chat/completions", pattern=r"^/[A-Za-z0-9/._-]{1,100}$")
    batch_window: str = Field(default="24h", pattern=r"^[0-9]{1,3}[hd]$")
    batch_price: float = Field(default=0.5, ge=0, le=1)
    batch_questions: int = Field(default=50_000, ge=1)
    batch_bytes: int = Field(default=100_000_000, ge=100_000)

    @model_validator(mode="after")
    def _can_keep_budget(self) -> Settings:
        if self.budget_usd is not None and self.dearest is None:
            raise PydanticCustomError(
                "no_price", "budget_usd: needs the price of each model, in `prices` of the settings file"
            )
        return self

    @model_validator(mode="after")
    def _leaves_question_alone(self) -> Settings:
        if own := sorted(_OURS & self.extra_body.keys()):
            raise PydanticCustomError("ours", "extra_body: what a question says is not changed: {own}", {"own": own[0]})
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

    @property
    def of_second(self) -> Settings:
        """The settings of the second reader; the same where it is the same endpoint."""
        if self.second is None:
            return self
        own = {name: getattr(self.second, name) for name in SecondReader.model_fields}
        return self.model_copy(update={**own, "provider": None, "mode_first": None, "reasoning_effort": None})

    @property
    def dearest(self) -> Price | None:
        """What a token costs at the most, of those who may be asked; None where a price is not known."""
        models = {self.model} if self.second is None else {self.model, self.second.model}
        if not models <= self.prices.keys():
            return None
        known = [self.prices[model] for model in models]
        return Price(sent=max(one.sent for one in known), written=max(one.written for one in known))

    def share_of(self, count: int) -> Settings:
        """The same with one of so many shares of its budget."""
        tokens = None if self.budget_tokens is None else self.budget_tokens // count
        usd = None if self.budget_usd is None else self.budget_usd / count
        return self.model_copy(update={"budget_tokens": tokens, "budget_usd": usd})

    def in_batches(self) -> Settings:
        """The same where its questions go into batches of the provider's: at their price, and at no pace of ours."""
        share = self.batch_price
        prices = {name: Price(sent=one.sent * share, written=one.written * share) for name, one in self.prices.items()}
        return self.model_copy(update={"prices": prices, "requests_per_minute": None, "attempts": 1})

    @property
    def parameters(self) -> dict[str, JsonValue]:
        """What is sent beside a question and can change its answer; empty where all is as by default."""
        names = ("seed", "temperature", "reasoning_effort", "max_tokens_name", "max_tokens", "schema_without", "image")
        usual = type(self).model_fields
        own: dict[str, Any] = {name: getattr(self, name) for name in (*names, "extra_body")}
        return {name: value for name, value in own.items() if value != usual[name].default}

    def describe(self) -> dict[str, str | int | float | bool]:
        """The settings a result shows: those that can change an answer."""
        shown: dict[str, str | int | float | bool] = {
            "llm_endpoint": self.shown_address,
            "llm_model": self.model,
            "llm_asks": self.asks,
        }
        if self.accept != "proof":
            other = self.of_second
            shown |= {
                "llm_accept": self.accept,
                "llm_second_endpoint": other.shown_address,
                "llm_second_model": other.model,
            }
        if self.parameters:
            shown["llm_parameters"] = json.dumps(self.parameters, ensure_ascii=False, sort_keys=True)
        return shown


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
    if table.get("provider"):
        table = _with_provider(table, environment)
    if not table.get("base_url") or not table.get("model"):
        return None
    try:
        return Settings.model_validate(table)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or first["msg"].partition(":")[0]
        raise SettingsError(f"setting of the model {where}: {first['msg']}") from None


def _with_provider(table: dict[str, Any], environment: Mapping[str, str]) -> dict[str, Any]:
    """The settings beside those that the provider begins with, and its own key.

    Raises:
        SettingsError: there is no such provider, or what it needs is not set.
    """
    provider = provider_named(str(table["provider"]))
    table = provider.settings | table
    if not table.get("base_url"):
        raise SettingsError(f"setting of the model base_url: {provider.title} needs it, such as {provider.address}")
    if not table.get("model"):
        raise SettingsError(f"setting of the model model: {provider.title} needs one, in {_PREFIX}MODEL")
    key = provider.key_for(str(table["base_url"]), environment)
    return ({"api_key": key} if key else {}) | table


def _from_file(path: str | None) -> dict[str, Any]:
    if not path:
        return {}
    try:
        with open(path, "rb") as file:
            return dict(tomllib.load(file).get("llm", {}))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as settings: {error}") from error
