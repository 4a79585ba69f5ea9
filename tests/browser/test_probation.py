"""Human resources runs a training period in a browser: from the list to a leave, and to the paper."""

from datetime import timedelta

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from policy.probation import evidence_months, named
from tests.cast import decide
from tests.workflows.training import appointed, held, scored, to_the_end, to_the_summary

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 390])
def test_human_resources_finds_who_is_new_and_enters_a_leave(cast, screens, width):
    cast.now = timezone.now() - timedelta(days=20)
    case = appointed(cast, on=timezone.localdate(cast.now))
    sun = screens(cast.sun, width=width).go("/probations/", axe=True)
    sun.shows("考核培训期", "夏雨", "在期人员", "导出 Excel")
    sun.go("/probations/?view=calendar", axe=True).shows("人期满")
    sun.go("/probations/?view=units", axe=True).shows("其他单位合计", "不显示")
    sun.go(f"/probations/{held(case).pk}/", axe=True).shows("考核依据", "依据尚不齐全")
    last, today = held(case).ends_on, timezone.localdate(timezone.now())
    sun.page.get_by_label("开始日期").fill(today.isoformat())
    sun.page.get_by_label("结束日期").fill((today + timedelta(days=2)).isoformat())
    sun.page.get_by_label("理由").fill("病假")
    sun.press("登记请假").shows("期满日已重新计算", "病假")
    assert held(case).ends_on == last + timedelta(days=3)
    sun.go(f"/cases/{case.pk}/", axe=True).shows("夏雨的考核培训期", "等待")


@pytest.mark.parametrize("width", [1280, 390])
def test_human_resources_goes_from_the_evidence_to_a_paper_and_to_excel(cast, screens, width):
    cast.now = timezone.now() - timedelta(days=100)
    case = to_the_summary(cast, appointed(cast, on=timezone.localdate(cast.now)))
    decide(cast, case, cast.xia, "given", "走访客户四十家，新开发三家。")
    decide(cast, case, cast.wang, "recommended", "工作踏实，建议转正。")
    case, one = to_the_end(cast, case), held(case)
    months = evidence_months(named(case.ruling), one.started_on, one.ends_on)
    for month, score in zip(months, ("78", "82", "85", "90"), strict=False):
        scored(case, score, first=month)
    sun = screens(cast.sun, width=width).go("/probations/").press("夏雨")
    sun.shows("达标", "78.00", "85.00")
    sun.press("打开事项").shows("工作踏实，建议转正。")
    sun.give("confirmed", "考评合格。").shows("已办理")
    sun.go(f"/cases/{case.pk}/", axe=True).shows("考核培训期考评审批表")
    sun.go("/probations/?view=settled").shows("夏雨", "转正")
    with sun.page.expect_download() as coming:
        sun.page.get_by_role("link", name="导出 Excel").click()
    book = CalamineWorkbook.from_path(str(coming.value.path()))
    titles, row = book.get_sheet_by_index(0).to_python()
    told = dict(zip(titles, row, strict=True))
    assert (told["姓名"], told["结果"], told["已有依据的月份"]) == ("夏雨", "转正", len(months))
