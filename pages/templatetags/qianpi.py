"""How figures, days and reasons are written on a page."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django import forms, template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from approvals.deliberation import Deliberate
from approvals.forms import YuanField
from approvals.kinds import all_kinds, kind_of
from approvals.models import Assignment
from approvals.people import Seat
from approvals.roles import Role, capacity_label
from approvals.words import ADVERSE, Status, Verdict
from documents import wording
from pages.desk import Desk
from registry.org.models import Person

register = template.Library()

_ARTICLE = re.compile(r"(\d+)(?:\((\d+)\))?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_BRACKETS = re.compile(r" ?\(([^()]*)\)")
_SHAPE = {
    Status.DRAFT: ("future", "g-future"),
    Status.RUNNING: ("future", "g-future"),
    Status.RETURNED: ("back", "g-back"),
    Status.REFUSED: ("bad", "g-bad"),
    Status.AGREED: ("good", "g-done"),
    Status.AGREED_WITH_CHANGES: ("good", "g-done"),
    Status.RECORDED: ("good", "g-done"),
}
_SAID = {
    Verdict.RETURNED: ("back", "g-back"),
    Verdict.REFUSED: ("bad", "g-bad"),
    Verdict.AGAINST: ("bad", "g-bad"),
    Verdict.ABSTAIN: ("skip", "g-skip"),
    **dict.fromkeys(ADVERSE, ("bad", "g-bad")),
}


def _language() -> str:
    return get_language() or "zh-hans"


@register.filter
def yuan(value: Decimal | None) -> str:
    """￥16,409.02; a dash where there is no amount."""
    return "—" if value is None else f"￥{value:,.2f}"


@register.filter
def in_capitals(value: Decimal) -> str:
    """人民币叁万贰仟元整 on a Chinese page; nothing on another."""
    return wording.capitals(value) if _language().startswith("zh") else ""


@register.filter
def day(value: date | datetime | None) -> str:
    """2026年3月5日, where the bureau is."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return date_format(value, "DATE_FORMAT")


@register.filter
def short_day(value: date | datetime, on: date) -> str:
    """The day without its year, if that is the year of `on`."""
    found = timezone.localdate(value) if isinstance(value, datetime) else value
    if found.year != on.year:
        return day(found)
    # Django's own month-and-day format for Chinese writes 03月05日.
    return date_format(found, "n月j日" if _language().startswith("zh") else "F j")


@register.filter
def moment(value: datetime | None) -> str:
    """Day and time, where the bureau is."""
    return date_format(timezone.localtime(value), "DATETIME_FORMAT") if value else ""


@register.filter
def words(value: Any) -> str:
    """The text of the rulebook in the language of the page."""
    return str(value[_language()])


@register.filter
def half(value: str) -> str:
    """Of a text in both languages, "中文 · English", the half in the language of the page."""
    chinese, _dot, english = value.partition(" · ")
    return chinese if _language().startswith("zh") or not english else english


@register.filter
def article(value: str) -> str:
    """An article as it is cited: 5(8) is 第5条第8项; of what the bureau decided it is the day."""
    match, chinese = _ARTICLE.fullmatch(value), _language().startswith("zh")
    if match is None:
        if _DAY.fullmatch(value):
            return day(date.fromisoformat(value))
        return _BRACKETS.sub(r"（\1）", value) if chinese else value
    if not chinese:
        return f"article {value}"
    return f"第{match[1]}条" + (f"第{match[2]}项" if match[2] else "")


@register.filter
def fact(value: Any) -> str:
    """A fact as a page shows it: money, a day, or what it says itself."""
    if isinstance(value, Decimal):
        return yuan(value)
    if isinstance(value, date):
        return day(value)
    return str(value)


@register.filter
def is_long(value: Any) -> bool:
    """Whether a fact needs the whole width."""
    return isinstance(value, str) and (len(value) > 12 or "\n" in value)


@register.filter
def kind_title(name: str) -> Any:
    return kind_of(name).title


@register.filter
def step_title(node: str, kind: str) -> Any:
    """The title of a step of a kind, the newest of its flows asked first."""
    found = _node(node, kind)
    return node if found is None else found.task_title


def _node(name: str, kind: str) -> Any:
    for flow in reversed(kind_of(kind).flows):
        found = flow.instance.node(name, no_obsolete=True)
        if found is not None:
            return found
    return None


@register.filter
def capacity(value: str) -> Any:
    return capacity_label(value)


