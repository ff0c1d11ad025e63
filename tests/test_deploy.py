"""What is shipped for running it in an office fits the program: its flags, variables, addresses and users."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.llm.settings import Settings as ModelSettings
from extractor.service.settings import proxies, public_url

ROOT = Path(__file__).parents[1]
DEPLOY = (ROOT / "docs" / "deploy.md").read_text("utf-8")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))


def options_of_serve() -> tuple[set[str], set[str]]:
    """The flags of `extractor serve`, and the variables it reads."""
    context = get_command(app).make_context("extractor", ["serve", "--help"], resilient_parsing=True)
    serve = get_command(app).get_command(context, "serve")  # pyright: ignore[reportAttributeAccessIssue]
    flags = {flag for one in serve.params for flag in one.opts}
    return flags, {str(one.envvar) for one in serve.params if getattr(one, "envvar", None)}


def test_the_service_is_started_with_flags_and_variables_that_it_has(compose: dict[str, Any]) -> None:
    service = compose["services"]["extractor"]
    flags, variables = options_of_serve()
    assert service["command"][0] == "serve"
    assert {word for word in service["command"] if word.startswith("--")} <= flags
    known = variables | {f"EXTRACTOR_LLM_{name.upper()}" for name in ModelSettings.model_fields}
    assert set(service["environment"]) <= known


def test_the_values_it_is_given_are_taken(compose: dict[str, Any]) -> None:
    environment = compose["services"]["extractor"]["environment"]
    (network,) = proxies(environment["EXTRACTOR_BEHIND_PROXY"])
    assert network == compose["networks"]["proxied"]["ipam"]["config"][0]["subnet"]
    assert ipaddress.ip_network(network).is_private
    shown = re.sub(r"\$\{.*?\}", "reports.example.cn", environment["EXTRACTOR_PUBLIC_URL"])
    assert public_url(shown) == "https://reports.example.cn"


def test_only_the_proxy_is_reached_from_outside_and_the_database_reaches_nothing(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert [name for name, one in services.items() if "ports" in one] == ["proxy"]
    assert set(services["database"]["networks"]) == {"inside"}
    assert compose["networks"]["inside"]["internal"] is True
    assert "inside" not in services["proxy"]["networks"]
    assert all("healthcheck" in services[name] for name in ("database", "extractor"))


def test_every_file_that_is_named_is_there(compose: dict[str, Any]) -> None:
    build = compose["services"]["extractor"]["build"]
    assert (ROOT / build["dockerfile"]).is_file()
    mounted = [one.partition(":")[0] for one in compose["services"]["proxy"]["volumes"] if one.startswith("./")]
    assert mounted
    assert all((ROOT / one).is_file() for one in mounted)
    for source in re.findall(r"^COPY (?!--)(.+) \S+$", (ROOT / build["dockerfile"]).read_text("utf-8"), re.MULTILINE):
        assert all((ROOT / one).exists() for one in source.split())


def test_the_image_runs_as_nobody_with_rights_and_the_proxy_asks_the_service(compose: dict[str, Any]) -> None:
    dockerfile = (ROOT / "docs" / "deploy" / "Dockerfile").read_text("utf-8")
    last = dockerfile.rpartition("FROM ")[2]
    assert re.search(r"^USER extractor$", last, re.MULTILINE)
    assert "apt-get" not in dockerfile
    assert "reverse_proxy extractor:8000" in (ROOT / "docs" / "deploy" / "Caddyfile").read_text("utf-8")
    assert compose["services"]["extractor"]["command"][3:5] == ["--port", "8000"]


def test_every_flag_that_the_page_shows_is_one_of_the_command() -> None:
    flags, variables = options_of_serve()
    shown = {flag for line in re.findall(r"extractor serve[^\n`]*", DEPLOY) for flag in re.findall(r"--[a-z-]+", line)}
    assert shown
    assert shown <= flags
    named = set(re.findall(r"EXTRACTOR_(?!LLM|DB|HOST|WORKERS)[A-Z_]+", DEPLOY))
    assert named <= variables


def test_the_commands_that_the_page_shows_are_there() -> None:
    for words in (["serve", "--help"], ["token", "create", "--help"], ["llm", "check", "--help"]):
        assert CliRunner().invoke(app, words).exit_code == 0
