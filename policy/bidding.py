"""Open bidding for a customer （公开竞标）: how long bids are taken, how they are judged, what is guarded."""

from __future__ import annotations

from datetime import date

from policy import protection, routes
from policy.book import Rulebook
from policy.ruling import Ruling, look_in

CHAPTER = "bidding"
OPENING, SPLIT_STATED = "opening", "split_stated"
BID_DAYS, LEAST_SHARE, PANEL_LEAST = "bid_days", "least_share", "panel_least"
CRITERIA = ("plan", "revenue", "resources", "split")
STAGES = ("terms", "unseal", "score", "award", "standstill", "reconsider", "fall_back")


def rule_on(kind: str, *, on: date, book: Rulebook, set: str) -> Ruling:
    """The terms of a bidding, and the period that the winner has, as the values of the ruling.

    kind    of the development: "regular", "festival" or "registration"
    raises  BadFact, NotSet, NotInForce, UnknownSet
    source  dongguan-measures, 10(1)
    """
    look = look_in(CHAPTER, on=on, book=book, set=set)
    names = (OPENING, SPLIT_STATED, BID_DAYS, LEAST_SHARE, PANEL_LEAST)
    marks = (f"marks_{name}" for name in CRITERIA)
    period = protection.rule_on(kind, on, on=on, book=book, set=set)
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts={"kind": kind},
        values=[
            *(look(name) for name in (*names, *marks)),
            *period.values,
            *routes.values(STAGES, on=on, book=book, set=set),
        ],
    )


def marks_of(ruling: Ruling) -> dict[str, int]:
    """The points of each criterion, 100 together."""
    return {name: int(str(ruling.figure(f"marks_{name}"))) for name in CRITERIA}
