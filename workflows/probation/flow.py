"""考核培训期考评: from the appointment to the decision who stays in the post."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from viewflow import this

from approvals.conditions import requires
from approvals.flows import CaseFlow, Close, Effect, Submitted
from approvals.models import Case
from approvals.move import Move
from approvals.roles import Role
from approvals.steps import Contribute, Decide, Wait
from approvals.words import Part, Status
from documents.nodes import Issue
from documents.sheet import Sheet
from policy import probation
from workflows.probation import effects, sheet


class ProbationFlow(CaseFlow):
    """考核培训期考评"""

    # Source: shantou-plan, 三.3. The appointment starts it; nobody requests it.
    start = Submitted().Next(this.training)

    # The period runs. Human resources may end it before its time, after a hearing.
    training = (
        Wait(until=this.summary_is_due, by=Role.HR, because=probation.REMINDER_DAYS)
        .Annotation(title=_("Training period"))
        .Lapsed(this.remind)
        .On("ended_early", this.early_hearing)
    )

    # Before the end all are reminded, the person sums up, and the superior evaluates.
    remind = Effect(this.tell_of_the_end).Annotation(title=_("Reminder")).Next(this.self_summary)
    self_summary = (
        Contribute(by=Part.SUBJECT, otherwise=Role.UNIT_HEAD, because="deadline.self_summary")
        .Annotation(title=_("Summary by the person"))
        .Given(this.evaluation)
        .Lapsed(this.evaluation)
    )
    evaluation = (
        Decide(by=Role.UNIT_HEAD, because=probation.STANDARD)
        .Annotation(title=_("Evaluation by the superior"))
        .On("recommended", this.last_days)
        .On("not_recommended", this.last_days)
    )
    last_days = (
        Wait(until=this.period_is_over, by=Role.HR, because=probation.DECISION_DAYS)
        .Annotation(title=_("Until the period ends"))
        .Lapsed(this.hr_review)
        .On("ended_early", this.early_hearing)
    )

    # Human resources decides: who reaches the standard stays, of others it is considered.
    hr_review = (
        Decide(by=Role.HR, because=probation.DECISION_DAYS)
        .Annotation(title=_("Review by human resources"))
        .On("confirmed", this.confirmation, when=requires(probation.STAYING))
        .On("confirmed", this.keep)
        .On("moved", this.hearing)
        .On("extended", this.prolong, only_if=requires(probation.EXTENSION))
    )

    # Nobody is moved without having been heard (本人陈述); then it is decided.
    hearing = (
        Contribute(by=Part.SUBJECT, otherwise=Role.HR, because="deadline.hearing")
        .Annotation(title=_("Statement of the person"))
        .Given(this.hr_decision)
        .Lapsed(this.hr_decision)
    )
    hr_decision = (
        Decide(by=Role.HR, because="deadline.hr_decision")
        .Annotation(title=_("Decision of human resources"))
        .On("confirmed", this.confirmation, when=requires(probation.STAYING))
        .On("confirmed", this.keep)
        .On("moved", this.endorsement, when=requires(probation.LEAVING))
        .On("moved", this.let_go)
    )

    # Where the policy says so, the bureau leader confirms (局领导确认), or has it decided again.
    confirmation = (
        Decide(by=Role.BUREAU_LEADER, because=probation.STAYING)
        .Annotation(title=_("Confirmation by the bureau"))
        .Agreed(this.keep)
        .Refused(this.hr_decision)
    )
    endorsement = (
        Decide(by=Role.BUREAU_LEADER, because=probation.LEAVING)
        .Annotation(title=_("Confirmation of the move by the bureau"))
        .Agreed(this.let_go)
        .Refused(this.hr_decision)
    )

    # An end before its time goes the same way: heard, decided, confirmed. Refused, the period goes on.
    early_hearing = (
        Contribute(by=Part.SUBJECT, otherwise=Role.HR, because="deadline.early_hearing")
        .Annotation(title=_("Statement before an early end"))
        .Given(this.early_decision)
        .Lapsed(this.early_decision)
    )
    early_decision = (
        Decide(by=Role.HR, because="deadline.early_decision")
        .Annotation(title=_("Decision on an early end"))
        .On("ended_early", this.early_endorsement, when=requires(probation.LEAVING))
        .On("ended_early", this.let_go)
        .Refused(this.training)
    )
    early_endorsement = (
        Decide(by=Role.BUREAU_LEADER, because=probation.LEAVING)
        .Annotation(title=_("Confirmation of the early end by the bureau"))
        .Agreed(this.let_go)
        .Refused(this.training)
    )

    prolong = Effect(this.extend).Annotation(title=_("Extended")).Next(this.training)
    keep = Effect(this.confirm_in_post).Annotation(title=_("Confirmed in post")).Next(this.form)
    let_go = Effect(this.end_in_post).Annotation(title=_("Post given up")).Next(this.leaving_form)
    form = Issue(this.write_form).Annotation(title=_("Review form issued")).Next(this.agreed)
    leaving_form = (
        Issue(this.write_form).Annotation(title=_("Review form issued")).Next(this.recorded)
    )
    agreed = Close(Status.AGREED).Annotation(title=_("Agreed"))
    recorded = Close(Status.RECORDED).Annotation(title=_("Recorded"))

    def summary_is_due(self, case: Case, move: Move) -> datetime:
        return effects.summary_is_due(case)

    def period_is_over(self, case: Case, move: Move) -> datetime:
        return effects.period_is_over(case)

    def tell_of_the_end(self, case: Case, move: Move) -> None:
        effects.tell_of_the_end(case, move)

    def extend(self, case: Case, move: Move) -> None:
        effects.extend(case, move)

    def confirm_in_post(self, case: Case, move: Move) -> None:
        effects.confirm_in_post(case, move)

    def end_in_post(self, case: Case, move: Move) -> None:
        effects.end_in_post(case, move)

    def write_form(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.review_form(case, move)
