"""离职交接: what names a leaver goes to others in one go, and nobody gets to decide on their own request."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from approvals import access, errors, handover, invariants, outbox, reorganise
from approvals.models import Assignment, Case, Message, Notice, Party
from approvals.timeline import rounds_of
from approvals.words import Part, Status
from registry import errors as registry_errors
from registry.journal import Entry
from registry.org import people, substitutions
from registry.org.models import Person, Post
from registry.org.roles import PostRole
from registry.projects.models import Project
from tests.cast import (
    Cast,
    at_discussion,
    decide,
    draft,
    looked_after,
    new_key,
    resubmit,
    row,
    submit,
)

OPEN = Assignment.State.OPEN
DAY = timedelta(days=1)


def today(cast: Cast) -> date:
    return timezone.localdate(cast.now)


def hand_over(cast: Cast, who: str, to: str | None = None, **given) -> None:
    terms = {
        "last_day": today(cast),
        "close_account": False,
        "by": cast.sun,
        "at": cast.later(),
        "key": new_key(),
    } | given
    successor = cast.people[to] if to else None
    handover.hand_over(person=cast.people[who], successor=successor, **terms)


def leave(cast: Cast, who: str, to: str | None = None, **given) -> None:
    """The last day was yesterday, and the account is closed."""
    hand_over(cast, who, to, **{"last_day": today(cast) - DAY, "close_account": True} | given)


def asked(case: Case) -> set[str]:
    rows = case.assignments.filter(state=OPEN)
    return set(rows.values_list("person__username", flat=True))


def returned(cast: Cast, **given) -> Case:
    case = submit(cast, draft(cast, "5000", **given))
    return decide(cast, case, cast.wang, "returned", "写明客户")


def test_what_waits_goes_to_the_successor_with_the_posts(cast):
    case = submit(cast, draft(cast, "5000"))
    cast.post("wu", cast.other, PostRole.UNIT_DEPUTY, "吴凡")
    leave(cast, "wang", "wu")
    assert asked(case) == {"wu"}
    ended = cast.wang.posts.get()
    assert (ended.until, ended.ended_by) == (today(cast) - DAY, cast.sun)
    assert cast.wu.posts.filter(unit=cast.county, since=today(cast)).exists()
    assert not Person.objects.get(pk=cast.wang.pk).is_active
    assert decide(cast, case, cast.wu).status == Status.RECORDED
    assert invariants.check_all() == []


def test_without_a_successor_what_waits_goes_to_whom_the_rules_name(cast):
    case = submit(cast, draft(cast, "5000"))
    leave(cast, "wang")
    assert asked(case) == {"deputy"}
    assert invariants.check_all() == []


def test_a_member_of_a_discussion_who_leaves_is_replaced_by_the_successor(cast):
    case = at_discussion(cast)
    cast.post("wu", cast.county, PostRole.UNIT_DEPUTY, "吴凡")
    leave(cast, "ma", "wu")
    assert "wu" in asked(case) and "ma" not in asked(case)
    assert invariants.check_all() == []


def test_open_requests_become_the_successors_and_the_leaver_stays_barred(cast):
    started, running, sent_back = draft(cast), submit(cast, draft(cast)), returned(cast)
    ended = submit(cast, draft(cast, "5000"))
    decide(cast, ended, cast.wang)
    leave(cast, "li", "lin")
    for case in (started, running, sent_back):
        case.refresh_from_db()
        assert case.applicant == cast.lin
        assert Party.objects.filter(case=case, person=cast.li, part=Part.EDITOR).exists()
        names = set(case.assignments.values_list("applicant_name", flat=True))
        assert names <= {"林一舟"}
        line = Entry.objects.get(subject=case.journal_subject, verb="handed_over")
        assert (line.actor, line.detail["text"]) == (cast.sun, "李晓岚 → 林一舟")
    ended.refresh_from_db()
    assert ended.applicant == cast.li, "what is over stays hers"
    assert row(sent_back, cast.lin).capacity == "applicant"
    told = Message.objects.filter(topic="handed_over")
    assert {m.body["case"] for m in told} == {running.pk, sent_back.pk}
    assert all(m.body["people"] == [cast.lin.pk] for m in told)
    assert invariants.check_all() == []


def test_the_successor_finds_a_notice_for_each_request_that_was_submitted(cast):
    draft(cast)
    case = submit(cast, draft(cast, "5000"))
    leave(cast, "li", "lin")
    while outbox.deliver_batch():
        pass
    told = Notice.objects.filter(topic=Notice.Topic.HANDED_OVER)
    assert [(notice.person, notice.case) for notice in told] == [(cast.lin, case)]


def test_the_successor_submits_what_was_returned_again(cast):
    case = returned(cast)
    leave(cast, "li", "lin")
    case.refresh_from_db()
    with pytest.raises(errors.NotThere):
        resubmit(cast, case, by=cast.li)
    assert resubmit(cast, case, by=cast.lin).status == Status.RUNNING
    assert [line.verb for r in rounds_of(case) for line in r.lines].count("handed_over") == 1
    assert decide(cast, case, cast.wang).status == Status.RECORDED
    assert invariants.check_all() == []


def test_a_leaver_who_stays_in_the_house_reads_the_case_and_does_not_decide_it(cast):
    """Li becomes head of her branch: her old requests pass her by, though she may read them."""
    case = submit(cast, draft(cast, "5000"))
    hand_over(cast, "li", "lin", last_day=today(cast) - DAY)
    cast.post("li", cast.county, PostRole.COUNTY_HEAD)
    assert access.visible_to(cast.li, today(cast)).filter(pk=case.pk).exists()
    Post.objects.filter(person=cast.wang).update(until=today(cast) - DAY)
    reorganise.sweep(cast.later())
    assert asked(case) == {"deputy"}


def test_a_suspended_case_goes_over_with_its_row(cast):
    case = returned(cast)
    case.assignments.filter(state=OPEN).update(state=Assignment.State.PAUSED)
    Case.objects.filter(pk=case.pk).update(status=Status.SUSPENDED)
    leave(cast, "li", "lin")
    paused = case.assignments.get(state=Assignment.State.PAUSED)
    assert paused.person == cast.lin


@pytest.mark.parametrize("who", ["wang", "fang"])
def test_who_decides_on_a_case_does_not_become_its_applicant(cast, who):
    """Wang is asked; Fang stands in for him. Neither can take Li's request over, and nothing is done."""
    if who == "fang":
        terms = {"since": today(cast), "until": today(cast), "by": cast.wang, "at": cast.now}
        substitutions.set_up(person=cast.wang, substitute=cast.fang, **terms)
    case = submit(cast, draft(cast, "5000"))
    with pytest.raises(errors.HadASay, match=case.number):
        leave(cast, "li", who)
    case.refresh_from_db()
    assert case.applicant == cast.li and cast.li.posts.get().until is None
    found = handover.preview(cast.li, cast.people[who], at=cast.now)
    assert [str(c) for c in found.conflicts] == [str(found.cases[0].conflict)]


