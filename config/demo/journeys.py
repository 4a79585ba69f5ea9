"""A case told act by act, each so many days before today; what processes besides proposals share."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from approvals import actions
from approvals.models import Assignment, Case, Clock
from approvals.words import Verdict
from policy.calendar import SHANGHAI

_MINUTES = 380

Act = Callable[[datetime, UUID], None]


class Journey:
    """Acts in their order, `(days before today, act)`; each is handed its moment and a key."""

    def __init__(self, name: str, today: date, acts: Sequence[tuple[int, Act]]) -> None:
        self.name, self.done = name, 0
        self._acts = [act for _ago, act in acts]
        self._moments: list[datetime] = []
        for place, (ago, _act) in enumerate(acts):
            at = moment(today - timedelta(days=ago), seed=len(name) * 7 + place)
            least = self._moments[-1] + timedelta(minutes=9) if self._moments else at
            self._moments.append(max(at, least))

    @property
    def next_at(self) -> datetime | None:
        return self._moments[self.done] if self.done < len(self._acts) else None

    def go_on(self) -> None:
        """Do the next act."""
        at = self._moments[self.done]
        self._acts[self.done](at, uuid5(NAMESPACE_URL, f"qianpi-demo:{self.name}:{self.done}"))
        self.done += 1


def moment(day: date, seed: int) -> datetime:
    """A moment of that day, in working hours; of the working day before, on a day of rest."""
    while day.weekday() > 4:
        day -= timedelta(days=1)
    opens = datetime.combine(day, time(8, 40), tzinfo=SHANGHAI)
    return opens + timedelta(minutes=seed * 53 % _MINUTES)


def submit(case: Case, at: datetime, key: UUID) -> Case:
    """The applicant submits."""
    return actions.submit(
        case_id=case.pk, actor=case.applicant, at=at, key=key, seen=case.data_version
    )


def say(
    case: Case,
    verdict: Verdict | str,
    at: datetime,
    key: UUID,
    *,
    text: str = "",
    answers: Any = None,
    by: str = "",
) -> Case:
    """Whoever is asked first, or this person, says so."""
    case.refresh_from_db()
    rows = case.assignments.filter(state=Assignment.State.OPEN).order_by("pk")
    if by:
        rows = rows.filter(person__username=by)
    row = rows.select_related("person")[0]
    return actions.decide(
        case_id=case.pk,
        assignment_id=row.pk,
        actor=row.person,
        verdict=verdict,
        text=text,
        answers=answers or {},
        seen=case.data_version,
        at=at,
        key=key,
    )


def strike(case: Case, at: datetime) -> None:
    """The time of a step of this case is over, if it is by then; other cases stay where they are."""
    due = Clock.objects.filter(case=case, stopped_at=None, due_at__lte=at)
    for task_id in list(due.order_by("pk").values_list("task", flat=True)):
        actions.lapse(case_id=case.pk, task_id=task_id, at=at)
