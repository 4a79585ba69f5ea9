"""月度工作表现考核: what the card of a month comes to, point by point, each with its reason and figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from policy import arrears
from policy.book import Rulebook
from policy.errors import BadFact
from policy.facts import written
from policy.figures import Words
from policy.places import points_of
from policy.ruling import Look, Ruling, Value, look_in

CHAPTER = "scorecard"
MANAGER, PLANNER, LEADER = "manager", "planner", "leader"
DUTIES = (MANAGER, PLANNER, LEADER)
HUNDREDTH = Decimal("0.01")

# Each item with what takes points of it: the fact that is counted, and the figure of one.
COUNTED: dict[str, tuple[tuple[str, str], ...]] = {
    "attendance": (
        ("attendance_absences", "attendance_absence"),
        ("attendance_lates", "attendance_late"),
    ),
    "visits": (("visits_lacking", "visits_missing"),),
    "training": (
        ("training_absences", "training_absence"),
        ("training_lates", "training_late"),
        ("training_failures", "training_failed"),
    ),
    "crm": (("crm_defects", "crm_defect"),),
    "logs": (("logs_lacking", "logs_missing"),),
    "plans": (("plans_lacking", "plans_missing"),),
}
RANKED = ("attitude", "tasks")
RATED = {
    "adopted": "adopted_most",
    "support": "support_most",
    "events": "events_most",
    "conduct_attendance": "conduct_most",
    "conduct_responsibility": "conduct_most",
    "conduct_teamwork": "conduct_most",
    "conduct_innovation": "conduct_most",
    "conduct_initiative": "conduct_most",
}
OFFENCES = ("bought_items", "forbidden_items", "leaked_data", "fought_over", "complaints")
CASES = ("cases_city", "cases_province")
INCOME, TARGET, OLDEST, WRITTEN = "income_yuan", "target_yuan", "arrears_months", "plans_written"
OTHER_OFF, OTHER_ON = "other_deduction", "other_bonus"


@dataclass(frozen=True, slots=True)
class Point:
    """One line of a card: what was given or taken for an item, and why."""

    item: str
    points: Decimal
    most: Decimal | None  # None for what is taken or added besides the 100
    says: Words
    figure: Value | None = None

    def as_json(self) -> dict[str, Any]:
        """The line as a card keeps it."""
        figure = self.figure
        return {
            "item": self.item,
            "points": format(self.points, "f"),
            "most": None if self.most is None else format(self.most, "f"),
            "says": {"zh": self.says.zh, "en": self.says.en},
            "inferred": figure.assumption if figure else False,
            "source": figure.citation.source if figure else "",
            "article": figure.citation.article if figure else "",
        }


@dataclass
class _Sheet:
    """A card that is being reckoned: its facts, the look into the book, and the lines so far."""

    facts: Mapping[str, Decimal]
    look: Look
    lines: list[Point] = field(default_factory=list)
    values: dict[str, Value] = field(default_factory=dict)

    def figure(self, name: str) -> tuple[Decimal, Value]:
        value = self.look(name)
        self.values[name] = value
        return Decimal(str(value.value)), value

    def add(
        self, item: str, points: Decimal, most: Decimal | None, says: Words, by: Value | None
    ) -> None:
        self.lines.append(Point(item, points, most, says, by))


def rule_on(
    duty: str,
    facts: Mapping[str, Decimal],
    places: Mapping[str, int],
    *,
    on: date,
    book: Rulebook,
    set: str,
) -> tuple[Ruling, list[Point]]:
    """The score of the month as the ruling's value, and the lines that it is the sum of.

    facts   what was counted, rated and earned, by the names of this module: see `needed`
    places  for each ranked item the place among the colleagues
    raises  BadFact for a duty or fact that is not known, or a fact that is missing; NotSet,
            NotInForce, UnknownSet
    source  shantou-plan, 月度工作表现考核
    """
    check(duty, facts)
    sheet = _Sheet(facts, look_in(CHAPTER, on=on, book=book, set=set))
    if duty == PLANNER:
        _plans(sheet)
        _rated(sheet)
    else:
        _counted(sheet)
        _ranked(sheet, places)
        _base(sheet)
    _offences(sheet)
    _arrears(sheet, on=on, book=book, set=set)
    _bonuses(sheet, duty)
    least, _ = sheet.figure("least_total")
    score = max(least, sum((line.points for line in sheet.lines), Decimal(0)))
    ruling = Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written({"duty": duty, **facts}),
        values=sheet.values.values(),
        value=score.quantize(HUNDREDTH, ROUND_HALF_UP),
        unit="points",
    )
    return ruling, sheet.lines


def needed(duty: str) -> tuple[str, ...]:
    """The facts without which a card can't be reckoned; the others count as none."""
    if duty == PLANNER:
        return (WRITTEN, *RATED)
    counted = [fact for parts in COUNTED.values() for fact, _ in parts]
    return (*counted, *RANKED, INCOME, TARGET)


def optional(duty: str) -> tuple[str, ...]:
    """The facts that take or add points besides, and are there if something happened."""
    cases = CASES if duty != PLANNER else ("cases",)
    return (*OFFENCES, OTHER_OFF, *cases, OTHER_ON, OLDEST)


