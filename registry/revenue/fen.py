"""Amounts to the fen: a sum of SQLite is a float on its way and comes with places of its own."""

from decimal import Decimal

FEN = Decimal("0.01")
NOTHING = Decimal("0.00")


def fen(amount: Decimal | None) -> Decimal:
    """The amount with two places; nothing where there is none."""
    return NOTHING if amount is None else amount.quantize(FEN)
