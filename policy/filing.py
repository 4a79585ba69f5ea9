"""黄金客户备案: which customers are filed with the province and counted month by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from policy.archive import CHAPTER
from policy.book import Rulebook
from policy.ruling import Value, look_in

FLOOR, TOP, MONTHS = "filed_monthly_yuan", "filed_top", "filed_months"
BY_AMOUNT, BY_PLACE = "amount", "place"


@dataclass(frozen=True, slots=True)
class Filing:
    """The figures of one day, each with its article."""

    floor: Value
    top: Value
    over: Value

    @classmethod
    def on(cls, day: date, *, book: Rulebook, set: str) -> Filing:
        """Those in force on that day. Raises NotSet, NotInForce, UnknownSet."""
        look = look_in(CHAPTER, on=day, book=book, set=set)
        return cls(look(FLOOR), look(TOP), look(MONTHS))

    @property
    def months(self) -> int:
        """Over how many months the average is taken."""
        return int(str(self.over.value))

    def grounds(self, spent_yuan: Decimal, place: int) -> tuple[str, ...]:
        """Why a customer is filed that spent so much in all the months; empty if it isn't.

        place  among all customers of the bureau, the one that spent most being the first
        """
        if spent_yuan <= 0:
            return ()
        enough = spent_yuan >= Decimal(str(self.floor.value)) * self.months
        first = place <= int(str(self.top.value))
        return (BY_AMOUNT,) * enough + (BY_PLACE,) * first
