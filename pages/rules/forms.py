"""A new version of a figure as a form: one value, a choice, days, or the rows of a table."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from approvals.forms import Day, PlainText
from pages.rules.reach import Reading
from policy.answers import in_words
from policy.figures import Figure, Parameter
from policy.units import UNITS, as_text, bands_in, days_in

ROWS = 10
DAYS = "dates"


class Proposal(forms.Form):
    """What it means, and the document that says so."""

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, prefix="a", **more)

    def _add_words(self) -> None:
        self.fields["says_zh"] = PlainText(
            label=_("What it means, in Chinese"), max_length=300, lines=True
        )
        self.fields["says_en"] = PlainText(
            label=_("What it means, in English"), max_length=500, lines=True, required=False
        )
        self.fields["article"] = PlainText(
            label=_("The bureau’s own document"),
            max_length=60,
            required=False,
            help_text=_("Its number or its minutes, if there is one."),
        )

    def says(self) -> dict[str, str]:
        """The sentence in both languages; without an English one the Chinese stands for both."""
        said = self.cleaned_data
        return {"zh": said["says_zh"], "en": said["says_en"] or said["says_zh"]}


class DatedProposal(Proposal):
    """The day from which it holds, besides."""

    def __init__(self, first: date, data: Any = None) -> None:
        """first: the day that is offered."""
        super().__init__(data, initial={"effective": first})

    def _add_words(self) -> None:
        self.fields["effective"] = Day(label=_("In force from"))
        super()._add_words()


class RevocationForm(Proposal):
    """Why what was approved shall not come into force."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self._add_words()
        self.fields["says_zh"].label = _("Why it is revoked, in Chinese")
        self.fields["says_en"].label = _("Why it is revoked, in English")


class SetForm(DatedProposal):
    """Another set of rules; the settings that all sets build on are none."""

    def __init__(self, reading: Reading, first: date, data: Any = None) -> None:
        super().__init__(first, data)
        assert reading.bureau is not None
        self.bureau, language = reading.bureau, get_language() or "zh-hans"
        found = [one for one in reading.book.sets if one.parents and one.name != reading.set]
        choices = [
            (one.name, f"{one.title[language]}{_(', ')}{one.organisation[language]}")
            for one in found
        ]
        self.fields["set"] = forms.ChoiceField(
            label=_("New policy set"), choices=[("", _("Please choose")), *choices]
        )
        self._add_words()


class AmendForm(DatedProposal):
    """The value, besides what every proposal says."""

    may_be_due = ("value",)

    def __init__(self, parameter: Parameter, first: date, data: Any = None) -> None:
        super().__init__(first, data)
        self.parameter, self.unit = parameter, UNITS[parameter.unit]
        latest = parameter.versions[-1].value if parameter.versions else None
        if self.unit.columns is None:
            self.fields["value"] = _value_field(parameter, latest)
        else:
            self._add_rows(latest)
        if self.unit.repealable and parameter.versions:
            self.fields["repeal"] = forms.BooleanField(
                label=_("Repeal: from that day the figure holds no more"), required=False
            )
        self._add_words()

    def _add_rows(self, latest: Figure | None) -> None:
        known = [("", "")] * ROWS
        if latest is not None:
            rows = [(format(a, "f"), format(b, "f")) for a, b in bands_in(str(latest))]
            known = (rows + known)[: max(ROWS, len(rows) + 3)]
        for number, cells in enumerate(known):
            for side, text in zip("ab", cells, strict=True):
                name = f"row{number}{side}"
                box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
                self.fields[name] = forms.CharField(
                    label=self.unit.columns[side == "b"][get_language() or "zh-hans"]
                    if self.unit.columns
                    else "",
                    required=False,
                    max_length=22,
                    widget=box,
                    initial=text,
                )

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """The boxes of a table, row by row; empty for what is one value."""
        names = [name[:-1] for name in self.fields if name.startswith("row") and name[-1] == "a"]
        return [(self[f"{name}a"], self[f"{name}b"]) for name in names]

    @property
    def plain(self) -> list[Any]:
        """The boxes that are no part of a table."""
        return [box for box in self if not box.name.startswith("row")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("repeal"):
            data["figure"] = None
        elif self.unit.columns is not None:
            data["figure"] = self._table(data)
        elif data.get("value") in (None, ""):
            if "value" not in self.errors and self.parameter.unit != DAYS:
                self.add_error("value", _("State the value."))
        elif "value" in data:
            data["figure"] = _figure(self.parameter, data["value"])
        if self.parameter.unit == DAYS and data.get("value") == "":
            data["figure"] = ""
        return data

    def _table(self, data: dict[str, Any]) -> str:
        rows = []
        for first, second in self.rows:
            cells = [
                str(data.get(box.name) or "").replace(",", "").strip() for box in (first, second)
            ]
            if not any(cells):
                continue
            if not all(cells):
                self.add_error(first.name, _("Fill in both columns of the row, or neither."))
            rows.append(":".join(cells))
        if not rows:
            self.add_error("row0a", _("State at least one row."))
        return " ".join(rows)


def _value_field(parameter: Parameter, latest: Figure | None) -> forms.Field:
    language = get_language() or "zh-hans"
    unit = UNITS[parameter.unit]
    label, shown = _("New value"), as_text(latest)
    if parameter.unit == "switch":
        choices: list[tuple[str, Any]] = [("yes", _("Yes")), ("no", _("No"))]
        first = "" if latest is None else "yes" if latest is True else "no"
        return forms.ChoiceField(
            label=label, choices=[("", _("Please choose")), *choices], initial=first
        )
    if parameter.choices:
        choices = [(name, _word(parameter.chapter, name, language)) for name in parameter.choices]
        return forms.ChoiceField(
            label=label, choices=[("", _("Please choose")), *choices], initial=shown
        )
    if parameter.unit == DAYS:
        text = "\n".join(day.isoformat() for day in days_in(str(shown or "")))
        lines = forms.Textarea(attrs={"rows": 8})
        return forms.CharField(
            label=label,
            initial=text,
            widget=lines,
            required=False,
            help_text=_("One day a line, like 2027-02-08."),
        )
    attrs = {"inputmode": "decimal"} if parameter.unit == "CNY" else {}
    return forms.CharField(
        label=label,
        max_length=400,
        required=False,
        initial=shown if parameter.unit == "CNY" or shown is None else str(shown),
        help_text=unit.cure[language],
        widget=forms.TextInput(attrs={**attrs, "autocomplete": "off"}),
    )


def _word(chapter: str, name: str, language: str) -> str:
    said = in_words(chapter, name)
    return said[language] if said else name


def _figure(parameter: Parameter, text: str) -> Any:
    """The value as the rulebook takes it from a form: a switch, days in order, a share of 80%."""
    if parameter.unit == "switch":
        return text == "yes"
    if parameter.unit == DAYS:
        return " ".join(sorted(set(text.split())))
    text = text.strip()
    if parameter.unit == "share" and text.endswith("%"):
        try:
            return format(Decimal(text[:-1]) / 100, "f")
        except InvalidOperation:
            return text
    return text if parameter.choices else text.replace(",", "")
