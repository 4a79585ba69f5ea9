"""A ruling and the figures of a chapter in words, for a terminal, Chinese first."""

import unicodedata
from collections.abc import Iterable, Iterator

from policy.answers import ANSWERS
from policy.figures import Figure, Parameter, Version
from policy.items import Item
from policy.ruling import Ruling
from policy.units import UNITS, as_text

Step = dict[str, str | dict[str, str]]

LANGUAGES = ("zh", "en")
COUNTED = (
    *("CNY", "percent", "working_days", "days", "months", "times", "points", "level"),
    *("people", "year"),
)
TEXTS = {
    "zh": {
        "day": "{on}，依据规则集 {set}（{version}，{hash}）",
        "comma": "，",
        "colon": "：",
        "value": "结果：{value}",
        "duties": "须办的事：",
        "no_duties": "没有须办的事。",
        "values": "依据的数值：",
        "steps": "一路同意时的步骤：",
        "threshold": "达到 {threshold}起",
        "assumption": "设定",
        "assumed": "日期为推定",
        "from": "{day} 起",
        "on": "是",
        "off": "否",
    },
    "en": {
        "day": "On {on}, by the rules of the set {set} ({version}, {hash})",
        "comma": ", ",
        "colon": ": ",
        "value": "Result: {value}",
        "duties": "What is asked for:",
        "no_duties": "Nothing is asked for.",
        "values": "The figures it goes by:",
        "steps": "The steps, if everybody agrees: ",
        "threshold": "from {threshold}",
        "assumption": "assumption",
        "assumed": "day assumed",
        "from": "from {day}",
        "on": "yes",
        "off": "no",
    },
}


def in_words(ruling: Ruling, title: str, steps: Iterable[Step], language: str) -> Iterator[str]:
    """The ruling line by line in one language, "zh" or "en"."""
    texts = TEXTS[language]
    comma, colon = texts["comma"], texts["colon"]
    facts = comma.join(f"{name} = {value}" for name, value in ruling.facts)
    yield f"{title}{colon}{facts}"
    yield texts["day"].format(
        on=ruling.on, set=ruling.set, version=ruling.version, hash=ruling.hash[:12]
    )
    if ruling.value is not None:
        yield texts["value"].format(value=_shown(ruling.value, ruling.unit, language))
    else:
        yield texts["duties"] if ruling.duties else texts["no_duties"]
    for duty in ruling.duties:
        amount = texts["threshold"].format(threshold=_shown(duty.threshold, duty.unit, language))
        yield f"  {duty.label[language]}{comma}{amount}{colon}{_cited(duty, language)}"
        yield f"    {duty.says[language]}"
    if ruling.values:
        yield texts["values"]
    for value in ruling.values:
        shown = _shown(value.value, value.unit, language)
        yield f"  {value.label[language]} = {shown}{colon}{_cited(value, language)}"
        yield f"    {value.says[language]}"
    titles = [step["title"] for step in steps]
    if titles:
        names = (title[language] if isinstance(title, dict) else title for title in titles)
        yield f"{texts['steps']}{' > '.join(names)}"


def table(parameters: Iterable[Parameter]) -> Iterator[str]:
    """One row a version, with its source, marks and reason in both languages below it."""
    rows = [("数值 figure", "值 value", "单位 unit", "自 from", "出处 source", "备注 marks")]
    says: list[tuple[str, ...]] = [()]
    for parameter in parameters:
        if parameter.set_by is not None and not parameter.versions:
            who = parameter.set_by
            rows.append((parameter.name, "-", parameter.unit, "-", "-", f"{who.zh} {who.en}"))
            says.append((f"{parameter.label.zh} · {parameter.label.en}",))
        for version in parameter.versions:
            rows.append(_row(parameter, version))
            label = f"{parameter.label.zh} · {parameter.label.en}"
            says.append((label, version.says.zh, version.says.en))
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row, lines in zip(rows, says, strict=True):
        cells = (
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        )
        yield " | ".join(cells).rstrip()
        yield from (f"    {line}" for line in lines)


def _row(parameter: Parameter, version: Version) -> tuple[str, str, str, str, str, str]:
    shown = "废止 repealed" if version.value is None else str(as_text(version.value))
    marks = []
    if version.assumption:
        marks.append("设定 assumption")
    if version.effective_assumed:
        marks.append("日期为推定 day assumed")
    citation = version.citation
    source = f"《{citation.title.zh}》{citation.title.en}, {citation.article}"
    day = version.effective.isoformat()
    return parameter.name, shown, parameter.unit, day, source, ", ".join(marks)


def _cited(item: Item, language: str) -> str:
    texts = TEXTS[language]
    title = item.citation.title[language]
    article = item.citation.article
    parts = [f"《{title}》{article}" if language == "zh" else f"{title}, {article}"]
    parts.append(texts["from"].format(day=item.effective))
    if item.assumption:
        parts.append(texts["assumption"])
    if item.effective_assumed:
        parts.append(texts["assumed"])
    return texts["comma"].join(parts)


def _shown(value: Figure, unit: str, language: str) -> str:
    """A figure with its unit, for people: "3 working days", "yes"."""
    if isinstance(value, bool):
        return TEXTS[language]["on" if value else "off"]
    if value in ANSWERS:
        return ANSWERS[str(value)][language]
    name = UNITS[unit].label[language] if unit in COUNTED else ""
    return f"{as_text(value)} {name}".rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
