"""Li asks, Wang directs, Zhou checks plans, the centre discusses, Zhao lists, Sun is HR.

Chen is from another unit.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from approvals import actions, drafts
from approvals.attachments import checked
from approvals.drafts import Content
from approvals.kinds import kind_of
from approvals.models import Assignment, Attachment, Case
from approvals.roles import Role
from approvals.words import Part
from registry.customers import entering, holdings
from registry.customers.models import Customer
from registry.org import units
from registry.org.models import Person, Post, Unit
from registry.org.roles import PostRole, UnitKind

SINCE = date(2020, 1, 1)
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # a Monday, 9 in the morning in Shanghai
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
PEOPLE = (
    ("li", "county", PostRole.ACCOUNT_MANAGER, "李晓岚"),
    ("lin", "county", PostRole.ACCOUNT_MANAGER, "林一舟"),
    ("wang", "county", PostRole.COUNTY_HEAD, "王建国"),
    ("chen", "other", PostRole.ACCOUNT_MANAGER, "陈思远"),
    ("fang", "other", PostRole.COUNTY_HEAD, "方海"),
    ("director", "centre", PostRole.CENTRE_DIRECTOR, "高明"),
    ("deputy", "centre", PostRole.CENTRE_DEPUTY, "何芳"),
    ("zhou", "centre", PostRole.PLANNER, "周文"),
    ("qian", "centre", PostRole.INFO_SUPERVISOR, "钱进"),
    ("ma", "centre", PostRole.ACCOUNT_MANAGER, "马骏"),
    ("zhao", "marketing", PostRole.MARKETING_HEAD, "赵敏"),
    ("sun", "hr_unit", PostRole.HR, "孙丽"),
    ("leader", "leaders", PostRole.BUREAU_LEADER, "郑局"),
    ("auditor", "bureau", PostRole.AUDITOR, "吴审"),
)


def new_key() -> uuid.UUID:
    return uuid.uuid4()


@dataclass
class Cast:
    """The people and units of a test, and the moment that it is."""

    bureau: Unit
    county: Unit
    other: Unit
    centre: Unit
    marketing: Unit
    hr_unit: Unit
    leaders: Unit
    people: dict[str, Person] = field(default_factory=dict)
    customer: Customer = None  # type: ignore[assignment]
    foreign: Customer = None  # type: ignore[assignment]
    now: datetime = START

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def members(self) -> list[Person]:
        """Everybody at the centre, the director included."""
        names = ("director", "deputy", "zhou", "qian", "ma")
        return [self.people[name] for name in names]

    def post(self, name: str, unit: Unit, role: str, full_name: str = "") -> Person:
        person = self.people.get(name)
        if person is None:
            person = Person.objects.create(
                username=name, name=full_name or name, email=f"{name}@example.com"
            )
            self.people[name] = person
        Post.objects.create(person=person, unit=unit, role=role, since=SINCE)
        return person

    def later(self, **delta: float) -> datetime:
        """Let time pass."""
        self.now += timedelta(**(delta or {"minutes": 10}))
        return self.now


def make_cast() -> Cast:
    bureau = units.add(name="镇江湾市邮政局", code="ZJW", kind=UnitKind.BUREAU, mark="镇邮")
    made = {
        name: units.add(name=title, code=name.upper(), kind=kind, parent=bureau)
        for name, title, kind in (
            ("county", "东港分局", UnitKind.COUNTY),
            ("other", "西港分局", UnitKind.COUNTY),
            ("centre", "大客户中心", UnitKind.CENTRE),
            ("marketing", "市场部", UnitKind.MARKETING),
            ("hr_unit", "人力资源部", UnitKind.HR),
            ("leaders", "局领导", UnitKind.LEADERS),
        )
    }
    cast = Cast(bureau=bureau, **made)
    for name, _, _, full_name in PEOPLE:
        email = f"{name}@example.com"
        cast.people[name] = Person(username=name, name=full_name, email=email)
    Person.objects.bulk_create(cast.people.values())
    Post.objects.bulk_create(
        Post(person=cast.people[name], unit=made.get(unit, bureau), role=role, since=SINCE)
        for name, unit, role, _ in PEOPLE
    )
    new = {"since": SINCE, "by": None, "at": START}
    cast.customer = entering.enter(
        unit=cast.county, name="东港茶业有限公司", code="44051100017000", **new
    )
    cast.foreign = entering.enter(unit=cast.other, name="西港宾馆", code="44051100018000", **new)
    return cast


def looked_after(cast: Cast, customer: Customer, *managers: Person) -> None:
    """Let these be the A and the B manager of a customer, where it is."""
    a_manager, b_manager = (*managers, None, None)[:2]
    holdings.hand_over(
        customer,
        unit=customer.unit,
        a_manager=a_manager,
        b_manager=b_manager,
        since=timezone.localdate(cast.now),
        by=None,
        at=cast.now,
    )


def plan_file(name: str = "plan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def draft(
    cast: Cast, value: str = "32000", *, by: Person | None = None, plan: bool = True, **changes: Any
) -> Case:
    """A complete draft of Li's."""
    by = by or cast.li
    unit, kind = changes.pop("unit", cast.county), changes.pop("kind", "proposal")
    request = {
        "season": "regular",
        "line": "letters",
        "a_manager": by,
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2026, 6, 30),
    }
    case = {"title": "春茶寄递项目", "customer": cast.customer, "value_yuan": Decimal(value)}
    request |= {k: v for k, v in changes.items() if k not in case}
    case |= {k: v for k, v in changes.items() if k in case}
    return drafts.create(
        kind=kind_of(kind),
        actor=by,
        content=Content(
            unit=unit,
            case=case,
            request=request,
            parts={Part.A_MANAGER: request["a_manager"], Part.B_MANAGER: request.get("b_manager")},
            added=[checked(plan_file(), Attachment.Kind.PLAN)] if plan else [],
        ),
        at=cast.later(),
        key=new_key(),
    )


