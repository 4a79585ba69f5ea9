"""The form of a case of discipline."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.attachments import Checked, checked
from approvals.forms import Day, PlainText
from approvals.models import Attachment
from approvals.personnel import OnManagerForm
from workflows.discipline.models import Discipline


class DisciplineForm(OnManagerForm):
    """Sections: the violation; the evidence."""

    request_fields = ("manager", "kind", "on_day", "told")
    may_be_due = ("manager", "on_day", "told", "evidence")
    sections = (
        (_("The violation"), ("title", "unit", "manager", "kind", "on_day")),
        (_("Evidence"), ("told", "evidence")),
    )

    kind = forms.ChoiceField(label=_("Kind of violation"), choices=Discipline.Kind.choices)
    on_day = Day(label=_("When it happened"), required=False)
    told = PlainText(label=_("What is known"), max_length=2_000, required=False, lines=True)
    evidence = forms.FileField(
        label=_("Document as evidence"),
        required=False,
        max_length=200,
        help_text=_("PDF, Word or picture, 20 MB at most."),
    )

    def clean_evidence(self) -> Checked | None:
        upload = self.cleaned_data["evidence"]
        return checked(upload, Attachment.Kind.OTHER) if upload else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("on_day") and data["on_day"] > self.on:
            self.add_error("on_day", ValidationError(_("This day is still to come.")))
        return data

    def uploads(self) -> list[Checked]:
        """The file that came with the form."""
        return [f for f in (self.cleaned_data["evidence"],) if f]
