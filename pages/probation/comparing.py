"""Units compared: how many are in the period, and their average where a unit has enough people."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from policy import probation
from registry.org.models import Unit
from workflows.probation.standing import Standing

_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Group:
    """A unit, or all small ones together; average is None where the people could be told."""

    unit: Unit | None
    people: int
    complete: int
    months: int
    average: Decimal | None


def by_unit(rows: Iterable[Standing]) -> list[Group]:
    """The units in their order; those with too few people are taken together at the end.

    The average of a unit is shown only if enough of its people have one, so that none can be told.
    """
    units: dict[Unit, list[Standing]] = defaultdict(list)
    for row in rows:
        units[row.held.manager.unit].append(row)
    big, small = [], list[Standing]()
    for unit, found in sorted(units.items(), key=lambda pair: pair[0].path):
        if len(_scored(found)) >= least(found[0]):
            big.append(_group(unit, found))
        else:
            small += found
    if not small:
        return big
    together = _group(None, small)
    return [*big, together]


def least(row: Standing) -> int:
    """How many people a unit needs for an average of its own."""
    return int(str(row.values[probation.SMALL_GROUP].value))


def _scored(rows: list[Standing]) -> list[Decimal]:
    return [row.judged.average for row in rows if row.judged.average is not None]


def _group(unit: Unit | None, rows: list[Standing]) -> Group:
    scores = _scored(rows)
    shown = len(scores) >= least(rows[0])
    average = (
        (sum(scores, Decimal()) / len(scores)).quantize(_TENTH, ROUND_HALF_UP) if shown else None
    )
    return Group(
        unit=unit,
        people=len(rows),
        complete=sum(row.complete for row in rows),
        months=sum(len(row.months) for row in rows),
        average=average,
    )
