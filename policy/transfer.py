"""Handing a customer over （客户移交）: who agrees, and whether a protection stands in the way."""

from __future__ import annotations

from datetime import date

from policy import routes
from policy.book import Rulebook
from policy.facts import written
from policy.ruling import Ruling, look_in

CHAPTER = "transfer"
BY_PROCESS, WHILE_PROTECTED = "by_process", "while_protected"
STAGES = ("unit_review", "receive", "continuity", "confirm", "hand_over")


def rule_on(protected: bool = False, *, on: date, book: Rulebook, set: str) -> Ruling:
    """What a transfer goes through, as the values of the ruling.

    protected  whether a protected period of the customer runs
    raises     NotSet, NotInForce, UnknownSet
    source     shantou-plan, 薪酬三
    """
    look = look_in(CHAPTER, on=on, book=book, set=set)
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written({"protected": protected}),
        values=[
            look(BY_PROCESS),
            look(WHILE_PROTECTED),
            *routes.values(STAGES, on=on, book=book, set=set),
        ],
    )


def blocked(ruling: Ruling) -> bool:
    """Whether the customer stays where it is as long as its protected period runs."""
    return dict(ruling.facts)["protected"] == "yes" and not ruling.requires(WHILE_PROTECTED)
