"""The forms of one customer's pages: what it is, what was signed, what it brought in."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from approvals.forms import PlainText, YuanField, yuan
from pages.customers.parts import rules_of
from pages.desk import Desk
from pages.settings.forms import Day, Someone
from policy import industries, periods
from policy.errors import PolicyError
from registry.customers import codes
from registry.customers.models import Customer
from registry.customers.words import Cultivation, Influence, Usage
from registry.org.models import Person, Post, Unit
from registry.org.roles import PostRole, UnitKind
from registry.projects.models import Project
from registry.revenue.models import Line

_UNKNOWN = ("", _("Not stated yet"))
SERVING = (
    *(UnitKind.CENTRE, UnitKind.COUNTY, UnitKind.BUSINESS),
    *(UnitKind.PROFESSIONAL, UnitKind.SUB_OFFICE),
)


class YuanOrNothing(YuanField):
    """An amount that may be nothing."""

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if text and not text.strip("0.") and text != ".":
            return Decimal("0.00")
        return yuan(text) if text else None


class DescribeForm(forms.Form):
    """What is said of a customer. The two flags weigh: only who keeps the register sets them."""

    name = PlainText(label=_("Full name"), max_length=120)
    short_name = PlainText(label=_("Short name"), max_length=60, required=False)
    licence_code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=codes.LICENCE_LENGTH,
        required=False,
        help_text=_("18 digits and capital letters, as on the licence."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    industry = forms.ChoiceField(label=_("Industry"), required=False)
    usage = forms.ChoiceField(
        label=_("By usage"), choices=[_UNKNOWN, *Usage.choices], required=False
    )
    cultivation = forms.ChoiceField(
        label=_("By cultivation"), choices=[_UNKNOWN, *Cultivation.choices], required=False
    )
    influence = forms.ChoiceField(
        label=_("By influence"), choices=[_UNKNOWN, *Influence.choices], required=False
    )
    territory = PlainText(label=_("Seat of the office that signs"), max_length=120, required=False)
    policy_customer = forms.BooleanField(
        label=_("Policy customer"),
        required=False,
        help_text=_("Counts as a key account whatever it spends."),
    )
    one_off = forms.BooleanField(
        label=_("One-off customer"),
        required=False,
        help_text=_("Its ups and downs need no explanation in the monthly report."),
    )

    def __init__(self, desk: Desk, customer: Customer, *, keeps: bool, data: Any = None) -> None:
        initial = {name: getattr(customer, name) for name in self.base_fields}
        super().__init__(data, initial=initial)
        fields: dict[str, Any] = self.fields
        fields["industry"].choices = [_UNKNOWN, *_industries(desk, customer)]
        if not keeps:
            del fields["policy_customer"], fields["one_off"]

    def clean_licence_code(self) -> str:
        code = self.cleaned_data["licence_code"].strip().upper()
        if code:
            codes.check_licence(code)
        return code


def _industries(desk: Desk, customer: Customer) -> list[tuple[str, str]]:
    try:
        listed = industries.listed(**rules_of(desk, customer).given)
    except PolicyError:
        return []
    language = get_language() or "zh-hans"
    return [(code, words[language]) for code, words in listed.items()]


class AgreementForm(forms.Form):
    """An agreement that was signed."""

    subject = PlainText(label=_("What it is about"), max_length=200)
    number = PlainText(label=_("Number of the agreement"), max_length=60, required=False)
    signed_on = Day(label=_("Signed on"))
    ends_on = Day(label=_("Ends on"), required=False, help_text=_("Empty: it has no end."))
    amount_yuan = YuanField(label=_("Amount"), required=False)


class MonthField(forms.DateField):
    """A month, as browsers send it."""

    widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
    input_formats = ["%Y-%m", "%Y-%m-%d"]


class RevenueForm(forms.Form):
    """An entry of the ledger."""

    line = forms.ChoiceField(label=_("Line of business"), choices=Line.choices)
    month = MonthField(label=_("Month"))
    amount_yuan = YuanField(label=_("Revenue"))
    turnover_yuan = YuanField(
        label=_("Turnover"), required=False, help_text=_("Newspapers and periodicals only.")
    )
    unit = forms.ModelChoiceField(label=_("Unit that served"), queryset=Unit.objects.none())
    manager = Someone(
        label=_("Account manager"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Not named"),
    )
    project = forms.ModelChoiceField(
        label=_("Project"),
        queryset=Project.objects.none(),
        required=False,
        empty_label=_("Not named"),
    )
    due_on = Day(label=_("Due on"), required=False)
    collected_on = Day(
        label=_("Collected on"),
        required=False,
        help_text=_("Empty: it has not come yet."),
    )
    reference = PlainText(label=_("Reference"), max_length=60, required=False)

    def __init__(self, desk: Desk, customer: Customer, data: Any = None) -> None:
        last: date = periods.month(desk.on, -1)
        super().__init__(data, initial={"unit": customer.unit, "month": last})
        fields: dict[str, Any] = self.fields
        bureau = customer.bureau_id
        units = Unit.objects.filter(bureau=bureau, kind__in=SERVING)
        fields["unit"].queryset = units.order_by("path")
        fields["unit"].empty_label = None
        managers = Post.objects.on(desk.on).filter(
            role=PostRole.ACCOUNT_MANAGER, unit__bureau=bureau
        )
        people = Person.objects.filter(pk__in=managers.values("person"))
        fields["manager"].queryset = people.order_by("name", "pk")
        fields["project"].queryset = customer.projects.order_by("-entered_on")


class CorrectForm(forms.Form):
    """What an entry should have said, and why."""

    to_yuan = YuanOrNothing(
        label=_("The right amount"), help_text=_("0 if the entry should not be there at all.")
    )
    reason = PlainText(label=_("Reason"), max_length=200)


class CollectForm(forms.Form):
    """When the money came."""

    on = Day(label=_("Collected on"))


class WhyForm(forms.Form):
    """Why something is taken back."""

    why = PlainText(label=_("Reason"), max_length=200)


class ListingForm(forms.Form):
    """What the province decided."""

    document = PlainText(label=_("Document of the province"), max_length=120)
    decided_on = Day(label=_("Decided on"))
    reason = PlainText(label=_("Reason"), max_length=200)
