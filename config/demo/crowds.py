"""Many more customers, for measuring: like those of the demo, up to ten thousand."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice

from policy import periods
from policy.calendar import SHANGHAI
from registry.customers import entering
from registry.customers.models import Customer
from registry.org.models import Person
from registry.revenue import ledger
from registry.revenue.models import Line, Revenue

MOST = 10_000
_AT_ONCE = 1_000
_PLACES = "东西南北中上下新老前后左右里外"
_TRADES = ("商行", "茶庄", "印务", "家具厂", "药房", "书社", "织造厂", "渔具店", "粮油店", "花木场")


def multiply(scale: int, today: date) -> None:
    """Enter customers until there are `scale` times as many as now, at most ten thousand."""
    like = list(Customer.objects.select_related("unit", "a_manager", "b_manager").order_by("pk"))
    wanted = min(scale * len(like), MOST) - len(like)
    info = Person.objects.get(username="info")
    since = today - timedelta(days=400)
    then, lately = (
        datetime.combine(day, time(10), tzinfo=SHANGHAI)
        for day in (since, today - timedelta(days=1))
    )
    coming = islice(_alike(like), max(wanted, 0))
    while made := list(islice(coming, _AT_ONCE)):
        entering.enter_each(made, since=since, by=info, at=then)
        ledger.enter_each([_spent(one, today) for one in made], by=info, at=lately)


def _alike(like: list[Customer]) -> Iterator[Customer]:
    """Customers of the same units and managers under names of their own, without end."""
    number = 0
    while True:
        for one in like:
            number += 1
            name = f"{_PLACES[number % 15]}{_PLACES[number // 15 % 15]}{number}号"
            yield Customer(
                name=f"{name}{_TRADES[number % 10]}",
                unit=one.unit,
                a_manager=one.a_manager,
                b_manager=one.b_manager,
                industry=one.industry,
                tier=one.tier,
                scope=one.scope,
                crm_level=one.crm_level,
                responsible_unit=one.responsible_unit,
                archive_custodian=one.archive_custodian,
            )


def _spent(customer: Customer, today: date) -> Revenue:
    """What one of them brought in last month."""
    month = periods.month(today, -1)
    return Revenue(
        customer=customer,
        unit=customer.unit,
        manager=customer.a_manager,
        line=Line.PARCELS,
        month=month,
        amount_yuan=Decimal(100 + customer.pk % 900),
        due_on=month + timedelta(days=58),
    )
