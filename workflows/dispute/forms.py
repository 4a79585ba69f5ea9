"""The form that opens a dispute: against whom, about which customer, what was done."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.across import AcrossForm
from approvals.attachments import Checked, checked
from approvals.forms import Day, PlainText
from approvals.models import Attachment
from approvals.sharing import OWNERS
from approvals.words import Part
from registry.org.models import Person, Post, Unit
from registry.org.roles import PostRole
from workflows.dispute.models import Dispute

_LONG = 3_000


class DisputeForm(AcrossForm):
    """Sections: what it is about; what was done."""

    request_fields = ("allegation", "happened_on", "told", "wanted")
    may_be_due = ("customer", "other_unit", "happened_on", "told")
    sections = (
        (
            _("The dispute"),
            ("title", "unit", "customer", "allegation", "other_unit", "respondent"),
        ),
        (_("What was done"), ("happened_on", "told", "wanted", "proof", "other")),
    )

    title = PlainText(label=_("Matter"), max_length=120)
    allegation = forms.ChoiceField(label=_("What is disputed"), choices=Dispute.Allegation.choices)
    other_unit = forms.ModelChoiceField(
        label=_("Unit of the other side"), queryset=Unit.objects.none(), required=False
    )
    respondent = forms.ModelChoiceField(
        label=_("Account manager of the other side"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("The head of the unit answers"),
    )
    happened_on = Day(label=_("Happened on"), required=False)
    told = PlainText(label=_("What was done"), max_length=_LONG, required=False, lines=True)
    wanted = PlainText(label=_("What you ask for"), max_length=_LONG, required=False, lines=True)
    proof = forms.FileField(
        label=_("Evidence"),
        required=False,
        max_length=200,
        help_text=_("What the registers say is attached by itself."),
    )
    other = forms.FileField(label=_("Another document"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        bureaus = {unit.root_id for unit in self.units}
        units = Unit.objects.filter(bureau__in=bureaus, kind__in=OWNERS)
        fields["other_unit"].queryset = units.order_by("path")
        fields["other_unit"].empty_label = _("Choose the unit")
        held = Post.objects.on(self.on).filter(
            unit__bureau__in=bureaus, role=PostRole.ACCOUNT_MANAGER
        )
        people = Person.objects.filter(pk__in=held.values("person"))
        fields["respondent"].queryset = people.exclude(pk=self.applicant.pk).order_by("name", "pk")

    def clean_proof(self) -> Checked | None:
        upload = self.cleaned_data["proof"]
        return checked(upload, Attachment.Kind.EVIDENCE) if upload else None

    def clean_other(self) -> Checked | None:
        upload = self.cleaned_data["other"]
        return checked(upload, Attachment.Kind.OTHER) if upload else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        person, unit = data.get("respondent"), data.get("other_unit")
        if person and unit:
            held = Post.objects.on(self.on).filter(person=person, unit=unit)
            if not held.exists():
                sentence = _("This person holds no post in that unit.")
                self.add_error("respondent", ValidationError(sentence))
        if data.get("happened_on") and data["happened_on"] > self.on:
            sentence = _("This day is still to come.")
            self.add_error("happened_on", ValidationError(sentence))
        return data

    def case_fields(self) -> dict[str, Any]:
        return super().case_fields() | {"other_unit": self.cleaned_data.get("other_unit")}

    def parts(self) -> dict[Any, Person | None]:
        respondent = self.cleaned_data.get("respondent")
        return {Part.APPLICANT: self.applicant, Part.RESPONDENT: respondent}

    def uploads(self) -> list[Checked]:
        """The files that came with the form."""
        return [f for f in (self.cleaned_data["proof"], self.cleaned_data["other"]) if f]
