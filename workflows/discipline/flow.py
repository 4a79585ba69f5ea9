"""营销纪律: what a violation goes through before pay is withheld."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from approvals.flows import CaseFlow, Close, Effect, Submitted
from approvals.models import Case
from approvals.move import Move
from approvals.roles import Role
from approvals.steps import Contribute, Decide
from approvals.words import Part, Status
from documents.nodes import Issue
from documents.sheet import Sheet
from policy import discipline
from workflows.discipline import effects, sheet


class DisciplineFlow(CaseFlow):
    """营销纪律处理"""

    # Source: shantou-plan, 营销纪律 (三). Pay is withheld only once the violation is confirmed.
    start = Submitted().Next(this.hearing_of_person)

    # The person is heard before anybody finds (陈述申辩); silence doesn't hold the case up.
    hearing_of_person = (
        Contribute(by=Part.SUBJECT, otherwise=Role.HR, because="deadline.hearing_of_person")
        .Annotation(title=_("Statement of the person"))
        .Given(this.finding)
        .Lapsed(this.finding)
    )
    finding = (
        Decide(by=Role.HR, because=discipline.STACKING)
        .Annotation(title=_("Finding"))
        .On("proven", this.endorse)
        .On("not_proven", this.acquit)
    )
    endorse = (
        Decide(by=Role.BUREAU_LEADER, because=discipline.WITHHELD, apart_from=this.finding)
        .Annotation(title=_("Confirmation by the bureau leader"))
        .Agreed(this.withhold)
        .Refused(this.acquit)
    )
    withhold = (
        Effect(this.carry_out).Annotation(title=_("Entered for pay and score")).Next(this.decision)
    )
    decision = Issue(this.write_decision).Annotation(title=_("Decision issued")).Next(this.agreed)
    acquit = Issue(this.write_acquittal).Annotation(title=_("Notice issued")).Next(this.refused)
    agreed = Close(Status.AGREED).Annotation(title=_("Agreed"))
    refused = Close(Status.REFUSED).Annotation(title=_("Refused"))

    def carry_out(self, case: Case, move: Move) -> None:
        effects.carry_out(case, move)

    def write_decision(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.decision(case, move)

    def write_acquittal(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.acquittal(case, move)
