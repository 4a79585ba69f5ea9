"""The form of a transfer: which customer goes where, why, what goes with it, how both share it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.attachments import Checked, checked
from approvals.forms import PlainText, RequestForm
from approvals.models import Attachment
from approvals.sharing import OWNERS, check_split, how_field, percent_field
from approvals.words import Part
from registry.org.models import Person, Unit
from workflows.transfer.models import Reason

_LONG = 2_000


class TransferForm(RequestForm):
    """Sections: the customer and its new unit; what goes with it; how both share it."""

    request_fields = ("reason", "told", "items", "how", "lead_percent")
    may_be_due = ("other_unit", "told", "items", "customer")
    sections = (
        (_("The customer"), ("title", "unit", "customer", "other_unit", "reason", "told")),
        (_("What goes with it"), ("items", "other")),
        (_("How both units share it"), ("how", "lead_percent")),
    )

    title = PlainText(label=_("Matter"), max_length=120)
    other_unit = forms.ModelChoiceField(
        label=_("Unit that receives it"), queryset=Unit.objects.none(), required=False
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=Reason.choices)
    told = PlainText(label=_("Why it is handed over"), max_length=_LONG, required=False, lines=True)
    items = PlainText(
        label=_("What is handed over"),
        max_length=_LONG,
        required=False,
        lines=True,
        help_text=_("Archive, log, agreements and projects under way, arrears, contacts."),
    )
    how = how_field(help_text=_("The receiving unit leads; the centre decides."))
    lead_percent = percent_field()
    other = forms.FileField(label=_("Another document"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bureaus = {unit.root_id for unit in self.units}
        offered: Any = self.fields["other_unit"]
        units = Unit.objects.filter(bureau__in=bureaus, kind__in=OWNERS)
        own = [unit.pk for unit in self.units] if len(self.units) == 1 else []
        offered.queryset = units.exclude(pk__in=own).order_by("path")
        offered.empty_label = _("Choose the unit")

    def clean_other(self) -> Checked | None:
        upload = self.cleaned_data["other"]
        return checked(upload, Attachment.Kind.OTHER) if upload else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        unit = data.get("unit")
        if unit and unit == data.get("other_unit"):
            sentence = _("The customer is in that unit already. Choose the unit that receives it.")
            self.add_error("other_unit", ValidationError(sentence))
        if unit:
            check_split(self, bureau=unit.bureau or unit, on=self.on)
        return data

    def _post_clean(self) -> None:
        """Whether a protected period stands in the way is said when it is submitted."""

    def case_fields(self) -> dict[str, Any]:
        return super().case_fields() | {"other_unit": self.cleaned_data.get("other_unit")}

    def parts(self) -> dict[Any, Person | None]:
        customer = self.cleaned_data.get("customer")
        if not customer:
            return {}
        return {Part.A_MANAGER: customer.a_manager, Part.B_MANAGER: customer.b_manager}

    def uploads(self) -> list[Checked]:
        """The files that came with the form."""
        return [f for f in (self.cleaned_data["other"],) if f]
