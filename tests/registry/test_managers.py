"""The register of account managers: appointed once, changed with a trace, left for good."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from registry import errors
from registry.journal import Entry
from registry.models import Change, Post
from registry.org import people
from registry.org.roles import PostRole
from registry.people import filing, managers
from registry.people.models import AccountManager
from tests.cast import Cast

KIND = AccountManager.Kind
DAY = date(2026, 3, 2)


def appoint(cast: Cast, **given) -> AccountManager:
    terms = {
        "person": cast.lin,
        "unit": cast.county,
        "kind": KIND.NEW_ENTRANT,
        "appointed_on": DAY,
        "by": cast.sun,
        "at": cast.now,
    }
    return managers.appoint(**terms | given)


def test_who_is_appointed_stands_in_the_register_with_rank_and_post(cast):
    manager = appoint(cast, person=cast.wang)
    assert managers.of(cast.wang) == manager
    assert list(managers.active_on(DAY)) == [manager]
    assert managers.rank_of(manager, DAY).rank == "manager"
    assert Post.objects.on(DAY).filter(person=cast.wang, role=PostRole.ACCOUNT_MANAGER).exists()
    assert Entry.objects.get(subject=f"person:{cast.wang.pk}").verb == "manager_appointed"


def test_nobody_is_appointed_twice_and_nobody_appoints_themselves(cast):
    appoint(cast)
    with pytest.raises(managers.IsOneAlready):
        appoint(cast)
    with pytest.raises(errors.NotForOneself):
        appoint(cast, person=cast.sun, unit=cast.hr_unit)
    with pytest.raises(errors.NotTheirPostKeeper):
        appoint(cast, person=cast.chen, by=cast.wang)


def test_the_income_before_is_known_of_the_transferred_alone(cast):
    moved = appoint(cast, kind=KIND.NEWLY_TRANSFERRED, income_before_yuan=Decimal(3200))
    assert moved.income_before_yuan == 3200
    with pytest.raises(DatabaseError), transaction.atomic():
        appoint(cast, person=cast.li, income_before_yuan=Decimal(3200))


@pytest.mark.parametrize(
    ("changed", "due"), [(24, (3, 25)), (25, (3, 25)), (26, (4, 25))], ids=["before", "on", "after"]
)
def test_a_change_is_filed_by_the_25th(cast, changed, due):
    manager = appoint(cast)
    managers.rank(
        manager.pk, "senior", since=date(2026, 3, changed), reason="业绩", by=cast.sun, at=cast.now
    )
    change = manager.changes.get(what=Change.What.RANK)
    assert change.due_on == date(2026, *due)
    filing.file(change.pk, on=DAY, by=cast.wang)
    with pytest.raises(filing.FiledAlready):
        filing.file(change.pk, on=DAY, by=cast.wang)


def test_who_leaves_has_no_post_from_the_next_day_on_and_may_come_back(cast):
    manager = appoint(cast)
    managers.leave(manager.pk, last_day=DAY, why="调离", by=cast.sun, at=cast.now)
    tomorrow = date(2026, 3, 3)
    assert not managers.active_on(tomorrow)
    held = Post.objects.on(tomorrow).filter(person=cast.lin, role=PostRole.ACCOUNT_MANAGER)
    assert not held.exists()
    with pytest.raises(managers.LeftAlready):
        managers.leave(manager.pk, last_day=DAY, why="调离", by=cast.sun, at=cast.now)
    again = appoint(cast, appointed_on=tomorrow)
    assert managers.of(cast.lin) == again


def test_a_move_gives_the_post_in_the_other_unit(cast):
    manager = appoint(cast)
    moved = managers.move(
        manager.pk,
        unit=cast.other,
        duty="planner",
        since=date(2026, 4, 1),
        by=cast.sun,
        at=cast.now,
    )
    assert (moved.unit, moved.duty) == (cast.other, "planner")
    on = Post.objects.on(date(2026, 4, 1)).filter(person=cast.lin)
    assert [(post.unit, post.role) for post in on] == [(cast.other, PostRole.PLANNER)]


def test_the_register_is_never_rewritten(cast):
    manager = appoint(cast)
    for change in (
        lambda: manager.ranks.update(rank="chief"),
        lambda: AccountManager.objects.update(appointed_on=date(2020, 1, 1)),
        lambda: manager.changes.update(changed_on=date(2020, 1, 1)),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert not list(people.faults())
    assert timezone.localdate(cast.now) == DAY
