"""The request rows of all processes, gathered for Django."""

from workflows.bidding.models import Bidding
from workflows.contract.models import ContractReview
from workflows.crossing.models import Crossing
from workflows.discipline.models import Discipline
from workflows.discount.models import Discount
from workflows.dispute.models import Dispute
from workflows.expiry.models import Expiry
from workflows.lead.models import Lead
from workflows.probation.models import Training
from workflows.proposal.models import Proposal
from workflows.rank_change.models import RankChange
from workflows.registration.models import Registration
from workflows.success.models import Success
from workflows.transfer.models import Transfer
from workflows.year_end.models import YearEnd

__all__ = [
    "Bidding",
    "ContractReview",
    "Crossing",
    "Discipline",
    "Discount",
    "Dispute",
    "Expiry",
    "Lead",
    "Proposal",
    "RankChange",
    "Registration",
    "Success",
    "Training",
    "Transfer",
    "YearEnd",
]
