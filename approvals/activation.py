"""How a step moves: opened for people, their verdicts taken, left by the way of its outcome."""

from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from viewflow.workflow.activation import Activation
from viewflow.workflow.signals import task_finished, task_started
from viewflow.workflow.status import STATUS

from approvals import opinions
from approvals.apart import deciders_apart
from approvals.carrying import passed
from approvals.company import LIVE, Company
from approvals.errors import StepMoved
from approvals.models import Assignment, Case, Clock
from approvals.move import Move
from approvals.opinions import Said
from approvals.people import Seat
from approvals.tasks import new_task
from approvals.waiting import sought_in
from approvals.words import RESULTS
from policy.deadlines import REMIND_AT_SHARE, due_at, remind_at


class StepActivation(Activation):
    """Moves one step: opens it for people, takes their verdicts, leaves by the way of the outcome."""

    @classmethod
    def create(cls, flow_task, prev_activation, token, data=None, seed=None):
        act = cls(new_task(flow_task, prev_activation, token))
        act.task.save(force_insert=True)
        act.open(after=prev_activation)
        return act

    @property
    def case(self) -> Case:
        return self.process.case

    @property
    def move(self) -> Move:
        return self.process.case.move

    def open(self, after: Activation) -> list[Seat]:
        """Write a row for each person who is asked. Raises NobodyToDecide."""
        node, case, move = self.flow_task, self.case, self.move
        seats = node.seats(move.people, apart=self._apart(after))
        first = 1 if node.rule.in_turn else len(seats)
        Assignment.objects.bulk_create(
            self.row(seat, place=place, later=place >= first) for place, seat in enumerate(seats)
        )
        if node.lapses and (moment := node.ends_at(self)):
            Clock.objects.create(task=self.task, case=case, due_at=moment)
        case.step = node.name
        self.tell_arrived([seat.person.pk for seat in seats[:first]], self.task.pk)
        return seats

    def row(
        self, seat: Seat, *, place: int = 0, later: bool = False, like: Assignment | None = None
    ) -> Assignment:
        """A row that asks the person of a seat, not saved.

        later: it waits for its turn. like: a row of the step whose deadline it shares.
        """
        node, case, move = self.flow_task, self.case, self.move
        due, remind = (like.due_at, like.remind_at) if like else self.due
        return Assignment(
            case=case,
            bureau_id=case.bureau_id,
            task=self.task,
            person=seat.person,
            post=seat.post,
            acting_for=seat.acting_for,
            capacity=seat.capacity,
            reason=seat.reason,
            state=Assignment.State.WAITING if later else Assignment.State.OPEN,
            place=place,
            weight=node.rule.weight(seat, case.ruling),
            node=node.name,
            round=case.round,
            arrived_at=move.at,
            due_at=due,
            remind_at=remind if node.reminds(seat.capacity) else None,
            kind=case.kind,
            title=case.title,
            value_yuan=case.value_yuan,
            applicant_name=case.applicant.name,
            unit_name=case.unit.name,
            sought=sought_in(case),
        )

    def ask(
        self, seat: Seat, like: Assignment, *, again: Assignment | None = None, **fields: Any
    ) -> Assignment:
        """One more row at the open step, stored; `again` is the person's own, closed before."""
        row = self.row(seat, like=like)
        if again is not None:
            row.pk, row.turn = again.pk, again.turn
        for name, value in fields.items():
            setattr(row, name, value)
        row.save(force_update=again is not None, force_insert=again is None)
        return row

    def tell_arrived(self, people: list[int], key: object) -> None:
        """Tell these people that they are asked at this step."""
        if not people:
            return
        name = self.flow_task.name
        self.move.tell("arrived", key, task=self.task.pk, node=name, people=people)

    def _apart(self, after: Activation) -> set[int]:
        """Who may not be asked because they decided a step that this one must be apart from."""
        node, before = self.flow_task, after.flow_task
        may_be_apart = getattr(before, "single", False) and node.apart_by_rule(self.case.ruling)
        if not (node.apart_from or may_be_apart or self.move.carries):
            return set()
        return deciders_apart(self.move, node)

    @cached_property
    def due(self) -> tuple[datetime | None, datetime | None]:
        """When the step is due and when of that is reminded, by the frozen ruling."""
        ruling, at = self.case.ruling, self.move.at
        days, share = self.flow_task.working_days(ruling), ruling.value_of(REMIND_AT_SHARE)
        if days is None:
            return None, None
        due = due_at(at, days, self.move.calendar)
        if not isinstance(share, Decimal):
            return due, None
        return due, remind_at(at, days, share, self.move.calendar)

    @Activation.status.super()
    def activate(self) -> None:
        """Wait for people."""

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.STARTED)
    def begin(self) -> None:
        self.task.started = self.move.at
        task_started.send(sender=self.flow_class, process=self.process, task=self.task)

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.DONE)
    def complete(self) -> None:
        self.task.finished = self.move.at
        self.task.save(update_fields=["status", "started", "finished", "data"])
        task_finished.send(sender=self.flow_class, process=self.process, task=self.task)

    @Activation.status.transition(source=STATUS.STARTED)
    def execute(self) -> None:
        self.complete()
        self.activate_next()

    @Activation.status.transition(source=[STATUS.NEW, STATUS.STARTED], target=STATUS.CANCELED)
    def cancel(self) -> None:
        self.task.finished = self.move.at
        self.task.save(update_fields=["status", "finished"])
        self.close_rows()

    @Activation.status.transition(source=STATUS.DONE)
    def create_next(self):
        """The step that the case is sent back to, or what follows; where a sign-off counts on, what
        follows that one.
        """
        to = self.task.data.get("to")
        node = self.flow_class.instance.node(to) if to else None
        if node is None:
            node = self.flow_task.ways.target(self.task.data["outcome"], self.case.ruling)
            while outcome := passed(self.move, node):
                node = node.ways.target(outcome, self.case.ruling)
        after = node._create(self, self.task.token)
        if resume := self.task.data.get("resume"):
            after.task.data = {"resume": resume}
            after.task.save(update_fields=["data"])
        yield after

    @Activation.status.transition(source=STATUS.DONE, target=STATUS.NEW)
    def reopen(self) -> None:
        """The step is asked again, as if its last verdict had not been given."""
        if self.flow_task.lapses:
            Clock.objects.filter(task=self.task).update(stopped_at=None)
        self.task.finished, self.task.data = None, {}
        self.task.save(update_fields=["status", "finished", "data"])

    def close_rows(self) -> None:
        """Nobody is asked at this step any more, and it doesn't go on by itself."""
        if self.flow_task.lapses:
            Clock.objects.filter(task=self.task).update(stopped_at=self.move.at)
        Assignment.objects.filter(task=self.task, state__in=LIVE).update(
            state=Assignment.State.CLOSED, finished_at=self.move.at
        )

    def finish_row(self, row: Assignment) -> None:
        """Mark the person's row as done. Raises StepMoved if somebody was first."""
        done = Assignment.objects.filter(pk=row.pk, state=row.state).update(
            state=Assignment.State.DONE, finished_at=self.move.at
        )
        if not done:
            raise StepMoved
        row.state = Assignment.State.DONE

    def sign(self, row: Assignment, said: Said) -> None:
        """Close the person's row and write down what they said."""
        self.finish_row(row)
        if draft := getattr(row, "draft", None):  # it was written for what is said now
            draft.delete()
        opinions.record(self.move, row, said)

    def unsign(self, row: Assignment, verdict: str) -> None:
        """Ask the person of a row again: the verdict stays in the record and counts no more."""
        row.turn, row.state, row.finished_at = row.turn + 1, Assignment.State.OPEN, None
        row.save(update_fields=["turn", "state", "finished_at"])

    def settle(self, row: Assignment, verdict: str) -> str | None:
        """The outcome of the step after a verdict; without one, the next in turn are asked."""
        outcome = self.flow_task.alone(row, verdict)
        return outcome or self.count()

    def count(self) -> str | None:
        """The outcome by the rule of the step; without one, those whose turn has come are asked."""
        company = Company(self.task.pk)
        outcome = self.flow_task.rule.outcome(company.ballots, self.case.ruling)
        if not outcome:
            self.call(company)
        return outcome

    def call(self, company: Company) -> None:
        """Ask those whose turn has come."""
        for row in company.to_open(self.flow_task.rule.in_turn):
            returns = row.state == Assignment.State.HELD
            row.state = Assignment.State.OPEN
            row.arrived_at = row.arrived_at if returns else self.move.at
            row.save(update_fields=["state", "arrived_at"])
            self.tell_arrived([row.person_id], f"{row.pk}:{self.case.journal_seq}")

    def leave(self, outcome: str, *, to: str = "", resume: str = "") -> None:
        """End the step and open what follows.

        to      at a return: the step that was visited and is asked again; empty for the applicant
        resume  at a return: how the case goes on afterwards, one of returns.Resume
        """
        self.begin()
        told = {"outcome": str(outcome), "to": to, "resume": resume, "round": self.case.round}
        self.task.data = {name: value for name, value in told.items() if value}
        if outcome in RESULTS:
            self.case.result = str(outcome)
        self.close_rows()
        self.execute()
