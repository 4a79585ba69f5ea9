"""What the months of a training period say together: average, quota, what is missing, the standard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from policy.periods import month
from policy.ruling import Value
from policy.units import fraction

SCORE, QUOTA, BOTH = "score", "quota", "score_and_quota"
MET, NOT_MET, INCOMPLETE = "met", "not_met", "incomplete"
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Month:
    """The evidence of one month; None for what is not there yet."""

    month: date
    score: Decimal | None = None
    quota_yuan: Decimal | None = None
    actual_yuan: Decimal | None = None

    @property
    def has_quota(self) -> bool:
        return self.quota_yuan is not None and self.actual_yuan is not None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the evidence says; the people decide.

    answer   "met", "not_met", or "incomplete" while something that the standard needs is missing
    average  of the scores that are there, to two places
    reached  the share of the quotas that was reached, to four places
    missing  the months without their score, and those without their quota
    so_far   whether what is there reaches the standard; None while nothing is there
    """

    answer: str
    standard: str
    average: Decimal | None
    reached: Decimal | None
    missing_scores: tuple[date, ...]
    missing_quotas: tuple[date, ...]
    so_far: bool | None = None

    @property
    def missing(self) -> int:
        return len(self.missing_scores) + len(self.missing_quotas)


def judge(values: Mapping[str, Value], months: Iterable[date], told: Iterable[Month]) -> Judgement:
    """Whether the standard is reached by the figures of a ruling, for these months."""
    standard = str(values["standard"].value)
    by_month = {one.month: one for one in told}
    rows = [by_month.get(day, Month(day)) for day in months]
    scores = [row.score for row in rows if row.score is not None]
    average = sum(scores, Decimal()) / len(scores) if scores else None
    reached = _reached(rows)
    needs_score, needs_quota = standard in (SCORE, BOTH), standard in (QUOTA, BOTH)
    no_score = tuple(row.month for row in rows if row.score is None) if needs_score else ()
    no_quota = tuple(row.month for row in rows if not row.has_quota) if needs_quota else ()
    asked = [
        *([(average, values["standard_score"])] if needs_score else []),
        *([(reached, values["quota_share"])] if needs_quota else []),
    ]
    passes = [_at_least(value, needed) for value, needed in asked if value is not None]
    answer = INCOMPLETE if no_score or no_quota or not rows else MET if all(passes) else NOT_MET
    return Judgement(
        answer=answer,
        standard=standard,
        average=_rounded(average, _CENT),
        reached=_rounded(reached, _CENT**2),
        missing_scores=no_score,
        missing_quotas=no_quota,
        so_far=all(passes) if passes else None,
    )


def is_over(day: date, on: date) -> bool:
    """Whether the month of a first day is over on a day."""
    return month(day, 1) <= on


def _reached(rows: Iterable[Month]) -> Decimal | None:
    there = [row for row in rows if row.has_quota]
    quota = sum((row.quota_yuan or Decimal() for row in there), Decimal())
    actual = sum((row.actual_yuan or Decimal() for row in there), Decimal())
    return actual / quota if quota else None


def _at_least(found: Decimal | None, needed: Value) -> bool:
    return found is not None and found >= fraction(needed.value)


def _rounded(value: Decimal | None, to: Decimal) -> Decimal | None:
    return None if value is None else value.quantize(to, ROUND_HALF_UP)
