"""Rows as records: headings matched, cells read, each fault kept with its place."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from registry.errors import RegistryError
from registry.imports import errors
from registry.imports.columns import Column
from registry.imports.reading import Table

SHOWN = 100
_PASSWORDS = ("password", "密码", "口令", "passwd", "pwd")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and where: a row of None is the heading, an empty column the row."""

    row: int | None
    column: str
    sentence: str

    def __str__(self) -> str:
        return errors.placed(self.row, self.column, self.sentence)


@dataclass
class Faults:
    """What is wrong with a file, in the order of its rows."""

    found: list[Fault] = field(default_factory=list)

    def add(self, row: int | None, column: str, error: Exception) -> None:
        self.found.append(Fault(row, column, errors.sentence_of(error)))

    def refuse_if_any(self) -> None:
        """Raise NotLoaded with the first hundred faults and how many more there are."""
        if not self.found:
            return
        lines = [str(fault) for fault in sorted(self.found, key=lambda fault: fault.row or 0)]
        more = len(lines) - SHOWN
        if more > 0:
            lines = [*lines[:SHOWN], gettext("and %(n)s more") % {"n": more}]
        raise errors.NotLoaded(lines)


@dataclass
class Record:
    """One row: the values of the columns that the file has, by name; which heading each has."""

    row: int
    values: dict[str, Any]
    headings: dict[str, str]
    faults: Faults
    bad: bool = False

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    def only(self, *names: str) -> dict[str, Any]:
        """Those of the named values that the file has a column for."""
        return {name: self.values[name] for name in names if name in self.values}

    def fault(self, column: str, error: Exception) -> None:
        """Keep a fault of this row."""
        self.bad = True
        self.faults.add(self.row, self.headings.get(column, column), error)


def records_of(table: Table, columns: Iterable[Column], faults: Faults) -> list[Record]:
    """All rows; a row with a fault is among them, marked. Without its headings no row is read."""
    by_place, headings = _match(table.header, list(columns), faults)
    if faults.found:
        return []
    records = []
    for number, cells in table.rows:
        record = Record(number, {}, headings, faults)
        if any(cell not in ("", None) for cell in cells[len(table.header) :]):
            record.fault("", errors.CellTooMany())
        for place, column in by_place.items():
            _read(record, column, cells[place] if place < len(cells) else None)
        records.append(record)
    return records


def _read(record: Record, column: Column, cell: Any) -> None:
    try:
        value = column.read(cell)
        if column.filled and value in ("", None):
            raise errors.CellEmpty
    except RegistryError as error:
        record.fault(column.name, error)
    else:
        record.values[column.name] = value


def _match(
    header: list[str], columns: list[Column], faults: Faults
) -> tuple[dict[int, Column], dict[str, str]]:
    """Which column stands at which place, and what the file calls it."""
    known = {word: column for column in columns for word in (column.name, *column.others)}
    by_place: dict[int, Column] = {}
    headings: dict[str, str] = {}
    for place, heading in enumerate(header):
        column = known.get(heading.casefold())
        if heading.casefold() in _PASSWORDS:
            faults.add(None, heading, errors.NoPasswords())
        elif column is None:
            shown = errors.listed(errors.spelled(c.name, c.others[0]) for c in columns)
            faults.add(None, heading or f"({place + 1})", errors.UnknownColumn(known=shown))
        elif column.name in headings:
            faults.add(None, heading, errors.ColumnTwice())
        else:
            by_place[place], headings[column.name] = column, heading
    for column in columns:
        if column.required and column.name not in headings:
            wanted = errors.spelled(column.name, column.others[0])
            faults.add(None, "", errors.ColumnMissing(column=wanted))
    return by_place, headings
