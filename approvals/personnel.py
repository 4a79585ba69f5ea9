"""Requests about one account manager: the form's part, the row's part, and the trace of who reads them."""

from datetime import datetime
from typing import Any, Self

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.errors import Refused
from approvals.forms import RequestForm
from approvals.kinds import kind_of
from approvals.models import Case
from approvals.words import Part
from registry.org.models import Person
from registry.people import managers
from registry.people.models import AccountManager
from registry.people.scoring import Reading


class NotInTheRegister(Refused):
    """The register says no: %(why)s"""


class OnManager(models.Model):
    """The part of a request row that says whom it is about."""

    manager = models.ForeignKey(
        AccountManager, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True

    @classmethod
    def of(cls, case: Case) -> Self:
        """The request of a case with its account manager."""
        about = ("manager__person", "manager__unit", "manager__bureau")
        return cls._default_manager.select_related(*about).get(case=case)


class OnManagerForm(RequestForm):
    """Offers the account managers of the applicant's bureau, without the applicant; no customer."""

    manager = forms.ModelChoiceField(
        label=_("Account manager"),
        queryset=AccountManager.objects.none(),
        required=False,
        empty_label=_("Please choose"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["customer"]
        self.fields["title"].label = _("Matter")
        bureaus = {unit.root_id for unit in self.units}
        offered: Any = self.fields["manager"]
        rows = managers.active_on(self.on).filter(bureau__in=bureaus)
        offered.queryset = rows.exclude(person=self.applicant)
        offered.label_from_instance = lambda row: f"{row.person} · {row.unit}"

    def case_fields(self) -> dict[str, Any]:
        return {"title": self.cleaned_data["title"]}

    def parts(self) -> dict[Any, Any]:
        chosen = self.cleaned_data.get("manager")
        return {Part.SUBJECT: chosen.person} if chosen else {}


def seen(case: Case, person: Person, at: datetime) -> None:
    """查阅留痕: who reads it besides the account manager leaves a trace."""
    request: Any = kind_of(case.kind).request
    manager = request.of(case).manager
    if manager is not None and person.pk != manager.person_id:
        Reading.objects.create(manager=manager, by=person, what=case.kind, at=at)
