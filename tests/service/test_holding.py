"""Two servers on one SQLite store: the second is refused, and nothing is left of a server that was killed."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import httpx2
import pytest
from starting import COMMAND, serving

from extractor.errors import StoreError
from extractor.service.app import opened
from extractor.service.settings import Settings
from extractor.store.holding import held


def refused(store: Path | str, cwd: Path) -> subprocess.CompletedProcess[str]:
    words = [*COMMAND, "serve", "--port", "0", "--store", str(store)]
    return subprocess.run(words, capture_output=True, text=True, timeout=60, cwd=cwd, check=False)


@pytest.mark.long
def test_a_second_server_is_refused_in_one_sentence_by_whatever_path_it_comes(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to("store.db")
    with serving(tmp_path / "store.db") as (_, link):
        for store in ("store.db", f"sqlite:///{tmp_path}/link.db"):
            found = refused(store, tmp_path)
            assert (found.returncode, found.stdout) == (2, "")
            assert found.stderr.strip().count("\n") == 0
            assert "another server works on this store already" in found.stderr
        assert httpx2.get(f"{link.partition('/login')[0]}/readyz").status_code == 200


@pytest.mark.long
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_a_server_that_has_ended_however_keeps_nobody_out(tmp_path: Path, end: signal.Signals) -> None:
    for _ in range(2):
        with serving(tmp_path / "store.db") as (running, link):
            assert httpx2.get(f"{link.partition('/login')[0]}/readyz").status_code == 200
            running.send_signal(end)
            running.wait(60)


def test_tokens_can_be_made_while_a_server_runs(tmp_path: Path) -> None:
    with serving(tmp_path / "store.db"):
        words = [*COMMAND, "token", "create", "王芳", "--store", str(tmp_path / "store.db")]
        assert subprocess.run(words, capture_output=True, timeout=60, check=False).returncode == 0


def test_a_store_is_held_before_it_is_opened_and_given_back_after_it_is_closed(tmp_path: Path) -> None:
    where = str(tmp_path / "store.db")
    with held(where):
        with pytest.raises(StoreError, match="another server works on this store"), opened(Settings(where)):
            pass
        assert not (tmp_path / "store.db").exists()
    with opened(Settings(where, workers=1)), pytest.raises(StoreError, match="another server"), held(where):
        pass
    with held(where):
        assert (os.stat(f"{where}-lock").st_mode & 0o777) == 0o600


def test_a_folder_in_which_nothing_can_be_locked_is_told(tmp_path: Path) -> None:
    (tmp_path / "store.db-lock").mkdir()
    with (
        pytest.raises(StoreError, match="cannot be held by this server alone") as error,
        held(str(tmp_path / "store.db")),
    ):
        pass
    assert "\n" not in str(error.value)


def test_several_servers_share_a_postgresql() -> None:
    with held("postgresql://db/extractor"), held("postgresql://db/extractor"):
        pass
