"""The forms of the bureau’s ledger: a file to bring, the revenue of a year."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.forms import PlainText, YuanField
from registry.imports.uploads import MAX_BYTES


class FileForm(forms.Form):
    """An Excel or CSV file."""

    file = forms.FileField(
        label=_("Excel or CSV file"),
        help_text=_("The first row names the columns; at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB: split it."))
        return file


class YearForm(forms.Form):
    """What the whole bureau took in a year that is over, and where that is said."""

    may_be_due = ("savings_yuan",)

    year = forms.IntegerField(label=_("Year"), min_value=2001, max_value=2098)
    amount_yuan = YuanField(label=_("Revenue of the whole bureau"))
    savings_yuan = YuanField(
        label=_("Of which savings"),
        required=False,
        help_text=_("Needed where shares are taken without savings."),
    )
    source = PlainText(label=_("Source"), max_length=120, help_text=_("The document that says so."))

    def __init__(self, on: date, data: Any = None) -> None:
        super().__init__(data, initial={"year": on.year - 1})
