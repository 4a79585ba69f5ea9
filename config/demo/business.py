"""What else happened to the demo's customers: agreements, archives, a change of hands, two gradings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.utils import timezone

from config.demo.filed import BASIC, COMPETITORS, EXTENDED, PERSONS
from config.demo.journeys import moment
from policy import periods
from registry.customers import agreements, archive, delegations, entering, holdings, ids
from registry.customers.models import Customer, Delegation, Group
from registry.grading import listing, runs
from registry.grading.models import GradingRun
from registry.org.models import Person, Unit

_SIGNED_EVERY, _YEAR, _HALF = 3, timedelta(days=365), timedelta(days=182)
_WAITS = timedelta(days=6)  # a grading begins so long after the quarter has ended


@dataclass
class Happening:
    """One thing that happened at a moment; told among the cases, in the order of time."""

    at: datetime
    act: Callable[..., object]
    told: bool = False

    @property
    def next_at(self) -> datetime | None:
        return None if self.told else self.at

    def go_on(self) -> None:
        """Let it happen."""
        self.act(at=self.at)
        self.told = True


def happenings(today: date) -> Iterator[Happening]:
    """All of it, always the same for the same today."""
    customers = list(Customer.objects.select_related("unit", "a_manager").order_by("pk"))
    yield from _signed(customers, today)
    yield from _filed(customers, today)
    yield from _changed_hands(today)
    yield from _graded(today)
    yield from _newcomers(today)


def _signed(customers: list[Customer], today: date) -> Iterator[Happening]:
    """Every third customer signed an agreement; some of these are over."""
    for number, customer in list(enumerate(customers))[::_SIGNED_EVERY]:
        signed_on = today - timedelta(days=40 + number * 9)
        sign = partial(
            agreements.sign,
            customer,
            subject="邮政业务合作协议",
            number=f"合〔{signed_on.year}〕{number + 1}号",
            signed_on=signed_on,
            ends_on=signed_on + (_YEAR if number % 4 else _HALF),
            by=_person("info"),
        )
        yield Happening(moment(signed_on + timedelta(days=3), number), sign)


def _filed(customers: list[Customer], today: date) -> Iterator[Happening]:
    """Half of the customers have something in their archive; some of it is long ago."""
    for number, customer in list(enumerate(customers))[::2]:
        if customer.a_manager is None:
            continue
        for place, (group, known) in enumerate(
            ((Group.BASIC, BASIC), (Group.EXTENDED, EXTENDED), (Group.COMPETITORS, COMPETITORS))
        ):
            if number % (place + 1):
                continue
            content = {name: said[number % len(said)] for name, said in known.items()}
            save = partial(
                archive.save, customer, group=group, content=content, by=customer.a_manager
            )
            filed_on = today - timedelta(days=6 + number * 4 - place)
            yield Happening(moment(filed_on, number + place), save)
    for number, person in enumerate(PERSONS):
        customer = customers[number * 4]
        if customer.a_manager:
            save = partial(
                archive.save, customer, group=Group.PERSONS, content=person, by=customer.a_manager
            )
            yield Happening(moment(today - timedelta(days=11 + number * 9), number), save)


def _changed_hands(today: date) -> Iterator[Happening]:
    """One customer was looked after by another pair for a while, one was another unit's."""
    away, back = today - timedelta(days=520), today - timedelta(days=300)
    swapped = Customer.objects.get(name="江畔房产公司")
    lent = Customer.objects.get(name="县农机推广站")
    for on, customer, unit, pair, reason in (
        (away, swapped, "YY", ("caiyq", "weilf"), "A角脱产学习，由B角主办"),
        (away + timedelta(days=9), lent, "YT", ("panjh", "yuanlq"), "片区调整"),
        (back, swapped, "YY", ("weilf", "caiyq"), "A角返岗"),
        (back + timedelta(days=9), lent, "DY", ("li", "wuty"), "恢复按属地管理"),
    ):
        a_manager, b_manager = map(_person, pair)
        move = partial(
            _hand_over, customer.pk, unit, a_manager, b_manager, reason, _person("director")
        )
        yield Happening(moment(on, customer.pk), move)


