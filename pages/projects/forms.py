"""The form with which the keepers of the key-project list say how far a project has come."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.forms import PlainText
from registry.projects.models import KeyProject


class MaturityForm(forms.Form):
    """The stage, and what it rests on."""

    maturity = forms.ChoiceField(label=_("Maturity"), choices=KeyProject.Maturity.choices)
    why = PlainText(
        label=_("Reason"),
        max_length=200,
        help_text=_("What it rests on: revenue against the plan, what was signed, what was seen."),
    )

    def __init__(self, key: KeyProject, data: Any = None) -> None:
        super().__init__(data, initial={"maturity": key.maturity})
        stage: Any = self.fields["maturity"]
        if not key.maturity:
            stage.choices = [("", _("Not stated yet")), *stage.choices]
