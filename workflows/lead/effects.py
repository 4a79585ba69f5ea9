"""What a lead brings: its reward, by the share that was frozen with the case."""

from decimal import Decimal

from approvals.models import Case
from approvals.move import Move
from policy import lead
from workflows.lead.models import Lead


def reckon_reward(case: Case, move: Move) -> None:
    """Profit and reward stand on the lead. Paying it is the finance department's."""
    asked = Lead.of(case)
    share = Decimal(str(case.ruling.figure(lead.SHARE)))
    asked.profit_yuan = Decimal(move.answers("profit")["profit_yuan"])
    asked.reward_yuan = lead.reward(asked.profit_yuan, share)
    asked.save(update_fields=["profit_yuan", "reward_yuan"])
    move.note("reward", profit=str(asked.profit_yuan), reward=str(asked.reward_yuan))
