"""How a period stands on a day: its evidence, its step, and the light that human resources looks at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Min, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from approvals.models import Assignment, Case
from policy import probation, training
from policy.calendar import Calendar
from policy.ruling import Value
from policy.training import Judgement, Month
from registry.people import probations
from registry.people.training import Probation
from workflows.probation.models import Training

LATE, RISK, LEFT, MISSING, BELOW, ON_TRACK = (
    *("late", "risk", "left", "missing", "below"),
    "on_track",
)
# Each light is a word and a shape; the colour comes last.
LIGHTS: dict[str, tuple[str, str, Any]] = {
    LATE: ("late", "g-late", _("Decision overdue")),
    RISK: ("bad", "g-bad", _("May miss the time limit")),
    LEFT: ("bad", "g-skip", _("Has left the post")),
    MISSING: ("soon", "g-soon", _("Evidence missing")),
    BELOW: ("soon", "g-back", _("Below the standard so far")),
    ON_TRACK: ("good", "g-done", _("On track")),
}
# The longest way to a decision: with a hearing and the confirmation of the bureau.
_WAY = ("self_summary", "evaluation", "hr_review", "hearing", "hr_decision", "endorsement")
_FROM = {"last_days": "hr_review", "confirmation": "endorsement"}


@dataclass(frozen=True)
class Standing:
    """One period with its case, as it is on a day."""

    held: Probation
    case: Case
    known: list[Month]
    due_on: date | None
    on: date
    calendar: Calendar

    @cached_property
    def values(self) -> dict[str, Value]:
        return probation.named(self.case.ruling)

    @cached_property
    def months(self) -> list[date]:
        """The months that count as evidence."""
        return probation.evidence_months(self.values, self.held.started_on, self.held.ends_on)

    @cached_property
    def rows(self) -> list[Month]:
        """The evidence of each of these months, empty where nothing is known yet."""
        by_month = {one.month: one for one in self.known}
        return [by_month.get(day, Month(day)) for day in self.months]

    @cached_property
    def judged(self) -> Judgement:
        """What all months say together."""
        return training.judge(self.values, self.months, self.known)

    @property
    def complete(self) -> int:
        """How many months have what the standard needs."""
        missing = {*self.judged.missing_scores, *self.judged.missing_quotas}
        return len(self.months) - len(missing)

    @cached_property
    def overdue_months(self) -> list[date]:
        """The months that are over and lack what the standard needs."""
        missing = {*self.judged.missing_scores, *self.judged.missing_quotas}
        return sorted(day for day in missing if training.is_over(day, self.on))

    @cached_property
    def decided_on(self) -> date | None:
        """The latest day of the decision, if each step takes all its time; None before the
        person is asked for a summary, and once it is decided.
        """
        if self.held.outcome or self.case.step.startswith("early_"):
            return None
        start = _FROM.get(self.case.step, self.case.step)
        if start not in _WAY:
            return None
        day = self.on
        for step in _WAY[_WAY.index(start) :]:
            if step == "endorsement" and not self._endorsed:
                continue
            if step == "hr_review" and self.case.step != "hr_review":
                day = max(day, self.held.ends_on)
            if step == self.case.step and self.due_on is not None:
                day = max(day, self.due_on)
            else:
                day = self.calendar.add_working_days(day, self._days(step))
        return day

    @property
    def _endorsed(self) -> bool:
        ruling = self.case.ruling
        return ruling.requires(probation.LEAVING) or ruling.requires(probation.STAYING)

    def _days(self, step: str) -> int:
        return int(str(self.case.ruling.figure(f"deadline.{step}")))

    @cached_property
    def light(self) -> str:
        """The worst of what is to be said of it; empty once it is settled."""
        if self.held.outcome:
            return ""
        if self.on > self.held.decide_by_on:
            return LATE
        if self.decided_on is not None and self.decided_on > self.held.decide_by_on:
            return RISK
        if self.held.manager.ended_on is not None and self.held.manager.ended_on < self.on:
            return LEFT
        if self.overdue_months:
            return MISSING
        return BELOW if self.judged.so_far is False else ON_TRACK

    @property
    def tone(self) -> str:
        return LIGHTS[self.light][0]

    @property
    def shape(self) -> str:
        return LIGHTS[self.light][1]

    @property
    def words(self) -> Any:
        return LIGHTS[self.light][2]

    @property
    def days_left(self) -> int:
        """The days until the last one; below zero once it is over."""
        return (self.held.ends_on - self.on).days


def of(rows: QuerySet[Probation], on: date, calendar: Calendar) -> list[Standing]:
    """How these periods stand, in their order. Six queries, however many they are."""
    found = list(rows)
    ids = [one.pk for one in found]
    trainings = Training.objects.filter(probation__in=ids).select_related("case")
    about = {row.probation_id: row.case for row in trainings}
    open_rows = Assignment.objects.filter(case__in=about.values(), state=Assignment.State.OPEN)
    due = dict(open_rows.order_by().values_list("case").annotate(Min("due_at")))
    known = probations.evidence(found, on)
    return [
        Standing(one, about[one.pk], known[one.pk], _day_of(due, about[one.pk]), on, calendar)
        for one in found
        if one.pk in about
    ]


def counted(rows: Iterable[Standing]) -> dict[str, int]:
    """How many stand under each light."""
    found = dict.fromkeys(LIGHTS, 0)
    for row in rows:
        if row.light:
            found[row.light] += 1
    return found


def _day_of(due: dict[int, datetime | None], case: Case) -> date | None:
    moment = due.get(case.pk)
    return None if moment is None else timezone.localdate(moment)
