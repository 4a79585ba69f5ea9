"""公开竞标: what a customer goes through that is put out to bidding."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from viewflow import this

from approvals.flows import CaseFlow, Close, Effect, Submitted
from approvals.models import Case
from approvals.move import Move
from approvals.roles import Role
from approvals.steps import Contribute, Decide, Wait
from approvals.tallies import at_least
from approvals.words import Part, Status
from documents.nodes import Issue
from documents.sheet import Sheet
from policy import bidding
from registry.bidding.sealing import NEEDED
from workflows.bidding import effects, sheet


class BiddingFlow(CaseFlow):
    """公开竞标"""

    # Source: dongguan-measures, 10(1). The centre chose it when the protected period was over.
    start = Submitted().Next(this.terms)

    # The director says until when, for what and by whom the bids are opened and judged.
    terms = (
        Decide(by=Role.CENTRE_DIRECTOR, because=bidding.OPENING)
        .Annotation(title=_("Terms of the bidding"))
        .Agreed(this.publish)
        .On("released", this.release)
    )
    publish = Effect(this.publish_tender).Annotation(title=_("Published")).Next(this.notice)
    notice = Issue(this.write_notice).Annotation(title=_("Bidding notice issued")).Next(this.bids)

    # Bids arrive sealed until the minute (截止). Without any there is nothing to judge.
    bids = (
        Wait(until=this.closing, outcome=this.how_it_closed, because=bidding.BID_DAYS)
        .Annotation(title=_("Bids are taken"))
        .Lapsed(this.unseal)
        .On("not_awarded", this.fall_back)
    )

    # Two who hold keys open them together (开标); a panel judges each by the criteria (评标).
    unseal = (
        Contribute(
            by=Part.KEY_HOLDER,
            rule=at_least(NEEDED),
            named_later=True,
            because="deadline.unseal",
        )
        .Annotation(title=_("Opening of the bids"))
        .Given(this.opened)
    )
    opened = Effect(this.check_opened).Annotation(title=_("Opened")).Next(this.score)
    score = (
        Contribute(by=Part.PANELLIST, named_later=True, because=bidding.PANEL_LEAST)
        .Annotation(title=_("Judging of the bids"))
        .On("scored", this.award)
        .Lapsed(this.award)
    )

    # The centre awards and states the split (分成), or ends it without award.
    award = (
        Decide(by=Role.CENTRE_DIRECTOR, because=bidding.SPLIT_STATED)
        .Annotation(title=_("Award"))
        .On("awarded", this.standstill)
        .On("released", this.release)
        .On("extended", this.reopen)
    )

    # Whoever bid can object before the award takes effect (公示、异议).
    standstill = (
        Wait(until=this.objections_end, by=Part.BIDDER, because="deadline.standstill")
        .Annotation(title=_("Time for objections"))
        .Lapsed(this.take_effect)
        .On("objected", this.reconsider)
    )
    reconsider = (
        Decide(by=Role.MARKETING_HEAD, because="deadline.reconsider")
        .Annotation(title=_("Objection reconsidered"))
        .On("upheld", this.take_effect)
        .On("changed", this.fall_back)
    )

    # No bid, or no award: the customer is released, or put out once more.
    fall_back = (
        Decide(by=Role.CENTRE_DIRECTOR, because="deadline.fall_back")
        .Annotation(title=_("After a bidding without award"))
        .On("released", this.release)
        .On("extended", this.reopen)
    )

    take_effect = (
        Effect(this.give_to_the_winner).Annotation(title=_("Awarded")).Next(this.award_papers)
    )
    release = Effect(this.set_free).Annotation(title=_("Released")).Next(this.failed_papers)
    reopen = Effect(this.start_again).Annotation(title=_("Put out again")).Next(this.failed_papers)
    award_papers = (
        Issue(this.write_award).Annotation(title=_("Award sheet issued")).Next(this.agreed)
    )
    failed_papers = (
        Issue(this.write_failure).Annotation(title=_("Record issued")).Next(this.recorded)
    )
    agreed = Close(Status.AGREED).Annotation(title=_("Agreed"))
    recorded = Close(Status.RECORDED).Annotation(title=_("Recorded"))

    def publish_tender(self, case: Case, move: Move) -> None:
        effects.publish_tender(case, move)

    def closing(self, case: Case, move: Move) -> datetime:
        return effects.closing(case)

    def how_it_closed(self, case: Case, move: Move) -> str:
        return effects.how_it_closed(case, move)

    def check_opened(self, case: Case, move: Move) -> None:
        effects.check_opened(case, move)

    def objections_end(self, case: Case, move: Move) -> datetime:
        return effects.objections_end(case, move)

    def give_to_the_winner(self, case: Case, move: Move) -> None:
        effects.give_to_the_winner(case, move)

    def set_free(self, case: Case, move: Move) -> None:
        effects.set_free(case, move)

    def start_again(self, case: Case, move: Move) -> None:
        effects.start_again(case, move)

    def write_notice(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.notice(case, move)

    def write_award(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.award_papers(case, move)

    def write_failure(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.failure_papers(case, move)
