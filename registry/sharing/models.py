"""Splits of performance and revenue, consents to market in another area, instructions of a ruling.

Their rows are never changed: what ends a consent early, or says that an instruction is carried out, is
a row of its own.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from policy import splits as policy
from registry.customers.models import Customer
from registry.org.models import Person, Unit


class Split(models.Model):
    """How two share a customer from a day on; the next one takes its place, none is ever changed.

    until  its last day, where it is that of a consent; without one it stays in force
    origin names the journal subject of the case that decided it
    """

    class Policy(models.TextChoices):
        LEAD_ASSIST = policy.LEAD_ASSIST, _("Lead and assistance")
        AGREED = policy.AGREED, _("As agreed")
        BOTH_COUNT = policy.BOTH_COUNT, _("Performance counts in full for both")

    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="splits")
    policy = models.CharField(max_length=12, choices=Policy)
    since = models.DateField()
    until = models.DateField(null=True)
    origin = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    entered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["customer", "-since"])]
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "customer"], name="one_split_an_event_and_customer"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_policy_display())


class Share(models.Model):
    """What one side of a split has in one ledger, in percent."""

    class Ledger(models.TextChoices):
        PERFORMANCE = policy.PERFORMANCE, _("Performance")
        REVENUE = policy.REVENUE, _("Revenue")

    class Side(models.TextChoices):
        LEAD = policy.LEAD, _("Leads")
        ASSIST = policy.ASSIST, _("Assists")

    split = models.ForeignKey(Split, on_delete=models.PROTECT, related_name="shares")
    ledger = models.CharField(max_length=12, choices=Ledger)
    side = models.CharField(max_length=6, choices=Side)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    percent = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["split", "ledger", "side"], name="one_share_a_split_ledger_and_side"
            ),
            models.CheckConstraint(
                name="a_share_is_a_part_of_a_hundred",
                condition=Q(percent__gt=0, percent__lte=100),
            ),
        ]


class Consent(models.Model):
    """A unit may market to a customer, or in an area, of another one, from a day until a day."""

    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        Customer, null=True, on_delete=models.PROTECT, related_name="consents"
    )
    area = models.CharField(_("area"), max_length=120, blank=True)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="consents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    origin = models.CharField(max_length=60)
    given_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["customer", "unit", "until"])]
        constraints = [
            models.UniqueConstraint(fields=["origin"], name="one_consent_a_case"),
            models.CheckConstraint(
                name="a_consent_ends_after_it_begins", condition=Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="a_consent_is_about_another_unit", condition=~Q(unit=F("owner"))
            ),
            models.CheckConstraint(
                name="a_consent_names_a_customer_or_an_area",
                condition=Q(customer__isnull=False) | ~Q(area=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.customer) if self.customer_id else self.area

    @property
    def taken_back(self) -> "Revocation | None":
        """Its revocation, if it was taken back."""
        return getattr(self, "revocation", None)


class Revocation(models.Model):
    """A consent that was taken back: from that day on it holds no more, nor does its split."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="revocation")
    on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_revocation_says_why", condition=~Q(why="")),
        ]


class Instruction(models.Model):
    """What a ruling orders: human resources and finance carry it out, the money moves elsewhere."""

    class What(models.TextChoices):
        FINE = "fine", _("Fine")
        NO_CREDIT = "no_credit", _("Doesn’t count as performance")
        SEVERE = "severe", _("To be dealt with severely")
        OWNERSHIP = "ownership", _("Customer to be handed over")

    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        Customer, null=True, on_delete=models.PROTECT, related_name="instructions"
    )
    what = models.CharField(max_length=12, choices=What)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    amount_yuan = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    text = models.CharField(max_length=200, blank=True)
    given_on = models.DateField()
    origin = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["bureau", "-given_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "what", "person"], name="one_instruction_a_case_and_person"
            ),
            models.CheckConstraint(
                name="only_a_fine_has_an_amount",
                condition=Q(what="fine", amount_yuan__isnull=False, amount_yuan__gt=0)
                | (~Q(what="fine") & Q(amount_yuan=None)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_what_display())

    @property
    def done(self) -> "CarriedOut | None":
        """Who carried it out, when and how, if anybody did."""
        return getattr(self, "carried_out", None)


class CarriedOut(models.Model):
    """That an instruction was carried out: by whom, when, and by which voucher or decision."""

    instruction = models.OneToOneField(
        Instruction, on_delete=models.PROTECT, related_name="carried_out"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    how = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(name="what_is_carried_out_says_how", condition=~Q(how="")),
        ]
