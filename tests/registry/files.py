"""Files to import, made in memory: CSV in any encoding, and workbooks."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from registry.imports import loading
from registry.imports.upserts import Counts

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

UNITS = [
    ["code", "name", "kind", "parent"],
    ["HB", "海滨市邮政局", "bureau", ""],
    ["DX", "东新分局", "county", "HB"],
    ["XX", "西新分局", "county", "HB"],
]
PEOPLE = [
    ["username", "name", "number"],
    ["zhou", "周小满", "00017"],
    ["wu", "吴青山", "00018"],
]
POSTS = [
    ["person", "unit", "role", "since", "until"],
    ["zhou", "DX", "account_manager", "2024-03-01", ""],
    ["wu", "DX", "county_head", "2024-03-01", "2026-06-30"],
]
CUSTOMERS = [
    ["code", "name", "tier", "unit", "a_manager", "b_manager"],
    ["99020100001000", "海滨盐场", "diamond", "DX", "zhou", "wu"],
    ["99020100002000", "东新小学", "general", "DX", "zhou", ""],
]


def load(subject: str, content: bytes, **given: Any) -> Counts:
    """What the file changed, on a Monday morning."""
    return loading.load(subject, content, **{"at": AT} | given)


def csv_file(rows: list[list[str]], encoding: str = "utf-8") -> bytes:
    """The bytes of a CSV file with these rows."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_file(rows: list[list[Any]]) -> bytes:
    """The bytes of a workbook with these cells on its first sheet; text is never made a formula."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for place, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(place, column, cell)
            else:
                sheet.write(place, column, cell)
    book.close()
    return target.getvalue()
