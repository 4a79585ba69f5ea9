"""Moments of the demo: working days before today, in working hours, the same for the same today."""

from datetime import date, datetime, time, timedelta

from policy.book import DEFAULT_SET
from policy.calendar import SHANGHAI, Calendar
from policy.loading import shipped

# The last action of any case is before today: whenever the demo is started, it has happened.
_OPENS = time(8, 40)
_SPREAD_MINUTES = 380
_NEXT_MINUTES = 9


class Clock:
    """The working days before `today`, counted back: 1 is the last of them."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._calendar = Calendar.of(shipped(), set=DEFAULT_SET, on=today)
        self._days = [today]

    def working_day(self, back: int) -> date:
        """The working day that lies so many working days before today; back >= 1."""
        while len(self._days) <= back:
            day = self._days[-1] - timedelta(days=1)
            while not self._calendar.is_working_day(day):
                day -= timedelta(days=1)
            self._days.append(day)
        return self._days[back]

    def moments(self, days: list[int], *, ended: int, seed: int) -> list[datetime]:
        """A moment for each action of a case.

        days: how many working days each action comes after the one before it
        ended: how many working days ago the last one was; seed: spreads cases over the day
        """
        total, found, last = sum(days), [], None
        for place, gap in enumerate(days):
            total -= gap
            if gap or last is None:
                minutes = (seed * 53 + place * 31) % _SPREAD_MINUTES
                opens = datetime.combine(self.working_day(ended + total), _OPENS, tzinfo=SHANGHAI)
                last = opens + timedelta(minutes=minutes)
            else:
                last += timedelta(minutes=_NEXT_MINUTES)
            found.append(last)
        return found
