"""Customers from a file, by their 14-digit id."""

from registry.customers.models import Customer
from registry.errors import RegistryError
from registry.imports import upserts
from registry.imports.lookups import People, Units
from registry.imports.records import Record
from registry.imports.upserts import Counts


class OtherBureau(RegistryError):
    """This customer belongs to another bureau (%(bureau)s): it is not moved by an import."""


class SameManager(RegistryError):
    """The A and the B manager are two people: name another one here."""


def load(records: list[Record]) -> Counts:
    """Write the customers of the file; faults are kept on the records."""
    upserts.once(records, ("code",), "code")
    related = Customer.objects.select_related("bureau", "unit", "a_manager", "b_manager")
    known = {row.code: row for row in related}
    units, people = Units(), People()
    pairs = []
    for record in records:
        unit = units.named(record)
        values = record.only("code", "name", "tier")
        for column in ("a_manager", "b_manager"):
            if column in record.values:
                values[column] = people.named(record, column)
        if unit is not None:
            values |= {"unit": unit, "bureau": unit.bureau}
        customer = known.get(record["code"]) or Customer()
        if customer.pk and unit is not None and customer.bureau_id != unit.bureau_id:
            record.fault("unit", OtherBureau(bureau=customer.bureau))
        differs = upserts.filled_in(customer, values)
        upserts.check(record, customer, [name for name in ("code", "name") if name in values])
        if customer.a_manager_id and customer.a_manager_id == customer.b_manager_id:
            record.fault("b_manager", SameManager())
        pairs.append((customer, differs))
    if any(record.bad for record in records):
        return Counts()
    return upserts.written(pairs, Customer)
