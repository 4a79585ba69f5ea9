"""A month of scores: entered by those who may, ranked, closed, and corrected with a trace."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from registry.org import people
from registry.people import access, cards, earning, managers
from registry.people.models import AccountManager
from registry.people.scoring import Reading, ScoreEntry
from tests.cast import Cast
from tests.scoring import AFTER, FEBRUARY, earned, filled, paid, register

ON = date(2026, 3, 5)


def close(cast: Cast, on: date = ON):
    return cards.close(cast.bureau, FEBRUARY, by=cast.sun, at=AFTER, on=on)


def test_a_month_is_ranked_and_closed(cast):
    known = register(cast, "li", "lin", "wang")
    done = {
        name: filled(cast, m, rating)
        for (name, m), rating in zip(known.items(), "987", strict=True)
    }
    earned(cast, known["li"], "9000")
    assert close(cast) == []
    scores = {}
    for name, card in done.items():
        card.refresh_from_db()
        scores[name] = card.score
    # 60 for work and data; 10+10, 8+8, 6+6 for conduct; 18 for nine tenths of the task
    assert scores == {"li": Decimal("98"), "lin": Decimal("76"), "wang": Decimal("72")}
    assert {line["item"]: line["points"] for line in done["li"].lines}["base"] == "18.00"
    assert not list(people.faults())


def test_a_month_that_is_not_over_is_not_closed(cast):
    register(cast, "li")
    with pytest.raises(cards.NotOver):
        close(cast, on=date(2026, 2, 28))


def test_what_is_not_complete_stays_open(cast):
    known = register(cast, "li")
    cards.of(known["li"], FEBRUARY)
    (left,) = close(cast)
    assert "crm_defects" in left.known.missing and "attitude" in left.known.missing
    assert left.known.card.state == "open"


def test_nobody_is_ranked_before_the_colleagues_are_rated(cast):
    known = register(cast, "li", "lin")
    filled(cast, known["li"])
    left = close(cast)
    assert [one.waits for one in left if one.known.card.manager == known["li"]] == [True]


@pytest.mark.parametrize(("raters", "rating"), [(2, "9.00"), (3, "7.00")])
def test_peers_count_half_from_three_raters_on(cast, raters, rating):
    """Below three one could tell who gave which rating."""
    known = register(cast, "li")
    card = filled(cast, known["li"])
    for name in ("lin", "chen", "ma")[:raters]:
        cards.enter(card.pk, {"peer_attitude": Decimal(5)}, by=cast.people[name], at=cast.now)
    (one,) = cards.reckon(cast.bureau, [card])
    assert one.known.facts["attitude"] == Decimal(rating)


def test_the_last_rating_of_a_rater_counts(cast):
    known = register(cast, "li")
    card = filled(cast, known["li"])
    cards.enter(card.pk, {"director_attitude": Decimal(4)}, by=cast.wang, at=cast.now)
    (one,) = cards.reckon(cast.bureau, [card])
    assert one.known.facts["attitude"] == 4


def test_a_closed_card_is_corrected_with_its_reason_and_what_it_was_stays(cast):
    known = register(cast, "li")
    card = filled(cast, known["li"])
    close(cast)
    with pytest.raises(cards.IsClosed):
        cards.enter(card.pk, {"attendance_lates": Decimal(1)}, by=cast.qian, at=AFTER)
    with pytest.raises(cards.SaysNoReason):
        cards.correct(card.pk, {}, reason=" ", by=cast.sun, at=AFTER)
    cards.correct(
        card.pk, {"attendance_lates": Decimal(2)}, reason="补录考勤", by=cast.sun, at=AFTER
    )
    card.refresh_from_db()
    assert card.score == 78
    assert [c.score for c in card.closings.order_by("seq")] == [Decimal(80), Decimal(78)]
    with pytest.raises(DatabaseError), transaction.atomic():
        card.closings.update(score=100)


def test_arrears_of_the_ledger_take_points(cast):
    known = register(cast, "li")
    earned(cast, known["li"], "10000")
    old = {"month": date(2025, 9, 1), "due_on": date(2025, 10, 1), "line": "letters"}
    earned(cast, known["li"], "500", **old)
    card = filled(cast, known["li"])
    (one,) = cards.reckon(cast.bureau, [card])
    assert one.known.facts["arrears_months"] == 4
    assert one.score == 90


def test_what_was_entered_is_never_changed(cast):
    known = register(cast, "li")
    filled(cast, known["li"])
    with pytest.raises(DatabaseError), transaction.atomic():
        ScoreEntry.objects.update(number=0)


def test_the_pay_of_a_closed_month_is_explained(cast):
    known = register(cast, "li")
    earned(cast, known["li"], "9000")
    filled(cast, known["li"])
    paid(cast, known["li"])
    close(cast)
    worked = earning.of(known["li"].scorecards.get())
    assert worked.open == []
    # fixed 1000 x 1 x 0.9; express 9000 x 10% x 1 x 0.9
    assert worked.pay.yuan("fixed") == 900 and worked.pay.yuan("results") == 810
    assert worked.pay.total_yuan == 3810


def test_a_range_without_a_rate_of_the_unit_is_not_guessed(cast):
    known = register(cast, "li")
    earned(cast, known["li"], "9000", line="letters")
    filled(cast, known["li"])
    paid(cast, known["li"])
    close(cast)
    worked = earning.of(known["li"].scorecards.get())
    assert [yuan for _, yuan in worked.without_rate] == [Decimal(9000)]
    assert worked.pay.yuan("results") == 0


def test_the_guarantee_reaches_into_the_third_month_and_no_further(cast):
    kind = AccountManager.Kind.NEWLY_TRANSFERRED
    terms = {"kind": kind, "income_before_yuan": Decimal(5000)}
    known = register(cast, "li", appointed_on=date(2025, 11, 20), **terms)
    later = register(cast, "lin", appointed_on=date(2025, 11, 1), **terms)
    for manager in (known["li"], later["lin"]):
        filled(cast, manager)
        paid(cast, manager)
    close(cast)
    for manager, expected in ((known["li"], True), (later["lin"], False)):
        worked = earning.of(manager.scorecards.get())
        assert any(line.name == "guarantee" for line in worked.pay.lines) == expected


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        *(("li", True), ("wang", True), ("director", True), ("leader", True), ("sun", True)),
        *(("lin", False), ("chen", False), ("fang", False), ("qian", False), ("auditor", False)),
        *(("zhou", False), ("ma", False), ("zhao", False)),
    ],
)
def test_scores_are_read_by_the_person_the_line_and_hr_alone(cast, name, reads):
    known = register(cast, "li")
    reader = cast.people[name]
    held = list(reader.posts.select_related("unit"))
    assert (known["li"] in access.readable(reader, held)) == reads


def test_reading_leaves_a_trace_but_of_ones_own(cast):
    known = register(cast, "li")
    access.trace(known["li"], cast.li, "pay", at=cast.now)
    access.trace(known["li"], cast.sun, "pay", at=cast.now)
    assert [one.by for one in Reading.objects.all()] == [cast.sun]
    assert managers.of(cast.li) == known["li"]
