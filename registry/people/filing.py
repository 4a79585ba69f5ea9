"""变动报备: each change of the register, and that the unit filed it with the centre."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format

from policy import managers as rules
from policy.errors import PolicyError
from registry import rulebook
from registry.errors import RegistryError
from registry.org import people
from registry.org.models import Person
from registry.people.models import AccountManager, Change


class FiledAlready(RegistryError):
    """This change was filed already, on %(day)s."""


def write(
    manager: AccountManager,
    person: Person,
    what: str,
    on: date,
    told: dict[str, Any],
    *,
    by: Person,
    at: datetime,
    origin: str,
) -> Change:
    """The change to file, and its line in the journal of the person, whose row is held."""
    change = Change.objects.create(
        manager=manager,
        what=what,
        changed_on=on,
        said=str(told.get("reason") or told.get("why") or ""),
        due_on=_due_on(manager, on),
        origin=origin,
        entered_by=by,
        entered_at=at,
    )
    line = {"manager": manager.pk, "on": on.isoformat(), **told}
    line |= {"origin": origin} if origin else {}
    people.write(person, [(f"manager_{Change.What(what).value}", line)], by=by, at=at)
    return change


def _due_on(manager: AccountManager, changed_on: date) -> date:
    """By when it is filed; where the bureau has no day for it, at the end of the next month."""
    bureau = manager.unit.bureau or manager.unit
    book, set_ = rulebook.ruling(bureau, changed_on)
    try:
        ruled = rules.rule_on(changed_on, on=changed_on, book=book, set=set_)
        return date.fromisoformat(str(ruled.value))
    except PolicyError:
        return rules.due_on(changed_on, 31)


def file(change_id: int, *, on: date, by: Person) -> Change:
    """报备: the change is filed with the centre. Raises FiledAlready."""
    with transaction.atomic():
        rows = Change.objects.select_for_update(no_key=True)
        change = rows.get(pk=change_id)
        if change.filed_on is not None:
            raise FiledAlready(day=date_format(change.filed_on))
        change.filed_on, change.filed_by = on, by
        change.save(update_fields=["filed_on", "filed_by"])
        return change
