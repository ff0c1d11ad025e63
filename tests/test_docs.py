"""The documentation is true: what it shows runs, its links lead somewhere, its generated pages are current."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from golden import SEEDS
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.cli.reference import pages

ROOT = SEEDS.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), SEEDS / "README.md"])
ANYTHING = "⋮"
"""A line of a shown output that stands for any lines."""


def blocks(page: Path, language: str) -> list[str]:
    """The code blocks of a page that are in some language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def run(command: str) -> tuple[int, str]:
    """What an `extractor` command line exits with and prints, standing in the repository."""
    words = shlex.split(command, comments=True)
    assert words[0] == "extractor"
    environment = {"COLUMNS": "80", "NO_COLOR": "1", "LC_ALL": "en_US.UTF-8"}
    result = CliRunner(env=environment).invoke(app, words[1:])
    return result.exit_code, "\n".join(line.rstrip() for line in result.output.splitlines())


def sessions(page: Path) -> list[tuple[str, str]]:
    """The commands of a page's `console` blocks, each with the output shown below it."""
    found: list[tuple[str, str]] = []
    for block in blocks(page, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output.strip("\n")))
    return found


def pattern(output: str) -> str:
    """A shown output as a pattern: `⋮` stands for any lines, a confidence for any confidence."""
    made = ""
    for line in output.splitlines():
        if line == ANYTHING:
            made += r"(?:.*\n)*?" if not made else r"(?:\n.*)*?"
        else:
            made += ("" if made in ("", r"(?:.*\n)*?") else "\n") + re.escape(line)
    return re.sub(r"(confidence\\? )[0-9\\.]+", r"\g<1>[0-9.]+", made)


SESSIONS = [(page.name, *session) for page in PAGES for session in sessions(page)]
COMMANDS = sorted(
    {
        line.partition("#")[0].strip()
        for page in PAGES
        for block in blocks(page, "sh")
        for line in block.splitlines()
        if line.startswith("extractor ") and " | " not in line
    }
)
PYTHON = [(page.name, block) for page in PAGES for block in blocks(page, "python")]


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder that looks like the repository and may be written to."""
    (tmp_path / "seeds").symlink_to(SEEDS)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize(("page", "command", "output"), SESSIONS)
def test_a_session_in_the_docs_goes_as_shown(page: str, command: str, output: str) -> None:
    _, printed = run(command)
    assert re.fullmatch(pattern(output), printed.strip("\n")), f"{page}: {command} prints:\n{printed}"


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize("command", [command for command in COMMANDS if "llm" in command])
def test_a_command_in_the_docs_that_asks_a_model_says_that_there_is_none(command: str) -> None:
    exit_code, output = run(command)
    assert exit_code == 2
    assert "no model is configured" in output


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize("command", [command for command in COMMANDS if "llm" not in command])
def test_a_command_in_the_docs_runs(command: str) -> None:
    if command.startswith(("extractor panel RUN", "extractor report RUN")):
        assert run("extractor batch seeds/ --out RUN -j 1")[0] == 0
    exit_code, output = run(command)
    assert exit_code in (0, 1), output
    assert "Traceback" not in output


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize(("page", "code"), PYTHON)
def test_python_in_the_docs_runs(page: str, code: str) -> None:
    exec(compile(code, page, "exec"), {})


def test_the_docs_show_commands_at_all() -> None:
    assert len(SESSIONS) >= 5
    assert len(COMMANDS) >= 4
    assert len(PYTHON) >= 3


@pytest.mark.parametrize("name", pages())
def test_a_generated_page_is_current(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == pages()[name], "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


def test_every_make_target_in_the_docs_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = re.compile(r"(?:`|^)make ([a-z]+)", re.MULTILINE)
    assert {name for page in PAGES for name in named.findall(page.read_text("utf-8"))} <= targets


def test_nothing_tells_to_install_another_project_of_the_same_name() -> None:
    told = re.compile(r"pip install (?:-\S+ )*['\"]?(?:nianbao-)?extractor\b(?!/)")
    paths = [*PAGES, *DOCS.rglob("Dockerfile"), *(ROOT / "extractor").rglob("*.py")]
    assert [path.name for path in paths if told.search(path.read_text("utf-8"))] == []
