"""The units, people and customers that a row names, read once a file."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from registry.customers.models import Customer
from registry.errors import RegistryError
from registry.imports import errors
from registry.imports.records import Record
from registry.org.models import Person, Unit


class UnknownCustomer(RegistryError):
    """No customer has this id, licence code or name: “%(named)s”."""


class SeveralCustomers(RegistryError):
    """Several customers are called “%(named)s”: write the id instead."""


class Units:
    """Units by their code, and by their bureau where several have that code."""

    def __init__(self) -> None:
        self._by_code: dict[str, list[Unit]] = defaultdict(list)
        for unit in Unit.objects.select_related("bureau"):
            self._by_code[unit.code].append(unit)

    def named(self, record: Record) -> Unit | None:
        """The unit of the row; None, with a fault kept, if that is not clear."""
        code, bureau = record["unit"], record["bureau"]
        found = self._by_code.get(code, [])
        if bureau:
            found = [unit for unit in found if unit.bureau and unit.bureau.code == bureau]
        if len(found) == 1:
            return found[0]
        if code:
            wrong = errors.SeveralUnits if found else errors.UnknownUnit
            record.fault("unit", wrong(code=code))
        return None


class People:
    """People by their username."""

    def __init__(self) -> None:
        self._by_username = {person.username: person for person in Person.objects.all()}

    def named(self, record: Record, column: str) -> Person | None:
        """The person whom a column of the row names; None, with a fault kept, if nobody is."""
        username = record[column]
        if not username:
            return None
        person = self._by_username.get(username)
        if person is None:
            record.fault(column, errors.UnknownPerson(username=username))
        return person


class Customers:
    """Customers by their id, their licence code or their full name; of one bureau, or of all."""

    def __init__(self, records: Iterable[Record], bureau_id: int | None = None) -> None:
        named = {record["customer"] for record in records if record["customer"]}
        known = Q(code__in=named) | Q(licence_code__in=named) | Q(name__in=named)
        rows = Customer.objects.filter(known).select_related("unit")
        if bureau_id is not None:
            rows = rows.filter(bureau=bureau_id)
        self._by_word: dict[str, list[Customer]] = defaultdict(list)
        for row in rows:
            for word in {row.code, row.licence_code, row.name} - {None, ""}:
                self._by_word[str(word)].append(row)

    def named(self, record: Record) -> Customer | None:
        """The customer of the row; None, with a fault kept, if that is not clear."""
        named = record["customer"]
        found = self._by_word.get(named, [])
        if len(found) == 1:
            return found[0]
        if named:
            record.fault("customer", (SeveralCustomers if found else UnknownCustomer)(named=named))
        return None
