"""What people are told, and the events that are still to be told."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models.cases import PERSON, Case


class Notice(models.Model):
    """A line in a person's notices: what happened, mostly in a case. One for each event and person."""

    class Topic(models.TextChoices):
        ARRIVED = "arrived", _("For you to decide")
        CLOSED = "closed", _("Your request has ended")
        RETURNED = "returned", _("Your request was returned")
        WITHDRAWN = "withdrawn", _("Withdrawn by the applicant")
        DUE_SOON = "due_soon", _("Due soon")
        OVERDUE = "overdue", _("Overdue")
        STALLED = "stalled", _("Nobody can decide")
        COPIED = "copied", _("Sent to you for reading")
        URGED = "urged", _("You are asked to hurry")
        RECALLED = "recalled", _("No longer asked of you")
        SUSPENDED = "suspended", _("Suspended")
        RESUMED = "resumed", _("Goes on")
        TERMINATED = "terminated", _("Terminated")
        MEETING = "meeting", _("Invitation to a discussion")
        HANDED_OVER = "handed_over", _("Handed over to you")
        TENDER = "tender", _("A customer is put out to bidding")
        PROTECTION_ENDS = "protection_ends", _("A protected period ends soon")
        PROBATION_ENDS = "probation_ends", _("A training period ends soon")
        DISCOUNT_ENDS = "discount_ends", _("A discount ends soon")
        DISCOUNT_REVOKED = "discount_revoked", _("A discount was revoked")
        CONSENT_REVOKED = "consent_revoked", _("A consent was taken back")
        INSTRUCTED = "instructed", _("A ruling is to be carried out")
        INSTRUCTION_DONE = "instruction_done", _("A ruling was carried out")
        PAPER_VOIDED = "paper_voided", _("A paper of yours is void")
        COMMENTED = "commented", _("A comment on a case")
        PAPER_FAILED = "paper_failed", _("A paper can't be made")
        PASSWORD = "password", _("A link to set your password was given out")
        AMENDMENT = "amendment", _("A rule waits for your approval")
        OBJECTED = "objected", _("A score is objected to")
        OBJECTION_ANSWERED = "objection_answered", _("Your objection was answered")

    key = models.CharField(max_length=160, unique=True)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="notices")
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=20, choices=Topic)
    title = models.CharField(max_length=120)
    note = models.TextField(blank=True)  # what the sender added: when and where, or why
    path = models.CharField(max_length=200, blank=True)  # the page it leads to, if not the case
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-at", "-id"])]
        constraints = [
            models.CheckConstraint(
                name="a_notice_leads_somewhere", condition=Q(case__isnull=False) | ~Q(path="")
            )
        ]


class Message(models.Model):
    """The outbox: an event to be told, written with what caused it and sent after it is committed."""

    key = models.CharField(max_length=120, unique=True)
    topic = models.CharField(max_length=30)
    body = models.JSONField(default=dict)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    held_until = models.DateTimeField(null=True)  # a worker has it in hand until then
    error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["at"], condition=Q(sent_at=None), name="unsent")]


class NoticeChoice(models.Model):
    """How a person wants to be told, and how they work: without a row, by mail at once in Chinese."""

    class Mail(models.TextChoices):
        EACH = "each", _("At once, one mail each")
        DIGEST = "digest", _("Once a day, all together")
        NONE = "none", _("No mail")

    class Channel(models.TextChoices):
        NONE = "", _("None")
        WECOM = "wecom", _("WeCom group robot")
        DINGTALK = "dingtalk", _("DingTalk group robot")
        FEISHU = "feishu", _("Feishu group robot")

    person = models.OneToOneField(PERSON, on_delete=models.CASCADE, related_name="notice_choice")
    mail = models.CharField(max_length=6, choices=Mail, default=Mail.EACH)
    language = models.CharField(max_length=10, default="zh-hans")
    channel = models.CharField(max_length=8, choices=Channel, blank=True, default=Channel.NONE)
    channel_key = models.CharField(max_length=200, blank=True)
    muted = models.JSONField(
        default=list
    )  # topics of which the person is told in the product alone
    opens_next = models.BooleanField(default=True)  # after a verdict the next task opens by itself
    digested_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_channel_has_its_key", condition=Q(channel="") | ~Q(channel_key="")
            )
        ]
