"""The form of an announcement."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from approvals.forms import Day, PlainText
from registry.customers import industries
from registry.org.models import Unit


class AnnouncementForm(forms.Form):
    """A potential customer, what is known of it, and until when one can apply."""

    name = PlainText(label=_("Potential customer"), max_length=120)
    industry = forms.ChoiceField(label=_("Industry"), required=False)
    seat = PlainText(label=_("Seat"), max_length=120, required=False)
    text = PlainText(label=_("What is known"), max_length=2_000, lines=True)
    apply_until = Day(label=_("Apply until"))

    def __init__(self, *args: Any, bureau: Unit, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        language = get_language() or "zh-hans"
        known = industries.known_in(bureau, on)
        choices: Any = self.fields["industry"]
        choices.choices = [
            ("", _("Not known yet")),
            *((code, words[language]) for code, words in known.items()),
        ]

    def clean_apply_until(self) -> date:
        day: date = self.cleaned_data["apply_until"]
        if day < self.on:
            raise ValidationError(_("The last day to apply is over already."))
        return day
