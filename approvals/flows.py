"""The base of every process: the lock, the start, the effects, the ends. It has no nodes of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import CharField
from django.db.models.functions import Cast
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.models import Task
from viewflow.workflow.nodes.end import End, EndActivation
from viewflow.workflow.nodes.func import Function, FunctionActivation
from viewflow.workflow.nodes.start import StartHandle, StartHandleActivation
from viewflow.workflow.signals import flow_finished, flow_started, task_started
from viewflow.workflow.status import PROCESS, STATUS

from approvals.models import Case
from approvals.steps import Step
from approvals.tasks import OneInsert
from approvals.words import OPEN, Status, Verdict
from policy.ruling import Ruling


class CaseLock:
    """Locks the case, not the process: a draft has no process, and all that touch a case queue at one row."""

    @contextmanager
    def __call__(self, flow_class: type, process_pk: int) -> Iterator[None]:
        with transaction.atomic():
            Case.objects.select_for_update().filter(process_id=process_pk).exists()
            yield


class CaseFlow(flow.Flow):
    """A process that moves a case. `version` names the shape that new cases of today start on."""

    lock_impl = CaseLock()
    version = "1"

    def attach(self, activation: Activation, case: Case) -> Any:
        """Bind the new process to the case that is already there, and locked."""
        activation.process.case = case
        return activation.process


class SubmittedActivation(OneInsert, StartHandleActivation):
    @classmethod
    def create(cls, flow_task, prev_activation, token, data=None, seed=None):
        return StartHandleActivation.create.__func__(cls, flow_task, None, token)

    @Activation.status.transition(source=STATUS.NEW)
    def execute(self) -> None:
        """The action holds the lock of the case: no second lock, no second transaction."""
        self.process.created = self.task.created = self.process.case.move.at
        self.process.save(force_insert=True)
        self.task.process = self.process
        self.complete()
        flow_started.send(sender=self.flow_class, process=self.process, task=self.task)
        self.activate_next()


class Submitted(StartHandle):
    """The start: takes the case that is already there. It has no address."""

    activation_class = SubmittedActivation

    def __init__(self) -> None:
        super().__init__(this.attach)

    def forward(self, ruling: Ruling) -> Any:
        return self._next


class EffectActivation(OneInsert, FunctionActivation):
    @Activation.status.super()
    def activate(self) -> None:
        task_started.send(sender=self.flow_class, process=self.process, task=self.task)
        self.flow_task._func(self.process.case, self.process.case.move)


class Effect(Function):
    """A change of the registers at a named place of the flow: calls `func(case, move)`."""

    activation_class = EffectActivation

    def forward(self, ruling: Ruling) -> Any:
        return self._next


class CloseActivation(OneInsert, EndActivation):
    @Activation.status.super()
    def activate(self) -> None:
        process, case = self.process, self.process.case
        task_started.send(sender=self.flow_class, process=process, task=self.task)
        process.status, process.finished = PROCESS.DONE, case.move.at
        process.save(update_fields=["status", "finished"])
        case.status, case.closed_at, case.step = self._status(case), case.move.at, ""
        case.move.note("closed", status=str(case.status), result=case.result)
        case.move.tell("closed", f"{case.pk}:{case.round}", status=str(case.status))
        flow_finished.send(sender=self.flow_class, process=process, task=self.task)

    def _status(self, case: Case) -> Status:
        """Agreed with changes, if somebody who agreed in this round asked for changes."""
        status = self.flow_task.status
        if status != Status.AGREED:
            return status
        changed = any(o.verdict == Verdict.AGREED_WITH_CHANGES for o in case.move.opinions)
        return Status.AGREED_WITH_CHANGES if changed else status


class Close(End):
    """An end that sets the status of the case."""

    activation_class = CloseActivation

    def __init__(self, status: Status, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.status = status

    def forward(self, ruling: Ruling) -> None:
        return None


def start_of(flow_class: type[flow.Flow]) -> Submitted:
    """The node that a flow starts with."""
    return next(n for n in flow_class.instance.nodes() if isinstance(n, Submitted))


def walk(flow_class: type[flow.Flow]) -> list[Any]:
    """All nodes of a flow from its start, breadth first: viewflow's own list is alphabetical."""
    found: list[Any] = [start_of(flow_class)]
    for node in found:
        found += [e.dst for e in node._outgoing() if e.dst not in found]
    return found


def open_cases(flow_class: type[flow.Flow]) -> int:
    """How many cases are under way on this flow."""
    return Case.objects.filter(process__flow_class=flow_class, status__in=OPEN).count()


def lost_steps() -> list[tuple[int, str, str]]:
    """Open steps whose node or flow is no longer in the code: task, case number, stored name."""
    stored = Cast("flow_task", CharField())
    tasks = Task.objects.filter(finished=None).annotate(stored=stored)
    found = []
    for task in tasks.select_related("process__case").iterator():
        node = task.flow_task
        if node is None or not isinstance(node, Step):
            found.append((task.pk, str(task.process.case), task.stored))
    return found
