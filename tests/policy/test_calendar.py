"""Working days as the State Council's notices set them, and the moments that follow."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from policy.book import Amendment, Rulebook
from policy.calendar import SHANGHAI, Calendar
from policy.chapters import CHAPTERS
from policy.deadlines import due_at, remind_at
from policy.errors import BadFact


@pytest.fixture
def calendar(book: Rulebook, today: date) -> Calendar:
    return Calendar.of(book, set="merged", on=today)


def test_three_working_days_across_the_spring_festival(calendar: Calendar) -> None:
    # Friday 13 February: Saturday 14 is worked, then rest until Monday 23.
    assert calendar.add_working_days(date(2026, 2, 13), 1) == date(2026, 2, 14)
    assert calendar.add_working_days(date(2026, 2, 13), 3) == date(2026, 2, 25)


def test_working_days_between_count_the_last_day_and_not_the_first(calendar: Calendar) -> None:
    assert calendar.working_days_between(date(2026, 2, 13), date(2026, 2, 25)) == 3
    assert calendar.working_days_between(date(2026, 11, 20), date(2026, 11, 22)) == 0
    assert calendar.working_days_between(date(2026, 11, 23), date(2026, 11, 20)) == 0


def test_a_year_without_its_notice_is_projected(calendar: Calendar) -> None:
    assert not calendar.is_projected(2026)
    assert calendar.is_projected(2027)
    assert not calendar.is_working_day(date(2027, 10, 1))


def test_a_notice_that_has_come_is_entered_as_an_amendment(book: Rulebook) -> None:
    day, says = date(2026, 11, 30), {"zh": "按通知。", "en": "By the notice."}
    amended = book.with_amendments(
        Amendment("merged", "calendar", name, day, value, says)
        for name, value in (
            ("official_until_year", 2027),
            ("extra_rest_days", "2027-02-11 2027-02-12"),
            ("extra_working_days", "2027-02-20"),
        )
    )
    before = Calendar.of(amended, set="merged", on=date(2026, 11, 29))
    after = Calendar.of(amended, set="merged", on=day)
    assert (before.is_projected(2027), after.is_projected(2027)) == (True, False)
    assert before.is_working_day(date(2027, 2, 11))
    assert not after.is_working_day(date(2027, 2, 11))
    assert not before.is_working_day(date(2027, 2, 20))
    assert after.is_working_day(date(2027, 2, 20))


def test_the_calendar_rule_shows_up_to_which_year_the_notices_are_in(
    book: Rulebook, today: date
) -> None:
    ruling = CHAPTERS["calendar"].rule(date(2027, 1, 4), on=today, book=book, set="merged")
    assert ruling.value_of("official_until_year") == 2026


@pytest.mark.parametrize("day", [date(2000, 12, 29), date(2099, 1, 2)])
def test_outside_the_calendar_nothing_is_guessed(day: date, calendar: Calendar) -> None:
    with pytest.raises(BadFact, match="2001 to 2098"):
        calendar.is_working_day(day)


def test_no_working_days_cannot_be_added(calendar: Calendar) -> None:
    with pytest.raises(BadFact, match="at least 1"):
        calendar.add_working_days(date(2026, 11, 23), 0)


def test_a_step_is_due_at_the_end_of_its_last_working_day(calendar: Calendar) -> None:
    arrived = datetime(2026, 11, 20, 16, 30, tzinfo=SHANGHAI)
    assert due_at(arrived, 3, calendar) == datetime(2026, 11, 25, 23, 59, 59, tzinfo=SHANGHAI)


def test_the_day_of_arrival_is_the_day_in_shanghai(calendar: Calendar) -> None:
    # 17:00 on Sunday in UTC is already Monday in Shanghai.
    arrived = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    assert due_at(arrived, 1, calendar).date() == date(2026, 11, 24)


def test_a_moment_without_a_time_zone_is_refused(calendar: Calendar) -> None:
    with pytest.raises(BadFact, match="time zone"):
        due_at(datetime(2026, 11, 20, 16, 30), 3, calendar)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("arrived", "days", "share", "reminded"),
    [
        # Monday's arrival: the third working day is Thursday.
        (datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI), 3, "0.8", (2026, 11, 26, 9, 36)),
        (datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI), 2, "0.8", (2026, 11, 25, 14, 24)),
        (datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI), 1, "0.8", (2026, 11, 24, 19, 12)),
        # Whole days end with the last second before the next working day, over the weekend too.
        (datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI), 5, "0.8", (2026, 11, 30, 0, 0)),
        # Friday before the Spring Festival: Saturday is worked, then rest until Monday 23.
        (datetime(2026, 2, 13, 9, 0, tzinfo=SHANGHAI), 3, "0.8", (2026, 2, 25, 9, 36)),
        (datetime(2026, 2, 13, 9, 0, tzinfo=SHANGHAI), 1, "0.5", (2026, 2, 14, 12, 0)),
        (datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI), 3, "0", (2026, 11, 24, 0, 0)),
    ],
)
def test_the_reminder_comes_when_its_share_of_the_working_days_has_passed(
    arrived: datetime, days: int, share: str, reminded: tuple, calendar: Calendar
) -> None:
    at = remind_at(arrived, days, Decimal(share), calendar)
    assert at == datetime(*reminded, tzinfo=SHANGHAI)
    assert at <= due_at(arrived, days, calendar)


def test_a_reminder_at_the_end_is_no_later_than_the_deadline(calendar: Calendar) -> None:
    arrived = datetime(2026, 11, 20, 16, 30, tzinfo=SHANGHAI)
    assert remind_at(arrived, 3, Decimal(1), calendar) == due_at(arrived, 3, calendar)


def test_no_reminder_is_reckoned_from_a_moment_without_a_time_zone(calendar: Calendar) -> None:
    with pytest.raises(BadFact, match="time zone"):
        remind_at(datetime(2026, 11, 20, 16, 30), 3, Decimal("0.8"), calendar)  # noqa: DTZ001
