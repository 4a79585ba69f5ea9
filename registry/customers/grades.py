"""The tier of a customer, with its scope and level, and who answers for it since; each kept for ever."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from registry.customers import record
from registry.customers.models import Customer, Grade
from registry.org.models import Person

COLUMNS = ("tier", "scope", "crm_level", "responsible_unit", "archive_custodian")


@dataclass(frozen=True)
class Graded:
    """What a customer is graded as, and the rulings behind it as JSON."""

    tier: str
    scope: str = ""
    crm_level: int | None = None
    responsible_unit: str = ""
    archive_custodian: str = ""
    ruling: dict[str, Any] | None = None
    unit_ruling: dict[str, Any] | None = None

    @classmethod
    def of(cls, customer: Customer, **changed: Any) -> "Graded":
        """As the customer stands, with some of it changed."""
        return cls(**{name: getattr(customer, name) for name in COLUMNS} | changed)


def grade_each(
    graded: Sequence[tuple[Customer, Graded]],
    *,
    since: date,
    by: Person | None,
    at: datetime,
    origin: str = "",
    reason: str = "",
) -> None:
    """Grade customers that are held, in few statements: the rows, the history, the journals."""
    rows, said = [], []
    for customer, new in graded:
        given = asdict(new)
        rows.append(
            Grade(
                customer=customer,
                since=since,
                origin=origin,
                reason=reason,
                entered_by=by,
                entered_at=at,
                **given,
            )
        )
        differs = {
            name: [getattr(customer, name), given[name]]
            for name in COLUMNS
            if getattr(customer, name) != given[name]
        }
        for name in COLUMNS:
            setattr(customer, name, given[name])
        said.append((customer, [("graded", {"origin": origin, "reason": reason, **differs})]))
    Grade.objects.bulk_create(rows, batch_size=500)
    record.write_each(said, by=by, at=at, fields=COLUMNS)


def history_of(customer: Customer) -> QuerySet[Grade]:
    """How the customer was graded, the latest first."""
    return customer.grades.select_related("entered_by").order_by("-since", "-pk")
