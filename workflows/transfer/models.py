"""What a transfer says besides its case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from registry.sharing.models import Split


class Reason(models.TextChoices):
    """Why a customer is handed over."""

    MANAGER = "manager", _("Its manager leaves or changes post")
    AUTHORISATION = "authorisation", _("The authorisation is adjusted")
    GRADING = "grading", _("Its grade calls for another unit")
    AGREEMENT = "agreement", _("Both units agree")
    RULING = "ruling", _("A dispute was ruled on")


class Transfer(models.Model):
    """The request row: why it is handed over, what goes with it, how both share it afterwards."""

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.CASCADE, related_name="transfer"
    )
    reason = models.CharField(max_length=15, choices=Reason, default=Reason.AGREEMENT)
    told = models.TextField(blank=True)
    items = models.TextField(blank=True)
    how = models.CharField(max_length=12, choices=Split.Policy, blank=True)
    lead_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)

    @classmethod
    def of(cls, case: Case) -> "Transfer":
        """The request of a case with its customer and units, read once in an action."""
        if "transfer" not in case._state.fields_cache:
            about = ("case__customer__unit", "case__other_unit")
            row = cls.objects.select_related(*about).get(case=case)
            case.customer, case.other_unit = row.case.customer, row.case.other_unit
            case.transfer = row
        return case.transfer
