"""Two secretaries, a chair and a member who act on one discussion at the same moment."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from approvals import actions, errors
from approvals.actions import Attended
from approvals.models import Case, Opinion
from approvals.roles import Role
from registry.org.models import Person
from tests.cast import Cast, at_discussion, decide, new_key, row, vote
from tests.races.harness import Outcome
from tests.races.rounds import Rounds, Scene, loser_is_told

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def met(cast: Cast) -> Case:
    """A discussion whose meeting has begun."""
    case, at = at_discussion(cast), cast.later()
    how = {"meets_at": at + timedelta(hours=1), "place": "三楼会议室", "at": at, "key": None}
    actions.convene(case_id=case.pk, actor=cast.director, **how)
    cast.later(hours=2)
    return case


def recording(cast: Cast, case: Case, by: Person, *members: Person) -> Callable[[], Case]:
    """The secretary's record: these came and voted for it."""
    told = [Attended(member.pk, True, "", "for", "同意") for member in members]
    how = {"attended": told, "seen": 1, "at": cast.now, "key": new_key()}
    return lambda: actions.record_meeting(case_id=case.pk, actor=by, **how)


def votes_kept(case: Case, number: int) -> Iterator[str]:
    """That many votes are there, and counted."""
    meeting = case.discussions.get()
    given = Opinion.objects.filter(task=meeting.task_id, capacity=Role.CENTRE_MEMBER).count()
    if (given, meeting.voted) != (number, number):
        yield f"{given} votes are kept and {meeting.voted} counted, not {number}"


def two_records(cast: Cast) -> Scene:
    """The secretary and the chair enter the same meeting: one does all of it, the other nothing."""
    case = met(cast)
    first = recording(cast, case, cast.qian, cast.ma, cast.zhou)
    second = recording(cast, case, cast.director, cast.zhou, cast.ma, cast.deputy)

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        yield from loser_is_told(outcomes, errors.VotedAlready, "")
        yield from votes_kept(case, 2 if outcomes[0].ok else 3)
        if case.discussions.get().attendance.count() != (2 if outcomes[0].ok else 3):
            yield "attendance of a record that was refused"

    return Scene([first, second], judge)


def record_and_vote(cast: Cast) -> Scene:
    """Ma votes against in the inbox while her vote for it is entered: one of them counts."""
    case = met(cast)
    mine, at = row(case, cast.ma, Role.CENTRE_MEMBER).pk, cast.now

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        recorded, voted = outcomes
        if recorded.ok == voted.ok:
            yield "both or neither were carried out"
        if not recorded.ok and not recorded.refused(errors.VotedAlready):
            yield "the secretary is not told that the member voted"
        if not voted.ok and not voted.refused(errors.AlreadyDecided):
            yield "the member is not told that the vote is there"
        yield from votes_kept(case, 2 if recorded.ok else 1)
        said = "for" if recorded.ok else "against"
        if list(case.opinions.filter(person=cast.ma).values_list("verdict", flat=True)) != [said]:
            yield "the vote is not that of the first"

    return Scene(
        [
            recording(cast, case, cast.qian, cast.zhou, cast.ma),
            lambda: decide(cast, case, cast.ma, "against", row=mine, seen=1, at=at),
        ],
        judge,
    )


def record_and_conclusion(cast: Cast) -> Scene:
    """Three have voted, two votes are entered while the chair concludes: after them, or not at all."""
    case = met(cast)
    for member in (cast.deputy, cast.qian, cast.director):
        vote(cast, case, member)
    chair, at = row(case, cast.director, Role.CENTRE_DIRECTOR).pk, cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        recorded, concluded = outcomes
        if not recorded.ok:
            yield "the record was lost"
        if not concluded.ok and not concluded.refused(errors.NoQuorum):
            yield "the chair is not told that the quorum is missing"
        if concluded.ok != (Case.objects.get(pk=case.pk).status == "agreed"):
            yield "the case does not stand where the chair was told"
        yield from votes_kept(case, 5)

    return Scene(
        [
            recording(cast, case, cast.qian, cast.ma, cast.zhou),
            lambda: decide(cast, case, cast.director, "agreed", row=chair, seen=1, at=at),
        ],
        judge,
    )


def late_record_and_conclusion(cast: Cast) -> Scene:
    """The quorum is there; the fifth vote is entered while the chair concludes."""
    case = met(cast)
    for member in (cast.deputy, cast.qian, cast.director, cast.zhou):
        vote(cast, case, member)
    chair, at = row(case, cast.director, Role.CENTRE_DIRECTOR).pk, cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        recorded, concluded = outcomes
        if not concluded.ok:
            yield "the chair could not conclude"
        if not recorded.ok and not recorded.refused(errors.NotAtDiscussion):
            yield "the secretary is not told that the discussion is over"
        yield from votes_kept(case, 4 + recorded.ok)
        if case.discussions.get().attendance.count() != int(recorded.ok):
            yield "attendance of a record that was refused"

    return Scene(
        [
            recording(cast, case, cast.qian, cast.ma),
            lambda: decide(cast, case, cast.director, "agreed", row=chair, seen=1, at=at),
        ],
        judge,
    )


CLASHING = [two_records, record_and_vote, late_record_and_conclusion]


# A conclusion without its quorum is refused with and without locks, so it shows nothing as a control.
@pytest.mark.parametrize("scene", [*CLASHING, record_and_conclusion])
def test_a_meeting_is_recorded_once_and_whole_or_not_at_all(rounds: Rounds, scene) -> None:
    assert rounds.hold(scene) == []


@pytest.mark.parametrize("scene", CLASHING)
def test_without_locks_records_and_decisions_clash(rounds: Rounds, scene) -> None:
    assert rounds.without(scene)
