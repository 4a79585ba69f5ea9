"""Files are read as tables whatever program wrote them, and nothing in a cell is interpreted."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from registry.imports import cells, errors, reading, workbooks
from registry.imports.errors import BadFile, NotLoaded
from registry.org.models import Person, Post, Unit
from tests.registry import files

SHEET = "xl/worksheets/sheet1.xml"


def with_part(workbook: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one part replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            data = content if part.filename == name else old.read(part)
            new.writestr(part.filename, data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_utf_8_with_or_without_mark_and_in_gb18030(db, encoding):
    rows = [*files.UNITS, ["LY", "龑㛃䶮分局", "county", "HB"]]
    files.load("units", files.csv_file(rows, encoding))
    assert Unit.objects.get(code="LY").name == "龑㛃䶮分局"


def test_bytes_in_no_encoding_are_refused_with_the_cure(db):
    with pytest.raises(errors.NotText, match="CSV UTF-8"):
        files.load("units", b"code,name\n\xff\xff\x00\x01")


def test_an_open_quotation_mark_is_refused_with_its_line(db):
    with pytest.raises(errors.NotCsv, match="2"):
        files.load("units", b'code,name\nHB,"open')


@pytest.mark.parametrize("content", [b"", b"\n\n", b" , ,\n"])
def test_an_empty_file_is_refused(db, content):
    with pytest.raises((errors.NoTable, NotLoaded)):
        files.load("units", content)


def test_a_workbook_is_read_like_a_csv(db):
    counts = files.load("units", files.xlsx_file(files.UNITS))
    assert counts.new == 3 and Unit.objects.get(code="DX").path == "HB/DX/"
    assert files.load("units", files.csv_file(files.UNITS)).unchanged == 3


def test_text_that_looks_like_a_formula_stays_text(db):
    for content in (files.csv_file, files.xlsx_file):
        files.load("units", content([*files.UNITS, ["F1", "=1+1", "county", "HB"]]))
        assert Unit.objects.get(code="F1").name == "=1+1"


def test_leading_zeros_stay(bureau):
    assert Person.objects.get(username="zhou").number == "00017"


@pytest.mark.parametrize("cell", [1234567890123.0, 17, 99020100003000])
def test_an_id_that_excel_made_a_number_is_refused_with_the_cure(bureau, cell):
    rows = [files.CUSTOMERS[0], [cell, "新客户", "gold", "DX", "zhou", ""]]
    with pytest.raises(NotLoaded) as refused:
        files.load("customers", files.xlsx_file(rows))
    assert "row 2, column code" in refused.value.problems[0]
    assert "as text" in refused.value.problems[0]


@pytest.mark.parametrize("cell", ["1234567890123.0", "9.90201E+13"])
def test_an_id_that_excel_wrote_into_a_csv_as_a_number_is_refused(bureau, cell):
    rows = [files.CUSTOMERS[0], [cell, "新客户", "gold", "DX", "zhou", ""]]
    with pytest.raises(NotLoaded) as refused:
        files.load("customers", files.csv_file(rows))
    assert "as text" in refused.value.problems[0]


@pytest.mark.parametrize("cell", ["2025-01-05", "2025/1/5", date(2025, 1, 5)])
def test_a_day_is_iso_or_a_date_cell_of_excel(bureau, cell):
    rows = [files.POSTS[0], ["zhou", "XX", "account_manager", cell, ""]]
    files.load("posts", files.xlsx_file(rows))
    assert Post.objects.get(unit__code="XX").since == date(2025, 1, 5)


@pytest.mark.parametrize(
    "cell", ["05.01.2025", "2025-02-30", "2025-1/5", "二〇二五", "45662", 45662]
)
def test_what_is_no_day_is_refused(bureau, cell):
    rows = [files.POSTS[0], ["zhou", "XX", "account_manager", cell, ""]]
    with pytest.raises(NotLoaded, match="not loaded") as refused:
        files.load("posts", files.xlsx_file(rows))
    assert refused.value.problems[0].startswith("row 2, column since")


def test_a_zip_bomb_is_refused_before_it_is_parsed(db, monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_UNPACKED_BYTES", 1_000_000)
    bomb = with_part(files.xlsx_file(files.UNITS), SHEET, b" " * 2_000_000)
    assert len(bomb) < 20_000
    with pytest.raises(errors.TooLarge):
        files.load("units", bomb)


def test_a_zip_bomb_that_lies_about_its_size_is_refused(db, monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_UNPACKED_BYTES", 1_000_000)
    bomb = with_part(files.xlsx_file(files.UNITS), SHEET, b" " * 2_000_000)
    lying = bomb.replace((2_000_000).to_bytes(4, "little"), (2_000).to_bytes(4, "little"))
    assert lying != bomb
    with pytest.raises(BadFile):
        files.load("units", lying)


@pytest.mark.parametrize(
    ("place", "wrong"),
    [(b'r="A1048576"', errors.TooManyRows), (b'r="XFD4"', errors.TooManyColumns)],
)
def test_a_cell_far_out_is_refused_before_room_is_made_for_it(db, place, wrong):
    workbook = files.xlsx_file(files.UNITS)
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        sheet = archive.read(SHEET)
    assert b'r="A4"' in sheet
    with pytest.raises(wrong):
        files.load("units", with_part(workbook, SHEET, sheet.replace(b'r="A4"', place)))


def test_too_many_rows_and_columns_are_refused(db, monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 3)
    for content in (files.csv_file, files.xlsx_file):
        assert files.load("units", content(files.UNITS))
        with pytest.raises(errors.TooManyRows):
            files.load("units", content([*files.UNITS, ["A", "b", "county", "HB"]]))
        with pytest.raises(errors.TooManyColumns):
            files.load("units", content([["x"] * 101]))


@pytest.mark.parametrize("content", [b"PK\x03\x04 no archive", files.csv_file(files.UNITS)[:0]])
def test_what_is_no_workbook_is_refused(db, content):
    with pytest.raises(BadFile):
        files.load("units", content)


def test_an_archive_of_another_kind_is_refused(db):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    with pytest.raises(errors.NotAWorkbook):
        files.load("units", target.getvalue())


def test_the_first_sheet_that_is_seen_is_read() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    hidden, seen = book.add_worksheet("选项"), book.add_worksheet("人员")
    hidden.write_string(0, 0, "客户经理")
    seen.write_string(0, 0, "用户名")
    seen.write_string(1, 0, "xu")
    seen.activate()
    seen.set_first_sheet()
    hidden.hide()
    book.close()
    assert reading.read(target.getvalue()).header == ["用户名"]


def test_a_number_is_shown_as_it_was_typed() -> None:
    with pytest.raises(errors.NoDay, match="“46082”"):
        cells.day(46082.0)
    with pytest.raises(errors.HeldAsNumber, match="13800000000 "):
        cells.code(13800000000.0)
