"""Prints the laid-out files with the programs offices use: LibreOffice for Word files, Chromium for web pages."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

_MINUTES = 60


def convert_with_libreoffice(files: Sequence[Path], target: str, folder: Path, seconds: int = 30 * _MINUTES) -> bool:
    """Turn Word files into `target` (`pdf`, `txt:Text (encoded):UTF8`) in one go; False if the program is missing, or
    is not done after so many seconds: some tables that reach over pages it never finishes.
    """
    program = shutil.which("soffice")
    if program is None or not files:
        return False
    with tempfile.TemporaryDirectory() as profile:
        command = [program, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", target]
        command += ["--outdir", str(folder), *map(str, files)]
        done = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            return done.wait(seconds) == 0
        except subprocess.TimeoutExpired:
            # The command starts another, which would go on without it.
            os.killpg(done.pid, signal.SIGKILL)
            done.wait()
            return False


def print_with_chromium(page: Path, pdf: Path) -> bool:
    """Print one web page; False if the program is missing."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        return False
    with tempfile.TemporaryDirectory() as profile:
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        command += [f"--user-data-dir={profile}", "--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=3 * _MINUTES)
    return True
