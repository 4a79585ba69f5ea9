"""营销纪律: what is withheld for a violation that was confirmed."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from policy import routes
from policy.book import Rulebook
from policy.facts import one_of, revenue, written
from policy.ruling import Ruling, look_in

CHAPTER = "discipline"
WITHHELD, STACKING = "withheld", "stacking"
KINDS = ("handing_over", "seizing", "unfair", "serious")
STAGES = ("hearing_of_person", "finding", "endorse")
FEN = Decimal("0.01")


def rule_on(pay_yuan: Decimal, *, on: date, book: Rulebook, set: str) -> Ruling:
    """The yuan that are withheld of the pay of the month, as the ruling's value.

    pay_yuan  all pay of that month
    raises    BadFact, NotInForce, UnknownSet
    source    shantou-plan, 营销纪律 (三)
    """
    revenue("pay_yuan", pay_yuan)
    look = look_in(CHAPTER, on=on, book=book, set=set)
    share, stacking = look(WITHHELD), look(STACKING)
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written({"pay_yuan": pay_yuan}),
        values=(share, stacking),
        value=(pay_yuan * Decimal(str(share.value))).quantize(FEN, ROUND_HALF_UP),
        unit="CNY",
    )


def case_on(kind: str, *, on: date, book: Rulebook, set: str) -> Ruling:
    """What a case of discipline goes by; the kind of violation as the ruling's value.

    kind    one of KINDS
    raises  BadFact, NotInForce, UnknownSet
    source  shantou-plan, 营销纪律 (三)
    """
    one_of("kind", kind, KINDS)
    look = look_in(CHAPTER, on=on, book=book, set=set)
    stages = routes.values(STAGES, on=on, book=book, set=set)
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written({"kind": kind}),
        values=(look(WITHHELD), look(STACKING), *stages),
        value=kind,
        unit="choice",
    )
