"""A grading run, what it found for each customer, and who was listed as diamond by the province."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.customers.models import Customer
from registry.customers.words import Keeper, Scope, Tier
from registry.org.models import Person, Unit
from registry.revenue.models import BureauRevenue


class GradingRun(models.Model):
    """All customers of a bureau, graded as at the end of a quarter （定级）.

    It counts, then waits for the centre, then writes; `done` of `total` says how far it is, `cursor`
    is the last customer that it has looked at or written.
    """

    class State(models.TextChoices):
        COUNTING = "counting", _("Being counted")
        WAITING = "waiting", _("To be confirmed")
        WRITING = "writing", _("Being written")
        CONFIRMED = "confirmed", _("Confirmed")
        DROPPED = "dropped", _("Dropped")

    OPEN = (State.COUNTING, State.WAITING, State.WRITING)

    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    quarter_end = models.DateField(_("end of the quarter"))
    first_month = models.DateField()
    last_month = models.DateField()
    bureau_revenue = models.ForeignKey(
        BureauRevenue, null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.COUNTING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    cursor = models.BigIntegerField(default=0)
    book_hash = models.CharField(max_length=64)
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau"],
                condition=Q(state__in=["counting", "waiting", "writing"]),
                name="one_open_grading_run_a_bureau",
            ),
            models.CheckConstraint(
                name="two_people_grade",
                condition=~Q(state__in=["writing", "confirmed"])
                | (Q(settled_by__isnull=False) & ~Q(settled_by=F("started_by"))),
            ),
            models.CheckConstraint(
                name="a_dropped_run_says_why", condition=~Q(state="dropped") | ~Q(note="")
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def origin(self) -> str:
        """How the history of a customer names the run."""
        return f"grading-run:{self.pk}"


class GradingResult(models.Model):
    """What a run found for one customer: as it was, as it is to be, why, or what stands in the way.

    moves: the unit that owns the customer is not one that answers for such a customer.
    fault: a sentence in both languages; the customer then stays as it is.
    """

    run = models.ForeignKey(GradingRun, on_delete=models.PROTECT, related_name="results")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    old_tier = models.CharField(max_length=10, choices=Tier)
    old_scope = models.CharField(max_length=15, choices=Scope, blank=True)
    old_level = models.PositiveSmallIntegerField(null=True)
    tier = models.CharField(max_length=10, choices=Tier)
    scope = models.CharField(max_length=15, choices=Scope, blank=True)
    crm_level = models.PositiveSmallIntegerField(null=True)
    responsible_unit = models.CharField(max_length=20, choices=Keeper, blank=True)
    archive_custodian = models.CharField(max_length=20, choices=Keeper, blank=True)
    spend_yuan = models.DecimalField(max_digits=14, decimal_places=2)
    ruling = models.JSONField(null=True)
    scope_ruling = models.JSONField(null=True)
    unit_ruling = models.JSONField(null=True)
    fault = models.JSONField(null=True)
    changed = models.BooleanField(default=False)
    moves = models.BooleanField(default=False)
    scope_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-run"]),
            models.Index(fields=["run", "-spend_yuan"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["run", "customer"], name="one_result_a_customer")
        ]


class SpecialListing(models.Model):
    """The province agreed that a customer is listed as diamond whatever it spends （特批钻石）.

    decided_on and document are the province's; the listing holds until it is ended.
    """

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="listings")
    decided_on = models.DateField(_("decided on"))
    document = models.CharField(_("document of the province"), max_length=120)
    reason = models.CharField(_("reason"), max_length=200)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=Q(ended_at=None), name="one_listing_a_customer"
            ),
            models.CheckConstraint(
                name="an_ended_listing_says_why",
                condition=Q(ended_at=None, ended_why="") | ~Q(ended_why=""),
            ),
        ]

    @property
    def origin(self) -> str:
        """How the history of a customer names the listing."""
        return f"special-listing:{self.pk}"
