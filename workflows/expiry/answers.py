"""Whom the centre gives a customer to whose development was not successful in time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.answers import AnswerForm
from approvals.words import Verdict
from registry.org.models import Person, Post, Unit
from registry.org.roles import PostRole


class Reassigning(AnswerForm):
    """The unit and the managers who develop it from now on."""

    verdicts = (Verdict.REASSIGNED,)

    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), empty_label=_("Choose the unit")
    )
    a_manager = forms.ModelChoiceField(
        label=_("A manager"), queryset=Person.objects.none(), empty_label=_("Not named")
    )
    b_manager = forms.ModelChoiceField(
        label=_("B manager"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Not named"),
    )

    def prepare(self) -> None:
        held = Post.objects.on(self.on).filter(
            unit__bureau=self.case.bureau_id, role=PostRole.ACCOUNT_MANAGER
        )
        units: Any = self.fields["unit"]
        units.queryset = Unit.objects.filter(pk__in=held.values("unit")).order_by("path")
        people = Person.objects.filter(pk__in=held.values("person")).order_by("name", "pk")
        works = dict(held.values_list("person", "unit__name"))
        for name in ("a_manager", "b_manager"):
            field: Any = self.fields[name]
            field.queryset = people
            field.label_from_instance = lambda person: f"{person} · {works[person.pk]}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        unit, a, b = data.get("unit"), data.get("a_manager"), data.get("b_manager")
        if a and a == b:
            self.add_error("b_manager", _("A and B must be two people."))
        for name, person in (("a_manager", a), ("b_manager", b)):
            if unit and person and not self._works_in(person, unit):
                self.add_error(name, _("This person is no account manager of that unit."))
        return data

    def _works_in(self, person: Person, unit: Unit) -> bool:
        held = Post.objects.on(self.on).filter(role=PostRole.ACCOUNT_MANAGER)
        return held.filter(person=person, unit=unit).exists()
