"""The forms of a grading: of which quarter, another scope, why it is dropped."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from approvals.forms import PlainText
from policy import periods
from registry.customers.words import Scope

QUARTERS = 4


class StartForm(forms.Form):
    """The quarter, one of the last four that are over."""

    quarter_end = forms.TypedChoiceField(label=_("End of the quarter"), coerce=date.fromisoformat)

    def __init__(self, on: date, data: Any = None) -> None:
        super().__init__(data)
        ends, day = [], on
        for _place in range(QUARTERS):
            day = periods.last_quarter_end(day)
            ends.append((day.isoformat(), date_format(day)))
        fields: dict[str, Any] = self.fields
        fields["quarter_end"].choices = ends


class ScopeForm(forms.Form):
    """The scope that the centre chooses for a customer."""

    scope = forms.ChoiceField(label=_("Scope"), choices=Scope.choices)


class DropForm(forms.Form):
    """Why nothing is written."""

    note = PlainText(label=_("Reason"), max_length=200)
