"""What all request forms share: who may ask for which unit, clean text, amounts without a doubt."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from approvals import errors
from approvals.attachments import Checked
from approvals.plain_text import hidden_control
from registry.customers import finding, protections
from registry.customers.models import Customer
from registry.errors import RegistryError, sentence_of
from registry.org import posts
from registry.org.models import Person, Unit
from registry.printing import unprintable
from registry.sharing import consents

_YUAN = re.compile(r"(?P<whole>[0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.(?P<fen>[0-9]+))?", re.ASCII)
MAX_DIGITS = 12
OFFERED, MEANT = 50, 3


class YuanField(forms.CharField):
    """An amount in yuan, as Decimal with two places: more than nothing, ASCII digits, fen at the most."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return yuan(text) if text else None


def yuan(text: str) -> Decimal:
    """The amount that the text says. Raises ValidationError with the cure."""
    if any(c.isdigit() and not c.isascii() for c in text):
        raise ValidationError(_("Write the amount with the digits 0 to 9."), code="digits")
    if text.startswith("-"):
        raise ValidationError(_("The amount must be more than 0."), code="negative")
    match = _YUAN.fullmatch(text)
    if match is None:
        raise ValidationError(
            _("This is not an amount. Write it in yuan, like 32000 or 32,000.50."), code="shape"
        )
    whole, fen = match["whole"].replace(",", ""), match["fen"] or ""
    if len(whole.lstrip("0")) > MAX_DIGITS:
        raise ValidationError(
            _("The amount has more than %(n)s digits. Check it, and write it in yuan."),
            params={"n": MAX_DIGITS},
            code="size",
        )
    if len(fen) > 2:
        raise ValidationError(
            _("An amount goes to the fen: two digits after the point."), code="fen"
        )
    amount = Decimal(f"{whole}.{fen or '00'}").quantize(Decimal("0.01"))
    if not amount:
        raise ValidationError(_("The amount must be more than 0."), code="zero")
    return amount


class Day(forms.DateField):
    """A day, as the browser's own control gives it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ["%Y-%m-%d"]


class PlainText(forms.CharField):
    """Text without hidden controls: what is stored is what people see."""

    def __init__(self, *, lines: bool = False, **kwargs: Any) -> None:
        self.lines = lines
        if lines:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        text = text.replace("\r\n", "\n")
        if code := hidden_control(text, lines=self.lines):
            raise ValidationError(
                _("The text has an invisible control character (U+%(code)s). Type it again."),
                params={"code": code},
                code="control",
            )
        text = unicodedata.normalize("NFC", text)
        if unknown := unprintable(text):
            sentence = _(sentence_of(errors.Unprintable))
            raise ValidationError(sentence, params={"characters": unknown}, code="unprintable")
        return text


class RequestForm(forms.Form):
    """The base of a request form. A draft may be incomplete; what is there must be well-formed.

    Subclasses name the fields of their own row in `request_fields` and fill `parts()`.

    by_consent: whether a customer of another unit can be named, by consent of the centre
    may_be_due: the fields that a draft may leave empty, and a submission may ask for
    """

    request_fields: tuple[str, ...] = ()
    may_be_due: tuple[str, ...] = ()
    by_consent = False

    title = PlainText(label=_("Title"), max_length=120)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    customer = PlainText(
        label=_("Customer"),
        max_length=140,
        required=False,
        help_text=_("The name or the 14-digit id of a customer of this unit."),
        widget=forms.TextInput(attrs={"list": "customers", "autocomplete": "off"}),
    )

    def __init__(
        self, *args: Any, applicant: Person, applies: tuple[str, ...], on: date, **kwargs: Any
    ) -> None:
        """applies: the posts from which the kind is requested; only their units are offered."""
        super().__init__(*args, **kwargs)
        self.applicant, self.on = applicant, on
        self.units = posts.units_where(applicant, applies, on)
        units: Any = self.fields["unit"]
        units.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in self.units])
        units.empty_label = None
        units.error_messages["invalid_choice"] = _(
            "You hold no post in that unit from which this can be requested."
        )

    @property
    def customers(self) -> list[Customer]:
        """Suggestions for the customer: those of the units that are offered."""
        return self.offered("")

    def offered(self, sought: str) -> list[Customer]:
        """The first of them that go by a name or part of it, its pinyin or initials, or an id."""
        rows = Customer.objects.filter(unit__in=self.units).order_by("name", "pk")
        return list(finding.matching(rows, sought)[:OFFERED])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        named, unit = data.get("customer"), data.get("unit")
        if named and unit:
            try:
                data["customer"] = self._customer(named, unit)
            except ValidationError as error:
                self.add_error("customer", error)
        else:
            data["customer"] = None
        return data

    def _post_clean(self) -> None:
        """Nobody asks for something with a customer that others are developing."""
        super()._post_clean()  # type: ignore[misc]
        customer, unit = self.cleaned_data.get("customer"), self.cleaned_data.get("unit")
        if not isinstance(customer, Customer) or unit is None:
            return
        named = (person.pk for person in self.parts().values() if person)
        try:
            protections.check_free(customer, unit=unit, people={self.applicant.pk, *named})
        except RegistryError as refusal:
            self.add_error("customer", ValidationError(str(refusal), code="protected"))

    def _customer(self, named: str, unit: Unit) -> Customer:
        """The one customer of the unit that goes by this id or name."""
        key = "code" if named.isascii() and named.isdigit() else "name"
        found = list(Customer.objects.filter(bureau=unit.bureau_id, **{key: named})[:2])
        if len(found) > 1:
            raise ValidationError(_("Several customers have this name: write the 14-digit id."))
        if not found:
            raise self._nobody(named)
        try:
            consents.check_own(found[0], unit, self.on if self.by_consent else None)
        except RegistryError as refusal:
            raise ValidationError(str(refusal)) from refusal
        return found[0]

    def _nobody(self, named: str) -> ValidationError:
        """That there is no such customer, with those of the units that may be meant."""
        if meant := self.offered(named)[:MEANT]:
            names = pgettext("list", ", ").join(f"“{one.name}”" for one in meant)
            sentence = _("No customer has just this name or id. Do you mean %(names)s?")
            return ValidationError(sentence, params={"names": names})
        return ValidationError(
            _("No customer has this name or id. Choose one from the list, or register it first.")
        )

    def case_fields(self) -> dict[str, Any]:
        """What goes on the case."""
        data = self.cleaned_data
        return {"title": data["title"], "customer": data["customer"]}

    def own_fields(self) -> dict[str, Any]:
        """What goes on the kind's own row."""
        return {name: self.cleaned_data[name] for name in self.request_fields}

    def parts(self) -> dict[Any, Person | None]:
        """Who has a part in the case besides the applicant."""
        return {}

    def uploads(self) -> list[Checked]:
        """The files that passed, each with what it is. A form without a field for files has none."""
        return []
