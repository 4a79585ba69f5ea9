"""Who is at the desk, and when: what every page of a logged-in person knows, and its frame."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cached_property, wraps
from math import ceil
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string

from approvals import inbox
from policy.book import Rulebook
from policy.calendar import Calendar
from policy.errors import PolicyError
from registry import rulebook
from registry.org import posts
from registry.org.models import Person, Post, Unit

UNDO_FOR = timedelta(seconds=10)


class Desk:
    """One request of one person at one moment. Asks the clock once; what costs a query is lazy."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.now: datetime = timezone.now()

    @property
    def person(self) -> Person:
        return self.request.user  # type: ignore[return-value]

    @property
    def on(self) -> date:
        """Today, where the bureau is."""
        return timezone.localdate(self.now)

    @cached_property
    def posts(self) -> list[Post]:
        return posts.held_by(self.person, self.on)

    @property
    def bureau(self) -> Unit | None:
        return self.posts[0].unit.bureau if self.posts else None

    @cached_property
    def book(self) -> Rulebook | None:
        """The rulebook of the person's bureau; None without a bureau, or if it can't be composed."""
        try:
            return rulebook.current(self.bureau) if self.bureau else None
        except PolicyError:
            return None

    @cached_property
    def calendar(self) -> Calendar | None:
        """The working days of the person's bureau; None if the rulebook has none for today."""
        if self.book is None or self.bureau is None:
            return None
        try:
            set_ = rulebook.set_of(self.bureau, self.book, self.on)
            return Calendar.of(self.book, set=set_, on=self.on)
        except PolicyError:
            return None

    def calendar_in(self, bureau_id: int) -> Calendar | None:
        """The same, for what belongs to that bureau; None if it is another's."""
        return self.calendar if self.bureau and self.bureau.pk == bureau_id else None

    @cached_property
    def counts(self) -> inbox.Counts:
        return inbox.counts(self.person)

    @property
    def waiting(self) -> int:
        """How many steps wait for the person, 100 at most."""
        return self.counts.waiting

    @property
    def unread(self) -> int:
        """How many notices the person has not read, 100 at most."""
        return self.counts.unread

    @property
    def copies(self) -> int:
        """How many copies the person has not read, 100 at most."""
        return self.counts.copies

    def offer_undo(self, case_id: int, row_id: int) -> None:
        """Offer on the pages of the next ten seconds to take a verdict back."""
        until = self.now + UNDO_FOR
        self.request.session["undo"] = [case_id, row_id, until.isoformat(), str(uuid4())]

    def end_undo(self, row_id: int) -> None:
        """It was pressed: the verdict is taken back, or can't be any more."""
        if (self.request.session.get("undo") or (0, 0))[1] == row_id:
            del self.request.session["undo"]

    @property
    def undo(self) -> dict[str, Any] | None:
        """The verdict that can be taken back just now: case, row, how many seconds are left, and the key
        with which pressing twice does it once.
        """
        case_id, row_id, until, *key = self.request.session.get("undo") or (0, 0, "")
        left = (datetime.fromisoformat(until) - self.now).total_seconds() if until else 0
        if left <= 0:
            return None
        return {"case": case_id, "row": row_id, "seconds": ceil(left), "key": "".join(key)}

    @property
    def demo_accounts(self) -> list[tuple[str, str, str]]:
        return demo_accounts()

    def render(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """The page in its frame."""
        return render(self.request, template, {"desk": self, **context}, status=status)


def page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view of a logged-in person: it is called with a Desk in place of the request."""

    @login_required
    @wraps(view)
    def seated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(Desk(request), *args, **kwargs)
        # Kept by nobody on the way; going back may still show what was typed.
        answer.headers.setdefault("Cache-Control", "private, no-cache")
        return answer

    return seated


def demo_accounts() -> list[tuple[str, str, str]]:
    """The accounts that the demo offers, as (username, name, post); none outside the demo."""
    return list(import_string(settings.DEMO_ACCOUNTS)) if settings.DEMO else []
