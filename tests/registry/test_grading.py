"""定级: counted by the rules of the set, looked at, confirmed by a second person, written for ever."""

from datetime import date
from unittest import mock

import pytest
from django.utils import timezone

from approvals.invariants import check_all
from policy.errors import NotSet
from registry import rulebook
from registry.amendments import Amendment
from registry.customers import grades, holdings
from registry.grading import choosing, definition, facts, listing, runs
from registry.grading.models import GradingResult, GradingRun
from tests.cast import Cast
from tests.registry.ledgers import (
    QUARTER,
    bureau_took,
    confirmed,
    counted,
    earned,
    earned_in_2025,
    graded,
    result,
)

TODAY = date(2026, 3, 2)


def amend(cast: Cast, chapter: str, parameter: str, value: object, set: str = "merged") -> None:
    """A figure that the bureau has set itself."""
    Amendment.objects.create(
        bureau=cast.bureau,
        set=set,
        chapter=chapter,
        parameter=parameter,
        effective=date(2025, 1, 1),
        value=value,
        says={"zh": "本局规定。", "en": "The bureau’s rule."},
        proposed_by=cast.zhao,
        proposed_at=cast.later(),
        settled_by=cast.director,
        settled_at=cast.later(),
        approved=True,
    )


def test_a_run_grades_by_score_and_says_why_line_by_line(cast: Cast) -> None:
    bureau_took(cast, "140009983")
    earned_in_2025(cast, cast.customer, "421000")
    earned_in_2025(cast, cast.foreign, "419000")
    run = counted(cast)
    assert (run.state, run.total, run.done) == ("waiting", 2, 2)
    gold, silver = result(run, cast.customer), result(run, cast.foreign)
    assert (gold.tier, silver.tier) == ("gold", "silver")
    assert [value["says"]["zh"] for value in gold.ruling["values"]][1:3] == [
        "421,000 元，达到 300,000 元一档，得 70 分，权重 0.6，计 42 分。",
        "0.3006%，达到 0.3%一档，得 100 分，权重 0.4，计 40 分。",
    ]
    # One line alone: professional, and a county branch is not a professional bureau.
    assert (gold.scope, gold.responsible_unit, gold.moves) == ("professional", "professional", True)
    assert gold.archive_custodian == "centre" and gold.changed


def test_only_what_was_confirmed_is_written_and_the_owner_does_not_move(cast: Cast) -> None:
    bureau_took(cast, "140009983")
    earned_in_2025(cast, cast.customer, "300000")
    earned_in_2025(cast, cast.customer, "121000", "parcels")
    run = counted(cast)
    cast.customer.refresh_from_db()
    assert cast.customer.tier == "general" and not cast.customer.grades.exists()
    confirmed(cast, run)
    cast.customer.refresh_from_db()
    customer = cast.customer
    assert (customer.tier, customer.scope) == ("gold", "regional")
    assert (customer.responsible_unit, customer.archive_custodian) == ("county", "centre")
    assert customer.unit == cast.county and customer.holdings.count() == 1
    [grade] = grades.history_of(customer)
    assert (grade.origin, grade.since) == (run.origin, timezone.localdate(cast.now))
    assert grade.ruling["value"] == "gold" and grade.entered_by == cast.director
    assert check_all() == []


def test_a_run_of_another_quarter_changes_only_who_is_graded_otherwise(cast: Cast) -> None:
    bureau_took(cast, "140009983")
    earned_in_2025(cast, cast.customer, "421000")
    confirmed(cast, counted(cast))
    again = counted(cast)
    assert not GradingResult.objects.filter(run=again, changed=True).exists()
    confirmed(cast, again)
    assert cast.customer.grades.count() == 1 and check_all() == []


def test_the_fen_below_an_edge_is_graded_by_the_lower_band(cast: Cast) -> None:
    bureau_took(cast, "100000000")
    earned_in_2025(cast, cast.customer, "300000")
    earned_in_2025(cast, cast.foreign, "299999.99")
    run = counted(cast)
    assert (result(run, cast.customer).tier, result(run, cast.foreign).tier) == ("gold", "silver")


