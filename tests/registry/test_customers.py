"""Customers: entered with their owner, numbered in order, handed over; what is past stays past."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from approvals.invariants import check_all
from registry import journal
from registry.customers import codes, describing, entering, grades, holdings, ids, record
from registry.customers.grades import Graded
from registry.customers.models import Customer, Division, Holding
from registry.customers.words import IdState
from registry.journal import Entry, Head
from tests.cast import SINCE, Cast
from tests.registry.ledgers import licence


def entered(cast: Cast, name: str = "东港书局", **given) -> Customer:
    known = {"unit": cast.county, "since": timezone.localdate(cast.now), "by": cast.qian}
    return entering.enter(name=name, at=cast.now, **known | given)


def verbs(customer: Customer) -> list[str]:
    return [line.verb for line in reversed(list(record.story_of(customer)))]


def test_a_customer_comes_with_its_owner_its_holding_and_its_line(cast: Cast) -> None:
    customer = entered(cast, a_manager=cast.li, b_manager=cast.lin, short_name="书局")
    [holding] = customer.holdings.all()
    assert (holding.unit, holding.a_manager, holding.until) == (cast.county, cast.li, None)
    assert (customer.code, customer.id_state) == (None, IdState.PROVISIONAL)
    assert (customer.pinyin, customer.initials) == ("donggangshuju shuju", "dgsj sj")
    [line] = record.story_of(customer)
    assert (line.verb, line.actor, line.detail["name"]) == ("entered", cast.qian, "东港书局")
    assert check_all() == []


def test_ids_are_issued_in_order_behind_those_that_were_brought_in(cast: Cast) -> None:
    cast.bureau.division = "440500"
    cast.bureau.save()
    cast.county.division = "440511"
    cast.county.save()
    first, second = entered(cast), entered(cast, "东港药房")
    city = entered(cast, "西港药房", unit=cast.other)
    for customer in (first, second, city):
        with transaction.atomic():
            ids.issue(customer, by=cast.qian, at=cast.later())
    # The cast brought 00017 and 00018; the other branch has the division of its bureau.
    assert [c.code for c in (first, second, city)] == [
        *("44051100019000", "44051100020000", "44050000001000"),
    ]
    assert verbs(first) == ["entered", "id_issued"] and check_all() == []


def test_a_branch_is_numbered_behind_its_head_office(cast: Cast) -> None:
    branches = [entered(cast, f"茶业{n}店", head=cast.customer) for n in (1, 2)]
    for branch in branches:
        with transaction.atomic():
            ids.issue(branch, by=cast.qian, at=cast.later())
    assert [branch.code for branch in branches] == ["44051100017001", "44051100017002"]
    orphan = entered(cast, "无号总部")
    branch = entered(cast, "无号分店", head=orphan)
    with pytest.raises(ids.HeadWithoutId), transaction.atomic():
        ids.issue(branch, by=cast.qian, at=cast.later())
    assert check_all() == []


def test_a_number_that_was_not_used_is_given_out_again(cast: Cast) -> None:
    cast.bureau.division = "440500"
    cast.bureau.save()
    customer = entered(cast)

    class Broken(Exception):
        pass

    with pytest.raises(Broken), transaction.atomic():
        ids.issue(customer, by=cast.qian, at=cast.later())
        raise Broken
    customer.refresh_from_db()
    with transaction.atomic():
        assert ids.issue(customer, by=cast.qian, at=cast.later()) == "44050000001000"


def test_an_id_is_issued_once_and_only_where_there_is_a_division(cast: Cast) -> None:
    with pytest.raises(ids.HasAnId), transaction.atomic():
        ids.issue(cast.customer, by=cast.qian, at=cast.later())
    with pytest.raises(ids.NoDivision), transaction.atomic():
        ids.issue(entered(cast), by=cast.qian, at=cast.later())
    Division.objects.create(code="440501", brought=99_999, last=99_999)
    cast.bureau.division = "440501"
    cast.bureau.save()
    with pytest.raises(ids.DivisionFull), transaction.atomic():
        ids.issue(entered(cast), by=cast.qian, at=cast.later())


def test_a_lost_number_is_found_by_the_invariants(cast: Cast) -> None:
    Division.objects.filter(code="440511").update(last=20)
    assert any("440511" in fault for fault in check_all())


@pytest.mark.parametrize(
    ("code", "right"),
    [
        (licence(1), True),
        (licence(2), True),
        (licence(1).lower(), False),
        (licence(1)[:-1] + ("0" if licence(1)[-1] != "0" else "1"), False),
        (licence(1)[:-1], False),
        (f" {licence(1)}", False),
        ("", False),
    ],
)
def test_a_licence_code_has_eighteen_signs_and_the_last_checks_them(code: str, right: bool) -> None:
    if right:
        codes.check_licence(code)
    else:
        with pytest.raises(ValidationError):
            codes.check_licence(code)


def test_two_customers_of_a_bureau_never_have_one_licence(cast: Cast) -> None:
    entered(cast, licence_code=licence(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        entered(cast, "又一个书局", licence_code=licence(1))
    other = entered(cast, "第三个书局", licence_code=licence(2))
    with pytest.raises(describing.LicenceTaken):
        describing.describe(other, by=cast.qian, at=cast.later(), licence_code=licence(1))


def test_what_is_said_of_a_customer_is_told_with_what_was_said_before(cast: Cast) -> None:
    customer = cast.customer
    assert describing.describe(customer, by=cast.qian, at=cast.later(), name="东港茶厂")
    assert not describing.describe(customer, by=cast.qian, at=cast.later(), name="东港茶厂")
    customer.refresh_from_db()
    assert (customer.pinyin, customer.initials) == ("donggangchachang", "dgcc")
    line = record.story_of(customer)[0]
    assert line.detail == {"name": ["东港茶业有限公司", "东港茶厂"]} and check_all() == []


def test_a_customer_changes_hands_with_its_past_kept(cast: Cast) -> None:
    customer, first_day = cast.customer, timezone.localdate(cast.now)
    handed = {"by": cast.director, "reason": "片区调整", "origin": "case:7"}
    holdings.hand_over(
        customer,
        unit=cast.other,
        a_manager=cast.chen,
        b_manager=None,
        since=first_day,
        at=cast.later(),
        **handed,
    )
    assert (customer.unit, customer.a_manager) == (cast.other, cast.chen)
    now, before = holdings.history_of(customer)
    assert (before.unit, before.since, before.until) == (cast.county, SINCE, first_day)
    assert (now.unit, now.since, now.until, now.origin) == (cast.other, first_day, None, "case:7")
    assert holdings.on(first_day - timedelta(days=1)).get(customer=customer).unit == cast.county
    assert holdings.on(first_day).get(customer=customer).unit == cast.other
    line = record.story_of(customer)[0]
    assert line.verb == "changed_hands" and line.detail["reason"] == "片区调整"
    assert line.detail["unit"] == [cast.county.pk, cast.other.pk]
    assert check_all() == []


def test_twice_on_one_day_leaves_one_owner_for_that_day(cast: Cast) -> None:
    day = timezone.localdate(cast.now)
    for unit in (cast.other, cast.county):
        holdings.hand_over(
            cast.customer,
            unit=unit,
            a_manager=None,
            b_manager=None,
            since=day,
            by=cast.director,
            at=cast.later(),
        )
    assert holdings.on(day).get(customer=cast.customer).unit == cast.county
    assert Holding.objects.filter(customer=cast.customer).count() == 3 and check_all() == []


def test_what_can_not_be_is_refused_and_changes_nothing(cast: Cast) -> None:
    day = timezone.localdate(cast.now)
    as_now = {"unit": cast.county, "a_manager": None, "b_manager": None, "since": day}
    for wrong, changes in (
        (holdings.AsItIs, {}),
        (holdings.OnePersonTwice, {"a_manager": cast.li, "b_manager": cast.li}),
        (holdings.NotYet, {"unit": cast.other, "since": day + timedelta(days=1)}),
        (holdings.BeforeTheLast, {"unit": cast.other, "since": SINCE - timedelta(days=1)}),
    ):
        with pytest.raises(wrong):
            holdings.hand_over(cast.customer, by=cast.director, at=cast.later(), **as_now | changes)
    assert Holding.objects.filter(customer=cast.customer).count() == 1


def test_holdings_and_grades_are_never_rewritten(cast: Cast) -> None:
    holding = cast.customer.holdings.get()
    for change in ({"unit": cast.other}, {"since": date(2021, 1, 1)}, {"reason": "另一个"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Holding.objects.filter(pk=holding.pk).update(**change)
    graded(cast, cast.customer, "gold")
    with pytest.raises(DatabaseError), transaction.atomic():
        cast.customer.grades.update(tier="diamond")


def graded(cast: Cast, customer: Customer, tier: str, scope: str = "") -> None:
    with transaction.atomic():
        held = record.locked(customer.pk)
        new = Graded.of(held, tier=tier, scope=scope)
        day = timezone.localdate(cast.now)
        grades.grade_each([(held, new)], since=day, by=cast.director, at=cast.later())
    customer.refresh_from_db()


@pytest.mark.parametrize(
    ("tier", "policy_set", "swapped"),
    [
        ("general", "merged", False),
        ("silver", "merged", True),
        ("gold", "merged", True),
        ("general", "dongguan", True),
    ],
)
def test_roles_change_over_after_a_success_where_the_rules_ask_for_a_pair(
    cast: Cast, tier: str, policy_set: str, swapped: bool
) -> None:
    cast.bureau.policy_set = policy_set
    cast.bureau.save()
    customer = entered(cast, a_manager=cast.li, b_manager=cast.lin)
    graded(cast, customer, tier)
    day = timezone.localdate(cast.now)
    done = holdings.swap_roles(
        customer, since=day, by=cast.director, at=cast.later(), origin="case:9"
    )
    customer.refresh_from_db()
    pair = (cast.lin, cast.li) if swapped else (cast.li, cast.lin)
    assert (customer.a_manager, customer.b_manager) == pair
    assert bool(done) == swapped and check_all() == []


def test_without_a_second_manager_no_roles_change_over(cast: Cast) -> None:
    customer = entered(cast, a_manager=cast.li)
    graded(cast, customer, "gold")
    day = timezone.localdate(cast.now)
    assert not holdings.swap_roles(customer, since=day, by=cast.director, at=cast.later())


def test_whose_it_is_and_how_it_is_graded_is_checked_against_what_was_kept(cast: Cast) -> None:
    for change in ({"unit": cast.other}, {"a_manager": cast.li}, {"tier": "gold"}):
        before = {name: getattr(cast.customer, name) for name in change}
        Customer.objects.filter(pk=cast.customer.pk).update(**change)
        assert any(f"customer {cast.customer.pk}" in fault for fault in check_all()), change
        Customer.objects.filter(pk=cast.customer.pk).update(**before)
    Holding.objects.filter(customer=cast.customer).update(until=date(2021, 1, 1))
    assert any("nobody" in fault for fault in check_all())


def test_the_journal_of_a_customer_is_whole(cast: Cast) -> None:
    customer = cast.customer
    head = Head(customer.journal_seq, customer.journal_digest)
    assert journal.faults(record.subject_of(customer), head) == []
    Customer.objects.filter(pk=customer.pk).update(journal_seq=0, journal_digest="")
    assert any(record.subject_of(customer) in fault for fault in record.faults())
    assert Entry.objects.filter(subject=record.subject_of(customer)).count() == 1
