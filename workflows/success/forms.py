"""The form of a report of success: which development, and what shows that it succeeded."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.attachments import Checked, checked
from approvals.forms import Day, PlainText, RequestForm, YuanField
from approvals.models import Attachment
from approvals.words import Part
from registry.customers.models import Protection
from registry.org.models import Person
from workflows.success.models import Success

_LONG = 2_000


class SuccessForm(RequestForm):
    """Sections: the development; what shows its success."""

    request_fields = (
        "protection",
        "proof",
        "on_day",
        "agreement_number",
        "agreement_ends_on",
        "told",
    )
    may_be_due = ("on_day", "agreement")
    sections = (
        (_("The development"), ("title", "protection", "unit", "value_yuan")),
        (
            _("What shows its success"),
            ("proof", "on_day", "agreement_number", "agreement_ends_on", "agreement", "told"),
        ),
    )

    protection = forms.ModelChoiceField(
        label=_("Protected development"),
        queryset=Protection.objects.none(),
        empty_label=None,
        help_text=_("Those of your units whose period runs."),
    )
    value_yuan = YuanField(
        label=_("Amount of the agreement, or first revenue (yuan)"), required=False
    )
    proof = forms.ChoiceField(label=_("Proof"), choices=Success.Proof.choices)
    on_day = Day(label=_("Signed on, or revenue from"), required=False)
    agreement_number = PlainText(label=_("Number of the agreement"), max_length=60, required=False)
    agreement_ends_on = Day(label=_("Agreement until"), required=False)
    agreement = forms.FileField(
        label=_("Agreement or voucher"),
        required=False,
        max_length=200,
        help_text=_("PDF, Word or picture, 20 MB at most."),
    )
    told = PlainText(label=_("How it went"), max_length=_LONG, required=False, lines=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["customer"]  # it is that of the development
        rows = Protection.objects.filter(unit__in=self.units, state=Protection.State.RUNNING)
        offered: Any = self.fields["protection"]
        offered.queryset = rows.select_related("customer", "unit").order_by("last_day", "pk")
        offered.label_from_instance = lambda row: f"{row.customer} · {row.last_day}"

    def clean_agreement(self) -> Checked | None:
        upload = self.cleaned_data["agreement"]
        return checked(upload, Attachment.Kind.AGREEMENT) if upload else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        chosen, unit = data.get("protection"), data.get("unit")
        data["customer"] = chosen.customer if chosen else None
        if chosen and unit and chosen.unit_id != unit.pk:
            sentence = _("This development is that of %(unit)s: choose that unit.")
            self.add_error("unit", ValidationError(sentence, params={"unit": chosen.unit}))
        if data.get("on_day") and data["on_day"] > self.on:
            sentence = _("This day is still to come: report it once it is there.")
            self.add_error("on_day", ValidationError(sentence))
        signed, until = data.get("on_day"), data.get("agreement_ends_on")
        if signed and until and until < signed:
            sentence = _("The agreement would end before it is signed.")
            self.add_error("agreement_ends_on", ValidationError(sentence))
        return data

    def _post_clean(self) -> None:
        """Who reports a success is of those who develop the customer, or asks for them."""

    def case_fields(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "title": data["title"],
            "customer": data.get("customer"),
            "value_yuan": data.get("value_yuan"),
        }

    def parts(self) -> dict[Any, Person | None]:
        chosen = self.cleaned_data.get("protection")
        if chosen is None:
            return {}
        return {Part.A_MANAGER: chosen.a_manager, Part.B_MANAGER: chosen.b_manager}

    def uploads(self) -> list[Checked]:
        """The files that came with the form."""
        return [f for f in (self.cleaned_data["agreement"],) if f]
