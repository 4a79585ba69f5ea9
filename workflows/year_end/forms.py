"""The form of a year-end adjustment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.forms import PlainText, YuanField
from approvals.personnel import OnManagerForm
from registry.people.models import RankHeld


class YearEndForm(OnManagerForm):
    """Sections: the year; what is proposed."""

    request_fields = ("manager", "year", "rank", "year_yuan", "paid_as", "new_post", "reason")
    may_be_due = ("manager", "year", "year_yuan", "paid_as", "new_post")
    sections = (
        (_("The year"), ("title", "unit", "manager", "year", "rank", "year_yuan")),
        (_("What is proposed"), ("paid_as", "new_post", "reason")),
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
