"""Text from web pages, the ways Python programs take it."""

from pathlib import Path

# The converters' own packages are imported where they are used, so that a missing one only loses its converter.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false


def _page(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def html2text(path: Path) -> str:
    """What html2text gives as it comes, but without wrapping lines."""
    import html2text as package

    writer = package.HTML2Text(bodywidth=0)
    return writer.handle(_page(path))


def inscriptis(path: Path) -> str:
    """What inscriptis gives, which lays tables out with spaces and knows no spans."""
    from inscriptis import get_text

    return get_text(_page(path))


def trafilatura(path: Path) -> str:
    """What trafilatura takes for the main text, with tables."""
    import trafilatura as package

    return package.extract(_page(path), include_tables=True, favor_recall=True) or ""


def beautifulsoup(path: Path) -> str:
    """Every string of the page on a line of its own."""
    from bs4 import BeautifulSoup

    return BeautifulSoup(_page(path), "html.parser").get_text("\n")


def markdownify(path: Path) -> str:
    """What markdownify gives as it comes."""
    from markdownify import markdownify as convert

    return str(convert(_page(path)))
