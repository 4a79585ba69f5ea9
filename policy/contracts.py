"""Contracts and commissions （合同与酬金审核）: who reviews them."""

from __future__ import annotations

from datetime import date

from policy import routes
from policy.book import Rulebook
from policy.facts import one_of
from policy.ruling import Ruling, look_in

CHAPTER = "contract"
UNIFORM, DECIDED_BY_DIRECTOR = "uniform_review", "decided_by_director"
SUBJECTS = ("contract", "commission", "both")
STAGES = ("unit_review", "terms_check", "contract_decision")


def rule_on(subject: str, *, on: date, book: Rulebook, set: str) -> Ruling:
    """Who reviews it, as the values of the ruling.

    subject  "contract", "commission" or "both"
    raises   BadFact, NotInForce, UnknownSet
    source   measures-2007, 4(3)
    """
    one_of("subject", subject, SUBJECTS)
    look = look_in(CHAPTER, on=on, book=book, set=set)
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts={"subject": subject},
        values=[
            look(UNIFORM),
            look(DECIDED_BY_DIRECTOR),
            *routes.values(STAGES, on=on, book=book, set=set),
        ],
    )
