"""What a case of discipline says besides its case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from registry.people.models import AccountManager


class Discipline(models.Model):
    """The request row: who, what kind of violation, when, and what is known of it."""

    class Kind(models.TextChoices):
        HANDING_OVER = "handing_over", _("Own customers handed to other units against the rules")
        SEIZING = "seizing", _("Existing customers of other units seized")
        UNFAIR = "unfair", _("Unfair competition within the bureau")
        SERIOUS = "serious", _("Another serious violation")

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.CASCADE, related_name="discipline"
    )
    manager = models.ForeignKey(
        AccountManager, null=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.SEIZING)
    on_day = models.DateField(null=True)
    told = models.TextField(blank=True)

    @classmethod
    def of(cls, case: Case) -> "Discipline":
        """The request of a case with its account manager."""
        about = ("manager__person", "manager__unit", "manager__bureau")
        return cls.objects.select_related(*about).get(case=case)
