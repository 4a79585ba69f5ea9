"""Carries the stories out, through the same actions as people do, each at its moment."""

import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import Case as Condition
from django.db.models import F, OuterRef, Subquery, When

from approvals import actions, drafts
from approvals.drafts import Content
from approvals.kinds import kind_of
from approvals.models import Assignment, Case
from approvals.returns import Resume
from approvals.roles import Role
from approvals.words import Part, Verdict
from config.demo import operations
from config.demo.clock import Clock
from config.demo.plan_file import plan_file
from config.demo.stories import Story
from config.demo.texts import OPINIONS, PRICES, SERVICES, SITUATIONS
from registry.customers.models import Customer
from registry.org.models import Person, Post

VERDICTS = {
    "agree": Verdict.AGREED,
    "agree+": Verdict.AGREED_WITH_CHANGES,
    "return": Verdict.RETURNED,
    "refuse": Verdict.REFUSED,
    "list": Verdict.LISTED,
    "unlist": Verdict.UNLISTED,
    "conclude": Verdict.AGREED,
    "conclude+": Verdict.AGREED_WITH_CHANGES,
    "conclude-return": Verdict.RETURNED,
    "conclude-refuse": Verdict.REFUSED,
    "for": Verdict.FOR,
    "against": Verdict.AGAINST,
    "abstain": Verdict.ABSTAIN,
    "advise": Verdict.ADVISED,
}
NEEDS_A_PLAN = Decimal(10_000)  # the demo attaches a plan from here; the rulebook decides anyway


class Told(Protocol):
    """Something that goes on at moments, until it is told."""

    @property
    def next_at(self) -> datetime | None: ...

    def go_on(self) -> None: ...


def tell(stories: list[Story], clock: Clock, also: Iterable[Told] = ()) -> None:
    """Carry out all stories together, in the order of their moments: so numbers run with time."""
    tellers: list[Told] = [*(Teller(story, clock) for story in stories), *also]
    queue = [(at, n) for n, teller in enumerate(tellers) if (at := teller.next_at)]
    heapq.heapify(queue)
    while queue:
        _, n = heapq.heappop(queue)
        tellers[n].go_on()
        if at := tellers[n].next_at:
            heapq.heappush(queue, (at, n))


