"""A program of its own: a Word or Excel document on stdin, its words and tables as JSON on stdout.

It knows nothing of the product, and its memory and time are limited: what people attach may be broken.
"""

import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from itertools import islice
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook

CPU_SECONDS, MEMORY_BYTES = 10, 1024**3
MAX_XML_BYTES = 30 * 1024**2
MAX_BLOCKS, MAX_SHEETS, MAX_ROWS, MAX_COLUMNS, MAX_CHARS = 300, 5, 100, 20, 500
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Block = dict[str, object]


def blocks_of(data: bytes) -> list[Block]:
    """What a document says: {"text"} of a paragraph, {"title", "rows"} of a table or a sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "word/document.xml" in archive.namelist():
            with archive.open("word/document.xml") as part:
                told = part.read(MAX_XML_BYTES + 1)
            return list(islice(_of_word(told), MAX_BLOCKS))
    return list(_of_excel(data))


def _of_word(told: bytes) -> Iterator[Block]:
    if len(told) > MAX_XML_BYTES or b"<!DOCTYPE" in told or b"<!ENTITY" in told:
        raise ValueError("not a plain document")
    body = ElementTree.fromstring(told).find(f"{_W}body")  # noqa: S314 - no entities; limited
    for part in () if body is None else body:
        if part.tag == f"{_W}tbl":
            rows = [[_text(cell) for cell in row.iter(f"{_W}tc")] for row in part.iter(f"{_W}tr")]
            yield {"title": "", "rows": _cut(rows)}
        elif text := _text(part):
            yield {"text": text}


def _text(part: ElementTree.Element) -> str:
    found = (one.text or "" if one.tag == f"{_W}t" else " " for one in part.iter() if _says(one))
    return "".join(found).strip()[: 4 * MAX_CHARS]


def _says(one: ElementTree.Element) -> bool:
    return one.tag in (f"{_W}t", f"{_W}tab", f"{_W}br")


def _of_excel(data: bytes) -> Iterator[Block]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names[:MAX_SHEETS]:
        rows = book.get_sheet_by_name(name).to_python(nrows=MAX_ROWS)
        yield {"title": name[:MAX_CHARS], "rows": _cut(rows)}


def _cut(rows: list[list]) -> list[list[str]]:
    return [[_said(cell) for cell in row[:MAX_COLUMNS]] for row in rows[:MAX_ROWS]]


def _said(cell: object) -> str:
    """A number without the fraction that Excel gives to all of them."""
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell) if whole else cell)[:MAX_CHARS]  # type: ignore[call-overload]


def main() -> None:
    """Read what is on stdin."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    json.dump(blocks_of(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
