"""大客户分类排序表: a fixed order in each unit by the last confirmed grading, on a page and as a workbook."""

import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from registry.customers import entering
from registry.customers.models import Customer
from registry.grading.models import GradingResult, GradingRun
from tests.cast import SINCE, START, Cast
from tests.registry.ledgers import QUARTER, earned

PAGE = "/customers/ranking/"


def ranked(cast: Cast, run: GradingRun, name: str, tier: str, spend: str, unit=None) -> Customer:
    """A customer and what the run found for it."""
    customer = Customer.objects.filter(name=name).first() or entering.enter(
        unit=unit or cast.county, name=name, since=SINCE, by=None, at=START
    )
    GradingResult.objects.create(
        run=run, customer=customer, old_tier="general", tier=tier, spend_yuan=Decimal(spend)
    )
    return customer


def a_run(cast: Cast, state: str = "confirmed") -> GradingRun:
    settled = {"settled_by": cast.director, "settled_at": START} if state == "confirmed" else {}
    return GradingRun.objects.create(
        bureau=cast.bureau,
        quarter_end=QUARTER,
        first_month=QUARTER,
        last_month=QUARTER,
        state=state,
        book_hash="0",
        started_by=cast.qian,
        started_at=START,
        **settled,
    )


@pytest.fixture
def run(cast: Cast) -> GradingRun:
    """In the county two gold customers, a diamond, a silver and a general one; in the other a gold."""
    run = a_run(cast)
    for name, tier, spend in (
        ("银滩酒店", "silver", "900000"),
        ("东港茶业有限公司", "gold", "500000"),
        ("金桥贸易", "gold", "700000"),
        ("钻石广场", "diamond", "100000"),
        ("零星客户", "general", "999999"),
    ):
        ranked(cast, run, name, tier, spend)
    ranked(cast, run, "西港宾馆", "gold", "600000")
    return run


def order_of(page: str) -> list[str]:
    names = ("钻石广场", "金桥贸易", "东港茶业有限公司", "银滩酒店", "零星客户", "西港宾馆")
    return sorted((name for name in names if name in page), key=page.index)


def test_each_unit_orders_its_focus_customers_by_tier_and_spend(cast, run, browse):
    own = ["钻石广场", "金桥贸易", "东港茶业有限公司", "银滩酒店"]
    assert order_of(browse(cast.li).get(PAGE).text) == own
    assert order_of(browse(cast.fang).get(PAGE).text) == ["西港宾馆"]
    whole = browse(cast.director).get(PAGE).text
    assert order_of(whole) == [*own, "西港宾馆"]
    assert order_of(browse(cast.director).get(PAGE, {"unit": cast.other.pk}).text) == ["西港宾馆"]
    assert browse(cast.sun).get(PAGE).status_code == 404


def test_the_order_stays_while_another_grading_waits_and_revenue_goes_on(cast, run, browse):
    cast.now = timezone.now()
    later = a_run(cast, "waiting")
    ranked(cast, later, "零星客户", "diamond", "9999999")
    earned(cast, Customer.objects.get(name="银滩酒店"), "43210")
    page = browse(cast.li).get(PAGE).text
    assert order_of(page) == ["钻石广场", "金桥贸易", "东港茶业有限公司", "银滩酒店"]
    assert "￥43,210.00" in page


def test_heads_take_it_along_as_a_workbook_and_managers_do_not(cast, run, browse):
    export = f"{PAGE}export/"
    assert browse(cast.li).get(export).status_code == 404
    answer = browse(cast.wang).get(export)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    rows = [row[:5] for row in sheet.to_python()[1:]]
    assert [(row[0], row[1], row[3], row[4]) for row in rows] == [
        ("东港分局", 1, "钻石广场", "钻石"),
        ("东港分局", 2, "金桥贸易", "黄金"),
        ("东港分局", 3, "东港茶业有限公司", "黄金"),
        ("东港分局", 4, "银滩酒店", "白银"),
    ]


def test_what_the_table_costs_does_not_grow_with_the_customers(cast, run, browse):
    director = browse(cast.director)
    director.get(PAGE)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert director.get(PAGE).status_code == 200
        return len(found)

    few = queries()
    for n in range(20):
        ranked(cast, run, f"客户{n}", "gold", f"{n}00")
    assert queries() == few <= 10


def test_without_a_confirmed_grading_the_page_says_so(cast, browse):
    assert "尚无大客户中心确认的定级" in browse(cast.li).get(PAGE).text
    assert browse(cast.wang).get(f"{PAGE}export/").status_code == 404