def submit(cast: Cast, case: Case, *, by: Person | None = None, **given: Any) -> Case:
    return actions.submit(
        case_id=case.pk,
        actor=by or case.applicant,
        at=given.get("at") or cast.later(),
        key=given.get("key") or new_key(),
        seen=given.get("seen", case.data_version),
    )


def row(case: Case, person: Person, capacity: str | None = None) -> Assignment:
    """The person's open row; for the chair, who also votes, that of the chair."""
    rows = Assignment.objects.filter(case=case, person=person, state=Assignment.State.OPEN)
    return rows.get(capacity=capacity) if capacity else rows.order_by("-pk")[0]


def decide(
    cast: Cast, case: Case, person: Person, verdict: str = "agreed", text: str = "", **given: Any
) -> Case:
    return actions.decide(
        case_id=case.pk,
        assignment_id=given.get("row") or row(case, person, given.get("capacity")).pk,
        actor=person,
        verdict=verdict,
        text=text,
        seen=given.get("seen") or Case.objects.get(pk=case.pk).data_version,
        at=given.get("at") or cast.later(),
        key=given.get("key") or new_key(),
        **{name: given[name] for name in ("to", "resume", "answers") if name in given},
    )


def send_back(cast: Cast, case: Case, person: Person, to: str = "", **given: Any) -> Case:
    """Return the case to a visited step, or to the applicant."""
    return decide(cast, case, person, "returned", given.pop("text", "请补充"), to=to, **given)


def at_row(
    cast: Cast, action: Callable[..., Case], case: Case, person: Person, **given: Any
) -> Case:
    """An action of a person at their open row: transfer, delegate, add_signer, ..."""
    asked = given.pop("row", None) or row(case, person, given.pop("capacity", None)).pk
    how = {"at": given.pop("at", None) or cast.later(), "key": given.pop("key", None) or new_key()}
    return action(case_id=case.pk, assignment_id=asked, actor=person, **how, **given)


def on_case(
    cast: Cast, action: Callable[..., Case], case: Case, person: Person, **given: Any
) -> Case:
    """An action of a person on a whole case: suspend, terminate, urge, convene, ..."""
    how = {"at": given.pop("at", None) or cast.later(), "key": given.pop("key", None) or new_key()}
    return action(case_id=case.pk, actor=person, **how, **given)


def revise(cast: Cast, case: Case, *, by: Person | None = None, **changes: Any) -> Case:
    """The applicant changes fields of a returned case, and saves it."""
    case = Case.objects.get(pk=case.pk)
    kind = kind_of(case.kind)
    own = {f.name for f in kind.request._meta.fields}
    return drafts.save(
        kind=kind,
        case_id=case.pk,
        actor=by or case.applicant,
        content=Content(
            unit=case.unit,
            case={k: v for k, v in changes.items() if k not in own},
            request={k: v for k, v in changes.items() if k in own},
            parts={Part.A_MANAGER: kind.request_of(case).a_manager},
        ),
        seen=case.data_version,
        at=cast.later(),
        key=new_key(),
    )


def done_row(case: Case, person: Person) -> Assignment:
    """The person's last row that is done."""
    rows = Assignment.objects.filter(case=case, person=person, state=Assignment.State.DONE)
    return rows.order_by("-finished_at", "-pk")[0]


def asked(case: Case) -> list[str]:
    """Who is asked now, by username, in the order of their rows."""
    rows = Assignment.objects.filter(case=case, state=Assignment.State.OPEN)
    return list(rows.order_by("place", "pk").values_list("person__username", flat=True))


def vote(cast: Cast, case: Case, person: Person, verdict: str = "for", text: str = "") -> Case:
    return decide(cast, case, person, verdict, text, capacity=Role.CENTRE_MEMBER)


def withdraw(cast: Cast, case: Case, **given: Any) -> Case:
    return actions.withdraw(
        case_id=case.pk,
        actor=given.get("by") or case.applicant,
        at=given.get("at") or cast.later(),
        key=given.get("key") or new_key(),
    )


def resubmit(cast: Cast, case: Case, **given: Any) -> Case:
    return actions.resubmit(
        case_id=case.pk,
        actor=given.get("by") or case.applicant,
        at=given.get("at") or cast.later(),
        key=given.get("key") or new_key(),
        seen=given.get("seen", case.data_version),
    )


def at_discussion(cast: Cast, value: str = "32000") -> Case:
    """A case that the centre discusses now."""
    case = submit(cast, draft(cast, value))
    decide(cast, case, cast.wang)
    return decide(cast, case, cast.zhou)
