"""The form of a declaration: a registered customer or the data of a new one, and its project."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from approvals.attachments import Checked, checked
from approvals.forms import Day, PlainText, YuanField
from approvals.managers import ManagedForm
from approvals.models import Attachment
from registry.customers import announcements, industries, lookalikes
from registry.customers.codes import LICENCE_LENGTH, check_licence
from registry.customers.models import Announcement, Protection
from registry.customers.words import Influence, Usage
from registry.org.models import Unit
from workflows.registration.models import Basis

_LONG = 5_000


class RegistrationForm(ManagedForm):
    """Sections: what is declared; the customer; its people; the plan."""

    request_fields = (
        *("kind", "basis", "name", "short_name", "licence_code", "industry", "usage"),
        *("influence", "territory", "one_off", "a_manager", "b_manager", "starts_on"),
        *("situation", "announcement"),
    )
    may_be_due = ("a_manager", "customer", "name", "licence_code", "situation", "plan")
    sections = (
        (_("What is declared"), ("title", "kind", "unit", "value_yuan", "starts_on")),
        (
            _("The customer"),
            (
                *("customer", "name", "short_name", "licence_code", "industry", "basis"),
                *("usage", "influence", "territory", "one_off", "announcement"),
            ),
        ),
        (_("People"), ("a_manager", "b_manager")),
        (_("The plan"), ("plan", "situation", "other")),
    )

    kind = forms.ChoiceField(
        label=_("Kind of declaration"),
        choices=Protection.Kind.choices,
        help_text=_("How long nobody else may step in follows from the kind."),
    )
    value_yuan = YuanField(label=_("Expected revenue (yuan)"), required=False)
    starts_on = Day(label=_("Proposed start"), required=False)
    name = PlainText(
        label=_("Name of the new customer"),
        max_length=120,
        required=False,
        help_text=_("As on the licence. Leave it empty if the customer is registered already."),
    )
    short_name = PlainText(label=_("Short name"), max_length=60, required=False)
    licence_code = PlainText(
        label=_("Unified social credit code"),
        max_length=LICENCE_LENGTH,
        required=False,
        help_text=_("18 characters, as on the licence."),
    )
    industry = forms.ChoiceField(label=_("Industry"), required=False)
    basis = forms.ChoiceField(
        label=_("Why it is a key account"), choices=Basis.choices, initial=Basis.POTENTIAL
    )
    usage = forms.ChoiceField(
        label=_("Usage"), choices=[("", _("Not known yet")), *Usage.choices], required=False
    )
    influence = forms.ChoiceField(
        label=_("Influence"), choices=Influence.choices, initial=Influence.GENERAL
    )
    territory = PlainText(
        label=_("Seat of the office that signs"),
        max_length=120,
        required=False,
        help_text=_("Decides whose territory it is."),
    )
    one_off = forms.BooleanField(label=_("One-off customer"), required=False)
    announcement = forms.ModelChoiceField(
        label=_("On the announcement"),
        queryset=Announcement.objects.none(),
        required=False,
        empty_label=_("On none"),
    )
    situation = PlainText(
        label=_("Customer situation and key people"), max_length=_LONG, required=False, lines=True
    )
    plan = forms.FileField(
        label=_("Plan document"),
        required=False,
        max_length=200,
        help_text=_("PDF, Office document or picture, 20 MB at most. A declared project needs it."),
    )
    other = forms.FileField(label=_("Another document"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"].help_text = _(
            "The name or the 14-digit id, if your unit has it in the register already."
        )
        bureau = self.units[0].bureau or self.units[0] if self.units else None
        choices: Any = self.fields["industry"]
        choices.choices = [("", _("Not known yet"))]
        if bureau is not None:
            language = get_language() or "zh-hans"
            known = industries.known_in(bureau, self.on)
            choices.choices += [(code, words[language]) for code, words in known.items()]
            offered: Any = self.fields["announcement"]
            offered.queryset = announcements.open_in(bureau.pk, self.on)

    def clean_licence_code(self) -> str:
        code: str = self.cleaned_data["licence_code"]
        if code:
            check_licence(code)
        return code

    def clean_plan(self) -> Checked | None:
        upload = self.cleaned_data["plan"]
        return checked(upload, Attachment.Kind.PLAN) if upload else None

    def clean_other(self) -> Checked | None:
        upload = self.cleaned_data["other"]
        return checked(upload, Attachment.Kind.OTHER) if upload else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        named, customer = data.get("name"), data.get("customer")
        if named and customer:
            sentence = _("Name a registered customer or a new one, not both.")
            self.add_error("name", ValidationError(sentence))
        elif named and (unit := data.get("unit")):
            self._refuse_registered(named, data.get("licence_code", ""), unit)
        return data

    def _refuse_registered(self, name: str, licence_code: str, unit: Unit) -> None:
        """One customer is registered once; a look-alike is shown on the case, and may be another one."""
        found = lookalikes.same(unit.root_id, name=name, licence_code=licence_code).first()
        if found is None:
            return
        field = "name" if found.name == name else "licence_code"
        if found.unit_id == unit.pk:
            sentence = _("Your unit has this customer already: name it above as “%(name)s”.")
            self.add_error(field, ValidationError(sentence, params={"name": found.name}))
        else:
            sentence = _(
                "This customer is registered already, as “%(name)s” of %(unit)s. Only a transfer or the"
                " consent of the centre lets your unit market to it."
            )
            about = {"name": found.name, "unit": found.unit}
            self.add_error(field, ValidationError(sentence, params=about))

    def case_fields(self) -> dict[str, Any]:
        return super().case_fields() | {"value_yuan": self.cleaned_data.get("value_yuan")}

    def uploads(self) -> list[Checked]:
        """The files that came with the form."""
        return [f for f in (self.cleaned_data["plan"], self.cleaned_data["other"]) if f]
