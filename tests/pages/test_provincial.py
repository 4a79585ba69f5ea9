"""黄金客户备案: who is due to be filed with the province, month by month, on a page and in a workbook."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from policy import periods
from registry.customers import entering
from registry.customers.models import Customer
from tests.cast import SINCE, START, Cast
from tests.registry.ledgers import earned

PAGE = "/customers/filing/"


def brought(cast: Cast, n: int, amount: str) -> Customer:
    """A customer that brought so much in the last month that is over."""
    customer = entering.enter(unit=cast.county, name=f"客户{n}号", since=SINCE, by=None, at=START)
    earned(cast, customer, amount)
    return customer


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """Twelve customers: the first eleven above 300,000 a year, 31 to 41 thousand a month; one below."""
    cast.now = timezone.now()
    for n in range(11):
        brought(cast, n, f"{(31 + n) * 12}000")
    brought(cast, 11, "299999.99")
    return cast


def test_who_has_the_average_or_one_of_the_first_places_is_listed(busy, browse):
    page = browse(busy.zhao).get(PAGE).text
    assert "客户0号" in page and "客户11号" not in page
    assert page.index("客户10号") < page.index("客户0号")
    assert "￥41,000.00" in page and "汕头邮政营销体系建设实施方案" in page
    answer = browse(busy.zhao).get(f"{PAGE}export/")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    rows = sheet.to_python()[1:]
    assert len(rows) == 11
    assert (rows[0][0], rows[0][2], rows[0][5], rows[0][6]) == (
        1,
        "客户10号",
        41_000,
        "月均额、名次",
    )
    assert (rows[10][0], rows[10][2], rows[10][6]) == (11, "客户0号", "月均额")


def test_each_month_is_counted_by_the_twelve_months_up_to_it(busy, browse):
    today = timezone.localdate()
    earned(busy, busy.customer, "600", month=periods.month(today, -13))
    page = browse(busy.zhao).get(PAGE, {"month": f"{periods.month(today, -2):%Y-%m}"}).text
    assert busy.customer.name in page and "客户10号" not in page
    last = browse(busy.zhao).get(PAGE).text
    assert busy.customer.name not in last  # its only month is thirteen months ago


def test_a_few_in_the_first_places_are_filed_though_they_spend_little(cast, browse):
    cast.now = timezone.now()
    brought(cast, 1, "1200")
    page = browse(cast.auditor).get(PAGE).text
    assert "客户1号" in page and "￥100.00" in page
    for person in (cast.wang, cast.li, cast.sun):
        assert browse(person).get(PAGE).status_code == 404
        assert browse(person).get(f"{PAGE}export/").status_code == 404


def test_a_bureau_whose_rules_have_no_such_figure_is_told_who_sets_it(cast, browse):
    cast.bureau.policy_set = "dongguan"
    cast.bureau.save(update_fields=["policy_set"])
    page = browse(cast.zhao).get(PAGE)
    assert page.status_code == 200 and "大客户中心" in page.text
    assert browse(cast.zhao).get(f"{PAGE}export/").status_code == 404


def test_what_the_list_costs_does_not_grow_with_the_customers(busy, browse):
    marketing = browse(busy.zhao)
    marketing.get(PAGE)
    counts = []
    for n in (20, 21):
        with CaptureQueriesContext(connection) as found:
            marketing.get(PAGE)
        counts.append(len(found))
        brought(busy, n, "500000")
    assert counts[0] == counts[1] <= 7
