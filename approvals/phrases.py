"""常用语: words for opinions, a person's own and those that a bureau shares."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q, QuerySet

from approvals.errors import HiddenControl, NotThere, Refused, Unprintable
from approvals.models import Phrase
from approvals.plain_text import hidden_control
from registry.org import substitutions
from registry.org.models import Person, Unit
from registry.printing import unprintable

MAX_LENGTH = 200
MAX_KEPT = 50


class NoWords(Refused):
    """Write the phrase first."""


class PhraseTooLong(Refused):
    """The phrase has %(length)s characters; at most %(limit)s are kept. Shorten it."""


class TooManyPhrases(Refused):
    """There are %(limit)s phrases already. Delete one that nobody uses, then add this one."""


class NotYourBureaus(Refused):
    """Only HR and the information supervisor keep the phrases of a whole bureau."""


def offered_to(person: Person, bureau_ids: Iterable[int]) -> QuerySet[Phrase]:
    """What the person can put into an opinion: the own phrases first, then those of the bureaus."""
    found = Phrase.objects.filter(Q(person=person) | Q(bureau__in=set(bureau_ids)))
    return found.order_by(F("bureau").asc(nulls_first=True), "pk")


def add(*, text: str, actor: Person, bureau: Unit | None, on: date) -> Phrase:
    """A phrase of the person's own or, with a bureau, a shared one; the one that says so already.

    raises  NoWords, PhraseTooLong, HiddenControl, TooManyPhrases, NotYourBureaus
    """
    text = text.strip()
    if not text:
        raise NoWords
    if len(text) > MAX_LENGTH:
        raise PhraseTooLong(length=len(text), limit=MAX_LENGTH)
    if code := hidden_control(text, lines=False):
        raise HiddenControl(code=code)
    if unknown := unprintable(text):
        raise Unprintable(characters=unknown)
    if bureau and bureau.pk not in substitutions.bureaus_kept(actor, on):
        raise NotYourBureaus
    owner = {"bureau": bureau} if bureau else {"person": actor}
    kept = Phrase.objects.filter(**owner)
    if kept.count() >= MAX_KEPT and not kept.filter(text=text).exists():
        raise TooManyPhrases(limit=MAX_KEPT)
    return Phrase.objects.get_or_create(**owner, text=text)[0]


def remove(*, phrase_id: int, actor: Person, on: date) -> None:
    """Delete one of the person's own, or one of a bureau that the person keeps. Raises NotThere."""
    mine = Q(person=actor) | Q(bureau__in=substitutions.bureaus_kept(actor, on))
    deleted, _rows = Phrase.objects.filter(mine, pk=phrase_id).delete()
    if not deleted:
        raise NotThere
