"""挂起, 恢复, 终止, 抄送, 催办: what is done to a case, and told of it, without deciding it."""

from datetime import timedelta

import pytest

from approvals import access, actions, errors, inbox
from approvals.invariants import check_all
from approvals.models import Case, Copy, Notice
from approvals.outbox import deliver_batch
from tests.cast import (
    Cast,
    asked,
    decide,
    draft,
    new_key,
    on_case,
    resubmit,
    revise,
    row,
    send_back,
    submit,
    withdraw,
)


@pytest.fixture
def case(cast: Cast) -> Case:
    return submit(cast, draft(cast))


def test_a_suspended_case_asks_nobody_and_decides_nothing(cast, case):
    waits = row(case, cast.wang).pk
    case = on_case(cast, actions.suspend, case, cast.qian, reason="客户信息待核实")
    assert case.status == "suspended"
    assert inbox.waiting(cast.wang).rows == []
    assert inbox.count_waiting(cast.wang) == 0
    with pytest.raises(errors.IsSuspended):
        decide(cast, case, cast.wang, row=waits)
    with pytest.raises(errors.IsSuspended):
        on_case(cast, actions.suspend, case, cast.director, reason="再挂一次")
    assert check_all() == []


def test_it_goes_on_where_it_stood_and_its_deadline_is_put_off_by_the_working_days(cast, case):
    asked_row = row(case, cast.wang)
    due = asked_row.due_at
    on_case(cast, actions.suspend, case, cast.qian, reason="待核实")
    cast.later(days=7)  # five working days
    case = on_case(cast, actions.resume, case, cast.qian)
    assert (case.status, asked(case)) == ("running", ["wang"])
    asked_row.refresh_from_db()
    assert asked_row.due_at == due + timedelta(days=7)
    assert decide(cast, case, cast.wang).step == "plan_check"
    assert check_all() == []


def test_a_returned_case_is_suspended_and_comes_back_to_its_applicant(cast, case):
    send_back(cast, case, cast.wang)
    case = on_case(cast, actions.suspend, case, cast.director, reason="待核实")
    with pytest.raises(errors.IsSuspended):
        resubmit(cast, case)
    with pytest.raises(errors.IsSuspended):
        revise(cast, case, offer="专线")
    case = on_case(cast, actions.resume, case, cast.director)
    assert (case.status, asked(case)) == ("returned", ["li"])
    assert resubmit(cast, case).status == "running"
    assert check_all() == []


def test_a_terminated_case_is_over_for_good(cast, case):
    waits = row(case, cast.wang).pk
    case = on_case(cast, actions.terminate, case, cast.qian, reason="客户已注销")
    assert (case.status, asked(case)) == ("terminated", [])
    with pytest.raises(errors.AlreadyClosed):
        decide(cast, case, cast.wang, row=waits)
    with pytest.raises(errors.AlreadyClosed):
        on_case(cast, actions.terminate, case, cast.qian, reason="再来")
    with pytest.raises(errors.AlreadyClosed):
        withdraw(cast, case)
    assert check_all() == []


def test_a_suspended_case_can_be_terminated_or_withdrawn(cast, case):
    on_case(cast, actions.suspend, case, cast.qian, reason="待核实")
    assert withdraw(cast, case).status == "withdrawn"
    other = submit(cast, draft(cast))
    on_case(cast, actions.suspend, other, cast.qian, reason="待核实")
    assert on_case(cast, actions.terminate, other, cast.qian, reason="重复").status == "terminated"
    assert check_all() == []


@pytest.mark.parametrize("action", [actions.suspend, actions.terminate])
def test_only_an_administrator_does_it_with_a_reason_and_never_with_the_own_case(
    cast, case, action
):
    for person in (cast.li, cast.wang, cast.zhou, cast.sun, cast.leader, cast.auditor):
        with pytest.raises(errors.NotAdministrator):
            on_case(cast, action, case, person, reason="……")
    with pytest.raises(errors.SayWhy):
        on_case(cast, action, case, cast.qian, reason="  ")
    cast.post("qian", cast.county, "account_manager")
    own = submit(cast, draft(cast, by=cast.qian))
    with pytest.raises(errors.OwnCase):
        on_case(cast, action, own, cast.qian, reason="……")
    assert on_case(cast, action, own, cast.director, reason="……").status != "running"


def test_all_whom_it_concerns_are_told_why(cast, case):
    on_case(cast, actions.suspend, case, cast.qian, reason="待核实")
    deliver_batch(clock=cast.later)
    told = Notice.objects.filter(topic="suspended")
    assert set(told.values_list("person__username", flat=True)) == {"li", "wang"}


