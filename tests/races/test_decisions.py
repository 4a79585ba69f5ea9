"""Decisions that meet another decision, a withdrawal, the end of a post."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from approvals import errors
from approvals.models import Case
from registry.org import posts
from registry.org.models import Post
from registry.org.roles import PostRole
from tests.cast import Cast, at_discussion, decide, draft, row, submit, vote, withdraw
from tests.races.harness import Outcome, key_locks, overlap
from tests.races.rounds import Rounds, Scene, loser_is_told

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def two_heads(cast: Cast) -> Scene:
    """Wang agrees, the branch's second head refuses."""
    if "wu" not in cast.people:
        cast.post("wu", cast.county, PostRole.COUNTY_HEAD, "吴凡")
    case, at = submit(cast, draft(cast, "12000")), cast.later()
    people = [cast.wang, cast.wu]
    rows = [row(case, person).pk for person in people]

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        winner = people[0] if outcomes[0].ok else people[1]
        yield from loser_is_told(outcomes, errors.AlreadyDecided, winner.name)
        status = Case.objects.get(pk=case.pk).status
        if status != ("running" if outcomes[0].ok else "refused"):
            yield f"the case is {status}"

    return Scene(
        [
            lambda: decide(cast, case, people[0], row=rows[0], seen=1, at=at),
            lambda: decide(cast, case, people[1], "refused", "不办", row=rows[1], seen=1, at=at),
        ],
        judge,
    )


def head_and_withdrawal(cast: Cast, value: str = "12000") -> Scene:
    """Wang agrees while Li withdraws; below 10 000 yuan Wang's word ends the case."""
    case, at = submit(cast, draft(cast, value)), cast.later()
    asked = row(case, cast.wang).pk

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        if outcomes[0].ok:
            yield from loser_is_told(outcomes, errors.VerdictGiven, cast.wang.name)
        else:
            yield from loser_is_told(outcomes, errors.Withdrawn, cast.li.name)

    return Scene(
        [
            lambda: decide(cast, case, cast.wang, row=asked, seen=1, at=at),
            lambda: withdraw(cast, case, at=at),
        ],
        judge,
    )


def last_head_and_withdrawal(cast: Cast) -> Scene:
    return head_and_withdrawal(cast, "5000")


def head_and_end_of_post(cast: Cast) -> Scene:
    """Wang decides while his post is ended with yesterday as its last day."""
    Post.objects.filter(person=cast.wang).update(until=None, ended_by=None, ended_at=None)
    case, at = submit(cast, draft(cast, "12000")), cast.later()
    asked, post = row(case, cast.wang).pk, Post.objects.get(person=cast.wang)
    yesterday = at.date() - timedelta(days=1)

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        decided, ended = outcomes
        if not ended.ok:
            yield "the post was not ended"
        if overlap(outcomes):
            yield "the decision was made while the post was being ended"
        if decided.ok and decided.entered > ended.entered:
            yield "the decision stands though the post had ended"
        if not decided.ok and not decided.refused(errors.PostEnded):
            yield "the head is not told that the post ended"
        if not decided.ok and str(yesterday.year) not in str(decided.error):
            yield "the head is not told when it ended"

    return Scene(
        [
            lambda: decide(cast, case, cast.wang, row=asked, seen=1, at=at),
            lambda: posts.end(
                post.pk, last_day=yesterday, by=cast.sun, at=at + timedelta(minutes=1)
            ),
        ],
        judge,
        point="registry_post",
    )


def two_plan_checkers(cast: Cast) -> Scene:
    """Zhou and Qian each send a case into a discussion in which both will sit: no quarrel at all."""
    cases = [submit(cast, draft(cast)) for _ in range(2)]
    for case in cases:
        decide(cast, case, cast.wang)
    people = (cast.zhou, cast.qian)
    rows = [row(case, person).pk for case, person in zip(cases, people, strict=True)]
    at = cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        if not all(o.ok for o in outcomes):
            yield "two decisions on two cases are in each other's way"

    return Scene(
        [
            lambda: decide(cast, cases[0], people[0], row=rows[0], seen=1, at=at),
            lambda: decide(cast, cases[1], people[1], row=rows[1], seen=1, at=at),
        ],
        judge,
        point="registry_post",
    )


def test_of_two_heads_one_decides_and_the_other_is_told_who(rounds: Rounds) -> None:
    assert rounds.hold(two_heads) == []


def test_without_locks_two_heads_clash(rounds: Rounds) -> None:
    assert rounds.without(two_heads)


@pytest.mark.parametrize("scene", [head_and_withdrawal, last_head_and_withdrawal])
def test_a_case_is_decided_or_withdrawn_and_the_other_is_told_who(rounds: Rounds, scene) -> None:
    assert rounds.hold(scene) == []


@pytest.mark.parametrize("scene", [head_and_withdrawal, last_head_and_withdrawal])
def test_without_locks_decision_and_withdrawal_clash(rounds: Rounds, scene) -> None:
    assert rounds.without(scene)


def test_a_head_decides_before_the_post_ends_or_not_at_all(rounds: Rounds) -> None:
    assert rounds.hold(head_and_end_of_post) == []


def test_without_locks_a_head_decides_while_the_post_ends(rounds: Rounds) -> None:
    assert rounds.without(head_and_end_of_post)


def test_two_deciders_who_will_meet_in_a_discussion_do_not_block_each_other(rounds: Rounds) -> None:
    assert rounds.hold(two_plan_checkers) == []


def test_with_locks_on_the_key_they_would(rounds: Rounds) -> None:
    assert rounds.without(two_plan_checkers, key_locks)


def test_on_a_returned_case_nobody_decides_and_the_applicant_neither(rounds: Rounds) -> None:
    cast = rounds.cast
    case = at_discussion(cast)
    member, chair = row(case, cast.ma).pk, row(case, cast.director, "centre_director").pk
    vote(cast, case, cast.qian)
    decide(cast, case, cast.director, "returned", "补充客户情况", row=chair)
    for person, asked, error in (
        (cast.ma, member, errors.AlreadyDecided),
        (cast.director, chair, errors.AlreadyDecided),
        (cast.li, row(case, cast.li).pk, errors.OwnCase),
    ):
        with pytest.raises(error):
            decide(cast, case, person, "for", row=asked)
