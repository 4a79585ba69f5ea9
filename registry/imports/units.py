"""Units from a file, by bureau and code; a parent may stand before or after its children."""

import re

from policy.errors import PolicyError
from policy.loading import shipped
from registry.errors import RegistryError
from registry.imports import errors, upserts
from registry.imports.records import Record
from registry.imports.upserts import Counts
from registry.org.models import Unit
from registry.org.roles import UnitKind

Place = tuple[str, str]  # the code of the bureau, the code of the unit
FIELDS = ("code", "name", "kind", "mark", "policy_set", "division")
MAY_BE_EMPTY = ("mark", "division")
# Capitals only: paths are compared without regard to case on SQLite.
CODE = re.compile(r"[0-9A-Z][0-9A-Z-]*", re.ASCII)


class BadCode(RegistryError):
    """A code has capital letters, digits and hyphens only."""


class NotTheTop(RegistryError):
    """Only a municipal bureau stands at the top: name the unit above this one."""


class NotBelow(RegistryError):
    """A municipal bureau stands at the top: leave this cell empty."""


class WhichBureau(RegistryError):
    """There are several bureaus: name this unit's in the column “bureau”."""


class Circle(RegistryError):
    """This unit would stand above itself."""


class UnknownSet(RegistryError):
    """There is no policy set of this name."""


class PathTooLong(RegistryError):
    """The unit stands too deep: the codes above it and its own have more than 200 characters."""


def load(records: list[Record]) -> Counts:
    """Write the units of the file; faults are kept on the records."""
    known = {_place(unit): unit for unit in Unit.objects.select_related("bureau", "parent")}
    wanted = _by_place(records, known)
    above = {place: _above(unit) for place, unit in known.items()}
    for place, record in wanted.items():
        above[place] = (place[0], record["parent"]) if record["parent"] else None
    for place, record in wanted.items():
        _check(record, place, above)
    if any(record.bad for record in records):
        return Counts()
    return _write(known, wanted, above)


def _place(unit: Unit) -> Place:
    return (unit.bureau.code if unit.bureau else unit.code, unit.code)


def _above(unit: Unit) -> Place | None:
    return (_place(unit)[0], unit.parent.code) if unit.parent else None


def _by_place(records: list[Record], known: dict[Place, Unit]) -> dict[Place, Record]:
    """The rows by the place of their unit; a row whose bureau is not clear is a fault."""
    roots = {bureau for bureau, _ in known}
    roots |= {r["code"] for r in records if r["code"] and r["kind"] == UnitKind.BUREAU}
    wanted: dict[Place, Record] = {}
    for record in records:
        code, bureau = record["code"], record["bureau"]
        if not code:
            continue
        if record["kind"] == UnitKind.BUREAU:
            bureau = code
        elif not bureau:
            bureau = next(iter(roots)) if len(roots) == 1 else None
        if bureau is None:
            record.fault("code", WhichBureau() if roots else NotTheTop())
        elif (bureau, code) in wanted:
            record.fault("code", errors.RowTwice(row=wanted[bureau, code].row))
        else:
            wanted[bureau, code] = record
    return wanted


def _check(record: Record, place: Place, above: dict[Place, Place | None]) -> None:
    values = record.only(*FIELDS)
    upserts.check(record, Unit(**values), values)
    if not CODE.fullmatch(place[1]):
        record.fault("code", BadCode())
    if record["policy_set"]:
        try:
            shipped().policy_set(record["policy_set"])
        except PolicyError:
            record.fault("policy_set", UnknownSet())
    if record["kind"]:
        is_bureau, has_parent = record["kind"] == UnitKind.BUREAU, bool(record["parent"])
        if is_bureau == has_parent:
            record.fault("parent", NotBelow() if is_bureau else NotTheTop())
            return
    _check_ancestors(record, place, above)


def _check_ancestors(record: Record, place: Place, above: dict[Place, Place | None]) -> None:
    """Every unit above is there, none twice, and the path fits."""
    seen, here = [place], above[place]
    while here is not None:
        if here not in above:
            if len(seen) == 1:
                record.fault("parent", errors.UnknownUnit(code=here[1]))
            return
        if here in seen:
            record.fault("parent", Circle())
            return
        seen.append(here)
        here = above[here]
    if sum(len(code) + 1 for _, code in seen) > 200:
        record.fault("code", PathTooLong())


def _write(
    known: dict[Place, Unit], wanted: dict[Place, Record], above: dict[Place, Place | None]
) -> Counts:
    """Save from the top down: a unit that moves takes the paths of those below it along."""
    done: dict[Place, Unit] = {}
    counted = {"new": 0, "changed": 0, "unchanged": 0}
    for place in sorted(above, key=lambda p: _depth(p, above)):
        higher = above[place]
        parent = done[higher] if higher else None
        unit = known.get(place) or Unit()
        values = {"parent": parent}
        if place in wanted:
            given = wanted[place].only(*FIELDS)
            values |= {
                name: value for name, value in given.items() if value or name in MAY_BE_EMPTY
            }
        is_new = unit.pk is None
        differs = upserts.filled_in(unit, values)
        if place in wanted:
            counted["new" if is_new else "changed" if differs else "unchanged"] += 1
        path = f"{parent.path if parent else ''}{unit.code}/"
        if differs or path != unit.path:
            unit.path = path
            unit.bureau = parent.bureau if parent else (unit.bureau or None)
            _save(unit)
            if parent is None and unit.bureau_id is None:
                unit.bureau = unit
                unit.save(update_fields=["bureau"])
        done[place] = unit
    return Counts(**counted)


def _save(unit: Unit) -> None:
    """Save a unit; the head of its journal moves behind a lock only, and it was read without one."""
    if unit.pk is None:
        unit.save()
        return
    heads = ("journal_seq", "journal_digest")
    unit.save(
        update_fields=[
            field.name
            for field in Unit._meta.concrete_fields
            if not field.primary_key and field.name not in heads
        ]
    )


def _depth(place: Place, above: dict[Place, Place | None]) -> int:
    depth, here = 0, above[place]
    while here is not None:
        depth, here = depth + 1, above[here]
    return depth