def test_revenue_bands_take_the_year_so_far_by_quarters(cast: Cast) -> None:
    cast.bureau.policy_set = "dongguan"
    cast.bureau.save()
    for name, value in (("gold_spend", "300000"), ("silver_spend", "100000")):
        amend(cast, "grading", name, value, "dongguan")
    for tier in ("diamond", "gold", "silver", "general"):
        amend(cast, "responsible-unit", f"unit_{tier}", "county", "dongguan")
    earned(cast, cast.customer, "750000", month=date(2025, 9, 1))
    earned(cast, cast.customer, "9000", month=date(2025, 10, 1))
    earned(cast, cast.foreign, "749999.99", month=date(2025, 2, 1))
    run = runs.start(
        bureau=cast.bureau, quarter_end=date(2025, 9, 30), by=cast.qian, at=cast.later()
    )
    runs.go_on(run)
    assert result(run, cast.customer).tier == "diamond"  # no bureau revenue was needed
    assert result(run, cast.foreign).tier == "gold"


def test_without_the_bureaus_revenue_no_share_is_taken(cast: Cast) -> None:
    with pytest.raises(facts.BureauRevenueMissing, match="2024"):
        counted(cast)
    bureau_took(cast, "140009983")
    amend(cast, "grading", "revenue_base", "previous_year_without_savings")
    with pytest.raises(facts.SavingsMissing):
        counted(cast)
    bureau_took(cast, "140009983", savings="40009983")
    earned_in_2025(cast, cast.customer, "300000")
    assert "0.3%" in str(result(counted(cast), cast.customer).ruling)


def test_a_set_that_has_no_method_says_who_has_to_set_it(cast: Cast) -> None:
    cast.bureau.policy_set = "moushi"
    cast.bureau.save()
    with pytest.raises(NotSet):
        counted(cast)


def test_who_starts_a_run_does_not_confirm_it_and_only_heads_of_the_centre_do(cast: Cast) -> None:
    bureau_took(cast, "140009983")
    for refused in (cast.li, cast.wang, cast.zhao, cast.auditor, cast.ma):
        with pytest.raises(runs.NotARegisterKeeper):
            counted(cast, by=refused)
    run = counted(cast, by=cast.director)
    with pytest.raises(runs.NotByTheSame):
        runs.confirm(run, by=cast.director, at=cast.later())
    for refused in (cast.qian, cast.wang, cast.leader, cast.zhao):
        with pytest.raises(runs.NotTheCentresHead):
            runs.confirm(run, by=refused, at=cast.later())
    runs.confirm(run, by=cast.deputy, at=cast.later())
    with pytest.raises(runs.NotWaiting):
        runs.confirm(run, by=cast.deputy, at=cast.later())


def test_one_run_is_open_at_a_time_and_a_dropped_one_says_why(cast: Cast) -> None:
    bureau_took(cast, "140009983")
    earned_in_2025(cast, cast.customer, "421000")
    run = counted(cast)
    with pytest.raises(runs.RunOpen):
        counted(cast)
    runs.drop(run, note="收入未录全", by=cast.director, at=cast.later())
    cast.customer.refresh_from_db()
    assert cast.customer.tier == "general"
    assert GradingRun.objects.get().note == "收入未录全"
    counted(cast)


