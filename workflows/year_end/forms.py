"""The form of a year-end adjustment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.forms import PlainText, RequestForm, YuanField
from approvals.words import Part
from registry.people import managers
from registry.people.models import AccountManager, RankHeld


class YearEndForm(RequestForm):
    """Sections: the year; what is proposed."""

    request_fields = ("manager", "year", "rank", "year_yuan", "paid_as", "new_post", "reason")
    sections = (
        (_("The year"), ("title", "unit", "manager", "year", "rank", "year_yuan")),
        (_("What is proposed"), ("paid_as", "new_post", "reason")),
    )

    manager = forms.ModelChoiceField(
        label=_("Account manager"), queryset=AccountManager.objects.none(), required=False
    )
    year = forms.IntegerField(label=_("Year"), min_value=2001, max_value=2098, required=False)
    rank = forms.ChoiceField(label=_("Rank in that year"), choices=RankHeld.Rank.choices)
    year_yuan = YuanField(label=_("Performance of the year (yuan)"), required=False)
    paid_as = forms.ChoiceField(
        label=_("Paid next year as"),
        choices=[("", _("As now")), *RankHeld.Rank.choices],
        required=False,
    )
    new_post = PlainText(label=_("Another post"), max_length=120, required=False)
    reason = PlainText(label=_("Reason"), max_length=2_000, required=False, lines=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["customer"]
        bureaus = {unit.root_id for unit in self.units}
        offered: Any = self.fields["manager"]
        rows = managers.active_on(self.on).filter(bureau__in=bureaus)
        offered.queryset = rows.exclude(person=self.applicant)
        offered.label_from_instance = lambda row: f"{row.person} · {row.unit}"

    def case_fields(self) -> dict[str, Any]:
        return {"title": self.cleaned_data["title"]}

    def parts(self) -> dict[Any, Any]:
        chosen = self.cleaned_data.get("manager")
        return {Part.SUBJECT: chosen.person} if chosen else {}
