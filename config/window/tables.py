"""What operators see: which tables, which of their columns, in which words.

What is not named here is not shown. No column is named that holds a secret (passwords, keys, what was
typed at a log-in) or the content of a case (its title, customer, value, text, or who takes part where
it is confidential): whoever keeps the machine running has no post, and reads no case by that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.admin import EmptyFieldListFilter
from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.kinds import confidential
from approvals.works import doing_of
from documents.kinds import kind_of as paper_kind
from pages.templatetags.qianpi import kind_title, step_title

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table of the window.

    columns   path of a field -> its heading, in the list and on the page of one row
    more      the same, on the page of one row only
    found_by  path of a field that is searched for exactly what was typed -> what the field is called
    sieves    the list filters of Django's admin
    left_out  which rows are not seen at all
    said      path of a field -> how a row says it, where its value alone says little
    """

    model: str
    title: Words
    about: Words
    columns: Mapping[str, Words]
    more: Mapping[str, Words] = field(default_factory=dict)
    found_by: Mapping[str, Words] = field(default_factory=dict)
    sieves: tuple[Any, ...] = ()
    left_out: Callable[[], Q] = Q
    said: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)

    @property
    def of(self) -> type[Model]:
        return apps.get_model(self.model)

    @property
    def labels(self) -> dict[str, Words]:
        """All that is seen of a row."""
        return {**self.columns, **self.more}


def _confidential() -> Q:
    return Q(kind__in=confidential())


def _case_kind(row: Any) -> Any:
    return kind_title(row.kind)


def _node(row: Any) -> Any:
    return step_title(row.node, row.kind)


def _step(row: Any) -> Any:
    return row.step and step_title(row.step, row.kind)


def _doing(row: Any) -> Any:
    doing = doing_of(row)
    return doing.title if doing else row.kind


def _paper_kind(row: Any) -> Any:
    return paper_kind(row.kind).label


