"""A step that waits too long: reminded once, then the superior is asked too, and nothing is agreed."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import deadlines, errors
from approvals.invariants import check_all
from approvals.models import Assignment, Message
from approvals.timeline import rounds_of
from policy.calendar import SHANGHAI
from registry.journal import Entry
from registry.org.models import Post
from tests.approvals.test_budgets import cost
from tests.cast import at_discussion, decide, draft, row, submit, vote, withdraw

# Wang has three working days from Monday 2 March: due on Thursday at midnight.
REMINDED = datetime(2026, 3, 5, 9, 36, tzinfo=SHANGHAI)
DUE = datetime(2026, 3, 5, 23, 59, 59, tzinfo=SHANGHAI)
SECOND = timedelta(seconds=1)


def asked(case):
    """Who is asked now, and why."""
    rows = case.assignments.filter(state=Assignment.State.OPEN).order_by("pk")
    return [(r.person.username, r.reason) for r in rows.select_related("person")]


def told(case, topic):
    """The people of the messages of a topic."""
    found = Message.objects.filter(topic=topic, body__case=case.pk).order_by("pk")
    return [people for m in found for people in m.body["people"]]


def verbs(case):
    entries = Entry.objects.filter(subject=case.journal_subject).order_by("seq")
    return list(entries.values_list("verb", flat=True))


def test_a_step_knows_from_its_opening_when_it_is_reminded_of_and_due(cast):
    case = submit(cast, draft(cast, "5000"))
    opened = case.assignments.get()
    assert (opened.remind_at, opened.due_at) == (REMINDED, DUE)


@pytest.mark.parametrize("after, done", [(-SECOND, 0), (0 * SECOND, 1), (SECOND, 1)])
def test_a_reminder_comes_at_its_second_and_not_before(cast, after, done):
    case = submit(cast, draft(cast, "5000"))
    assert deadlines.sweep(REMINDED + after) == done
    assert told(case, "due_soon") == [cast.wang.pk] * done
    assert asked(case) == [("wang", "post")] and check_all() == []


@pytest.mark.parametrize("after, done", [(-SECOND, 0), (0 * SECOND, 1), (SECOND, 1)])
def test_the_superior_is_asked_at_the_deadline_and_not_before(cast, after, done):
    case = submit(cast, draft(cast, "5000"))
    deadlines.sweep(REMINDED)
    assert deadlines.sweep(DUE + after) == done
    assert asked(case) == [("wang", "post"), ("deputy", "escalated")][: 1 + done]
    assert told(case, "overdue") == [cast.wang.pk] * done and check_all() == []


@pytest.mark.parametrize(
    ("submitted", "due"),
    [
        # Friday to Wednesday; and Friday before the Spring Festival, whose Saturday is worked.
        (datetime(2026, 11, 20, 16, 0, tzinfo=SHANGHAI), datetime(2026, 11, 25, tzinfo=SHANGHAI)),
        (datetime(2026, 2, 13, 16, 0, tzinfo=SHANGHAI), datetime(2026, 2, 25, tzinfo=SHANGHAI)),
    ],
)
def test_days_of_rest_do_not_count(cast, submitted, due):
    case = submit(cast, draft(cast, "5000"), at=submitted)
    assert deadlines.sweep(due) == 0
    deadlines.sweep(due + timedelta(hours=10))
    assert told(case, "due_soon") == [cast.wang.pk] and told(case, "overdue") == []
    deadlines.sweep(due + timedelta(days=1))
    assert told(case, "overdue") == [cast.wang.pk]


def test_everybody_is_reminded_once_and_a_step_escalated_once(cast):
    case = submit(cast, draft(cast, "5000"))
    assert [deadlines.sweep(REMINDED), deadlines.sweep(REMINDED + SECOND)] == [1, 0]
    assert [deadlines.sweep(DUE), deadlines.sweep(DUE + 30 * timedelta(days=1))] == [1, 0]
    assert verbs(case)[-2:] == ["reminded", "escalated"]
    assert told(case, "due_soon") == told(case, "overdue") == [cast.wang.pk]


def test_a_sweep_that_comes_late_escalates_without_a_reminder(cast):
    case = submit(cast, draft(cast, "5000"))
    assert deadlines.sweep(DUE + timedelta(days=3)) == 1
    assert told(case, "due_soon") == [] and told(case, "overdue") == [cast.wang.pk]
    assert deadlines.sweep(DUE + timedelta(days=4)) == 0


def test_the_superior_decides_like_anybody_who_is_asked(cast):
    case = submit(cast, draft(cast, "5000"))
    deadlines.sweep(DUE)
    assert decide(cast, case, cast.deputy, at=DUE + SECOND).status == "recorded"
    assert case.opinions.get().assignment.reason == "escalated" and check_all() == []
    with pytest.raises(errors.AlreadyDecided, match="何芳"):
        decide(cast, case, cast.wang, row=case.assignments.get(person=cast.wang).pk)


def test_the_one_who_was_asked_first_can_still_decide(cast):
    case = submit(cast, draft(cast, "5000"))
    deadlines.sweep(DUE)
    decide(cast, case, cast.wang, at=DUE + SECOND)
    assert asked(case) == [] and check_all() == []


def test_a_superior_whose_post_ended_decides_nothing(cast):
    case = submit(cast, draft(cast, "5000"))
    deadlines.sweep(DUE)
    Post.objects.filter(person=cast.deputy).update(until=timezone.localdate(DUE))
    with pytest.raises(errors.PostEnded):
        decide(cast, case, cast.deputy, at=DUE + timedelta(days=1))


def test_who_has_a_part_in_the_case_is_passed_over(cast):
    case = submit(cast, draft(cast, "5000", b_manager=cast.deputy))
    deadlines.sweep(DUE)
    assert asked(case) == [("wang", "post"), ("leader", "escalated")]


def test_who_decided_the_step_before_is_passed_over(cast):
    """The deputy reviewed in place of the head, so nobody is above who may check the plan."""
    Post.objects.filter(person=cast.wang).delete()
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.deputy)
    deadlines.sweep(DUE)
    assert asked(case) == [("zhou", "post"), ("qian", "post")]
    assert verbs(case)[-1] == "overdue" and check_all() == []


def test_with_nobody_above_those_who_watch_are_told_once(cast):
    case = submit(cast, draft(cast, "5000"))
    Post.objects.filter(person__in=(cast.deputy, cast.leader)).delete()
    assert deadlines.sweep(DUE) == 1 and deadlines.sweep(DUE + SECOND) == 0
    assert asked(case) == [("wang", "post")]
    assert told(case, "overdue") == [cast.wang.pk, cast.director.pk, cast.qian.pk]
    assert verbs(case).count("overdue") == 1 and told(case, "stalled") == []


def test_where_the_post_ended_too_nobody_can_decide_and_that_is_said(cast):
    case = submit(cast, draft(cast, "5000"))
    Post.objects.filter(person__in=(cast.deputy, cast.leader)).delete()
    Post.objects.filter(person=cast.wang).update(until=timezone.localdate(cast.now))
    deadlines.sweep(DUE)
    assert told(case, "stalled") == [cast.wang.pk, cast.director.pk, cast.qian.pk]
    assert told(case, "overdue") == []


def test_in_a_discussion_who_has_not_voted_is_reminded_and_then_the_chair_is_told(cast):
    case = at_discussion(cast)
    vote(cast, case, cast.ma)
    due = row(case, cast.qian).due_at
    assert deadlines.sweep(due - SECOND) == 1
    waiting = {cast.director.pk, cast.deputy.pk, cast.zhou.pk, cast.qian.pk}
    assert set(told(case, "due_soon")) == waiting and len(told(case, "due_soon")) == 4
    assert deadlines.sweep(due) == 1
    assert told(case, "overdue") == [cast.director.pk]
    assert {reason for _name, reason in asked(case)} == {"post"} and len(asked(case)) == 5
    assert deadlines.sweep(due + SECOND) == 0 and check_all() == []


def test_nothing_is_agreed_or_refused_by_time_alone(cast):
    case = submit(cast, draft(cast, "5000"))
    for weeks in range(1, 30):
        deadlines.sweep(DUE + timedelta(weeks=weeks))
    case.refresh_from_db()
    assert (case.status, case.step) == ("running", "unit_review")


def test_a_case_that_is_over_or_back_with_its_applicant_is_left_alone(cast):
    over, back = (submit(cast, draft(cast, "5000")) for _n in range(2))
    withdraw(cast, over)
    decide(cast, back, cast.wang, "returned", "写明客户")
    assert deadlines.sweep(DUE + timedelta(days=30)) == 0


def test_the_deadline_of_a_step_stays_when_the_next_one_opens(cast):
    case = submit(cast, draft(cast, "12000"))
    deadlines.sweep(DUE)
    decide(cast, case, cast.wang, at=DUE + SECOND)
    assert asked(case) == [("zhou", "post"), ("qian", "post")]
    assert deadlines.sweep(DUE + timedelta(minutes=1)) == 0


def test_the_story_says_who_was_asked_after_the_deadline(cast):
    case = submit(cast, draft(cast, "5000"))
    deadlines.sweep(DUE)
    line = rounds_of(case)[0].lines[-1]
    assert (line.verb, line.person, line.at) == ("escalated", _("By rule"), DUE)
    assert "何芳" in line.text and "副总监" in line.text


def test_a_batch_is_bounded_and_the_longest_overdue_come_first(cast):
    cases = [submit(cast, draft(cast, "5000")) for _n in range(4)]
    Assignment.objects.filter(case=cases[3]).update(due_at=DUE - timedelta(days=1))
    assert deadlines.sweep(DUE, limit=3) == 3
    assert cases[3].assignments.filter(reason="escalated").exists()
    assert [deadlines.sweep(DUE, limit=3), deadlines.sweep(DUE, limit=3)] == [1, 0]


def test_a_case_that_fails_does_not_stop_the_others(cast, monkeypatch):
    first, second = (submit(cast, draft(cast, "5000")) for _n in range(2))
    escalate = deadlines._escalate

    def fail_on_the_first(move, rows):
        if move.case.pk == first.pk:
            raise OSError("disk full")
        escalate(move, rows)

    monkeypatch.setattr(deadlines, "_escalate", fail_on_the_first)
    with pytest.raises(OSError, match="disk full"):
        deadlines.sweep(DUE)
    assert len(asked(first)) == 1 and len(asked(second)) == 2 and check_all() == []


def test_a_sweep_costs_a_fixed_number_of_statements_for_each_case(cast):
    for _n in range(2):
        submit(cast, draft(cast, "5000"))
    assert cost(lambda: deadlines.sweep(REMINDED - SECOND)) == 2
    assert cost(lambda: deadlines.sweep(REMINDED)) <= 2 + 2 * 6
    assert cost(lambda: deadlines.sweep(DUE)) <= 2 + 2 * 12


def test_a_reminder_of_forty_members_costs_as_much_as_one_of_five(cast):
    few = at_discussion(cast)
    due = row(few, cast.ma).due_at
    one = cost(lambda: deadlines.sweep(due - SECOND))
    for n in range(35):
        cast.post(f"m{n}", cast.centre, "account_manager")
    at_discussion(cast)
    assert cost(lambda: deadlines.sweep(due - SECOND)) == one
