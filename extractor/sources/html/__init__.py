"""Web pages → `Source`: the report on the page as lines of text, a table row a line, without the site around it."""

from extractor.sources.html.archive import read_web_archive
from extractor.sources.html.opener import read_html

__all__ = ["read_html", "read_web_archive"]
