"""The revenue ledger, and the bureau's own revenue of a year."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.customers.models import Customer
from registry.org.models import Person, Unit
from registry.projects.models import Project


class Line(models.TextChoices):
    """A line of business, by the names of the rulebook; what is none of them counts in the whole only."""

    SAVINGS = "savings", _("Savings and remittance")
    BILLS = "bills", _("Statement mail")
    LETTERS = "letters", _("Letters")
    PHILATELY = "philately", _("Philately")
    EXPRESS = "express", _("Express")
    LOGISTICS = "logistics", _("Logistics")
    PARCELS = "parcels", _("Parcels")
    NEWSPAPERS = "newspapers", _("Newspapers and periodicals")
    OTHER = "other", _("Other business")


class Revenue(models.Model):
    """What a customer brought in a month on one line of business, for the unit that served it.

    Never changed: a counter-row that names it in `corrects` puts it right, and only whether it was
    collected is written later, once. A row below zero says why. month is the first day of one.
    turnover_yuan is what the thresholds of newspapers count.
    """

    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="revenue")
    line = models.CharField(_("line of business"), max_length=12, choices=Line)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="+")
    manager = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(_("month"))
    amount_yuan = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    turnover_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    due_on = models.DateField(_("due on"), null=True)
    collected_on = models.DateField(_("collected on"), null=True)
    collected_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    corrects = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="corrections"
    )
    reason = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=60, blank=True)  # "upload:7"; empty: entered by hand
    entered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["customer", "month"]),
            models.Index(fields=["bureau", "month"]),
            models.Index(
                fields=["bureau", "due_on"],
                condition=Q(collected_on=None, due_on__isnull=False),
                name="revenue_not_collected",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_row_below_zero_says_why",
                condition=Q(amount_yuan__gt=0) | (Q(amount_yuan__lt=0) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="a_correction_says_why", condition=Q(corrects=None) | ~Q(reason="")
            ),
            models.UniqueConstraint(
                fields=["bureau", "reference"],
                condition=~Q(reference=""),
                name="one_row_a_reference",
            ),
        ]


class BureauRevenue(models.Model):
    """What the whole bureau took in a year, by which source; the last one entered for a year counts."""

    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    amount_yuan = models.DecimalField(_("revenue"), max_digits=14, decimal_places=2)
    savings_yuan = models.DecimalField(
        _("of which savings"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    source = models.CharField(_("source"), max_length=120)
    entered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["bureau", "year", "-id"])]
        constraints = [
            models.CheckConstraint(name="a_bureau_takes_something", condition=Q(amount_yuan__gt=0)),
            models.CheckConstraint(
                name="savings_are_a_part_of_all",
                condition=Q(savings_yuan=None)
                | (Q(savings_yuan__gte=0) & Q(savings_yuan__lt=F("amount_yuan"))),
            ),
        ]
