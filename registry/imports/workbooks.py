"""The rows of the first visible sheet of an xlsx file, after a look at how much it unpacks to."""

import io
import re
import zipfile
import zlib
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
    ZipError,
)

from registry.imports import errors

MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_PARTS = 2_000
_CHUNK = 1024 * 1024
# Where a row or a cell says that it stands: the reader makes room for all that lies before it.
_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{0,3})([0-9]+)[\"']")


def is_archive(content: bytes) -> bool:
    """Whether the file is packed, as every xlsx is."""
    return content.startswith(b"PK\x03\x04")


def rows_of(content: bytes, *, rows: int, columns: int) -> list[tuple[int, list[Any]]]:
    """The rows with their numbers. Raises BadFile."""
    _check_parts(content, rows=rows, columns=columns)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            sheet = book.get_sheet_by_index(_first_shown(book))
            if sheet.total_height > rows:
                raise errors.TooManyRows(limit=rows - 1)
            if sheet.total_width > columns:
                raise errors.TooManyColumns(limit=columns)
            return list(enumerate(sheet.to_python(skip_empty_area=False), start=1))
    except (CalamineError, ZipError, OSError, ValueError, IndexError) as error:
        raise errors.NotAWorkbook from error


def _first_shown(book: CalamineWorkbook) -> int:
    """The place of the first sheet that a person sees: lists of choices are often hidden before it."""
    sheets = enumerate(book.sheets_metadata)
    shown = (
        place
        for place, sheet in sheets
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    )
    return next(shown, 0)


def _check_parts(content: bytes, *, rows: int, columns: int) -> None:
    """Unpack part after part and count: what the archive says of its sizes may be a lie."""
    left = MAX_UNPACKED_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > left:
                raise errors.TooLarge(limit=MAX_UNPACKED_BYTES // 1024**2)
            if "xl/workbook.xml" not in archive.namelist():
                raise errors.NotAWorkbook
            for part in parts:
                left -= _check_part(archive, part, left, rows=rows, columns=columns)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError) as error:
        raise errors.NotAWorkbook from error


def _check_part(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int, *, rows: int, columns: int
) -> int:
    """The true size of one part; refuses a cell that stands too far out."""
    part.file_size = left + _CHUNK  # zipfile stops at the size that is declared: let it go on
    size, is_sheet, tail = 0, False, b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise errors.TooLarge(limit=MAX_UNPACKED_BYTES // 1024**2)
            seen = tail + chunk
            is_sheet = is_sheet or b"worksheet" in seen
            if is_sheet:
                _check_places(seen, rows=rows, columns=columns)
            tail = seen[-64:]
    return size


def _check_places(xml: bytes, *, rows: int, columns: int) -> None:
    for letters, number in _PLACE.findall(xml):
        if len(number) > 7 or int(number) > rows:
            raise errors.TooManyRows(limit=rows - 1)
        if _column(letters) > columns:
            raise errors.TooManyColumns(limit=columns)


def _column(letters: bytes) -> int:
    """The number of a column by its letters: A is 1, none is 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
