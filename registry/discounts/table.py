"""The table of a bureau: ceilings and deciders, who set them, and what is proposed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from policy import discounts
from policy.figures import Parameter, Version
from registry import amending, rulebook
from registry.amendments import Amendment
from registry.org.models import Person, Unit


@dataclass(frozen=True)
class Figure:
    """One figure of the table, with its version of the day, if it is set."""

    parameter: Parameter
    version: Version | None

    @property
    def name(self) -> str:
        return self.parameter.name


@dataclass(frozen=True)
class Proposal:
    """What one person proposed at one time, waiting for another one's word."""

    rows: list[Amendment]

    @property
    def first(self) -> Amendment:
        return self.rows[0]


def figures_of(bureau: Unit, on: date) -> list[Figure]:
    """The figures in the order of the rulebook."""
    book, set_ = rulebook.ruling(bureau, on)
    found = (book.parameter(set_, discounts.CHAPTER, name) for name in discounts.TABLE)
    return [Figure(one, one.latest(on)) for one in found]


def is_set(bureau: Unit, on: date) -> bool:
    """Whether discounts can be decided on: no figure is missing."""
    return all(figure.version is not None for figure in figures_of(bureau, on))


def proposals_of(bureau: Unit) -> list[Proposal]:
    """What waits for a second person, the latest first."""
    rows = Amendment.objects.filter(bureau=bureau, chapter=discounts.CHAPTER, settled_at=None)
    rows = rows.select_related("proposed_by").order_by("-proposed_at", "proposed_by", "pk")
    groups = groupby(rows, key=lambda row: (row.proposed_at, row.proposed_by_id))
    return [Proposal(list(found)) for _key, found in groups]


def propose(
    bureau: Unit,
    figures: Mapping[str, Decimal],
    *,
    effective: date,
    why: str,
    by: Person,
    at: datetime,
    today: date,
) -> list[Amendment]:
    """The figures, for another person to approve. Raises as registry.amending.propose_together."""
    return amending.propose_together(
        {name: format(value.normalize(), "f") for name, value in figures.items()},
        bureau=bureau,
        by=by,
        at=at,
        today=today,
        set=rulebook.ruling(bureau, effective)[1],
        chapter=discounts.CHAPTER,
        effective=effective,
        says={"zh": why, "en": why},
    )
