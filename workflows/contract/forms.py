"""The form of a review: the contract, the commission, what they rest on."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.attachments import Checked, checked
from approvals.forms import Day, PlainText, RequestForm, YuanField
from approvals.models import Attachment
from workflows.contract.models import ContractReview

_LONG = 5_000


class ContractForm(RequestForm):
    """Sections: what is to be reviewed; the contract; the commission."""

    request_fields = (
        *("subject", "agreement_number", "signed_on", "ends_on", "terms"),
        *("payee", "payee_name", "commission_yuan", "basis"),
    )
    may_be_due = (
        "customer",
        "terms",
        "agreement",
        "commission_yuan",
        "payee",
        "payee_name",
        "basis",
    )
    sections = (
        (_("What is to be reviewed"), ("title", "subject", "unit", "customer", "value_yuan")),
        (
            _("The contract"),
            ("agreement_number", "signed_on", "ends_on", "terms", "agreement"),
        ),
        (_("The commission"), ("payee", "payee_name", "commission_yuan", "basis", "other")),
    )

    subject = forms.ChoiceField(
        label=_("Subject of the review"), choices=ContractReview.Subject.choices
    )
    value_yuan = YuanField(label=_("Amount of the contract (yuan)"), required=False)
    agreement_number = PlainText(label=_("Number of the agreement"), max_length=60, required=False)
    signed_on = Day(
        label=_("Signed on"),
        required=False,
        help_text=_("Leave it empty if it is signed after the review."),
    )
    ends_on = Day(label=_("Agreement until"), required=False)
    terms = PlainText(label=_("Main terms"), max_length=_LONG, required=False, lines=True)
    agreement = forms.FileField(
        label=_("Text of the contract"),
        required=False,
        max_length=200,
        help_text=_("PDF, Word or picture, 20 MB at most."),
    )
    payee = forms.ChoiceField(
        label=_("Paid to"),
        choices=[("", _("Nobody")), *ContractReview.Payee.choices],
        required=False,
    )
    payee_name = PlainText(label=_("Name of the payee"), max_length=120, required=False)
    commission_yuan = YuanField(label=_("Commission (yuan)"), required=False)
    basis = PlainText(label=_("How it is worked out"), max_length=200, required=False)
    other = forms.FileField(label=_("Another document"), required=False, max_length=200)

    def clean_signed_on(self) -> date | None:
        day: date | None = self.cleaned_data["signed_on"]
        if day and day > self.on:
            raise ValidationError(
                _("This day is still to come: leave it empty until it is signed.")
            )
        return day

    def clean_agreement(self) -> Checked | None:
        upload = self.cleaned_data["agreement"]
        return checked(upload, Attachment.Kind.AGREEMENT) if upload else None

    def clean_other(self) -> Checked | None:
        upload = self.cleaned_data["other"]
        return checked(upload, Attachment.Kind.OTHER) if upload else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        signed, until = data.get("signed_on"), data.get("ends_on")
        if signed and until and until < signed:
            sentence = _("The agreement would end before it is signed.")
            self.add_error("ends_on", ValidationError(sentence))
        return data

    def case_fields(self) -> dict[str, Any]:
        return super().case_fields() | {"value_yuan": self.cleaned_data.get("value_yuan")}

    def uploads(self) -> list[Checked]:
        """The files that came with the form."""
        return [f for f in (self.cleaned_data["agreement"], self.cleaned_data["other"]) if f]
