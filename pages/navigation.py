"""Where a reader can go besides the own boxes: one line a page, with the posts for which it is there.

Asked on every page: it costs no query, as the frame of a page names the reader's posts anyway.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.kinds import all_kinds
from approvals.reorganise import WATCHERS
from pages.customers.reach import looks_at_customers
from pages.desk import Desk
from pages.instructions.views import READERS as INSTRUCTED
from pages.overview.reach import LOOKS
from pages.probation.reach import looks
from registry.customers import access
from registry.org.roles import PostRole
from registry.org.substitutions import KEEPERS
from registry.people.access import KEEPERS as REGISTER_KEEPERS
from registry.people.access import LOOKING


@dataclass(frozen=True)
class Place:
    """A page of the navigation. `under`: how the names of the addresses begin that belong to it."""

    url: str
    label: str | Promise
    there: Callable[[Desk], bool]
    under: tuple[str, ...] = ()

    def holds(self, name: str) -> bool:
        """Whether an address of that name belongs to this place."""
        return name == self.url or any(name.startswith(part) for part in self.under)


@dataclass(frozen=True)
class Shown:
    """A place as one page shows it."""

    url: str
    label: Any
    here: bool


def posted(roles: Iterable[str]) -> Callable[[Desk], bool]:
    """For those who hold one of these posts."""
    known = frozenset(str(role) for role in roles)
    return lambda desk: any(post.role in known for post in desk.posts)


def may_apply(desk: Desk) -> bool:
    """For those who can request anything."""
    held = {post.role for post in desk.posts}
    return any(held & set(kind.applies) for kind in all_kinds())


def has_post(desk: Desk) -> bool:
    """For everybody who works in a bureau."""
    return bool(desk.posts)


def is_operator(desk: Desk) -> bool:
    """For those who keep the machine running; they need no post for it, and get none by it."""
    return desk.person.is_superuser


LOOKS_AT_MANAGERS = (*LOOKING, *REGISTER_KEEPERS)
SEES_SCORES = (*LOOKS_AT_MANAGERS, PostRole.ACCOUNT_MANAGER, PostRole.PLANNER)
BUSINESS = (
    Place("requests", _("New request"), may_apply, ("new",)),
    Place("customers", _("Customers"), looks_at_customers, ("customer",)),
    Place("projects", _("Projects"), looks_at_customers, ("project",)),
    Place("protections", _("Protected developments"), has_post),
    Place("announcements", _("Potential customers"), has_post, ("announcement",)),
    Place("tenders", _("Bidding"), has_post, ("tender", "bid-")),
    Place("consents", _("Cross-area consents"), looks_at_customers, ("consent",)),
    Place("discounts", _("Discounts"), has_post, ("discount",)),
    Place("papers", _("Papers"), has_post),
    Place("arrears", _("Arrears"), looks_at_customers),
    Place("rules", _("Rules"), has_post, ("rule",)),
)
BUREAU = (
    Place("overview", _("Overview"), posted(LOOKS)),
    Place("monitor", _("Monitor"), posted(WATCHERS)),
    Place("people", _("People and posts"), posted(KEEPERS), ("person",)),
    Place("managers", _("Account managers"), posted(LOOKS_AT_MANAGERS), ("manager",)),
    Place("scores", _("Monthly scorecards"), posted(SEES_SCORES), ("score",)),
    Place("probations", _("Training periods"), looks, ("probation",)),
    Place("instructions", _("Instructions"), posted(INSTRUCTED), ("instruction",)),
    Place("gradings", _("Grading"), posted(access.KEEPERS), ("grading",)),
    Place("revenue-import", _("Revenue ledger"), posted(access.BOOKING), ("revenue",)),
)
OWN = (
    Place(
        "settings",
        _("Settings"),
        lambda desk: True,
        ("profile", "password", "bureau", "unit", "files", "substitution", "phrase"),
    ),
    Place("window:index", _("Operators' window"), is_operator, ("window:",)),
)
GROUPS: tuple[tuple[str | Promise, tuple[Place, ...]], ...] = (
    (_("Business"), BUSINESS),
    (_("Bureau"), BUREAU),
    (_("My own"), OWN),
)


def shown(desk: Desk, name: str) -> list[tuple[Any, list[Shown]]]:
    """The groups with the places that are there for the reader; groups without one are left out."""
    found = []
    for title, places in GROUPS:
        there = [Shown(p.url, p.label, p.holds(name)) for p in places if p.there(desk)]
        if there:
            found.append((title, there))
    return found
