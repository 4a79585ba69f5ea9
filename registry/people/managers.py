"""任免登记: appoint an account manager, change rank, unit, duty or pay, and let them leave.

Each change is told in the person's journal, and is a `Change` that the unit files with the centre.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from registry.errors import NotActive, NotTheirUnit, RegistryError
from registry.org import people, posts
from registry.org.models import Person, Post, Unit
from registry.org.roles import PostRole
from registry.people import filing
from registry.people.models import AccountManager, Change, RankHeld

Duty, Rank = AccountManager.Duty, RankHeld.Rank
_POST_OF = {Duty.PLANNER: PostRole.PLANNER}


class IsOneAlready(RegistryError):
    """%(who)s is registered already, since %(since)s. Enter a change, or the end of that first."""


class LeftAlready(RegistryError):
    """%(who)s has left this post already, on %(day)s."""


class BeforeAppointment(RegistryError):
    """That is before the appointment of %(day)s."""


def appoint(
    *,
    person: Person,
    unit: Unit,
    kind: str,
    duty: str = Duty.MANAGER,
    appointed_on: date,
    by: Person,
    at: datetime,
    rank: str = Rank.MANAGER,
    income_before_yuan: Decimal | None = None,
    origin: str = "",
) -> AccountManager:
    """聘任: a new row of the register, with its first rank and the post in the unit.

    income_before_yuan  of a month before the transfer, for those newly transferred
    raises              NotForOneself, NotTheirPostKeeper, NotTheirUnit, NotActive, IsOneAlready
    """
    with transaction.atomic():
        one = people.held(person)[person.pk]
        kept = people.check_keeper(one, by, timezone.localdate(at))
        if unit.root_id not in kept:
            raise NotTheirUnit(unit=unit)
        if not one.is_active:
            raise NotActive(who=one)
        if (open_ := _open_of(one)) is not None:
            raise IsOneAlready(who=one, since=date_format(open_.appointed_on))
        manager = AccountManager.objects.create(
            bureau_id=unit.root_id,
            person=one,
            unit=unit,
            kind=kind,
            duty=duty,
            appointed_on=appointed_on,
            income_before_yuan=income_before_yuan,
            appointed_by=by,
            origin=origin,
        )
        _rank(manager, rank, since=appointed_on, by=by, at=at, origin=origin)
        _hold_post(one, unit, duty, appointed_on)
        told = {"unit": unit.pk, "kind": str(kind), "duty": str(duty), "rank": str(rank)}
        filing.write(
            manager, one, Change.What.APPOINTED, appointed_on, told, by=by, at=at, origin=origin
        )
        return manager


def leave(
    manager_id: int, *, last_day: date, why: str, by: Person, at: datetime, origin: str = ""
) -> AccountManager:
    """退出: the appointment and its post end after `last_day`; the hand-over is the next step.

    raises  LeftAlready, BeforeAppointment
    """
    with transaction.atomic():
        manager, person = held(manager_id)
        if last_day < manager.appointed_on:
            raise BeforeAppointment(day=date_format(manager.appointed_on))
        manager.ended_on, manager.ended_why = last_day, why
        manager.save(update_fields=["ended_on", "ended_why"])
        for post in _posts(manager).filter(Q(until=None) | Q(until__gt=last_day)):
            posts.end(post.pk, last_day=max(last_day, post.since), by=by, at=at)
        told = {"last_day": last_day.isoformat(), "why": why}
        filing.write(manager, person, Change.What.LEFT, last_day, told, by=by, at=at, origin=origin)
        return manager


def rank(
    manager_id: int,
    rank: str,
    *,
    since: date,
    reason: str,
    by: Person,
    at: datetime,
    origin: str = "",
) -> RankHeld:
    """升降级: another rank from a day on. Raises LeftAlready, BeforeAppointment."""
    with transaction.atomic():
        manager, person = held(manager_id)
        if since < manager.appointed_on:
            raise BeforeAppointment(day=date_format(manager.appointed_on))
        made = _rank(manager, rank, since=since, by=by, at=at, origin=origin, reason=reason)
        told = {"rank": str(rank), "reason": reason}
        filing.write(manager, person, Change.What.RANK, since, told, by=by, at=at, origin=origin)
        return made


def move(
    manager_id: int,
    *,
    unit: Unit,
    duty: str,
    since: date,
    by: Person,
    at: datetime,
    origin: str = "",
) -> AccountManager:
    """变动: another unit, another duty, or both, from a day on. Raises LeftAlready, NotTheirUnit."""
    with transaction.atomic():
        manager, person = held(manager_id)
        if unit.root_id != manager.bureau_id:
            raise NotTheirUnit(unit=unit)
        what = Change.What.UNIT if unit.pk != manager.unit_id else Change.What.DUTY
        for post in _posts(manager).filter(until=None):
            posts.end(
                post.pk,
                last_day=max(date.fromordinal(since.toordinal() - 1), post.since),
                by=by,
                at=at,
            )
        manager.unit, manager.duty = unit, duty
        manager.save(update_fields=["unit", "duty"])
        _hold_post(person, unit, duty, since)
        told = {"unit": unit.pk, "duty": str(duty)}
        filing.write(manager, person, what, since, told, by=by, at=at, origin=origin)
        return manager


def note(
    manager_id: int,
    what: str,
    *,
    on: date,
    told: dict[str, Any],
    by: Person,
    at: datetime,
    origin: str = "",
) -> Change:
    """A change that another process brought about: confirmed after probation, adjusted at year end."""
    with transaction.atomic():
        manager, person = held(manager_id)
        return filing.write(manager, person, what, on, told, by=by, at=at, origin=origin)


def active_on(day: date) -> QuerySet[AccountManager]:
    """Who is appointed on a day, with person and unit, by unit and name."""
    rows = AccountManager.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=day), appointed_on__lte=day
    )
    return rows.select_related("person", "unit").order_by("unit__path", "person__name", "pk")


def of(person: Person) -> AccountManager | None:
    """The open appointment of a person, else the last one; None if they never had one."""
    rows = AccountManager.objects.filter(person=person).select_related("person", "unit")
    return rows.filter(ended_on=None).first() or rows.order_by("-ended_on", "-pk").first()


def rank_of(manager: AccountManager, on: date) -> RankHeld | None:
    """The rank that holds on a day."""
    return manager.ranks.filter(since__lte=on).order_by("-since", "-pk").first()


def held(manager_id: int) -> tuple[AccountManager, Person]:
    """The open appointment and its person, behind the lock of the person. Raises LeftAlready."""
    person_id = AccountManager.objects.values_list("person", flat=True).get(pk=manager_id)
    person = Person.objects.select_for_update(no_key=True).get(pk=person_id)
    manager = AccountManager.objects.select_related("unit", "bureau").get(pk=manager_id)
    if manager.ended_on is not None:
        raise LeftAlready(who=person, day=date_format(manager.ended_on))
    return manager, person


def _open_of(person: Person) -> AccountManager | None:
    return AccountManager.objects.filter(person=person, ended_on=None).first()


def _rank(
    manager: AccountManager,
    rank: str,
    *,
    since: date,
    by: Person,
    at: datetime,
    origin: str,
    reason: str = "",
) -> RankHeld:
    return RankHeld.objects.create(
        manager=manager,
        rank=rank,
        since=since,
        reason=reason,
        origin=origin,
        entered_by=by,
        entered_at=at,
    )


def _posts(manager: AccountManager) -> QuerySet[Post]:
    """The posts of an account manager that the register gave."""
    roles = (PostRole.ACCOUNT_MANAGER, PostRole.PLANNER)
    return Post.objects.filter(person=manager.person_id, unit=manager.unit_id, role__in=roles)


def _hold_post(person: Person, unit: Unit, duty: str, since: date) -> None:
    """The post of the duty, unless the person holds it already."""
    role = _POST_OF.get(Duty(duty), PostRole.ACCOUNT_MANAGER)
    if not posts.alike(person, unit.pk, role, since).exists():
        Post.objects.create(person=person, unit=unit, role=role, since=since)
