"""A table of cells from a CSV or xlsx file, whatever its encoding; nothing is interpreted."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime

from registry.imports import errors, workbooks

Cell = str | float | int | bool | date | datetime | None

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 100
MAX_CELL = 10_000


@dataclass(frozen=True)
class Table:
    """The first row, and the others with their row numbers as a person counts them."""

    header: list[str]
    rows: list[tuple[int, list[Cell]]]


def read(content: bytes) -> Table:
    """The table in a file. Raises BadFile."""
    if len(content) > MAX_BYTES:
        raise errors.TooLarge(limit=MAX_BYTES // 1024**2)
    if workbooks.is_archive(content):
        lines = workbooks.rows_of(content, rows=MAX_ROWS + 1, columns=MAX_COLUMNS)
    else:
        lines = _csv_rows(_text_of(content))
    filled = [(n, cells) for n, cells in lines if any(cell not in ("", None) for cell in cells)]
    if not filled:
        raise errors.NoTable
    header = ["" if cell is None else str(cell).strip() for cell in filled[0][1]]
    while header and not header[-1]:
        header.pop()
    return Table(header, filled[1:])


def _text_of(content: bytes) -> str:
    """UTF-8, with or without the mark of Excel; or else GB18030, as older Chinese Excel writes."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise errors.NotText


def _csv_rows(text: str) -> list[tuple[int, list[Cell]]]:
    """The rows with the numbers that a spreadsheet gives them."""
    lines: list[tuple[int, list[Cell]]] = []
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MAX_ROWS + 1:
                raise errors.TooManyRows(limit=MAX_ROWS)
            if len(cells) > MAX_COLUMNS:
                raise errors.TooManyColumns(limit=MAX_COLUMNS)
            lines.append((number, list(cells)))
    except csv.Error as error:
        raise errors.NotCsv(line=reader.line_num, why=error) from error
    return lines
