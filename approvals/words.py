"""The words of the field: statuses, verdicts, capacities. Stored as codes, shown in two languages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a case stands. What else it ended in is its result."""

    DRAFT = "draft", _("Draft")
    RUNNING = "running", _("Under way")
    RETURNED = "returned", _("Returned")
    SUSPENDED = "suspended", _("Suspended")
    AGREED = "agreed", _("Agreed")
    AGREED_WITH_CHANGES = "agreed_with_changes", _("Agreed with changes")
    RECORDED = "recorded", _("Recorded")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
    TERMINATED = "terminated", _("Terminated")


OPEN = (Status.RUNNING, Status.RETURNED, Status.SUSPENDED)


class Verdict(models.TextChoices):
    """What a person can say at a step."""

    AGREED = "agreed", _("Agree")
    AGREED_WITH_CHANGES = "agreed_with_changes", _("Agree with changes")
    RETURNED = "returned", _("Return")
    REFUSED = "refused", _("Refuse")
    LISTED = "listed", _("List as key project")
    UNLISTED = "unlisted", _("Agree without listing")
    FOR = "for", _("For")
    AGAINST = "against", _("Against")
    ABSTAIN = "abstain", _("Abstain")
    RESUBMITTED = "resubmitted", _("Resubmit")


AGREEMENT = (Verdict.AGREED, Verdict.AGREED_WITH_CHANGES)
VOTES = (Verdict.FOR, Verdict.AGAINST, Verdict.ABSTAIN)
# Outcomes that say more than agreement: the case keeps them as its result.
RESULTS = (Verdict.LISTED, Verdict.UNLISTED)
SAYS_WHY = (Verdict.AGREED_WITH_CHANGES, Verdict.RETURNED, Verdict.REFUSED)


class Part(models.TextChoices):
    """The part that a person has in a case: who has one doesn't decide on it."""

    APPLICANT = "applicant", _("Applicant")
    EDITOR = "editor", _("Editor")
    A_MANAGER = "a_manager", _("A manager")
    B_MANAGER = "b_manager", _("B manager")
