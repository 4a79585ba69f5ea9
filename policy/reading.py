"""Strict reading of one TOML table: what is missing, unknown or of another type is refused."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from policy.errors import BadRulebook
from policy.figures import Words


def wrong(file: str, key: str, zh: str, en: str) -> BadRulebook:
    """The error that names the file, the key, what is wrong and its cure."""
    return BadRulebook(zh=f"{file}，{key}：{zh}", en=f"{file}, {key}: {en}")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a rulebook file, with the place where it stands."""

    file: str
    key: str
    raw: dict[str, Any]

    def wrong(self, key: str, zh: str, en: str) -> BadRulebook:
        return wrong(self.file, self._path(key), zh, en)

    def only(self, *allowed: str) -> None:
        """Refuse keys that nobody reads."""
        for key in self.raw:
            if key not in allowed:
                names = ", ".join(allowed)
                raise self.wrong(
                    key,
                    f"不认识这个键；可用的键：{names}",
                    f"is not a known key; use one of {names}",
                )

    def text(self, key: str) -> str:
        text = self._need(key, str, "文字", "a text")
        if not text.strip():
            raise self.wrong(key, "是空的；写上文字", "is empty; write a text")
        return str(text)

    def words(self, key: str) -> Words:
        table = self.table(key)
        table.only("zh", "en")
        return Words(table.text("zh"), table.text("en"))

    def day(self, key: str) -> date:
        day = self._need(key, date, "日期，如 2007-04-01", "a day such as 2007-04-01")
        if isinstance(day, datetime):
            raise self.wrong(key, "只写日期，不写时刻", "has a time of day; write the day alone")
        return date(day.year, day.month, day.day)

    def flag(self, key: str) -> bool:
        """True or false; false when it is not there."""
        if key not in self.raw:
            return False
        return bool(self._need(key, bool, "true 或 false", "true or false"))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when it is not there."""
        if key not in self.raw:
            return ()
        items = self._need(key, list, "文字列表", "a list of texts")
        if not all(isinstance(item, str) for item in items):
            raise self.wrong(key, "应是文字列表", "is not a list of texts; write one")
        return tuple(items)

    def text_lists(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of texts; empty when it is not there."""
        if key not in self.raw:
            return ()
        items = self._need(key, list, "列表的列表", "a list of lists")
        numbered = ((f"{self._path(key)}[{n}]", item) for n, item in enumerate(items, start=1))
        return tuple(Table(self.file, "", {name: item}).texts(name) for name, item in numbered)

    def table(self, key: str) -> Table:
        raw = self._need(key, dict, "一个表", "a table")
        return Table(self.file, self._path(key), raw)

    def tables(self, key: str) -> Iterator[Table]:
        """The tables of a list, numbered from 1 as a reader counts them."""
        items = self._need(key, list, f"[[{self._path(key)}]]", f"[[{self._path(key)}]]")
        for number, raw in enumerate(items, start=1):
            if not isinstance(raw, dict):
                raise self.wrong(key, "应是表的列表", "is not a list of tables; write [[...]]")
            yield Table(self.file, f"{self._path(key)}[{number}]", raw)

    def _path(self, key: str) -> str:
        return f"{self.key}.{key}" if self.key else key

    def _need(self, key: str, kind: type, zh: str, en: str) -> Any:
        if key not in self.raw:
            raise self.wrong(key, f"缺少；补上{zh}", f"is missing; add {en}")
        if not isinstance(self.raw[key], kind):
            raise self.wrong(key, f"类型不对；应是{zh}", f"has the wrong type; write {en}")
        return self.raw[key]


def read(folder: Path, file: str) -> Table:
    """The whole file as one table, decimals exact."""
    path = folder / file
    if not path.is_file():
        raise wrong(file, "-", "文件不存在；补上它", "the file does not exist; add it")
    try:
        return Table(file, "", tomllib.loads(path.read_text("utf-8"), parse_float=Decimal))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise wrong(
            file, "-", f"不是正确的 TOML({error})；改正它", f"is not TOML ({error}); correct it"
        ) from None
