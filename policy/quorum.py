"""Quorum and majority of a collective discussion, in exact fractions."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal

from policy.book import Rulebook
from policy.errors import BadFact
from policy.figures import Figure
from policy.ruling import Ruling, Value
from policy.units import fraction

CHAPTER, SHARE = "quorum", "quorum_share"
CARRIED, NOT_CARRIED, TIE = "carried", "not_carried", "tie"


def rule_on(members: int, *, on: date, book: Rulebook, set: str) -> Ruling:
    """The number of members that make a quorum, as the ruling's value.

    members  who may take part on that day, at least 1
    raises   BadFact, NotInForce, UnknownSet
    """
    if members < 1:
        raise BadFact(
            zh=f"members 为 {members}，须至少为 1",
            en=f"members is {members} and has to be at least 1",
        )
    book.refuse_before(set, on)
    share = Value.of(book.parameter(set, CHAPTER, SHARE), on)
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts={"members": str(members)},
        values=(share,),
        value=Decimal(needed(members, share.value)),
        unit="people",
    )


def needed(members: int, share: Figure) -> int:
    """The smallest number of people that is at least `share` of the members, exactly."""
    return math.ceil(fraction(share) * members)


def carried(votes_for: int, votes_against: int, share: Figure) -> str:
    """What the votes decide: "carried", "not_carried" or "tie".

    Carried is strictly more than `share` of the votes cast; a tie is equal votes
    where half of them is the mark. Without a vote nothing is carried.
    """
    mark = fraction(share)
    if votes_for > mark * (votes_for + votes_against):
        return CARRIED
    return TIE if votes_for == votes_against > 0 and mark * 2 == 1 else NOT_CARRIED
