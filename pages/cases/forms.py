"""The forms of the operations on a case: whom to name, what to write with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from approvals.models import Assignment, Case
from approvals.people import People
from pages.desk import Desk
from registry.org import substitutions
from registry.org.models import Person, Post

Added = Assignment.Added


@dataclass(frozen=True)
class Named:
    """A colleague who can be named, with the post and, while away, who stands in."""

    person: Person
    posts: list[Post]
    stands_in: Person | None = None

    @property
    def unit(self) -> str:
        return str(self.posts[0].unit)

    @property
    def find(self) -> str:
        """What the search looks through."""
        posts = " ".join(str(post) for post in self.posts)
        return f"{self.person.name} {self.person.username} {posts}".lower()


class Note(forms.Form):
    """A few words that go with an operation."""

    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        return {n: v.replace("\r\n", "\n") if isinstance(v, str) else v for n, v in said.items()}


class JustAsks(Note):
    """No words: the button says it all."""

    note = None  # type: ignore[assignment]


class Reason(Note):
    """The reason that an administrator gives."""

    note = None  # type: ignore[assignment]
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason: everybody concerned reads it.")},
    )


class MaybeReason(Reason):
    """A reason that need not be given."""

    reason = forms.CharField(
        label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class Colleague(Note):
    """One colleague, and a note."""

    to = forms.ModelChoiceField(
        label=_("Who"),
        queryset=Person.objects.none(),
        error_messages={
            "required": _("Choose a person."),
            "invalid_choice": _("Choose one of the people in the list."),
        },
    )
    several, chooser = False, "to"

    def __init__(self, people: list[Named], without: Iterable[int] = (), data: Any = None) -> None:
        """without: the ids of those who are not offered; the action says why, if one is sent."""
        super().__init__(data)
        left_out = set(without)
        self.offered = [one for one in people if one.person.pk not in left_out]
        fields: dict[str, Any] = self.fields
        named = Person.objects.filter(pk__in=[one.person.pk for one in people]).order_by("pk")
        fields[self.chooser].queryset = named

    @property
    def chosen(self) -> set[str]:
        """The ids that were chosen, as they were sent."""
        sent = self[self.chooser].value() or []
        return {str(value) for value in (sent if isinstance(sent, list) else [sent])}


class Signer(Colleague):
    """A signer, and when they sign."""

    where = forms.ChoiceField(
        label=_("When they sign"),
        choices=Added.choices,
        initial=Added.BEFORE,
        error_messages={"required": _("Choose when they sign.")},
    )


class Successor(Reason, Colleague):
    """Who gets what waits for another, and why."""


class Readers(Colleague):
    """Several colleagues, and a note."""

    to = None  # type: ignore[assignment]
    people = forms.ModelMultipleChoiceField(
        label=_("Who"),
        queryset=Person.objects.none(),
        error_messages={
            "required": _("Name at least one person."),
            "invalid_choice": _("Choose among the people in the list."),
            "invalid_pk_value": _("Choose among the people in the list."),
        },
    )
    several, chooser = True, "people"


def sent(desk: Desk) -> Any:
    """What the page sent; None while it is only looked at."""
    return desk.request.POST if desk.request.method == "POST" else None


def colleagues(desk: Desk, case: Case) -> list[Named]:
    """The people of the case's bureau by unit, but for the reader."""
    held = Post.objects.on(desk.on).filter(unit__bureau=case.bureau_id).select_related("unit")
    posts = Prefetch("posts", held.order_by("since", "pk"), to_attr="held")
    found = substitutions.colleagues(desk.person, desk.on).prefetch_related(posts)
    away = People.around(case, desk.on).away
    named = [
        Named(one, one.held, away[one.pk].substitute if one.pk in away else None)
        for one in found
        if one.held and one.pk != desk.person.pk
    ]
    return sorted(named, key=lambda one: one.posts[0].unit.path)
