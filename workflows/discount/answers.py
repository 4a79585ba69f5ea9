"""What the steps of a discount ask for: the margin that is left, and a lower depth that is agreed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.answers import AnswerForm
from approvals.models import Case, Opinion
from approvals.words import Verdict
from policy import discounts
from workflows.discount.models import Discount

DECIDERS = ("centre_decides", "market_decides", "leader_decides")
_DEPTH = "depth_percent"


class Margin(AnswerForm):
    """What finance finds: the margin at the discounted price, and whether it carries the discount."""

    verdicts = (Verdict.GIVEN,)

    margin_percent = forms.DecimalField(
        label=_("Margin at this price (%)"), max_digits=6, decimal_places=2, max_value=100
    )
    carries = forms.ChoiceField(
        label=_("Finding"),
        choices=[
            ("yes", _("The margin carries the discount")),
            ("thin", _("The margin is thin")),
            ("no", _("It would be sold at a loss")),
        ],
    )

    def prepare(self) -> None:
        self.fields["margin_percent"].initial = Discount.of(self.case).margin_percent


class LowerDepth(AnswerForm):
    """A decider agrees, but not to all of it: how much is agreed instead."""

    verdicts = (Verdict.AGREED_WITH_CHANGES,)

    depth_percent = forms.DecimalField(
        label=_("Depth agreed (%)"),
        max_digits=5,
        decimal_places=2,
        min_value=Decimal("0.01"),
        help_text=_("With “Agree with changes”: less than what is asked for."),
    )

    def clean_depth_percent(self) -> Decimal:
        depth: Decimal = self.cleaned_data[_DEPTH]
        said = Opinion.objects.standing().filter(case=self.case, node__in=DECIDERS)
        most = agreed_depth(self.case, said.filter(round=self.case.round))
        if depth >= most:
            raise ValidationError(
                _("Agree to less than %(depth)s %%, or agree without changes."),
                params={"depth": most},
            )
        return depth


def agreed_depth(case: Case, said: Iterable[Any]) -> Decimal:
    """What is agreed so far: what was asked for, or the least that a decider named."""
    asked = Discount.of(case).depth_percent
    assert asked is not None
    named = [o.answers[_DEPTH]["value"] for o in said if o.node in DECIDERS and _DEPTH in o.answers]
    return min([asked, *map(Decimal, named)])


def agreed_price(case: Case, depth: Decimal) -> Decimal:
    """The price that goes with an agreed depth: the one asked for, or a higher one."""
    asked = Discount.of(case)
    assert asked.list_yuan is not None and asked.price_yuan is not None
    if depth == asked.depth_percent:
        return asked.price_yuan
    return discounts.price_at(asked.list_yuan, depth)
