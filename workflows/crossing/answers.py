"""What the centre says with its consent: until when, and how both units share what comes of it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from approvals.answers import AnswerForm
from approvals.forms import Day
from approvals.sharing import check_split, how_field, percent_field
from approvals.words import AGREEMENT
from workflows.crossing.models import Crossing


class Consenting(AnswerForm):
    """The last day and the split; the unit that markets leads."""

    verdicts = AGREEMENT

    until = Day(label=_("Last day"), required=False, help_text=_("Empty: as asked for."))
    how = how_field()
    lead_percent = percent_field()

    def prepare(self) -> None:
        asked = Crossing.of(self.case)
        for name, value in (("until", asked.ends_on), ("how", asked.how)):
            self.fields[name].initial = value
        self.fields["lead_percent"].initial = asked.lead_percent

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        asked = Crossing.of(self.case)
        until, first = data.get("until"), asked.starts_on
        latest = asked.ends_on
        if until and first and latest and not max(first, self.on) <= until <= latest:
            sentence = _("Choose a day from %(first)s to %(last)s.")
            days = {"first": date_format(max(first, self.on)), "last": date_format(latest)}
            self.add_error("until", ValidationError(sentence, params=days))
        check_split(self, bureau=self.case.bureau, on=self.on)
        return data
