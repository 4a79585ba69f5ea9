"""The clock of a protected period: success, the end of time, the centre's choice, and who wins a race."""

from datetime import date, timedelta

import pytest

from approvals import actions, clocks, errors, handover
from approvals.invariants import check_all
from approvals.models import Case, Message
from registry import amending
from registry.customers import protections
from registry.customers.models import Agreement, Protection
from registry.org.roles import PostRole
from tests.cast import asked, decide, draft, new_key, on_case, send_back, submit, withdraw
from tests.workflows.declaring import (
    after_the_last_day,
    choose,
    confirmed,
    declaration,
    declared,
    report,
)
from workflows.expiry import clock
from workflows.success.effects import TooLate

State = Protection.State


@pytest.fixture
def held(cast) -> Protection:
    """Li and Lin develop the tea company until 2 May."""
    return confirmed(cast, customer=cast.customer, b_manager=cast.lin)


def at(cast, day: date) -> None:
    """It is nine in the morning of that day."""
    cast.now += timedelta(days=(day - cast.now.date()).days)


def fresh(held: Protection) -> Protection:
    return Protection.objects.select_related("customer").get(pk=held.pk)


def test_a_success_ends_the_period_and_the_b_manager_leads_from_then_on(cast, held):
    held.customer.tier = "gold"
    held.customer.save()
    case = submit(cast, report(cast, held))
    decide(cast, case, cast.wang)
    case = decide(cast, case, cast.director, "confirmed")
    assert (case.status, case.result) == ("agreed", "confirmed")
    now = fresh(held)
    assert (now.state, now.ended_on) == (State.SUCCEEDED, date(2026, 3, 2))
    assert (now.customer.a_manager, now.customer.b_manager) == (cast.lin, cast.li)
    assert Agreement.objects.get().customer == now.customer
    facts = {fact.label: fact.value for fact in case.papers.get().sheet.facts}
    assert facts["今后维护（A角）"] == "林一舟"
    assert protections.live_of(now.customer) is None


@pytest.mark.parametrize(
    ("day", "lapses"), [(date(2026, 5, 1), 0), (date(2026, 5, 2), 0), (date(2026, 5, 3), 1)]
)
def test_the_period_is_over_on_the_day_after_its_last_day(cast, held, day, lapses):
    held.reminded = 2
    held.save()
    at(cast, day)
    assert clock.sweep(cast.now) == lapses
    assert fresh(held).state == (State.LAPSED if lapses else State.RUNNING)
    assert Case.objects.filter(kind="expiry").count() == lapses
    assert clock.sweep(cast.now) == 0
    assert check_all() == []


def test_when_time_is_over_the_centre_is_asked_and_nobody_steps_in_meanwhile(cast, held):
    case = after_the_last_day(cast, held)
    assert asked(case) == ["director"]
    assert (case.applicant, case.customer) == (cast.li, held.customer)
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, declaration(cast, by=cast.lin, customer=held.customer, a_manager=cast.lin))
    assert "大客户中心正在决定" in refused.value.problems["customer"]
    with pytest.raises(errors.NoSuchVerdict):  # the policy allows no extension
        choose(cast, case, "extended")


def test_a_choice_that_was_cut_short_is_asked_for_again(cast, held):
    case = after_the_last_day(cast, held)
    on_case(cast, actions.terminate, case, cast.qian, reason="误发起")
    assert (clock.sweep(cast.later()), clock.sweep(cast.later())) == (1, 0)
    assert Case.objects.filter(kind="expiry", status="running").count() == 1
    assert check_all() == []


def test_a_released_customer_can_be_declared_again(cast, held):
    case = choose(cast, after_the_last_day(cast, held), "released")
    assert (case.status, case.result) == ("recorded", "released")
    assert fresh(held).state == State.RELEASED
    assert case.papers.get().sheet.conclusion == "释放客户，各单位可重新申报"
    again = confirmed(cast, by=cast.lin, a_manager=cast.lin, customer=held.customer)
    assert again.pk != held.pk and again.live
    assert check_all() == []


def test_a_customer_is_given_to_another_unit_with_a_period_of_its_own(cast, held):
    case = after_the_last_day(cast, held)
    wrong = {"unit": cast.other.pk, "a_manager": cast.li.pk}
    with pytest.raises(errors.BadAnswers) as refused:
        choose(cast, case, "reassigned", **wrong)
    assert set(refused.value.problems) == {"a_manager"}
    case = choose(cast, case, "reassigned", unit=cast.other.pk, a_manager=cast.chen.pk)
    now = protections.live_of(held.customer)
    assert (now.unit, now.a_manager, now.confirmed_on) == (cast.other, cast.chen, date(2026, 5, 3))
    assert (now.customer.unit, now.last_day) == (cast.other, date(2026, 7, 3))
    assert fresh(held).state == State.REASSIGNED
    assert check_all() == []


