"""Success of a development （开发成功）: whether something proves it."""

from __future__ import annotations

from datetime import date

from policy import protection, routes
from policy.book import Rulebook
from policy.facts import one_of
from policy.ruling import Ruling, look_in

AGREEMENT, REVENUE = "agreement", "revenue"
COUNTS, COUNTS_NOT = "counts", "counts_not"
STAGES = ("unit_review", "confirm")


def rule_on(proof: str, *, on: date, book: Rulebook, set: str) -> Ruling:
    """Whether a signed agreement, or the first revenue, counts as success: "counts" or "counts_not".

    proof   "agreement" or "revenue"
    raises  BadFact, NotSet, NotInForce, UnknownSet
    """
    one_of("proof", proof, (AGREEMENT, REVENUE))
    asked = look_in(protection.CHAPTER, on=on, book=book, set=set)(protection.SUCCESS)
    return Ruling.by(
        book,
        set=set,
        chapter=protection.CHAPTER,
        on=on,
        facts={"proof": proof},
        values=[asked, *routes.values(STAGES, on=on, book=book, set=set)],
        value=COUNTS if proof in str(asked.value) else COUNTS_NOT,
        unit="choice",
    )
