"""What results depend on is addressed by its content: an edit of any of it is seen by whoever keeps results."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from golden import golden, seed
from storing import put

import extractor
from extractor import __version__, digest
from extractor.digest import data_digest, data_files, digest_of
from extractor.llm.prompts import prompt_names
from extractor.result import Extraction, ModelUse, Run
from extractor.service.reading import known_extraction
from extractor.store import open_store

ROOT = Path(__file__).parents[1]
PACKAGE = Path(extractor.__file__).parent
FILES = sorted(data_files(str(PACKAGE)))
EDITED = (
    "forms/2021.toml",
    "forms/shared.toml",
    "lexicon/traditional.txt",
    "narrative/claims.toml",
    "identity/organs.toml",
    "judging/confidence.toml",
)
_SEND = """
import sys
from golden import seed
from serving import running
with running(sys.argv[1]) as service:
    print(service.send(seed(4).read_bytes()).status_code)
"""
_PRODUCER = """
from extractor.batch.work import producer_of
from extractor.llm.settings import Settings
settings = Settings(base_url="http://127.0.0.1:9", model="m")
print(producer_of("off", None).digest(), producer_of("auto", settings).digest())
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and its prompts, whose files may be edited."""
    root = tmp_path_factory.mktemp("copy")
    shutil.copytree(PACKAGE, root / "extractor", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "prompts", root / "prompts")
    return root


def test_the_layout_of_results_is_in_the_digest(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = digest_of(str(copy / "extractor"))
    monkeypatch.setattr(digest, "SCHEMA_VERSION", "1")
    assert digest_of(str(copy / "extractor")) != now


def run(copy: Path, *words: str | Path) -> str:
    """What Python says with the copied package, on stderr first."""
    env = {**os.environ, "PYTHONPATH": f"{copy}{os.pathsep}{ROOT / 'tests'}"}
    done = subprocess.run(
        [sys.executable, *map(str, words)], env=env, cwd=copy, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stderr + done.stdout


def edit(path: Path) -> None:
    """Adds a remark to a file of data."""
    path.write_text(path.read_text("utf-8") + "\n# edited\n", "utf-8")


def test_the_files_that_results_depend_on_are_found() -> None:
    assert {*EDITED, "identity/regions.csv", "lexicon/compatible.txt", "narrative/words.toml"} <= set(FILES)
    assert not any(name.endswith(".py") or name.startswith(("service/", "exporting/")) for name in FILES)


@pytest.mark.parametrize("name", FILES)
def test_an_edit_of_any_file_of_data_gives_another_digest(name: str, tmp_path: Path) -> None:
    for file in FILES:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PACKAGE / file, tmp_path / file)
    before = digest_of(str(tmp_path))
    assert before == data_digest()
    with open(tmp_path / name, "ab") as content:
        content.write(b" ")
    assert digest_of(str(tmp_path)) != before
    assert len(before) == 16


def test_a_form_in_a_folder_of_ones_own_is_in_the_digest(tmp_path: Path) -> None:
    (tmp_path / "2035.toml").write_text("id = 1", "utf-8")
    before = digest_of(str(PACKAGE), [str(tmp_path)])
    (tmp_path / "2035.toml").write_text("id = 2", "utf-8")
    assert data_digest() != before != digest_of(str(PACKAGE), [str(tmp_path)])


def test_no_room_that_a_result_comes_from_is_left_out() -> None:
    """The rooms in order are those of the import law; those from `pipeline` downwards make the result."""
    law = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"][0]
    rooms = [layer.strip("()") for layer in law["layers"]]
    of_results = set(rooms[rooms.index("pipeline") :])
    assert not of_results & digest._NOT_OF_RESULTS  # pyright: ignore[reportPrivateUsage]


@pytest.mark.long
def test_a_batch_reads_again_after_an_edit_and_says_so(copy: Path, tmp_path: Path) -> None:
    batch = ("-m", "extractor.cli", "batch", seed(4), "--out", tmp_path / "run", "--jobs", "1")
    about = tmp_path / "run" / "run.json"
    assert "Done with 1 files" in run(copy, *batch)
    for name in EDITED:
        before = json.loads(about.read_text("utf-8"))["data"]
        assert "Nothing to do" in run(copy, *batch)
        edit(copy / "extractor" / name)
        assert "read again  all that is in" in run(copy, *batch, "--dry-run")
        said = run(copy, *batch)
        now = json.loads(about.read_text("utf-8"))["data"]
        assert before != now
        assert "Done with 1 files" in said
        assert f"What is in the run is read again (data: {before} there, {now} now)." in said


@pytest.mark.long
def test_the_service_reads_again_after_an_edit(copy: Path, tmp_path: Path) -> None:
    store = tmp_path / "store.db"
    assert [run(copy, "-c", _SEND, store).strip() for _ in range(2)] == ["201", "200"]
    edit(copy / "extractor" / "judging" / "confidence.toml")
    assert [run(copy, "-c", _SEND, store).strip() for _ in range(2)] == ["201", "200"]


def test_an_edit_of_a_prompt_makes_another_producer_where_a_model_is_asked(copy: Path) -> None:
    rules, asked = run(copy, "-c", _PRODUCER).split()
    edit(copy / "prompts" / "second-look.md")
    rules_now, asked_now = run(copy, "-c", _PRODUCER).split()
    assert rules == rules_now
    assert asked != asked_now


@pytest.mark.parametrize(("prompts", "is_known"), [(list(prompt_names()), True), (["table@1#000000000000"], False)])
def test_what_a_model_was_asked_with_other_prompts_is_read_again(
    prompts: list[str], is_known: bool, tmp_path: Path
) -> None:
    gold = golden(2)
    use = ModelUse(model="m", prompts=prompts, calls=1, tokens=1, cost=None)
    made = Extraction(**{**vars(gold), "run": Run(__version__, gold.run.form_version, use, {})})
    store = open_store(str(tmp_path / "store.db"))
    document = put(store, made)
    with store.reading() as session:
        assert (known_extraction(session, document) is not None) == is_known
    store.close()
