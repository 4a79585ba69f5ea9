"""What a consent changes in the registers, in the deciding transaction."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from approvals.errors import Refused
from approvals.models import Case, Copy
from approvals.move import Move
from approvals.sharing import lead_percent
from registry.errors import RegistryError
from registry.org import posts
from registry.org.roles import UNIT_AND_BELOW
from registry.sharing import consents, splits
from registry.sharing.models import Consent
from registry.sharing.splits import Side
from workflows.crossing.models import Crossing


class NotPossibleNow(Refused):
    """The register says no: %(why)s"""


def consent(case: Case, move: Move) -> None:
    """The unit may market there until that day; the split stands in both ledgers; the owner is told."""
    asked, said = Crossing.of(case), move.answers("confirm")
    owner = case.customer.unit if case.customer else case.other_unit
    assert asked.starts_on and asked.ends_on and owner
    until = date.fromisoformat(said["until"]) if said.get("until") else asked.ends_on
    about: dict[str, Any] = {"by": move.actor, "at": move.at, "origin": case.journal_subject}
    person = asked.a_manager or case.applicant
    try:
        given = consents.give(
            customer=case.customer,
            area=asked.area,
            owner=owner,
            unit=case.unit,
            person=person,
            since=max(asked.starts_on, move.on),
            until=until,
            **about,
        )
        if case.customer is not None and (how := said.get("how")):
            percent = Decimal(said["lead_percent"]) if said.get("lead_percent") else None
            splits.enter(
                case.customer,
                how=how,
                lead=Side(case.unit, person),
                assist=Side(given.owner, case.customer.a_manager),
                lead_percent=lead_percent(how, percent, bureau=case.bureau, on=move.on),
                since=given.since,
                until=until,
                reason="跨片区营销",
                **about,
            )
    except RegistryError as refusal:
        raise NotPossibleNow(why=refusal) from refusal
    except ValidationError as refusal:
        raise NotPossibleNow(why=refusal.messages[0]) from refusal
    case.other_unit = given.owner
    move.changed("other_unit")
    move.note("consented", consent=given.pk, until=until.isoformat())
    _tell_the_owner(case, move, given)


def _tell_the_owner(case: Case, move: Move, given: Consent) -> None:
    """The heads of the owner and who looks after the customer get a copy."""
    people = {post.person_id for post in posts.of_unit(given.owner_id, UNIT_AND_BELOW, move.on)}
    if given.customer is not None:
        people |= {pk for pk in given.customer.managers if pk}
    people -= {case.applicant_id, move.actor.pk}
    known = set(Copy.objects.filter(case=case, person__in=people).values_list("person", flat=True))
    note = f"{case.unit}经同意营销，至{given.until:%Y-%m-%d}"
    new = sorted(people - known)
    Copy.objects.bulk_create(
        Copy(case=case, person_id=pk, by=move.actor, note=note, at=move.at) for pk in new
    )
    if new:
        move.tell("copied", f"consent:{case.pk}", people=new, note=note)


def consent_of(case: Case) -> Consent | None:
    """The consent that a case brought."""
    rows = Consent.objects.select_related("customer", "unit", "owner", "revocation__by")
    return rows.filter(origin=case.journal_subject).first()
