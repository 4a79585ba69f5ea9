"""监控: what nobody can decide, what is late, suspended or lost; the page and the command say the same."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from viewflow.workflow.models import Task

from approvals import deadlines, monitor, outbox, reorganise
from approvals.models import Assignment, Case, Notice
from approvals.words import Status
from registry.org.models import Person
from tests.cast import draft, submit
from tests.scoring import register
from tests.workflows.test_people import change_of_rank

PAGE = "/monitor/"


def text_of(answer) -> str:
    return answer.content.decode()


def stalled(cast) -> Case:
    case = submit(cast, draft(cast, "5000", title="无人可办的项目"))
    Person.objects.filter(username__in=("wang", "deputy", "leader")).update(is_active=False)
    return case


def overdue(cast) -> Case:
    """Of the spring of 2026, so late on any day on which this runs."""
    case = submit(cast, draft(cast, "5000", title="超时的项目"))
    deadlines.sweep(cast.later(days=30))
    return case


def suspended(cast) -> Case:
    case = submit(cast, draft(cast, "5000", title="挂起的项目"))
    Case.objects.filter(pk=case.pk).update(status=Status.SUSPENDED, suspended_at=cast.now)
    return case


def lost(cast) -> Case:
    case = submit(cast, draft(cast, "5000", title="失效的项目"))
    case.assignments.update(due_at=None)
    tasks = Task.objects.filter(process=case.process, finished=None)
    Task.objects.filter(pk__in=tasks).update(flow_task="workflows/proposal.flow.ProposalFlow.gone")
    return case


@pytest.mark.parametrize(
    ("who", "status"),
    [("sun", 200), ("qian", 200), ("director", 200), ("li", 404), ("wang", 404), ("auditor", 404)],
)
def test_those_who_watch_over_the_bureau_have_the_page_and_its_link(cast, browse, who, status):
    browser = browse(cast.people[who])
    assert browser.get(PAGE).status_code == status
    assert ('href="/monitor/"' in text_of(browser.get("/inbox/"))) is (status == 200)


def test_a_bureau_in_which_all_moves_says_so(cast, browse):
    assert "一切正常" in text_of(browse(cast.qian).get(PAGE))


@pytest.mark.parametrize("make", [stalled, overdue, suspended, lost])
def test_what_stands_still_is_listed_with_a_link_to_the_case(cast, browse, make):
    case = make(cast)
    shown = text_of(browse(cast.qian).get(PAGE))
    assert f'href="/cases/{case.pk}/"' in shown and case.number in shown


def test_an_overdue_step_says_who_is_asked_and_who_was_asked_too(cast, browse):
    overdue(cast)
    shown = text_of(browse(cast.qian).get(PAGE))
    assert "王建国" in shown and "何芳" in shown and "已升级至" in shown
    late = monitor.overdue(cast.bureau.pk, timezone.now()).rows[0]
    assert [row.person for row in late.asked] == [cast.wang]
    assert [row.person for row in late.escalated] == [cast.deputy]


def test_who_may_not_read_a_case_sees_its_title_without_a_link(cast, browse):
    case = stalled(cast)
    shown = text_of(browse(cast.sun).get(PAGE))
    assert case.title in shown and f'href="/cases/{case.pk}/"' not in shown


def test_another_bureau_is_not_watched_over_here(cast):
    for make in (overdue, suspended, stalled):
        make(cast)
    assert monitor.lost(cast.county.pk).count == 0
    assert monitor.overdue(cast.county.pk, timezone.now()).count == 0
    assert monitor.suspended(cast.county.pk).count == 0


def test_a_long_list_is_cut_and_says_how_many_more(cast):
    for _ in range(4):
        suspended(cast)
        overdue(cast)
    found = monitor.watched(cast.bureau, timezone.now(), size=3)
    assert (len(found.suspended.rows), found.suspended.more) == (3, 1)
    assert (len(found.overdue.rows), found.overdue.count) == (3, 4)


def test_the_page_costs_the_same_for_many_cases(cast, browse):
    qian, costs = browse(cast.qian), []
    for _ in range(2):
        for make in (overdue, suspended, overdue, suspended):
            make(cast)
        with CaptureQueriesContext(connection) as captured:
            assert qian.get(PAGE).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 35


def test_the_page_and_the_command_say_the_same(cast, browse, capsys):
    cases = [make(cast) for make in (overdue, suspended, lost)]
    with pytest.raises(CommandError, match="1 cases"):
        call_command("monitor")
    told, shown = capsys.readouterr().out, text_of(browse(cast.qian).get(PAGE))
    for case in cases:
        assert case.number in told and case.number in shown


def of_rank(cast) -> Case:
    """A confidential case that waits for human resources and is late."""
    manager = register(cast, "li", appointed_on=date(2025, 1, 6))["li"]
    case = change_of_rank(cast, manager)
    Assignment.objects.filter(case=case).update(title="李晓岚升级")
    Case.objects.filter(pk=case.pk).update(title="李晓岚升级")
    deadlines.sweep(cast.later(days=40))
    return case


def test_a_confidential_case_is_named_only_to_those_who_may_read_it(cast, browse):
    case = of_rank(cast)
    for who, readable in (("sun", True), ("qian", False)):
        browser, page = browse(cast.people[who]), text_of(browse(cast.people[who]).get(PAGE))
        assert (browser.get(f"/cases/{case.pk}/").status_code == 200) is readable
        assert case.number in page and ("李晓岚" in page) is readable, who
        assert ("孙丽" in page.partition("<main")[2].partition("<nav")[0]) is readable, who


@pytest.mark.parametrize(
    ("which", "gone", "title"),
    [(stalled, (), "无人可办的项目"), (of_rank, ("sun", "leader"), "级别调整")],
)
def test_who_watches_over_the_bureau_is_told_of_a_page_that_opens(
    cast, browse, mailoutbox, which, gone, title
):
    case = which(cast)
    Person.objects.filter(username__in=gone).update(is_active=False)
    reorganise.sweep(cast.later(hours=1))
    while outbox.deliver_batch():
        pass
    told = Notice.objects.filter(topic="stalled", case=case, person__is_active=True)
    told = told.select_related("person")
    assert told.get(person=cast.qian).title == title and told.count() == 3 - len(gone[:1])
    for one in told:
        address = one.path or f"/cases/{one.case_id}/"
        assert browse(one.person).get(address).status_code == 200, (one.person.username, address)
    mail = next(m for m in mailoutbox if m.to == [cast.qian.email])
    assert title in mail.subject and "李晓岚" not in mail.subject + mail.body
