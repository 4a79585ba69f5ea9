"""Collective discussion (集体讨论): the members vote, and the chair concludes when there is a quorum."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import F
from viewflow.workflow.activation import Activation

from approvals import authority
from approvals.activation import StepActivation
from approvals.errors import NobodyToDecide, NoQuorum, NotCarried
from approvals.models import Assignment, Discussion
from approvals.opinions import Said
from approvals.people import People, Seat
from approvals.roles import Role
from approvals.steps import Step
from approvals.words import AGREEMENT, VOTES, Verdict
from policy.quorum import carried, needed
from policy.ruling import Ruling
from registry.org.models import Person

_COUNTED = {
    Verdict.FOR: "votes_for",
    Verdict.AGAINST: "votes_against",
    Verdict.ABSTAIN: "votes_abstain",
}


class DeliberateActivation(StepActivation):
    """A step with many voices and one conclusion."""

    def open(self, after: Activation) -> list[Seat]:
        seats = super().open(after)
        members = sum(seat.capacity == self.flow_task.by for seat in seats)
        Discussion.objects.create(
            task=self.task,
            case=self.case,
            round=self.case.round,
            members=members,
            quorum=needed(members, self.case.ruling.figure("quorum_share")),
        )
        return seats

    def sign(self, row: Assignment, said: Said) -> None:
        super().sign(row, said)
        self._add(said.verdict, 1)

    def unsign(self, row: Assignment, verdict: str) -> None:
        super().unsign(row, verdict)
        self._add(verdict, -1)

    def count(self) -> str | None:
        return None  # only the chair concludes

    def _add(self, verdict: str, votes: int) -> None:
        if verdict in _COUNTED:
            column = _COUNTED[Verdict(verdict)]
            Discussion.objects.filter(task=self.task).update(**{column: F(column) + votes})


class Deliberate(Step):
    """Members vote in parallel; the chair, who may vote as a member too, concludes.

    More than the ruling's share of the votes cast for or against decides; a tie is the chair's.
    An abstention counts towards the quorum only. The chair can return the case at any time.
    """

    activation_class = DeliberateActivation

    def __init__(self, *, by: Role, chair: Role, **kwargs: Any) -> None:
        super().__init__(by=by, **kwargs)
        self.chair = chair

    def seats(self, people: People, *, apart: Collection[int]) -> list[Seat]:
        chair = people.seats(self.chair, apart=apart)
        if not chair:
            raise NobodyToDecide(step=self.task_title, role=self.chair.label)
        return [*super().seats(people, apart=apart), *chair]

    def run_by(self, person: Person, people: People, rows: Iterable[Assignment]) -> bool:
        """Whether the person runs the discussion: its chair, or its secretary, without a part in the case.

        rows: those of the step
        """
        asked = (r for r in rows if r.capacity == self.chair and r.state == Assignment.State.OPEN)
        chairs = [row for row in asked if row.person_id == person.pk]
        if any(authority.stands(people, row) for row in chairs):
            return True
        return any(seat.person.pk == person.pk for seat in people.seats(Role.SECRETARY))

    def reminds(self, capacity: str) -> bool:
        """The members are; the chair, who waits for them, is told when the deadline is over."""
        return capacity != self.chair

    def verdicts(self, row: Assignment, ruling: Ruling | None = None) -> list[str]:
        if row.capacity != self.chair:
            return list(VOTES)
        return super().verdicts(row, ruling)

    def check(self, act: StepActivation, row: Assignment, verdict: str) -> None:
        super().check(act, row, verdict)
        if row.capacity != self.chair or verdict == Verdict.RETURNED:
            return
        meeting = Discussion.objects.get(task=act.task)
        if meeting.voted < meeting.quorum:
            raise NoQuorum(voted=meeting.voted, members=meeting.members, quorum=meeting.quorum)
        share = act.case.ruling.figure("majority_share")
        decision = carried(meeting.votes_for, meeting.votes_against, share)
        against = "not_carried" if verdict in AGREEMENT else "carried"
        if decision == against:
            raise NotCarried(votes_for=meeting.votes_for, votes_against=meeting.votes_against)

    def alone(self, row: Assignment, verdict: str) -> str | None:
        return verdict if row.capacity == self.chair else None
