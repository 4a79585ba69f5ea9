"""What the centre says besides its confirmation: whose the customer is, or which one it is already."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.answers import AnswerForm
from approvals.words import Verdict
from registry.customers.models import Customer
from registry.org.models import Unit
from registry.org.roles import UnitKind

OWNERS = (UnitKind.CENTRE, UnitKind.COUNTY, UnitKind.BUSINESS, UnitKind.PROFESSIONAL)


class Confirming(AnswerForm):
    """The owner, for another unit; the registered customer, for a duplicate."""

    verdicts = (Verdict.CONFIRMED_ELSEWHERE, Verdict.DUPLICATE)
    counts_with = {"unit": verdicts[:1], "duplicate_of": verdicts[1:]}
    may_be_due = ("unit", "duplicate_of")

    unit = forms.ModelChoiceField(
        label=_("Unit that the customer belongs to"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("The declaring unit"),
        help_text=_("With “Confirm for another unit”."),
    )
    duplicate_of = forms.CharField(
        label=_("Registered already as"),
        max_length=140,
        required=False,
        help_text=_("The name or the 14-digit id, with “Refuse as duplicate”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def prepare(self) -> None:
        units = Unit.objects.filter(bureau=self.case.bureau_id, kind__in=OWNERS)
        choices: Any = self.fields["unit"]
        choices.queryset = units.exclude(pk=self.case.unit_id).order_by("path")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.verdict == Verdict.CONFIRMED_ELSEWHERE:
            if not data.get("unit"):
                self.add_error("unit", _("Name the unit that the customer belongs to."))
            elif self.case.customer_id:
                self.add_error(
                    None,
                    _("This customer is registered already; a transfer moves it to another unit."),
                )
        elif self.verdict == Verdict.DUPLICATE:
            self._check_duplicate(data.get("duplicate_of", ""))
        return data

    def _check_duplicate(self, named: str) -> None:
        key = "code" if named.isascii() and named.isdigit() else "name"
        found = Customer.objects.filter(bureau=self.case.bureau_id, **{key: named})
        if not named or not found.exists():
            self.add_error(
                "duplicate_of",
                ValidationError(_("Name the customer that is registered already, by name or id.")),
            )
