"""Who may bring which rows over the pages: of the own bureau only, and nothing new about oneself.

At the command line nobody is asked: whoever has it has the database.
"""

from collections.abc import Callable
from datetime import date

from registry import errors
from registry.imports.records import Record
from registry.org import people
from registry.org.models import Person, Post, Unit

Guard = Callable[[list[Record], Person, Unit, date], None]


class OfAnotherBureau(errors.RegistryError):
    """This is not of your bureau: its own human resources see to it."""


class TopIsGiven(errors.RegistryError):
    """The bureau itself and its policy set are not changed by a file."""


def check_people(records: list[Record], by: Person, bureau: Unit, on: date) -> None:
    """Faults for accounts of other bureaus, of the machine's administrator, and for the own one."""
    named = {record["username"] for record in records if record["username"]}
    known = dict(Person.objects.filter(username__in=named).values_list("username", "pk"))
    kept = set(people.kept_in({bureau.pk}, on).values_list("pk", flat=True))
    for record in records:
        pk = known.get(record["username"] or "")
        if pk == by.pk and not _says_what_is(record, by):
            record.fault("username", errors.NotForOneself())
        elif pk is not None and pk not in kept | {by.pk}:
            record.fault("username", OfAnotherBureau())


def check_posts(records: list[Record], by: Person, bureau: Unit, on: date) -> None:
    """Faults for people and units of other bureaus, and for posts of the own person."""
    named = {record["person"] for record in records if record["person"]}
    known = dict(Person.objects.filter(username__in=named).values_list("username", "pk"))
    kept = set(people.kept_in({bureau.pk}, on).values_list("pk", flat=True))
    for record in records:
        _stay(record, bureau)
        pk = known.get(record["person"] or "")
        if pk == by.pk and not _holds(record, by, bureau):
            record.fault("person", errors.NotForOneself())
        elif pk is not None and pk not in kept | {by.pk}:
            record.fault("person", OfAnotherBureau())


def _says_what_is(record: Record, by: Person) -> bool:
    """Whether a row changes nothing: an exported list has the own row too."""
    said = record.only("name", "number", "email", "phone")
    active = record["active"] in (None, by.is_active)
    return active and all((getattr(by, name) or "") == (said[name] or "") for name in said)


def _holds(record: Record, by: Person, bureau: Unit) -> bool:
    """Whether the own post stands just so already."""
    held = Post.objects.filter(
        person=by,
        unit__bureau=bureau,
        unit__code=record["unit"] or "",
        role=record["role"] or "",
        since=record["since"],
    )
    return held.filter(**record.only("until")).exists()


def check_units(records: list[Record], by: Person, bureau: Unit, on: date) -> None:
    """Faults for units of other bureaus, for the bureau itself, and for policy sets."""
    for record in records:
        _stay(record, bureau)
        given = record["policy_set"]
        if record["code"] == bureau.code or not record["parent"]:
            record.fault("code", TopIsGiven())
        elif given and given != bureau.policy_set:
            record.fault("policy_set", TopIsGiven())


def _stay(record: Record, bureau: Unit) -> None:
    """The row speaks of the own bureau, whether it says so or not."""
    if record["bureau"] not in (None, "", bureau.code):
        record.fault("bureau", OfAnotherBureau())
    record.values["bureau"] = bureau.code
