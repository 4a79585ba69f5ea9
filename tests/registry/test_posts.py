"""Posts: both days count, the day before and the day after do not."""

from datetime import UTC, date, datetime, timedelta

import pytest

from registry.org import posts, units
from registry.org.models import Person, Post, Unit
from registry.org.roles import PostRole, UnitKind

SINCE, UNTIL = date(2026, 2, 2), date(2026, 6, 30)
DAY = timedelta(days=1)
ENTERED = datetime(2026, 3, 30, 2, tzinfo=UTC)


@pytest.fixture
def post(bureau):
    """Ma heads the western branch for five months."""
    ma = Person.objects.create(username="ma", name="马望川")
    unit = Unit.objects.get(code="XX")
    return Post.objects.create(
        person=ma, unit=unit, role=PostRole.COUNTY_HEAD, since=SINCE, until=UNTIL
    )


BOUNDARIES = [
    (SINCE - DAY, False),
    (SINCE, True),
    (UNTIL, True),
    (UNTIL + DAY, False),
]


@pytest.mark.parametrize(("on", "held"), BOUNDARIES)
def test_a_post_is_held_from_its_first_to_its_last_day(post, on, held):
    assert (post in Post.objects.on(on)) is held
    assert (post in posts.held_by(post.person, on)) is held
    around = posts.around(bureau_id=post.unit.bureau_id, unit_id=post.unit_id, on=on)
    assert (post in around) is held
    found = posts.units_where(post.person, (PostRole.COUNTY_HEAD,), on)
    assert found == ([post.unit] if held else [])


def test_a_post_without_a_last_day_goes_on(post):
    Post.objects.filter(pk=post.pk).update(until=None)
    assert post in Post.objects.on(UNTIL + 1000 * DAY)


def test_who_is_no_longer_active_holds_no_post(post):
    Person.objects.filter(pk=post.person_id).update(is_active=False)
    assert post not in Post.objects.on(SINCE)


def test_around_a_unit_are_its_own_people_and_the_deciding_units_of_its_bureau(post):
    root = Unit.objects.get(code="HB")
    centre = units.add(name="大客户中心", code="KH", kind=UnitKind.CENTRE, parent=root)
    elsewhere = units.add(name="别的局", code="BJ", kind=UnitKind.BUREAU)
    other = units.add(name="别的中心", code="KH", kind=UnitKind.CENTRE, parent=elsewhere)
    held = [
        Post.objects.create(person=post.person, unit=unit, role=PostRole.PLANNER, since=SINCE)
        for unit in (centre, other)
    ]
    around = posts.around(bureau_id=root.pk, unit_id=post.unit_id, on=SINCE)
    assert post in around and held[0] in around and held[1] not in around
    assert not any(p.unit.code == "DX" for p in around), "a neighbour decides nothing here"


@pytest.mark.parametrize(("after", "held"), [(0, True), (1, False)])
def test_a_post_that_was_ended_is_held_to_its_last_day(post, after, held):
    by = Person.objects.get(username="zhou")
    ended = posts.end(post.pk, last_day=date(2026, 3, 31), by=by, at=ENTERED)
    assert (ended.ended_by, ended.ended_at) == (by, ENTERED)
    assert (post in Post.objects.on(date(2026, 3, 31) + after * DAY)) is held
