"""Request forms that name who leads (A角) and who supports (B角)."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.forms import RequestForm
from approvals.models import Case
from approvals.words import Part
from registry.customers import protections
from registry.errors import RegistryError
from registry.org.models import Person, Post
from registry.org.roles import PostRole
from registry.sharing import consents


class ManagedForm(RequestForm):
    """Offers the account managers of the units for which the applicant may ask."""

    a_manager = forms.ModelChoiceField(
        label=_("A manager"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Not named"),
        help_text=_("Leads the project and answers for it."),
    )
    b_manager = forms.ModelChoiceField(
        label=_("B manager"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Not named"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managers = Post.objects.on(self.on).filter(
            unit__in=self.units, role=PostRole.ACCOUNT_MANAGER
        )
        people = Person.objects.filter(pk__in=managers.values("person")).order_by("pk")
        for name in ("a_manager", "b_manager"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        a, b = data.get("a_manager"), data.get("b_manager")
        if a and a == b:
            self.add_error("b_manager", ValidationError(_("A and B must be two people.")))
        return data

    def parts(self) -> dict[Any, Person | None]:
        data = self.cleaned_data
        return {Part.A_MANAGER: data.get("a_manager"), Part.B_MANAGER: data.get("b_manager")}


def foreign(case: Case, on: date | None = None) -> str:
    """Why the unit of a case may not do this with its customer, which is another unit's; empty if it may.

    on  a day on which a consent of the centre does as well; None where it does not
    """
    if case.customer is None:
        return ""
    try:
        consents.check_own(case.customer, case.unit, on)
    except RegistryError as refusal:
        return str(refusal)
    return ""


def protected(case: Case, request: Any) -> str:
    """Why others may do nothing with the customer of a case now; empty if they may.

    request: the kind's own row, with its a_manager and b_manager
    """
    if case.customer is None:
        return ""
    people = {case.applicant_id, request.a_manager_id, request.b_manager_id} - {None}
    try:
        protections.check_free(case.customer, unit=case.unit, people=people)
    except RegistryError as refusal:
        return str(refusal)
    return ""
