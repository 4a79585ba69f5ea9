"""The expected route of a form that is being filled: computed from what is valid, nothing saved."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from approvals.forecast import Ahead, forecast
from approvals.kinds import Kind
from approvals.models import Case
from approvals.people import People
from pages.desk import Desk
from pages.refusals import why_not
from policy import conduct
from policy.calendar import Calendar
from policy.errors import PolicyError
from policy.ruling import Ruling
from registry import rulebook


@dataclass(frozen=True)
class Preview:
    """What the aside shows. `note` stands where no route can be told yet, `stall` where it would stop,
    `hints` are to be thought over before it is asked for.
    """

    note: str = ""
    value_yuan: Any = None
    steps: list[Ahead] = field(default_factory=list)
    end: Any = None
    stall: str = ""
    latest: date | None = None
    ruling: Ruling | None = None
    hints: list[str] = field(default_factory=list)


def preview(desk: Desk, kind: Kind, form: Any) -> Preview:
    """The route that the request would take today, as far as the form says it."""
    case = _unsaved(desk, kind, form)
    if case is None:
        return Preview(note=_("You hold no post in a unit from which this can be requested."))
    asked = form.fields.get("value_yuan")
    if asked is not None and asked.required and case.value_yuan is None:
        return Preview(note=_("Enter the amount: the steps follow from it."))
    book = rulebook.current(case.bureau_id)
    try:
        request = kind.request(case=case, **form.own_fields())
        set_ = rulebook.set_of(case.bureau, book, desk.on)
        ruling = kind.rule(case, request, desk.on, book, set_)
        parts = {part: [person] for part, person in form.parts().items() if person}
        people = People(
            applicant=desk.person,
            bureau_id=case.bureau_id,
            unit_id=case.unit_id,
            kind=case.kind,
            value_yuan=case.value_yuan,
            on=desk.on,
            other_unit_id=case.other_unit_id,
            parts=parts,
            nobody_decides=ruling.value_of(conduct.NOBODY_DECIDES) or conduct.SUPERIOR,
        )
        route = forecast(kind.flow, ruling, people)
        latest = _latest(route.steps, Calendar.of(book, set=ruling.set, on=desk.on), desk.on)
    except PolicyError as error:
        return Preview(note=why_not(error), value_yuan=case.value_yuan)
    return Preview(
        value_yuan=case.value_yuan,
        steps=route.steps,
        end=route.end,
        stall=str(route.problem) if route.problem else "",
        latest=latest,
        ruling=ruling,
        hints=kind.hints(case, request, ruling) if kind.hints else [],
    )


def _unsaved(desk: Desk, kind: Kind, form: Any) -> Case | None:
    """A case with what the form holds so far; None without a unit."""
    if form.is_bound:
        form.is_valid()
        for name in form.fields:
            form.cleaned_data.setdefault(name, None)
    else:
        form.cleaned_data = _as_cleaned(form)
    unit = form.cleaned_data["unit"] or (form.units[0] if form.units else None)
    if unit is None:
        return None
    case = Case(kind=kind.name, unit=unit, bureau=unit.bureau, applicant=desk.person)
    for name, value in form.case_fields().items():
        setattr(case, name, value)
    case.title = case.title or ""  # the amount is often written first
    return case


def _as_cleaned(form: Any) -> dict[str, Any]:
    """What an untouched form would hold: its initial values, without files; the first of a choice."""
    data: dict[str, Any] = dict.fromkeys(form.fields)
    for name, field_ in form.fields.items():
        initial = form.get_initial_for_field(field_, name)
        queryset = getattr(field_, "queryset", None)
        if queryset is not None:
            initial = queryset.filter(pk=initial).first() if initial else None
        elif initial is None and (choices := getattr(field_, "choices", None)):
            initial = next((value for value, _label in choices), None)
        data[name] = initial
    data["customer"] = None
    return data


def _latest(steps: list[Ahead], calendar: Calendar, on: date) -> date | None:
    """The day on which the last step is due, if every step takes all its time."""
    if not steps or any(step.working_days is None for step in steps):
        return None
    for step in steps:
        on = calendar.add_working_days(on, step.working_days or 1)
    return on