class Teller:
    """One case on its way through its story."""

    def __init__(self, story: Story, clock: Clock) -> None:
        self.story, self.today = story, clock.today
        self.kind = kind_of("proposal")
        self.applicant = Person.objects.get(username=story.applicant)
        self.value = story.value
        self.edits = 0
        self.done = 0
        acts = list(_acts(story.steps))
        days = [_days_before(act) for act in acts]
        self._moments = clock.moments(days, ended=story.ended, seed=story.number)
        self._acts = acts
        self.case = Case()  # until it is drafted

    @property
    def next_at(self) -> datetime | None:
        """When the story goes on; None if it is told."""
        return self._moments[self.done] if self.done < len(self._acts) else None

    def go_on(self) -> None:
        """Do the next act."""
        act, at = self._acts[self.done], self._moments[self.done]
        name, _, argument = act.partition("=")
        key = uuid5(NAMESPACE_URL, f"qianpi-demo:{self.story.number}:{self.done}")
        if name == "draft":
            self.case = drafts.create(
                kind=self.kind, actor=self.applicant, content=self._content(), at=at, key=key
            )
        elif name == "edit":
            self.value = Decimal(argument) if argument else self.value
            self.edits += 1
            self.case = drafts.save(kind=self.kind, content=self._content(), **self._given(at, key))
        elif name == "submit":
            self.case = actions.submit(**self._given(at, key))
        elif name == "resubmit":
            self.case = actions.resubmit(**self._given(at, key))
        elif name == "withdraw":
            given = self._given(at, key)
            del given["seen"]
            self.case = actions.withdraw(**given)
        elif name in operations.NAMES:
            self.case = operations.carry_out(name, self.case, at, key)
        else:
            self._decide(name, at, key)
        self.done += 1

    def _given(self, at: datetime, key: UUID) -> dict[str, Any]:
        """What every action of the applicant is given."""
        return {
            "case_id": self.case.pk,
            "actor": self.applicant,
            "at": at,
            "key": key,
            "seen": self.case.data_version,
        }

    def _decide(self, act: str, at: datetime, key: UUID) -> None:
        name, _, to = act.removesuffix("!").partition(">")
        resume = Resume.BACK if act.endswith("!") else Resume.AGAIN
        rows = self.case.assignments.filter(state=Assignment.State.OPEN).order_by("pk")
        if name in ("for", "against", "abstain"):
            rows = rows.filter(capacity=Role.CENTRE_MEMBER)
        elif name.startswith("conclude"):
            rows = rows.filter(capacity=Role.CENTRE_DIRECTOR)
        asked = list(rows.select_related("person"))
        row = asked[self.story.number % len(asked)]
        verdict = VERDICTS[name]
        words = OPINIONS[verdict]
        self.case = actions.decide(
            assignment_id=row.pk,
            verdict=verdict,
            text=words[(self.story.number + self.done) % len(words)],
            to=to,
            resume=resume,
            **(self._given(at, key) | {"actor": row.person}),
        )

    def _customer(self) -> Customer:
        """The one whose last project is longest ago, the own first: together they pass no threshold."""
        if chosen := self.case.customer:
            return chosen
        units = Post.objects.filter(person=self.applicant, ended_at=None).values("unit")
        told = Case.objects.filter(customer=OuterRef("pk"), kind="proposal").order_by("-created_at")
        found = Customer.objects.filter(unit__in=units, protections=None).annotate(
            last=Subquery(told.values("created_at")[:1]),
            others=Condition(When(a_manager=self.applicant, then=0), default=1),
        )
        first = found.order_by(F("last").asc(nulls_first=True), "others", "code")
        return first.select_related("unit", "a_manager", "b_manager")[0]

    def _content(self) -> Content:
        """The form as the applicant fills it."""
        story, number = self.story, self.story.number
        customer = self._customer()
        # Whoever looks after the customer with the applicant is the second of the project.
        pair = (customer.b_manager, customer.a_manager)
        second = next((one for one in pair if one != self.applicant), None)
        starts_on = self._moments[0].date() + timedelta(days=15)
        situation = SITUATIONS[number % len(SITUATIONS)]
        wants_file = self.edits == 0 and story.plan and self.value >= NEEDS_A_PLAN
        return Content(
            unit=customer.unit,
            case={
                "title": f"{customer.name}{story.idea.title}",
                "customer": customer,
                "value_yuan": self.value,
            },
            request={
                "season": "festival" if story.idea.festival else "regular",
                "line": story.idea.line,
                "a_manager": self.applicant,
                "b_manager": second,
                "starts_on": starts_on,
                "ends_on": starts_on + timedelta(days=45 if story.idea.festival else 180),
                "situation": situation + ("已按退回意见补充说明。" if self.edits else ""),
                "offer": story.idea.offer,
                "price": PRICES[number % len(PRICES)],
                "service": SERVICES[number % len(SERVICES)],
                "cost_yuan": (self.value * Decimal("0.62")).quantize(Decimal("0.01")),
                "profit_yuan": (self.value * Decimal("0.17")).quantize(Decimal("0.01")),
            },
            parts={Part.A_MANAGER: self.applicant, Part.B_MANAGER: second},
            added=[plan_file("营销方案", f"Plan of project {number + 1}")] if wants_file else [],
        )


def _acts(steps: tuple[str, ...]) -> Iterator[str]:
    """The acts of a story one by one: `for*7` is seven votes."""
    yield "draft"
    for step in steps:
        name, _, times = step.partition("*")
        for _ in range(int(times or 1)):
            yield name


def _days_before(act: str) -> int:
    """How many working days pass before an act."""
    return 0 if act in ("draft", "submit", "resubmit", "against", "abstain", "for") else 1
