"""隐私: who reads scores and pay of an account manager, and who enters what. Reading leaves a trace.

The person, the line above them, and human resources: nobody else.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from registry.org.models import Person, Post, Unit
from registry.org.roles import UNIT_AND_BELOW, PostRole
from registry.people.models import AccountManager
from registry.people.scoring import Reading

LINE = (PostRole.CENTRE_DIRECTOR, PostRole.CENTRE_DEPUTY, PostRole.BUREAU_LEADER)
HEADS = (PostRole.COUNTY_HEAD, PostRole.BRANCH_HEAD, PostRole.PROFESSIONAL_HEAD)
KEEPERS = (PostRole.HR, PostRole.INFO_SUPERVISOR)
SETTLING = (PostRole.HR,)
LOOKING = (*LINE, *UNIT_AND_BELOW, PostRole.HR)


def readable(person: Person, held: Iterable[Post]) -> QuerySet[AccountManager]:
    """The account managers whose scores and pay the person may read, with their posts of the day."""
    seen = Q(person=person)
    for post in held:
        if post.role in (*LINE, PostRole.HR):
            seen |= Q(bureau=post.unit.root_id)
        elif post.role in UNIT_AND_BELOW:
            seen |= Q(bureau=post.unit.root_id, unit__path__startswith=post.unit.path)
    return AccountManager.objects.filter(seen).select_related("person", "unit", "bureau")


def registered(person: Person, held: Iterable[Post]) -> QuerySet[AccountManager]:
    """Those whose row of the register the person may read: without scores and pay."""
    kept = {post.unit.root_id for post in held if post.role in KEEPERS}
    own = readable(person, held)
    if not kept:
        return own
    rows = AccountManager.objects.filter(Q(bureau__in=kept) | Q(pk__in=own.values("pk")))
    return rows.select_related("person", "unit", "bureau")


def keeps(manager: AccountManager, held: Iterable[Post]) -> bool:
    """Whether the register is theirs to keep: human resources and the information supervisor."""
    return any(p.role in KEEPERS and p.unit.root_id == manager.bureau_id for p in held)


def counts(bureau: Unit | int, held: Iterable[Post]) -> bool:
    """Whether attendance, visits and logs are theirs to enter: the information supervisor."""
    root = bureau if isinstance(bureau, int) else bureau.pk
    return any(p.role == PostRole.INFO_SUPERVISOR and p.unit.root_id == root for p in held)


def rates(manager: AccountManager, person: Person, held: Iterable[Post]) -> bool:
    """Whether the director's rating is theirs to give: the head of the unit, or the centre's director."""
    if person.pk == manager.person_id:
        return False
    for post in held:
        if post.role == PostRole.CENTRE_DIRECTOR and post.unit.root_id == manager.bureau_id:
            return True
        if post.role in HEADS and post.unit_id == manager.unit_id:
            return True
    return False


def settles(bureau: Unit | int, held: Iterable[Post]) -> bool:
    """Whether months are theirs to close and to correct: human resources."""
    root = bureau if isinstance(bureau, int) else bureau.pk
    return any(p.role in SETTLING and p.unit.root_id == root for p in held)


def peers(manager: AccountManager, on: date) -> QuerySet[AccountManager]:
    """Those who rate this one among the colleagues: of the same unit and duty, not oneself."""
    rows = AccountManager.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=on),
        appointed_on__lte=on,
        unit=manager.unit_id,
        duty=manager.duty,
    )
    return rows.exclude(pk=manager.pk).select_related("person", "unit")


def trace_today(
    managers: Iterable[int], by: Person, what: str, *, month: date | None, at: datetime, on: date
) -> None:
    """Somebody has read them all at once: once a day for each, person, page and month."""
    ids = AccountManager.objects.filter(pk__in=set(managers)).exclude(person=by)
    seen = Reading.objects.filter(by=by, what=what, month=month, at__date=on)
    fresh = ids.exclude(pk__in=seen.values("manager")).order_by("pk").values_list("pk", flat=True)
    Reading.objects.bulk_create(
        Reading(manager_id=pk, by=by, what=what, month=month, at=at) for pk in fresh
    )


def trace(
    manager: AccountManager, by: Person, what: str, *, month: date | None = None, at: datetime
) -> None:
    """Somebody else than the person has read it."""
    if by.pk != manager.person_id:
        Reading.objects.create(manager=manager, by=by, what=what, month=month, at=at)
