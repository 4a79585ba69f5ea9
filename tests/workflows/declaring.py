"""The words of the tests of declarations: declare, confirm, report, and let the clock strike."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from approvals import actions, drafts
from approvals.attachments import checked
from approvals.drafts import Content
from approvals.kinds import kind_of
from approvals.models import Attachment, Case
from approvals.words import Part
from registry.customers.models import Protection
from tests.cast import PDF, Cast, decide, new_key, plan_file, submit
from workflows.expiry import clock

LICENCE = "91440515MA4UP3LD0Q"


def declaration(cast: Cast, *, by: Any = None, plan: bool = True, **given: Any) -> Case:
    """A draft of Li's: a new customer, with a regular project."""
    by = by or cast.li
    unit = given.pop("unit", cast.county)
    customer = given.pop("customer", None)
    request = {"kind": "regular", "a_manager": by, "b_manager": None}
    if customer is None:
        request |= {"name": "海风食品有限公司", "licence_code": LICENCE}
    request |= given
    return drafts.create(
        kind=kind_of("registration"),
        actor=by,
        content=Content(
            unit=unit,
            case={"title": "海风食品年货寄递", "customer": customer, "value_yuan": None},
            request=request,
            parts={Part.A_MANAGER: by, Part.B_MANAGER: request["b_manager"]},
            added=[checked(plan_file(), Attachment.Kind.PLAN)] if plan else [],
        ),
        at=cast.later(),
        key=new_key(),
    )


def declared(cast: Cast, **given: Any) -> Case:
    """It waits for the centre."""
    case = submit(cast, declaration(cast, **given))
    head = cast.fang if case.unit_id == cast.other.pk else cast.wang
    return decide(cast, case, head)


def confirmed(cast: Cast, **given: Any) -> Protection:
    """The protection that a confirmed declaration brought."""
    case = decide(cast, declared(cast, **given), cast.director, "confirmed")
    return Protection.objects.get(origin=case.journal_subject)


def report(cast: Cast, held: Protection, *, by: Any = None, **given: Any) -> Case:
    """A draft of a report of success."""
    by = by or held.a_manager
    request = {"protection": held, "proof": "agreement", "on_day": date(2026, 3, 2)}
    request |= given
    agreement = SimpleUploadedFile("协议.pdf", PDF)
    return drafts.create(
        kind=kind_of("success"),
        actor=by,
        content=Content(
            unit=held.unit,
            case={"title": "签订年度协议", "customer": held.customer, "value_yuan": None},
            request=request,
            parts={Part.A_MANAGER: held.a_manager, Part.B_MANAGER: held.b_manager},
            added=[checked(agreement, Attachment.Kind.AGREEMENT)],
        ),
        at=cast.later(),
        key=new_key(),
    )


def after_the_last_day(cast: Cast, held: Protection) -> Case:
    """The case that the clock starts."""
    held.refresh_from_db()
    cast.later(days=(held.last_day - cast.now.date()).days + 1)
    clock.sweep(cast.now)
    return Case.objects.filter(kind="expiry").order_by("-pk")[0]


def choose(cast: Cast, case: Case, verdict: str, **answers: Any) -> Case:
    text = "按规定处理"
    return decide(cast, case, cast.director, verdict, text, answers=answers)


__all__ = [
    "actions",
    "after_the_last_day",
    "choose",
    "confirmed",
    "declaration",
    "declared",
    "report",
]
