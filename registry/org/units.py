"""Make, find and change units; who changed what stands in the journal of the unit."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from registry import journal
from registry.errors import RegistryError
from registry.journal import Head
from registry.org.models import Person, Unit
from registry.org.substitutions import bureaus_kept

CHANGED = ("name", "mark", "division")
# Capitals only: paths are compared without regard to case on SQLite.
CODE = re.compile(r"[0-9A-Z][0-9A-Z-]{0,19}", re.ASCII)
MAX_PATH = 200


class NotTheirUnits(RegistryError):
    """Only human resources or the information supervisor of the bureau keep its units."""


class CodeTaken(RegistryError):
    """The bureau has a unit with the code “%(code)s” already."""


class BadCode(RegistryError):
    """A code has capital letters, digits and hyphens only, 20 of them at most."""


class TooDeep(RegistryError):
    """The unit would stand too deep below the bureau."""


def add(*, name: str, code: str, kind: str, parent: Unit | None = None, mark: str = "") -> Unit:
    """A new unit below `parent`; without a parent it is the root of a bureau."""
    path = f"{parent.path if parent else ''}{code}/"
    unit = Unit(name=name, code=code, kind=kind, parent=parent, path=path, mark=mark)
    unit.bureau_id = parent.bureau_id if parent else None
    unit.save()
    if parent is None:
        unit.bureau = unit
        unit.save(update_fields=["bureau"])
    return unit


def set_up(
    *, name: str, code: str, kind: str, parent: Unit, mark: str, division: str, **by_at: Any
) -> Unit:
    """A new unit below `parent`, entered by a keeper of the bureau.

    by_at   by: who enters it; at: the moment
    raises  NotTheirUnits, BadCode, CodeTaken, TooDeep
    """
    by, at = by_at["by"], by_at["at"]
    with transaction.atomic():
        _check_keeper(parent, by, at)
        above = Unit.objects.select_for_update(no_key=True, of=("self",)).get(pk=parent.pk)
        if not CODE.fullmatch(code):
            raise BadCode
        if Unit.objects.filter(bureau=above.root_id, code=code).exists():
            raise CodeTaken(code=code)
        if len(above.path) + len(code) + 1 > MAX_PATH:
            raise TooDeep
        unit = add(name=name, code=code, kind=kind, parent=above, mark=mark)
        unit.division, unit.policy_set = division, above.policy_set
        unit.save(update_fields=["division", "policy_set"])
        told = {"name": name, "code": code, "kind": kind, "parent": above.code}
        _write(unit, "set_up", told | {"mark": mark, "division": division}, by=by, at=at)
        return unit


def change(unit: Unit, *, by: Person, at: datetime, **values: str) -> Unit:
    """Another name, mark or division of a unit; cases and papers keep what they were issued with.

    raises  NotTheirUnits
    """
    with transaction.atomic():
        row = Unit.objects.select_for_update(no_key=True, of=("self",)).get(pk=unit.pk)
        _check_keeper(row, by, at)
        changed = {k: v for k, v in values.items() if k in CHANGED and getattr(row, k) != v}
        if not changed:
            return row
        told = {name: [getattr(row, name), value] for name, value in changed.items()}
        for name, value in changed.items():
            setattr(row, name, value)
        row.save(update_fields=list(changed))
        _write(row, "changed", told, by=by, at=at)
        return row


def faults() -> Iterator[str]:
    """What is wrong with the journals of units."""
    for unit in Unit.objects.exclude(journal_seq=0):
        head = Head(unit.journal_seq, unit.journal_digest)
        yield from journal.faults(f"unit:{unit.pk}", head)


def _check_keeper(unit: Unit, by: Person, at: datetime) -> None:
    if unit.root_id not in bureaus_kept(by, timezone.localdate(at)):
        raise NotTheirUnits


def _write(unit: Unit, verb: str, told: dict[str, Any], *, by: Person, at: datetime) -> None:
    head = journal.append(
        subject=f"unit:{unit.pk}",
        head=Head(unit.journal_seq, unit.journal_digest),
        lines=[(verb, told)],
        at=at,
        actor_id=by.pk,
    )
    unit.journal_seq, unit.journal_digest = head.seq, head.digest
    unit.save(update_fields=["journal_seq", "journal_digest"])
