"""The units and people that a row names, read once a file."""

from collections import defaultdict

from registry.imports import errors
from registry.imports.records import Record
from registry.org.models import Person, Unit


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
