"""Who may arrange a substitution, for which days, and which ones can't stand beside each other."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from registry import errors
from registry.org import substitutions
from registry.org.models import Post, Substitution, Unit
from registry.org.roles import PostRole, UnitKind
from tests.cast import SINCE, Cast

MONDAY = date(2026, 3, 2)
SUNDAY = date(2026, 3, 8)


def away(cast: Cast, who: str, substitute: str, **given) -> Substitution:
    """Somebody is away from Monday to Sunday."""
    person = cast.people[who]
    terms = {"since": MONDAY, "until": SUNDAY, "by": person, "at": cast.now} | given
    return substitutions.set_up(person=person, substitute=cast.people[substitute], **terms)


@pytest.mark.parametrize("keeper", ["wang", "sun", "qian"])
def test_one_arranges_it_oneself_or_hr_or_an_assistant_does(cast, keeper):
    link = away(cast, "wang", "fang", by=cast.people[keeper])
    assert (link.set_by, link.set_at) == (cast.people[keeper], cast.now)


@pytest.mark.parametrize("stranger", ["fang", "li", "director", "leader"])
def test_nobody_else_arranges_it(cast, stranger):
    with pytest.raises(errors.NotTheirKeeper, match="王建国"):
        away(cast, "wang", "fang", by=cast.people[stranger])


def test_hr_of_another_bureau_arranges_nothing_here(cast):
    other = Unit.objects.create(name="别局", code="BJ", kind=UnitKind.BUREAU, path="BJ/")
    Post.objects.filter(person=cast.sun).update(until=MONDAY - timedelta(days=1))
    Post.objects.create(person=cast.sun, unit=other, role=PostRole.HR, since=SINCE)
    with pytest.raises(errors.NotTheirKeeper):
        away(cast, "wang", "fang", by=cast.sun)
    with pytest.raises(errors.NoCommonBureau):
        away(cast, "wang", "sun")


def test_somebody_who_left_neither_goes_away_nor_stands_in(cast):
    cast.fang.is_active = False
    cast.fang.save()
    with pytest.raises(errors.NotActive, match="方海"):
        away(cast, "wang", "fang")
    with pytest.raises(errors.NotActive, match="方海"):
        away(cast, "fang", "wang", by=cast.sun)


def test_a_substitution_begins_today_at_the_earliest_and_ends_no_sooner(cast):
    with pytest.raises(errors.BeginsInThePast):
        away(cast, "wang", "fang", since=MONDAY - timedelta(days=1))
    with pytest.raises(errors.EndsBeforeItBegins):
        away(cast, "wang", "fang", since=SUNDAY, until=MONDAY)
    with pytest.raises(errors.NoLimit):
        away(cast, "wang", "fang", up_to_yuan=Decimal(0))
    with pytest.raises(errors.InTheirOwnPlace):
        away(cast, "wang", "wang")
    assert away(cast, "wang", "fang", until=MONDAY).until == MONDAY


def test_nobody_has_two_substitutes_on_one_day_for_one_kind(cast):
    away(cast, "wang", "fang", kind="proposal")
    for kind in ("proposal", ""):
        with pytest.raises(errors.AwayAlready, match="方海"):
            away(cast, "wang", "deputy", kind=kind)
    with pytest.raises(errors.AwayAlready):
        away(cast, "wang", "deputy", kind="proposal", since=SUNDAY, until=SUNDAY)
    away(cast, "wang", "deputy", kind="discount")
    away(cast, "wang", "deputy", kind="proposal", since=date(2026, 3, 9), until=date(2026, 3, 9))


def test_two_do_not_stand_in_for_each_other_nor_three_in_a_circle(cast):
    away(cast, "wang", "fang")
    with pytest.raises(errors.StandsInACircle, match="方海"):
        away(cast, "fang", "wang")
    away(cast, "fang", "deputy")
    with pytest.raises(errors.StandsInACircle, match="何芳"):
        away(cast, "deputy", "wang")
    away(cast, "deputy", "director")


def test_a_circle_needs_a_day_and_a_kind_that_all_of_it_share(cast):
    away(cast, "wang", "fang", until=date(2026, 3, 4), kind="proposal")
    away(cast, "fang", "wang", since=date(2026, 3, 5))
    away(cast, "fang", "wang", until=date(2026, 3, 4), kind="discount")
    away(cast, "deputy", "director", until=date(2026, 3, 4))
    away(cast, "director", "zhou", since=date(2026, 3, 3), until=date(2026, 3, 5))
    # Zhou to the deputy closes a circle on the 3rd and 4th only.
    away(cast, "zhou", "deputy", since=date(2026, 3, 5))
    with pytest.raises(errors.StandsInACircle):
        away(cast, "zhou", "deputy", since=date(2026, 3, 4), until=date(2026, 3, 4))


def test_what_was_ended_stands_in_nobodys_way(cast):
    link = away(cast, "wang", "fang")
    substitutions.end(substitution_id=link.pk, by=cast.wang, at=cast.later())
    away(cast, "fang", "wang")
    away(cast, "wang", "deputy", since=date(2026, 3, 9), until=date(2026, 3, 9))


def test_a_substitution_is_ended_once_by_those_who_may_arrange_it(cast):
    link = away(cast, "wang", "fang")
    with pytest.raises(errors.NotTheirKeeper):
        substitutions.end(substitution_id=link.pk, by=cast.fang, at=cast.now)
    ended = substitutions.end(substitution_id=link.pk, by=cast.qian, at=cast.later())
    assert (ended.ended_by, ended.ended_at) == (cast.qian, cast.now)
    with pytest.raises(errors.EndedAlready):
        substitutions.end(substitution_id=link.pk, by=cast.wang, at=cast.now)


def test_a_substitution_that_ran_out_is_not_ended_again(cast):
    link = away(cast, "wang", "fang")
    cast.later(days=6)
    assert timezone.localdate(cast.now) == SUNDAY
    assert list(substitutions.standing(SUNDAY)) == [link]
    cast.later(days=1)
    with pytest.raises(errors.EndedAlready):
        substitutions.end(substitution_id=link.pk, by=cast.wang, at=cast.now)


def test_one_reads_ones_own_and_a_keeper_all_of_the_bureau(cast):
    link = away(cast, "wang", "fang")
    for name in ("wang", "fang", "sun", "qian"):
        assert list(substitutions.kept_by(cast.people[name], MONDAY)) == [link]
    assert not substitutions.kept_by(cast.director, MONDAY)
