"""The form of a discount: product and prices, time and volume, the customer's place and the reason."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.attachments import Checked, checked
from approvals.forms import Day, PlainText, YuanField
from approvals.managers import ManagedForm
from approvals.models import Attachment
from policy import discounts
from registry.revenue.models import Line
from workflows.discount.models import Discount

_LONG = 2_000


class DiscountForm(ManagedForm):
    """Sections: the price; time and volume; the customer; people; why. The depth follows from the prices."""

    request_fields = (
        *("line", "product", "list_yuan", "price_yuan", "regulated", "volume", "valid_from"),
        *("valid_until", "standing", "scale", "competitor", "cost_yuan", "policy_reference"),
        *("reason", "a_manager", "b_manager"),
    )
    may_be_due = ("customer", "product", "value_yuan", "reason", "valid_from", "valid_until")
    sections = (
        (
            _("The price"),
            (
                *("title", "unit", "customer", "line", "product", "list_yuan", "price_yuan"),
                *("cost_yuan", "regulated"),
            ),
        ),
        (_("Time and volume"), ("valid_from", "valid_until", "value_yuan", "volume")),
        (_("The customer"), ("standing", "scale", "competitor")),
        (_("People"), ("a_manager", "b_manager")),
        (_("Why"), ("reason", "policy_reference", "agreement", "other")),
    )

    value_yuan = YuanField(
        label=_("Revenue expected at this price (yuan)"),
        required=False,
        help_text=_("For the whole time of the discount."),
    )
    line = forms.ChoiceField(label=_("Line of business"), choices=Line.choices)
    product = PlainText(label=_("Product"), max_length=80, required=False)
    list_yuan = YuanField(label=_("List price (yuan)"), help_text=_("For one item."))
    price_yuan = YuanField(
        label=_("Price asked for (yuan)"),
        help_text=_("Who decides follows from how far it lies below the list price."),
    )
    cost_yuan = YuanField(label=_("Cost of one item (yuan)"), required=False)
    regulated = forms.BooleanField(
        label=_("The tariff is regulated by the state"),
        required=False,
        help_text=_("The bureau can't discount it; ask the higher level."),
    )
    valid_from = Day(label=_("From"), required=False)
    valid_until = Day(label=_("To"), required=False)
    volume = PlainText(label=_("Volume expected"), max_length=80, required=False)
    standing = forms.ChoiceField(
        label=_("Place in its industry"),
        choices=[("", _("Not known yet")), *Discount.Standing.choices],
        required=False,
    )
    scale = PlainText(label=_("Scale of its use of the post"), max_length=200, required=False)
    competitor = PlainText(label=_("What competitors charge"), max_length=200, required=False)
    reason = PlainText(label=_("Reason"), max_length=_LONG, required=False, lines=True)
    policy_reference = PlainText(label=_("Policy it rests on"), max_length=200, required=False)
    agreement = forms.FileField(label=_("Agreement"), required=False, max_length=200)
    other = forms.FileField(label=_("Another document"), required=False, max_length=200)

    def clean_agreement(self) -> Checked | None:
        upload = self.cleaned_data["agreement"]
        return checked(upload, Attachment.Kind.AGREEMENT) if upload else None

    def clean_other(self) -> Checked | None:
        upload = self.cleaned_data["other"]
        return checked(upload, Attachment.Kind.OTHER) if upload else None

    def clean_valid_from(self) -> date | None:
        day: date | None = self.cleaned_data["valid_from"]
        if day and day < self.on:
            raise ValidationError(_("A discount can't begin in the past: choose today or later."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        start, end = data.get("valid_from"), data.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", ValidationError(_("It would end before it begins.")))
        listed, price = data.get("list_yuan"), data.get("price_yuan")
        if listed and price and price >= listed:
            sentence = _("The price asked for has to be below the list price.")
            self.add_error("price_yuan", ValidationError(sentence))
        return data

    def case_fields(self) -> dict[str, Any]:
        return super().case_fields() | {"value_yuan": self.cleaned_data.get("value_yuan")}

    def own_fields(self) -> dict[str, Any]:
        return super().own_fields() | {"depth_percent": self._depth()}

    def _depth(self) -> Decimal | None:
        """How deep the discount is, once both prices are there."""
        listed, price = (self.cleaned_data.get(name) for name in ("list_yuan", "price_yuan"))
        if not listed or not price or price >= listed:
            return None
        return discounts.depth_of(Decimal(listed), Decimal(price))

    def uploads(self) -> list[Checked]:
        """The files that came with the form."""
        return [f for f in (self.cleaned_data["agreement"], self.cleaned_data["other"]) if f]
