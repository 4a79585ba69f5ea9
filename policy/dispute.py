"""A dispute about a customer （争议仲裁）: who rules, what follows, and how often it is looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from policy import routes, splits
from policy.book import Rulebook
from policy.facts import one_of
from policy.figures import Words
from policy.ruling import Ruling, look_in

CHAPTER = "dispute"
POACHING, UNREPORTED, TARIFF, SPLIT = "poaching", "unreported", "tariff", "split"
ALLEGATIONS = (POACHING, UNREPORTED, TARIFF, SPLIT)
ARBITRATION, FINE, NO_CREDIT, SEVERE, REVIEWS = (
    "arbitration",
    "fine_yuan",
    "no_credit",
    "severe",
    "reviews",
)
REVIEW = "may_be_reviewed"
STAGES = ("answer", "reply", "mediate", "arbitrate", "review_window", "review")


def rule_on(allegation: str, *, on: date, book: Rulebook, set: str) -> Ruling:
    """How a dispute is settled and what may follow, as the values of the ruling.

    allegation  "poaching", "unreported" marketing in another area, a "tariff" cut, or the "split":
                nobody is fined over a split
    raises      BadFact, NotSet, NotInForce, UnknownSet
    source      measures-2007, 6(2)
    """
    one_of("allegation", allegation, ALLEGATIONS)
    look = look_in(CHAPTER, on=on, book=book, set=set)
    names = [ARBITRATION, REVIEWS]
    if allegation != SPLIT:
        names += [FINE, NO_CREDIT]
    if allegation == TARIFF:
        names.append(SEVERE)
    reviews = look(REVIEWS)
    label = Words("可申请复核", "A review can be asked for")
    may = replace(reviews, name=REVIEW, label=label, unit="switch", value=reviews.value != 0)
    usual = look_in(splits.CHAPTER, on=on, book=book, set=set)
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts={"allegation": allegation},
        values=[
            *(look(name) for name in names),
            may,
            usual(splits.USUAL),
            *routes.values(STAGES, on=on, book=book, set=set),
        ],
    )
