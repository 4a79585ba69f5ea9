"""The form of a request to market in another area."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.across import AcrossForm
from approvals.attachments import Checked, checked
from approvals.forms import Day, PlainText
from approvals.models import Attachment
from approvals.sharing import OWNERS, check_split, how_field, percent_field
from approvals.words import Part
from registry.org.models import Person, Post, Unit
from registry.org.roles import PostRole

_LONG = 2_000


class CrossingForm(AcrossForm):
    """Sections: where; by whom and how long; how both units share it."""

    request_fields = ("area", "a_manager", "starts_on", "ends_on", "told", "how", "lead_percent")
    may_be_due = ("customer", "area", "other_unit", "a_manager", "starts_on", "ends_on", "told")
    sections = (
        (_("Where"), ("title", "unit", "customer", "area", "other_unit")),
        (_("By whom, and how long"), ("a_manager", "starts_on", "ends_on", "told", "other")),
        (_("How both units share it"), ("how", "lead_percent")),
    )

    title = PlainText(label=_("Matter"), max_length=120)
    area = PlainText(
        label=_("Area"),
        max_length=120,
        required=False,
        help_text=_("If it is not about one customer: the district, park or street."),
    )
    other_unit = forms.ModelChoiceField(
        label=_("Unit of that area"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("The unit of the customer"),
    )
    a_manager = forms.ModelChoiceField(
        label=_("Who goes there"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Please choose"),
    )
    starts_on = Day(label=_("From"), required=False)
    ends_on = Day(label=_("To"), required=False)
    told = PlainText(label=_("Why it is needed"), max_length=_LONG, required=False, lines=True)
    how = how_field(help_text=_("The unit that markets leads; the centre decides."))
    lead_percent = percent_field()
    other = forms.FileField(label=_("Another document"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        bureaus = {unit.root_id for unit in self.units}
        units = Unit.objects.filter(bureau__in=bureaus, kind__in=OWNERS)
        fields["other_unit"].queryset = units.order_by("path")
        held = Post.objects.on(self.on).filter(unit__in=self.units, role=PostRole.ACCOUNT_MANAGER)
        people = Person.objects.filter(pk__in=held.values("person"))
        fields["a_manager"].queryset = people.order_by("name", "pk")

    def clean_other(self) -> Checked | None:
        upload = self.cleaned_data["other"]
        return checked(upload, Attachment.Kind.OTHER) if upload else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        customer, unit = data.get("customer"), data.get("unit")
        if customer:
            data["other_unit"] = customer.unit
        if unit and data.get("other_unit") == unit:
            field = "customer" if customer else "other_unit"
            sentence = _("This is your own unit's: no consent is needed.")
            self.add_error(field, ValidationError(sentence))
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", ValidationError(_("The last day is before the first one.")))
        if unit:
            check_split(self, bureau=unit.bureau or unit, on=self.on)
        return data

    def case_fields(self) -> dict[str, Any]:
        return super().case_fields() | {"other_unit": self.cleaned_data.get("other_unit")}

    def parts(self) -> dict[Any, Person | None]:
        return {Part.A_MANAGER: self.cleaned_data.get("a_manager")}

    def uploads(self) -> list[Checked]:
        """The files that came with the form."""
        return [f for f in (self.cleaned_data["other"],) if f]