TABLES = (
    Table(
        model="approvals.Message",
        title=_("Messages to be sent"),
        about=_(
            "What is to be told, or was: when it was sent, how often it was tried, what went wrong"
        ),
        columns={
            "key": _("Key"),
            "at": _("Written at"),
            "sent_at": _("Sent at"),
            "tries": _("Tries"),
            "error": _("Error"),
        },
        more={"topic": _("Topic"), "held_until": _("In hand until")},
        found_by={"key": _("Key")},
        sieves=(("sent_at", EmptyFieldListFilter), ("error", EmptyFieldListFilter)),
    ),
    Table(
        model="approvals.Work",
        title=_("Long work"),
        about=_("Exports, imports and calculations of all people, and why one of them ended"),
        columns={
            "id": _("No."),
            "kind": _("Work"),
            "owner__name": _("Asked for by"),
            "state": _("Status"),
            "done": _("Pieces done"),
            "total": _("Pieces in all"),
            "asked_at": _("Asked at"),
            "ended_at": _("Ended at"),
        },
        more={
            "reason": _("Reason"),
            "tries": _("Tries"),
            "began_at": _("Began at"),
            "held_until": _("In hand until"),
        },
        found_by={"owner__username": _("Username")},
        sieves=("state",),
        said={"kind": _doing},
    ),
    Table(
        model="django_q.Schedule",
        title=_("Jobs of the worker"),
        about=_("What the worker does by itself, and when next"),
        columns={
            "name": _("Job"),
            "next_run": _("Next run"),
            "minutes": _("Every so many minutes"),
        },
        more={"func": _("Function")},
        found_by={"name": _("Job")},
    ),
    Table(
        model="django_q.Failure",
        title=_("Jobs that failed"),
        about=_("Which job failed, when, and how it ended"),
        columns={
            "name": _("Job"),
            "func": _("Function"),
            "started": _("Began at"),
            "stopped": _("Ended at"),
            "attempt_count": _("Tries"),
        },
        more={"result": _("How it ended")},
        found_by={"name": _("Job"), "func": _("Function")},
    ),
    Table(
        model="axes.AccessAttempt",
        title=_("Failed log-ins"),
        about=_(
            "Who could not log in, and from where; after several attempts the log-in is locked"
        ),
        columns={
            "username": _("Username"),
            "ip_address": _("IP address"),
            "attempt_time": _("Last attempt"),
            "failures_since_start": _("Attempts"),
        },
        found_by={"username": _("Username"), "ip_address": _("IP address")},
    ),
    Table(
        model="registry.Person",
        title=_("People"),
        about=_("Who can log in, and when they did last"),
        columns={
            "username": _("Username"),
            "name": _("Name"),
            "is_active": _("Can log in"),
            "is_superuser": _("Operator"),
            "last_login": _("Last log-in"),
            "date_joined": _("Entered at"),
        },
        found_by={"username": _("Username"), "name": _("Name")},
        sieves=("is_active", "is_superuser"),
    ),
    Table(
        model="approvals.Case",
        title=_("Cases and where they stand"),
        about=_("Where a case stands, without what it says"),
        columns={
            "id": _("No."),
            "number": _("Number"),
            "kind": _("Kind of case"),
            "unit__name": _("Unit"),
            "status": _("Status"),
            "submitted_at": _("Submitted at"),
            "closed_at": _("Closed at"),
        },
        more={
            "created_at": _("Created at"),
            "flow_version": _("Version of the process"),
            "step": _("Step"),
            "round": _("Round"),
            "data_version": _("Version of the data"),
            "book_version": _("Version of the rulebook"),
            "suspended_at": _("Suspended at"),
            "journal_seq": _("Lines in the journal"),
            "journal_digest": _("Digest of the journal"),
        },
        found_by={"number": _("Number")},
        sieves=("status",),
        said={"kind": _case_kind, "step": _step},
    ),
    Table(
        model="approvals.Assignment",
        title=_("Steps of people"),
        about=_("Whose step it is, and until when; not in cases that are confidential"),
        columns={
            "id": _("No."),
            "case__number": _("Case"),
            "kind": _("Kind of case"),
            "node": _("Step"),
            "person__name": _("Person"),
            "state": _("Status"),
            "due_at": _("Due"),
        },
        more={
            "case_id": _("Case no."),
            "round": _("Round"),
            "arrived_at": _("Arrived at"),
            "remind_at": _("Reminder due"),
            "reminded_at": _("Reminded at"),
            "escalated_at": _("Escalated at"),
            "finished_at": _("Finished at"),
        },
        found_by={"case__number": _("Case"), "person__username": _("Username")},
        sieves=("state",),
        left_out=_confidential,
        said={"kind": _case_kind, "node": _node},
    ),
    Table(
        model="documents.Paper",
        title=_("Papers"),
        about=_("Which papers were numbered, drawn and sealed, and which were not"),
        columns={
            "number": _("Number"),
            "kind": _("Kind of paper"),
            "issued_at": _("Issued on"),
            "rendered_at": _("Drawn at"),
            "tries": _("Tries"),
            "error": _("Error"),
        },
        more={
            "case_id": _("Case no."),
            "voided_at": _("Voided at"),
            "body_bytes": _("Bytes"),
            "content_sha256": _("Digest of the content"),
            "body_sha256": _("Digest of the drawing"),
            "file_sha256": _("Digest of the file"),
        },
        found_by={"number": _("Number")},
        sieves=(("rendered_at", EmptyFieldListFilter), ("error", EmptyFieldListFilter)),
        said={"kind": _paper_kind},
    ),
    Table(
        model="registry.Entry",
        title=_("Journal"),
        about=_("The chain of what was done: each line carries the digest of the one before"),
        columns={
            "id": _("No."),
            "subject": _("Journal of"),
            "seq": _("Line"),
            "at": _("Written at"),
            "verb": _("Verb"),
        },
        more={"before": _("Digest before"), "digest": _("Digest")},
        found_by={"subject": _("Journal of")},
    ),
)
