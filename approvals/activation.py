"""How a step moves: opened for people, their verdicts taken, left by the way of its outcome."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import override
from viewflow.workflow.activation import Activation
from viewflow.workflow.signals import task_finished, task_started
from viewflow.workflow.status import STATUS

from approvals.errors import StepMoved
from approvals.models import Assignment, Case, Opinion
from approvals.move import Move, utc
from approvals.people import Seat
from approvals.words import RESULTS
from policy.deadlines import REMIND_AT_SHARE, due_at, remind_at


def new_task(node: Any, before: Activation, token: Any) -> Any:
    """A task row of viewflow, not saved, without `previous`: nothing of ours reads that."""
    return node.flow_class.task_class(
        process=before.process,
        flow_task=node,
        flow_task_type=node.task_type,
        token=token,
        created=before.process.case.move.at,
    )


class OneInsert:
    """For nodes that are created, run and done in one go: one INSERT in place of INSERT, m2m and UPDATE.

    viewflow keeps activations in sets, hashed by the task's key, which isn't there yet: hash by identity.
    """

    __hash__, __eq__ = object.__hash__, object.__eq__

    @classmethod
    def create(cls, flow_task, prev_activation, token, data=None, seed=None):
        return cls(new_task(flow_task, prev_activation, token))

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.DONE)
    def complete(self) -> None:
        self.task.started = self.task.finished = self.process.case.move.at
        self.task.save(force_insert=True)
        task_finished.send(sender=self.flow_class, process=self.process, task=self.task)


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
        due, remind = self._due()
        Assignment.objects.bulk_create(
            [
                Assignment(
                    case=case,
                    bureau_id=case.bureau_id,
                    task=self.task,
                    person=seat.person,
                    post=seat.post,
                    acting_for=seat.acting_for,
                    capacity=seat.capacity,
                    reason=seat.reason,
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
                )
                for seat in seats
            ]
        )
        case.step = node.name
        move.tell(
            "arrived",
            self.task.pk,
            task=self.task.pk,
            node=node.name,
            people=[seat.person.pk for seat in seats],
        )
        return seats

    def _apart(self, after: Activation) -> set[int]:
        """Who decided the steps that this one must be apart from."""
        node = self.flow_task
        apart: set[int] = set()
        if node.single and getattr(after.flow_task, "single", False):
            apart.update(self.move.voices)
        if node.apart_from:
            said = Opinion.objects.filter(
                case=self.case, round=self.case.round, node__in=[n.name for n in node.apart_from]
            )
            for pair in said.values_list("person_id", "acting_for_id"):
                apart.update(filter(None, pair))
        return apart

    def _due(self) -> tuple[datetime | None, datetime | None]:
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
        node = self.flow_task.ways.target(self.task.data["outcome"], self.case.ruling)
        yield node._create(self, self.task.token)

    def close_rows(self) -> None:
        """Nobody is asked at this step any more."""
        Assignment.objects.filter(task=self.task, state=Assignment.State.OPEN).update(
            state=Assignment.State.CLOSED, finished_at=self.move.at
        )

    def finish_row(self, row: Assignment) -> None:
        """Mark the person's row as done. Raises StepMoved if somebody was first."""
        done = Assignment.objects.filter(pk=row.pk, state=Assignment.State.OPEN).update(
            state=Assignment.State.DONE, finished_at=self.move.at
        )
        if not done:
            raise StepMoved

    def sign(self, row: Assignment, verdict: str, text: str, seen: int) -> None:
        """Close the person's row and add the opinion."""
        self.finish_row(row)
        with override(settings.LANGUAGE_CODE):  # the record is Chinese, whoever signs
            signed_as = str(row.post) if row.post else ""
        Opinion.objects.create(
            case=self.case,
            task=self.task,
            assignment=row,
            person=row.person,
            acting_for_id=row.acting_for_id,
            capacity=row.capacity,
            signed_as=signed_as,
            node=row.node,
            round=row.round,
            verdict=verdict,
            text=text,
            saw_version=seen,
            at=self.move.at,
        )
        self.move.note(
            "opinion",
            node=row.node,
            capacity=row.capacity,
            signed_as=signed_as,
            reason=row.reason,
            acting_for=row.acting_for_id,
            verdict=verdict,
            text=text,
            saw_version=seen,
            arrived_at=utc(row.arrived_at),
        )

    def decide(self, row: Assignment, verdict: str, text: str, seen: int) -> str | None:
        """Take one verdict; the outcome, if it ends the step."""
        self.flow_task.check(self, row, verdict)
        self.sign(row, verdict, text, seen)
        outcome = self.flow_task.outcome(row, verdict)
        if outcome:
            self.leave(outcome)
        return outcome

    def leave(self, outcome: str) -> None:
        """End the step and open what follows."""
        self.begin()
        self.task.data = {"outcome": str(outcome)}
        if outcome in RESULTS:
            self.case.result = str(outcome)
        self.close_rows()
        self.execute()
