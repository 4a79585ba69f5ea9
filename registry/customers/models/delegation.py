"""That the province entrusted a diamond customer to somebody else, by which document and how long."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.customers.models.customer import Customer
from registry.org.models import Person


class Delegation(models.Model):
    """授权委托: the province manages a diamond customer itself, unless it entrusts it to others.

    until: the last day; None as long as the province does not end it. Once entered it is only ended.
    """

    class Delegate(models.TextChoices):
        BUREAU = "bureau", _("This bureau")
        COMPANY = "company", _("A provincial professional company")

    class Ground(models.TextChoices):
        PROFESSIONAL = "professional", _("Its business is of a professional kind")
        TERRITORIAL = "territorial", _("It is bound to the territory")

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="delegations")
    authorised_by = models.CharField(max_length=120)
    document = models.CharField(max_length=120)
    delegate = models.CharField(max_length=10, choices=Delegate)
    ground = models.CharField(max_length=15, choices=Ground)
    since = models.DateField()
    until = models.DateField(null=True)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_delegation_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="a_delegation_names_its_document",
                condition=~Q(document="") & ~Q(authorised_by=""),
            ),
            models.CheckConstraint(
                name="an_ended_delegation_says_why",
                condition=Q(ended_at=None, ended_by=None, ended_why="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_why=""),
            ),
        ]

    def state(self, on: date) -> str:
        """ended, over, ahead or now."""
        if self.ended_at is not None:
            return "ended"
        if self.until is not None and self.until < on:
            return "over"
        return "ahead" if self.since > on else "now"
