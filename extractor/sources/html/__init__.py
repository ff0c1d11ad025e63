"""Web pages → `Source`: the report on the page as lines of text, its tables a row a line, the site around it left out."""

from extractor.sources.html.archive import read_web_archive
from extractor.sources.html.door import read_html

__all__ = ["read_html", "read_web_archive"]
