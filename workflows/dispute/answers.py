"""What is decided besides a verdict: an agreement on the split, or the ruling with what follows."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.answers import AnswerForm
from approvals.models import Party
from approvals.sharing import OWNERS, check_split, how_field, percent_field
from approvals.words import Part, Verdict
from policy import dispute
from registry.org.models import Person, Unit
from workflows.dispute.models import Dispute

_FIGURES = (dispute.FINE, dispute.NO_CREDIT, dispute.SEVERE)


class Settling(AnswerForm):
    """What both sides agree: how they share the customer; its owner leads."""

    verdicts: tuple[str, ...] = (Verdict.SETTLED,)

    how = how_field(help_text=_("The owner of the customer leads."))
    lead_percent = percent_field()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        check_split(self, bureau=self.case.bureau, on=self.on, same_unit=_same_unit(self.case))
        return data


class Ruling(Settling):
    """Whose the customer is, who is responsible, what follows, how it is shared."""

    verdicts = (Verdict.RULED, Verdict.CHANGED)
    may_be_due = ("responsible",)

    owner = forms.ModelChoiceField(
        label=_("The customer belongs to"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("As it is"),
    )
    responsible = forms.ModelMultipleChoiceField(
        label=_("Responsible"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    fine_yuan = forms.BooleanField(label=_("Fine"), required=False)
    no_credit = forms.BooleanField(label=_("Doesn’t count as their performance"), required=False)
    severe = forms.BooleanField(label=_("To be dealt with severely"), required=False)

    field_order = (*("owner", "responsible", *_FIGURES), "how", "lead_percent")

    def prepare(self) -> None:
        fields: dict[str, Any] = self.fields
        case = self.case
        owner = case.customer.unit_id if case.customer else None
        units = [pk for pk in (case.unit_id, case.other_unit_id, owner) if pk]
        owners = Unit.objects.filter(pk__in=units, kind__in=OWNERS)
        fields["owner"].queryset = owners.order_by("path")
        fields["responsible"].queryset = Person.objects.filter(pk__in=sides(case)).order_by("pk")
        if case.customer_id is None:
            del fields["owner"]
        for name in _FIGURES:
            figure = case.ruling.value_of(name)
            if not figure:
                del fields[name]
            elif name == dispute.FINE:
                fields[name].help_text = _("%(yuan)s yuan each, by the rules.") % {
                    "yuan": f"{figure:,f}"
                }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        follows = [name for name in _FIGURES if data.get(name)]
        if follows and not data.get("responsible"):
            self.add_error("responsible", _("Say who is responsible."))
        if data.get("responsible") and not follows and self.fields.keys() & set(_FIGURES):
            self.add_error("responsible", _("Say what follows for them."))
        return data


def sides(case: Any) -> list[int]:
    """The ids of those who stand against each other: who opened it, and the other side."""
    return list(dict.fromkeys(_sides(case)))


def _sides(case: Any) -> Iterator[int]:
    parts = (Part.APPLICANT, Part.RESPONDENT)
    yield from (
        Party.objects.filter(case=case, part__in=parts)
        .order_by("pk")
        .values_list("person", flat=True)
    )


def _same_unit(case: Any) -> bool:
    asked = Dispute.of(case)
    return asked.case.other_unit_id in (None, asked.case.unit_id)
