"""A bureau goes over to another set of rules: from a day on, by two people, and no case is touched."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from approvals.models import Case
from approvals.words import Status
from policy.errors import BadRulebook, PolicyError, UnknownSet
from registry import amending, amendments, rulebook
from registry.errors import (
    FromTomorrow,
    GoesByItAlready,
    NotARuleKeeper,
    Retroactive,
    SamePerson,
)
from tests.cast import Cast, draft, submit

SAYS = {"zh": "局务会决定改用。", "en": "The bureau goes over."}


@pytest.fixture
def today(cast) -> date:
    return timezone.localdate(cast.now)


def propose(cast: Cast, set_: str, effective: date, *, by=None, today: date | None = None):
    [row] = amending.propose_set(
        bureau=cast.bureau,
        set=set_,
        effective=effective,
        says=SAYS,
        by=by or cast.director,
        at=cast.now,
        today=today or timezone.localdate(cast.now),
    )
    return row


def settle(cast: Cast, row, *, by=None, today: date | None = None):
    about = {"at": cast.now, "today": today or timezone.localdate(cast.now), "approve": True}
    return amending.settle(amendment_id=row.pk, by=by or cast.zhao, **about)


def set_on(cast: Cast, day: date) -> str:
    return rulebook.ruling(cast.bureau, day)[1]


def test_the_other_set_holds_from_its_day_once_a_second_person_approves_it(cast, today):
    day = today + timedelta(days=10)
    row = propose(cast, "moushi", day)
    assert set_on(cast, day) == "merged", "a proposal alone changes nothing"
    with pytest.raises(SamePerson):
        settle(cast, row, by=cast.director)
    settle(cast, row)
    days = [day - timedelta(days=1), day, day + timedelta(days=1)]
    assert [set_on(cast, one) for one in days] == ["merged", "moushi", "moushi"]
    assert list(amendments.faults()) == []


def test_sets_follow_each_other(cast, today):
    days = [today + timedelta(days=n) for n in (5, 10, 15)]
    for name, day in zip(("moushi", "dongguan"), days, strict=False):
        settle(cast, propose(cast, name, day))
    assert [set_on(cast, day) for day in days] == ["moushi", "dongguan", "dongguan"]
    with pytest.raises(BadRulebook):
        propose(cast, "yueyang", days[1])  # a day has one set
    assert all(
        a.effective < b.effective for a, b in pairwise(rulebook.current(cast.bureau).choices)
    )


def test_going_over_is_no_new_version_of_the_rules(cast, today):
    before = rulebook.current(cast.bureau)
    settle(cast, propose(cast, "moushi", today + timedelta(days=1)))
    after = rulebook.current(cast.bureau)
    assert (after.hash, after.version) == (before.hash, before.version)


@pytest.mark.parametrize(
    ("set_", "after", "refusal"),
    [
        ("moushi", -1, Retroactive),
        ("moushi", 0, FromTomorrow),
        ("merged", 1, GoesByItAlready),
        ("nowhere", 1, UnknownSet),
    ],
)
def test_what_makes_no_sense_is_refused(cast, today, set_, after, refusal):
    with pytest.raises(refusal):
        propose(cast, set_, today + timedelta(days=after))
    assert not amendments.Amendment.objects.exists()
    propose(cast, "moushi", today + timedelta(days=1))


def test_a_proposal_that_waited_too_long_is_not_approved(cast, today):
    row = propose(cast, "moushi", today + timedelta(days=1))
    with pytest.raises(FromTomorrow):
        settle(cast, row, today=today + timedelta(days=1))
    settle(cast, row)


def test_only_keepers_of_the_rules_choose_the_set(cast, today):
    for person in (cast.li, cast.wang, cast.sun):
        with pytest.raises(NotARuleKeeper):
            propose(cast, "moushi", today + timedelta(days=1), by=person)
    row = propose(cast, "moushi", today + timedelta(days=1))
    with pytest.raises(NotARuleKeeper):
        settle(cast, row, by=cast.sun)


def test_a_submitted_case_keeps_its_set_and_the_next_one_has_the_new(cast, today):
    before = submit(cast, draft(cast))
    settle(cast, propose(cast, "moushi", today + timedelta(days=1)))
    on_the_day = submit(cast, draft(cast), at=cast.later() + timedelta(days=1))
    assert Case.objects.get(pk=before.pk).ruling.set == "merged"
    assert on_the_day.ruling.set == "moushi"


def test_a_set_without_the_rule_refuses_the_request_with_a_sentence(cast, today):
    settle(cast, propose(cast, "yueyang", today + timedelta(days=1)))
    case = draft(cast)
    with pytest.raises(PolicyError, match="proposals"):
        submit(cast, case, at=cast.later() + timedelta(days=1))
    case.refresh_from_db()
    assert case.status == Status.DRAFT


def test_a_row_names_a_figure_or_a_set_and_nothing_between(cast, today):
    row = propose(cast, "moushi", today + timedelta(days=1))
    for half in ({"chapter": "proposals"}, {"parameter": "plan"}, {"value": "1"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            amendments.Amendment.objects.filter(pk=row.pk).update(**half)
