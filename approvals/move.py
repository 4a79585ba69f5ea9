"""What one action writes at its end: journal lines, messages, the case row. One statement each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from viewflow.workflow.models import Task

from approvals.locking import key_used_once
from approvals.models import Attachment, Carry, Case, Message, Opinion, Party
from approvals.people import People
from approvals.words import SIGN_OFFS
from policy import conduct
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
        return People.around(self.case, self.on)

    @cached_property
    def opinions(self) -> list[Opinion]:
        """What counts in this round: what was said in it and stands, and what was carried over from
        an earlier one, in the order in which it was said.
        """
        told = Q(round=self.case.round)
        if self.case.round > 1:
            told |= Q(task__in=[carry.task_id for carry in self.carries.values()])
        said = Opinion.objects.standing().filter(told, case=self.case)
        about = (
            "person",
            "acting_for",
            "recorded_by",
            "assignment__post__unit",
            "task__discussion",
        )
        return list(said.select_related(*about).order_by("pk"))

    def give_part(self, part: str, people: Iterable[int]) -> None:
        """Let people, by their ids, have a part in the case from now on."""
        known = {seat.pk for seat in self.people.parts.get(part, ())}
        rows = [Party(case=self.case, part=part, person_id=pk) for pk in people if pk not in known]
        Party.objects.bulk_create(rows)
        self.note("part_given", part=part, people=[row.person_id for row in rows])
        self.__dict__.pop("people", None)

    def answers(self, node: str) -> dict[str, Any]:
        """What was last answered at a step, by field, as text: see approvals.answers."""
        said = (o.answers for o in reversed(self.opinions) if o.node == node and o.answers)
        return {name: one["value"] for name, one in next(said, {}).items()}

    @cached_property
    def attachments(self) -> list[Attachment]:
        """The files of the case, without those that were taken away again."""
        return list(self.case.attachments.filter(removed_at=None).order_by("pk"))

    @cached_property
    def carries(self) -> dict[str, Carry]:
        """The steps of this round that nobody is asked again because a sign-off counts on, by name."""
        if self.case.round == 1 and not self.carries_the_same_person:
            return {}
        found = Carry.objects.filter(case=self.case, round=self.case.round)
        return {carry.node: carry for carry in found.select_related("task").order_by("pk")}

    @property
    def carries_the_same_person(self) -> bool:
        """Whether the policy asks one person once for two steps in a row."""
        return self.case.ruling.value_of(conduct.SAME_PERSON) == conduct.CARRIED

    @property
    def signed(self) -> dict[str, Task]:
        """The steps that are signed off in this round, carried ones among them, by name."""
        tasks = {name: carry.task for name, carry in self.carries.items()}
        own = (o for o in self.opinions if o.round == self.case.round)
        over = (o for o in own if (o.task.data or {}).get("outcome") in SIGN_OFFS)
        return tasks | {o.node: o.task for o in over}

    def next_round(self, kept: dict[str, Task]) -> None:
        """Begin a round in which these sign-offs count on."""
        self.case.round += 1
        self.__dict__.pop("opinions", None)
        self.carries = {}
        for node, task in kept.items():
            self.carry(node, task, Carry.Why.RETURNED)
        self.changed("round")

    def carry(self, node: str, task: Task, why: Carry.Why) -> None:
        """Let the sign-off of a step that is over count at this one."""
        row = Carry(
            case=self.case, round=self.case.round, node=node, task=task, why=why, at=self.at
        )
        row.save(force_insert=True)
        self.carries[node] = row

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
        """An event for the outbox, once: `key` tells it from all others of the topic.

        `people`, if it is for some, are told in the order of their ids, each once.
        """
        if "people" in body:
            body["people"] = sorted(set(body["people"]))
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
