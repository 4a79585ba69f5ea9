"""Reads the rulebook folder into a checked Rulebook, and refuses what is not right in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from policy.book import ChapterHead, PolicySet, Rulebook
from policy.figures import ASSUMPTION, STATED, Citation, Figure, Parameter, Source, Version
from policy.reading import Table, read
from policy.units import UNITS

FOLDER = Path(__file__).parent / "rulebook"
PRODUCT = "product"


@cache
def shipped() -> Rulebook:
    """The rulebook that comes with the product, read once."""
    return load(FOLDER)


def load(folder: Path) -> Rulebook:
    """The rulebook in `folder`; raises BadRulebook with file, key and cure."""
    about = read(folder, "book.toml")
    about.only("release")
    sources = {source.name: source for source in _sources(read(folder, "sources.toml"))}
    sets: list[PolicySet] = []
    heads: list[ChapterHead] = []
    parameters: list[Parameter] = []
    for path in sorted(path for path in folder.iterdir() if path.is_dir()):
        sets.append(_policy_set(path.name, read(folder, f"{path.name}/set.toml")))
        for file in sorted(path.glob("*.toml")):
            if file.name == "set.toml":
                continue
            table = read(folder, f"{path.name}/{file.name}")
            chapter = file.stem
            if "chapter" in table.raw:
                heads.append(_head(path.name, chapter, table.table("chapter")))
            for name in table.raw:
                if name != "chapter":
                    figure = table.table(name)
                    parameters.append(_parameter(path.name, chapter, name, figure, sources))
    return Rulebook(
        release=about.text("release"),
        sources=tuple(sources.values()),
        sets=tuple(sets),
        heads=tuple(heads),
        parameters=tuple(parameters),
    )


def _sources(table: Table) -> Iterator[Source]:
    for name in table.raw:
        source = table.table(name)
        source.only("title", "effective", "effective_assumed")
        yield Source(
            name, source.words("title"), source.day("effective"), source.flag("effective_assumed")
        )


def _policy_set(name: str, table: Table) -> PolicySet:
    table.only(
        "organisation",
        "title",
        "says",
        "status",
        "effective",
        "effective_assumed",
        "parents",
        "takes",
    )
    status = table.text("status")
    if status not in ("trial", "in_force"):
        raise table.wrong(
            "status", "应是 trial 或 in_force；改正它", "is neither trial nor in_force; write one"
        )
    takes = table.table("takes") if "takes" in table.raw else None
    return PolicySet(
        name=name,
        organisation=table.words("organisation"),
        title=table.words("title"),
        says=table.words("says"),
        status=status,
        effective=table.day("effective"),
        effective_assumed=table.flag("effective_assumed"),
        parents=table.texts("parents"),
        takes=tuple((key, takes.text(key)) for key in takes.raw) if takes else (),
    )


def _head(set_name: str, chapter: str, table: Table) -> ChapterHead:
    table.only("label", "ascending")
    return ChapterHead(set_name, chapter, table.words("label"), table.text_lists("ascending"))


def _parameter(
    set_name: str, chapter: str, name: str, table: Table, sources: dict[str, Source]
) -> Parameter:
    table.only("label", "unit", "versions", "choices", "set_by")
    unit = table.text("unit")
    if unit not in UNITS:
        names = ", ".join(UNITS)
        raise table.wrong(
            "unit", f"不认识的单位；可用的：{names}", f"is not a known unit; use one of {names}"
        )
    set_by = table.words("set_by") if "set_by" in table.raw else None
    versions: tuple[Version, ...] = ()
    if set_by is None or "versions" in table.raw:
        owner = f"{chapter}.{name}"
        versions = tuple(_version(v, unit, owner, sources) for v in table.tables("versions"))
        if not versions:
            raise table.wrong(
                "versions", "没有版本；至少写一版", "has no version; write at least one"
            )
    return Parameter(
        set=set_name,
        chapter=chapter,
        name=name,
        label=table.words("label"),
        unit=unit,
        versions=versions,
        choices=table.texts("choices"),
        set_by=set_by,
    )


def _version(table: Table, unit: str, owner: str, sources: dict[str, Source]) -> Version:
    table.only("effective", "effective_assumed", "value", "source", "article", "says", "kind")
    kind = table.text("kind") if "kind" in table.raw else STATED
    if kind not in (STATED, ASSUMPTION):
        raise table.wrong(
            "kind", "应是 stated 或 assumption", "is wrong; write assumption, or leave it out"
        )
    if kind == STATED and "source" not in table.raw:
        raise table.wrong(
            "source",
            '缺少；补上出处和条款，或写明 kind = "assumption"',
            'is missing; add source and article, or write kind = "assumption"',
        )
    return Version(
        effective=table.day("effective"),
        value=_value(table, unit),
        citation=_citation(table, kind, owner, sources),
        says=table.words("says"),
        kind=kind,
        effective_assumed=table.flag("effective_assumed"),
    )


def _citation(table: Table, kind: str, owner: str, sources: dict[str, Source]) -> Citation:
    name = table.text("source") if "source" in table.raw else PRODUCT
    if name not in sources or (kind == STATED and name == PRODUCT):
        names = ", ".join(source for source in sources if source != PRODUCT)
        raise table.wrong(
            "source",
            f"不是可引用的出处：{name}；可用的：{names}",
            f"{name} is not a document to cite; use one of {names}",
        )
    article = owner if name == PRODUCT else table.text("article")
    return Citation(name, article, sources[name].title)


def _value(table: Table, unit: str) -> Figure | None:
    if "value" not in table.raw:
        return None
    value: Figure = _figure(table.raw["value"])
    if not UNITS[unit].fits(value):
        cure = UNITS[unit].cure
        raise table.wrong("value", f"不合单位 {unit}；{cure.zh}", f"does not fit {unit}; {cure.en}")
    return value


def _figure(raw: Any) -> Any:
    """TOML's integers as Decimal, its lists of days and of bands as text; anything else as it is."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return Decimal(raw)
    if isinstance(raw, list) and all(isinstance(day, date) for day in raw):
        return " ".join(day.isoformat() for day in raw)
    if isinstance(raw, list) and all(isinstance(band, list) for band in raw):
        return " ".join(":".join(str(number) for number in band) for band in raw)
    return raw
