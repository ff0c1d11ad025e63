"""What is known of providers is data: every value of it is a setting, and a key goes to its own address alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import SecretStr
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from extractor.errors import SettingsError
from extractor.llm import failures
from extractor.llm.address import check_address
from extractor.llm.endpoint import Endpoint
from extractor.llm.providers import all_providers, provider_named
from extractor.llm.settings import Settings, load_settings
from extractor.pipeline import extract
from tests.llm.asking import PATH, TEXT, patient, says
from tests.llm.server import PLAYERS, completion, playing

OWN = {"EXTRACTOR_LLM_MODEL": "some"}
EVERY = ["openai", "azure", "deepseek", "qwen", "glm", "kimi", "ollama", "vllm", "llama-cpp"]


def test_all_that_are_promised_are_there() -> None:
    assert list(all_providers()) == EVERY


@pytest.mark.parametrize("name", EVERY)
def test_what_a_provider_begins_with_are_settings(name: str) -> None:
    provider = provider_named(name)
    azure = {"EXTRACTOR_LLM_BASE_URL": "https://mine.openai.azure.com/openai/v1"} if name == "azure" else {}
    settings = load_settings({**OWN, **azure, "EXTRACTOR_LLM_PROVIDER": name})
    assert settings is not None
    check_address(settings)
    assert settings.mode_first == provider.settings["mode_first"]
    assert provider.sources
    assert bool(provider.not_found) == bool(provider.not_found_zh)


def test_only_what_was_recorded_from_counts_as_tried() -> None:
    assert [name for name, one in all_providers().items() if one.tried] == ["llama-cpp"]


def test_what_is_set_wins_over_what_is_known() -> None:
    environment = {"EXTRACTOR_LLM_PROVIDER": "openai", "EXTRACTOR_LLM_SEED": "7", "EXTRACTOR_LLM_MODE_FIRST": "tools"}
    settings = load_settings({**OWN, **environment}, {"base_url": "http://127.0.0.1:1/v1"})
    assert settings is not None
    assert (settings.seed, settings.temperature, settings.mode_first) == (7, None, "tools")
    assert (settings.base_url, settings.max_tokens_name) == ("http://127.0.0.1:1/v1", "max_completion_tokens")


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"EXTRACTOR_LLM_PROVIDER": "nobody", **OWN}, "deepseek"),
        ({"EXTRACTOR_LLM_PROVIDER": "azure", **OWN}, "https://RESOURCE.openai.azure.com"),
        ({"EXTRACTOR_LLM_PROVIDER": "kimi"}, "EXTRACTOR_LLM_MODEL"),
    ],
)
def test_a_provider_that_cannot_be_asked_is_told(environment: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        load_settings(environment)


@pytest.mark.parametrize(
    ("name", "base_url", "is_sent"),
    [
        ("deepseek", None, True),
        ("deepseek", "https://somewhere.example/v1", False),
        ("deepseek", "https://api.deepseek.com.example/v1", False),
        ("glm", "https://api.z.ai/api/paas/v4", True),
        ("azure", "https://mine.openai.azure.com/openai/v1", True),
        ("azure", "https://openai.azure.com.example/openai/v1", False),
        ("openai", "http://127.0.0.1:8081/v1", False),
    ],
)
def test_a_key_is_sent_to_its_own_provider_alone(name: str, base_url: str | None, is_sent: bool) -> None:
    variable = provider_named(name).key
    assert variable is not None
    environment = {**OWN, "EXTRACTOR_LLM_PROVIDER": name, variable: "sk-mine"}
    settings = load_settings(environment, {"base_url": base_url})
    assert settings is not None
    assert (settings.api_key.get_secret_value() == "sk-mine") == is_sent


def test_a_key_that_is_set_wins_over_the_providers_variable() -> None:
    environment = {"EXTRACTOR_LLM_PROVIDER": "kimi", "MOONSHOT_API_KEY": "sk-one", "EXTRACTOR_LLM_API_KEY": "sk-two"}
    settings = load_settings({**OWN, **environment})
    assert settings is not None
    assert settings.api_key.get_secret_value() == "sk-two"


def asked_with(server: HTTPServer, **changes: Any) -> tuple[Request, dict[str, Any], dict[str, Any]]:
    """The first question that is sent with these settings, its body, and the settings that the result shows."""
    server.expect_request(PATH, method="POST").respond_with_handler(
        lambda request: playing(PLAYERS["copied"])(json.loads(request.get_data()))
    )
    base = patient(server.url_for("/v1")).model_dump() | changes
    found = extract(TEXT, llm=Endpoint(Settings.model_validate(base)))
    request = server.log[0][0]
    return request, json.loads(request.get_data()), dict(found.run.settings)


def test_parameters_are_sent_as_they_are_set(httpserver: HTTPServer) -> None:
    changes = {"seed": 7, "reasoning_effort": "low", "max_tokens_name": "max_completion_tokens", "max_tokens": 900}
    _, body, shown = asked_with(httpserver, **changes, extra_body={"thinking": {"type": "disabled"}})
    assert (body["seed"], body["reasoning_effort"], body["max_completion_tokens"]) == (7, "low", 900)
    assert body["thinking"] == {"type": "disabled"}
    assert "max_tokens" not in body
    assert json.loads(shown["llm_parameters"]) == {**changes, "extra_body": {"thinking": {"type": "disabled"}}}


def test_parameters_that_are_off_are_not_sent(httpserver: HTTPServer) -> None:
    off = {"seed": "off", "temperature": "off", "max_tokens_name": "off"}
    _, body, shown = asked_with(httpserver, **off)
    assert sorted(body) == ["messages", "model", "response_format"]
    assert json.loads(shown["llm_parameters"]) == {"seed": None, "temperature": None, "max_tokens_name": None}


def test_a_result_shows_no_parameters_where_all_are_as_by_default(httpserver: HTTPServer) -> None:
    _, body, shown = asked_with(httpserver)
    assert (body["temperature"], body["seed"], body["max_tokens"]) == (0, 20190421, 1400)
    assert "llm_parameters" not in shown


def test_headers_are_sent_and_their_values_shown_nowhere(
    httpserver: HTTPServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        request, _, shown = asked_with(httpserver, extra_headers={"api-key": "hunter2-of-mine"})
    assert request.headers["api-key"] == "hunter2-of-mine"
    settings = Settings(base_url="x", model="m", extra_headers={"api-key": SecretStr("hunter2-of-mine")})
    told = [one.getMessage() for one in caplog.records if one.name != "werkzeug"]
    assert "hunter2" not in f"{shown} {told} {settings} {settings!r} {settings.describe()} {settings.model_dump_json()}"


@pytest.mark.parametrize(
    "headers", [{"a b": "x"}, {"": "x"}, {"x": "a\r\nb"}, {"x": "密"}, {"Host": "x"}, {"content-length": "3"}]
)
def test_headers_that_cannot_be_sent_are_told_and_not_repeated(headers: dict[str, str]) -> None:
    base = {"base_url": "http://127.0.0.1/v1", "model": "m", "extra_headers": headers}
    with pytest.raises(SettingsError, match="extra_headers"):
        check_address(Settings.model_validate(base))


def test_settings_of_several_parts_are_json_in_the_environment() -> None:
    environment = {
        "EXTRACTOR_LLM_PROVIDER": "ollama",
        "EXTRACTOR_LLM_EXTRA_BODY": '{"enable_thinking": false}',
        "EXTRACTOR_LLM_EXTRA_HEADERS": '{"x-org": "one"}',
        "EXTRACTOR_LLM_PRICES": '{"some": {"sent": 0.1, "written": 0.2, "cached": 0.01}}',
        "EXTRACTOR_LLM_SCHEMA_WITHOUT": '["maxLength"]',
    }
    settings = load_settings({**OWN, **environment})
    assert settings is not None
    assert settings.extra_body == {"enable_thinking": False}
    assert settings.extra_headers["x-org"].get_secret_value() == "one"
    assert settings.prices["some"].cached == 0.01
    assert settings.schema_without == ("maxLength",)


@pytest.mark.parametrize("value", ["{", "[1]", '{"stream": true}', '{"messages": []}', "[" * 100_000])
def test_a_body_that_is_none_or_changes_the_question_is_told(value: str) -> None:
    with pytest.raises(SettingsError, match="extra_body"):
        load_settings({**OWN, "EXTRACTOR_LLM_PROVIDER": "ollama", "EXTRACTOR_LLM_EXTRA_BODY": value})


def keywords(schema: object) -> set[str]:
    """The keys at any depth of a schema."""
    if isinstance(schema, dict):
        return set(schema) | {key for one in schema.values() for key in keywords(one)}
    return {key for one in schema for key in keywords(one)} if isinstance(schema, list) else set()


@pytest.mark.parametrize(
    ("changes", "without"),
    [
        ({"mode": "json_schema"}, set()),
        ({"mode": "strict"}, {"maxLength", "minItems", "maxItems"}),
        ({"mode": "strict", "schema_without": ["maxLength"]}, {"maxLength"}),
        ({"mode": "json_schema", "schema_without": ["maxLength", "minItems"]}, {"maxLength", "minItems"}),
    ],
)
def test_a_schema_is_shown_without_the_keywords_that_are_not_taken(
    changes: dict[str, Any], without: set[str], httpserver: HTTPServer
) -> None:
    seen: list[dict[str, Any]] = []

    def keep(request: Request) -> Response:
        seen.append(json.loads(request.get_data()))
        return Response("{}", 400, content_type="application/json")

    httpserver.expect_request(PATH, method="POST").respond_with_handler(keep)
    extract(TEXT, llm=Endpoint(Settings.model_validate(patient(httpserver.url_for("/v1")).model_dump() | changes)))
    shown = seen[0]["response_format"]["json_schema"]
    assert shown.get("strict", False) == (changes["mode"] == "strict")
    assert keywords(shown["schema"]).isdisjoint(without)
    assert {"maxLength", "minItems", "maxItems", "type"} - without <= keywords(shown["schema"])
    assert shown["schema"]["additionalProperties"] is False
    assert sorted(shown["schema"]["required"]) == sorted(shown["schema"]["properties"])


@pytest.mark.parametrize("value", ['["type"]', '["title"]', "maxLength", '["no such"]'])
def test_a_keyword_that_a_schema_cannot_do_without_is_told(value: str) -> None:
    with pytest.raises(SettingsError, match="schema_without"):
        load_settings({**OWN, "EXTRACTOR_LLM_PROVIDER": "ollama", "EXTRACTOR_LLM_SCHEMA_WITHOUT": value})


def test_what_is_not_shown_in_the_schema_is_asked_of_the_answer_all_the_same(httpserver: HTTPServer) -> None:
    def too_short(request: Request) -> Response:
        labels = json.loads(request.get_data())["response_format"]["json_schema"]["schema"]["properties"]
        content = json.dumps({label: ["0"] for label in labels}, ensure_ascii=False)
        return Response(json.dumps(completion(content)), content_type="application/json")

    httpserver.expect_request(PATH, method="POST").respond_with_handler(too_short)
    base = patient(httpserver.url_for("/v1")).model_copy(update={"mode": "strict"})
    assert says(extract(TEXT, llm=Endpoint(base)), failures.OTHER_FORM)
