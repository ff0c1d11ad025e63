"""Settings come from flags, the environment and a file, and a key is in no text made of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from extractor.errors import SettingsError
from extractor.llm.address import check_address
from extractor.llm.prompts import load_prompt, parse_prompt
from extractor.llm.settings import Settings, load_settings

ENDPOINT = {"EXTRACTOR_LLM_BASE_URL": "http://127.0.0.1:1/v1", "EXTRACTOR_LLM_MODEL": "some"}


def test_no_endpoint_is_no_settings() -> None:
    assert load_settings({}) is None


def test_the_environment_names_an_endpoint() -> None:
    settings = load_settings({**ENDPOINT, "EXTRACTOR_LLM_TIMEOUT": "12.5"})
    assert settings is not None
    assert (settings.base_url, settings.model, settings.timeout) == ("http://127.0.0.1:1/v1", "some", 12.5)


def test_flags_win_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[llm]\nmodel = "file"\nmode = "json"\nasks = 1\nprices.flag = { sent = 0.1, written = 0.3 }\n')
    settings = load_settings({**ENDPOINT, "EXTRACTOR_LLM_CONFIG": str(path)}, {"model": "flag", "mode": None})
    assert settings is not None
    assert (settings.model, settings.mode, settings.asks) == ("flag", "json", 1)
    assert settings.prices["flag"].written == 0.3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("MODE", "guess"), ("TIMEOUT", "soon"), ("TIMEOUT", "inf"), ("ATTEMPTS", "0"), ("CONFIG", "/no/such/file")],
        *[("LONGEST_WAIT", "-1"), ("LONGEST_WAIT", "nan"), ("BUDGET_TOKENS", "-1"), ("REQUESTS_PER_MINUTE", "inf")],
    ],
)
def test_a_value_that_cannot_be_is_told(name: str, value: str) -> None:
    with pytest.raises(SettingsError):
        load_settings({**ENDPOINT, f"EXTRACTOR_LLM_{name}": value})


def test_a_setting_nobody_knows_is_told(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("[llm]\ntemprature = 1\n")
    with pytest.raises(SettingsError, match="temprature"):
        load_settings({**ENDPOINT, "EXTRACTOR_LLM_CONFIG": str(path)})


def test_a_key_is_in_no_text() -> None:
    settings = load_settings({**ENDPOINT, "EXTRACTOR_LLM_API_KEY": "sk-secret"})
    assert settings is not None
    assert settings.api_key.get_secret_value() == "sk-secret"
    assert "sk-secret" not in f"{settings} {settings!r} {settings.describe()}"


def test_a_prompts_hash_is_that_of_its_text() -> None:
    prompt = load_prompt("table")
    text = Path("prompts/table.md").read_text("utf-8")
    assert parse_prompt(text, "table") == prompt
    assert parse_prompt(text + "\n", "table").name != prompt.name


def test_a_prompt_that_lacks_a_part_is_told() -> None:
    with pytest.raises(SettingsError, match="answer"):
        parse_prompt("---\nid: a\nversion: 1\n---\n\n## system\nx\n\n## example\nx\n\n## ask\nx\n", "a")


@pytest.mark.parametrize(
    "address",
    [
        *("", "127.0.0.1:8081/v1", "ftp://host/v1", "http://", "http:///v1", "http://host:99999/v1", "http://ho st/v1"),
        *("file:///etc/passwd", "http://a:b@c@host/v1#d", "http://host/@x"),
    ],
)
def test_an_address_that_no_client_can_be_made_of_is_told(address: str) -> None:
    with pytest.raises(SettingsError, match="base_url"):
        check_address(Settings(base_url=address, model="m"))


@pytest.mark.parametrize("key", ["密钥", "sk-a\n", " sk-a", "sk-\x00a"])
def test_a_key_that_no_header_can_hold_is_told_and_not_repeated(key: str) -> None:
    with pytest.raises(SettingsError, match="api_key") as caught:
        check_address(Settings(base_url="http://127.0.0.1/v1", model="m", api_key=SecretStr(key)))
    assert key.strip() not in str(caught.value)
