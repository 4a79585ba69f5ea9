"""Projects that are split go the way of their sum, and the approver sees why; others stay quiet."""

from typing import Any

import pytest
from django.utils import timezone

from approvals.models import Case
from policy.splitting import CHAPTER, GROUNDS
from registry import amending
from registry.customers import entering
from tests.cast import SINCE, Cast, asked, decide, draft, submit, withdraw
from tests.workflows.discounting import SAYS
from workflows.proposal.process import PROPOSAL

pytestmark = pytest.mark.together


def sent(cast: Cast, value: str, **changes: Any) -> Case:
    return submit(cast, draft(cast, value, **changes))


def counted(case: Case) -> str:
    return dict(case.ruling.facts).get("together_yuan", "").removesuffix(".00")


@pytest.fixture
def second(cast: Cast) -> Any:
    """Another customer of the county."""
    new = {"since": SINCE, "by": None, "at": cast.now}
    return entering.enter(unit=cast.county, name="东港水产", code="44051100017001", **new)


def test_twice_just_below_goes_the_way_of_the_sum(cast: Cast, browse: Any) -> None:
    first = sent(cast, "29999", title="春茶寄递")
    case = sent(cast, "29999", title="秋茶寄递")
    assert counted(first) == ""
    assert counted(case) == "59998"
    decide(cast, case, cast.wang)
    decide(cast, case, cast.zhou)
    assert "director" in asked(case), "29,999 alone would need no discussion"
    told = dict(PROPOSAL.facts(case, case.proposal))
    assert told["合并计算"].url == f"/cases/{first.pk}/"
    page = browse(cast.director).get(f"/cases/{case.pk}/").content.decode()
    assert f"与 {first.number} 合计 59,998元" in page
    assert f'href="/cases/{first.pk}/"' in page


def test_the_route_is_shown_before_the_request_has_a_name(cast: Cast, browse: Any) -> None:
    sent(cast, "29999")
    Case.objects.update(submitted_at=timezone.now())  # a page asks the real clock
    asked_for = {"value_yuan": "29999", "unit": cast.county.pk}
    answer = browse(cast.li).post("/requests/route/proposal/", asked_for)
    assert answer.status_code == 200 and "单位审核" in answer.content.decode()
    answer = browse(cast.li).post("/requests/new/proposal/", asked_for | {"do": "submit"})
    assert answer.status_code == 422 and "项目名称" in answer.content.decode()


@pytest.mark.parametrize("days", [59, 60, 61])
def test_the_window_is_sixty_days(days: int, cast: Cast) -> None:
    sent(cast, "29999")
    cast.later(days=days)
    assert counted(sent(cast, "29999")) == ("59998" if days <= 60 else "")


def test_parts_of_one_project_for_two_customers_count_together(cast: Cast, second: Any) -> None:
    sent(cast, "6000", title="中秋礼盒（一）", plan=False)
    case = sent(cast, "6000", title="中秋礼盒（二）", customer=second, by=cast.lin)
    assert counted(case) == "12000"


def test_one_plan_for_two_projects_counts_together(cast: Cast, second: Any) -> None:
    sent(cast, "20000", title="春茶寄递")
    case = sent(cast, "20000", title="海鲜寄递", customer=second)
    assert counted(case) == "40000"


def test_what_has_nothing_in_common_stays_quiet(cast: Cast, second: Any) -> None:
    sent(cast, "20000", title="春茶寄递")
    other = {"by": cast.chen, "unit": cast.other, "customer": cast.foreign}
    quiet = [
        sent(cast, "20000", title="春茶寄递", **other),  # another unit with a title of its own
        sent(cast, "20000", title="海鲜寄递", customer=second, by=cast.lin),  # another manager
        sent(cast, "9000", title="海鲜包装", customer=second, by=cast.lin, plan=False),
    ]
    assert [counted(case) for case in quiet] == ["", "", ""]


def test_what_was_withdrawn_or_refused_doesnt_count(cast: Cast) -> None:
    withdraw(cast, sent(cast, "29999"))
    decide(cast, sent(cast, "29999"), cast.wang, "refused", "重复")
    assert counted(sent(cast, "29999")) == ""


def test_the_bureau_can_leave_it_out(cast: Cast) -> None:
    today = cast.now.date()
    rows = amending.propose_together(
        dict.fromkeys(GROUNDS, False),
        bureau=cast.bureau,
        by=cast.zhao,
        at=cast.now,
        today=today,
        set=cast.bureau.policy_set,
        chapter=CHAPTER,
        effective=today,
        says=SAYS,
    )
    about = {"by": cast.director, "at": cast.later(), "today": today, "approve": True}
    amending.settle_together([row.pk for row in rows], **about)
    sent(cast, "29999")
    case = sent(cast, "29999")
    assert counted(case) == ""