@pytest.mark.parametrize(
    ("day", "wrong"),
    [(date(2026, 3, 31), runs.QuarterNotOver), (date(2025, 11, 30), runs.NoQuartersEnd)],
)
def test_a_quarter_is_one_that_is_over(cast: Cast, day: date, wrong: type[Exception]) -> None:
    with pytest.raises(wrong):
        runs.start(bureau=cast.bureau, quarter_end=day, by=cast.qian, at=cast.later())


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(cast: Cast) -> None:
    bureau_took(cast, "140009983")
    for customer in (cast.customer, cast.foreign):
        earned_in_2025(cast, customer, "421000")
    run = runs.start(bureau=cast.bureau, quarter_end=QUARTER, by=cast.qian, at=cast.later())
    assert runs.go_on(run, limit=1) and GradingResult.objects.count() == 1
    with mock.patch.object(runs, "_judged", side_effect=RuntimeError), pytest.raises(RuntimeError):
        runs.go_on(run, limit=1)
    while runs.go_on(run, limit=1):
        pass
    assert GradingResult.objects.count() == 2
    confirmed(cast, run, limit=1)
    assert [c.grades.count() for c in (cast.customer, cast.foreign)] == [1, 1]
    assert check_all() == []


def test_rules_that_change_while_a_run_counts_grade_all_anew(cast: Cast) -> None:
    bureau_took(cast, "140009983")
    run = runs.start(bureau=cast.bureau, quarter_end=QUARTER, by=cast.qian, at=cast.later())
    runs.go_on(run, limit=1)
    amend(cast, "grading", "gold_score", "76")
    while runs.go_on(run, limit=1):
        pass
    run.refresh_from_db()
    assert run.book_hash == rulebook.current(cast.bureau).hash
    assert {r.ruling["hash"] for r in run.results.all()} == {run.book_hash}


def test_who_was_graded_otherwise_meanwhile_stays_as_it_is(cast: Cast) -> None:
    bureau_took(cast, "140009983")
    earned_in_2025(cast, cast.customer, "421000")
    run = counted(cast)
    graded(cast, cast.customer, "silver")
    confirmed(cast, run)
    cast.customer.refresh_from_db()
    assert cast.customer.tier == "silver" and check_all() == []


def test_what_can_not_be_graded_is_a_fault_and_stays_as_it_was(cast: Cast) -> None:
    bureau_took(cast, "140009983")
    earned_in_2025(cast, cast.customer, "421000")
    earned(cast, cast.foreign, "-5", month=date(2025, 6, 1), reason="冲减上年")
    run = counted(cast)
    fault = result(run, cast.foreign)
    assert "ledger" in fault.fault["en"] and "台账" in fault.fault["zh"] and not fault.changed
    confirmed(cast, run)
    cast.foreign.refresh_from_db()
    assert cast.foreign.tier == "general" and not cast.foreign.grades.exists()


def test_the_centre_chooses_another_scope_before_it_confirms(cast: Cast) -> None:
    bureau_took(cast, "140009983")
    earned_in_2025(cast, cast.customer, "421000")
    run = counted(cast)
    row = result(run, cast.customer)
    with pytest.raises(runs.NotARegisterKeeper):
        choosing.choose_scope(row, scope="comprehensive", by=cast.wang, at=cast.later())
    chosen = choosing.choose_scope(row, scope="comprehensive", by=cast.director, at=cast.later())
    assert (chosen.responsible_unit, chosen.moves) == ("centre", True)
    with pytest.raises(choosing.NoScopeHere):
        choosing.choose_scope(
            result(run, cast.foreign), scope="regional", by=cast.director, at=cast.later()
        )
    confirmed(cast, run)
    with pytest.raises(runs.NotWaiting):
        choosing.choose_scope(row, scope="regional", by=cast.director, at=cast.later())
    cast.customer.refresh_from_db()
    assert (cast.customer.scope, cast.customer.responsible_unit) == ("comprehensive", "centre")
    # What the centre chose holds in the next run, while the tier stays.
    assert result(counted(cast), cast.customer).scope == "comprehensive"


