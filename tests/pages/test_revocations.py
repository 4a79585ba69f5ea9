"""Taking an approved amendment back before its day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from approvals.models import Message
from registry import amending, amendments, rulebook
from registry.amendments import Amendment
from registry.errors import AlreadyRevoked, InForce

WORDS = {"zh": "金额写错。", "en": "A wrong amount."}
SENT = {"a-says_zh": "金额写错。", "a-says_en": "", "a-article": "", "do": "propose"}


def today() -> date:
    return timezone.localdate()


def soon(days: int = 1) -> date:
    return today() + timedelta(days=days)


def said(cast, by=None) -> dict:
    by = by or cast.director
    return {"by": by, "at": timezone.now(), "today": today(), "says": WORDS}


def settled(cast, row: Amendment, by=None, *, day: date | None = None) -> Amendment:
    by = by or cast.zhao
    about = {"by": by, "at": timezone.now(), "today": day or today(), "approve": True}
    return amending.settle(amendment_id=row.pk, **about)


def figure(cast, value: str = "20000", *, effective: date | None = None) -> Amendment:
    """The threshold of the discussion, approved from tomorrow on."""
    about = said(cast) | {"chapter": "proposals", "parameter": "discussion", "set": "merged"}
    effective = effective or soon()
    row = amending.propose(bureau=cast.bureau, value=value, effective=effective, **about)
    return settled(cast, row)


def other_set(cast) -> Amendment:
    [row] = amending.propose_set(bureau=cast.bureau, set="dongguan", effective=soon(), **said(cast))
    return settled(cast, row)


def threshold(cast, on: date) -> object:
    book, name = rulebook.ruling(cast.bureau, on)
    version = book.parameter(name, "proposals", "discussion").latest(on)
    return version and version.value


def address(row: Amendment) -> str:
    return reverse("rule-revoke", args=[row.pk])


def shown(browse, person, row: Amendment) -> str:
    return browse(person).get(reverse("rule-amendment", args=[row.pk])).content.decode()


def test_a_figure_is_taken_back_by_two_people_before_its_day(cast, browse):
    before, row = threshold(cast, soon()), figure(cast)
    assert threshold(cast, soon()) != before
    page = browse(cast.zhao).get(address(row)).content.decode()
    assert "20,000" in page and "30,000" in page, "what was approved, and what holds without it"
    assert browse(cast.director).post(address(row), SENT).status_code == 302
    revocation = Amendment.objects.get(revokes=row)
    assert threshold(cast, soon()) != before, "one alone takes nothing back"
    assert "提出撤销" in shown(browse, cast.zhao, row)
    settle = reverse("rule-settle", args=[revocation.pk])
    assert browse(cast.director).post(settle, {"word": "approve"}).status_code == 409
    assert browse(cast.zhao).post(settle, {"word": "approve"}).status_code == 302
    assert threshold(cast, soon()) == before
    assert "已撤销" in shown(browse, cast.li, row) and "金额写错" in shown(
        browse, cast.li, revocation
    )
    assert "撤销：" in browse(cast.li).get(reverse("rule-amendments")).content.decode()
    assert list(amendments.faults()) == []


def test_who_may_approve_hears_of_the_revocation(cast, browse):
    row = figure(cast)
    browse(cast.director).post(address(row), SENT)
    [message] = Message.objects.filter(body__amendment=Amendment.objects.get(revokes=row).pk)
    assert message.body["title"].startswith("撤销：") and cast.zhao.pk in message.body["people"]


def test_after_it_was_taken_back_another_figure_takes_the_day(cast):
    row = figure(cast)
    with pytest.raises(Exception, match="later day"):
        figure(cast, "25000")
    settled(cast, *amending.propose_revocation(row, **said(cast)))
    figure(cast, "25000")
    assert str(threshold(cast, soon())) == "25000"


def test_a_policy_set_is_taken_back_before_its_day(cast, browse):
    row = other_set(cast)
    assert rulebook.ruling(cast.bureau, soon())[1] == "dongguan"
    page = browse(cast.director).get(address(row)).content.decode()
    assert "东莞" in page
    browse(cast.director).post(address(row), SENT)
    settled(cast, Amendment.objects.get(revokes=row))
    assert rulebook.ruling(cast.bureau, soon())[1] == "merged"
    assert "东莞" in shown(browse, cast.li, row)
    assert "起改用规则集" not in browse(cast.zhao).get("/rules/").content.decode()
    assert rulebook.ruling(cast.bureau, other_set(cast).effective)[1] == "dongguan"


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True), (1, True)])
def test_what_is_in_force_is_not_taken_back(cast, browse, days, holds):
    """The day before, the day itself, the day after."""
    row = figure(cast, effective=soon(2))
    on = row.effective + timedelta(days=days)
    about = said(cast) | {"today": on}
    if holds:
        with pytest.raises(InForce):
            amending.propose_revocation(row, **about)
    else:
        settled(cast, *amending.propose_revocation(row, **about), day=on)
        assert threshold(cast, soon(2)) != 20000


def test_a_revocation_that_waits_until_the_day_comes_to_nothing(cast):
    row = figure(cast)
    [revocation] = amending.propose_revocation(row, **said(cast))
    with pytest.raises(InForce):
        settled(cast, revocation, day=row.effective)
    assert str(threshold(cast, soon())) == "20000"


def test_it_is_taken_back_once(cast, browse):
    row = figure(cast)
    first, second = (amending.propose_revocation(row, **said(cast))[0] for _ in range(2))
    settled(cast, first)
    with pytest.raises(AlreadyRevoked):
        settled(cast, second)
    assert browse(cast.director).get(address(row)).status_code == 404
    with pytest.raises(AlreadyRevoked):
        amending.propose_revocation(first, **said(cast))


def test_what_another_figure_needs_is_not_taken_back_alone(cast, browse):
    """From 15,000 yuan a project would be listed, but discussed only from 30,000."""
    row = figure(cast, "15000")
    about = said(cast) | {"chapter": "proposals", "parameter": "listing", "set": "merged"}
    listing = amending.propose(bureau=cast.bureau, value="20000", effective=soon(2), **about)
    settled(cast, listing)
    answer = browse(cast.director).post(address(row), SENT)
    assert answer.status_code == 422 and not Amendment.objects.filter(revokes=row).exists()


@pytest.mark.parametrize("name", ["li", "wang", "sun", "auditor", "leader"])
def test_whoever_keeps_no_rule_does_not_find_the_page(cast, browse, name):
    row = figure(cast)
    who = browse(cast.people[name])
    assert who.get(address(row)).status_code == 404
    assert who.post(address(row), SENT).status_code == 404
    assert address(row) not in shown(browse, cast.people[name], row)
    assert address(row) in shown(browse, cast.director, row)


def test_a_revocation_says_why(cast, browse):
    row = figure(cast)
    answer = browse(cast.director).post(address(row), SENT | {"a-says_zh": "", "a-article": "3号"})
    assert answer.status_code == 422 and "3号" in answer.content.decode()
    assert not Amendment.objects.filter(revokes=row).exists()
