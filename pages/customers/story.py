"""What was done with a customer, line by line, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.customers import archive, record
from registry.customers.models import Customer, Group
from registry.imports.customers import REASON
from registry.journal import Entry
from registry.org.models import Person

VERBS: dict[str, str | Promise] = {
    "entered": _("Entered in the register"),
    "id_issued": _("Id issued"),
    "described": _("Description changed"),
    "changed_hands": _("Owner or managers changed"),
    "graded": _("Graded"),
    "agreement_signed": _("Agreement entered"),
    "agreement_withdrawn": _("Agreement withdrawn"),
    "delegated": _("Delegation by the province entered"),
    "delegation_ended": _("Delegation by the province ended"),
    "archive_changed": _("Archive changed"),
    "archive_confirmed": _("Archive confirmed"),
    "discount_granted": _("Discount granted"),
    "discount_revoked": _("Discount revoked"),
    "discount_used": _("Discount used"),
    "discount_without_grant": _("Charged less without a grant"),
    archive.READ: _("Important persons read"),
    "protected": _("Protected development begun"),
    "developed": _("Developed"),
    "protection_lapsed": _("Protected period over"),
    "protection_extended": _("Protected period extended"),
    "protection_taken_over": _("Protected development taken over by a successor"),
    "protection_reassigned": _("Protected development ended, given to others"),
    "protection_released": _("Released"),
    "put_out": _("Put out to bidding"),
    "consent_given": _("Consent for another unit"),
    "consent_revoked": _("Consent for another unit taken back"),
    "instruction_done": _("Ruling carried out"),
    "split": _("Split entered"),
}


@dataclass(frozen=True)
class Told:
    """A line of the journal as a page shows it."""

    at: datetime
    actor: Person | None
    title: str | Promise
    note: str


def lines_of(customer: Customer, *, with_readers: bool) -> QuerySet[Entry]:
    """The lines, the latest first; who read of important persons is for those who may read it too."""
    lines = record.story_of(customer)
    return lines if with_readers else lines.exclude(verb=archive.READ)


def told(lines: Iterable[Entry]) -> list[Told]:
    return [
        Told(line.at, line.actor, VERBS.get(line.verb, line.verb), _note(line.detail))
        for line in lines
    ]


def _note(detail: dict[str, Any]) -> str:
    """What a line says besides its verb, where that is words."""
    group = detail.get("group")
    if group in Group.values:
        return str(Group(group).label)
    if detail.get("reason") == REASON:
        return gettext("by an import")
    return str(detail.get("reason") or detail.get("code") or "")
