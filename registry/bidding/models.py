"""公开竞标: a tender of the centre, the sealed bids of the units, the keys of those who open them."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.customers.models import Customer, Protection
from registry.org.models import Person, Unit


class SealKey(models.Model):
    """A person's key to sealed bids. What opens is made of the passphrase each time and stored nowhere."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seal_keys")
    salt = models.BinaryField(max_length=16)
    public = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(replaced_at=None), name="one_seal_key_a_person"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class Tender(models.Model):
    """What the units are invited to bid for, until when, and by which marks bids are judged."""

    class State(models.TextChoices):
        OPEN = "open", _("Open for bids")
        CLOSED = "closed", _("Closed, bids are being judged")
        AWARDED = "awarded", _("Awarded")
        FAILED = "failed", _("Ended without award")

    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="tenders")
    protection = models.ForeignKey(Protection, on_delete=models.PROTECT, related_name="tenders")
    declaring = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    need = models.TextField(_("what the customer needs"))
    least_share = models.DecimalField(_("least share"), max_digits=5, decimal_places=2)  # percent
    marks = models.JSONField()  # {"plan": 40, ...}: points of each criterion, 100 together
    published_at = models.DateTimeField()
    closes_at = models.DateTimeField(_("closes at"))
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    origin = models.CharField(max_length=60, unique=True)  # the journal subject of its case
    winner = models.ForeignKey("Bid", null=True, on_delete=models.PROTECT, related_name="+")
    share = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # of the declaring unit
    settled_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "-closes_at"])]
        constraints = [
            models.CheckConstraint(
                name="a_tender_closes_after_it_is_published",
                condition=Q(closes_at__gt=F("published_at")),
            ),
            models.CheckConstraint(
                name="an_award_names_winner_and_share",
                condition=(Q(state="awarded", winner__isnull=False, share__isnull=False))
                | (~Q(state="awarded") & Q(winner=None, share=None)),
            ),
            models.CheckConstraint(
                name="shares_are_percents",
                condition=Q(least_share__range=(0, 100))
                & (Q(share=None) | Q(share__range=(0, 100))),
            ),
        ]

    def __str__(self) -> str:
        return str(self.customer)


class Holder(models.Model):
    """Somebody who opens the bids of a tender, together with another one."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="holders")
    key = models.ForeignKey(SealKey, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tender", "key"], name="one_holder_a_tender_and_key")
        ]


class Bid(models.Model):
    """One unit's bid: sealed on arrival, readable once two holders have opened it after the close."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="bids")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="bids")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)  # the unit sent another one before the close
    sealed = models.BinaryField()
    digest = models.CharField(max_length=64)  # SHA-256 of what was sealed, known to the bidder
    opened = models.JSONField(null=True)
    file_name = models.CharField(max_length=150, blank=True)
    file = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tender", "unit"],
                condition=Q(replaced_at=None),
                name="one_bid_a_unit_and_tender",
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)

    @property
    def told(self) -> dict[str, Any]:
        """What it says; empty while it is sealed."""
        return self.opened or {}

    @property
    def revenue_yuan(self) -> Decimal | None:
        """The revenue of the first year that it promises; None while it is sealed."""
        said = self.told.get("revenue_yuan")
        return Decimal(said) if said is not None else None


class BidPart(models.Model):
    """One holder's half of the way into a bid: wrapped for that holder, then given by them."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="parts")
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="parts")
    wrapped = models.BinaryField()
    given = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bid", "holder"], name="one_part_a_bid_and_holder")
        ]
