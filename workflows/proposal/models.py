"""What a project proposal says besides its case."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models import Case


class Line(models.TextChoices):
    """The line of business that carries the project."""

    COMPREHENSIVE = "comprehensive", _("Comprehensive")
    LETTERS = "letters", _("Letters")
    BILLS = "bills", _("Statement mail")
    PARCELS = "parcels", _("Parcels")
    EXPRESS = "express", _("Express")
    LOGISTICS = "logistics", _("Logistics")
    PHILATELY = "philately", _("Philately")
    PRESS = "press", _("Newspapers and periodicals")
    SAVINGS = "savings", _("Savings and remittance")


class Proposal(models.Model):
    """The request row: kind, people, period, and the sections of the plan in words."""

    class Season(models.TextChoices):
        REGULAR = "regular", _("Regular project")
        FESTIVAL = "festival", _("Festival project")

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.CASCADE, related_name="proposal"
    )
    season = models.CharField(max_length=10, choices=Season, default=Season.REGULAR)
    line = models.CharField(max_length=20, choices=Line, default=Line.COMPREHENSIVE)
    a_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    b_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    situation = models.TextField(blank=True)
    offer = models.TextField(blank=True)
    price = models.TextField(blank=True)
    service = models.TextField(blank=True)
    cost_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    profit_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_project_ends_after_it_starts",
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
            )
        ]

    @classmethod
    def of(cls, case: Case) -> "Proposal":
        """The request of a case with its managers and the customer, read once in an action."""
        if "proposal" not in case._state.fields_cache:
            about = ("a_manager", "b_manager", "case__customer")
            row = cls.objects.select_related(*about).get(case=case)
            case.customer, case.proposal = row.case.customer, row
        return case.proposal
