"""People from a file, by username. A new person can't log in until somebody gives a password."""

from django.contrib.auth.hashers import make_password

from registry.errors import RegistryError
from registry.imports import upserts
from registry.imports.records import Record
from registry.imports.upserts import Counts
from registry.org.models import Person

FIELDS = ("username", "name", "number", "email", "phone")


class NumberTaken(RegistryError):
    """%(who)s has this staff number: a number belongs to one person."""


class AlmostTheSame(RegistryError):
    """There is a “%(username)s” already: usernames differ by more than capital letters."""


class NotAsItIsTyped(RegistryError):
    """Nobody could log in with “%(username)s”: write it in half-width characters, “%(plain)s”."""


def load(records: list[Record]) -> Counts:
    """Write the people of the file; faults are kept on the records."""
    known = {person.username: person for person in Person.objects.all()}
    upserts.once(records, ("username",), "username")
    folded = {username.casefold(): username for username in known}
    pairs = []
    for record in records:
        username = record["username"]
        if username is None:
            continue
        plain = Person.normalize_username(username)
        if plain != username and username not in known:
            record.fault("username", NotAsItIsTyped(username=username, plain=plain))
        twin = folded.setdefault(username.casefold(), username)
        if twin != username:
            record.fault("username", AlmostTheSame(username=twin))
        person = known.get(username) or Person(password=make_password(None))
        values = record.only("username", "name", "email", "phone")
        if "number" in record.values:
            values["number"] = record["number"] or None
        if record["active"] is not None:
            values["is_active"] = record["active"]
        differs = upserts.filled_in(person, values)
        upserts.check(record, person, [name for name in FIELDS if name in values])
        pairs.append((record, person, differs))
    _check_numbers(pairs, known)
    if any(record.bad for record in records):
        return Counts()
    _free_numbers([person for _, person, differs in pairs if differs])
    return upserts.written([(person, differs) for _, person, differs in pairs], Person)


def _check_numbers(pairs: list[tuple[Record, Person, bool]], known: dict[str, Person]) -> None:
    """A number belongs to one person, once all rows are written."""
    holders: dict[str, str] = {}
    named = {person.username for _, person, _ in pairs}
    for person in known.values():
        if person.number and person.username not in named:
            holders[person.number] = str(person)
    for record, person, _ in pairs:
        if not person.number:
            continue
        if person.number in holders:
            record.fault("number", NumberTaken(who=holders[person.number]))
        holders.setdefault(person.number, str(person))


def _free_numbers(people: list[Person]) -> None:
    """Two people may exchange their numbers in one file."""
    kept = [person.pk for person in people if person.pk]
    Person.objects.filter(pk__in=kept).update(number=None)
