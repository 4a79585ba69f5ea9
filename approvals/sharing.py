"""What steps ask for that move or share a customer: the new managers, and the split between two units."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from approvals.answers import AnswerForm
from policy import splits
from policy.errors import PolicyError
from registry import rulebook
from registry.org.models import Person, Post, Unit
from registry.org.roles import PostRole, UnitKind
from registry.sharing.models import Split

OWNERS = (UnitKind.CENTRE, UnitKind.COUNTY, UnitKind.BUSINESS, UnitKind.PROFESSIONAL)
HOW = [("", _("Nothing is shared")), *Split.Policy.choices]


class ManagersForm(AnswerForm):
    """The two account managers of a unit who look after a customer from now on."""

    a_manager = forms.ModelChoiceField(
        label=_("A manager"), queryset=Person.objects.none(), empty_label=_("Please choose")
    )
    b_manager = forms.ModelChoiceField(
        label=_("B manager"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Not named"),
    )

    @property
    def receiving(self) -> Unit | None:
        """The unit whose managers are offered."""
        return self.case.other_unit

    def prepare(self) -> None:
        held = Post.objects.on(self.on).filter(unit=self.receiving, role=PostRole.ACCOUNT_MANAGER)
        people = Person.objects.filter(pk__in=held.values("person")).order_by("name", "pk")
        for name in ("a_manager", "b_manager"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("a_manager") and data.get("a_manager") == data.get("b_manager"):
            self.add_error("b_manager", _("A and B must be two people."))
        return data


def how_field(**given: Any) -> forms.ChoiceField:
    """The field for the way in which two units share a customer."""
    return forms.ChoiceField(
        label=_("Split of performance and revenue"), choices=HOW, required=False, **given
    )


def percent_field(**given: Any) -> forms.DecimalField:
    """The field for what was agreed for the unit that leads."""
    return forms.DecimalField(
        label=_("Share of the unit that leads (%)"),
        max_digits=5,
        decimal_places=2,
        min_value=Decimal("0.01"),
        max_value=Decimal("99.99"),
        required=False,
        help_text=_("Empty: as the rules of the bureau say."),
        **given,
    )


def asked_share(how: str, asked: Decimal | None) -> str | None:
    """What was asked for the unit that leads, as a page shows it; None where nothing was named."""
    return f"{asked.normalize():f} %" if how and asked is not None else None


def lead_percent(
    how: str, said: Decimal | None, *, bureau: Unit, on: date, same_unit: bool = False
) -> Decimal:
    """What the unit that leads has of the revenue, by the rules of the day.

    raises  ValidationError with the sentence of the rule that refuses it
    """
    book, set_ = rulebook.ruling(bureau, on)
    try:
        ruling = splits.rule_on(how, said, same_unit, on=on, book=book, set=set_)
    except PolicyError as error:
        raise ValidationError(error.sentence(get_language() or "zh-hans")) from error
    return splits.of_ruling(ruling)[splits.REVENUE][splits.LEAD]


def check_split(form: Any, *, bureau: Unit, on: date, same_unit: bool = False) -> None:
    """Put at the field what is wrong with the split that a form names in `how` and `lead_percent`."""
    how, said = form.cleaned_data.get("how"), form.cleaned_data.get("lead_percent")
    if not how or "lead_percent" in form.errors:
        return
    try:
        lead_percent(how, said, bureau=bureau, on=on, same_unit=same_unit)
    except ValidationError as error:
        form.add_error("lead_percent", error)
