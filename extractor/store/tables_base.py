"""What the tables have in common: how moments, figures and findings are kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Double
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from extractor.lifting import lift_finding
from extractor.result import Number


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite, which knows no time zones, gives it back as such."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, whatever zone it was given in."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """With its zone."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Figure(TypeDecorator[Number]):
    """A figure: whole numbers come back as such."""

    impl = Double
    cache_ok = True

    def process_result_value(self, value: float | None, dialect: Dialect) -> Number | None:
        """A whole number without decimals."""
        return int(value) if value is not None and value == int(value) else value


class FindingBody(TypeDecorator[dict[str, Any]]):
    """A finding as the result has it; what an earlier schema wrote is lifted when it is read."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: dict[str, Any] | None, dialect: Dialect) -> dict[str, Any] | None:
        """As this schema has it."""
        return None if value is None else lift_finding(value)


class Base(DeclarativeBase):
    """The base of all tables."""

    type_annotation_map = {datetime: Moment(), Number: Figure(), list[Any]: JSON(), dict[str, Any]: JSON()}  # noqa: RUF012
