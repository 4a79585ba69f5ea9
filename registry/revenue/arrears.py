"""Money that is due and has not come （欠款）: entry by entry, with its age in months."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from policy import periods
from registry.revenue.fen import FEN, fen
from registry.revenue.models import Revenue

_YUAN: DecimalField = DecimalField(max_digits=14, decimal_places=2)


@dataclass(frozen=True)
class Owed:
    """One entry that is owed: what is left of it, and for how many whole months it has been due."""

    row: Revenue
    yuan: Decimal
    months: int


def owed(on: date, rows: QuerySet[Revenue] | None = None) -> QuerySet[Revenue]:
    """The entries that are owed on a day, the longest first; `owed_yuan` is what is left of each.

    rows: those to look among, of one customer, manager or bureau
    """
    among = Revenue.objects.all() if rows is None else rows
    counter = Revenue.objects.filter(corrects=OuterRef("pk")).order_by().values("corrects")
    corrected = Subquery(counter.annotate(sum=Sum("amount_yuan")).values("sum"))
    left = F("amount_yuan") + Coalesce(corrected, Value(Decimal(0)), output_field=_YUAN)
    due = among.filter(corrects=None, collected_on=None, due_on__lt=on)
    # Less than a fen is nothing: SQLite adds in floats.
    return due.annotate(owed_yuan=left).filter(owed_yuan__gt=FEN / 2).order_by("due_on", "pk")


def aged(rows: Iterable[Revenue], on: date) -> list[Owed]:
    """What `owed` found, with the ages on that day."""
    return [
        Owed(row, fen(row.owed_yuan), periods.months_since(row.due_on, on))  # type: ignore[attr-defined]
        for row in rows
        if row.due_on is not None
    ]


def total(rows: QuerySet[Revenue]) -> Decimal:
    """The sum of what `owed` found."""
    return fen(rows.aggregate(sum=Sum("owed_yuan"))["sum"])
