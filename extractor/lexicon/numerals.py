"""The Chinese numerals as reports print them; each reader adds what else it takes for one."""

from __future__ import annotations

TO_NINE = "一二三四五六七八九"
"""By value, from one on."""

COUNTING = TO_NINE + "十"
"""What months, days and ordinals are written with."""

NUMERALS = "零" + COUNTING + "百千"
"""What numbers are written with."""
