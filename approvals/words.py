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
    ADVISED = "advised", _("Advise")
    GIVEN = "given", _("Submit")
    SCORED = "scored", _("Submit the scores")
    LAPSED = "lapsed", _("Time is over")
    CONFIRMED = "confirmed", _("Confirm")
    CONFIRMED_ELSEWHERE = "confirmed_elsewhere", _("Confirm for another unit")
    DUPLICATE = "duplicate", _("Refuse as duplicate")
    EXTENDED = "extended", _("Extend")
    REASSIGNED = "reassigned", _("Reassign")
    BID_OUT = "bid_out", _("Put out to bidding")
    RELEASED = "released", _("Release")
    SETTLED = "settled", _("Settled by agreement")
    UNSETTLED = "unsettled", _("Not settled")
    RULED = "ruled", _("Rule")
    UPHELD = "upheld", _("Uphold")
    CHANGED = "changed", _("Change the ruling")
    AWARDED = "awarded", _("Award")
    NOT_AWARDED = "not_awarded", _("Award to nobody")
    OBJECTED = "objected", _("Object")
    RECOMMENDED = "recommended", _("Recommend")
    NOT_RECOMMENDED = "not_recommended", _("Don’t recommend")
    MOVED = "moved", _("Move to another series")
    ENDED_EARLY = "ended_early", _("End early")
    PROVEN = "proven", _("Find proven")
    NOT_PROVEN = "not_proven", _("Find not proven")
    ADOPTED = "adopted", _("Adopt")
    NOT_ADOPTED = "not_adopted", _("Don’t adopt")


AGREEMENT = (Verdict.AGREED, Verdict.AGREED_WITH_CHANGES)
VOTES = (Verdict.FOR, Verdict.AGAINST, Verdict.ABSTAIN)
# What is said without deciding: a part that somebody gives, scores, that time is over.
PARTS = (Verdict.GIVEN, Verdict.SCORED, Verdict.LAPSED)
# Outcomes that say more than agreement: the case keeps them as its result.
_PLAIN = (*AGREEMENT, *VOTES, *PARTS, Verdict.RETURNED, Verdict.REFUSED)
RESULTS = tuple(
    verdict for verdict in Verdict if verdict not in (*_PLAIN, Verdict.RESUBMITTED, Verdict.ADVISED)
)
# Results that go against what was asked for.
ADVERSE = (
    Verdict.DUPLICATE,
    Verdict.UNSETTLED,
    Verdict.NOT_AWARDED,
    Verdict.OBJECTED,
    Verdict.NOT_RECOMMENDED,
    Verdict.MOVED,
    Verdict.ENDED_EARLY,
    Verdict.NOT_PROVEN,
    Verdict.NOT_ADOPTED,
)
SAYS_WHY = (
    Verdict.AGREED_WITH_CHANGES,
    Verdict.RETURNED,
    Verdict.REFUSED,
    Verdict.ADVISED,
    *ADVERSE,
    Verdict.RULED,
    Verdict.CHANGED,
)
# A sign-off ends a step so that the case goes on; it can count again after a return.
SIGN_OFFS = (*AGREEMENT, *RESULTS, Verdict.GIVEN, Verdict.SCORED)


class Part(models.TextChoices):
    """The part that a person has in a case: who has one doesn't decide on it."""

    APPLICANT = "applicant", _("Applicant")
    EDITOR = "editor", _("Editor")
    A_MANAGER = "a_manager", _("A manager")
    B_MANAGER = "b_manager", _("B manager")
    NEW_A_MANAGER = "new_a_manager", _("New A manager")
    NEW_B_MANAGER = "new_b_manager", _("New B manager")
    RESPONDENT = "respondent", _("Other side")
    SUBJECT = "subject", _("Person concerned")
    KEY_HOLDER = "key_holder", _("Key holder")
    PANELLIST = "panellist", _("Member of the panel")
    BIDDER = "bidder", _("Bidder")
