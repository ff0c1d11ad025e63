"""Text from Word files, by the packages that offer it."""

from pathlib import Path

# The converters' own packages are imported where they are used, so that a missing one only loses its converter.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false


def mammoth_raw(path: Path) -> str:
    """What mammoth gives as plain text: every paragraph, cells included, followed by a blank line."""
    import mammoth

    with path.open("rb") as file:
        return mammoth.extract_raw_text(file).value


def mammoth_markdown(path: Path) -> str:
    """What mammoth gives as Markdown, which has no tables: cells become paragraphs."""
    import mammoth

    with path.open("rb") as file:
        return mammoth.convert_to_markdown(file).value


def docx2txt(path: Path) -> str:
    """What docx2txt gives: every paragraph on a line of its own."""
    import docx2txt as package

    return str(package.process(str(path)))


def markitdown(path: Path) -> str:
    """What markitdown makes of whatever file it is given."""
    from markitdown import MarkItDown

    return MarkItDown(enable_plugins=False).convert(path).text_content
