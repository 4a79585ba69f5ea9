"""The forms of a bidding: a unit's bid, the passphrase of a key."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.attachments import checked
from approvals.forms import PlainText, YuanField
from approvals.models import Attachment
from registry.bidding import sealing
from registry.bidding.models import Tender
from registry.org.models import Person, Post, Unit
from registry.org.roles import PostRole

MAX_FILE_MB = 5


class BidForm(forms.Form):
    """What a unit offers. It is sealed when it is sent; until the close it can be sent anew."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)
    a_manager = forms.ModelChoiceField(
        label=_("A manager"), queryset=Person.objects.none(), empty_label=_("Please choose")
    )
    b_manager = forms.ModelChoiceField(
        label=_("B manager"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Not named"),
    )
    revenue_yuan = YuanField(label=_("Revenue of the first year (yuan)"))
    days = forms.IntegerField(label=_("Days needed"), min_value=1, max_value=366)
    share = forms.DecimalField(
        label=_("Share offered to the declaring unit (%)"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    plan = PlainText(label=_("Plan"), max_length=5_000, lines=True)
    resources = PlainText(label=_("Resources and support needed"), max_length=2_000, lines=True)
    file = forms.FileField(
        label=_("Plan document"),
        required=False,
        max_length=150,
        help_text=_("PDF or Word, 5 MB at most. It is sealed too."),
    )

    def __init__(
        self, *args: Any, tender: Tender, units: list[Unit], on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.tender = tender
        offered: Any = self.fields["unit"]
        offered.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by("path")
        held = Post.objects.on(on).filter(unit__in=units, role=PostRole.ACCOUNT_MANAGER)
        people = Person.objects.filter(pk__in=held.values("person")).order_by("name", "pk")
        for name in ("a_manager", "b_manager"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]

    def clean_share(self) -> Decimal:
        share: Decimal = self.cleaned_data["share"]
        if share < self.tender.least_share:
            raise ValidationError(
                _("The announcement leaves the declaring unit %(least)s %% at least."),
                params={"least": self.tender.least_share},
            )
        return share

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if not upload:
            return None
        if upload.size > MAX_FILE_MB * 1024**2:
            raise ValidationError(
                _("This file is larger than %(limit)s MB. Make it smaller or split it."),
                params={"limit": MAX_FILE_MB},
            )
        return checked(upload, Attachment.Kind.PLAN)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("a_manager") and data.get("a_manager") == data.get("b_manager"):
            self.add_error("b_manager", _("A and B must be two people."))
        return data

    @property
    def content(self) -> dict[str, Any]:
        """What is sealed, as JSON."""
        data = self.cleaned_data
        b_manager = data["b_manager"]
        return {
            "a_manager": data["a_manager"].pk,
            "a_name": data["a_manager"].name,
            "b_manager": b_manager.pk if b_manager else None,
            "b_name": b_manager.name if b_manager else "",
            "revenue_yuan": str(data["revenue_yuan"]),
            "days": data["days"],
            "share": format(data["share"].normalize(), "f"),
            "plan": data["plan"],
            "resources": data["resources"],
        }


def _secret(label: Any, **given: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=200, strip=False, widget=widget, **given)


class KeyForm(forms.Form):
    """A new passphrase, twice."""

    passphrase = _secret(_("Passphrase"))
    again = _secret(_("Passphrase once more"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, again = data.get("passphrase", ""), data.get("again", "")
        if first and len(first) < sealing.LEAST_PASSPHRASE:
            sentence = _("Take a passphrase of at least %(least)s characters.")
            about = {"least": sealing.LEAST_PASSPHRASE}
            self.add_error("passphrase", ValidationError(sentence, params=about))
        elif first and again and first != again:
            self.add_error("again", _("The two passphrases differ."))
        return data


class OpenForm(forms.Form):
    """The passphrase of a holder."""

    passphrase = _secret(_("Passphrase of your key"))
