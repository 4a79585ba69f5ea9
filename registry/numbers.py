"""Gap-free numbers: the register row is locked until the transaction ends."""

from collections import Counter
from collections.abc import Sequence

from django.db import connection, models

from registry.org.models import Unit


class Register(models.Model):
    """The last number given out, a row for each unit, kind of document and year."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "year"], name="one_register_a_year")
        ]


def take(*, unit_id: int, kind: str, year: int) -> int:
    """The next number. Inside a transaction only: a rollback gives it back.

    raises  RuntimeError outside a transaction, where a number could be lost
    """
    return take_each(unit_id=unit_id, kinds=[kind], year=year)[0]


def take_each(*, unit_id: int, kinds: Sequence[str], year: int) -> list[int]:
    """The next number of each kind, in one statement that opens the registers of a new year too.

    A kind that is named twice has two.

    raises  RuntimeError outside a transaction, where a number could be lost
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A number is taken inside the transaction that uses it.")
    # Rows are locked in the order in which they are named: sorted, two cases never wait crosswise.
    wanted = sorted(Counter(kinds).items())
    rows = ", ".join(["(%s, %s, %s, %s)"] * len(wanted))
    facts = [fact for kind, number in wanted for fact in (unit_id, kind, year, number)]
    with connection.cursor() as cursor:
        cursor.execute(_NEXT.format(rows=rows), facts)
        last = dict(cursor.fetchall())
    return [last[kind] - kinds[place + 1 :].count(kind) for place, kind in enumerate(kinds)]


# Nothing from outside is in the text: `rows` is placeholders. "last" is the column, not the new row's.
_NEXT = """
    INSERT INTO registry_register (unit_id, kind, year, last) VALUES {rows}
    ON CONFLICT (unit_id, kind, year) DO UPDATE SET last = registry_register.last + excluded.last
    RETURNING kind, last
"""
