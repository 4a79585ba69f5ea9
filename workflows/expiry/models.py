"""What a case of a period that is over says besides its case."""

from django.db import models

from approvals.models import Case
from registry.customers.models import Protection


class Expiry(models.Model):
    """The request row: the protection whose last day is over."""

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.CASCADE, related_name="expiry"
    )
    protection = models.ForeignKey(Protection, on_delete=models.PROTECT, related_name="expiries")
    extended = models.PositiveSmallIntegerField(default=0)  # how often it was, when it was over

    @classmethod
    def of(cls, case: Case) -> "Expiry":
        """The request of a case with its protection and customer, read once in an action."""
        if "expiry" not in case._state.fields_cache:
            about = ("protection__customer__unit", "protection__a_manager", "protection__unit")
            row = cls.objects.select_related(*about, "case__customer").get(case=case)
            case.customer, case.expiry = row.case.customer, row
        return case.expiry
