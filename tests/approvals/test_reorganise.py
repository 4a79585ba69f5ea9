"""What waits goes to others when posts end, people leave, go away and come back: nothing is stranded."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from approvals import access, errors, invariants, reorganise
from approvals.models import Assignment, Message, Opinion
from approvals.timeline import rounds_of
from documents.minutes import meeting_of
from registry.journal import Entry
from registry.org import posts, substitutions
from registry.org.models import Post
from registry.org.roles import PostRole
from tests.cast import Cast, at_discussion, decide, draft, row, submit, vote

OPEN = Assignment.State.OPEN


def away(cast: Cast, who: str, substitute: str):
    today = timezone.localdate(cast.now)
    person, other = cast.people[who], cast.people[substitute]
    return substitutions.set_up(
        person=person, substitute=other, since=today, until=today, by=person, at=cast.now
    )


def end_posts(cast: Cast, *names: str) -> None:
    yesterday = timezone.localdate(cast.now) - timedelta(days=1)
    for post in Post.objects.filter(person__username__in=names):
        posts.end(post.pk, last_day=yesterday, by=cast.sun, at=cast.now)


def asked(case, step: str = "unit_review", capacity: str = ""):
    rows = case.assignments.filter(node=step, state=OPEN)
    rows = rows.filter(capacity=capacity) if capacity else rows
    return {(r.person.username, r.acting_for and r.acting_for.username) for r in rows}


def test_a_step_of_somebody_whose_post_ended_goes_to_the_next(cast):
    case = submit(cast, draft(cast, "5000"))
    before = row(case, cast.wang)
    end_posts(cast, "wang")
    cast.post("wu", cast.county, PostRole.COUNTY_HEAD, "吴凡")
    assert reorganise.sweep(cast.later()) == 1
    assert asked(case) == {("wu", None)}
    assert row(case, cast.wu).due_at == before.due_at
    line = Entry.objects.get(subject=case.journal_subject, verb="reassigned")
    assert line.actor is None and line.detail["text"] == "王建国 → 吴凡"
    assert (line.detail["out"], line.detail["people"]) == ([cast.wang.pk], [cast.wu.pk])
    told = Message.objects.filter(topic="arrived").order_by("-pk")[0]
    assert told.body["people"] == [cast.wu.pk]
    with pytest.raises(errors.GivenToOthers, match="吴凡"):
        decide(cast, case, cast.wang, row=before.pk)
    assert decide(cast, case, cast.wu).status == "recorded"
    assert invariants.check_all() == []


def test_a_second_sweep_changes_nothing(cast):
    case = submit(cast, draft(cast, "5000"))
    end_posts(cast, "wang")
    assert [reorganise.sweep(cast.later()) for _ in range(3)] == [1, 0, 0]
    assert asked(case) == {("deputy", None)}
    assert Entry.objects.filter(verb="reassigned").count() == 1


def test_all_of_many_are_swept_a_few_at_a_time(cast):
    cases = [submit(cast, draft(cast, "5000")) for _ in range(5)]
    end_posts(cast, "wang")
    assert reorganise.sweep(cast.later(), limit=2) == 5
    assert all(asked(case) == {("deputy", None)} for case in cases)


def test_those_who_are_still_right_keep_their_row(cast):
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.wang)
    kept = row(case, cast.qian)
    end_posts(cast, "zhou")
    assert reorganise.sweep(cast.later()) == 1
    assert asked(case, "plan_check") == {("qian", None)}
    kept.refresh_from_db()
    assert (kept.state, kept.arrived_at) == (OPEN, row(case, cast.qian).arrived_at)


def test_a_step_of_somebody_who_goes_away_goes_to_the_substitute_and_comes_back(cast):
    case = submit(cast, draft(cast, "5000"))
    link = away(cast, "wang", "fang")
    assert reorganise.after_change([cast.wang.pk], cast.later()) == 1
    assert asked(case) == {("fang", "wang")}
    told = [line for line in rounds_of(case)[0].lines if line.verb == "reassigned"]
    assert [line.text for line in told] == ["王建国 → 方海（代王建国）"]
    substitutions.end(substitution_id=link.pk, by=cast.wang, at=cast.later())
    assert reorganise.after_change([cast.wang.pk], cast.later()) == 1
    assert asked(case) == {("wang", None)}
    assert case.assignments.filter(node="unit_review").count() == 2
    assert decide(cast, case, cast.wang).status == "recorded"
    assert invariants.check_all() == []


def test_a_substitution_that_ran_out_is_found_by_the_sweep(cast):
    away(cast, "wang", "fang")
    case = submit(cast, draft(cast, "5000"))
    assert reorganise.sweep(cast.later()) == 0
    assert reorganise.sweep(cast.later(days=1)) == 1
    assert asked(case) == {("wang", None)}


def test_a_substitute_who_leaves_gives_the_step_back(cast):
    away(cast, "wang", "fang")
    case = submit(cast, draft(cast, "5000"))
    cast.fang.is_active = False
    cast.fang.save()
    assert reorganise.sweep(cast.later()) == 1
    assert asked(case) == {("wang", None)}


def test_a_substitute_who_goes_away_passes_the_step_on(cast):
    away(cast, "wang", "fang")
    case = submit(cast, draft(cast, "5000"))
    away(cast, "fang", "lin")
    assert reorganise.sweep(cast.later()) == 1
    assert asked(case) == {("lin", "wang")}
    assert reorganise.sweep(cast.later()) == 0


def test_a_substitute_who_gets_the_post_keeps_the_row_as_its_holder(cast):
    away(cast, "wang", "fang")
    case = submit(cast, draft(cast, "5000"))
    end_posts(cast, "wang")
    cast.post("fang", cast.county, PostRole.COUNTY_HEAD)
    assert reorganise.sweep(cast.later()) == 1
    assert asked(case) == {("fang", None)}
    assert case.assignments.filter(node="unit_review").count() == 1
    assert decide(cast, case, cast.fang).status == "recorded"


def test_who_reviewed_a_step_is_not_asked_at_the_next_by_a_sweep_either(cast):
    """The deputy reviewed by rule; the plan checkers leave, and the deputy stands above them."""
    Post.objects.filter(person=cast.wang).delete()
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.deputy)
    end_posts(cast, "zhou", "qian")
    assert reorganise.sweep(cast.later()) == 0
    assert asked(case, "plan_check") == {("zhou", None), ("qian", None)}
    assert list(reorganise.nobody_can_decide(cast.bureau.pk, cast.now)) == [case]


def test_a_discussion_keeps_its_votes_its_size_and_its_quorum(cast):
    case = at_discussion(cast)
    vote(cast, case, cast.qian)
    size = case.discussions.values("members", "quorum", "votes_for").get()
    end_posts(cast, "qian", "ma")
    for name in ("new1", "new2"):
        cast.post(name, cast.centre, PostRole.ACCOUNT_MANAGER, name)
    assert reorganise.sweep(cast.later()) == 1
    # One place was free: Ma's. Qian's vote stays, and Qian's successor has none besides.
    members = {name for name, _ in asked(case, "discuss", "centre_member")}
    assert members == {"director", "deputy", "zhou", "new1"}
    assert case.discussions.values("members", "quorum", "votes_for").get() == size
    for person in (cast.director, cast.deputy, cast.zhou):
        vote(cast, case, person)
    decide(cast, case, cast.director, capacity="centre_director")
    assert invariants.check_all() == []


def test_a_member_who_comes_back_does_not_vote_after_the_substitute_did(cast):
    cast.post("out", cast.county, PostRole.ACCOUNT_MANAGER)
    link = away(cast, "ma", "out")
    case = at_discussion(cast)
    vote(cast, case, cast.out)
    substitutions.end(substitution_id=link.pk, by=cast.ma, at=cast.later())
    away(cast, "zhou", "fang")
    assert reorganise.sweep(cast.later()) == 1
    members = asked(case, "discuss", "centre_member")
    assert members == {("director", None), ("deputy", None), ("qian", None), ("fang", "zhou")}


def test_the_chair_who_leaves_is_followed_by_the_deputy(cast):
    case = at_discussion(cast)
    end_posts(cast, "director")
    assert reorganise.sweep(cast.later()) == 1
    assert asked(case, "discuss", "centre_director") == {("deputy", None)}
    for person in (cast.deputy, cast.zhou, cast.qian, cast.ma):
        vote(cast, case, person)
    decide(cast, case, cast.deputy, capacity="centre_director")
    assert invariants.check_all() == []


def test_a_step_that_nobody_can_decide_stays_is_listed_and_told_once_a_day(cast):
    case = submit(cast, draft(cast, "5000"))
    end_posts(cast, "wang", "deputy", "leader")
    assert list(reorganise.nobody_can_decide(cast.bureau.pk, cast.now)) == [case]
    for _ in range(2):
        assert reorganise.sweep(cast.later()) == 0
    told = Message.objects.filter(topic="stalled")
    assert [m.body["people"] for m in told] == [[cast.director.pk, cast.qian.pk, cast.sun.pk]]
    reorganise.sweep(cast.later(days=1))
    assert told.all().count() == 2
    assert asked(case) == {("wang", None)} and invariants.check_all() == []
    cast.post("wu", cast.county, PostRole.COUNTY_HEAD, "吴凡")
    assert reorganise.sweep(cast.later()) == 1
    assert asked(case) == {("wu", None)}
    assert not list(reorganise.nobody_can_decide(cast.bureau.pk, cast.now))


def test_somebody_away_without_anyone_to_stand_in_may_still_decide(cast):
    """The substitute has a part, and nobody stands above: the step stays where it is."""
    case = submit(cast, draft(cast, "5000", b_manager=cast.lin))
    end_posts(cast, "deputy", "leader")
    away(cast, "wang", "lin")
    assert reorganise.sweep(cast.later()) == 0
    assert not list(reorganise.nobody_can_decide(cast.bureau.pk, cast.now))
    assert not Message.objects.filter(topic="stalled")
    assert decide(cast, case, cast.wang).status == "recorded"


def test_a_returned_or_closed_case_is_left_alone(cast):
    returned, closed = (submit(cast, draft(cast, "5000")) for _ in range(2))
    decide(cast, returned, cast.wang, "returned", "写明客户")
    decide(cast, closed, cast.wang)
    end_posts(cast, "wang", "li")
    assert reorganise.sweep(cast.later()) == 0
    assert asked(returned, "revise") == {("li", None)}


def test_the_monitor_lists_what_nobody_can_decide(cast, capsys):
    case = submit(cast, draft(cast, "5000"))
    call_command("monitor")
    assert "Every open step" in capsys.readouterr().out
    end_posts(cast, "wang")
    with pytest.raises(CommandError, match="1 cases"):
        call_command("monitor")
    assert case.number in capsys.readouterr().out


def test_whoever_was_stood_in_for_reads_the_case(cast):
    away(cast, "wang", "fang")
    case = submit(cast, draft(cast, "5000"))
    Post.objects.filter(person=cast.wang).update(until=timezone.localdate(cast.now))
    tomorrow = timezone.localdate(cast.later(days=1))
    assert case in access.visible_to(cast.wang, tomorrow)
    assert case not in access.visible_to(cast.lin, tomorrow)


def test_the_minutes_name_the_substitute_and_count_nobody_twice(cast):
    """Zhou goes away in the middle: Fang votes instead, and Zhou is not called silent."""
    case = at_discussion(cast)
    away(cast, "zhou", "fang")
    reorganise.sweep(cast.later())
    for person in (cast.director, cast.deputy, cast.qian, cast.fang):
        vote(cast, case, person)
    decide(cast, case, cast.director, capacity="centre_director")
    said = Opinion.objects.filter(case=case, node="discuss").order_by("pk")
    told = meeting_of(list(said), said.get(capacity="centre_director"))
    votes = {(vote.person, vote.post, bool(vote.verdict)) for vote in told.votes}
    assert len(told.votes) == told.members == 5
    assert [name for name, post, _ in votes if "（代周文）" in post] == ["方海"]
    assert [name for name, _, spoke in votes if not spoke] == ["马骏"]
