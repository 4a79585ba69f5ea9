"""The majority of a collective discussion: whether the votes cast carry the plan."""

from __future__ import annotations

from datetime import date

from policy.book import Rulebook
from policy.errors import BadFact
from policy.quorum import carried
from policy.ruling import Ruling, Value

CHAPTER, SHARE = "majority", "majority_share"


def rule_on(votes_for: int, votes_against: int, *, on: date, book: Rulebook, set: str) -> Ruling:
    """What the votes decide, "carried", "not_carried" or "tie", as the ruling's value.

    raises  BadFact, NotInForce, UnknownSet
    """
    for name, votes in (("votes_for", votes_for), ("votes_against", votes_against)):
        if votes < 0:
            raise BadFact(
                zh=f"{name} 为 {votes}，不能小于零",
                en=f"{name} is {votes} and cannot be below zero",
            )
    book.refuse_before(set, on)
    share = Value.of(book.parameter(set, CHAPTER, SHARE), on)
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts={"votes_for": str(votes_for), "votes_against": str(votes_against)},
        values=(share,),
        value=carried(votes_for, votes_against, share.value),
        unit="choice",
    )
