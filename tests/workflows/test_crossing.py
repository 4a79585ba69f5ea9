"""Marketing in another area: forbidden unless the centre consents, for a time, and the owner is told."""

from datetime import date, timedelta

import pytest

from approvals import errors
from approvals.invariants import check_all
from approvals.kinds import kind_of
from approvals.models import Copy, Message
from registry.customers import access, record
from registry.org.models import Person
from registry.sharing import consents, splits
from tests.cast import asked, decide, draft, looked_after, new_key, submit
from tests.workflows.contesting import consent
from tests.workflows.declaring import confirmed
from workflows.crossing import ending
from workflows.crossing.effects import NotPossibleNow, consent_of


def consented(cast, *, answers=None, **given):
    case = submit(cast, consent(cast, **given))
    decide(cast, case, cast.fang)
    return decide(cast, case, cast.director, answers=answers or {})


def test_with_the_consent_of_the_centre_another_unit_may_market_until_that_day(cast):
    looked_after(cast, cast.customer, cast.li)
    theirs = {"by": cast.chen, "unit": cast.other, "a_manager": cast.chen}
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, draft(cast, **theirs))
    assert "东港分局" in refused.value.problems["customer"]
    case = consented(cast, answers={"how": "lead_assist"})
    assert case.status == "agreed"
    given = consent_of(case)
    assert (given.owner, given.unit, given.until) == (cast.county, cast.other, date(2026, 4, 1))
    assert submit(cast, draft(cast, **theirs)).status == "running"
    assert consents.in_force(cast.customer, cast.other, date(2026, 4, 2)) is None
    told = set(Copy.objects.filter(case=case).values_list("person__username", flat=True))
    assert told == {"wang", "li"}
    made = splits.on(cast.customer, date(2026, 3, 10))
    assert {str(s.percent) for s in made.shares.all()} == {"70.00", "30.00"}
    assert splits.on(cast.customer, date(2026, 4, 2)) is None
    paper = case.papers.get()
    assert (paper.kind, paper.sheet.title) == ("cross_area_consent", "跨片区营销报批单")
    assert check_all() == []


def test_a_consent_opens_neither_the_page_nor_the_list_of_the_customer(cast, browse):
    consented(cast)
    chen = browse(cast.chen)
    assert chen.get(f"/customers/{cast.customer.pk}/").status_code == 404
    assert cast.customer not in access.visible_to(cast.chen, cast.now.date())
    assert cast.customer.name not in chen.get("/requests/new/cross_area_consent/").text
    named = {"unit": cast.other.pk, "customer": cast.customer.name}
    about = {"applicant": cast.chen, "on": cast.now.date()}
    for name in ("discount", "contract", "registration", "transfer", "proposal"):
        kind = kind_of(name)
        form = kind.form(named, applies=kind.applies, **about)
        assert ("customer" in form.errors) == (name != "proposal"), name


@pytest.mark.parametrize(
    ("until", "wrong"),
    [("2026-03-01", {"until"}), ("2026-04-02", {"until"}), ("2026-04-01", set())],
)
def test_the_centre_can_shorten_it_and_not_lengthen_it(cast, until, wrong):
    if not wrong:
        assert consent_of(consented(cast, answers={"until": until})).until.isoformat() == until
        return
    with pytest.raises(errors.BadAnswers) as refused:
        consented(cast, answers={"until": until})
    assert set(refused.value.problems) == wrong


def test_an_area_needs_its_unit_and_no_customer(cast):
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, consent(cast, customer=None, area="东港大道沿线"))
    assert set(refused.value.problems) == {"other_unit"}
    case = consented(cast, customer=None, area="东港大道沿线", other_unit=cast.county)
    assert consent_of(case).area == "东港大道沿线"
    assert check_all() == []


def test_nobody_steps_in_while_the_owner_develops_the_customer(cast):
    case = submit(cast, consent(cast))
    decide(cast, case, cast.fang)
    confirmed(cast, customer=cast.customer)
    with pytest.raises(NotPossibleNow, match="李晓岚"):
        decide(cast, case, cast.director)
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, consent(cast))
    assert set(refused.value.problems) == {"customer"}


def test_what_is_missing_is_said_at_each_field(cast):
    nothing = {"customer": None, "starts_on": None, "ends_on": None, "told": "", "a_manager": None}
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, consent(cast, **nothing))
    wrong = {"customer", "starts_on", "ends_on", "told", "a_manager"}
    assert set(refused.value.problems) == wrong
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, consent(cast, customer=cast.foreign))
    assert set(refused.value.problems) == {"customer"}


def test_the_own_head_and_the_centre_decide_and_nobody_else(cast):
    case = submit(cast, consent(cast))
    assert asked(case) == ["fang"]
    for person in (cast.chen, cast.wang, cast.li, cast.director):
        with pytest.raises(errors.NotThere):
            decide(cast, case, person, row=case.assignments.get().pk)
    assert asked(decide(cast, case, cast.fang)) == ["director"]


def take_back(cast, case, person, reason="客户投诉，不再需要"):
    return ending.take_back(
        case_id=case.pk, actor=person, reason=reason, at=cast.later(), key=new_key()
    )


def test_the_centre_takes_a_consent_back_and_from_that_day_nobody_markets_by_it(cast):
    looked_after(cast, cast.customer, cast.li)
    theirs = {"by": cast.chen, "unit": cast.other, "a_manager": cast.chen}
    case = consented(cast, answers={"how": "lead_assist"})
    begun = submit(cast, draft(cast, **theirs))
    for person in (cast.wang, cast.fang, cast.chen, cast.zhao, cast.sun):
        with pytest.raises(NotPossibleNow, match="大客户中心"):
            take_back(cast, case, person)
    with pytest.raises(errors.SayWhy):
        take_back(cast, case, cast.director, reason=" ")
    cast.later(days=3)
    today = cast.now.date()
    assert consents.in_force(cast.customer, cast.other, today) and splits.on(cast.customer, today)
    take_back(cast, case, cast.director)
    assert consents.in_force(cast.customer, cast.other, today) is None
    assert consents.in_force(cast.customer, cast.other, today - timedelta(days=1)) is not None
    assert splits.on(cast.customer, today) is None
    assert splits.on(cast.customer, today - timedelta(days=1)) is not None
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, draft(cast, **theirs))
    assert "东港分局" in refused.value.problems["customer"]
    begun.refresh_from_db()
    assert begun.status == "running"
    told = Message.objects.get(topic="consent_revoked")
    names = set(
        Person.objects.filter(pk__in=told.body["people"]).values_list("username", flat=True)
    )
    assert names == {"chen", "fang", "wang", "li"} and "客户投诉" in told.body["note"]
    verbs = [entry.verb for entry in record.story_of(cast.customer)]
    assert verbs[0] == "consent_revoked"
    with pytest.raises(NotPossibleNow, match="已"):
        take_back(cast, case, cast.deputy)
    assert check_all() == []


def test_a_consent_whose_time_is_over_is_not_taken_back(cast):
    case = consented(cast, customer=None, area="东港大道沿线", other_unit=cast.county)
    cast.later(days=40)
    with pytest.raises(NotPossibleNow):
        take_back(cast, case, cast.director)
    assert consent_of(case).taken_back is None
