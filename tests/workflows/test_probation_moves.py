"""Who goes to another unit in the training period is evaluated there: the case goes along."""

from datetime import date

import pytest
from django.urls import reverse

from approvals import actions, errors, invariants
from approvals.timeline import rounds_of
from registry.people import managers
from tests.cast import asked, decide, new_key, on_case, row
from tests.workflows.training import (
    appointed,
    held,
    manager_of,
    morning,
    to_the_end,
    to_the_summary,
    travel,
)
from workflows.probation import moving

pytestmark = pytest.mark.django_db


def moved(cast, case, unit=None):
    manager = manager_of(case)
    where = {"unit": unit or cast.other, "duty": "manager", "since": cast.now.date()}
    moving.move(manager.pk, **where, by=cast.sun, at=cast.later())
    case.refresh_from_db()
    return case


def test_an_evaluation_that_waits_goes_to_the_head_of_the_new_unit(cast):
    case = to_the_summary(cast, appointed(cast))
    decide(cast, case, cast.xia, "given", "走访客户四十家。")
    assert asked(case) == ["wang"]
    old = row(case, cast.wang).pk
    case = moved(cast, case)
    assert (asked(case), case.unit) == (["fang"], cast.other)
    assert case.assignments.get(person=cast.fang).reason == "post"
    with pytest.raises(errors.Refused):
        decide(cast, case, cast.wang, "recommended", row=old)
    told = [line for round_ in rounds_of(case) for line in round_.lines if line.verb == "rehomed"]
    assert [(line.person, line.text) for line in told] == [
        (cast.sun, f"{cast.county} → {cast.other}")
    ]
    case = decide(cast, case, cast.fang, "recommended")
    to_the_end(cast, case)
    case = decide(cast, case, cast.sun, "confirmed")
    sheet = case.papers.get().sheet
    assert (sheet.unit, [box.person for box in sheet.boxes]) == (
        cast.other.name,
        ["夏雨", "方海", "孙丽"],
    )
    assert invariants.check_all() == []


def test_who_moves_while_the_period_runs_is_evaluated_in_the_new_unit(cast):
    case = appointed(cast)
    travel(cast, morning(date(2026, 6, 10)))
    case = to_the_summary(cast, moved(cast, case))
    decide(cast, case, cast.xia, "given", "走访客户四十家。")
    assert asked(case) == ["fang"]


def test_what_was_evaluated_before_the_move_stands(cast):
    case = to_the_summary(cast, appointed(cast))
    decide(cast, case, cast.xia, "given", "走访客户四十家。")
    decide(cast, case, cast.wang, "recommended")
    case = to_the_end(cast, moved(cast, case))
    assert (case.step, asked(case)) == ("hr_review", ["sun"])


def test_a_settled_period_stays_where_it_was_decided(cast):
    case = to_the_summary(cast, appointed(cast))
    decide(cast, case, cast.xia, "given", "总结")
    decide(cast, case, cast.wang, "recommended")
    case = decide(cast, to_the_end(cast, case), cast.sun, "confirmed")
    assert moved(cast, case).unit == cast.county
    assert manager_of(case).unit == cast.other


def test_nobody_moves_while_the_case_is_suspended_and_the_page_says_why(cast, browse):
    case = appointed(cast)
    on_case(cast, actions.suspend, case, cast.qian, reason="核对工龄", key=new_key())
    before = (manager_of(case).unit, held(case).manager.changes.count())
    sent = {"move-unit": cast.other.pk, "move-duty": "manager", "move-since": "2026-11-20"}
    page = browse(cast.sun).post(reverse("manager-move", args=[manager_of(case).pk]), sent)
    assert page.status_code == 409 and "挂起" in page.text
    assert (managers.of(cast.xia).unit, held(case).manager.changes.count()) == before


def test_human_resources_moves_somebody_on_the_page(cast, browse):
    case = appointed(cast)
    sent = {"move-unit": cast.other.pk, "move-duty": "manager", "move-since": "2026-11-20"}
    page = browse(cast.sun).post(reverse("manager-move", args=[manager_of(case).pk]), sent)
    assert page.status_code == 302
    case.refresh_from_db()
    assert case.unit == cast.other
    assert "转到其他单位" in browse(cast.fang).get(f"/cases/{case.pk}/").text
