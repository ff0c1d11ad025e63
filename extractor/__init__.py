"""Reads every figure of China's 政府信息公开工作年度报告 out of messy text, with a proof for each.

::

    from extractor import extract

    extraction = extract("report.txt")
    extraction.fields["applications.new.total"].value

What stands in `__all__` is the public surface; everything else may change. Nothing is imported before it is used,
so that `import extractor` costs nothing.
"""

from __future__ import annotations

from extractor.version import __version__

TYPE_CHECKING = False  # `typing.TYPE_CHECKING`, without importing `typing`
if TYPE_CHECKING:
    from extractor.errors import ExtractorError, SourceError
    from extractor.pipeline import extract
    from extractor.result import Extraction

__all__ = ["Extraction", "ExtractorError", "SourceError", "__version__", "extract"]

_HOMES = {
    "Extraction": "extractor.result",
    "ExtractorError": "extractor.errors",
    "SourceError": "extractor.errors",
    "extract": "extractor.pipeline",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