def test_who_decided_an_earlier_step_does_not_become_the_applicant(cast):
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.wang)
    with pytest.raises(errors.HadASay):
        leave(cast, "li", "wang")


def test_who_stands_between_the_post_and_the_decider_does_not_become_the_applicant(cast):
    """Wang is away for Fang, Fang for Lin: Fang is passed on the way to Lin, who is asked."""
    for who, other in (("wang", "fang"), ("fang", "ma")):
        substitutions.set_up(
            person=cast.people[who],
            substitute=cast.people[other],
            since=today(cast),
            until=today(cast),
            by=cast.people[who],
            at=cast.now,
        )
    case = submit(cast, draft(cast, "5000"))
    assert asked(case) == {"ma"}
    with pytest.raises(errors.HadASay):
        leave(cast, "li", "fang")


def test_the_b_manager_may_take_the_request_over(cast):
    case = submit(cast, draft(cast, "5000", b_manager=cast.lin))
    leave(cast, "li", "lin")
    case.refresh_from_db()
    assert case.applicant == cast.lin
    decide(cast, case, cast.wang)
    assert invariants.check_all() == []


def test_customers_and_projects_get_the_successor_and_nobody_is_both_managers(cast):
    looked_after(cast, cast.customer, cast.li, cast.lin)
    looked_after(cast, cast.foreign, cast.chen, cast.li)
    case = submit(cast, draft(cast, "5000", b_manager=cast.chen))
    decide(cast, case, cast.wang)
    listed = Project.objects.create(
        bureau=cast.bureau,
        unit=cast.county,
        customer=cast.customer,
        title="春茶",
        value_yuan=5000,
        a_manager=cast.li,
        b_manager=cast.chen,
        entered_on=today(cast),
        origin="test:1",
    )
    found = handover.preview(cast.li, cast.lin, at=cast.now)
    assert [bool(item.note) for item in found.customers] == [True, False]
    leave(cast, "li", "lin")
    for kept in (cast.customer, cast.foreign, listed):
        kept.refresh_from_db()
    assert (cast.customer.a_manager, cast.customer.b_manager) == (cast.lin, None)
    assert (cast.foreign.a_manager, cast.foreign.b_manager) == (cast.chen, cast.lin)
    assert (listed.a_manager, listed.b_manager) == (cast.lin, cast.chen)


def test_who_has_requests_or_customers_needs_a_successor(cast):
    looked_after(cast, cast.customer, cast.lin)
    draft(cast)
    for who in ("li", "lin"):
        with pytest.raises(errors.SuccessorNeeded, match=cast.people[who].name):
            leave(cast, who)
    leave(cast, "chen")
    assert not Person.objects.get(pk=cast.chen.pk).is_active


