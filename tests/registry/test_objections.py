"""A score that the person objects to: once, in time, answered by human resources, all on record."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from registry.errors import NotForOneself
from registry.people import cards, objections
from registry.people.scoring import Objection
from tests.cast import Cast
from tests.scoring import AFTER, FEBRUARY, filled, register

LAST = datetime(
    2026, 3, 12, 15, 59, tzinfo=UTC
)  # five working days after 5 March, a minute to midnight


@pytest.fixture
def card(cast: Cast):
    """Li's February, closed on 5 March with 80 points."""
    made = filled(cast, register(cast, "li")["li"])
    cards.close(cast.bureau, FEBRUARY, by=cast.sun, at=AFTER, on=AFTER.date())
    made.refresh_from_db()
    return made


def said(cast: Cast, card, at: datetime = AFTER, by=None) -> Objection:
    return objections.object_to(card.pk, said="两次走访漏计", by=by or cast.li, at=at)


def corrected(cast: Cast, card, **given):
    numbers = {"visits_lacking": Decimal(2)}
    return cards.correct(card.pk, numbers, reason="核对走访清单", by=cast.sun, at=LAST, **given)


def test_the_score_stays_with_a_reason(cast, card):
    one = said(cast, card)
    assert (one.answer_by_on, list(objections.waiting(cast.bureau))) == (date(2026, 3, 12), [one])
    assert objections.window(card) is None
    objections.uphold(one.pk, answer="清单与系统一致", by=cast.sun, at=AFTER)
    assert not objections.waiting(cast.bureau)
    with pytest.raises(objections.AnsweredAlready, match="孙丽"):
        objections.uphold(one.pk, answer="又一次", by=cast.sun, at=AFTER)
    with pytest.raises(objections.ObjectedAlready):
        said(cast, card)


def test_a_correction_answers_it_and_can_be_objected_to_in_turn(cast, card):
    one = said(cast, card)
    corrected(cast, card)
    one.refresh_from_db()
    assert (one.outcome, one.answer, one.answered_by) == ("corrected", "核对走访清单", cast.sun)
    assert [closing.score for closing in card.closings.order_by("seq")] == [80, 78]
    assert said(cast, card, at=LAST + timedelta(days=1)).closing.seq == 2


def test_a_correction_for_another_cause_leaves_it_to_be_answered(cast, card):
    one = said(cast, card)
    corrected(cast, card, answers=False)
    assert list(objections.waiting(cast.bureau)) == [one]


@pytest.mark.parametrize(("late", "taken"), [(0, True), (60, False)])
def test_it_is_taken_until_the_end_of_the_last_day(cast, card, late, taken):
    at = LAST + timedelta(seconds=late)
    if taken:
        assert said(cast, card, at=at).said == "两次走访漏计"
    else:
        with pytest.raises(objections.TooLate, match="12"):
            said(cast, card, at=at)


def test_nobody_objects_for_another_or_answers_for_themselves(cast, card):
    with pytest.raises(objections.NotTheirCard):
        said(cast, card, by=cast.wang)
    one = said(cast, card)
    for refused in (
        lambda: objections.uphold(one.pk, answer="维持", by=cast.li, at=AFTER),
        lambda: cards.correct(card.pk, {}, reason="更正", by=cast.li, at=AFTER),
    ):
        with pytest.raises(NotForOneself):
            refused()


def test_an_open_card_has_nothing_to_object_to_and_words_are_needed(cast, card):
    march = cards.of(card.manager, date(2026, 3, 1))
    with pytest.raises(cards.IsOpen):
        said(cast, march)
    with pytest.raises(objections.SaysNothing):
        objections.object_to(card.pk, said=" ", by=cast.li, at=AFTER)


@pytest.mark.parametrize(
    "wrong", [{"said": "别的"}, {"outcome": "upheld"}, {"answer": "无"}, {"answer_by_on": FEBRUARY}]
)
def test_the_database_keeps_what_was_said_and_wants_a_whole_answer(cast, card, wrong):
    said(cast, card)
    with pytest.raises(DatabaseError), transaction.atomic():
        Objection.objects.update(**wrong)