def test_the_province_lists_a_special_customer_as_diamond_and_ends_it(cast: Cast) -> None:
    bureau_took(cast, "140009983")
    said = {"decided_on": TODAY, "document": "省客〔2026〕3号", "reason": "政策影响大"}
    with pytest.raises(runs.NotARegisterKeeper):
        listing.list_customer(cast.customer, by=cast.wang, at=cast.later(), **said)
    listing.list_customer(cast.customer, by=cast.qian, at=cast.later(), **said)
    customer = cast.customer
    assert (customer.tier, customer.special_listing) == ("diamond", True)
    assert "特殊客户" in str(grades.history_of(customer)[0].ruling)
    with pytest.raises(listing.ListedAlready):
        listing.list_customer(customer, by=cast.qian, at=cast.later(), **said)
    run = counted(cast)
    assert result(run, customer).tier == "diamond"
    with pytest.raises(runs.RunOpen):
        listing.end_listing(customer, why="省局撤销", by=cast.qian, at=cast.later())
    confirmed(cast, run)
    listing.end_listing(customer, why="省局撤销", by=cast.qian, at=cast.later())
    customer.refresh_from_db()
    assert (customer.tier, customer.special_listing) == ("general", False)
    assert check_all() == []


def test_a_set_without_special_listing_lists_nobody(cast: Cast) -> None:
    cast.bureau.policy_set = "dongguan"
    cast.bureau.save()
    with pytest.raises(listing.NoListing):
        listing.list_customer(
            cast.customer,
            decided_on=TODAY,
            document="x",
            reason="y",
            by=cast.qian,
            at=cast.later(),
        )


def of_definition(cast: Cast):
    book = rulebook.current(cast.bureau)
    return definition.ruling_of(cast.customer, on=TODAY, book=book, set=cast.bureau.policy_set)


def test_a_key_account_by_its_revenue_of_last_year_and_of_the_month_that_is_over(
    cast: Cast,
) -> None:
    assert of_definition(cast).value == "no_key_account"
    earned(cast, cast.customer, "10000", "other", month=date(2025, 5, 1))
    assert of_definition(cast).value == "no_key_account"
    row = earned(cast, cast.customer, "999.99", "other")
    assert of_definition(cast).value == "no_key_account"
    earned(cast, cast.customer, "0.01", "other", month=row.month)
    ruling = of_definition(cast)
    assert ruling.value == "key_account" and ruling.requires("comprehensive")


def test_a_professional_key_account_by_one_line_of_business(cast: Cast) -> None:
    amend(cast, "definition", "comprehensive_year", "999999")
    earned(cast, cast.customer, "30000", "bills", month=date(2025, 5, 1))
    earned(cast, cast.customer, "12000", "letters", month=date(2025, 5, 1))
    earned(cast, cast.customer, "1000", "letters")
    ruling = of_definition(cast)
    assert ruling.value == "professional_key_account"
    assert dict(ruling.facts)["line"] == "letters"


def test_an_agreement_counts_while_it_is_in_force(cast: Cast) -> None:
    from registry.customers import agreements

    signed = agreements.sign(
        cast.customer,
        subject="邮政业务合作协议",
        signed_on=date(2026, 1, 5),
        ends_on=TODAY,
        by=cast.wang,
        at=cast.later(),
    )
    assert of_definition(cast).requires("agreement")
    assert not agreements.in_force(cast.customer, date(2026, 3, 3)).exists()
    with pytest.raises(agreements.NotItsManager):
        agreements.withdraw(signed, why="录错", by=cast.chen, at=cast.later())
    agreements.withdraw(signed, why="录错", by=cast.wang, at=cast.later())
    assert not of_definition(cast).requires("agreement")
    assert signed.customer.agreements.count() == 1 and check_all() == []


def test_an_owner_who_does_not_fit_is_listed_until_the_customer_moves(cast: Cast) -> None:
    bureau_took(cast, "140009983")
    for line in ("letters", "parcels"):
        earned_in_2025(cast, cast.customer, "210500", line)
    run = counted(cast)
    choosing.choose_scope(
        result(run, cast.customer), scope="comprehensive", by=cast.director, at=cast.later()
    )
    assert result(run, cast.customer).moves
    confirmed(cast, run)
    holdings.hand_over(
        cast.customer,
        unit=cast.centre,
        a_manager=cast.ma,
        b_manager=None,
        since=timezone.localdate(cast.now),
        by=cast.director,
        at=cast.later(),
    )
    assert not result(counted(cast), cast.customer).moves
