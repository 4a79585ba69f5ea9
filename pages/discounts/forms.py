"""The forms of discounts: why one is revoked, what was charged, the bureau's table."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from approvals.forms import Day, PlainText, YuanField
from registry.customers.models import Customer
from registry.discounts.table import Figure
from registry.revenue.models import Line


class RevokeForm(forms.Form):
    """Why a discount is revoked."""

    why = PlainText(label=_("Reason"), max_length=200)


class UseForm(forms.Form):
    """What a customer was charged below the list price."""

    customer = PlainText(
        label=_("Customer"), max_length=140, help_text=_("The name or the 14-digit id.")
    )
    line = forms.ChoiceField(label=_("Line of business"), choices=Line.choices)
    used_on = Day(label=_("Charged on"))
    list_yuan = YuanField(label=_("By the list price (yuan)"))
    charged_yuan = YuanField(label=_("Charged (yuan)"))
    reference = PlainText(label=_("Voucher"), max_length=60, required=False)

    def __init__(self, *args: Any, customers: Any, on: date, **kwargs: Any) -> None:
        """customers: those that the person may see."""
        super().__init__(*args, **kwargs)
        self.customers, self.on = customers, on

    def clean_customer(self) -> Customer:
        named: str = self.cleaned_data["customer"]
        key = "code" if named.isascii() and named.isdigit() else "name"
        found = list(self.customers.filter(**{key: named}).select_related("unit")[:2])
        if len(found) != 1:
            raise ValidationError(_("No customer that you may see has this name or id."))
        return found[0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        listed, charged = data.get("list_yuan"), data.get("charged_yuan")
        if listed and charged and charged >= listed:
            sentence = _("This is no discount: it is not below the list price.")
            self.add_error("charged_yuan", ValidationError(sentence))
        return data


class TableForm(forms.Form):
    """The ceilings and deciders, all together, and from when they hold."""

    effective = Day(label=_("In force from"))
    why = PlainText(
        label=_("By which decision"),
        max_length=200,
        help_text=_("The notice or the meeting that it rests on; every paper cites it."),
    )

    def __init__(self, *args: Any, figures: list[Figure], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["effective"].initial = on
        for figure in figures:
            label = figure.parameter.label[get_language() or "zh-hans"]
            self.fields[figure.name] = forms.DecimalField(
                label=_("%(figure)s (%%)") % {"figure": label},
                max_digits=5,
                decimal_places=2,
                min_value=0,
                max_value=100,
                initial=figure.version.value if figure.version else None,
            )
        self.order_fields([*(figure.name for figure in figures), "effective", "why"])

    def clean_effective(self) -> date:
        day: date = self.cleaned_data["effective"]
        if day < self.on:
            raise ValidationError(_("A rule can't begin before today."))
        return day
