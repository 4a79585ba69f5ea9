"""The clock of protected periods: reminders before the last day, and the centre's choice behind it.

A sweep does a bounded batch; any number of workers may sweep at once. Each period is looked at
again behind the lock of its customer, so that a report of success that came first counts.
"""

import logging
from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals import actions
from approvals.errors import Refused
from approvals.models import Case, Message
from approvals.words import OPEN, Part
from policy import protection
from policy.errors import PolicyError
from registry import rulebook
from registry.customers import protections, record
from registry.customers.models import Protection
from registry.org import posts
from registry.org.models import Person, Unit
from registry.org.roles import PostRole
from workflows.expiry.models import Expiry

logger = logging.getLogger(__name__)
_HEADS = (
    *(PostRole.COUNTY_HEAD, PostRole.BRANCH_HEAD, PostRole.PROFESSIONAL_HEAD),
    *(PostRole.CENTRE_DEPUTY, PostRole.UNIT_DEPUTY),
)


def sweep(at: datetime, limit: int = 100) -> int:
    """How many periods were reminded of or lapsed; at most `limit` of each are looked at."""
    on = timezone.localdate(at)
    done = 0
    for pk in [*protections.due(on).values_list("pk", flat=True)[:limit], *_forgotten(limit)]:
        try:
            done += _lapse(pk, on, at)
        except (Refused, PolicyError) as refusal:
            logger.warning("Protection %s can't be settled: %s", pk, refusal)
    return done + _remind(on, at, limit)


def _forgotten(limit: int) -> list[int]:
    """Periods that lapsed and whose case was terminated before anybody chose."""
    asked = Expiry.objects.filter(protection=OuterRef("pk"), case__status__in=OPEN)
    lapsed = Protection.objects.filter(~Exists(asked), state=Protection.State.LAPSED)
    return list(lapsed.order_by("last_day", "pk").values_list("pk", flat=True)[:limit])


def _lapse(protection_id: int, on: date, at: datetime) -> bool:
    """Whether the period lapsed, and the centre was asked what follows: both, or neither."""
    with transaction.atomic():
        customer_id = Protection.objects.values_list("customer", flat=True).get(pk=protection_id)
        record.locked(customer_id)
        if _reported(protection_id) or _asked(protection_id):
            return False
        held = protections.lapse(protection_id, on=on, at=at)
        if held is None:
            return False
        _ask_the_centre(held, on, at)
        return True


def _asked(protection_id: int) -> bool:
    """Whether the centre is choosing already."""
    return Expiry.objects.filter(protection=protection_id, case__status__in=OPEN).exists()


def _reported(protection_id: int) -> bool:
    """Whether a report of its success is under way: the centre decides on that first."""
    return Case.objects.filter(
        kind="success", success__protection=protection_id, status__in=OPEN
    ).exists()


def _ask_the_centre(held: Protection, on: date, at: datetime) -> None:
    with override("zh-hans"):  # what is stored is Chinese
        title = _("Protected period over: %(customer)s") % {"customer": held.customer}
        because = _("The last day of the protected period was %(day)s.") % {
            "day": date_format(held.last_day)
        }
    actions.start(
        kind="expiry",
        applicant=_whom_it_is_about(held, on),
        unit=held.unit,
        title=title[:120],
        customer=held.customer,
        request={"protection": held, "extended": held.extended},
        parts={Part.A_MANAGER: held.a_manager, Part.B_MANAGER: held.b_manager},
        because=because,
        at=at,
        key=uuid5(NAMESPACE_URL, f"qianpi:protection:{held.pk}:{held.expiries.count()}"),
    )


def _whom_it_is_about(held: Protection, on: date) -> Person:
    """The A manager; once they have left, the B manager, or the head of the unit."""
    people = [p for p in (held.a_manager, held.b_manager) if p and p.is_active]
    heads = (post.person for post in posts.of_unit(held.unit_id, _HEADS, on))
    return next(iter([*people, *heads]), held.a_manager)


def _remind(on: date, at: datetime, limit: int) -> int:
    """Tell the developers and their head, the first and the last time, that the end comes near."""
    done = 0
    for bureau in Unit.objects.filter(parent=None).order_by("pk"):
        try:
            first, last = _days_before(bureau, on)
        except PolicyError as error:
            logger.warning("%s has no reminders of protected periods: %s", bureau, error)
            continue
        running = Protection.objects.filter(bureau=bureau, state=Protection.State.RUNNING)
        for number, days in ((2, last), (1, first)):
            near = running.filter(reminded__lt=number, last_day__lte=on + timedelta(days))
            rows = near.filter(last_day__gte=on).order_by("last_day", "pk")
            done += sum(
                _tell(pk, number, on, at) for pk in rows.values_list("pk", flat=True)[:limit]
            )
    return done


def _days_before(bureau: Unit, on: date) -> tuple[int, int]:
    book, set_ = rulebook.ruling(bureau, on)
    values = (
        book.parameter(set_, protection.CHAPTER, name).on(on).value
        for name in (protection.FIRST_REMINDER, protection.LAST_REMINDER)
    )
    first, last = (int(str(value)) for value in values)
    return first, last


def _tell(protection_id: int, number: int, on: date, at: datetime) -> bool:
    """One reminder, once; without a case behind it there is no page to lead to."""
    with transaction.atomic():
        told = Protection.objects.filter(pk=protection_id, reminded__lt=number)
        if not told.update(reminded=number):
            return False
        held = Protection.objects.select_related("customer").get(pk=protection_id)
        kind, _sep, pk = held.origin.partition(":")
        if kind != "case":
            return False
        people = [held.a_manager_id, held.b_manager_id]
        people += [post.person_id for post in posts.of_unit(held.unit_id, _HEADS, on)]
        with override("zh-hans"):
            note = _("%(customer)s is protected until %(day)s.") % {
                "customer": held.customer,
                "day": date_format(held.last_day),
            }
        body: dict[str, Any] = {"case": int(pk), "actor": None, "note": note}
        body["people"] = list(dict.fromkeys(person for person in people if person))
        key = f"protection_ends:{held.pk}:{held.extended}:{number}"
        Message.objects.create(topic="protection_ends", key=key, body=body, at=at)
        return True
