"""级别调整: what a change of rank goes by, and what a year's performance asks for at its end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from policy import managers, routes
from policy.book import Rulebook
from policy.errors import NotSet
from policy.facts import one_of, written
from policy.figures import Words
from policy.periods import MONTHS
from policy.ruling import Ruling, look_in

STAGES = ("check_proposal", "meeting")
YEAR_STAGES = ("hearing_of_person", "endorse")
KEEPS, PAY_GRADE, POST = "keeps", "pay_grade", "post"


def rule_on(rank: str, *, on: date, book: Rulebook, set: str) -> Ruling:
    """What a change to that rank goes by; the rank as the ruling's value.

    raises  BadFact, NotInForce, NotSet, UnknownSet
    source  yueyang-report, 客户经理管理
    """
    one_of("rank", rank, managers.RANKS)
    look = look_in(managers.CHAPTER, on=on, book=book, set=set)
    return Ruling.by(
        book,
        set=set,
        chapter=managers.CHAPTER,
        on=on,
        facts=written({"rank": rank}),
        values=(
            look(managers.LADDER),
            look(managers.REVIEW_MONTHS),
            *routes.values(STAGES, on=on, book=book, set=set),
        ),
        value=rank,
        unit="choice",
    )


def at_year_end(rank: str, year_yuan: Decimal, *, on: date, book: Rulebook, set: str) -> Ruling:
    """What the year asks for: "post", "pay_grade" or "keeps", as the ruling's value.

    year_yuan  the performance of the whole year
    raises     NotSet where the bureau has set neither its productivity nor what is competent
    source     shantou-plan, 进入退出 三.2
    """
    one_of("rank", rank, managers.RANKS)
    look = look_in(managers.CHAPTER, on=on, book=book, set=set)
    found, missing = [], []
    for name in (managers.PRODUCTIVITY, managers.competent(rank)):
        try:
            found.append(look(name))
        except NotSet as refusal:
            missing.append(refusal)
    if not found:
        raise missing[0]
    figures = {value.name: Decimal(str(value.value)) for value in found}
    asked = KEEPS
    if year_yuan < figures.get(managers.competent(rank), Decimal(0)) * MONTHS:
        asked = PAY_GRADE
    if year_yuan < figures.get(managers.PRODUCTIVITY, Decimal(0)):
        asked = POST
    return Ruling.by(
        book,
        set=set,
        chapter=managers.CHAPTER,
        on=on,
        facts=written({"rank": rank, "year_yuan": year_yuan}),
        values=(*found, *routes.values(YEAR_STAGES, on=on, book=book, set=set)),
        value=asked,
        unit="choice",
    )


WORDS = {
    KEEPS: Words("保持现级别", "Keeps the rank"),
    PAY_GRADE: Words(
        "次年按实际业绩对应级别执行岗位工资", "Next year the wage of the rank that fits"
    ),
    POST: Words("调整岗位", "Another post"),
}
