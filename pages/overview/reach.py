"""Who looks at the overview and how far: the bureau, or the units that one leads; what is asked for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from approvals.forms import Day
from approvals.kinds import all_kinds
from approvals.overview import Scope
from pages.desk import Desk
from registry.org.models import Unit
from registry.org.roles import UNIT_AND_BELOW, WHOLE_BUREAU, PostRole

WHOLE = (*WHOLE_BUREAU, PostRole.HR)
LOOKS = (*WHOLE, *UNIT_AND_BELOW)
MONTHS = 12
SPANS = {"30": _("30 days"), "90": _("90 days"), "365": _("12 months"), "year": _("This year")}


@dataclass(frozen=True)
class Reach:
    """The bureau that is looked at, and the units in it that the reader leads; None: all."""

    bureau: Unit
    units: list[Unit]
    whole: bool

    @classmethod
    def of(cls, desk: Desk) -> "Reach":
        """Raises Http404 for whoever leads nothing."""
        for post in desk.posts:
            if post.role in WHOLE:
                bureau = post.unit.bureau or post.unit
                units = Unit.objects.filter(bureau=bureau).order_by("path")
                return cls(bureau, list(units), True)
        paths = [post.unit.path for post in desk.posts if post.role in UNIT_AND_BELOW]
        if not paths:
            raise Http404
        bureau = next(p.unit.bureau or p.unit for p in desk.posts if p.unit.path == paths[0])
        every = Unit.objects.filter(bureau=bureau).order_by("path")
        led = [unit for unit in every if unit.path.startswith(tuple(paths))]
        return cls(bureau, led, False)


class SiftForm(forms.Form):
    """Which days, unit and kind of case."""

    span = forms.ChoiceField(label=_("Period"), choices=list(SPANS.items()), required=False)
    since = Day(label=_("First day"), required=False)
    until = Day(label=_("Last day"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    kind = forms.ChoiceField(label=_("Process"), required=False)

    def __init__(self, reach: Reach, data: Any, on: date) -> None:
        super().__init__(data or {"span": "365"})
        self.on = on
        fields: dict[str, Any] = self.fields
        fields["unit"].choices = [("", _("All units")), *((u.pk, u.name) for u in reach.units)]
        fields["kind"].choices = [
            ("", _("All processes")),
            *((kind.name, kind.title) for kind in all_kinds()),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first one."))
        elif since and not until and since > self.on:
            self.add_error("since", _("This day is still to come."))
        return data

    def scope(self, reach: Reach) -> Scope:
        """What the valid form asks for; of an invalid one, the last twelve months."""
        said = self.cleaned_data if self.is_valid() else {}
        since, until = _days(said, self.on)
        units: list[int] | None = None if reach.whole else [unit.pk for unit in reach.units]
        if chosen := said.get("unit"):
            path = next(unit.path for unit in reach.units if unit.pk == int(chosen))
            units = [unit.pk for unit in reach.units if unit.path.startswith(path)]
        return Scope(reach.bureau.pk, since, until, units, said.get("kind", ""))


def _days(said: dict[str, Any], on: date) -> tuple[date, date]:
    until = said.get("until") or on
    if since := said.get("since"):
        return since, until
    if said.get("span") == "year":
        return date(until.year, 1, 1), until
    length = int(said.get("span") or 365)
    return date.fromordinal(max(until.toordinal() - length + 1, 1)), until
