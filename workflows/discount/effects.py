"""What an agreed discount changes in the register, in the deciding transaction."""

from decimal import Decimal

from approvals.errors import Refused
from approvals.models import Case
from approvals.move import Move
from registry.discounts import grants
from registry.discounts.models import DiscountGrant
from registry.errors import RegistryError
from workflows.discount.answers import agreed_depth, agreed_price
from workflows.discount.models import Discount


class NotPossibleNow(Refused):
    """The register says no: %(why)s"""


def enter_grant(case: Case, move: Move) -> None:
    """The discount, from the day that was asked for, or from today if that is over."""
    asked, customer = Discount.of(case), case.customer
    assert customer is not None and asked.list_yuan is not None
    assert asked.valid_from is not None and asked.valid_until is not None
    depth = agreed_depth(case, move.opinions)
    try:
        made = grants.grant(
            customer,
            unit=case.unit,
            line=asked.line,
            product=asked.product,
            list_yuan=asked.list_yuan,
            price_yuan=agreed_price(case, depth),
            depth_percent=depth,
            ceiling_percent=ceiling_of(case),
            valid_from=max(asked.valid_from, move.on),
            valid_until=asked.valid_until,
            by=move.actor,
            at=move.at,
            origin=case.journal_subject,
        )
    except RegistryError as refusal:
        raise NotPossibleNow(why=refusal) from refusal
    move.note("granted", discount=made.pk, depth=str(depth))


def ceiling_of(case: Case) -> Decimal:
    """The deepest that the grade of the customer allowed when it was asked for."""
    grade = dict(case.ruling.facts)["grade"]
    return Decimal(str(case.ruling.figure(f"ceiling_{grade}")))


def grant_of(case: Case) -> DiscountGrant | None:
    """The discount that a case brought."""
    return DiscountGrant.objects.filter(origin=case.journal_subject).first()
