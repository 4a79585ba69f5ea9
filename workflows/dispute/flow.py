"""争议仲裁: what a dispute about a customer goes through."""

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
from policy import dispute
from workflows.dispute import effects, sheet


class DisputeFlow(CaseFlow):
    """争议仲裁"""

    # Source: measures-2007, 6(2): evidence first, then both sides, then a fair ruling.
    start = Submitted().Next(this.gather)

    # The registers say what was confirmed for whom, and when (登记为凭).
    gather = Effect(this.gather_evidence).Annotation(title=_("Evidence")).Next(this.evidence)
    evidence = Issue(this.write_evidence).Annotation(title=_("Evidence issued")).Next(this.answer)

    # The other side says how it was, and who opened it answers that (双方陈述).
    answer = (
        Contribute(
            by=Part.RESPONDENT,
            otherwise=Role.OTHER_UNIT_HEAD,
            named_later=True,
            because=dispute.ARBITRATION,
        )
        .Annotation(title=_("Statement of the other side"))
        .Given(this.reply)
        .Lapsed(this.reply)
    )
    reply = (
        Contribute(
            by=Part.APPLICANT,
            otherwise=Role.UNIT_HEAD,
            named_later=True,
            because=dispute.ARBITRATION,
        )
        .Annotation(title=_("Reply to it"))
        .Given(this.mediate)
        .Lapsed(this.mediate)
    )

    # The centre mediates (协调); what it doesn't settle, marketing rules on (仲裁).
    mediate = (
        Decide(by=Role.CENTRE_DIRECTOR, because=dispute.ARBITRATION)
        .Annotation(title=_("Mediation by the centre"))
        .On("settled", this.carry_out)
        .On("unsettled", this.arbitrate)
    )
    arbitrate = (
        Decide(by=Role.MARKETING_HEAD, because=dispute.ARBITRATION, apart_from=this.mediate)
        .Annotation(title=_("Ruling"))
        .On("ruled", this.serve, when=requires(dispute.REVIEW))
        .On("ruled", this.carry_out)
        .On("not_proven", this.serve, when=requires(dispute.REVIEW))
        .On("not_proven", this.carry_out)
    )

    # Either side can ask for a review, once (复核).
    serve = Effect(this.serve_ruling).Annotation(title=_("Ruling served")).Next(this.window)
    window = (
        Wait(until=this.review_ends, by=Part.SUBJECT, because=dispute.REVIEW)
        .Annotation(title=_("Time to ask for a review"))
        .Lapsed(this.carry_out)
        .On("objected", this.review)
    )
    review = (
        Decide(by=Role.BUREAU_LEADER, because=dispute.REVIEWS, apart_from=this.arbitrate)
        .Annotation(title=_("Review by a bureau leader"))
        .On("upheld", this.carry_out)
        .On("changed", this.carry_out)
    )

    carry_out = Effect(this.carry_it_out).Annotation(title=_("Carried out")).Next(this.decision)
    decision = (
        Issue(this.write_decision)
        .Annotation(title=_("Arbitration decision issued"))
        .Next(this.recorded)
    )
    recorded = Close(Status.RECORDED).Annotation(title=_("Recorded"))

    def gather_evidence(self, case: Case, move: Move) -> None:
        effects.gather(case, move)

    def serve_ruling(self, case: Case, move: Move) -> None:
        effects.serve(case, move)

    def review_ends(self, case: Case, move: Move) -> datetime:
        return effects.review_ends(case, move)

    def carry_it_out(self, case: Case, move: Move) -> None:
        effects.carry_out(case, move)

    def write_evidence(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.evidence_record(case, move)

    def write_decision(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.decision(case, move)
