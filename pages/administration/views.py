"""设置: everything that can be set, as far as the reader may."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.desk import Desk, page
from registry.org.substitutions import KEEPERS
from registry.rule_keepers import KEEPERS as RULE_KEEPERS


@dataclass(frozen=True)
class Entry:
    """One thing that can be set, with a sentence on what it is for."""

    url: str
    label: str
    says: str


@require_safe
@page
def index(desk: Desk) -> HttpResponse:
    """The settings in groups; no query besides those of the frame."""
    return desk.render("administration/index.html", groups=_groups(desk))


def _groups(desk: Desk) -> list[tuple[str, list[Entry]]]:
    held = {post.role for post in desk.posts}
    groups = [(_("My own"), _own())]
    if held & set(KEEPERS):
        groups.append((_("People and units"), _people()))
    if desk.posts:
        groups.append((_("The bureau"), _bureau(bool(held & set(RULE_KEEPERS)))))
    return groups


def _own() -> list[Entry]:
    return [
        _entry("profile", _("My profile"), _("Posts, mail address, phone number, password.")),
        _entry("substitutions", _("Substitutions"), _("Who decides for you while you are away.")),
        _entry("phrases", _("Phrases"), _("Words for opinions that you use often.")),
        _entry("notice-choices", _("How I am told"), _("Mail, chat, and what is left out.")),
        _entry("seal-key", _("Key to sealed bids"), _("For those who open bids two by two.")),
        _entry("works", _("Long work"), _("Exports and imports that you asked for.")),
    ]


def _people() -> list[Entry]:
    files = reverse("files", args=["people"])
    says = _("People, posts and units from Excel, looked at before they are loaded; export.")
    return [
        _entry("people", _("People and posts"), _("Give and end posts, close accounts.")),
        _entry("units", _("Units"), _("The tree of the bureau, document marks, divisions.")),
        Entry(files, _("Import and export"), says),
    ]


def _bureau(keeps_rules: bool) -> list[Entry]:
    rules = (
        _("Look at every figure, propose another.") if keeps_rules else _("Look at every figure.")
    )
    return [
        _entry("rules", _("Rules"), rules),
        _entry("bureau", _("What the bureau goes by"), _("Policy set, numbers, seal.")),
    ]


def _entry(url: str, label: Any, says: str) -> Entry:
    return Entry(reverse(url), str(label), says)
