"""What the pages of discounts speak of in the access table: one that was granted to the tea company."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from registry.discounts import grants
from registry.revenue.models import Line
from tests.cast import Cast


class Discounting:
    """A discount that holds, from today for three months."""

    def __init__(self, cast: Cast) -> None:
        today = timezone.localdate()
        with transaction.atomic():
            self.grant = grants.grant(
                cast.customer,
                unit=cast.county,
                line=Line.EXPRESS,
                product="同城快递",
                list_yuan=Decimal("10.00"),
                price_yuan=Decimal("9.60"),
                depth_percent=Decimal(4),
                ceiling_percent=Decimal(20),
                valid_from=today,
                valid_until=today + timedelta(days=90),
                by=cast.director,
                at=timezone.now(),
                origin="case:900",
            )

    def address(self, url: str, about: str) -> str | None:
        """The address of a page of discounts; None of any other."""
        return reverse(url, args=[self.grant.pk]) if about == "granted" else None
