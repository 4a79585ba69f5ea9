"""Potential customers that the centre announces; whoever is authorised develops one （潜在客户授权）."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from registry.customers.models import Announcement, Protection
from registry.errors import RegistryError
from registry.org import posts
from registry.org.models import Person, Unit
from registry.org.roles import PostRole

PUBLISHERS = (PostRole.CENTRE_DIRECTOR, PostRole.CENTRE_DEPUTY, PostRole.INFO_SUPERVISOR)


class NotAPublisher(RegistryError):
    """Only the director of the key-account centre, the deputy or the information supervisor announces
    potential customers.
    """


class ClosedAlready(RegistryError):
    """This announcement was closed already (%(when)s)."""


class OverAlready(RegistryError):
    """The last day to apply has to be today or later (%(today)s)."""


def publishes_in(person: Person, on: date) -> list[Unit]:
    """The bureaus in which the person announces potential customers."""
    held = (post for post in posts.held_by(person, on) if post.role in PUBLISHERS)
    return list({post.unit.root_id: post.unit.bureau or post.unit for post in held}.values())


def publish(
    *,
    bureau: Unit,
    by: Person,
    at: datetime,
    name: str,
    text: str,
    apply_until: date,
    industry: str = "",
    seat: str = "",
) -> Announcement:
    """A new announcement. Raises NotAPublisher, OverAlready."""
    today = timezone.localdate(at)
    if bureau not in publishes_in(by, today):
        raise NotAPublisher
    if apply_until < today:
        raise OverAlready(today=date_format(today))
    return Announcement.objects.create(
        bureau=bureau,
        name=name,
        industry=industry,
        seat=seat,
        text=text,
        published_by=by,
        published_at=at,
        apply_until=apply_until,
    )


def close(announcement_id: int, *, by: Person, at: datetime, why: str = "") -> Announcement:
    """Nobody can apply any more. Raises NotAPublisher, ClosedAlready."""
    with transaction.atomic():
        row = _locked(announcement_id)
        if row.bureau not in publishes_in(by, timezone.localdate(at)):
            raise NotAPublisher
        return _closed(row, by=by, at=at, why=why)


def authorise(announcement_id: int, protection: Protection, *, by: Person, at: datetime) -> None:
    """Close it, as somebody develops the customer now. Raises ClosedAlready."""
    row = _locked(announcement_id)
    row.protection = protection
    _closed(row, by=by, at=at, why="")


def open_in(bureau_id: int, on: date) -> QuerySet[Announcement]:
    """Those for which one can apply on a day, the latest first."""
    rows = Announcement.objects.filter(bureau=bureau_id, closed_at=None, apply_until__gte=on)
    return rows.order_by("-published_at", "-pk")


def _locked(announcement_id: int) -> Announcement:
    rows = Announcement.objects.select_for_update(of=("self",)).select_related("bureau")
    return rows.get(pk=announcement_id)


def _closed(row: Announcement, *, by: Person, at: datetime, why: str) -> Announcement:
    if row.closed_at is not None:
        raise ClosedAlready(when=date_format(timezone.localtime(row.closed_at), "DATETIME_FORMAT"))
    row.closed_at, row.closed_by, row.closed_why = at, by, why
    row.save(update_fields=["closed_at", "closed_by", "closed_why", "protection"])
    return row
