"""待办 as a person chose to see it: narrowed, searched, in an order; and how many there are of each sort."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from approvals.inbox import PAGE
from approvals.models import Assignment, Case
from policy import proposals
from policy.book import Rulebook
from policy.errors import PolicyError
from registry.customers.spelling import in_letters
from registry.org.models import Person

Reason = Assignment.Reason
LAST = datetime(9999, 1, 1, tzinfo=UTC)  # where a step without a deadline stands
MAX_SOUGHT = 60
DUE, ARRIVED, SUBMITTED, AMOUNT = "due", "arrived", "submitted", "amount"
ORDERS = (DUE, ARRIVED, SUBMITTED, AMOUNT)
LATE, TODAY, SOON = "late", "today", "soon"
DUES = (LATE, TODAY, SOON)
STANDS_IN, BROUGHT_IN = "substitute", "brought"
WHYS = (STANDS_IN, BROUGHT_IN)
_FLOOR = re.compile(r"[0-9]{1,12}", re.ASCII)
_FIRST = {
    DUE: F("due_at"),
    ARRIVED: F("arrived_at"),
    SUBMITTED: F("case__submitted_at"),
    AMOUNT: Coalesce("value_yuan", Value(Decimal(0))),
}
_NEWEST = (ARRIVED, AMOUNT)  # the largest first
_URGENT = (F("due_at").asc(nulls_last=True), "pk")  # as the index open_by_urgency has them


def sought_in(case: Case) -> str:
    """What the search looks through: title, customer and number, and their pinyin and initials."""
    names = [folded(case.title), folded(case.customer.name if case.customer else "")]
    return " ".join([*names, case.number.lower(), *in_letters(*names)])


def folded(text: str) -> str:
    """A text as it is compared: small letters, half as wide as they come from an input method."""
    return unicodedata.normalize("NFKC", text).lower()


@dataclass(frozen=True)
class Wanted:
    """Which of the open steps a person wants to see. Without anything: all, the most urgent first.

    floor  at least so many whole yuan. why  STANDS_IN or BROUGHT_IN. news  what changed since it was seen.
    """

    q: str = ""
    kind: str = ""
    unit: str = ""
    floor: str = ""
    why: str = ""
    due: str = ""
    news: str = ""
    order: str = DUE
    group: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Wanted":
        """What an address says; what it does not know is left out."""
        said = {field.name: given.get(field.name, "").strip() for field in fields(cls)}
        known = {"why": WHYS, "due": DUES, "news": ("1",), "order": ORDERS}
        known["group"] = ("kind",)
        for name, values in known.items():
            said[name] = said[name] if said[name] in values else ""
        said["floor"] = said["floor"] if _FLOOR.fullmatch(said["floor"]) else ""
        for name in ("q", "kind", "unit"):
            said[name] = said[name].replace("\0", "")[:MAX_SOUGHT]
        return cls(**(said | {"order": said["order"] or DUE}))

    @property
    def query(self) -> str:
        """The same as an address."""
        said = {f.name: getattr(self, f.name) for f in fields(self)}
        return urlencode({name: text for name, text in said.items() if text and text != DUE})

    @property
    def narrows(self) -> bool:
        """Whether some of the open steps are left out."""
        return replace(self, order=DUE, group="") != Wanted()


@dataclass(frozen=True)
class Found:
    """A page of open steps; `after` leads to the next one, if there is one."""

    rows: Sequence[Assignment]
    after: str


def open_rows(person: Person) -> QuerySet[Assignment]:
    return Assignment.objects.filter(person=person, state=Assignment.State.OPEN)


def narrowed(rows: QuerySet[Assignment], wanted: Wanted, now: datetime) -> QuerySet[Assignment]:
    """Those of the rows that are wanted."""
    exact = {"kind": wanted.kind, "unit_name": wanted.unit, "value_yuan__gte": wanted.floor}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.why:
        rows = rows.filter(_why(wanted.why))
    if wanted.due:
        rows = rows.filter(_due(wanted.due, now))
    if wanted.news:
        rows = rows.filter(_NEWS)
    for word in wanted.q.lower().split():
        found = Q(sought__contains=word) | Q(applicant_name__icontains=word)
        if (plain := folded(word)) != word:  # rows from before were kept as they were written
            found |= Q(sought__contains=plain)
        rows = rows.filter(found)
    return rows


def page_of(
    person: Person, wanted: Wanted, now: datetime, after: str = "", size: int = PAGE
) -> Found:
    """One page, in the order that is wanted. One statement. Raises ValueError for a broken `after`."""
    rows = narrowed(open_rows(person), wanted, now).annotate(first=_FIRST[wanted.order])
    back = wanted.order in _NEWEST
    if after:
        rows = rows.filter(_behind(wanted.order, after, back=back))
    rows = rows.order_by(*_URGENT) if wanted.order == DUE else rows.order_by(*_ranked(back))
    rows = rows.select_related("acting_for", "case").annotate(seen=F("case__data_version"))
    found = list(rows[: size + 1])
    more, last = len(found) > size, found[size - 1] if len(found) > size else None
    shown: Any = getattr(last, "first", None)
    shown = LAST if shown is None else shown
    text = shown.isoformat() if isinstance(shown, datetime) else str(shown)
    return Found(found[:size], f"{text},{last.pk}" if more and last else "")


def _ranked(back: bool) -> tuple[str, str]:
    return ("-first", "-pk") if back else ("first", "pk")


def _behind(order: str, after: str, *, back: bool) -> Q:
    """The rows behind the last one of a page; those without a deadline stand at the end."""
    text, _comma, pk = after.rpartition(",")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        raise ValueError(after)
    key = _key(order, text)
    way = "lt" if back else "gt"
    if key == LAST:
        return Q(first=None, pk__gt=int(pk))
    open_end = Q(first=None) if order == DUE else Q()
    return open_end | Q(**{f"first__{way}": key}) | Q(first=key, **{f"pk__{way}": int(pk)})


def _key(order: str, text: str) -> Any:
    """The amount or the moment that `after` names. Raises ValueError."""
    if order == AMOUNT:
        try:
            amount = Decimal(text)
        except InvalidOperation as error:
            raise ValueError(text) from error
        if not amount.is_finite():
            raise ValueError(text)
        return amount
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


def floors_on(book: Rulebook, set: str, on: date) -> list[int]:
    """The amounts, in yuan, from which the rulebook asks a project for more, the lowest first."""
    try:
        found = [book.parameter(set, proposals.CHAPTER, name) for name in proposals.TIERS]
    except PolicyError:
        return []
    told = {v.value for p in found if (v := p.latest(on)) and isinstance(v.value, (int, Decimal))}
    return sorted(int(value) for value in told)


@dataclass(frozen=True)
class Tally:
    """How many open steps there are of each sort, and the kinds and units that they are of."""

    counts: dict[str, int]
    kinds: list[str]
    units: list[str]


def tally_of(person: Person, now: datetime, floors: Iterable[int] = ()) -> Tally:
    """What the page offers to choose from, with its numbers. One statement."""
    sorts: dict[str, Q] = {"all": Q()}
    sorts |= {due: _due(due, now) for due in DUES} | {why: _why(why) for why in WHYS}
    sorts |= {"news": _NEWS} | {f"from{floor}": Q(value_yuan__gte=floor) for floor in floors}
    told = {name: Count("pk", filter=sort or None) for name, sort in sorts.items()}
    rows: Any = open_rows(person).order_by().values("kind", "unit_name")
    groups: list[dict[str, Any]] = list(rows.annotate(**told))
    return Tally(
        {name: sum(group[name] for group in groups) for name in told},
        sorted({group["kind"] for group in groups}),
        sorted({group["unit_name"] for group in groups}),
    )


def next_of(person: Person, now: datetime) -> Assignment | None:
    """The most urgent open step that asks the person to decide."""
    return open_rows(person).exclude(capacity="applicant").order_by(*_URGENT).first()


def _why(why: str) -> Q:
    if why == STANDS_IN:
        return Q(acting_for__isnull=False)
    return Q(reason__in=(Reason.TRANSFERRED, Reason.DELEGATED, Reason.ADDED))


def _due(due: str, now: datetime) -> Q:
    """LATE is over, TODAY still runs until midnight, SOON until that of the day after tomorrow."""
    if due == LATE:
        return Q(due_at__lt=now)
    today = timezone.localdate(now)
    ends = today + timedelta(days=1 if due == TODAY else 3)
    midnight = timezone.make_aware(datetime.combine(ends, time()))
    return Q(due_at__gte=now, due_at__lt=midnight)


# Of the cases only those are looked up that the person has seen.
_NEWS = Q(seen_seq__isnull=False) & Q(
    seen_seq__lt=Subquery(Case.objects.filter(pk=OuterRef("case")).values("journal_seq"))
)
