"""单位: the tree of the bureau; a name, a mark, a division; a new unit."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from approvals.forms import PlainText
from pages.desk import Desk, page
from pages.people.views import kept_bureaus
from registry.errors import RegistryError
from registry.org import units
from registry.org.models import Unit
from registry.org.roles import UnitKind


class UnitForm(forms.Form):
    """What can change about a unit."""

    name = PlainText(label=gettext_lazy("Name of the unit"), max_length=100)
    mark = PlainText(label=gettext_lazy("Document mark (代字)"), max_length=20, required=False)
    division = forms.RegexField(
        r"\A[0-9]{6}\Z",
        label=gettext_lazy("Administrative division"),
        required=False,
        help_text=gettext_lazy("Six digits; empty: as in the unit above."),
    )


class NewUnitForm(UnitForm):
    """A new unit: besides, what it is, its code and where it stands. These stay."""

    code = PlainText(label=gettext_lazy("Code of the unit"), max_length=20)
    kind = forms.ChoiceField(label=gettext_lazy("What it is"))
    parent = forms.ModelChoiceField(
        label=gettext_lazy("Below"),
        queryset=Unit.objects.none(),
        empty_label=gettext_lazy("Choose the unit"),
    )

    def __init__(self, bureaus: set[int], data: Any = None) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        kinds = [choice for choice in UnitKind.choices if choice[0] != UnitKind.BUREAU]
        fields["kind"].choices = kinds
        fields["parent"].queryset = Unit.objects.filter(bureau__in=bureaus).order_by("path")


@require_safe
@page
def everything(desk: Desk) -> HttpResponse:
    """The tree, with how many people hold posts in each unit."""
    bureaus = kept_bureaus(desk)
    held = Q(posts__since__lte=desk.on) & (Q(posts__until=None) | Q(posts__until__gte=desk.on))
    active = held & Q(posts__person__is_active=True)
    rows = Unit.objects.filter(bureau__in=bureaus).order_by("path")
    found = rows.annotate(people=Count("posts__person", filter=active, distinct=True))
    return desk.render("administration/units.html", units=found)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def show(desk: Desk, unit_id: int) -> HttpResponse:
    unit = get_object_or_404(Unit, pk=unit_id, bureau__in=kept_bureaus(desk))
    sent = desk.request.POST if desk.request.method == "POST" else None
    known = {name: getattr(unit, name) for name in units.CHANGED}
    form = UnitForm(sent, initial=known)
    if sent is not None and form.is_valid():
        units.change(unit, by=desk.person, at=desk.now, **form.cleaned_data)
        messages.success(desk.request, _("The unit is saved."))
        return redirect("units")
    status = 422 if form.errors else 200
    return desk.render("administration/unit.html", status=status, form=form, unit=unit)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new(desk: Desk) -> HttpResponse:
    bureaus = kept_bureaus(desk)
    sent = desk.request.POST if desk.request.method == "POST" else None
    form, refusal = NewUnitForm(bureaus, sent), ""
    if sent is not None and form.is_valid():
        try:
            units.set_up(by=desk.person, at=desk.now, **form.cleaned_data)
        except RegistryError as error:
            refusal = str(error)
        else:
            messages.success(desk.request, _("The unit is set up."))
            return redirect("units")
    status = 422 if form.errors or refusal else 200
    given = {"form": form, "refusal": refusal, "unit": None}
    return desk.render("administration/unit.html", status=status, **given)
