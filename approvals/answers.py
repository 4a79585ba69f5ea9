"""What a step asks for besides a verdict and an opinion: a unit, a date, points, an agreed depth.

A kind names a form for a step. The action checks it, and keeps what was said with the opinion: for
each field its value, as text that the form reads again, and the words that stand in the record.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Model
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from approvals.errors import BadAnswers
from approvals.kinds import kind_of
from approvals.models import Assignment, Case
from approvals.words import ADVERSE, AGREEMENT, Verdict

Kept = dict[str, dict[str, Any]]
PREFIX = "a"  # before the names of the fields on a page
AGAINST = (Verdict.RETURNED, Verdict.REFUSED, *ADVERSE)
_BROUGHT_IN = (Assignment.Reason.ADDED, Assignment.Reason.DELEGATED)


class AnswerForm(forms.Form):
    """The base of such a form. A subclass has its fields, and checks them against the case.

    verdicts: those with which it is asked for; with any other nothing of it is kept
    counts_with: for a field that counts with some of them only, with which
    may_be_due: the fields that are asked for in some cases only
    """

    verdicts: tuple[str, ...] = AGREEMENT
    counts_with: Mapping[str, tuple[str, ...]] = {}
    may_be_due: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *, case: Case, on: date, verdict: str = "") -> None:
        """verdict: the one that was given; empty while the form is shown."""
        super().__init__(data, prefix=PREFIX)
        self.case, self.on, self.verdict = case, on, verdict
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and first values from the case."""

    @property
    def misplaced(self) -> dict[str, str]:
        """A sentence for each field that was filled in beside a verdict with which it doesn't count.

        Where the verdict goes against what was asked for, it says already that nothing of it counts.
        """
        if self.verdict not in self.verdicts and self.verdict in AGAINST:
            return {}
        found = {}
        for name, field in self.fields.items():
            sent = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            typed = bool(sent) and field.has_changed(self.get_initial_for_field(field, name), sent)
            with_ = self.counts_with.get(name, self.verdicts)
            if typed and self.verdict not in with_:
                labels = (f"“{Verdict(verdict).label}”" for verdict in with_)
                found[name] = _(
                    "This counts only with %(verdicts)s: choose that, or clear the field."
                ) % {"verdicts": pgettext("list", ", ").join(labels)}
        return found

    @property
    def kept(self) -> Kept:
        """What goes into the record, of a form that is valid. Its words are Chinese, as the record is."""
        with override(settings.LANGUAGE_CODE):
            return {
                name: {"value": _as_text(value), "text": _in_words(self.fields[name], value)}
                | ({} if name in self.base_fields else {"label": str(self.fields[name].label)})
                for name, value in self.cleaned_data.items()
                if value not in (None, "", [])
            }


def form_at(kind: str, node: str) -> type[AnswerForm] | None:
    """The form of a step, if it has one."""
    return kind_of(kind).answers.get(node)


def asked_at(row: Assignment) -> type[AnswerForm] | None:
    """The form that the person of a row fills; whom another brought in fills none."""
    return None if row.reason in _BROUGHT_IN else form_at(row.kind, row.node)


def of_page(data: QueryDict) -> dict[str, list[str]]:
    """The answers among the fields of a page."""
    start = f"{PREFIX}-"
    return {name[len(start) :]: data.getlist(name) for name in data if name.startswith(start)}


def filled(form: type[AnswerForm], given: Mapping[str, Any], **about: Any) -> AnswerForm:
    """The form with these answers; about: case, on and verdict."""
    texts = {f"{PREFIX}-{name}": _texts(value) for name, value in given.items()}
    return form(MultiValueDict(texts), **about)


def shown(
    form: type[AnswerForm],
    given: Mapping[str, Any],
    problems: Mapping[str, str],
    **about: Any,
) -> AnswerForm:
    """The form as a page shows it: empty, or with what was given and the problems that were found."""
    if not given:
        return form(**about)
    bound = filled(form, given, **about)
    # What isn't sent yet is not judged.
    bound._errors, bound.cleaned_data = ErrorDict(), {}  # type: ignore[attr-defined]
    for name, sentence in problems.items():
        bound.add_error(name if name in bound.fields else None, sentence)
    return bound


def checked(row: Assignment, verdict: str, given: Mapping[str, Any], on: date) -> Kept:
    """What is kept of the answers with a verdict. Raises BadAnswers with a sentence for each field."""
    form = asked_at(row)
    if form is None:
        return {}
    bound = filled(form, given, case=row.case, on=on, verdict=verdict)
    if bound.misplaced:
        raise BadAnswers(bound.misplaced)
    if verdict not in form.verdicts:
        return {}
    if not bound.is_valid():
        raise BadAnswers({name: str(found[0]) for name, found in bound.errors.items()})
    return bound.kept


def told(kind: str, node: str, kept: Kept) -> Iterator[tuple[Any, str]]:
    """Label and words of each answer, in the order of the form."""
    form = form_at(kind, node)
    names = [*(form.base_fields if form else ()), *kept]
    for name in dict.fromkeys(names):
        if name in kept:
            field = form.base_fields.get(name) if form else None
            label = field.label if field else kept[name].get("label", name)
            yield label, kept[name]["text"]


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list | tuple) else [value]
    return [str(one.pk if isinstance(one, Model) else one) for one in values if one is not None]


def _as_text(value: Any) -> Any:
    """A cleaned value as JSON keeps it: the key of a row, the text of an amount or a day."""
    if isinstance(value, list | tuple) or hasattr(value, "model"):
        return [_as_text(one) for one in value]
    if isinstance(value, Model):
        return value.pk
    return value if isinstance(value, bool | int) else str(value)


def _in_words(field: Any, value: Any) -> str:
    if hasattr(field, "in_words"):  # a field that says its value itself
        return str(field.in_words(value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list | tuple) or hasattr(value, "model"):
        return pgettext("list", ", ").join(_in_words(field, one) for one in value)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(_flat(field.choices)).get(value, value))
    if isinstance(value, date):
        return date_format(value)
    return f"{value:,f}" if isinstance(value, Decimal) else str(value)


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label