@register.simple_tag
def why_mine(row: Assignment) -> str:
    """Why a step waits for the person, and what is asked: in one clause."""
    capacity = {"capacity": capacity_label(row.capacity)}
    if row.capacity == Role.APPLICANT:
        return _("You are the applicant")
    if row.acting_for_id:
        return _("For %(who)s: %(capacity)s") % (capacity | {"who": row.acting_for})
    if row.reason == Assignment.Reason.BY_RULE:
        return _("By rule, in place of: %(capacity)s") % capacity
    if row.reason != Assignment.Reason.POST:
        reason = Assignment.Reason(row.reason).label
        return _("%(reason)s: %(capacity)s") % (capacity | {"reason": reason})
    node = _node(row.node, row.kind)
    if isinstance(node, Deliberate):
        return (
            _("You chair: conclude") if row.capacity == node.chair else _("You are a member: vote")
        )
    return _("As %(capacity)s") % capacity


@register.filter
def of_row(found: Any, row: Assignment) -> Any:
    """What was found for a row, by its id; nothing where nothing was looked for."""
    return found.get(row.pk) if isinstance(found, dict) else None


@register.filter
def status_label(value: str) -> Any:
    return Status(value).label


@register.inclusion_tag("_state.html")
def status(value: str) -> dict[str, Any]:
    """A status as shape and word."""
    tone, icon = _SHAPE.get(Status(value), ("skip", "g-skip"))
    return {"tone": tone, "icon": icon, "label": Status(value).label}


@register.inclusion_tag("_state.html")
def said(value: str) -> dict[str, Any]:
    """A verdict as shape and word."""
    tone, icon = _SAID.get(Verdict(value), ("good", "g-done"))
    return {"tone": tone, "icon": icon, "label": Verdict(value).label}


@register.simple_tag
def icon(name: str, kind: str = "q-g") -> SafeString:
    """A shape of the sprite; the word stands beside it, so it is hidden from a screen reader."""
    return format_html('<svg class="{}" aria-hidden="true"><use href="#{}"/></svg>', kind, name)


@register.filter
def people(values: list[Person]) -> str:
    """Names in a row."""
    return pgettext("list", ", ").join(str(value) for value in values)


@register.filter
def asked(seats: list[Seat], role: str = "") -> str:
    """The people on the seats (of one role), nobody twice."""
    found = [seat.person for seat in seats if not role or seat.capacity == role]
    return people(list(dict.fromkeys(found)))


@register.simple_tag
def control(field: Any) -> SafeString:
    """The control of a form field with our classes; Django adds what a screen reader needs."""
    kind = field.field.widget.__class__.__name__
    css = "form-select" if kind == "Select" else "form-control"
    return field.as_widget(attrs={"class": f"{css} is-invalid" if field.errors else css})


@register.simple_tag
def apply_kinds(desk: Desk) -> bool:
    """Whether the person can request anything. Costs no query of its own."""
    held = {post.role for post in desk.posts}
    return any(held & set(kind.applies) for kind in all_kinds())


@register.simple_tag
def change_of(story: Any, name: str, change: list[str]) -> SafeString:
    """What an edit changed in one field, by the name that the form gives it."""
    field = story.kind.form.base_fields.get(name)
    label = field.label if field else _("Attachments") if name == "attachments" else name
    shown = _names_of_files if name == "attachments" else partial(_as_shown, field)
    old, new = (shown(text) for text in change)
    if old == new:
        return format_html("{} <ins>{}</ins>{}", label, new, _(" (another file of this name)"))
    old, new = (text if len(text) <= 60 else f"{text[:60]}…" for text in (old, new))
    return format_html("{} <del>{}</del> → <ins>{}</ins>", label, old or "—", new or "—")


def _names_of_files(text: str) -> str:
    """The journal tells files of one name apart by the beginning of their hash."""
    return re.sub(r" \([0-9a-f]{8}\)(?=、|$)", "", text)


def _as_shown(field: Any, text: str) -> str:
    """What the journal keeps of a field, as a page shows it: money, a day, a choice in words."""
    if not text:
        return text
    if isinstance(field, YuanField):
        return yuan(Decimal(text))
    if isinstance(field, forms.DateField):
        return day(date.fromisoformat(text))
    if getattr(field, "queryset", None) is not None:
        return text  # the name of a person or a unit
    choices = getattr(field, "choices", None)
    return str(dict(choices).get(text, text)) if choices else text


@register.filter
def field(form: Any, name: str) -> Any:
    """A field of a form by its name."""
    return form[name]


@register.simple_tag
def standing(row: Assignment) -> Any:
    """The opinion of a row that was not taken back; None without one. `opinions` are read along."""
    return next((said for said in row.opinions.all() if said.turn == row.turn), None)


@register.simple_tag
def awaited(row: Assignment) -> list[Person]:
    """Whom a row waits for, or who got it: of those that were asked from it, the open ones or the last."""
    asked = [one for one in row.asked.all() if one.state != Assignment.State.CLOSED]
    given = [one for one in asked if one.reason == Assignment.Reason.TRANSFERRED]
    if row.state == Assignment.State.PASSED:
        return [one.person for one in given[-1:]]
    waiting = (Assignment.State.DONE, Assignment.State.WAITING)
    return [one.person for one in asked if one.state not in waiting]
