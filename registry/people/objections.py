"""考核异议: the person objects to a closed card, human resources answers; each once, each on record."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from policy import objections as rules
from policy.errors import PolicyError
from policy.ruling import Value
from registry import rulebook
from registry.errors import RegistryError
from registry.org import people
from registry.org.models import Person, Unit
from registry.people import cards
from registry.people.scoring import Closing, Objection, Scorecard


class NotTheirCard(RegistryError):
    """Only the person whose card it is can object to it."""


class ObjectedAlready(RegistryError):
    """You have objected to this score already: the answer stands on the card."""


class TooLate(RegistryError):
    """The time to object was over on %(day)s. Talk to human resources."""


class AnsweredAlready(RegistryError):
    """This objection was answered already by %(who)s."""


class SaysNothing(RegistryError):
    """Say why."""


def window(card: Scorecard) -> tuple[date, Value] | None:
    """Until when the person may object to the card as it stands, with the figure behind it.

    None for a card that is open or was objected to, and where the rulebook has no time for it.
    """
    closing = _last(card)
    if closing is None or Objection.objects.filter(closing=closing).exists():
        return None
    closed_on = timezone.localdate(closing.at)
    book, set_ = rulebook.ruling(card.manager.bureau, closed_on)
    try:
        return rules.until(closed_on, book=book, set=set_)
    except PolicyError:
        return None


def object_to(card_id: int, *, said: str, by: Person, at: datetime) -> Objection:
    """异议: what the person says against the last closing.

    raises  SaysNothing, NotTheirCard, IsOpen, ObjectedAlready, TooLate, PolicyError
    """
    if not said.strip():
        raise SaysNothing
    with transaction.atomic():
        card = cards.held(card_id)
        closing, on = _last(card), timezone.localdate(at)
        if by.pk != card.manager.person_id:
            raise NotTheirCard
        if closing is None:
            raise cards.IsOpen(who=card.manager)
        if Objection.objects.filter(closing=closing).exists():
            raise ObjectedAlready
        bureau, closed_on = card.manager.bureau, timezone.localdate(closing.at)
        book, set_ = rulebook.ruling(bureau, closed_on)
        last, _figure = rules.until(closed_on, book=book, set=set_)
        if on > last:
            raise TooLate(day=date_format(last))
        set_ = rulebook.set_of(bureau, book, on)
        due, _figure = rules.answered_by(on, book=book, set=set_)
        made = Objection.objects.create(closing=closing, said=said, at=at, answer_by_on=due)
        _tell(card, "card_objected", closing.seq, by, at)
        return made


def uphold(objection_id: int, *, answer: str, by: Person, at: datetime) -> Objection:
    """维持: the score stays, and why. Raises SaysNothing, NotForOneself, AnsweredAlready."""
    if not answer.strip():
        raise SaysNothing
    with transaction.atomic():
        card_id = Objection.objects.values_list("closing__card", flat=True).get(pk=objection_id)
        card = cards.held(card_id)
        cards.check_not_own(card, by)
        made = Objection.objects.select_related("closing", "answered_by").get(pk=objection_id)
        if made.outcome:
            raise AnsweredAlready(who=made.answered_by)
        made.outcome, made.answer = Objection.Outcome.UPHELD, answer
        made.answered_by, made.answered_at = by, at
        made.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
        _tell(card, "card_objection_answered", made.closing.seq, by, at)
        return made


def of(card: Scorecard) -> QuerySet[Objection]:
    """All that was said against a card, the latest first."""
    rows = Objection.objects.filter(closing__card=card)
    return rows.select_related("closing", "answered_by").order_by("-pk")


def waiting(bureau: Unit) -> QuerySet[Objection]:
    """The objections of a bureau that are to be answered, those due first before the others."""
    rows = Objection.objects.filter(outcome="", closing__card__manager__bureau=bureau)
    about = ("closing__card__manager__person", "closing__card__manager__unit")
    return rows.select_related(*about).order_by("answer_by_on", "pk")


def _last(card: Scorecard) -> Closing | None:
    return card.closings.order_by("-seq").first()


def _tell(card: Scorecard, verb: str, seq: int, by: Person, at: datetime) -> None:
    """A line in the person's journal, which more people read than scores: without any words."""
    person = people.held(card.manager.person)[card.manager.person_id]
    told = {"card": card.pk, "month": card.month.isoformat(), "closing": seq}
    people.write(person, [(verb, told)], by=by, at=at)
