"""A discount: decided by its depth, agreed to less, never back-dated, granted until it ends."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from approvals import errors, invariants
from approvals.models import Case
from documents.models import Paper
from policy.errors import NotSet
from registry.discounts.models import DiscountGrant
from registry.revenue.models import Line
from tests.cast import Cast, asked, decide, new_key, resubmit, revise, send_back, submit
from tests.workflows.discounting import ask, at_the_centre, give_margin, set_table


@pytest.fixture(autouse=True)
def nothing_breaks(db):
    yield
    assert list(invariants.check_all()) == []


def test_no_discount_goes_anywhere_before_the_bureau_has_set_its_table(cast: Cast) -> None:
    with pytest.raises(NotSet) as refused:
        submit(cast, ask(cast))
    assert "一人提出，另一人批准" in refused.value.sentence("zh")


@pytest.mark.parametrize(
    ("price", "deciders"),
    [
        ("9.51", ["director"]),
        ("9.50", ["director"]),
        ("9.49", ["director", "zhao"]),
        ("9.00", ["director", "zhao"]),
        ("8.99", ["director", "zhao", "leader"]),
        ("8.00", ["director", "zhao", "leader"]),
    ],
)
def test_the_deeper_the_discount_the_higher_its_last_decider(
    price: str, deciders: list[str], cast: Cast
) -> None:
    set_table(cast)
    case = at_the_centre(cast, price)
    for name in deciders:
        assert asked(case) == [name]
        case = decide(cast, case, cast.people[name])
    assert case.status == "agreed"
    made = DiscountGrant.objects.get()
    assert (made.price_yuan, made.origin) == (Decimal(price), f"case:{case.pk}")
    assert Paper.objects.get(case=case).kind == "discount_form"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"price": "7.99"}, "price_yuan"),
        ({"regulated": True}, "regulated"),
        ({"reason": ""}, "reason"),
        ({"product": ""}, "product"),
        ({"customer": None}, "customer"),
    ],
)
def test_what_the_bureau_cant_grant_is_not_taken(changes, field: str, cast: Cast) -> None:
    set_table(cast, ceiling_general=20)
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, ask(cast, **changes))
    assert field in refused.value.problems


def test_a_discount_is_asked_for_from_today_on_and_for_a_year_at_most(cast: Cast) -> None:
    set_table(cast)
    today = timezone.localdate(cast.now)
    for start, end, field in (
        (-1, 30, "valid_from"),
        (0, 365, "valid_until"),
    ):
        days = {"valid_from": today + timedelta(start), "valid_until": today + timedelta(end)}
        with pytest.raises(errors.Incomplete) as refused:
            submit(cast, ask(cast, **days))
        assert field in refused.value.problems
    submit(cast, ask(cast, valid_until=today + timedelta(364)))


def test_a_decider_agrees_to_less_and_the_price_follows(cast: Cast) -> None:
    set_table(cast)
    case = at_the_centre(cast, "9.10")
    for said in ({}, {"depth_percent": "9"}, {"depth_percent": "0"}):
        with pytest.raises(errors.BadAnswers):
            decide(cast, case, cast.director, "agreed_with_changes", "只能降一些", answers=said)
    said = {"depth_percent": "8"}
    decide(cast, case, cast.director, "agreed_with_changes", "先降 8%", answers=said)
    with pytest.raises(errors.BadAnswers):
        decide(cast, case, cast.zhao, "agreed_with_changes", "再低", answers=said)
    case = decide(
        cast, case, cast.zhao, "agreed_with_changes", "7%", answers={"depth_percent": "7"}
    )
    made = DiscountGrant.objects.get()
    assert (made.depth_percent, made.price_yuan) == (Decimal(7), Decimal("9.30"))
    assert case.status == "agreed_with_changes"


def test_a_late_decision_is_not_back_dated(cast: Cast) -> None:
    set_table(cast)
    case = at_the_centre(cast)
    cast.later(days=10)
    decide(cast, case, cast.director)
    assert DiscountGrant.objects.get().valid_from == timezone.localdate(cast.now)


def test_a_decision_after_the_end_grants_nothing(cast: Cast) -> None:
    set_table(cast)
    case = at_the_centre(cast, valid_until=timezone.localdate(cast.now) + timedelta(days=3))
    cast.later(days=5)
    with pytest.raises(errors.Refused, match="2026"):
        decide(cast, case, cast.director)
    assert not DiscountGrant.objects.exists()


def test_finance_opines_and_decides_nothing(cast: Cast) -> None:
    set_table(cast)
    case = submit(cast, ask(cast))
    decide(cast, case, cast.wang)
    with pytest.raises(errors.NoSuchVerdict):
        decide(cast, case, cast.zhao, "agreed")
    give_margin(cast, case)
    assert asked(case) == ["director"]


def test_discounts_on_one_line_are_decided_as_their_sum(cast: Cast) -> None:
    set_table(cast)
    first = decide(cast, at_the_centre(cast, "9.60"), cast.director)
    second = at_the_centre(cast, "9.60", title="再优惠 4%")
    told = dict(second.ruling.facts)
    assert (told["together_percent"], told["together_with"]) == ("8.00", str(first.pk))
    split = next(duty for duty in second.ruling.duties if duty.name == "split")
    assert first.number in split.says.zh
    decide(cast, second, cast.director)
    assert asked(second) == ["zhao"], "4 % alone would be the director's"
    decide(cast, second, cast.zhao)
    assert DiscountGrant.objects.count() == 2


def test_other_lines_and_other_times_are_quiet(cast: Cast) -> None:
    set_table(cast)
    first = decide(cast, at_the_centre(cast, "9.60"), cast.director)
    until = DiscountGrant.objects.get(origin=first.journal_subject).valid_until
    later = {"valid_from": until + timedelta(1), "valid_until": until + timedelta(60)}
    for changes in ({"line": Line.LETTERS}, later):
        case = submit(cast, ask(cast, **changes))
        assert "together_percent" not in dict(case.ruling.facts)


def test_a_returned_discount_starts_anew_at_the_unit(cast: Cast) -> None:
    set_table(cast)
    case = send_back(cast, at_the_centre(cast), cast.director)
    revise(cast, case, valid_until=timezone.localdate(cast.now) + timedelta(90))
    case = Case.objects.get(pk=case.pk)
    resubmit(cast, case, key=new_key())
    assert asked(case) == ["wang"]


def test_nobody_else_decides(cast: Cast) -> None:
    set_table(cast)
    case = at_the_centre(cast)
    asked_of = case.assignments.get(person=cast.director)
    for name in ("li", "wang", "zhao", "leader", "chen"):
        with pytest.raises(errors.Refused):
            decide(cast, case, cast.people[name], row=asked_of.pk)
    assert not DiscountGrant.objects.exists()
