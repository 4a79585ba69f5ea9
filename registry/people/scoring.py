"""The monthly scorecard （月度工作表现考核）: what was entered for it, and what it came to each time."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry.org.models import Person
from registry.people.models import AccountManager


class Scorecard(models.Model):
    """The card of one account manager for one month. `score` and `lines` are those of the last closing.

    month  its first day
    lines  one a point that was given or taken: item, points, most, why, and the figure behind it
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("scorecard", "Open")
        CLOSED = "closed", pgettext_lazy("scorecard", "Closed")

    manager = models.ForeignKey(AccountManager, on_delete=models.PROTECT, related_name="scorecards")
    month = models.DateField(_("month"))
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True)
    lines = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["month", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["manager", "month"], name="one_card_a_month"),
            models.CheckConstraint(name="a_card_is_of_a_month", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="a_closed_card_has_a_score",
                condition=Q(state="open") | Q(score__isnull=False, closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.manager} {self.month:%Y-%m}"


class ScoreEntry(models.Model):
    """One thing that somebody entered for a card: a count with its evidence, a rating, an amount.

    Added, never changed: the last one of a fact counts, of ratings the last one of each rater.
    """

    card = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="entries")
    fact = models.CharField(max_length=40)
    number = models.DecimalField(max_digits=14, decimal_places=2)
    evidence = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("entry of a scorecard")
        indexes = [models.Index(fields=["card", "fact", "-id"])]
        constraints = [
            models.CheckConstraint(name="a_count_is_not_below_zero", condition=Q(number__gte=0))
        ]


class Closing(models.Model):
    """What a card came to at one closing: the month's, and each correction after it, with its reason."""

    card = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="closings")
    seq = models.PositiveSmallIntegerField()
    score = models.DecimalField(max_digits=5, decimal_places=2)
    lines = models.JSONField()
    ruling = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["card", "seq"], name="one_closing_a_place"),
            models.CheckConstraint(
                name="a_correction_of_a_card_says_why", condition=Q(seq=1) | ~Q(reason="")
            ),
        ]


class Reading(models.Model):
    """Somebody looked at scores or pay of a person （查阅留痕）. Lines are only added."""

    manager = models.ForeignKey(AccountManager, on_delete=models.PROTECT, related_name="readings")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=20)  # "scorecard", "pay", "paper"
    month = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["manager", "-at"])]


class Objection(models.Model):
    """What the person says against a closing （考核异议）, once for each, and its answer, written once."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("The score stays")
        CORRECTED = "corrected", _("Corrected")

    closing = models.OneToOneField(Closing, on_delete=models.PROTECT, related_name="objection")
    said = models.CharField(max_length=1_000)
    at = models.DateTimeField()
    answer_by_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answer = models.CharField(max_length=1_000, blank=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="an_objection_says_why", condition=~Q(said="")),
            models.CheckConstraint(
                name="an_answer_to_an_objection_says_why",
                condition=Q(outcome="", answer="", answered_by=None, answered_at=None)
                | (
                    ~Q(outcome="")
                    & ~Q(answer="")
                    & Q(answered_by__isnull=False, answered_at__isnull=False)
                ),
            ),
        ]
