"""The form of a change of rank."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.forms import Day, PlainText, RequestForm, YuanField
from approvals.words import Part
from registry.people import managers
from registry.people.models import AccountManager, RankHeld


class RankChangeForm(RequestForm):
    """Sections: whose rank; why."""

    request_fields = ("manager", "rank", "since", "year_yuan", "reason")
    sections = (
        (_("The change"), ("title", "unit", "manager", "rank", "since")),
        (_("What it rests on"), ("year_yuan", "reason")),
    )

    manager = forms.ModelChoiceField(
        label=_("Account manager"), queryset=AccountManager.objects.none(), required=False
    )
    rank = forms.ChoiceField(label=_("New rank"), choices=RankHeld.Rank.choices)
    since = Day(label=_("From"), required=False)
    year_yuan = YuanField(label=_("Performance of the half year (yuan)"), required=False)
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
