"""Task rows of viewflow, written with as few statements as they need."""

from typing import Any

from viewflow.workflow.activation import Activation
from viewflow.workflow.signals import task_finished
from viewflow.workflow.status import STATUS


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
