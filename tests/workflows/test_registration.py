"""Declarations: who declares what, what the centre confirms, and that nobody steps in then."""

from datetime import date

import pytest

from approvals import errors
from approvals.invariants import check_all
from approvals.kinds import kind_of
from approvals.models import Case
from registry.customers import announcements, lookalikes
from registry.customers.models import Customer, Protection
from registry.org.models import Post
from registry.org.roles import PostRole
from tests.cast import asked, decide, draft, submit
from tests.workflows.declaring import LICENCE, confirmed, declaration, declared
from workflows.registration.effects import RegisteredMeanwhile


def test_a_confirmed_declaration_enters_the_customer_and_protects_it_for_two_months(cast):
    cast.county.division = "440511"
    cast.county.save()
    held = confirmed(cast, b_manager=cast.lin)
    customer = held.customer
    assert (customer.name, customer.unit, customer.a_manager) == (
        "海风食品有限公司",
        cast.county,
        cast.li,
    )
    assert customer.code and customer.code.startswith("440511")
    assert (held.confirmed_on, held.last_day) == (date(2026, 3, 2), date(2026, 5, 2))
    case = Case.objects.get(kind="registration")
    assert (case.status, case.result, case.customer) == ("agreed", "confirmed", customer)
    paper = case.papers.get()
    assert (paper.kind, paper.sheet.title) == ("declaration_form", "项目报备表")
    facts = {fact.label: fact.value for fact in paper.sheet.facts}
    assert facts["保护期"] == "2026年3月2日至2026年5月2日"
    assert check_all() == []


@pytest.mark.parametrize(
    ("kind", "paper", "last_day"),
    [
        ("regular", "declaration_form", date(2026, 5, 2)),
        ("festival", "declaration_form", date(2026, 4, 2)),
        ("registration", "registration_form", date(2026, 5, 2)),
    ],
)
def test_the_kind_says_how_long_it_is_protected_and_which_paper_tells_it(
    cast, kind, paper, last_day
):
    held = confirmed(cast, kind=kind)
    assert held.last_day == last_day
    assert Case.objects.get(kind="registration").papers.get().kind == paper


def test_a_project_needs_its_plan_and_a_customer_alone_does_not(cast):
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, declaration(cast, plan=False))
    assert set(refused.value.problems) == {"plan"}
    assert submit(cast, declaration(cast, kind="registration", plan=False)).status == "running"


def test_what_is_missing_is_said_at_each_field(cast):
    empty = declaration(cast, name="", licence_code="", a_manager=cast.li)
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, empty)
    assert set(refused.value.problems) == {"name"}
    nameless = declaration(cast, licence_code="")
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, nameless)
    assert set(refused.value.problems) == {"licence_code"}


def test_two_units_declare_one_customer_and_the_second_is_told_whose_it_is(cast):
    theirs = {"by": cast.chen, "unit": cast.other, "a_manager": cast.chen}
    first, second = declared(cast), declared(cast, **theirs)
    told = dict(kind_of("registration").facts(first, first.registration))
    assert second.number in str(list(told.values()))
    decide(cast, first, cast.director, "confirmed")
    with pytest.raises(RegisteredMeanwhile, match="东港分局"):
        decide(cast, second, cast.director, "confirmed")
    second = decide(
        cast,
        second,
        cast.director,
        "duplicate",
        "已由东港分局登记",
        answers={"duplicate_of": "海风食品有限公司"},
    )
    assert (second.status, second.result) == ("refused", "duplicate")
    assert Customer.objects.filter(name="海风食品有限公司").count() == 1
    assert check_all() == []


@pytest.mark.parametrize(
    ("verdict", "answers", "wrong"),
    [
        ("duplicate", {}, "duplicate_of"),
        ("duplicate", {"duplicate_of": "没有的客户"}, "duplicate_of"),
        ("confirmed_elsewhere", {}, "unit"),
        ("confirmed_elsewhere", {"unit": "own"}, "unit"),
        ("confirmed", {"unit": "other"}, "unit"),
        ("confirmed_elsewhere", {"unit": "other", "duplicate_of": "西港宾馆"}, "duplicate_of"),
    ],
)
def test_the_centre_names_the_owner_or_the_registered_customer(cast, verdict, answers, wrong):
    case = declared(cast)
    units = {"own": cast.county, "other": cast.other}
    given = {k: units.get(v, v) for k, v in answers.items()}
    with pytest.raises(errors.BadAnswers) as refused:
        decide(cast, case, cast.director, verdict, "理由", answers=given)
    assert set(refused.value.problems) == {wrong}
    assert asked(case) == ["director"]


