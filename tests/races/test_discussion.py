"""Votes that come at once, and a chair who concludes while the last vote comes in."""

from collections.abc import Iterator

import pytest

from approvals import errors
from approvals.models import Case, Opinion
from approvals.roles import Role
from tests.cast import Cast, at_discussion, decide, row, vote
from tests.races.harness import Outcome
from tests.races.rounds import Rounds, Scene

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def last_votes_and_conclusion(cast: Cast) -> Scene:
    """Four of five make a quorum; two have voted, two vote now, and the chair concludes."""
    case, at = at_discussion(cast), cast.later()
    for member in (cast.zhou, cast.qian):
        vote(cast, case, member)
    chair = row(case, cast.director, Role.CENTRE_DIRECTOR).pk
    ma, deputy = (row(case, person, Role.CENTRE_MEMBER).pk for person in (cast.ma, cast.deputy))

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        *votes, conclusion = outcomes
        meeting, status = case.discussions.get(), Case.objects.get(pk=case.pk).status
        given = Opinion.objects.filter(task=meeting.task_id, capacity=Role.CENTRE_MEMBER).count()
        if given != 2 + sum(v.ok for v in votes):
            yield f"{given} votes are kept"
        if conclusion.ok and (meeting.voted < 4 or status != "agreed"):
            yield f"concluded with {meeting.voted} votes: {status}"
        if not conclusion.ok and not conclusion.refused(errors.NoQuorum):
            yield "the chair is not told that the quorum is missing"
        if not all(v.ok for v in votes):
            yield "a vote was lost"

    return Scene(
        [
            lambda: decide(cast, case, cast.ma, "for", row=ma, seen=1, at=at),
            lambda: decide(cast, case, cast.deputy, "against", row=deputy, seen=1, at=at),
            lambda: decide(cast, case, cast.director, "agreed", row=chair, seen=1, at=at),
        ],
        judge,
    )


def spare_vote_and_conclusion(cast: Cast) -> Scene:
    """The quorum is there; the fifth vote and the conclusion come at once."""
    case, at = at_discussion(cast), cast.later()
    for member in (cast.zhou, cast.qian, cast.deputy, cast.director):
        vote(cast, case, member)
    chair = row(case, cast.director, Role.CENTRE_DIRECTOR).pk
    ma = row(case, cast.ma, Role.CENTRE_MEMBER).pk

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        voted, concluded = outcomes
        if not concluded.ok:
            yield "the chair could not conclude"
        late = voted.refused(errors.AlreadyDecided) and cast.director.name in str(voted.error)
        if not (voted.ok or late):
            yield "the member is not told that the chair concluded"
        if case.discussions.get().voted != 4 + voted.ok:
            yield "the votes are counted wrong"

    return Scene(
        [
            lambda: decide(cast, case, cast.ma, "against", row=ma, seen=1, at=at),
            lambda: decide(cast, case, cast.director, "agreed", row=chair, seen=1, at=at),
        ],
        judge,
    )


SCENES = [last_votes_and_conclusion, spare_vote_and_conclusion]


@pytest.mark.parametrize("scene", SCENES)
def test_every_vote_counts_once_and_none_after_the_conclusion(rounds: Rounds, scene) -> None:
    assert rounds.hold(scene) == []


@pytest.mark.parametrize("scene", SCENES)
def test_without_locks_votes_and_conclusion_clash(rounds: Rounds, scene) -> None:
    assert rounds.without(scene)
