"""What a benchmark found, printed or written as a page of docs."""

from pathlib import Path


def write_page(text: str, path: Path | None) -> None:
    """Writes a page to its file, or prints it where none is named."""
    if path is None:
        print(text, end="")
    else:
        path.write_text(text, "utf-8")
