"""A table of the overview: the same rows on the page, with bars, and in the workbook."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

WIDTH = 100
# A table that is much longer shows this many rows and folds the rest.
SHOWN, MUCH = 12, 16


@dataclass(frozen=True)
class Column:
    """A column: its heading, and how a cell is written: text, number, money, days, share, day."""

    label: str | Promise
    form: str = "text"


@dataclass
class Table:
    """Rows under columns. The first column names the row; `bar` is the column that the bars draw.

    more  how many rows there are besides those that are shown
    """

    name: str
    title: str | Promise
    columns: tuple[Column, ...]
    rows: list[list[Any]] = field(default_factory=list)
    note: str | Promise = ""
    bar: int | None = None
    more: int = 0
    links: list[str] = field(default_factory=list)

    @property
    def bar_label(self) -> str | Promise:
        """What the bars show: the heading of their column."""
        return "" if self.bar is None else self.columns[self.bar].label

    @property
    def folded(self) -> int:
        """How many rows stand folded below the others."""
        return len(self.rows) - SHOWN if len(self.rows) > MUCH else 0

    @property
    def shown(self) -> str:
        """Which rows stand open, as a template slices them."""
        return f":{SHOWN}" if self.folded else ":"

    @property
    def rest(self) -> str:
        return f"{SHOWN}:"

    @property
    def drawn(self) -> list[dict[str, Any]]:
        """The rows as the page shows them: pairs of column and cell, the length of the bar."""
        most = max((self._length(row) for row in self.rows), default=Decimal(0))
        scale = WIDTH / most if most else Decimal(0)
        if self.bar is not None and self.columns[self.bar].form == "share":
            scale = Decimal(WIDTH)
        return [
            {
                "cells": list(zip(self.columns, row, strict=True)),
                "bar": min(round(float(self._length(row) * scale), 1), WIDTH),
                "link": self.links[place] if place < len(self.links) else "",
            }
            for place, row in enumerate(self.rows)
        ]

    def _length(self, row: list[Any]) -> Decimal:
        value = row[self.bar] if self.bar is not None else None
        return max(Decimal(str(value)), Decimal(0)) if value is not None else Decimal(0)


def built(table: Table, found: Iterable[Any], row_of: Callable[[Any], list[Any]]) -> Table:
    """The table with a row for each of what was found."""
    table.rows = [row_of(one) for one in found]
    return table


def days(minutes: int | None, count: int | None) -> Decimal | None:
    """The average in days of so many minutes; None of nothing."""
    if not count:
        return None
    return round(Decimal(minutes or 0) / count / (24 * 60), 1)


def average(total: int | None, count: int | None) -> Decimal | None:
    """The average with one place; None of nothing."""
    return round(Decimal(total or 0) / count, 1) if count else None


def share(part: int | None, whole: int | None) -> Decimal | None:
    """A part of a whole, 1 for all of it; None of nothing."""
    return Decimal(part or 0) / whole if whole else None
