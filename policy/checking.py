"""The checks that a whole rulebook has to pass, as files and with every amendment."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from policy.errors import BadRulebook
from policy.figures import Parameter, Version
from policy.reading import wrong
from policy.units import UNITS

if TYPE_CHECKING:
    from policy.book import ChapterHead, Rulebook


def check(book: Rulebook) -> None:
    """Refuse a book that contradicts itself: raises BadRulebook with file, key and cure."""
    _known_parents(book)
    _no_circles(book)
    for parameter in book.parameters:
        _in_order(parameter)
    _same_units(book)
    for parameter in book.resolved.values():
        _fitting(parameter)
    _takes_exist(book)
    for policy_set in book.sets:
        for chapter in book.chapters(policy_set.name):
            _rising(book, policy_set.name, book.head(policy_set.name, chapter))
    _choices_follow(book)


def headless(set_name: str, chapter: str) -> BadRulebook:
    """The error for a chapter that no [chapter] table names."""
    return wrong(
        f"{set_name}/{chapter}.toml",
        "chapter",
        "缺少；补上 [chapter] 表",
        "is missing; add a [chapter] table with its label",
    )


def _known_parents(book: Rulebook) -> None:
    names = [policy_set.name for policy_set in book.sets]
    for policy_set in book.sets:
        for parent in (*policy_set.parents, *(donor for _, donor in policy_set.takes)):
            if parent not in names:
                raise wrong(
                    f"{policy_set.name}/set.toml",
                    "parents" if parent in policy_set.parents else "takes",
                    f"没有规则集 {parent}；可用的：{', '.join(names)}",
                    f"there is no set {parent}; use one of {', '.join(names)}",
                )


def _no_circles(book: Rulebook) -> None:
    ways = {s.name: (*s.parents, *(donor for _, donor in s.takes)) for s in book.sets}

    def walk(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            circle = " > ".join((*path, name))
            raise wrong(
                f"{path[0]}/set.toml",
                "parents",
                f"互为上级（{circle}）；去掉其中一个",
                f"the sets build on each other ({circle}); remove one of them",
            )
        for parent in ways[name]:
            walk(parent, (*path, name))

    for name in ways:
        walk(name, ())


def _choices_follow(book: Rulebook) -> None:
    """A set is gone over to after the last one was, and not before its own first day."""
    for older, newer in pairwise(book.choices):
        if newer.effective <= older.effective:
            last = older.effective
            raise BadRulebook(
                zh=f"改用规则集的日期须晚于上一次改用的 {last}；选更晚的日期",
                en=f"the bureau goes over to another set on {last} already; choose a later day",
            )
    for choice in book.choices:
        first = book.policy_set(choice.set).effective
        if choice.effective < first:
            raise BadRulebook(
                zh=f"所选规则集自 {first} 起有效；选这一天或更晚的日期",
                en=f"that set begins on {first}; choose that day or a later one",
            )


def _in_order(parameter: Parameter) -> None:
    for number, (older, newer) in enumerate(pairwise(parameter.versions), start=2):
        file, key = _file(parameter), f"{parameter.name}.versions[{number}].effective"
        if newer.effective == older.effective:
            raise wrong(
                file,
                key,
                f"{newer.effective} 已有一版；一天只留一版",
                f"{newer.effective} has a version already; keep one version a day",
            )
        if newer.effective < older.effective:
            raise wrong(
                file,
                key,
                f"{newer.effective} 早于上一版的 {older.effective}；把新版本写在旧版本下面",
                f"{newer.effective} is before the version above it ({older.effective}); "
                "write versions from oldest to newest",
            )


def _same_units(book: Rulebook) -> None:
    for parameter in book.parameters:
        policy_set = book.policy_set(parameter.set)
        for donor in policy_set.donors(parameter.chapter, parameter.name):
            other = book.resolved.get((donor, parameter.chapter, parameter.name))
            if other is not None and other.unit != parameter.unit:
                raise wrong(
                    _file(parameter),
                    f"{parameter.name}.unit",
                    f"与 {donor} 的单位 {other.unit} 不同；用同一单位",
                    f"differs from {other.unit} in {donor}; use the same unit",
                )


def _fitting(parameter: Parameter) -> None:
    repealable = UNITS[parameter.unit].repealable
    for number, version in enumerate(parameter.versions, start=1):
        key = f"{parameter.name}.versions[{number}].value"
        if version.value is None and (number == 1 or not repealable):
            raise wrong(
                _file(parameter),
                key,
                "首版不能是废止，也只有金额可以废止；写上数值",
                "is missing: a first version is no repeal, and only an amount can be "
                "repealed; write a value",
            )
        if parameter.choices and version.value not in parameter.choices:
            choices = ", ".join(parameter.choices)
            raise wrong(
                _file(parameter),
                key,
                f"不在选项之中；可选：{choices}",
                f"is not one of the choices; write one of {choices}",
            )


def _takes_exist(book: Rulebook) -> None:
    for policy_set in book.sets:
        for taken, donor in policy_set.takes:
            chapter, _, name = taken.partition(".")
            keys = {key[1:] for key in book.resolved if key[0] == donor}
            if not any(key[0] == chapter and name in ("", key[1]) for key in keys):
                raise wrong(
                    f"{policy_set.name}/set.toml",
                    f"takes.{taken}",
                    f"规则集 {donor} 没有它；改成有它的规则集",
                    f"the set {donor} does not have it; name a set that has",
                )


def _rising(book: Rulebook, set_name: str, head: ChapterHead) -> None:
    """On every day a higher threshold needs all lower ones in force below it."""
    for names in head.ascending:
        for name in names:
            if (set_name, head.chapter, name) not in book.resolved:
                raise wrong(
                    f"{head.set}/{head.chapter}.toml",
                    "chapter.ascending",
                    f"没有 {name}；改正名称",
                    f"there is no {name}; correct the name",
                )
        _rising_in(set_name, [book.resolved[set_name, head.chapter, name] for name in names])


def _rising_in(set_name: str, figures: list[Parameter]) -> None:
    """Refuse thresholds that do not rise. One that is still open is passed over."""
    for day in sorted({v.effective for figure in figures for v in figure.versions}):
        settled = [f for f in figures if f.set_by is None or f.latest(day)]
        for lower, higher in pairwise(settled):
            low, high = _amount(lower.latest(day)), _amount(higher.latest(day))
            if high is not None and (low is None or low >= high):
                raise wrong(
                    _file(higher),
                    f"{higher.name}.versions",
                    f"规则集 {set_name} 自 {day} 起门槛不再递增："
                    f"{lower.name} 须有效且低于 {higher.name}；改正其一",
                    f"from {day} the thresholds of {set_name} do not rise: {lower.name} has to "
                    f"be in force and below {higher.name}; correct one of them",
                )


def _amount(version: Version | None) -> Decimal | None:
    return version.value if version and isinstance(version.value, Decimal) else None


def _file(parameter: Parameter) -> str:
    return f"{parameter.set}/{parameter.chapter}.toml"
