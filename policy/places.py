"""排名: the places that ratings give, and the points of a place."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

from policy.ruling import Look, Value

Who = TypeVar("Who")
FIRST, SECOND, THIRD = "first_points", "second_points", "third_points"


def places(ratings: Mapping[Who, Decimal]) -> dict[Who, int]:
    """The place of each, 1 for the highest; who has the same rating has the same place."""
    return {
        who: 1 + sum(other > rating for other in ratings.values())
        for who, rating in ratings.items()
    }


def points_of(place: int, rating: Decimal, look: Look) -> tuple[Decimal, Value]:
    """The points of a place, and the figure behind them: after the third what was rated, up to its points."""
    figure = look({1: FIRST, 2: SECOND}.get(place, THIRD))
    most = Decimal(str(figure.value))
    return (most if place <= len((FIRST, SECOND, THIRD)) else min(most, rating)), figure
