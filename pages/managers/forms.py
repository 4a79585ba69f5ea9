"""The forms of the register: an appointment, a move, an end, terms of pay."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.forms import PlainText, YuanField
from pages.desk import Desk
from pages.settings.forms import Day, Someone
from registry.org import people
from registry.org.models import Person, Unit
from registry.org.roles import UnitKind
from registry.people.models import AccountManager, RankHeld

_HOMES = (
    UnitKind.CENTRE,
    UnitKind.MARKETING,
    UnitKind.COUNTY,
    UnitKind.BUSINESS,
    UnitKind.PROFESSIONAL,
    UnitKind.SUB_OFFICE,
)


def homes(bureaus: set[int]) -> Any:
    """The units in which account managers work."""
    return Unit.objects.filter(bureau__in=bureaus, kind__in=_HOMES).order_by("path")


class AppointForm(forms.Form):
    """Who, where, as what, since when."""

    may_be_due = ("income_before_yuan",)

    person = Someone(label=_("Person"), queryset=Person.objects.none())
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), empty_label=_("Choose the unit")
    )
    kind = forms.ChoiceField(
        label=_("Kind of entry"),
        choices=AccountManager.Kind.choices,
        help_text=_("All but “regular” begin with a training period, by the rules of the bureau."),
    )
    duty = forms.ChoiceField(label=_("Duty"), choices=AccountManager.Duty.choices)
    rank = forms.ChoiceField(label=_("Rank"), choices=RankHeld.Rank.choices)
    appointed_on = Day(label=_("Appointed on"))
    income_before_yuan = YuanField(
        label=_("Monthly income before the transfer (yuan)"),
        required=False,
        help_text=_("Only of those newly transferred: the guarantee goes by it."),
    )

    def __init__(self, desk: Desk, bureaus: set[int], data: Any = None) -> None:
        super().__init__(data, initial={"appointed_on": desk.on})
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = homes(bureaus)
        kept = people.kept_in(bureaus, desk.on).filter(is_active=True)
        kept = kept.exclude(pk=desk.person.pk).exclude(appointments__ended_on=None, pk__in=_open())
        fields["person"].queryset = kept.order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        moved = data.get("kind") == AccountManager.Kind.NEWLY_TRANSFERRED
        if data.get("income_before_yuan") and not moved:
            self.add_error(
                "income_before_yuan", _("Only for those newly transferred: leave it empty.")
            )
        return data


def _open() -> Any:
    return AccountManager.objects.filter(ended_on=None).values("person")


class MoveForm(forms.Form):
    """Another unit or another duty, from a day on."""

    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), empty_label=_("Choose the unit")
    )
    duty = forms.ChoiceField(label=_("Duty"), choices=AccountManager.Duty.choices)
    since = Day(label=_("From"))

    def __init__(self, desk: Desk, manager: AccountManager, data: Any = None) -> None:
        now = {"unit": manager.unit_id, "duty": manager.duty, "since": desk.on}
        super().__init__(data, initial=now, prefix="move")
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = homes({manager.bureau_id})


class LeaveForm(forms.Form):
    """The end of an appointment, with its reason."""

    last_day = Day(label=_("Last day in the post"))
    why = PlainText(label=_("Reason"), max_length=200)

    def __init__(self, desk: Desk, data: Any = None) -> None:
        super().__init__(data, initial={"last_day": desk.on}, prefix="leave")


class Amount(forms.DecimalField):
    """An amount in yuan that may be nothing."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        )
        super().__init__(min_value=0, max_digits=12, decimal_places=2, **kwargs)


class TermsForm(forms.Form):
    """By what the person is paid, from a day on."""

    since = Day(label=_("From"))
    post_wage_yuan = Amount(label=_("Post wage a month (yuan)"))
    subsidy_yuan = Amount(label=_("Marketing subsidy a month (yuan)"))
    fixed_base_yuan = Amount(label=_("Base of the fixed performance pay (yuan)"))

    def __init__(self, desk: Desk, data: Any = None) -> None:
        super().__init__(data, initial={"since": desk.on.replace(day=1)}, prefix="terms")
