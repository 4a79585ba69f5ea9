"""What a person is told in the product: one line an event and person, recorded once.

The outbox hands a message over at least once; the key of a notice is that of its message and the
person, so that a second delivery adds nothing. What has moved on meanwhile is not told any more.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils import timezone

from approvals import access
from approvals.kinds import kind_of
from approvals.models import Assignment, Case, Message, Notice
from approvals.outbox import handles
from approvals.roles import Role
from registry.amendments import Amendment
from registry.org.models import Person
from registry.people.scoring import Objection

Topic = Notice.Topic
WHILE_OPEN = (Topic.DUE_SOON, Topic.OVERDUE, Topic.STALLED, Topic.URGED)
TOLD_AS_IT_IS = (
    Topic.COPIED,
    Topic.RECALLED,
    Topic.SUSPENDED,
    Topic.RESUMED,
    Topic.TERMINATED,
    Topic.MEETING,
    Topic.HANDED_OVER,
    Topic.PROTECTION_ENDS,
    Topic.PROBATION_ENDS,
    Topic.TENDER,
    Topic.DISCOUNT_ENDS,
    Topic.DISCOUNT_REVOKED,
    Topic.CONSENT_REVOKED,
    Topic.INSTRUCTED,
    Topic.INSTRUCTION_DONE,
    Topic.PAPER_VOIDED,
    Topic.PAPER_FAILED,
    Topic.COMMENTED,
)
OF_NO_CASE = (Topic.AMENDMENT, Topic.PASSWORD)
# Those who watch over the bureau are told of these too, and find them on the monitor.
WATCHED = (Topic.STALLED, Topic.OVERDUE, Topic.PAPER_FAILED)
MONITOR = "/monitor/"
# Between a person and human resources: a group reads along in a chat, so it isn't told there.
PERSONAL = (Topic.OBJECTED, Topic.OBJECTION_ANSWERED)


@handles("arrived")
def tell_those_who_are_asked(message: Message) -> None:
    """A line to each person whose step is still open; for the applicant the case came back."""
    for row in still_asked(message):
        record(message, topic_of(row), [row.person_id], row.title)


@handles(*WHILE_OPEN)
def tell_while_the_step_is_open(message: Message) -> None:
    """A line to each person named, while the step is open."""
    if title := title_if_open(message):
        record(message, Topic(message.topic), message.body["people"], title)


@handles(*TOLD_AS_IT_IS)
def tell_people(message: Message) -> None:
    """A line to each person named, wherever the case stands."""
    case = Case.objects.get(pk=message.body["case"])
    record(message, Topic(message.topic), message.body["people"], case.title)


@handles(*OF_NO_CASE, *PERSONAL)
def tell_of_no_case(message: Message) -> None:
    """A line to each person named, under the title that the message brings."""
    if waits(message):
        record(message, Topic(message.topic), message.body["people"], message.body["title"])


@handles("closed")
def tell_the_applicant(message: Message) -> None:
    case = Case.objects.get(pk=message.body["case"])
    record(message, Topic.CLOSED, [case.applicant_id], case.title)


@handles("withdrawn")
def tell_those_who_were_asked(message: Message) -> None:
    """A line to those whose open rows the withdrawal closed."""
    case = Case.objects.get(pk=message.body["case"])
    rows = Assignment.objects.filter(
        case=case, state=Assignment.State.CLOSED, finished_at=message.at
    ).exclude(capacity=Role.APPLICANT)
    record(message, Topic.WITHDRAWN, rows.values_list("person_id", flat=True), case.title)


def topic_of(row: Assignment) -> Topic:
    return Topic.RETURNED if row.capacity == Role.APPLICANT else Topic.ARRIVED


def still_asked(message: Message) -> list[Assignment]:
    """The rows of the people named that are still open at the message's step; one a person."""
    rows = Assignment.objects.filter(
        task=message.body["task"],
        person__in=message.body["people"],
        state=Assignment.State.OPEN,
    )
    found = rows.select_related("person").order_by("pk")
    return list({row.person_id: row for row in found}.values())


def title_if_open(message: Message) -> str:
    """The title of the case, if the message's step still waits for somebody."""
    rows = Assignment.objects.filter(task=message.body["task"], state=Assignment.State.OPEN)
    return rows.values_list("title", flat=True).first() or ""


def waits(message: Message) -> bool:
    """Whether the amendment or the objection of the message waits; true for all other messages."""
    if amendment := message.body.get("amendment"):
        return Amendment.objects.filter(pk=amendment, settled_at=None).exists()
    if objection := message.body.get("objection"):
        return Objection.objects.filter(pk=objection, outcome="").exists()
    return True


def record(message: Message, topic: Topic, people: Iterable[int | None], title: str) -> None:
    """A line for each person; those that are there stay as they are."""
    named = [pk for pk in dict.fromkeys(people) if pk]
    persons = Person.objects.in_bulk(named) if topic in WATCHED else {}
    told, lines = told_to(message, title), []
    for pk in named:
        shown, path = told(persons[pk]) if persons else (title, path_of(message))
        lines.append(
            Notice(
                key=f"{message.key}:{pk}",
                person_id=pk,
                case_id=message.body["case"],
                topic=topic,
                title=shown,
                note=message.body.get("note", ""),
                path=path,
                at=message.at,
            )
        )
    Notice.objects.bulk_create(lines, ignore_conflicts=True)


def path_of(message: Message) -> str:
    """The page to which a message leads, if that is not the case's."""
    return message.body.get("path", "")


def told_to(message: Message, title: str) -> Callable[[Person], tuple[str, str]]:
    """Under which title a person is told, and to which page it leads; empty for that of the case.

    Who watches over the bureau may not read every case: the monitor is open to them, and of a
    confidential case it tells only of what kind it is.
    """
    path = path_of(message)
    if message.topic not in WATCHED:
        return lambda _person: (title, path)
    case, on = Case.objects.get(pk=message.body["case"]), timezone.localdate(message.at)
    hidden = str(kind_of(case.kind).title) if access.is_confidential(case) else title

    def told(person: Person) -> tuple[str, str]:
        if access.visible_to(person, on).filter(pk=case.pk).exists():
            return title, path
        return hidden, path or MONITOR

    return told


def mark_read(person: Person, *, up_to: int, at: datetime) -> int:
    """Mark what the person has seen, up to the notice with that id; how many were unread."""
    unread = Notice.objects.filter(person=person, read_at=None, pk__lte=up_to)
    return unread.update(read_at=at)
