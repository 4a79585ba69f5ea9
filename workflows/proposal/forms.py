"""The form of a project proposal."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.attachments import Checked, checked
from approvals.forms import Day, PlainText, YuanField
from approvals.managers import ManagedForm
from approvals.models import Attachment
from workflows.proposal.models import Line, Proposal

_LONG = 5_000


class ProposalForm(ManagedForm):
    """Sections: the project; its people and period; the plan."""

    by_consent = True
    request_fields = (
        "season",
        "line",
        "a_manager",
        "b_manager",
        "starts_on",
        "ends_on",
        "situation",
        "offer",
        "price",
        "service",
        "cost_yuan",
        "profit_yuan",
    )
    may_be_due = ("customer", "a_manager", "starts_on", "ends_on", "plan")
    sections = (
        (_("The project"), ("title", "value_yuan", "unit", "customer", "season", "line")),
        (_("People and period"), ("a_manager", "b_manager", "starts_on", "ends_on")),
        (_("The plan"), ("plan", "situation", "offer", "price", "service")),
        (_("Cost and profit"), ("cost_yuan", "profit_yuan", "other")),
    )

    value_yuan = YuanField(
        label=_("Expected revenue (yuan)"),
        help_text=_("The steps that the project takes follow from this amount."),
    )
    season = forms.ChoiceField(label=_("Project kind"), choices=Proposal.Season.choices)
    line = forms.ChoiceField(label=_("Line of business"), choices=Line.choices)
    starts_on = Day(label=_("From"), required=False)
    ends_on = Day(label=_("To"), required=False)
    situation = PlainText(
        label=_("Customer situation and key people"), max_length=_LONG, required=False, lines=True
    )
    offer = PlainText(label=_("Product and offer"), max_length=_LONG, required=False, lines=True)
    price = PlainText(label=_("Price"), max_length=_LONG, required=False, lines=True)
    service = PlainText(
        label=_("Channel, promotion, service and people"),
        max_length=_LONG,
        required=False,
        lines=True,
    )
    cost_yuan = YuanField(label=_("Cost (yuan)"), required=False)
    profit_yuan = YuanField(label=_("Expected profit (yuan)"), required=False)
    plan = forms.FileField(
        label=_("Plan document"),
        required=False,
        max_length=200,
        help_text=_(
            "PDF, Office document or picture, 20 MB at most. The amount decides whether it is needed."
        ),
    )
    other = forms.FileField(label=_("Another document"), required=False, max_length=200)

    def clean_plan(self) -> Checked | None:
        upload = self.cleaned_data["plan"]
        return checked(upload, Attachment.Kind.PLAN) if upload else None

    def clean_other(self) -> Checked | None:
        upload = self.cleaned_data["other"]
        return checked(upload, Attachment.Kind.OTHER) if upload else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", ValidationError(_("The project can't end before it starts.")))
        return data

    def case_fields(self) -> dict[str, Any]:
        return super().case_fields() | {"value_yuan": self.cleaned_data["value_yuan"]}

    def uploads(self) -> list[Checked]:
        """The files that came with the form."""
        return [f for f in (self.cleaned_data["plan"], self.cleaned_data["other"]) if f]
