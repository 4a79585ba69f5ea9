"""The form of a change of rank."""

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.forms import Day, PlainText, YuanField
from approvals.personnel import OnManagerForm
from registry.people.models import RankHeld


class RankChangeForm(OnManagerForm):
    """Sections: whose rank; why."""

    request_fields = ("manager", "rank", "since", "year_yuan", "reason")
    may_be_due = ("manager", "since", "reason")
    sections = (
        (_("The change"), ("title", "unit", "manager", "rank", "since")),
        (_("What it rests on"), ("year_yuan", "reason")),
    )

    rank = forms.ChoiceField(label=_("New rank"), choices=RankHeld.Rank.choices)
    since = Day(label=_("From"), required=False)
    year_yuan = YuanField(label=_("Performance of the half year (yuan)"), required=False)
    reason = PlainText(label=_("Reason"), max_length=2_000, required=False, lines=True)