def test_the_centre_confirms_a_customer_for_another_unit_without_a_period(cast):
    case = declared(cast)
    case = decide(cast, case, cast.director, "confirmed_elsewhere", answers={"unit": cast.other.pk})
    assert case.customer.unit == cast.other
    assert not Protection.objects.exists()
    assert "西港分局" in case.papers.get().sheet.conclusion
    assert check_all() == []


def test_nobody_else_asks_for_anything_with_a_protected_customer(cast, filled, browse):
    held = confirmed(cast, customer=cast.customer)
    own = draft(cast, by=cast.lin, a_manager=cast.lin)
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, own)
    assert "李晓岚" in refused.value.problems["customer"]
    answer = browse(cast.lin).post("/requests/new/proposal/", filled(a_manager=cast.lin.pk))
    assert answer.status_code == 422 and "他人不得介入" in answer.text
    assert submit(cast, draft(cast)).status == "running"  # Li, who develops it
    again = declaration(cast, customer=held.customer)
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, again)
    assert set(refused.value.problems) == {"customer"}


def test_a_unit_declares_only_its_own_customers(cast, browse):
    form = {"title": "x", "kind": "registration", "unit": cast.county.pk, "basis": "potential"}
    form |= {"influence": "general", "a_manager": cast.li.pk, "do": "save"}
    li = browse(cast.li)
    for field, value in (("customer", cast.foreign.name), ("name", cast.foreign.name)):
        answer = li.post("/requests/new/registration/", form | {field: value})
        assert answer.status_code == 422 and "西港分局" in answer.text, field
    answer = li.post("/requests/new/registration/", form | {"name": cast.customer.name})
    assert answer.status_code == 422 and "本单位已有该客户" in answer.text
    answer = li.post("/requests/new/registration/", form | {"licence_code": LICENCE[:-1] + "8"})
    assert answer.status_code == 422 and 'value="91440515MA4UP3LD08"' in answer.text


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("东港茶业公司", True),
        ("东岗茶叶有限公司", True),
        ("西港茶业有限公司", False),
        ("海风食品有限公司", False),
    ],
)
def test_a_name_that_looks_or_sounds_alike_is_shown(cast, name, found):
    alike = lookalikes.alike(cast.bureau.pk, name=name, likeness=4 / 5)
    assert (cast.customer in alike) == found


def test_who_heads_the_unit_and_the_centre_decide_and_nobody_else(cast):
    case = submit(cast, declaration(cast))
    assert asked(case) == ["wang"]
    for person in (cast.li, cast.chen, cast.fang, cast.director):
        with pytest.raises(errors.NotThere):
            decide(cast, case, person, row=case.assignments.get().pk)
    Post.objects.create(
        person=cast.wang, unit=cast.centre, role=PostRole.CENTRE_DIRECTOR, since=date(2020, 1, 1)
    )
    case = decide(cast, case, cast.wang)
    assert asked(case) == ["director"]  # who reviewed it for the unit doesn't confirm it


def test_whoever_is_authorised_on_an_announcement_closes_it(cast):
    how = {"bureau": cast.bureau, "name": "海风食品有限公司", "text": "新建工厂，年货需求大"}
    with pytest.raises(announcements.NotAPublisher):
        announcements.publish(by=cast.li, at=cast.now, apply_until=date(2026, 4, 1), **how)
    with pytest.raises(announcements.OverAlready):
        announcements.publish(by=cast.director, at=cast.now, apply_until=date(2026, 3, 1), **how)
    row = announcements.publish(by=cast.director, at=cast.now, apply_until=date(2026, 4, 1), **how)
    held = confirmed(cast, announcement=row)
    row.refresh_from_db()
    assert (row.protection, row.closed_by) == (held, cast.director)
    late = declaration(
        cast, by=cast.chen, unit=cast.other, name="海风二厂", licence_code="", announcement=row
    )
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, late)
    assert "announcement" in refused.value.problems


def test_the_route_beside_the_form_follows_from_the_kind(cast, browse):
    form = {"title": "x", "kind": "festival", "unit": cast.county.pk, "a_manager": cast.li.pk}
    page = browse(cast.li).post("/requests/route/registration/", form)
    assert page.status_code == 200
    assert "大客户中心确认" in page.text and "高明" in page.text
