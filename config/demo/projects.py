"""What the approved projects of the demo brought in so far: the overview holds it against the plan."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from policy import periods
from policy.calendar import SHANGHAI
from registry.org.models import Person
from registry.projects import maturity
from registry.projects.models import KeyProject, Project
from registry.revenue import ledger
from registry.revenue.models import Line, Revenue

# Hundredth parts of the plan that a project brings in a month, by turns.
_A_MONTH = (9, 14, 6, 17, 11)
_MATURE, _GROWING = 80, 30
_Stage = KeyProject.Maturity
_WHY: dict[str, str] = {
    _Stage.STARTING: "项目刚起步，收入不足计划三成",
    _Stage.GROWING: "收入已过计划三成，客户用邮稳步增长",
    _Stage.MATURE: "收入已过计划八成，转入日常维护",
}
_DUE = timedelta(days=27)


def book(today: date) -> None:
    """Revenue of each project from the month in which it was approved, and how mature it is by that."""
    info = Person.objects.get(username="info")
    marketing = Person.objects.get(username="zhao")
    at = datetime.combine(today - timedelta(days=1), time(10), tzinfo=SHANGHAI)
    projects = Project.objects.select_related("customer", "unit", "bureau", "a_manager")
    brought = {
        project.pk: list(_rows_of(number, project, today))
        for number, project in enumerate(projects.order_by("pk"))
    }
    ledger.enter_each([row for rows in brought.values() for row in rows], by=info, at=at)
    for key in KeyProject.objects.select_related("project"):
        stage = _maturity(key.project, brought[key.project_id])
        maturity.set_maturity(key.pk, maturity=stage, why=_WHY[stage], by=marketing, at=at)


def _rows_of(number: int, project: Project, today: date) -> Iterator[Revenue]:
    """A row a month, until the last month that is over."""
    part = _A_MONTH[number % len(_A_MONTH)]
    back = 1
    while (month := periods.month(today, -back)) >= project.entered_on.replace(day=1):
        amount = project.value_yuan * (part + (number + back) % 4) / 100
        due_on = periods.month(month, 1) + _DUE
        yield Revenue(
            customer=project.customer,
            unit=project.unit,
            manager=project.a_manager,
            project=project,
            line=Line.PHILATELY if number % 3 else Line.PARCELS,
            month=month,
            amount_yuan=amount.quantize(Decimal("0.01")),
            due_on=due_on,
            collected_on=due_on if due_on < today else None,
        )
        back += 1


def _maturity(project: Project, rows: list[Revenue]) -> str:
    share = 100 * sum(row.amount_yuan for row in rows) / project.value_yuan
    if share > _MATURE:
        return _Stage.MATURE
    return _Stage.GROWING if share > _GROWING else _Stage.STARTING
