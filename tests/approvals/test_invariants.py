"""Each fault that somebody could plant in the database is found and named."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from viewflow.workflow.models import Process, Task

from approvals.invariants import check_all
from approvals.models import Assignment, Case, Discussion, Message, Opinion, Party
from approvals.words import Part
from registry.append_only import trigger_name
from registry.journal import Entry
from registry.numbers import Register
from registry.org.models import Post
from tests.cast import at_discussion, decide, draft, submit, vote, withdraw

OPEN, CLOSED = Assignment.State.OPEN, Assignment.State.CLOSED


@pytest.fixture
def unprotected(db):
    """Tables on which the triggers are off: as somebody with the rights of an owner has them."""
    with connection.cursor() as cursor:
        if (
            connection.vendor == "postgresql"
        ):  # what is still to be checked keeps tables as they are
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("approvals_opinion", "registry_entry"):
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger_name(table, 'UPDATE')}")
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger_name(table, 'DELETE')}")


@pytest.fixture
def recorded(cast):
    return decide(cast, submit(cast, draft(cast, "5000")), cast.wang, "agreed", "可以")


@pytest.fixture
def running(cast):
    return submit(cast, draft(cast, "5000"))


@pytest.fixture
def discussed(cast):
    case = at_discussion(cast)
    for member in cast.members:
        vote(cast, case, member)
    return decide(cast, case, cast.director, capacity="centre_director")


def found(*words):
    """Whether one of the faults says all these words, after a check that was clean before."""
    faults = check_all()
    assert any(all(str(word) in fault for word in words) for fault in faults), faults


def test_what_the_actions_leave_behind_is_clean(cast, recorded, running, discussed):
    withdraw(cast, submit(cast, draft(cast, "5000")))
    assert check_all() == []


def test_an_open_step_without_rows_is_found(running):
    Assignment.objects.filter(case=running).update(state=CLOSED)
    found("case", running.pk, "nobody is asked")


def test_a_running_case_without_an_open_step_is_found(cast, running):
    Task.objects.filter(process=running.process, finished=None).update(finished=cast.now)
    found("case", running.pk, "0 open steps")


def test_a_closed_case_with_an_open_row_is_found(recorded):
    Assignment.objects.filter(case=recorded).update(state=OPEN)
    found("row", "case", recorded.pk, "waits at a step that is over")


def test_a_row_that_names_the_step_of_another_case_is_found(running, recorded):
    Assignment.objects.filter(case=running).update(case=recorded)
    found("names case", recorded.pk, "a step of another")


def test_two_verdicts_on_one_step_are_found(cast, recorded):
    first = Opinion.objects.get(case=recorded)
    row = first.assignment
    row.pk, row.person = None, cast.deputy
    row.save()
    first.pk, first.assignment, first.person = None, row, cast.deputy
    first.save()
    found("step", recorded.assignments.first().task_id, "decided 2 times")


def test_a_done_row_without_an_opinion_is_found(recorded, unprotected):
    Opinion.objects.filter(case=recorded).delete()
    found("row", "case", recorded.pk, "0 opinions")


def test_an_opinion_by_the_applicant_is_found(cast, recorded, unprotected):
    Opinion.objects.filter(case=recorded).update(person=cast.li)
    found("case", recorded.pk, cast.li.pk, "their own request")


def test_an_opinion_by_an_editor_is_found(cast, recorded):
    Party.objects.create(case=recorded, person=cast.wang, part=Part.EDITOR)
    found("case", recorded.pk, cast.wang.pk, "has a part in it")


@pytest.mark.parametrize("change", [{"until": -1}, {"since": 1}])
def test_an_opinion_outside_the_days_of_the_post_is_found(cast, recorded, change):
    days = {name: cast.now.date() + timedelta(days=2 * days) for name, days in change.items()}
    Post.objects.filter(person=cast.wang).update(**days)
    found("opinion", "the post")


def test_an_agreement_without_a_step_that_the_ruling_asks_for_is_found(
    cast, discussed, unprotected
):
    Opinion.objects.filter(case=discussed, node="plan_check").delete()
    found("case", discussed.pk, "its ruling asks for", "plan_check")


def test_a_forged_status_is_found(recorded):
    Case.objects.filter(pk=recorded.pk).update(status="refused", process=recorded.process)
    Process.objects.filter(pk=recorded.process_id).update(status="NEW")
    found("case", recorded.pk, "is refused, its process NEW")


def test_a_wrong_count_of_votes_is_found(discussed):
    Discussion.objects.update(votes_for=F("votes_for") - 1)
    found("counts 4 for: 5")


def test_a_conclusion_without_a_quorum_is_found(discussed):
    Discussion.objects.update(quorum=9)
    found("concluded without its quorum")


def test_a_gap_in_the_numbers_is_found(running, recorded):
    Case.objects.filter(pk=running.pk).update(number="XM-2026-7")
    found("numbers of", "register says 2")


def test_a_register_that_ran_ahead_of_all_cases_is_found(cast):
    Register.objects.create(unit=cast.bureau, kind="proposal", year=2025, last=3)
    found("numbers of", "0 cases, register says 3")


def test_a_changed_line_of_the_journal_is_found(recorded, unprotected):
    line = Entry.objects.filter(subject=recorded.journal_subject, verb="closed")
    line.update(detail={"status": "agreed"})
    found(recorded.journal_subject, "was changed")


def test_a_journal_that_was_cut_off_is_found(recorded, unprotected):
    Entry.objects.filter(subject=recorded.journal_subject, verb="closed").delete()
    found(recorded.journal_subject, "ends at line")


def test_a_journal_that_is_gone_is_found(recorded, unprotected):
    Entry.objects.filter(subject=recorded.journal_subject).delete()
    found(recorded.journal_subject, "has no journal")


def test_a_draft_that_vanished_without_being_discarded_is_found(cast):
    case = draft(cast, "5000")
    Case.objects.filter(pk=case.pk).delete()
    found(case.journal_subject, "nobody discarded it")


@pytest.mark.parametrize("change", [{"text": "不行"}, {"verdict": "agreed_with_changes"}])
def test_words_that_were_changed_afterwards_are_found(recorded, unprotected, change):
    Opinion.objects.filter(case=recorded).update(**change)
    found(recorded.journal_subject, "not those of its journal")


def test_a_ruling_that_was_exchanged_is_found(recorded, discussed):
    Case.objects.filter(pk=recorded.pk).update(ruling_json=discussed.ruling_json)
    found("case", recorded.pk, "another ruling")


def test_data_that_were_changed_under_way_are_found(running):
    Case.objects.filter(pk=running.pk).update(data_version=2)
    found("case", running.pk, "was changed after it was submitted")


def test_a_message_without_a_case_is_found(cast):
    Message.objects.create(topic="arrived", key="arrived:x", body={"case": 10**6}, at=cast.now)
    found("message arrived:x has no case")


def test_a_process_without_a_case_is_found(running):
    process = Process.objects.create(flow_class=running.process.flow_class)
    found("process", process.pk, "has no case")
