"""Projects that are small one by one: those that count together with a proposal, and why."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q

from approvals.kinds import Link
from approvals.models import Attachment, Case
from approvals.words import OPEN, Status
from policy import splitting
from policy.book import Rulebook
from policy.calendar import SHANGHAI

COUNTING = (*OPEN, Status.AGREED, Status.AGREED_WITH_CHANGES, Status.RECORDED)
_MOST = 100


def found_with(
    case: Case, thresholds: list[Decimal], *, on: date, book: Rulebook, set: str
) -> tuple[Decimal, list[splitting.Part]]:
    """The sum that a proposal counts as, and the other proposals in it; none as a rule. One query."""
    asked = splitting.rule_on(on=on, book=book, set=set)
    grounds = {name for name in splitting.GROUNDS if asked.requires(name)}
    value = case.value_yuan or Decimal(0)
    near = _near(case, int(str(asked.figure(splitting.WINDOW))), on) if grounds else []
    anyway = [_part(other, "") for other in near]
    if not splitting.together(value, anyway, thresholds)[1]:
        return value, []
    same_plan = (
        _with_the_same_plan(case, near) if splitting.BY_APPLICANT in grounds else frozenset()
    )
    named = (
        (one, next((g for g in _grounds(case, one, same_plan) if g in grounds), "")) for one in near
    )
    parts = [_part(other, ground) for other, ground in named if ground]
    return splitting.together(value, parts, thresholds)


def _near(case: Case, days: int, on: date) -> list[Case]:
    """The proposals of the window that have customer, unit or applicant in common, the oldest first."""
    since = datetime.combine(on - timedelta(days=days), time(), tzinfo=SHANGHAI)
    alike = Q(unit=case.unit_id) | Q(applicant=case.applicant_id)
    if case.customer_id:
        alike |= Q(customer=case.customer_id)
    rows = Case.objects.filter(alike, kind="proposal", bureau=case.bureau_id, status__in=COUNTING)
    rows = rows.filter(submitted_at__gte=since, value_yuan__isnull=False).exclude(pk=case.pk)
    return sorted(rows.order_by("-submitted_at")[:_MOST], key=lambda one: one.pk)


def _part(other: Case, ground: str) -> splitting.Part:
    return splitting.Part(other.pk, other.number, other.value_yuan or Decimal(0), ground)


def links(case: Case) -> Iterator[Any]:
    """The proposals that were counted with this one, each with its page."""
    found = splitting.cases_of(case.ruling) if case.ruling_json else []
    for one in Case.objects.filter(pk__in=found).order_by("pk") if found else ():
        yield Link(f"/cases/{one.pk}/", f"{one} · {one.value_yuan:,.2f}")


def _grounds(case: Case, other: Case, same_plan: frozenset[int]) -> Iterator[str]:
    if case.customer_id and other.customer_id == case.customer_id:
        yield splitting.BY_CUSTOMER
    name = splitting.stem(case.title)
    if name and other.unit_id == case.unit_id and splitting.stem(other.title) == name:
        yield splitting.BY_PROJECT
    if other.pk in same_plan:
        yield splitting.BY_APPLICANT


def _with_the_same_plan(case: Case, others: list[Case]) -> frozenset[int]:
    """Those of the same applicant that come with the same plan document; none before it is saved."""
    theirs = [one.pk for one in others if one.applicant_id == case.applicant_id]
    if case.pk is None or not theirs:
        return frozenset()
    plans = Attachment.objects.filter(kind=Attachment.Kind.PLAN, removed_at=None)
    own = plans.filter(case=case).values("sha256")
    return frozenset(plans.filter(case__in=theirs, sha256__in=own).values_list("case", flat=True))
