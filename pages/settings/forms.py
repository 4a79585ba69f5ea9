"""The form for a substitution: whose, who stands in, for which days, kinds and amounts."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.forms import YuanField
from approvals.kinds import all_kinds
from pages.desk import Desk
from registry.org import substitutions
from registry.org.models import Person


class Someone(forms.ModelChoiceField):
    """One of some people, with the account that tells namesakes apart."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"empty_label": _("Please choose")} | kwargs)

    def label_from_instance(self, obj: Person) -> str:
        return f"{obj.name}{gettext(' (')}{obj.username}{gettext(')')}"


class Day(forms.DateField):
    """A day, as browsers send it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ["%Y-%m-%d"]


class SubstitutionForm(forms.Form):
    """`person` is offered to those only who arrange it for others; empty means oneself."""

    person = Someone(label=_("Who is away"), queryset=Person.objects.none(), required=False)
    substitute = Someone(label=_("Who stands in"), queryset=Person.objects.none())
    since = Day(label=_("First day"))
    until = Day(label=_("Last day"))
    kind = forms.ChoiceField(label=_("What it covers"), required=False)
    up_to_yuan = YuanField(label=_("Up to this amount"), required=False)

    def __init__(self, desk: Desk, data: Any = None) -> None:
        super().__init__(data, initial={"since": desk.on})
        fields: dict[str, Any] = self.fields
        people = substitutions.colleagues(desk.person, desk.on)
        fields["substitute"].queryset = people.exclude(pk=desk.person.pk)
        fields["kind"].choices = [
            ("", _("Everything")),
            *((kind.name, kind.title) for kind in all_kinds()),
        ]
        if substitutions.bureaus_kept(desk.person, desk.on):
            fields["substitute"].queryset = people
            fields["person"].queryset = people
            fields["person"].empty_label = _("I myself")
        else:
            del fields["person"]
