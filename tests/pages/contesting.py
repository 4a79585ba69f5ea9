"""What the pages of consents and rulings speak of in the access table: one consent, one fine."""

from datetime import timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from approvals.models import Case
from registry.sharing import consents, instructions
from tests.cast import Cast


class Contesting:
    """Chen may market in the county for a month, by a case of Li's; and is to pay a fine."""

    def __init__(self, cast: Cast, of: Case) -> None:
        today = timezone.localdate()
        self.consent = consents.give(
            customer=None,
            area="东港大道沿线",
            owner=cast.county,
            unit=cast.other,
            person=cast.chen,
            since=today,
            until=today + timedelta(days=30),
            by=cast.director,
            at=timezone.now(),
            origin=of.journal_subject,
        )
        self.fine = instructions.give(
            "fine",
            customer=cast.customer,
            person=cast.chen,
            unit=cast.other,
            on=today,
            origin=of.journal_subject,
            amount_yuan=Decimal(500),
        )

    def address(self, url: str, about: str) -> str | None:
        """The address of a page of instructions; None of any other."""
        return reverse(url, args=[self.fine.pk]) if about == "ordered" else None
