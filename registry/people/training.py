"""The training period （考核培训期）: its days, the leave that suspends it, its quotas, its end."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.org.models import Person, Unit
from registry.people.models import AccountManager


class Probation(models.Model):
    """The period of one appointment. What it began with never changes; its last day may move."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed in the post")
        MOVED = "moved", _("Moved to another series")
        ENDED_EARLY = "ended_early", _("Ended early")

    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    manager = models.OneToOneField(
        AccountManager, on_delete=models.PROTECT, related_name="probation"
    )
    kind = models.CharField(max_length=20, choices=AccountManager.Kind)
    started_on = models.DateField()
    ends_on = models.DateField(_("last day"))
    decide_by_on = models.DateField(_("decision due"))
    extended = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    settled_on = models.DateField(null=True)
    series = models.CharField(_("new series of posts"), max_length=60, blank=True)
    origin = models.CharField(max_length=60, blank=True)  # the journal subject of its case

    class Meta:
        indexes = [models.Index(fields=["bureau", "outcome", "ends_on"])]
        constraints = [
            models.CheckConstraint(
                name="a_probation_has_a_kind", condition=~Q(kind="regular") & ~Q(kind="")
            ),
            models.CheckConstraint(
                name="a_probation_ends_after_it_begins", condition=Q(ends_on__gte=F("started_on"))
            ),
            models.CheckConstraint(
                name="a_decision_is_due_after_the_end", condition=Q(decide_by_on__gt=F("ends_on"))
            ),
            models.CheckConstraint(
                name="a_probation_is_settled_on_a_day",
                condition=Q(outcome="", settled_on=None)
                | (~Q(outcome="") & Q(settled_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_move_names_the_series",
                condition=(Q(outcome="moved") & ~Q(series=""))
                | (~Q(outcome="moved") & Q(series="")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.manager)


class Suspension(models.Model):
    """Leave that suspends the period （停算）, both days included. Never changed, only taken back once."""

    probation = models.ForeignKey(Probation, on_delete=models.PROTECT, related_name="suspensions")
    first_day = models.DateField()
    last_day = models.DateField()
    why = models.CharField(max_length=200)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_leave_ends_after_it_begins", condition=Q(last_day__gte=F("first_day"))
            ),
            models.CheckConstraint(name="a_leave_says_why", condition=~Q(why="")),
            models.CheckConstraint(
                name="who_took_a_leave_back_is_known",
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
            ),
        ]

    @property
    def days(self) -> int:
        """How many calendar days it has."""
        return (self.last_day - self.first_day).days + 1


class Quota(models.Model):
    """The marketing quota of one month of a period. Lines are added, the last one of a month counts."""

    probation = models.ForeignKey(Probation, on_delete=models.PROTECT, related_name="quotas")
    month = models.DateField(_("month"))
    quota_yuan = models.DecimalField(_("marketing quota"), max_digits=14, decimal_places=2)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["probation", "month", "-id"])]
        constraints = [
            models.CheckConstraint(name="a_quota_is_of_a_month", condition=Q(month__day=1)),
            models.CheckConstraint(name="a_quota_is_above_nothing", condition=Q(quota_yuan__gt=0)),
        ]