def test_a_copy_is_in_the_box_of_who_got_it_who_may_read_and_not_decide(cast, case):
    assert not access.visible_to(cast.chen, cast.now.date()).exists()
    on_case(cast, actions.copy_to, case, cast.li, people=[cast.chen, cast.fang], note="请知悉")
    assert access.visible_to(cast.chen, cast.now.date()).get() == case
    assert asked(case) == ["wang"]
    assert Copy.objects.get(person=cast.chen).by == cast.li
    on_case(cast, actions.copy_to, case, cast.wang, people=[cast.chen])
    assert Copy.objects.get(person=cast.chen).by == cast.li
    deliver_batch(clock=cast.later)
    assert Notice.objects.filter(topic="copied", person=cast.chen).count() == 1


def test_who_only_got_a_copy_passes_none_on_and_a_stranger_neither(cast, case):
    on_case(cast, actions.copy_to, case, cast.li, people=[cast.chen])
    for person in (cast.chen, cast.fang):
        with pytest.raises(errors.NotThere):
            on_case(cast, actions.copy_to, case, person, people=[cast.ma])


def test_a_copy_goes_to_colleagues_only_and_names_somebody(cast, case):
    from registry.org.models import Person

    stranger = Person.objects.create(username="stranger", name="外人")
    with pytest.raises(errors.NotAColleague, match="外人"):
        on_case(cast, actions.copy_to, case, cast.li, people=[cast.chen, stranger])
    with pytest.raises(errors.NobodyNamed):
        on_case(cast, actions.copy_to, case, cast.li, people=[])
    assert not Copy.objects.exists()


def test_a_draft_is_copied_to_nobody(cast):
    with pytest.raises(errors.NotThere):
        on_case(cast, actions.copy_to, draft(cast), cast.li, people=[cast.chen])


@pytest.mark.parametrize(("hours", "may"), [(3.9, False), (4, True), (4.1, True)])
def test_a_step_is_urged_once_in_the_hours_that_the_ruling_gives(cast, case, hours, may):
    at = cast.later()
    on_case(cast, actions.urge, case, cast.li, at=at)
    again = {"at": at + timedelta(hours=hours)}
    if may:
        on_case(cast, actions.urge, case, cast.li, **again)
    else:
        with pytest.raises(errors.UrgedAlready):
            on_case(cast, actions.urge, case, cast.li, **again)


def test_the_next_step_can_be_urged_at_once(cast, case):
    on_case(cast, actions.urge, case, cast.li, note="客户在等")
    decide(cast, case, cast.wang)
    on_case(cast, actions.urge, case, cast.li)
    deliver_batch(clock=cast.later)
    told = Notice.objects.filter(topic="urged").values_list("person__username", flat=True)
    assert set(told) == {"zhou", "qian"}  # Wang's step is over


def test_only_the_applicant_urges_and_only_what_is_under_way(cast, case):
    for person in (cast.wang, cast.chen, cast.qian):
        with pytest.raises(errors.NotThere):
            on_case(cast, actions.urge, case, person)
    send_back(cast, case, cast.wang)
    with pytest.raises(errors.NobodyToUrge):
        on_case(cast, actions.urge, case, cast.li)
    withdraw(cast, case)
    with pytest.raises(errors.AlreadyClosed):
        on_case(cast, actions.urge, case, cast.li)


@pytest.mark.parametrize(
    ("action", "given"),
    [
        (actions.suspend, {"reason": "待核实"}),
        (actions.terminate, {"reason": "重复"}),
        (actions.urge, {}),
        (actions.copy_to, {}),
    ],
)
def test_sent_twice_it_is_done_once(cast, case, action, given):
    actor = cast.li if action in (actions.urge, actions.copy_to) else cast.qian
    given |= {"people": [cast.chen]} if action is actions.copy_to else {}
    key = new_key()
    first = on_case(cast, action, case, actor, key=key, **given)
    again = on_case(cast, action, case, actor, key=key, **given)
    assert first.journal_seq == again.journal_seq
    assert check_all() == []


def test_a_case_whose_step_its_flow_has_lost_can_still_be_terminated(cast, case):
    from viewflow.workflow.models import Task

    Task.objects.filter(process=case.process, finished=None).update(
        flow_task="workflows/proposal.flow.ProposalFlow.renamed"
    )
    case = on_case(cast, actions.terminate, case, cast.qian, reason="流程已改")
    assert (case.status, asked(case)) == ("terminated", [])
    assert check_all() == []
