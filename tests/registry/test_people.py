"""Posts are given and ended, accounts closed and opened, by those who keep them: never by oneself."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from registry import errors
from registry.journal import Entry
from registry.org import people, units
from registry.org.models import Person, Post
from registry.org.roles import PostRole, UnitKind
from tests.cast import SINCE, Cast


@pytest.fixture
def stranger(db) -> Person:
    """HR of another bureau."""
    bureau = units.add(name="别的市局", code="BB", kind=UnitKind.BUREAU)
    office = units.add(name="人力资源部", code="RL", kind=UnitKind.HR, parent=bureau)
    person = Person.objects.create(username="guo", name="郭外")
    Post.objects.create(person=person, unit=office, role=PostRole.HR, since=SINCE)
    return person


def today(cast: Cast):
    return timezone.localdate(cast.now)


def appoint(cast: Cast, who: Person, by: Person, **given) -> Post:
    terms = {"unit": cast.county, "role": PostRole.UNIT_DEPUTY, "since": today(cast)} | given
    return people.appoint(person=who, by=by, at=cast.now, **terms)


def verbs(person: Person) -> list[str]:
    lines = Entry.objects.filter(subject=f"person:{person.pk}").order_by("seq")
    return [line.verb for line in lines]


@pytest.mark.parametrize("keeper", ["sun", "qian"])
def test_a_keeper_gives_a_post_and_ends_it(cast, keeper):
    by = cast.people[keeper]
    post = appoint(cast, cast.lin, by)
    assert post in Post.objects.on(today(cast))
    cast.later(days=1)
    ended = people.relieve(post_id=post.pk, last_day=today(cast), by=by, at=cast.now)
    assert (ended.until, ended.ended_by) == (today(cast), by)
    assert verbs(cast.lin) == ["appointed", "relieved"]
    line = Entry.objects.get(verb="appointed")
    assert (line.actor, line.detail["role"], line.detail["unit"]) == (
        by,
        "unit_deputy",
        cast.county.pk,
    )
    assert list(people.faults()) == []


@pytest.mark.parametrize("who", ["li", "wang", "director", "auditor"])
def test_others_give_and_end_no_posts_and_close_no_accounts(cast, who):
    by = cast.people[who]
    with pytest.raises(errors.NotTheirPostKeeper, match="林一舟"):
        appoint(cast, cast.lin, by)
    with pytest.raises(errors.NotTheirPostKeeper):
        people.relieve(post_id=cast.lin.posts.get().pk, last_day=today(cast), by=by, at=cast.now)
    for change in (people.deactivate, people.reactivate):
        with pytest.raises(errors.NotTheirPostKeeper):
            change(person=cast.lin, by=by, at=cast.now)
    assert verbs(cast.lin) == []


def test_the_keeper_of_another_bureau_keeps_nobody_here(cast, stranger):
    with pytest.raises(errors.NotTheirPostKeeper):
        people.deactivate(person=cast.lin, by=stranger, at=cast.now)
    with pytest.raises(errors.NotTheirUnit, match="东港分局"):
        newcomer = Person.objects.create(username="new", name="新人")
        appoint(cast, newcomer, stranger)


def test_who_moved_to_another_bureau_is_kept_there_only(cast, stranger):
    theirs = stranger.posts.get().unit
    Post.objects.filter(person=cast.lin).update(until=today(cast) - timedelta(days=1))
    assert people.kept_in({cast.bureau.pk}, today(cast)).filter(pk=cast.lin.pk).exists()
    Post.objects.create(person=cast.lin, unit=theirs, role=PostRole.HR, since=SINCE)
    assert not people.kept_in({cast.bureau.pk}, today(cast)).filter(pk=cast.lin.pk).exists()


def test_nobody_arranges_anything_for_themselves(cast):
    post = cast.sun.posts.get()
    with pytest.raises(errors.NotForOneself):
        appoint(cast, cast.sun, cast.sun, role=PostRole.BUREAU_LEADER)
    with pytest.raises(errors.NotForOneself):
        people.relieve(post_id=post.pk, last_day=today(cast), by=cast.sun, at=cast.now)
    with pytest.raises(errors.NotForOneself):
        people.deactivate(person=cast.sun, by=cast.sun, at=cast.now)
    people.deactivate(person=cast.sun, by=cast.qian, at=cast.now)
    cast.sun.refresh_from_db()
    with pytest.raises(errors.NotForOneself):
        people.reactivate(person=cast.sun, by=cast.sun, at=cast.now)


def test_a_post_that_is_held_is_not_given_again(cast):
    with pytest.raises(errors.HoldsItAlready, match="东港分局"):
        appoint(cast, cast.lin, cast.sun, role=PostRole.ACCOUNT_MANAGER)
    held = cast.lin.posts.get()
    people.relieve(post_id=held.pk, last_day=today(cast), by=cast.sun, at=cast.now)
    tomorrow = today(cast) + timedelta(days=1)
    again = appoint(cast, cast.lin, cast.sun, role=PostRole.ACCOUNT_MANAGER, since=tomorrow)
    assert again.since == tomorrow


def test_a_post_is_not_ended_before_it_began_nor_when_it_is_over(cast):
    post = cast.lin.posts.get()
    early = SINCE - timedelta(days=1)
    with pytest.raises(errors.EndsBeforeItBegins):
        people.relieve(post_id=post.pk, last_day=early, by=cast.sun, at=cast.now)
    yesterday = today(cast) - timedelta(days=1)
    people.relieve(post_id=post.pk, last_day=yesterday, by=cast.sun, at=cast.now)
    with pytest.raises(errors.PostOver):
        people.relieve(post_id=post.pk, last_day=today(cast), by=cast.sun, at=cast.now)


def test_who_is_deactivated_is_logged_out_at_the_next_step(cast):
    """The session of before is worth nothing, and comes to life with the person again."""
    browser = Client()
    browser.force_login(cast.lin)
    assert browser.get("/inbox/").status_code == 200
    people.deactivate(person=cast.lin, by=cast.sun, at=cast.now)
    answer = browser.get("/inbox/")
    assert answer.status_code == 302 and "/login/" in answer["Location"]
    assert cast.lin.posts.get() not in Post.objects.on(today(cast))
    with pytest.raises(errors.NotActive):
        people.deactivate(person=cast.lin, by=cast.sun, at=cast.now)
    with pytest.raises(errors.NotActive):
        appoint(cast, cast.lin, cast.sun)
    people.reactivate(person=cast.lin, by=cast.qian, at=cast.now)
    assert cast.lin.posts.get() in Post.objects.on(today(cast))
    with pytest.raises(errors.WorksHere):
        people.reactivate(person=cast.lin, by=cast.qian, at=cast.now)
    assert verbs(cast.lin) == ["deactivated", "reactivated"]


def test_a_journal_of_a_person_that_was_cut_off_is_found(cast):
    people.deactivate(person=cast.lin, by=cast.sun, at=cast.now)
    Person.objects.filter(pk=cast.lin.pk).update(journal_seq=2)
    assert any(f"person:{cast.lin.pk}" in fault for fault in people.faults())
    Person.objects.filter(pk=cast.lin.pk).update(journal_seq=0, journal_digest="")
    assert any(f"person:{cast.lin.pk}" in fault for fault in people.faults())
