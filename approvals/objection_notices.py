"""考核异议的告知: human resources learn that a score is objected to, the person that it was answered.

A notice names the person and the month; neither points nor what was said.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from approvals.models import Message, Notice
from registry.org.models import Person, Post
from registry.people import access, objections
from registry.people.scoring import Objection, Scorecard

Topic = Notice.Topic


def objected(object_to: Callable[[], Objection], *, at: datetime, path: str) -> Objection:
    """The objection that is made; whoever answers it is told in the same transaction, with the page."""
    with transaction.atomic():
        made = object_to()
        card = made.closing.card
        person = card.manager.person
        held = Post.objects.on(timezone.localdate(at)).filter(
            role__in=access.SETTLING, unit__bureau=card.manager.bureau_id
        )
        asked = held.exclude(person=person).values_list("person", flat=True)
        title = f"{person} · {_month(card)}"
        _tell(Topic.OBJECTED, made, person, sorted(set(asked)), title=title, path=path, at=at)
        return made


def answered(
    card: Scorecard, answer: Callable[[], object], *, by: Person, at: datetime, path: str
) -> None:
    """Let `answer` settle or correct a card; if that answers an objection, the person is told."""
    with transaction.atomic():
        answer()
        for made in objections.of(card).filter(answered_by=by, answered_at=at):
            person = [card.manager.person_id]
            _tell(Topic.OBJECTION_ANSWERED, made, by, person, title=_month(card), path=path, at=at)


def _month(card: Scorecard) -> str:
    """The month of a card, in the language of the bureau's papers."""
    with override("zh-hans"):
        return f"{date_format(card.month, 'Y年n月')}考核"


def _tell(
    topic: Topic,
    made: Objection,
    by: Person,
    people: Iterable[int],
    *,
    title: str,
    path: str,
    at: datetime,
) -> None:
    body = {"case": None, "actor": by.pk, "people": list(people), "title": title, "path": path}
    if topic == Topic.OBJECTED:
        body["objection"] = made.pk
    Message.objects.create(topic=topic, key=f"{topic}:{made.pk}", body=body, at=at)
