"""Who may develop a customer, and until when; customers that are offered for development."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.customers.models.customer import Customer
from registry.org.models import Person, Unit

_LIVE = ("running", "lapsed", "bid_out")


class Protection(models.Model):
    """A unit develops a customer, and nobody else steps in, until the last day （报备保护期）.

    origin names the journal subject of the case that confirmed it, ended_by that of the case, or
    the clock, that ended it. Only the last day, the reminders, the end and the successor of a
    manager who leaves are ever written later.
    """

    class Kind(models.TextChoices):
        REGULAR = "regular", _("Regular project")
        FESTIVAL = "festival", _("Festival project")
        REGISTRATION = "registration", _("Customer without a project")

    class State(models.TextChoices):
        """RUNNING is protected. LAPSED waits for the centre's choice, BID_OUT for the award: until then
        the customer is still nobody else's.
        """

        RUNNING = "running", _("Protected")
        LAPSED = "lapsed", _("Time is over, the centre chooses")
        SUCCEEDED = "succeeded", _("Developed")
        REASSIGNED = "reassigned", _("Given to others")
        BID_OUT = "bid_out", _("Put out to bidding")
        RELEASED = "released", _("Released")

    LIVE = (State.RUNNING, State.LAPSED, State.BID_OUT)

    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="protections")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="protections")
    a_manager = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    b_manager = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    project = models.CharField(_("project"), max_length=120, blank=True)
    confirmed_on = models.DateField()
    last_day = models.DateField(_("last day"))
    extended = models.PositiveSmallIntegerField(default=0)
    reminded = models.PositiveSmallIntegerField(default=0)  # how many reminders went out
    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)
    origin = models.CharField(max_length=60, blank=True)
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "state", "last_day"]),
            models.Index(fields=["bureau", "state", "last_day"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(state__in=_LIVE),
                name="one_live_protection_a_customer",
            ),
            models.CheckConstraint(
                name="a_protection_ends_after_it_begins",
                condition=Q(last_day__gte=F("confirmed_on")),
            ),
            models.CheckConstraint(
                name="an_ended_protection_says_when",
                condition=Q(state__in=_LIVE, ended_on=None)
                | (~Q(state__in=_LIVE) & Q(ended_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_and_b_of_a_protection_are_two",
                condition=Q(b_manager=None) | ~Q(a_manager=F("b_manager")),
            ),
        ]

    def __str__(self) -> str:
        return self.project or str(self.customer)

    @property
    def live(self) -> bool:
        return self.state in self.LIVE


class Announcement(models.Model):
    """A potential customer that the centre announces to the account managers （潜在客户公告）."""

    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    industry = models.CharField(_("industry"), max_length=40, blank=True)
    seat = models.CharField(_("seat"), max_length=120, blank=True)
    text = models.TextField(_("what is known"))
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    apply_until = models.DateField(_("apply until"))
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    closed_why = models.CharField(max_length=200, blank=True)
    # Who was authorised to develop it, once somebody was.
    protection = models.ForeignKey(
        Protection, null=True, on_delete=models.PROTECT, related_name="announcements"
    )

    class Meta:
        indexes = [models.Index(fields=["bureau", "-published_at"])]

    def __str__(self) -> str:
        return self.name
