"""What one action writes at its end: journal lines, messages, the case row. One statement each."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import timezone

from approvals.locking import key_used_once
from approvals.models import Case, Message, Opinion, Party
from approvals.people import People
from policy.calendar import Calendar
from registry import journal, rulebook
from registry.org.models import Person

ALWAYS = ("status", "result", "step", "closed_at", "journal_seq", "journal_digest")


@dataclass
class Move:
    """One action on one case, while its row is locked."""

    case: Case
    actor: Person
    at: datetime
    key: UUID | None = None
    acting_for_id: int | None = None
    lines: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)

    @property
    def on(self) -> date:
        """The day of the action where the bureau is."""
        return timezone.localdate(self.at)

    @property
    def voices(self) -> set[int]:
        """The ids of the people behind this action: the actor and, at a decision, whom he acts for."""
        return {self.actor.pk, self.acting_for_id or self.actor.pk}

    @cached_property
    def people(self) -> People:
        case = self.case
        parts = Party.objects.filter(case=case).values_list("person_id", flat=True)
        return People(
            applicant=case.applicant,
            bureau_id=case.bureau_id,
            unit_id=case.unit_id,
            kind=case.kind,
            value_yuan=case.value_yuan,
            on=self.on,
            barred=set(parts),
        )

    @cached_property
    def opinions(self) -> list[Opinion]:
        """What was said in this round, in its order; asked for at the end of the flow, and read once."""
        said = Opinion.objects.filter(case=self.case, round=self.case.round)
        about = ("person", "acting_for", "assignment__post__unit", "task__discussion")
        return list(said.select_related(*about).order_by("pk"))

    @cached_property
    def book(self) -> Any:
        return rulebook.current(self.case.bureau_id)

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar.of(self.book, set=self.case.ruling.set, on=self.on)

    def note(self, verb: str, **detail: Any) -> None:
        """A line for the journal: JSON values only."""
        self.lines.append((verb, {"round": self.case.round} | detail))

    def tell(self, topic: str, key: object, **body: Any) -> None:
        """An event for the outbox, once: `key` tells it from all others of the topic."""
        body |= {"case": self.case.pk, "actor": self.actor.pk}
        self.messages.append(Message(topic=topic, key=f"{topic}:{key}", body=body, at=self.at))

    def changed(self, *fields: str) -> None:
        """Fields of the case that are to be saved besides the usual ones."""
        self.fields.update(fields)

    def write(self, *fields: str) -> None:
        """Write it all, with these fields of the case besides the usual ones."""
        case = self.case
        with key_used_once():
            head = journal.append(
                subject=case.journal_subject,
                head=case.journal_head,
                lines=self.lines,
                at=self.at,
                actor_id=self.actor.pk,
                key=self.key,
            )
        case.journal_seq, case.journal_digest = head.seq, head.digest
        Message.objects.bulk_create(self.messages)
        case.save(update_fields={*ALWAYS, *self.fields, *fields})


def utc(moment: datetime | None) -> str | None:
    """A moment as the journal keeps it: UTC text."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="microseconds")
