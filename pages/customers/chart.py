"""Bars for the months of a year, as the numbers that a drawing takes; the table beside them says it all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

WIDTH, HEIGHT, GAP = 600, 120, 6


@dataclass(frozen=True)
class Bar:
    """One month: where its bar stands, and what it says."""

    month: date
    amount: Decimal
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def bars(months: Sequence[tuple[date, Decimal]]) -> list[Bar]:
    """A bar for each month; the largest fills the height. Below zero there is none."""
    highest = max((amount for _, amount in months), default=Decimal(0))
    step = WIDTH / max(len(months), 1)
    found = []
    for place, (month, amount) in enumerate(months):
        height = float(max(amount, Decimal(0)) / highest) * HEIGHT if highest > 0 else 0.0
        found.append(
            Bar(
                month,
                amount,
                round(place * step + GAP / 2, 1),
                round(HEIGHT - height, 1),
                round(step - GAP, 1),
                round(height, 1),
            )
        )
    return found
