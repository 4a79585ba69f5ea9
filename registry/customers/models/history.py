"""What is kept of a customer for ever: whose it was, how it was graded, what was signed with it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.customers.models.customer import Customer
from registry.customers.words import Keeper, Scope, Tier
from registry.org.models import Person, Unit


class Holding(models.Model):
    """Who owned a customer and who looked after it, from `since` until the day that `until` names.

    That day belongs to the next holding; the open one has none. `origin` names the journal subject
    of the case behind it, if there is one. Only `until` is ever written later, once.
    """

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="holdings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    a_manager = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    b_manager = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    origin = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "until"])]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=Q(until=None), name="one_open_holding_a_customer"
            ),
            models.CheckConstraint(
                name="a_holding_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="a_and_b_of_a_holding_are_two",
                condition=Q(a_manager=None) | Q(b_manager=None) | ~Q(a_manager=F("b_manager")),
            ),
        ]


class Grade(models.Model):
    """How a customer was graded, and who answers for it since; added to, never changed.

    ruling is the grading chapter's, unit_ruling that of the responsible unit; empty where a grade
    came in with the customer. `origin` names what caused it: "grading-run:7", "customer-listing:3".
    """

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="grades")
    tier = models.CharField(max_length=10, choices=Tier)
    scope = models.CharField(max_length=15, choices=Scope, blank=True)
    crm_level = models.PositiveSmallIntegerField(null=True)
    responsible_unit = models.CharField(max_length=20, choices=Keeper, blank=True)
    archive_custodian = models.CharField(max_length=20, choices=Keeper, blank=True)
    since = models.DateField()
    origin = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    ruling = models.JSONField(null=True)
    unit_ruling = models.JSONField(null=True)
    entered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["customer", "-since"])]


class Agreement(models.Model):
    """A signed business agreement. One that was entered wrongly is withdrawn, never changed."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="agreements")
    number = models.CharField(_("number"), max_length=60, blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    signed_on = models.DateField(_("signed on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    amount_yuan = models.DecimalField(
        _("amount"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_agreement_ends_after_it_is_signed",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("signed_on")),
            ),
            models.CheckConstraint(
                name="a_withdrawn_agreement_says_why",
                condition=Q(withdrawn_at=None, withdrawn_why="") | ~Q(withdrawn_why=""),
            ),
        ]

    def __str__(self) -> str:
        return self.subject
