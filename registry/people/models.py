"""The register of account managers （客户经理登记）: appointments, ranks, changes to file, terms of pay."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.org.models import Person, Unit


class AccountManager(models.Model):
    """One appointment of a person, from the day of it to its end. Its columns never change but the
    unit, the duty and the end; each such change is a `Change` that the unit files.
    """

    class Kind(models.TextChoices):
        """How the person came to the post: the probation goes by it."""

        NEW_ENTRANT = "new_entrant", _("New entrant")
        NEWLY_TRANSFERRED = "newly_transferred", _("Newly transferred")
        LONG_SERVICE_GRACE = "long_service_grace", _("Long service, in the grace period")
        REGULAR = "regular", _("Regular")

    class Duty(models.TextChoices):
        """What the person does: scorecard and pay go by it."""

        MANAGER = "manager", _("Full-time account manager")
        PLANNER = "planner", _("Marketing planner")
        LEADER = "leader", _("Head of a marketing team")

    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="account_managers")
    kind = models.CharField(_("kind of entry"), max_length=20, choices=Kind)
    duty = models.CharField(_("duty"), max_length=10, choices=Duty, default=Duty.MANAGER)
    appointed_on = models.DateField(_("appointed on"))
    ended_on = models.DateField(_("last day"), null=True)
    ended_why = models.CharField(max_length=200, blank=True)
    # What the person earned in a month before the transfer: the guarantee goes by it.
    income_before_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    appointed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "ended_on", "appointed_on"]),
            models.Index(fields=["unit", "ended_on"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_on=None), name="one_open_appointment_a_person"
            ),
            models.CheckConstraint(
                name="an_appointment_ends_after_it_begins",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("appointed_on")),
            ),
            models.CheckConstraint(
                name="an_appointment_that_ended_says_why",
                condition=Q(ended_on=None) | ~Q(ended_why=""),
            ),
            models.CheckConstraint(
                name="income_before_is_of_the_transferred",
                condition=Q(income_before_yuan=None)
                | Q(kind="newly_transferred", income_before_yuan__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class RankHeld(models.Model):
    """A rank that an account manager has from a day on （级别）. Lines are added, the last one counts."""

    class Rank(models.TextChoices):
        MANAGER = "manager", _("Account manager")
        IN_CHARGE = "in_charge", _("Account manager in charge (主任)")
        SENIOR = "senior", _("Senior account manager")
        CHIEF = "chief", _("Chief account manager")

    manager = models.ForeignKey(AccountManager, on_delete=models.PROTECT, related_name="ranks")
    rank = models.CharField(_("rank"), max_length=10, choices=Rank)
    since = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=60, blank=True)  # the journal subject of the case
    entered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["manager", "-since", "-id"])]


class Change(models.Model):
    """A change of the register that the unit files with the centre, by the day of the month （变动报备）.

    Only that it was filed is written later, once.
    """

    class What(models.TextChoices):
        APPOINTED = "appointed", _("Appointed")
        RANK = "rank", _("Rank changed")
        UNIT = "unit", _("Moved to another unit")
        DUTY = "duty", _("Duty changed")
        LEFT = "left", _("Left the post")
        CONFIRMED = "confirmed", _("Confirmed after the probation")
        PAY = "pay", _("Pay or post adjusted at the year's end")

    manager = models.ForeignKey(AccountManager, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=10, choices=What)
    changed_on = models.DateField()
    said = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    origin = models.CharField(max_length=60, blank=True)
    entered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    filed_on = models.DateField(null=True)
    filed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["manager", "-changed_on"])]
        constraints = [
            models.CheckConstraint(
                name="a_filed_change_says_who_filed_it",
                condition=Q(filed_on=None, filed_by=None)
                | Q(filed_on__isnull=False, filed_by__isnull=False),
            )
        ]


class PayTerms(models.Model):
    """What an account manager is paid by from a month on （薪酬标准）. Lines are added, the last counts."""

    manager = models.ForeignKey(AccountManager, on_delete=models.PROTECT, related_name="pay_terms")
    since = models.DateField()
    post_wage_yuan = models.DecimalField(_("post wage"), max_digits=14, decimal_places=2)
    subsidy_yuan = models.DecimalField(_("marketing subsidy"), max_digits=14, decimal_places=2)
    fixed_base_yuan = models.DecimalField(
        _("base of the fixed performance pay"), max_digits=14, decimal_places=2
    )
    origin = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["manager", "-since", "-id"])]
        constraints = [
            models.CheckConstraint(
                name="pay_is_not_below_nothing",
                condition=Q(post_wage_yuan__gte=0, subsidy_yuan__gte=0, fixed_base_yuan__gte=0),
            )
        ]
