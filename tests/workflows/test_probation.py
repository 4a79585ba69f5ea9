"""A whole training period for each kind and outcome, in travelling time: nobody touches a date by hand."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from approvals import access, errors, reading
from approvals.invariants import check_all
from approvals.models import Case, Message
from registry.people import managers, probations
from registry.people.models import AccountManager, Change
from registry.people.scoring import Reading
from registry.people.training import Probation
from tests.cast import Cast, asked, decide, new_key, on_case, withdraw
from tests.workflows.training import (
    MAY_20,
    appointed,
    earned,
    held,
    manager_of,
    morning,
    own,
    scored,
    to_the_end,
    to_the_summary,
    travel,
)
from workflows.probation import beginning, leave

pytestmark = pytest.mark.django_db
KINDS = ("new_entrant", "newly_transferred", "long_service_grace")


def of_kind(cast: Cast, kind: str, **given) -> Case:
    """An appointment of that kind; for the grace period the years of service are set."""
    if kind == "long_service_grace":
        cast.now = morning(MAY_20)
        own(cast, grace_service_years="10")
    return appointed(cast, kind, **given)


def evaluated(cast: Cast, case: Case, verdict: str = "recommended") -> Case:
    """The person summed up, Wang evaluated, and the last day is over."""
    to_the_summary(cast, case)
    decide(cast, case, cast.xia, "given", "走访客户四十家，新开发三家。")
    text = "定额未完成。" if verdict == "not_recommended" else ""
    decide(cast, case, cast.wang, verdict, text)
    return to_the_end(cast, case)


def heard(cast: Cast, case: Case) -> Case:
    """Human resources considers a move, and the person is heard."""
    case = evaluated(cast, case, "not_recommended")
    told = {"series": "服务支撑序列"}
    decide(cast, case, cast.sun, "moved", "三个月平均分未达标。", answers=told)
    return decide(cast, case, cast.xia, "given", "希望再有一次机会。")


@pytest.mark.parametrize(
    ("kind", "last"),
    [(KINDS[0], date(2026, 8, 19)), (KINDS[1], date(2026, 8, 19)), (KINDS[2], date(2026, 8, 31))],
)
def test_who_reaches_the_standard_stays_in_the_post(cast, kind, last):
    case = of_kind(cast, kind)
    assert (case.step, asked(case), held(case).ends_on) == ("training", [], last)
    case = evaluated(cast, case)
    assert (case.step, asked(case)) == ("hr_review", ["sun"])
    scored(case, "78", "82", "85")
    earned(cast, case, "20000", "18000", "21000", "22000")
    case = decide(cast, case, cast.sun, "confirmed")
    one = held(case)
    assert (case.status, one.outcome, one.settled_on) == ("agreed", "confirmed", cast.now.date())
    assert manager_of(case).ended_on is None
    change = Change.objects.get(manager=one.manager, what="confirmed")
    assert (change.changed_on, change.origin) == (one.settled_on, case.journal_subject)
    sheet = case.papers.get().sheet
    facts = {fact.label: fact.value for fact in sheet.facts}
    assert sheet.conclusion == "考评合格，予以转正"
    assert (facts["平均得分"], facts["依据结论"]) == ("81.67 分", "达标")
    assert len(sheet.tables[0].rows) == 3
    assert [box.person for box in sheet.boxes] == ["夏雨", "王建国", "孙丽"]
    assert check_all() == []


@pytest.mark.parametrize("kind", KINDS)
def test_who_does_not_is_heard_before_being_moved_and_the_bureau_confirms_it(cast, kind):
    case = of_kind(cast, kind)
    case = heard(cast, case)
    assert (case.step, asked(case)) == ("hr_decision", ["sun"])
    decide(cast, case, cast.sun, "moved", "维持。", answers={"series": "生产操作序列"})
    case.refresh_from_db()
    assert (case.step, asked(case)) == ("endorsement", ["leader"])
    assert manager_of(case).ended_on is None
    case = decide(cast, case, cast.leader)
    one, manager = held(case), manager_of(case)
    assert (case.status, case.result, one.outcome) == ("recorded", "moved", "moved")
    assert (one.series, manager.ended_on, manager.ended_why) == (
        "生产操作序列",
        cast.now.date(),
        "转入生产操作序列",
    )
    assert not manager.person.posts.filter(until=None).exists()
    sheet = case.papers.get().sheet
    assert sheet.conclusion == "转入生产操作序列岗位"
    assert "希望再有一次机会。" in [box.opinion for box in sheet.boxes]
    assert one.settled_on <= one.decide_by_on
    assert check_all() == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_period_can_end_early_after_a_hearing(cast, kind):
    case = of_kind(cast, kind)
    travel(cast, morning(date(2026, 6, 10)))
    end = {"verdict": "ended_early", "text": "本人不愿继续从事营销。"}
    case = on_case(cast, _end_wait, case, cast.sun, **end)
    assert (case.step, asked(case)) == ("early_hearing", ["xia"])
    case = decide(cast, case, cast.xia, "given", "同意提前结束。")
    decide(cast, case, cast.sun, "ended_early", "双方同意。")
    case = decide(cast, case, cast.leader)
    assert (case.status, held(case).outcome) == ("recorded", "ended_early")
    assert manager_of(case).ended_why == "考核培训期提前结束"
    assert case.papers.get().sheet.conclusion == "提前结束考核培训期"
    assert check_all() == []


@pytest.mark.parametrize(
    ("kind", "last", "later"),
    [
        (KINDS[0], date(2026, 8, 19), date(2026, 9, 19)),
        (KINDS[1], date(2026, 8, 19), date(2026, 9, 19)),
        (KINDS[2], date(2026, 8, 31), date(2026, 9, 30)),
    ],
)
def test_where_the_bureau_allows_it_a_period_is_extended_once(cast, kind, last, later):
    cast.now = morning(MAY_20)
    own(cast, extensions="1")
    case = of_kind(cast, kind)
    assert held(case).ends_on == last
    evaluated(cast, case, "not_recommended")
    case = decide(cast, case, cast.sun, "extended", "再看一个月。")
    assert (case.step, held(case).ends_on, held(case).extended) == ("training", later, 1)
    case = evaluated(cast, case)
    with pytest.raises(errors.Refused, match="1"):
        decide(cast, case, cast.sun, "extended", "再看一个月。")
    case = decide(cast, case, cast.sun, "confirmed")
    assert held(case).outcome == "confirmed"
    assert case.papers.get().sheet.conclusion == "考评合格，予以转正"


def test_as_shipped_nothing_is_extended(cast):
    case = evaluated(cast, appointed(cast))
    with pytest.raises(errors.NoSuchVerdict):
        decide(cast, case, cast.sun, "extended", "再看一个月。")


def test_an_early_end_that_is_refused_lets_the_period_go_on(cast):
    case = appointed(cast)
    case = on_case(cast, _end_wait, case, cast.sun, verdict="ended_early", text="另有安排")
    decide(cast, case, cast.xia, "given", "愿意继续。")
    decide(cast, case, cast.sun, "ended_early", "维持。")
    case = decide(cast, case, cast.leader, "refused", "先看满三个月。")
    assert (case.step, held(case).outcome) == ("training", "")
    assert evaluated(cast, case).step == "hr_review"


def test_the_leader_has_a_move_decided_again(cast):
    case = heard(cast, appointed(cast))
    decide(cast, case, cast.sun, "moved", "维持。", answers={"series": "生产操作序列"})
    case = decide(cast, case, cast.leader, "refused", "再考虑。")
    assert case.step == "hr_decision"
    case = decide(cast, case, cast.sun, "confirmed")
    assert (case.status, held(case).outcome) == ("agreed", "confirmed")


def test_where_the_policy_says_so_the_bureau_confirms_who_stays(cast):
    cast.now = morning(MAY_20)
    own(cast, bureau_confirms_staying=True, bureau_confirms_leaving=False)
    case = evaluated(cast, appointed(cast))
    case = decide(cast, case, cast.sun, "confirmed")
    assert (case.step, asked(case)) == ("confirmation", ["leader"])
    assert held(case).outcome == ""
    assert held(decide(cast, case, cast.leader)).outcome == "confirmed"


def test_who_says_nothing_is_not_waited_for(cast):
    case = to_the_summary(cast, appointed(cast))
    assert (case.step, asked(case)) == ("self_summary", ["xia"])
    travel(cast, cast.now + timedelta(days=9))
    case.refresh_from_db()
    assert (case.step, asked(case)) == ("evaluation", ["wang"])


def test_before_the_end_the_person_their_head_and_human_resources_are_told(cast):
    case = appointed(cast)
    travel(cast, morning(date(2026, 8, 4), 7))
    assert not Message.objects.filter(topic="probation_ends").exists()
    to_the_summary(cast, case)
    told = Message.objects.get(topic="probation_ends")
    assert told.body["people"] == sorted([cast.xia.pk, cast.wang.pk, cast.sun.pk])
    assert "2026年8月19日" in told.body["note"]


def test_the_last_day_is_over_at_midnight_and_not_before(cast):
    case = to_the_summary(cast, appointed(cast))
    decide(cast, case, cast.xia, "given", "总结")
    case = decide(cast, case, cast.wang, "recommended")
    end = morning(date(2026, 8, 20), 0)
    for moment, step in ((end - timedelta(seconds=1), "last_days"), (end, "hr_review")):
        travel(cast, moment)
        case.refresh_from_db()
        assert case.step == step


def test_the_decision_is_due_within_ten_working_days_even_with_hearing_and_confirmation(cast):
    case = evaluated(cast, appointed(cast), "not_recommended")
    limit = held(case).decide_by_on
    assert limit == date(2026, 9, 2)
    days = sum(
        int(str(case.ruling.value_of(f"deadline.{step}")))
        for step in ("hr_review", "hearing", "hr_decision", "endorsement")
    )
    assert days <= 10


def test_the_grace_period_waits_until_the_years_of_service_are_set_and_says_so(cast):
    with pytest.raises(Case.DoesNotExist):
        appointed(cast, "long_service_grace")
    manager = AccountManager.objects.get()
    assert "享受宽限期须超过的工龄" in beginning.why_not(manager, cast.now)
    own(cast, grace_service_years="10")
    assert beginning.sweep(cast.later()) == 1
    assert held(Case.objects.get()).ends_on == date(2026, 8, 31)


def test_an_appointment_begins_one_period_and_a_regular_one_none(cast):
    case = appointed(cast)
    assert beginning.sweep(cast.later()) == 0
    assert beginning.begin(manager_of(case), at=cast.now) is None
    about = {"unit": cast.county, "appointed_on": MAY_20, "by": cast.sun, "at": cast.now}
    managers.appoint(person=cast.li, kind="regular", **about)
    assert beginning.sweep(cast.later()) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        days = {"ends_on": MAY_20, "decide_by_on": date(2026, 6, 1)}
        probations.begin(manager_of(case), **days, by=None, at=cast.now)


def test_the_person_cannot_take_back_what_a_rule_began(cast):
    case = appointed(cast)
    with pytest.raises(errors.NotThere):
        withdraw(cast, case, by=cast.xia)


def test_who_has_left_meanwhile_is_not_confirmed_in_the_post(cast):
    case = evaluated(cast, appointed(cast))
    about = {"last_day": cast.now.date(), "why": "辞职", "by": cast.sun, "at": cast.now}
    managers.leave(held(case).manager_id, **about)
    with pytest.raises(errors.Refused, match="离开"):
        decide(cast, case, cast.sun, "confirmed")
    assert held(case).outcome == ""
    told = {"series": "服务支撑序列"}
    decide(cast, case, cast.sun, "moved", "已辞职。", answers=told)
    decide(cast, case, cast.xia, "given", "无异议。")
    decide(cast, case, cast.sun, "moved", "已辞职。", answers=told)
    assert held(decide(cast, case, cast.leader)).outcome == "moved"


def test_leave_moves_the_end_and_what_waits_for_it(cast):
    case = appointed(cast)
    travel(cast, morning(date(2026, 7, 1)))
    days = {"first_day": date(2026, 7, 1), "last_day": date(2026, 7, 10)}
    made = leave.enter(case, **days, why="病假", by=cast.sun, at=cast.later())
    one = held(case)
    assert (one.ends_on, one.decide_by_on) == (date(2026, 8, 29), date(2026, 9, 11))
    assert case.clocks.get(stopped_at=None).due_at == morning(date(2026, 8, 14), 8)
    with pytest.raises(probations.LeaveTwice):
        leave.enter(case, **days, why="病假", by=cast.sun, at=cast.now)
    leave.take_back(case, made.pk, by=cast.sun, at=cast.later())
    assert held(case).ends_on == date(2026, 8, 19)
    assert case.clocks.get(stopped_at=None).due_at == morning(date(2026, 8, 4), 8)
    with pytest.raises(probations.TakenBackAlready):
        leave.take_back(case, made.pk, by=cast.sun, at=cast.now)


def test_where_the_policy_says_so_leave_moves_nothing(cast):
    cast.now = morning(MAY_20)
    own(cast, leave_suspends=False)
    case = appointed(cast)
    days = {"first_day": date(2026, 7, 1), "last_day": date(2026, 7, 10)}
    leave.enter(case, **days, why="事假", by=cast.sun, at=cast.later())
    assert held(case).ends_on == date(2026, 8, 19)


def test_the_person_their_line_and_human_resources_read_it_and_leave_a_trace(cast):
    case, on = appointed(cast), MAY_20
    readers = {name for name in cast.people if _reads(cast.people[name], case, on)}
    assert readers == {"xia", "wang", "sun", "leader", "director", "deputy"}
    for name in ("xia", "wang", "sun"):
        reading.leave_trace(case, cast.people[name], cast.now)
    assert [row.by for row in Reading.objects.order_by("pk")] == [cast.wang, cast.sun]


def test_without_the_seal_of_confidence_the_whole_bureau_would_read_it(cast, monkeypatch):
    """The control: read like any other case."""
    case = appointed(cast)
    monkeypatch.setattr("approvals.access.confidential", lambda: [])
    readers = {name for name in cast.people if _reads(cast.people[name], case, MAY_20)}
    assert {"auditor", "qian", "zhao"} <= readers


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "confirmed"},
        {"settled_on": MAY_20},
        {"outcome": "moved", "settled_on": MAY_20},
        {"series": "服务支撑序列"},
        {"ends_on": date(2026, 5, 19)},
        {"decide_by_on": date(2026, 8, 19)},
        {"kind": "new_entrant", "started_on": date(2026, 5, 1)},
    ],
)
def test_the_database_keeps_what_a_period_is(cast, wrong):
    case = appointed(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        Probation.objects.filter(training__case=case).update(**wrong)


def _reads(person, case, on):
    return access.visible_to(person, on).filter(pk=case.pk).exists()


def _end_wait(**given):
    from approvals import actions

    return actions.end_wait(**given | {"key": new_key()})
