"""What a bidding says besides its case."""

from django.db import models

from approvals.models import Case
from registry.bidding.models import Tender
from registry.customers.models import Protection


class Bidding(models.Model):
    """The request row: the development that was not successful in time, and the tender it led to."""

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.CASCADE, related_name="bidding"
    )
    protection = models.ForeignKey(Protection, on_delete=models.PROTECT, related_name="biddings")
    tender = models.OneToOneField(
        Tender, null=True, on_delete=models.PROTECT, related_name="bidding"
    )

    @classmethod
    def of(cls, case: Case) -> "Bidding":
        """The request of a case with its tender and protection, read once in an action."""
        if "bidding" not in case._state.fields_cache:
            about = ("protection__customer__unit", "protection__a_manager", "protection__unit")
            row = cls.objects.select_related(*about, "tender", "case__customer").get(case=case)
            case.customer, case.bidding = row.case.customer, row
        return case.bidding