def test_a_last_day_to_come_leaves_the_posts_until_then(cast):
    """Li decides nothing; Wang goes on deciding until his last day, the successor from the day after."""
    case = submit(cast, draft(cast, "5000"))
    last = today(cast) + 3 * DAY
    hand_over(cast, "wang", "fang", last_day=last)
    assert asked(case) == {"wang"}
    assert cast.wang.posts.get().until == last
    assert cast.fang.posts.get(unit=cast.county).since == last + DAY
    reorganise.sweep(cast.later(days=4))
    assert asked(case) == {"fang"}
    with pytest.raises(registry_errors.WorksUntil):
        leave(cast, "chen", last_day=today(cast) + DAY)


def test_an_account_closed_on_the_last_day_leaves_no_day_without_a_holder(cast):
    case = submit(cast, draft(cast, "5000"))
    leave(cast, "wang", "fang", last_day=today(cast))
    assert asked(case) == {"fang"}


def test_substitutions_end_both_ways(cast):
    for who, other in (("wang", "fang"), ("lin", "wang")):
        terms = {"since": today(cast), "until": today(cast) + 9 * DAY}
        person, substitute = cast.people[who], cast.people[other]
        substitutions.set_up(person=person, substitute=substitute, by=person, at=cast.now, **terms)
    later = today(cast) + 2 * DAY
    hand_over(cast, "wang", last_day=later)
    assert {link.until for link in substitutions.standing(today(cast))} == {later}
    leave(cast, "wang", last_day=today(cast))
    assert not substitutions.standing(today(cast)).exists()


def test_a_hand_over_that_is_sent_twice_is_done_once(cast):
    case = submit(cast, draft(cast))
    how = {"key": new_key(), "at": cast.later(), "last_day": today(cast)}
    leave(cast, "li", "lin", **how)
    lines = Entry.objects.count()
    leave(cast, "li", "lin", **how)
    assert Entry.objects.count() == lines
    assert Entry.objects.filter(subject=case.journal_subject, verb="handed_over").count() == 1
    lines = Entry.objects.filter(subject=f"person:{cast.li.pk}").order_by("seq")
    assert [line.verb for line in lines] == ["handed_over", "deactivated"]
    with pytest.raises(errors.KeyUsed):
        leave(cast, "chen", "lin", **how)
    assert list(people.faults()) == []


def test_what_turns_up_after_the_leaver_is_gone_is_handed_over_as_well(cast):
    """The request was agreed after the hand-over: its project still names Li as the A manager."""
    case = submit(cast, draft(cast, "50000"))
    leave(cast, "li", "lin")
    project = Project.objects.create(
        bureau=cast.bureau,
        unit=cast.county,
        customer=cast.customer,
        title="春茶",
        value_yuan=50000,
        a_manager=cast.li,
        entered_on=today(cast),
        origin=case.journal_subject,
    )
    leave(cast, "li", "lin")
    project.refresh_from_db()
    assert project.a_manager == cast.lin
    assert list(people.faults()) == []


@pytest.mark.parametrize("by", ["sun", "qian"])
def test_a_keeper_hands_over_for_others(cast, by):
    leave(cast, "li", "lin", by=cast.people[by])
    assert cast.li.posts.get().until == today(cast) - DAY


@pytest.mark.parametrize("by", ["li", "wang", "director", "leader"])
def test_others_hand_nothing_over(cast, by):
    with pytest.raises((registry_errors.NotTheirPostKeeper, registry_errors.NotForOneself)):
        leave(cast, "li", "lin", by=cast.people[by])
    assert cast.li.posts.get().until is None


def test_nobody_hands_over_for_themselves_nor_to_themselves(cast):
    with pytest.raises(registry_errors.NotForOneself):
        leave(cast, "sun", "qian", by=cast.sun)
    with pytest.raises(registry_errors.NotForOneself):
        leave(cast, "leader", "sun", by=cast.sun)
    with pytest.raises(registry_errors.InTheirOwnPlace):
        leave(cast, "li", "li")


def test_a_successor_who_left_takes_nothing_over(cast):
    people.deactivate(person=cast.lin, by=cast.sun, at=cast.now)
    with pytest.raises(registry_errors.NotActive, match="林一舟"):
        leave(cast, "li", "lin")


def test_the_preview_names_all_that_names_the_person(cast):
    looked_after(cast, cast.customer, cast.wang)
    case = submit(cast, draft(cast, "5000"))
    found = handover.preview(cast.wang, cast.li, at=cast.now)
    assert [item.row.case for item in found.steps] == [case]
    assert found.steps[0].note, "Li has a part in it, so it will not go to her"
    assert [item.row for item in found.customers] == [cast.customer]
    assert [item.row for item in found.posts] == [cast.wang.posts.get()]
    assert (found.cases, found.projects, found.conflicts) == ([], [], [])
    assert found.needs_successor and not handover.preview(cast.fang, at=cast.now).needs_successor
