"""The forms of the people pages: a post to give, a hand-over to arrange."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pages.desk import Desk
from pages.settings.forms import Day, Someone
from registry.org import people
from registry.org.models import Person, Post, Unit
from registry.org.roles import PostRole


class AppointForm(forms.Form):
    """A post: where, as what, since when."""

    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), empty_label=_("Choose the unit")
    )
    role = forms.ChoiceField(label=_("Post"), choices=[("", _("Please choose")), *PostRole.choices])
    since = Day(label=_("First day"))

    def __init__(self, desk: Desk, bureaus: set[int], data: Any = None) -> None:
        super().__init__(data, initial={"since": desk.on}, prefix="post")
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = Unit.objects.filter(bureau__in=bureaus).order_by("path")


class RelieveForm(forms.Form):
    """The end of one of a person's posts."""

    post = forms.ModelChoiceField(queryset=Post.objects.none())
    last_day = Day(label=_("Last day"))

    def __init__(self, person: Person, data: Any) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["post"].queryset = person.posts.all()


class HandOverForm(forms.Form):
    """Who takes over, until when the leaver works, whether the account is closed with it."""

    successor = Someone(
        label=_("Successor"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody: posts stay vacant"),
    )
    last_day = Day(label=_("Last day at work"))
    close_account = forms.BooleanField(
        label=_("Deactivate the account at once"),
        required=False,
        help_text=_("Possible once the last day has come. Open sessions end with it."),
    )

    def __init__(self, desk: Desk, leaver: Person, bureaus: set[int], data: Any = None) -> None:
        super().__init__(data, initial={"last_day": desk.on})
        fields: dict[str, Any] = self.fields
        kept = people.kept_in(bureaus, desk.on).filter(is_active=True)
        others = kept.exclude(pk__in=(leaver.pk, desk.person.pk))
        fields["successor"].queryset = others.order_by("name", "pk")
