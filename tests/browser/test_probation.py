"""Human resources runs a training period in a browser: from the list to a leave, on desk and phone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.workflows.training import appointed, held

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]


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
