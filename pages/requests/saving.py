"""From a valid form to a draft: what it holds, and that a form sent twice makes one draft."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from approvals import actions, drafts, errors
from approvals.drafts import Content
from approvals.kinds import Kind
from approvals.models import Case
from approvals.words import Status
from registry.org.models import Person


def key_of(request: HttpRequest) -> UUID:
    """The idempotency key that the form carried; a fresh one if it carried none."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def number_of(request: HttpRequest, name: str) -> int:
    """A small number of a hidden field; 0, which nothing has, if it is none."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def prefilled(form: Any, given: Mapping[str, str]) -> dict[str, Any]:
    """What a link names for an empty form, as far as the fields take it; the rest is left out."""
    found: dict[str, Any] = {}
    for name in form.fields.keys() & given.keys():
        with suppress(ValidationError):
            value = form.fields[name].clean(given[name])
            found[name] = getattr(value, "pk", value)
    return found


def initial_of(kind: Kind, case: Case) -> dict[str, Any]:
    """What the form shows of a case that was saved before."""
    request = kind.request_of(case)
    values = {name: getattr(request, name) for name in kind.form.request_fields}  # type: ignore[attr-defined]
    values = {name: getattr(value, "pk", value) for name, value in values.items()}
    return values | {
        "title": case.title,
        "unit": case.unit_id,
        "customer": case.customer.name if case.customer else "",
        "value_yuan": case.value_yuan,
        "other_unit": case.other_unit_id,
    }


def save(
    *, kind: Kind, case: Case | None, form: Any, request: HttpRequest, by: Person, at: datetime
) -> Case:
    """The draft with what the form holds. Raises as approvals.drafts."""
    key = uuid5(key_of(request), "save")
    if case is not None:
        content = _content(form, removed=_removed(request))
        seen = number_of(request, "seen")
        return drafts.save(
            kind=kind, case_id=case.pk, actor=by, content=content, seen=seen, at=at, key=key
        )
    case = drafts.create(kind=kind, actor=by, content=_content(form), at=at, key=key)
    if case.created_at == at:
        return case
    return _saved_again(kind, case, form, request, by, at)


def send(*, case: Case, by: Person, at: datetime, key: UUID) -> Case:
    """Submit a draft, or a returned case again. Raises as approvals.actions."""
    act = actions.resubmit if case.status == Status.RETURNED or case.process_id else actions.submit
    return act(case_id=case.pk, actor=by, at=at, key=key, seen=case.data_version)


def _saved_again(
    kind: Kind, case: Case, form: Any, request: HttpRequest, by: Person, at: datetime
) -> Case:
    """A new form that was sent before, by the way of "back": what was changed since is kept too."""
    before = kind.form(
        request.POST,
        applicant=by,
        applies=kind.applies,
        on=form.on,
        initial=initial_of(kind, case),
    )
    attached = case.attachments.filter(removed_at=None).values_list("sha256", flat=True)
    added = [upload for upload in form.uploads() if upload.sha256 not in set(attached)]
    if not before.changed_data and not added:
        return case
    if case.status != Status.DRAFT:
        raise errors.AlreadySubmitted(when=actions.when(case.submitted_at))
    return drafts.save(
        kind=kind,
        case_id=case.pk,
        actor=by,
        content=_content(form, added=added),
        seen=1,
        at=at,
        key=uuid4(),
    )


def _content(form: Any, *, removed: list[int] | None = None, added: Any = None) -> Content:
    return Content(
        unit=form.cleaned_data["unit"],
        case=form.case_fields(),
        request=form.own_fields(),
        parts=form.parts(),
        added=form.uploads() if added is None else added,
        removed=removed or [],
    )


def _removed(request: HttpRequest) -> list[int]:
    texts = request.POST.getlist("remove")
    return [int(t) for t in texts if t.isascii() and t.isdigit() and len(t) < 19]
