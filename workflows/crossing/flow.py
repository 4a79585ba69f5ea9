"""跨片区营销: what a request goes through to market in another area."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from approvals.flows import CaseFlow, Close, Effect, Submitted
from approvals.models import Case
from approvals.move import Move
from approvals.roles import Role
from approvals.steps import Decide, Revise
from approvals.words import Status
from documents.nodes import Issue
from documents.sheet import Sheet
from policy import crossing
from workflows.crossing import effects, sheet


class CrossingFlow(CaseFlow):
    """跨片区营销报批"""

    # Source: measures-2007, 5(3). A report is not enough: the centre consents, or it is forbidden.
    start = Submitted().Next(this.unit_review)

    unit_review = (
        Decide(by=Role.UNIT_HEAD, because=crossing.CONSENT)
        .Annotation(title=_("Review by the unit"))
        .Agreed(this.confirm)
        .Returned(this.revise)
        .Refused(this.refused)
    )

    # The head of the customer-service centre consents and arranges it (酌情安排).
    confirm = (
        Decide(by=Role.CENTRE_DIRECTOR, because=crossing.CONSENT, apart_from=this.unit_review)
        .Annotation(title=_("Consent of the centre"))
        .Agreed(this.consent)
        .Returned(this.revise)
        .Refused(this.refused)
    )
    revise = Revise().Annotation(title=_("Revision")).Resubmitted(this.unit_review)

    consent = Effect(this.give_consent).Annotation(title=_("Consent given")).Next(this.form)
    form = Issue(this.write_form).Annotation(title=_("Consent issued")).Next(this.agreed)
    agreed = Close(Status.AGREED).Annotation(title=_("Agreed"))
    refused = Close(Status.REFUSED).Annotation(title=_("Refused"))

    def give_consent(self, case: Case, move: Move) -> None:
        effects.consent(case, move)

    def write_form(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.consent_form(case, move)