def check(duty: str, facts: Mapping[str, Decimal]) -> None:
    """Refuse a duty, a fact or a number that no card has. Raises BadFact."""
    if duty not in DUTIES:
        raise BadFact(zh=f"没有岗位 {duty!a}", en=f"there is no duty {duty!a}")
    known = (*needed(duty), *optional(duty))
    for name in needed(duty):
        if name not in facts:
            raise BadFact(zh=f"还缺 {name}", en=f"{name} is missing")
    for name, number in facts.items():
        if name not in known or not number.is_finite() or number < 0:
            raise BadFact(
                zh=f"{name} 为 {number}，不能用", en=f"{name} is {number}, which won't do"
            )
    if TARGET in facts and facts[TARGET] == 0:
        raise BadFact(zh="当月任务须大于零", en="the target of the month has to be above zero")


def plain(number: Decimal) -> str:
    """A number without zeros behind its last decimal."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _counted(sheet: _Sheet) -> None:
    for item, parts in COUNTED.items():
        most, ceiling = sheet.figure(f"{item}_most")
        taken, zh, en = Decimal(0), [], []
        for fact, name in parts:
            number, (one, figure) = sheet.facts[fact], sheet.figure(name)
            taken += number * one
            if number:
                zh.append(f"{figure.label.zh} {plain(one)} 分 × {plain(number)}")
                en.append(f"{figure.label.en}: {plain(one)} × {plain(number)}")
        says = Words("；".join(zh) or "没有扣分", "; ".join(en) or "Nothing taken off")
        sheet.add(item, max(Decimal(0), most - taken), most, says, ceiling)


def _ranked(sheet: _Sheet, places: Mapping[str, int]) -> None:
    for item in RANKED:
        most, ceiling = sheet.figure(f"{item}_most")
        rating, place = sheet.facts[item], places[item]
        points, figure = points_of(place, rating, sheet.look)
        sheet.values[figure.name] = figure
        says = Words(
            f"评分 {plain(rating)}，第 {place} 名", f"Rated {plain(rating)}, place {place}"
        )
        sheet.add(item, min(points, most), most, says, ceiling)


def _base(sheet: _Sheet) -> None:
    most, figure = sheet.figure("base_most")
    income, target = sheet.facts[INCOME], sheet.facts[TARGET]
    share = min(Decimal(1), income / target)
    points = (share * most).quantize(HUNDREDTH, ROUND_HALF_UP)
    says = Words(
        f"收入 {income:,.2f} 元，任务 {target:,.2f} 元，完成 {share * 100:.2f}%",
        f"Income {income:,.2f} of a target of {target:,.2f} yuan: {share * 100:.2f}%",
    )
    sheet.add("base", points, most, says, figure)


def _plans(sheet: _Sheet) -> None:
    most, figure = sheet.figure("written_most")
    least, _ = sheet.figure("written_least")
    number = sheet.facts[WRITTEN]
    points = most if number >= least else (most * number / least).quantize(HUNDREDTH, ROUND_HALF_UP)
    says = Words(
        f"写了 {plain(number)} 份，应写 {plain(least)} 份",
        f"{plain(number)} written of {plain(least)} asked for",
    )
    sheet.add("written", points, most, says, figure)


def _rated(sheet: _Sheet) -> None:
    for item, name in RATED.items():
        most, figure = sheet.figure(name)
        rating = sheet.facts[item]
        says = Words(f"评分 {plain(rating)}", f"Rated {plain(rating)}")
        sheet.add(item, min(rating, most), most, says, figure)


def _offences(sheet: _Sheet) -> None:
    one, figure = sheet.figure("offence")
    for name in OFFENCES:
        if number := sheet.facts.get(name):
            says = Words(
                f"{plain(number)} 次，每次扣 {plain(one)} 分",
                f"{plain(number)} times {plain(one)} points",
            )
            sheet.add(name, -one * number, None, says, figure)
    if number := sheet.facts.get(OTHER_OFF):
        sheet.add(OTHER_OFF, -number, None, Words("视情节扣分", "As the case may be"), None)


def _arrears(sheet: _Sheet, *, on: date, book: Rulebook, set: str) -> None:
    months = sheet.facts.get(OLDEST)
    if months is None:
        return
    ruled = arrears.rule_on(months, on=on, book=book, set=set)
    if ruled.value:
        taken = next(v for v in ruled.values if v.name.endswith(arrears.POINTS))
        says = Words(
            f"最久的欠款已 {plain(months)} 个月，扣 {taken.value:f} 分",
            f"The oldest arrears are {plain(months)} months old: {taken.value:f} points",
        )
        sheet.values |= {value.name: value for value in ruled.values}
        sheet.add("arrears", -Decimal(str(taken.value)), None, says, taken)


def _bonuses(sheet: _Sheet, duty: str) -> None:
    names = (
        {"cases": "planner_case"}
        if duty == PLANNER
        else dict(zip(CASES, ("case_city", "case_province"), strict=True))
    )
    for fact, name in names.items():
        if number := sheet.facts.get(fact):
            one, figure = sheet.figure(name)
            says = Words(
                f"{plain(number)} 次，每次加 {plain(one)} 分",
                f"{plain(number)} times {plain(one)} points",
            )
            sheet.add(fact, one * number, None, says, figure)
    if number := sheet.facts.get(OTHER_ON):
        sheet.add(OTHER_ON, number, None, Words("视情况加分", "As the case may be"), None)
