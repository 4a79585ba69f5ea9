"""A meeting from the call to the minutes, in the browser of the chair and of the secretary."""

from datetime import timedelta

import pytest
from django.utils import timezone

from approvals.models import Case, Discussion
from tests.cast import at_discussion, decide, row, vote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case(cast) -> Case:
    """A case that the centre discusses today."""
    cast.now = timezone.now() - timedelta(hours=2)
    return at_discussion(cast)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_meeting_is_convened_recorded_and_concluded(cast, case, screens, width):
    chair, secretary = (screens(who, width=width) for who in (cast.director, cast.qian))
    chair.go(f"/cases/{case.pk}/", axe=True).press("召集会议")
    chair.expected.add(422)
    chair.look(axe=True).press("召集会议")
    chair.shows("这个字段是必填项")
    ahead = timezone.localtime() + timedelta(days=1)
    chair.page.get_by_label("时间").fill(ahead.strftime("%Y-%m-%dT%H:%M"))
    chair.page.get_by_label("地点").fill("三楼会议室")
    chair.press("召集会议")
    chair.shows("会议已召集", "三楼会议室")

    Discussion.objects.update(meets_at=timezone.now() - timedelta(hours=1))
    vote(cast, case, cast.deputy, "for", "会前已阅，同意")
    secretary.go(f"/cases/{case.pk}/").press("记录会议")
    secretary.look(axe=True)
    mine = {p: row(case, p, "centre_member").pk for p in (cast.director, cast.zhou, cast.ma)}
    for person, verdict, words in (
        (cast.director, "for", "方案可行。"),
        (cast.zhou, "against", "成本测算偏低，建议补充运费明细。"),
    ):
        secretary.page.locator(f"[name=m{mine[person]}-verdict]").select_option(verdict)
        secretary.page.locator(f"[name=m{mine[person]}-text]").fill(words)
    secretary.page.locator(f"[name=m{mine[cast.ma]}-came][value=no]").check()
    secretary.page.locator(f"[name=m{mine[cast.ma]}-reason]").fill("出差")
    secretary.press("记录会议")
    secretary.shows("会议已记录，共记 2 票", "马骏（出差）")
    vote(cast, case, cast.qian)

    chair.go(f"/cases/{case.pk}/", axe=True)
    chair.shows("记录人", "成本测算偏低")
    case = decide(cast, case, cast.director, at=timezone.now())
    assert case.status == "agreed"
    chair.go(f"/cases/{case.pk}/")
    chair.shows("集体讨论纪要")
