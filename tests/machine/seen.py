"""What stands in the tables at one moment, read once after each step of a history."""

import json
from collections import defaultdict, namedtuple
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.db import connection
from viewflow.workflow.models import Task

from approvals.models import (
    Assignment,
    Attendance,
    Carry,
    Case,
    Copy,
    Discussion,
    Message,
    Opinion,
    Party,
)
from registry.journal import Entry
from registry.org.models import Person, Post, Substitution

State = Assignment.State
LIVE = (State.OPEN, State.WAITING, State.HELD, State.PAUSED)
ENDED_WELL = ("agreed", "agreed_with_changes", "recorded")
AGREE = ("agreed", "agreed_with_changes")
SIGN_OFF = (*AGREE, "listed", "unlisted")
APPLICANT = "applicant"

_CASE = (
    "kind status result step round data_version journal_seq journal_digest applicant_id process_id "
    "unit_id"
)
_ROW = (
    "case_id task_id person_id acting_for_id capacity reason state origin_id added place turn "
    "node round post_id"
)
_OPINION = (
    "case_id task_id assignment_id person_id acting_for_id node round verdict turn saw_version"
)
_MEETING = "task_id members quorum votes_for votes_against votes_abstain meets_at"
_COUNTED = (Message, Entry, Copy, Attendance)
_ORGANISATION = {
    "posts": (Post, "person_id unit_id role since until"),
    "links": (Substitution, "person_id substitute_id until ended_at"),
    "active": (Person, "is_active journal_seq"),
}


def _counts() -> tuple[int, ...]:
    """How many rows there are of what is only added."""
    each = ", ".join(f"(SELECT COUNT(*) FROM {model._meta.db_table})" for model in _COUNTED)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {each}")
        return cursor.fetchone()


def _read(model: Any, fields: str) -> dict[int, Any]:
    rows = model.objects.order_by("pk").values_list("pk", *fields.split(), named=True)
    return {row.pk: row for row in rows}


@cache
def _query(model: Any, fields: str) -> tuple[str, Any]:
    columns = [model._meta.get_field(name) for name in ("id", *fields.split())]
    names = ", ".join(field.column for field in columns)
    row = namedtuple(model.__name__, ["pk", *(field.attname for field in columns[1:])])
    return f"SELECT {names} FROM {model._meta.db_table} ORDER BY id", row._make


def _plain(model: Any, fields: str) -> dict[int, Any]:
    """As `_read`, for numbers and texts: without the engine's help, and several times faster."""
    text, make = _query(model, fields)
    with connection.cursor() as cursor:
        cursor.execute(text)
        return {found[0]: make(found) for found in cursor.fetchall()}


def _tasks() -> dict[int, Any]:
    """The tasks, with the name of their step, and what was said of them as JSON."""
    found = _plain(Task, "process flow_task status finished data")
    return {
        pk: row._replace(
            flow_task=row.flow_task.rpartition(".")[2],
            data=json.loads(row.data) if isinstance(row.data, str) else row.data,
        )
        for pk, row in found.items()
    }


@dataclass(frozen=True)
class Seen:
    """All that an action can change. Two that are equal: nothing was changed in between."""

    cases: dict[int, Any]
    rows: dict[int, Any]
    opinions: dict[int, Any]
    tasks: dict[int, Any]
    carries: dict[int, Any]
    meetings: dict[int, Any]
    parties: dict[int, Any]
    posts: dict[int, Any]
    links: dict[int, Any]
    active: dict[int, Any]
    counts: tuple[int, ...]

    @classmethod
    def now(cls, before: "Seen | None" = None) -> "Seen":
        """before: where no person, post or substitution can have changed since."""
        organisation = {
            name: getattr(before, name) if before else _read(*what)
            for name, what in _ORGANISATION.items()
        }
        return cls(
            cases=_plain(Case, _CASE),
            rows=_plain(Assignment, _ROW),
            opinions=_plain(Opinion, _OPINION),
            tasks=_tasks(),
            carries=_plain(Carry, "case_id round node task_id"),
            meetings=_read(Discussion, _MEETING),
            parties=_plain(Party, "case_id person_id part"),
            counts=_counts(),
            **organisation,
        )

    @cached_property
    def rows_of(self) -> dict[int, list[Any]]:
        return _by(self.rows, "case_id")

    @cached_property
    def at(self) -> dict[int, list[Any]]:
        """The rows of each task."""
        return _by(self.rows, "task_id")

    @cached_property
    def said_of(self) -> dict[int, list[Any]]:
        """The opinions of each case that were not taken back, counted without the engine's help."""
        said = {
            o.pk: o for o in self.opinions.values() if o.turn == self.rows[o.assignment_id].turn
        }
        return _by(said, "case_id")

    @cached_property
    def barred(self) -> dict[int, set[int]]:
        """Who may not decide on each case."""
        found: dict[int, set[int]] = {case.pk: {case.applicant_id} for case in self.cases.values()}
        for party in self.parties.values():
            found[party.case_id].add(party.person_id)
        return found

    def asked(self, *states: Any) -> list[Any]:
        """The rows of deciders in these states, of cases of any status."""
        wanted = states or (State.OPEN,)
        return [r for r in self.rows.values() if r.state in wanted and r.capacity != APPLICANT]

    def signed(self, case: Any) -> dict[str, int]:
        """The steps that are signed off in the round of a case, carried ones too: name to task."""
        found = {
            c.node: c.task_id
            for c in self.carries.values()
            if (c.case_id, c.round) == (case.pk, case.round)
        }
        for said in self.said_of.get(case.pk, []):
            if said.round == case.round and self.outcome(said.task_id) in SIGN_OFF:
                found[said.node] = said.task_id
        return found

    def outcome(self, task_id: int) -> str | None:
        task = self.tasks[task_id]
        return (task.data or {}).get("outcome") if task.finished else None


def _by(rows: dict[int, Any], field: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.values():
        found[getattr(row, field)].append(row)
    return dict(found)
