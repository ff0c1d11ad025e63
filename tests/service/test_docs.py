"""The examples of docs/service.md run, one after the other, against the real server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from golden import SEEDS
from starting import serving

from extractor.store import open_store
from extractor.store.people import grant, person_named

PAGE = (SEEDS.parent / "docs" / "service.md").read_text("utf-8")
BLOCKS = re.findall(r"^```bash\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)[1:]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_examples_run(tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(SEEDS)
    store = open_store(str(tmp_path / "store.db"))
    with store.writing() as session:
        token = grant(session, person_named(session, "王芳", store.now()), "reviewer", store.now()).secret
    store.close()
    assert len(BLOCKS) == 6
    with serving(tmp_path / "store.db") as (_, link):
        script = "set -euo pipefail\n" + "\n".join(BLOCKS)
        address = {**os.environ, "AT": link.partition("/login")[0], "TOKEN": token}
        done = subprocess.run(
            ["bash", "-c", script], cwd=tmp_path, env=address, capture_output=True, text=True, timeout=120, check=False
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"state":"done"' in done.stdout
    assert '"title":"Precondition Failed"' in done.stdout
    assert (tmp_path / "panel.csv").read_text("utf-8").count("\n") > 500
