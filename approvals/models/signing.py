"""Who is asked at a step, what they said, what of it counts again, what they have not sent yet."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Task

from approvals.models.cases import PERSON, Case
from approvals.words import SAYS_WHY, Verdict
from registry.org.models import Post, Unit


class Assignment(models.Model):
    """The inbox: a row for each step and person who is asked. What a list shows is copied in."""

    class State(models.IntegerChoices):
        """OPEN is asked now. WAITING comes later, HELD waits for somebody whom the person asked,
        PASSED was handed to another, PAUSED is open in a suspended case. DONE has its opinion.
        """

        OPEN = 0, _("asked now")
        DONE = 1, _("has given the opinion")
        CLOSED = 2, _("not asked any more")
        WAITING = 3, _("asked later")
        HELD = 4, _("waits for whom they asked")
        PASSED = 5, _("passed to another")
        PAUSED = 6, _("case suspended")

    class Reason(models.TextChoices):
        POST = "post", _("by post")
        BY_RULE = "by_rule", _("by rule, in place of the post above")
        SUBSTITUTE = "substitute", _("as substitute")
        ESCALATED = "escalated", _("after the deadline")
        TRANSFERRED = "transferred", _("handed over")
        DELEGATED = "delegated", _("asked for advice")
        ADDED = "added", _("added as signer")
        PART = "part", _("with a part in the case")

    class Added(models.TextChoices):
        """Where an added signer signs, seen from whoever added them."""

        BEFORE = "before", _("before me")
        BESIDE = "beside", _("beside me")
        AFTER = "after", _("after me")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="assignments")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20)
    reason = models.CharField(max_length=12, choices=Reason, default=Reason.POST)
    state = models.PositiveSmallIntegerField(choices=State, default=State.OPEN)
    origin = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="asked")
    added = models.CharField(max_length=6, choices=Added, blank=True)
    place = models.PositiveSmallIntegerField(default=0)  # the order of those who sign in turn
    weight = models.PositiveSmallIntegerField(default=1)  # of the vote
    turn = models.PositiveSmallIntegerField(default=1)  # goes up when a verdict is taken back
    node = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField()
    arrived_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    value_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    applicant_name = models.CharField(max_length=60)
    unit_name = models.CharField(max_length=100)
    sought = models.TextField(blank=True)  # what the search of the inbox looks through
    seen_seq = models.PositiveIntegerField(null=True)  # of the case's journal, when last opened

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "person", "capacity"], name="one_row_a_step_person_and_capacity"
            )
        ]
        indexes = [
            models.Index(fields=["person", "state", "-arrived_at", "-id"]),
            models.Index(fields=["finished_at"], condition=Q(state=1), name="done_by_end"),
            # The inbox, the most urgent first; those without a deadline stand at the end.
            models.Index(
                fields=["person", "due_at", "id"],
                condition=Q(state=0),
                name="open_by_urgency",
            ),
            models.Index(
                fields=["bureau", "person", "due_at"],
                condition=Q(state=0),
                name="open_of_a_bureau",
            ),
            models.Index(
                fields=["due_at"], condition=Q(state=0, escalated_at=None), name="open_by_due"
            ),
            models.Index(
                fields=["remind_at"],
                condition=Q(state=0, reminded_at=None),
                name="open_by_reminder",
            ),
        ]


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def standing(self) -> "OpinionQuerySet":
        """Those that were not taken back."""
        return self.filter(turn=F("assignment__turn"))


class Opinion(models.Model):
    """What a person said at a step. Append-only; `signed_as` is the post as it was called that day.

    It stands while its turn is that of its row: a verdict that was taken back is of an earlier turn.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="opinions")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="opinions")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="opinions")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20)
    signed_as = models.CharField(max_length=200)
    node = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=20, choices=Verdict)
    text = models.TextField(blank=True)
    answers = models.JSONField(
        default=dict
    )  # what the step asks for besides, see approvals.answers
    saw_version = models.PositiveIntegerField()
    turn = models.PositiveSmallIntegerField(default=1)
    returned_to = models.CharField(max_length=60, blank=True)
    recorded_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OpinionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "person", "capacity", "turn"],
                name="one_opinion_a_step_person_capacity_and_turn",
            ),
            models.CheckConstraint(
                name="a_refusal_says_why", condition=~Q(verdict__in=SAYS_WHY) | ~Q(text="")
            ),
        ]


class Carry(models.Model):
    """A sign-off of an earlier step that counts at a step of this round, so that nobody is asked again."""

    class Why(models.TextChoices):
        RETURNED = "returned", _("nothing that it vouches for has changed")
        SAME_PERSON = "same_person", _("the same person agreed before in this round")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="carries")
    round = models.PositiveSmallIntegerField()
    node = models.CharField(max_length=60)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="carries")
    why = models.CharField(max_length=12, choices=Why)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round", "node"], name="carried_once_a_round")
        ]


class OpinionDraft(models.Model):
    """What a person has written at a step and not sent yet."""

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="draft")
    verdict = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)
    answers = models.JSONField(default=dict)  # as the form was filled: name, list of texts
    saved_at = models.DateTimeField()


class Clock(models.Model):
    """When an open step goes on by itself, if nobody has moved the case before."""

    task = models.OneToOneField(
        Task, primary_key=True, on_delete=models.PROTECT, related_name="clock"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks")
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)  # it struck, or the step ended before

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(stopped_at=None), name="running_clocks")
        ]


class Phrase(models.Model):
    """常用语: words for an opinion, a person's own or, without a person, of a whole bureau."""

    bureau = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(PERSON, null=True, on_delete=models.CASCADE, related_name="phrases")
    text = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_phrase_is_a_persons_or_a_bureaus",
                condition=Q(person=None, bureau__isnull=False)
                | Q(person__isnull=False, bureau=None),
            ),
            models.UniqueConstraint(fields=["person", "text"], name="one_phrase_a_person_once"),
            models.UniqueConstraint(fields=["bureau", "text"], name="one_phrase_a_bureau_once"),
        ]


class SavedFilter(models.Model):
    """A view of the inbox under a name, as the person keeps it."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=20)
    query = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="one_saved_filter_a_name"),
            models.CheckConstraint(name="a_saved_filter_has_a_name", condition=~Q(name="")),
        ]
