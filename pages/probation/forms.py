"""What human resources enters of a period: leave, and the quota of a month."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.forms import PlainText, YuanField
from pages.settings.forms import Day
from pages.templatetags.customers import month
from workflows.probation.standing import Standing


class LeaveForm(forms.Form):
    """Days of leave, both included, and why."""

    first_day = Day(label=_("First day"))
    last_day = Day(label=_("Last day"))
    why = PlainText(label=_("Reason"), max_length=200)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", ValidationError(_("The last day is before the first one.")))
        return data


class QuotaForm(forms.Form):
    """The marketing quota of one month of the period."""

    month = forms.TypedChoiceField(label=_("Month"))
    quota_yuan = YuanField(label=_("Marketing quota"))

    def __init__(self, standing: Standing, data: Any = None) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        self.months = {day.isoformat(): day for day in standing.months}
        fields["month"].choices = [(name, month(day)) for name, day in self.months.items()]

    @property
    def given(self) -> dict[str, Any]:
        """What was said, for the register."""
        data = self.cleaned_data
        return {"month": self.months[data["month"]], "quota_yuan": data["quota_yuan"]}
