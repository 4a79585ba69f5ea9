"""What a confirmed violation enters: for the pay and the card of the month, as the finding said."""

from decimal import Decimal

from approvals.models import Case
from approvals.move import Move
from policy.periods import month
from registry.people import cards
from registry.people.scoring import Scorecard
from workflows.discipline.models import Discipline

OFFENCE = "fought_over"


def carry_out(case: Case, move: Move) -> None:
    """Entries on the card of the month of the decision; a closed one is corrected, with the case."""
    asked, said = Discipline.of(case), move.answers("finding")
    assert asked.manager is not None
    numbers: dict[str, Decimal] = {}
    if said.get("pay"):
        numbers["violation"] = Decimal(1)
    card = cards.of(asked.manager, month(move.on))
    if said.get("points"):
        last = card.entries.filter(fact=OFFENCE).order_by("-pk").first()
        numbers[OFFENCE] = (last.number if last else Decimal(0)) + 1
    why = f"{case.number} {case.title}"[:300]
    if card.state == Scorecard.State.CLOSED:
        cards.correct(card.pk, numbers, reason=why, by=move.actor, at=move.at, answers=False)
    else:
        cards.enter(card.pk, numbers, evidence=why, by=move.actor, at=move.at)
    move.note("violation", manager=asked.manager_id, entered=sorted(numbers))