def _hand_over(
    customer_id: int,
    unit: str,
    a_manager: Person,
    b_manager: Person,
    reason: str,
    by: Person,
    *,
    at: datetime,
) -> None:
    holdings.hand_over(
        Customer.objects.get(pk=customer_id),
        unit=Unit.objects.get(code=unit),
        a_manager=a_manager,
        b_manager=b_manager,
        since=timezone.localdate(at),
        by=by,
        at=at,
        reason=reason,
    )


def _graded(today: date) -> Iterator[Happening]:
    """The last grading waits for the centre, the one before was confirmed."""
    last = periods.last_quarter_end(today - _WAITS - timedelta(days=1))
    before = periods.last_quarter_end(last)
    yield Happening(moment(before + _WAITS, 1), partial(_count, before))
    yield Happening(moment(before + _WAITS + timedelta(days=1), 2), _confirm)
    yield Happening(moment(before + _WAITS + timedelta(days=20), 4), _list_as_diamond)
    yield Happening(moment(before + _WAITS + timedelta(days=21), 4), _delegate)
    yield Happening(moment(last + _WAITS, 3), partial(_count, last))


def _newcomers(today: date) -> Iterator[Happening]:
    """A branch of a customer, with its id, and a customer that has none yet."""
    head = Customer.objects.get(name="澜江百货大楼")
    enter = partial(_enter, "YY", "澜江百货江南店", ("caiyq", "dingzh"), head)
    yield Happening(moment(today - timedelta(days=75), 7), enter)
    enter = partial(_enter, "BP", "北坪农家乐合作社", ("caomx", "xujc"), None)
    yield Happening(moment(today - timedelta(days=3), 8), enter)


def _enter(
    unit: str, name: str, pair: tuple[str, str], head: Customer | None, *, at: datetime
) -> None:
    a_manager, b_manager = map(_person, pair)
    customer = entering.enter(
        unit=Unit.objects.get(code=unit),
        name=name,
        since=timezone.localdate(at),
        by=_person("info"),
        at=at,
        a_manager=a_manager,
        b_manager=b_manager,
        head=head,
        industry="trade",
    )
    if head:
        ids.issue(customer, by=_person("info"), at=at)


def _list_as_diamond(*, at: datetime) -> None:
    listing.list_customer(
        Customer.objects.get(name="澜江晚报社"),
        decided_on=timezone.localdate(at) - timedelta(days=9),
        document="省客〔演示〕7号",
        reason="新闻单位，对邮政服务影响大",
        by=_person("info"),
        at=at,
    )


def _delegate(*, at: datetime) -> None:
    """The province entrusts the bureau with it: a newspaper is bound to its city."""
    day = timezone.localdate(at)
    delegations.delegate(
        Customer.objects.get(name="澜江晚报社"),
        authorised_by="省局市场经营部 章予墨",
        document="省客〔演示〕9号",
        delegate=Delegation.Delegate.BUREAU,
        ground=Delegation.Ground.TERRITORIAL,
        since=day,
        until=day + timedelta(days=364),
        by=_person("zhao"),
        at=at,
    )


def _count(quarter_end: date, *, at: datetime) -> None:
    run = runs.start(
        bureau=Unit.objects.get(parent=None), quarter_end=quarter_end, by=_person("info"), at=at
    )
    while runs.go_on(run):
        pass


def _confirm(*, at: datetime) -> None:
    run = GradingRun.objects.get(state=GradingRun.State.WAITING)
    runs.confirm(run, by=_person("director"), at=at)
    while runs.go_on(run):
        pass


def _person(username: str) -> Person:
    return Person.objects.get(username=username)
