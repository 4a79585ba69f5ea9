"""The clock of discounts: managers and the head of the unit are alerted before one ends; and of its
revocation.

A sweep does a bounded batch; any number of workers may sweep at once: each alert is claimed first.
"""

import logging
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.models import Message
from policy import discounts
from policy.errors import PolicyError
from registry import rulebook
from registry.discounts import grants
from registry.discounts.models import DiscountGrant
from registry.org import posts
from registry.org.models import Person, Unit
from registry.org.roles import PostRole

logger = logging.getLogger(__name__)
_HEADS = (PostRole.COUNTY_HEAD, PostRole.BRANCH_HEAD, PostRole.PROFESSIONAL_HEAD)


def sweep(at: datetime, limit: int = 100) -> int:
    """How many discounts were alerted of; at most `limit` of each bureau are looked at."""
    on, done = timezone.localdate(at), 0
    for bureau in Unit.objects.filter(parent=None).order_by("pk"):
        try:
            days = _days_before(bureau, on)
        except PolicyError as error:
            logger.warning("%s has no alerts of discounts: %s", bureau, error)
            continue
        near = grants.ending(on, on + timedelta(days)).filter(bureau=bureau)
        done += sum(_alert(pk, on, at) for pk in near.values_list("pk", flat=True)[:limit])
    return done


def revoke(grant_id: int, *, why: str, by: Person, at: datetime) -> DiscountGrant:
    """The discount holds no more from today on, and those who used it are told.

    raises  as registry.discounts.grants.revoke
    """
    with transaction.atomic():
        row = grants.revoke(grant_id, why=why, by=by, at=at)
        with override("zh-hans"):
            note = _("%(discount)s holds no more: %(why)s") % {"discount": row, "why": why}
        _tell(row, "discount_revoked", note, timezone.localdate(at), at, by)
        return row


def _days_before(bureau: Unit, on: date) -> int:
    book, set_ = rulebook.ruling(bureau, on)
    version = book.on(set_, discounts.CHAPTER, discounts.ALERT, on)
    return int(str(version.value))


def _alert(grant_id: int, on: date, at: datetime) -> bool:
    """One alert, once."""
    with transaction.atomic():
        claimed = DiscountGrant.objects.filter(pk=grant_id, alerted_at=None, revoked_on=None)
        if not claimed.update(alerted_at=at):
            return False
        row = DiscountGrant.objects.select_related("customer").get(pk=grant_id)
        with override("zh-hans"):
            note = _(
                "%(discount)s ends on %(day)s. Ask for it again in time, or charge the list price."
            )
            note %= {"discount": row, "day": date_format(row.valid_until)}
        _tell(row, "discount_ends", note, on, at, None)
        return True


def _tell(
    row: DiscountGrant, topic: str, note: str, on: date, at: datetime, by: Person | None
) -> None:
    """A message to the managers and the head of the unit, behind the case that granted it."""
    kind, _sep, case_id = row.origin.partition(":")
    if kind != "case":
        return
    people = [row.customer.a_manager_id, row.customer.b_manager_id]
    people += [post.person_id for post in posts.of_unit(row.unit_id, _HEADS, on)]
    body: dict[str, Any] = {"case": int(case_id), "actor": by and by.pk, "note": note}
    body["people"] = list(dict.fromkeys(person for person in people if person))
    body["path"] = f"/discounts/{row.pk}/"
    Message.objects.create(topic=topic, key=f"{topic}:{row.pk}", body=body, at=at)
