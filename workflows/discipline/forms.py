"""The form of a case of discipline."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.attachments import Checked, checked
from approvals.forms import Day, PlainText, RequestForm
from approvals.models import Attachment
from approvals.words import Part
from registry.people import managers
from registry.people.models import AccountManager
from workflows.discipline.models import Discipline


class DisciplineForm(RequestForm):
    """Sections: the violation; the evidence."""

    request_fields = ("manager", "kind", "on_day", "told")
    sections = (
        (_("The violation"), ("title", "unit", "manager", "kind", "on_day")),
        (_("Evidence"), ("told", "evidence")),
    )

    manager = forms.ModelChoiceField(
        label=_("Account manager"), queryset=AccountManager.objects.none(), required=False
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["customer"]
        bureaus = {unit.root_id for unit in self.units}
        offered: Any = self.fields["manager"]
        rows = managers.active_on(self.on).filter(bureau__in=bureaus)
        offered.queryset = rows.exclude(person=self.applicant)
        offered.label_from_instance = lambda row: f"{row.person} · {row.unit}"

    def clean_evidence(self) -> Checked | None:
        upload = self.cleaned_data["evidence"]
        return checked(upload, Attachment.Kind.OTHER) if upload else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("on_day") and data["on_day"] > self.on:
            self.add_error("on_day", ValidationError(_("This day is still to come.")))
        return data

    def case_fields(self) -> dict[str, Any]:
        return {"title": self.cleaned_data["title"]}

    def parts(self) -> dict[Any, Any]:
        chosen = self.cleaned_data.get("manager")
        return {Part.SUBJECT: chosen.person} if chosen else {}

    def uploads(self) -> list[Checked]:
        """The file that came with the form."""
        return [f for f in (self.cleaned_data["evidence"],) if f]
