"""A PDF opened by another process first, where it may be a bomb that only pdfium can tell.

A drawing that draws itself twice keeps pdfium busy for years, and nothing in the process that called it can stop it; a
stream that unpacks to more than there is memory ends that process. So one that may be ended opens such a file before
this one does.
"""

# pypdfium2's calls carry no types of their own.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

import subprocess
import sys
from contextlib import closing

_SECONDS_OF_WORK = 4
_SECONDS = 90
_MOST_MEMORY = 2 << 30


def opens_in_time(data: bytes, pages: int) -> bool:
    """Whether the first `pages` pages of these bytes can be opened with no more work and memory than a report takes.

    It is not known, and so the answer is no, where no process of this Python can be begun.
    """
    command = [sys.executable, "-P", __file__, str(pages)]
    try:
        return subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS).returncode == 0
    except (subprocess.TimeoutExpired, OSError):
        return False


def _limit_this_process() -> None:
    """Ends this process when it takes too long or too much, where the system can."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_CPU, _SECONDS_OF_WORK), (resource.RLIMIT_AS, _MOST_MEMORY)):
        allowed = resource.getrlimit(kind)[1]
        least = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(kind, (least, least))


def _open_pages(data: bytes, most: int) -> None:
    """Opens the pages and their text; what is damaged is for the caller to find."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            for number in range(min(len(document), most)):
                try:
                    with closing(document[number]) as page, closing(page.get_textpage()):
                        pass
                except pypdfium2.PdfiumError:
                    continue
    except pypdfium2.PdfiumError:
        return


if __name__ == "__main__":
    _limit_this_process()
    _open_pages(sys.stdin.buffer.read(), int(sys.argv[1]))
