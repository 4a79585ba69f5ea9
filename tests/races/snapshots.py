"""The whole database put back as it was, and a case told without ids, moments and hashes."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from approvals.models import Assignment, Case, Discussion, Message, Opinion
from registry.journal import Entry
from registry.org.models import Post

APPS = ("registry", "approvals", "documents", "workflows", "viewflow", "workflow")
Story = dict[str, Any]


def _tables() -> list[str]:
    """The tables that an action could write."""
    known = [config for config in apps.get_app_configs() if config.label in APPS and config.models]
    models = [model for config in known for model in config.get_models(include_auto_created=True)]
    return [model._meta.db_table for model in models if model._meta.managed]


@dataclass(frozen=True)
class Saved:
    """All rows of a moment, kept in temporary tables of this connection."""

    name: str

    def take(self) -> "Saved":
        with connection.cursor() as cursor:
            for table in _tables():
                cursor.execute(f'DROP TABLE IF EXISTS "{self.name}_{table}"')
                cursor.execute(
                    f'CREATE TEMPORARY TABLE "{self.name}_{table}" AS SELECT * FROM "{table}"'
                )
        return self

    def put_back(self) -> None:
        """Make the database what it was, ids and all."""
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":  # what is append-only can't be deleted otherwise
                cursor.execute("SET LOCAL session_replication_role = replica")
            for table in _tables():
                cursor.execute(f'DELETE FROM "{table}"')
            for table in _tables():
                cursor.execute(f'INSERT INTO "{table}" SELECT * FROM "{self.name}_{table}"')


def story(case_id: int) -> Story:
    """How a case stands and what was written on the way there, in a form that can be compared."""
    case = Case.objects.select_related("applicant").get(pk=case_id)
    subject = case.journal_subject
    lines = Entry.objects.filter(subject=subject)
    sent = Message.objects.filter(body__case=case.pk).values_list("topic", "body")
    return {
        "case": [case.status, case.step, case.result, case.round, case.data_version],
        "fields": [case.title, str(case.value_yuan), case.applicant.username],
        "rows": sorted(map(_row, _rows(case))),
        "opinions": _opinions(case),
        "carries": sorted(case.carries.values_list("round", "node", "why")),
        "copies": sorted(case.copies.values_list("person__username", "by__username")),
        "discussions": sorted(map(_meeting, Discussion.objects.filter(case=case))),
        "papers": sorted(case.papers.values_list("kind", flat=True)),
        "parties": sorted(case.parties.values_list("part", "person__username")),
        "lines": sorted(Counter(lines.values_list("verb", flat=True)).items()),
        "keys": lines.exclude(key=None).count(),
        "messages": sorted(
            Counter((topic, len(body.get("people", ()))) for topic, body in sent).items()
        ),
        "posts": sorted(
            Post.objects.exclude(until=None).values_list("person__username", "role", "until")
        ),
    }


def _rows(case: Case) -> Any:
    about = ("person", "acting_for", "origin__person")
    return Assignment.objects.filter(case=case).select_related(*about)


def _row(row: Assignment) -> tuple:
    behind = row.acting_for.username if row.acting_for else ""
    origin = row.origin.person.username if row.origin else ""
    return (
        *(row.round, row.node, row.person.username, row.capacity, behind),
        *(row.get_state_display(), row.reason, origin, row.added, row.place, row.turn),
        *(row.reminded_at is not None, row.escalated_at is not None),
    )


def _opinions(case: Case) -> list[tuple]:
    said = Opinion.objects.standing().filter(case=case)
    told = ("round", "node", "person__username", "capacity", "verdict", "returned_to")
    return sorted(said.values_list(*told, "recorded_by__username"), key=str)


def _meeting(row: Discussion) -> tuple:
    came = row.attendance.order_by("person__username")
    return (
        *(row.round, row.members, row.quorum, row.votes_for, row.votes_against, row.votes_abstain),
        *(row.place, row.online, row.adjournments, str(row.meets_at)),
        tuple(came.values_list("person__username", "present", "reason")),
    )


def difference(found: Story, expected: Story) -> str:
    """What a case has that the other has not, and the other way round, in a few words."""
    told = []
    for part, now in found.items():
        if now != expected[part]:
            new = [one for one in now if one not in expected[part]] if _many(now) else now
            old = (
                [one for one in expected[part] if one not in now] if _many(now) else expected[part]
            )
            told.append(f"{part} {new} instead of {old}")
    return "; ".join(told)


def _many(part: Any) -> bool:
    return isinstance(part, list)
