"""年终调整: what an adjustment of pay or post goes through."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from approvals.flows import CaseFlow, Close, Effect, Submitted
from approvals.models import Case
from approvals.move import Move
from approvals.roles import Role
from approvals.steps import Contribute, Decide, Revise
from approvals.words import Part, Status
from documents.nodes import Issue
from documents.sheet import Sheet
from workflows.year_end import effects, sheet


class YearEndFlow(CaseFlow):
    """年终调整"""

    # Source: shantou-plan, 进入退出 三.2. Human resources propose, the person is heard, the leader decides.
    start = Submitted().Next(this.hearing_of_person)
    hearing_of_person = (
        Contribute(by=Part.SUBJECT, otherwise=Role.UNIT_HEAD, because="deadline.hearing_of_person")
        .Annotation(title=_("Statement of the person"))
        .Given(this.endorse)
        .Lapsed(this.endorse)
    )
    endorse = (
        Decide(by=Role.BUREAU_LEADER, because="deadline.endorse")
        .Annotation(title=_("Decision of the bureau leader"))
        .Agreed(this.take_effect)
        .Returned(this.revise)
        .Refused(this.refused)
    )
    revise = Revise().Annotation(title=_("Revision")).Resubmitted(this.endorse)
    take_effect = Effect(this.adjust).Annotation(title=_("Adjusted")).Next(this.form)
    form = Issue(this.write_form).Annotation(title=_("Decision issued")).Next(this.agreed)
    agreed = Close(Status.AGREED).Annotation(title=_("Agreed"))
    refused = Close(Status.REFUSED).Annotation(title=_("Refused"))

    def adjust(self, case: Case, move: Move) -> None:
        effects.adjust(case, move)

    def write_form(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.form(case, move)
