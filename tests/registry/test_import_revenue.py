"""Revenue from a file: by id, licence or name; every fault with its row; nothing twice, nothing half."""

from datetime import date
from decimal import Decimal

import pytest

from registry.imports import uploads
from registry.imports.errors import BadFile, NotLoaded
from registry.imports.models import Upload
from registry.revenue.models import Revenue
from tests.cast import Cast
from tests.registry import files

HEADER = ["客户", "业务种类", "月份", "金额", "流转额", "单位", "客户经理", "应收日期", "回款日期"]
HEADER += ["凭证号", "说明"]
TEA = "44051100017000"


def row(**given) -> list:
    known = {"客户": TEA, "业务种类": "函件", "月份": "2026-02", "金额": "1200.50"} | given
    return [known.get(name, "") for name in HEADER]


def load(*rows: list, kind=files.csv_file, **given):
    return files.load("revenue", kind([HEADER, *rows]), **given)


def faults(*rows: list) -> list[str]:
    with pytest.raises(NotLoaded) as refused:
        load(*rows)
    assert not Revenue.objects.exists()
    return refused.value.problems


def test_entries_are_loaded_with_all_that_their_rows_say(cast: Cast) -> None:
    counts = load(
        row(客户经理="li", 应收日期="2026-03-31", 凭证号="HJ-1"),
        row(客户="西港宾馆", 业务种类="报刊", 金额="500", 流转额="2,000", 月份="2026年2月"),
        row(金额="-20", 说明="冲减上月", 月份="2026/2/17", 单位="OTHER"),
    )
    assert counts.new == 3
    first, press, negative = Revenue.objects.order_by("pk")
    assert (first.manager, first.due_on, first.unit) == (cast.li, date(2026, 3, 31), cast.county)
    assert (press.customer, press.turnover_yuan) == (cast.foreign, Decimal(2000))
    assert (negative.amount_yuan, negative.unit) == (Decimal(-20), cast.other)
    assert {r.month for r in (first, press, negative)} == {date(2026, 2, 1)}


def test_every_fault_is_named_with_its_row_and_column(cast: Cast) -> None:
    found = faults(
        row(客户="没有这家"),
        row(业务种类="旅游"),
        row(月份="二月"),
        row(月份="2026-13"),
        row(月份="2026-04"),
        row(金额="12.345"),
        row(金额="0"),
        row(金额="-5"),
        row(流转额="5"),
        row(单位="NO"),
        row(客户经理="nobody"),
        row(回款日期="2027-01-01", 金额="3"),
        row(凭证号="A1"),
        row(凭证号="A1", 金额="7"),
        row(),
        row(),
    )
    assert [line.split(":")[0] for line in found] == [
        "row 2, column 客户",
        "row 3, column 业务种类",
        "row 4, column 月份",
        "row 5, column 月份",
        "row 6, column 月份",
        "row 7, column 金额",
        "row 8, column 金额",
        "row 9, column 说明",
        "row 10, column 流转额",
        "row 11, column 单位",
        "row 12, column 客户经理",
        "row 13, column 回款日期",
        "row 14, column 凭证号",
        "row 15, column 凭证号",
        "row 17",
    ]


def test_what_a_spreadsheet_makes_of_an_amount_is_taken_and_of_an_id_is_not(cast: Cast) -> None:
    cells = row(金额=0.1 + 0.2)
    assert load(cells, row(金额=1200), kind=files.xlsx_file).new == 2
    assert set(Revenue.objects.values_list("amount_yuan", flat=True)) == {
        Decimal("0.30"),
        Decimal(1200),
    }
    with pytest.raises(NotLoaded, match="not loaded"):
        load(row(客户=float(TEA)), kind=files.xlsx_file)


def test_the_same_entry_again_is_a_fault_unless_it_has_its_own_reference(cast: Cast) -> None:
    load(row())
    with pytest.raises(NotLoaded) as refused:
        load(row(), row(金额="7"))
    assert "already" in refused.value.problems[0] and Revenue.objects.count() == 1
    load(row(凭证号="B2"))
    assert Revenue.objects.count() == 2


def bring(cast: Cast, *rows: list) -> Upload:
    content = files.csv_file([HEADER, *rows])
    return uploads.bring("revenue", "二月.csv", content, by=cast.qian, at=cast.later())


def test_a_file_is_looked_at_before_it_is_loaded(cast: Cast) -> None:
    upload = bring(cast, row(), row(金额="x"), row(金额="9"))
    shown = uploads.preview(upload, bureau=cast.bureau, at=cast.later())
    assert (shown.total, shown.faulty, shown.rows[0].number) == (3, 1, 3)
    assert shown.rows[0].faults[0].column == "金额" and not Revenue.objects.exists()
    with pytest.raises(uploads.HasFaults):
        uploads.load(upload, bureau=cast.bureau, by=cast.qian, at=cast.later())
    assert not Revenue.objects.exists()


def test_a_file_is_loaded_once_by_who_brought_it(cast: Cast) -> None:
    upload = bring(cast, row())
    with pytest.raises(uploads.NotTheirs):
        uploads.load(upload, bureau=cast.bureau, by=cast.director, at=cast.later())
    uploads.load(upload, bureau=cast.bureau, by=cast.qian, at=cast.later())
    entry = Revenue.objects.get()
    assert (entry.origin, entry.entered_by) == (upload.origin, cast.qian)
    with pytest.raises(uploads.LoadedAlready):
        uploads.load(upload, bureau=cast.bureau, by=cast.qian, at=cast.later())
    with pytest.raises(BadFile):
        bring(cast, row())
    upload.refresh_from_db()
    assert bytes(upload.content) == b"" and upload.rows == 1


def test_customers_of_another_bureau_are_not_known(cast: Cast) -> None:
    from registry.org import units

    other = units.add(name="邻市邮政局", code="LS", kind="bureau")
    upload = bring(cast, row())
    shown = uploads.preview(upload, bureau=other, at=cast.later())
    assert shown.faulty == 1


def test_files_that_were_never_loaded_are_let_go(cast: Cast) -> None:
    bring(cast, row())
    assert uploads.forget(cast.later(days=1)) == 0
    assert uploads.forget(cast.later(days=2)) == 1