def test_a_customer_is_put_out_to_bidding(cast, held):
    case = choose(cast, after_the_last_day(cast, held), "bid_out")
    assert (case.result, fresh(held).state) == ("bid_out", State.BID_OUT)


def test_where_the_policy_allows_it_the_period_is_extended_once(cast, held):
    figure = {"set": "common", "chapter": "protection", "parameter": "extensions", "value": 1}
    figure |= {"says": {"zh": "可延长一次。", "en": "It can be extended once."}}
    days = {"at": cast.now, "today": cast.now.date()}
    row = amending.propose(
        bureau=cast.bureau, by=cast.zhao, effective=cast.now.date(), **figure, **days
    )
    amending.settle(amendment_id=row.pk, by=cast.director, approve=True, **days)
    case = choose(cast, after_the_last_day(cast, held), "extended")
    now = fresh(held)
    assert (now.state, now.extended, now.last_day) == (State.RUNNING, 1, date(2026, 6, 2))
    second = after_the_last_day(cast, held)
    assert second.pk != case.pk
    with pytest.raises(errors.NoSuchVerdict):
        choose(cast, second, "extended")
    assert check_all() == []


def test_a_report_in_time_stops_the_clock_until_it_is_decided(cast, held):
    at(cast, held.last_day)
    case = submit(cast, report(cast, held))
    at(cast, held.last_day + timedelta(days=9))
    assert clock.sweep(cast.now) == 0
    decide(cast, case, cast.wang, "refused", "协议未盖章")
    assert clock.sweep(cast.now) == 1
    assert fresh(held).state == State.LAPSED


def test_a_report_that_is_taken_back_lets_the_clock_go_on(cast, held):
    case = submit(cast, report(cast, held))
    at(cast, held.last_day + timedelta(days=1))
    withdraw(cast, case)
    assert clock.sweep(cast.now) == 1


def test_the_period_of_who_leaves_goes_on_with_the_successor(cast, held):
    cast.post("yu", cast.county, PostRole.ACCOUNT_MANAGER, "于洋")
    leaving = {"last_day": cast.now.date(), "close_account": True, "by": cast.sun}
    reported = submit(cast, report(cast, held))
    handover.hand_over(person=cast.li, successor=cast.yu, at=cast.later(), key=new_key(), **leaving)
    now = fresh(held)
    assert (now.a_manager, now.b_manager, now.last_day) == (cast.yu, cast.lin, held.last_day)
    assert submit(cast, draft(cast, by=cast.yu, a_manager=cast.yu)).status == "running"
    decide(cast, reported, cast.wang)
    decide(cast, reported, cast.director, "confirmed")
    assert fresh(held).state == State.SUCCEEDED
    assert check_all() == []


def test_a_report_that_comes_too_late_is_not_taken(cast, held):
    late = report(cast, held)
    after_the_last_day(cast, held)
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, late)
    assert "protection" in refused.value.problems


def test_a_returned_report_that_comes_again_too_late_is_refused(cast, held):
    case = submit(cast, report(cast, held))
    case = send_back(cast, case, cast.wang)
    Protection.objects.filter(pk=held.pk).update(state=State.LAPSED)
    from tests.cast import resubmit

    with pytest.raises((errors.Incomplete, TooLate)):
        resubmit(cast, case)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 4, 17), 0),
        (date(2026, 4, 18), 1),
        (date(2026, 4, 28), 1),
        (date(2026, 4, 29), 1),
        (date(2026, 5, 2), 1),
    ],
)
def test_the_developers_are_reminded_before_the_last_day(cast, held, day, told):
    at(cast, day)
    assert clock.sweep(cast.now) == told
    assert clock.sweep(cast.now) == 0
    people = [m.body["people"] for m in Message.objects.filter(topic="protection_ends")]
    assert people == [[cast.li.pk, cast.lin.pk, cast.wang.pk]] * told


def test_both_reminders_go_out_each_at_its_time(cast, held):
    at(cast, date(2026, 4, 18))
    clock.sweep(cast.now)
    at(cast, date(2026, 4, 29))
    clock.sweep(cast.now)
    assert Message.objects.filter(topic="protection_ends").count() == 2


def test_a_customer_is_protected_for_one_unit_at_a_time(cast, held):
    theirs = {"by": cast.chen, "unit": cast.other, "a_manager": cast.chen}
    foreign = declared(cast, **theirs, customer=cast.foreign)
    Case.objects.filter(pk=foreign.pk).update(customer=held.customer, unit=cast.county)
    with pytest.raises(errors.Refused, match="他人不得介入"):
        decide(cast, foreign, cast.director, "confirmed")
    assert clocks.sweep(cast.now) == 0
