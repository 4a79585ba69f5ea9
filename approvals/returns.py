"""Where a case can be sent back to, and what counts on when it comes again (退回)."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Task

from approvals.changes import edits_of, net
from approvals.forecast import nodes_ahead
from approvals.kinds import kind_of
from approvals.move import Move
from policy.ruling import Ruling


class Resume(models.TextChoices):
    """How the case goes on once the one it was returned to is done. The returner chooses."""

    AGAIN = "again", _("Run again from there")
    BACK = "back", _("Come straight back to me")


def targets(flow: Any, ruling: Ruling, at: str, signed: Mapping[str, Any]) -> list[Any]:
    """The visited steps to which a case can be sent back from the step `at`, the nearest first.

    Those that were signed off in this round. The applicant, who is always there, is not among them.
    """
    path = nodes_ahead(flow, ruling)
    before = path[: next((n for n, node in enumerate(path) if node.name == at), len(path))]
    return [node for node in reversed(before) if node.name in signed]


def kept(move: Move, to: str, resume: str) -> dict[str, Task]:
    """The sign-offs that count on after a return to a visited step, by name."""
    signed = {name: task for name, task in move.signed.items() if name != to}
    if resume == Resume.BACK:
        return signed
    path = [n.name for n in nodes_ahead(move.case.process.flow_class, move.case.ruling)]
    before = path[: path.index(to)] if to in path else []
    return {name: task for name, task in signed.items() if name in before}


def still_vouched(move: Move) -> dict[str, Task]:
    """The sign-offs that count on after a revision: nothing changed that they vouch for."""
    case, kind = move.case, kind_of(move.case.kind)
    seen = {o.task_id: o.saw_version for o in move.opinions}
    edits = edits_of(case)
    return {
        name: task
        for name, task in move.signed.items()
        if not kind.vouched_at(name, net(edits, seen[task.pk]))
    }
