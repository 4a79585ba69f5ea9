"""Gap-free numbers: the register row is locked until the transaction ends."""

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
    if not connection.in_atomic_block:
        raise RuntimeError("A number is taken inside the transaction that uses it.")
    wanted = {"unit_id": unit_id, "kind": kind, "year": year}
    register = Register.objects.select_for_update().filter(**wanted).first()
    if register is None:
        Register.objects.bulk_create([Register(**wanted)], ignore_conflicts=True)
        register = Register.objects.select_for_update().get(**wanted)
    register.last += 1
    register.save(update_fields=["last"])
    return register.last
