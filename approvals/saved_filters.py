"""常用筛选: the views of the inbox that a person keeps under a name."""

from django.db import transaction

from approvals import errors
from approvals.models import SavedFilter
from approvals.plain_text import hidden_control
from approvals.waiting import Wanted
from registry.org.models import Person

MAX_NAME = 20
MAX_KEPT = 8
MAX_QUERY = 300  # an address cut short would be another view


class NameIt(errors.Refused):
    """Give the view a name of at most %(limit)s characters."""


class TooMuchToKeep(errors.Refused):
    """This is more than a view can hold: search for fewer words, or leave a filter out."""


class TooManyKept(errors.Refused):
    """At most %(limit)s views are kept. Remove one first."""


def of(person: Person) -> list[SavedFilter]:
    """The person's views, oldest first."""
    return list(SavedFilter.objects.filter(person=person).order_by("pk")[:MAX_KEPT])


def keep(*, person: Person, name: str, wanted: Wanted) -> SavedFilter:
    """Keep a view; one of the same name is replaced. Raises NameIt, TooMuchToKeep, TooManyKept."""
    name = " ".join(name.split())
    if not name or len(name) > MAX_NAME or hidden_control(name, lines=False):
        raise NameIt(limit=MAX_NAME)
    if len(wanted.query) > MAX_QUERY:
        raise TooMuchToKeep
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        others = SavedFilter.objects.filter(person=person).exclude(name=name).count()
        if others >= MAX_KEPT:
            raise TooManyKept(limit=MAX_KEPT)
        row, _new = SavedFilter.objects.update_or_create(
            person=person, name=name, defaults={"query": wanted.query}
        )
    return row


def forget(*, person: Person, filter_id: int) -> bool:
    """Whether there was such a view of the person's; it is gone."""
    return bool(SavedFilter.objects.filter(person=person, pk=filter_id).delete()[0])
