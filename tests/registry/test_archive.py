"""The archive: four groups, every version kept, persons read by few and each reading told."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from guardian.shortcuts import assign_perm

from approvals.invariants import check_all
from registry import rulebook
from registry.customers import access, archive, record
from registry.customers.archive_fields import FIELDS
from registry.customers.models import ArchiveEntry, Customer, Group
from registry.org import posts
from tests.cast import Cast, looked_after
from tests.registry.ledgers import graded

TODAY = date(2026, 3, 2)


def saved(cast: Cast, by, group=Group.BASIC, customer=None, **given) -> ArchiveEntry:
    content = given.pop("content", {"address": "东港路1号"})
    return archive.save(
        customer or cast.customer, group=group, content=content, by=by, at=cast.later(), **given
    )


def test_the_form_has_what_the_document_asks_for_in_each_group() -> None:
    assert {group: len(fields) for group, fields in FIELDS.items()} == {
        Group.BASIC: 13,
        Group.EXTENDED: 9,
        Group.PERSONS: 11,
        Group.COMPETITORS: 6,
    }


def test_every_version_is_kept_and_the_last_one_is_shown(cast: Cast) -> None:
    looked_after(cast, cast.customer, cast.li, cast.lin)
    first = saved(cast, cast.li)
    second = saved(cast, cast.lin, content={"address": "东港路2号"}, item=1, seen=1)
    assert [(e.version, e.content["address"]) for e in (first, second)] == [
        (1, "东港路1号"),
        (2, "东港路2号"),
    ]
    [shown] = archive.current(cast.customer, Group.BASIC)
    assert shown == second and archive.versions(cast.customer, Group.BASIC).count() == 2
    with pytest.raises(archive.ChangedMeanwhile):
        saved(cast, cast.li, content={"address": "东港路3号"}, item=1, seen=1)
    with pytest.raises(archive.NothingChanged):
        saved(cast, cast.li, content={"address": "东港路2号"}, item=1, seen=2)
    for change in ({"content": {}}, {"removed": True}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ArchiveEntry.objects.filter(pk=first.pk).update(**change)
    assert check_all() == []


def test_a_person_who_was_removed_is_still_in_the_history(cast: Cast) -> None:
    person = {"name": "示例人", "position": "总经理"}
    entry = saved(cast, cast.wang, Group.PERSONS, content=person)
    other = saved(cast, cast.wang, Group.PERSONS, content={"name": "另一人"})
    assert (entry.item, other.item) == (1, 2)
    saved(cast, cast.wang, Group.PERSONS, content=person, item=1, seen=1, removed=True)
    assert archive.current(cast.customer, Group.PERSONS) == [other]
    assert archive.versions(cast.customer, Group.PERSONS).count() == 3


def test_the_journal_tells_that_the_archive_was_changed_and_nothing_of_what_it_says(
    cast: Cast,
) -> None:
    saved(cast, cast.wang, Group.PERSONS, content={"name": "示例人"})
    line = record.story_of(cast.customer)[0]
    assert (line.verb, line.detail["group"], line.detail["version"]) == (
        *("archive_changed", "persons"),
        1,
    )
    assert "示例人" not in str(line.detail) and len(line.detail["sha256"]) == 64


PERSONS = {
    "li": True,  # the A manager
    "lin": True,  # the B manager
    "wang": True,  # the head of its unit
    "director": True,
    "qian": False,
    "deputy": False,
    "auditor": False,
    "leader": False,
    "zhao": False,
    "sun": False,
    "chen": False,
    "fang": False,
}


def test_few_read_of_important_persons_and_every_reading_is_told(cast: Cast) -> None:
    looked_after(cast, cast.customer, cast.li, cast.lin)
    saved(cast, cast.wang, Group.PERSONS, content={"name": "示例人"})
    for name, may in PERSONS.items():
        before = archive.readers(cast.customer).count()
        if may:
            [entry] = archive.read_persons(cast.customer, by=cast.people[name], at=cast.later())
            assert entry.content == {"name": "示例人"}
            assert archive.readers(cast.customer)[0].actor == cast.people[name]
        else:
            with pytest.raises(archive.NotForThem):
                archive.read_persons(cast.customer, by=cast.people[name], at=cast.later())
        assert archive.readers(cast.customer).count() == before + may, name
    assert check_all() == []


def test_somebody_who_was_granted_it_reads_of_the_persons_of_that_customer_alone(
    cast: Cast,
) -> None:
    assign_perm("registry.read_persons", cast.qian, cast.customer)
    assert archive.read_persons(cast.customer, by=cast.qian, at=cast.later()) == []
    with pytest.raises(archive.NotForThem):
        archive.read_persons(cast.foreign, by=cast.qian, at=cast.later())


def test_the_archive_is_kept_by_managers_custodian_and_information_supervisor(
    cast: Cast,
) -> None:
    looked_after(cast, cast.customer, cast.li)

    def keepers() -> set[str]:
        return {
            name
            for name, person in cast.people.items()
            if archive.keeps_archive(person, cast.customer, posts.held_by(person, TODAY))
        }

    assert keepers() == {"li", "wang", "qian"}
    graded(cast, cast.customer, "gold", archive_custodian="centre")
    assert keepers() == {"li", "qian", "director", "deputy"}
    for refused in (cast.chen, cast.wang, cast.auditor):
        with pytest.raises(archive.NotItsKeeper):
            saved(cast, refused)
    with pytest.raises(archive.NotForThem):
        saved(cast, cast.qian, Group.PERSONS, content={"name": "示例人"})


def test_an_archive_is_due_by_its_tier_from_its_last_update(cast: Cast) -> None:
    rules = {"book": rulebook.current(cast.bureau), "set": cast.bureau.policy_set}

    def due(day: date = TODAY) -> archive.Due:
        return archive.due(cast.customer, on=day, **rules)

    def late(day: date) -> set[Customer]:
        return {*Customer.objects.filter(archive.overdue(on=day, **rules))}

    assert due().overdue and cast.customer in late(
        TODAY
    )  # entered in 2020, never brought up to date
    archive.confirm(cast.customer, by=cast.wang, at=cast.later())
    assert (due().updated_on, due().due_on) == (TODAY, date(2026, 9, 2))
    assert cast.customer not in late(date(2026, 9, 2)) and not due(date(2026, 9, 2)).overdue
    assert cast.customer in late(date(2026, 9, 3)) and due(date(2026, 9, 3)).overdue
    graded(cast, cast.customer, "diamond")
    assert due().due_on == date(2026, 3, 17)
    assert [cast.customer in late(date(2026, 3, day)) for day in (17, 18)] == [False, True]


VISIBLE = {
    "li": {"东港茶业有限公司"},
    "wang": {"东港茶业有限公司"},
    "chen": {"西港宾馆"},
    "fang": {"西港宾馆"},
    "ma": set(),  # the centre owns none
    "zhou": set(),
    "sun": set(),
    "director": {"东港茶业有限公司", "西港宾馆"},
    "deputy": {"东港茶业有限公司", "西港宾馆"},
    "qian": {"东港茶业有限公司", "西港宾馆"},
    "zhao": {"东港茶业有限公司", "西港宾馆"},
    "leader": {"东港茶业有限公司", "西港宾馆"},
    "auditor": {"东港茶业有限公司", "西港宾馆"},
}


def test_a_unit_sees_its_own_customers_and_the_bureau_all(cast: Cast) -> None:
    for name, seen in VISIBLE.items():
        found = access.visible_to(cast.people[name], TODAY)
        assert {customer.name for customer in found} == seen, name
    looked_after(cast, cast.foreign, cast.ma)
    assert {c.name for c in access.visible_to(cast.ma, TODAY)} == {"西港宾馆"}
    assign_perm("registry.view_customer", cast.sun, cast.customer)
    assert access.visible_to(cast.sun, TODAY).get() == cast.customer
    cast.director.is_active = False
    assert not access.visible_to(cast.director, TODAY).exists()
