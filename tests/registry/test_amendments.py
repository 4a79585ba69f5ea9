"""Rules that the bureau sets itself: two people, never backwards, and only an approved one counts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from policy.errors import PolicyError
from policy.loading import shipped
from registry import amending, rulebook
from registry.errors import AlreadySettled, NotARuleKeeper, Retroactive, SamePerson
from registry.org import units
from registry.org.models import Person, Post, Unit
from registry.org.roles import PostRole, UnitKind

TODAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
SAYS = {"zh": "本局从两万元起集体讨论。", "en": "The bureau discusses from 20,000 yuan."}


@pytest.fixture
def keepers(bureau):
    """Jin heads the marketing department, Shui is its deputy; Zhou keeps no rule."""
    root = Unit.objects.get(code="HB")
    marketing = units.add(name="市场部", code="SC", kind=UnitKind.MARKETING, parent=root)
    for name, role in (("jin", PostRole.MARKETING_HEAD), ("shui", PostRole.MARKETING_DEPUTY)):
        person = Person.objects.create(username=name, name=name)
        Post.objects.create(person=person, unit=marketing, role=role, since=date(2020, 1, 1))
    return root


def person(name):
    return Person.objects.get(username=name)


def propose(root, by="jin", **changes):
    given = {
        "set": "moushi",
        "chapter": "proposals",
        "parameter": "discussion",
        "effective": TODAY + timedelta(days=30),
        "value": 20_000,
        "says": SAYS,
    }
    given |= {"at": AT, "today": TODAY} | changes
    return amending.propose(bureau=root, by=person(by), **given)


def settle(row, by="shui", approve=True, today=TODAY):
    return amending.settle(amendment_id=row.pk, by=person(by), at=AT, today=today, approve=approve)


def threshold(root, on):
    return rulebook.current(root).on("merged", "proposals", "discussion", on).value


def test_an_approved_amendment_rules_from_its_day(keepers):
    row = propose(keepers)
    assert threshold(keepers, row.effective) == 30_000, "a proposal alone changes nothing"
    settle(row)
    assert threshold(keepers, row.effective) == 20_000
    assert threshold(keepers, row.effective - timedelta(days=1)) == 30_000


def test_an_approved_amendment_shows_in_the_version_of_the_book(keepers):
    before = rulebook.current(keepers)
    assert before.version == shipped().version
    settle(propose(keepers))
    after = rulebook.current(keepers)
    assert after.version.endswith("+1") and after.hash != before.hash


def test_a_declined_amendment_changes_nothing(keepers):
    row = settle(propose(keepers), approve=False)
    assert (row.approved, row.settled_by) == (False, person("shui"))
    assert rulebook.current(keepers).hash == shipped().hash


def test_another_bureau_keeps_its_own_rules(keepers):
    settle(propose(keepers))
    other = units.add(name="别的局", code="BJ", kind=UnitKind.BUREAU)
    assert rulebook.current(other).hash == shipped().hash


def test_nobody_approves_their_own_amendment(keepers):
    row = propose(keepers)
    with pytest.raises(SamePerson):
        settle(row, by="jin")
    assert rulebook.current(keepers).hash == shipped().hash
    assert settle(row, by="shui").approved


def test_only_a_keeper_of_the_rules_proposes_and_approves(keepers):
    with pytest.raises(NotARuleKeeper):
        propose(keepers, by="zhou")
    row = propose(keepers)
    with pytest.raises(NotARuleKeeper):
        settle(row, by="zhou")


def test_a_keeper_whose_post_has_ended_keeps_nothing(keepers):
    row = propose(keepers)
    Post.objects.filter(person=person("shui")).update(until=TODAY - timedelta(days=1))
    with pytest.raises(NotARuleKeeper):
        settle(row)


def test_a_rule_never_takes_effect_backwards(keepers):
    with pytest.raises(Retroactive):
        propose(keepers, effective=TODAY - timedelta(days=1))
    row = propose(keepers, effective=TODAY)
    with pytest.raises(Retroactive):
        settle(row, today=TODAY + timedelta(days=1))
    assert settle(row).approved


def test_an_amendment_is_settled_once(keepers):
    row = propose(keepers)
    settle(row, approve=False)
    with pytest.raises(AlreadySettled, match="shui"):
        settle(row)


def test_an_amendment_is_checked_as_the_files_are(keepers):
    with pytest.raises(PolicyError):
        propose(keepers, value=90_000)  # above the listing's 50 000: out of order
    with pytest.raises(PolicyError):
        propose(keepers, parameter="no_such_figure")
