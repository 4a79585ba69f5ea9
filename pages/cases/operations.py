"""What all pages of operations share: GET asks and says what will happen, POST does it once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from approvals import access, errors
from approvals.models import Assignment, Case
from approvals.roles import Role
from approvals.words import Status
from pages.cases.forms import Note
from pages.desk import Desk
from pages.requests.saving import key_of

WHO = (
    errors.CannotBeAsked,
    errors.AskedAlready,
    errors.NotAColleague,
    errors.NobodyNamed,
    errors.TooManyNamed,
)
WORDS = (errors.SayWhy, errors.TooLong, errors.HiddenControl, errors.Unprintable)


@dataclass(frozen=True)
class Page:
    """The words of an operation: what it is, what will happen, the button, what is said when it is done."""

    title: str
    does: str
    button: str
    done: str
    danger: bool = False


def case_of(desk: Desk, pk: int) -> Case:
    """The case, if the reader may read it and it is submitted; else Http404."""
    cases = access.visible_to(desk.person, desk.on, desk.posts).exclude(status=Status.DRAFT)
    return get_object_or_404(cases.select_related("applicant", "bureau", "process"), pk=pk)


def row_of(case: Case, pk: int, **only: Any) -> Assignment:
    """A row at a step of the case, not the applicant's; else Http404."""
    rows = case.assignments.select_related("person", "origin").exclude(capacity=Role.APPLICANT)
    return get_object_or_404(rows, pk=pk, **only)


def operate(
    desk: Desk,
    case: Case,
    page: Page,
    form: Note,
    act: Callable[..., Case],
    *,
    possible: bool = True,
    **about: Any,
) -> HttpResponse:
    """One operation. possible: whether it may be possible now; if not, GET leads to the case."""
    if desk.request.method != "POST":
        if not possible:
            return redirect("case", case.pk)
        return _show(desk, case, page, form, **about)
    if not form.is_valid():
        return _show(desk, case, page, form, status=422, **about)
    try:
        act(
            case_id=case.pk,
            actor=desk.person,
            at=desk.now,
            key=key_of(desk.request),
            **form.cleaned_data,
        )
    except errors.NotThere:
        raise Http404 from None
    except errors.Refused as refusal:
        if field := _at_field(form, refusal):
            form.add_error(field, str(refusal))
            return _show(desk, case, page, form, status=422, **about)
        case.refresh_from_db()
        typed = next((v for v in form.cleaned_data.values() if isinstance(v, str) and v), "")
        return desk.render(
            "cases/refused.html", status=409, case=case, refusal=str(refusal), typed=typed
        )
    messages.success(desk.request, page.done)
    return redirect("case", case.pk)


def _at_field(form: Note, refusal: errors.Refused) -> str:
    """The field that a refusal is about."""
    wanted = ("to", "people") if isinstance(refusal, WHO) else ()
    wanted = ("reason", "note") if isinstance(refusal, WORDS) else wanted
    return next((name for name in wanted if name in form.fields), "")


def _show(
    desk: Desk, case: Case, page: Page, form: Note, *, status: int = 200, **about: Any
) -> HttpResponse:
    words = [form[name] for name in ("note", "reason") if name in form.fields]
    return desk.render(
        "cases/operation.html",
        status=status,
        case=case,
        page=page,
        form=form,
        words=words,
        key=uuid4(),
        **about,
    )
