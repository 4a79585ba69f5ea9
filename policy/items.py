"""What a ruling is made of: duties and values, each with its citation and its reason in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Self

from policy.figures import Citation, Figure, Parameter, Version, Words
from policy.units import as_text, from_text


@dataclass(frozen=True, kw_only=True)
class Item:
    """What a duty and a value have in common: where the figure comes from and what it means."""

    name: str
    label: Words
    unit: str
    citation: Citation
    assumption: bool
    says: Words
    effective: date
    effective_assumed: bool


@dataclass(frozen=True, kw_only=True)
class Duty(Item):
    """One thing that the rules ask for, with the threshold that calls for it."""

    threshold: Decimal

    @classmethod
    def of(cls, parameter: Parameter, version: Version) -> Self:
        """The duty that a threshold of the book calls for."""
        if not isinstance(version.value, Decimal):
            raise TypeError(f"The threshold of {parameter.name} is not a number.")
        return cls(threshold=version.value, **_cited(parameter, version, parameter.name))

    def as_json(self) -> dict[str, Any]:
        return {"threshold": as_text(self.threshold), **_shared_json(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(threshold=Decimal(data["threshold"]), **_shared(data))


@dataclass(frozen=True, kw_only=True)
class Value(Item):
    """One figure that the case goes by: a deadline, a share, a switch."""

    value: Figure

    @classmethod
    def of(cls, parameter: Parameter, on: date, *, name: str = "") -> Self:
        """The value of a figure of the book on a day, under its own name or another.

        raises  NotInForce, NotSet
        """
        version = parameter.on(on)
        if version.value is None:
            raise TypeError(f"The figure {parameter.name} has no value.")
        return cls(value=version.value, **_cited(parameter, version, name or parameter.name))

    def as_json(self) -> dict[str, Any]:
        return {"value": as_text(self.value), **_shared_json(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        value = from_text(data["unit"], data["value"])
        if value is None:
            raise TypeError(f"The value {data['name']} of the ruling is empty.")
        return cls(value=value, **_shared(data))


def _cited(parameter: Parameter, version: Version, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "label": parameter.label,
        "unit": parameter.unit,
        "citation": version.citation,
        "assumption": version.assumption,
        "says": version.says,
        "effective": version.effective,
        "effective_assumed": version.effective_assumed,
    }


def _shared_json(item: Item) -> dict[str, Any]:
    return {
        "name": item.name,
        "label": item.label.as_json(),
        "unit": item.unit,
        "source": item.citation.source,
        "source_title": item.citation.title.as_json(),
        "article": item.citation.article,
        "assumption": item.assumption,
        "says": item.says.as_json(),
        "effective": item.effective.isoformat(),
        "effective_assumed": item.effective_assumed,
    }


def _shared(data: Mapping[str, Any]) -> dict[str, Any]:
    title = Words(**data["source_title"])
    return {
        "name": data["name"],
        "label": Words(**data["label"]),
        "unit": data["unit"],
        "citation": Citation(data["source"], data["article"], title),
        "assumption": data["assumption"],
        "says": Words(**data["says"]),
        "effective": date.fromisoformat(data["effective"]),
        "effective_assumed": data["effective_assumed"],
    }
