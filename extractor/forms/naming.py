"""How a field is called in a sentence: its row and its column, as the form prints them."""

from __future__ import annotations

from functools import lru_cache

from extractor.forms.model import Form


@lru_cache(maxsize=8)
def field_names(form: Form) -> dict[str, str]:
    """Field key → its name in Chinese, such as `予以公开·自然人`."""
    names: dict[str, str] = {}
    for section in form.sections:
        groups = {group.key: group.labels[0] for group in section.groups}
        for block in section.blocks:
            for row in block.rows:
                for field, column in zip(row.fields, block.columns, strict=True):
                    head = row.labels[0] if row.labels else groups[column.group or ""]
                    names[field] = f"{head}·{column.labels[0]}"
    return names
