"""The tables of the overview in their order. Another register adds its own by `panel`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from approvals import overview
from approvals.kinds import all_kinds, kind_of
from approvals.measuring import revisions
from approvals.overview import Scope
from approvals.words import Status, Verdict
from pages.desk import Desk
from pages.overview.reach import Reach
from pages.overview.tables import Column, Table, average, built, days, share
from policy.book import Rulebook
from policy.chapters import CHAPTERS
from registry import rulebook
from registry.customers.words import Tier


@dataclass(frozen=True)
class Look:
    """One look at the overview: who looks, how far, at what. What several tables need is read once."""

    desk: Desk
    reach: Reach
    scope: Scope

    @cached_property
    def book(self) -> Rulebook:
        return rulebook.current(self.reach.bureau)

    @cached_property
    def unit_names(self) -> dict[int, str]:
        return {unit.pk: unit.name for unit in self.reach.units}

    @cached_property
    def steps(self) -> list[dict[str, Any]]:
        return overview.steps_by(self.scope, "kind", "node")

    @cached_property
    def cases(self) -> list[dict[str, Any]]:
        return overview.cases(self.scope)


Panel = Callable[[Look], Table | None]
_panels: list[Panel] = []


def panel(build: Panel) -> Panel:
    """Register a function look -> table (or None) as a part of the overview."""
    _panels.append(build)
    return build


def all_tables(look: Look) -> list[Table]:
    """Every table that has something to say to this reader."""
    return [table for build in _panels if (table := build(look)) is not None]


@panel
def by_step(look: Look) -> Table:
    """Where time goes: each step of each process, the longest first."""
    columns = (
        Column(_("Step")),
        Column(_("Process")),
        Column(_("Who works")),
        Column(_("Steps"), "number"),
        Column(_("Average days"), "days"),
        Column(_("of which working days"), "days"),
        Column(_("Longest, days"), "days"),
        Column(_("Late"), "share"),
    )
    note = _("from the arrival at a step until it was decided; with the applicant after a return")
    table = Table("steps", _("Where the time goes, by step"), columns, note=note, bar=4)
    return built(
        table,
        look.steps,
        lambda one: [
            _step_title(one["kind"], one["node"]),
            _kind_title(one["kind"]),
            _("applicant") if one["node"] in revisions() else _("deciders"),
            one["n"],
            days(one["spent"], one["n"]),
            average(one["working"], one["n"]),
            days(one["longest"], 1),
            share(one["overdue"], one["n"]),
        ],
    )


@panel
def by_unit(look: Look) -> Table:
    """Waiting against working: how long a case lay with deciders, how long the unit worked on it."""
    columns = (
        Column(_("Unit")),
        Column(_("Cases ended"), "number"),
        Column(_("Days in all"), "days"),
        Column(_("Working days in all"), "days"),
        Column(_("Waiting for deciders, days"), "days"),
        Column(_("Drafting and revising, days"), "days"),
        Column(_("Returned at least once"), "share"),
    )
    note = _("averages of a case")
    table = Table("units", _("Waiting and working, by unit"), columns, note=note, bar=2)
    return built(
        table,
        overview.folded(look.cases, "unit"),
        lambda row: [
            look.unit_names.get(row["unit"], "—"),
            row["n"],
            days(row["spent"], row["n"]),
            average(row["working"], row["n"]),
            days(row["spent"] - row["revising"], row["n"]),
            days(row["revising"] + row["drafting"], row["n"]),
            share(row["back"], row["n"]),
        ],
    )


@panel
def by_person(look: Look) -> Table:
    """What waits for each person now, and how much of it is overdue."""
    found = overview.load(look.scope, look.desk.now)
    posts = overview.posts_of([row["person"] for row in found], look.desk.on)
    columns = (
        Column(_("Person")),
        Column(_("Post")),
        Column(_("To decide"), "number"),
        Column(_("Overdue"), "number"),
        Column(_("Oldest since"), "moment"),
    )
    table = Table("load", _("What waits for whom"), columns, note=_("at present"), bar=2)
    return built(
        table,
        found,
        lambda row: [
            row["person__name"],
            posts.get(row["person"], "—"),
            row["n"],
            row["late"],
            row["oldest"],
        ],
    )


@panel
def by_outcome(look: Look) -> Table:
    """In what the cases ended."""
    found = overview.folded(look.cases, "kind", "status", "result")
    total = sum(row["n"] for row in found)
    columns = (
        Column(_("Outcome")),
        Column(_("Process")),
        Column(_("Number of cases"), "number"),
        Column(_("Share"), "share"),
        Column(_("Amount"), "money"),
    )
    table = Table("outcomes", _("In what cases ended"), columns, bar=2)
    return built(
        table,
        found,
        lambda row: [
            _outcome(row["status"], row["result"]),
            _kind_title(row["kind"]),
            row["n"],
            share(row["n"], total),
            row["amount"],
        ],
    )


@panel
def by_tier(look: Look) -> Table:
    """Amounts by the tier of the customer."""
    words = {str(value): label for value, label in Tier.choices}
    columns = (
        Column(_("Tier of the customer")),
        Column(_("Number of cases"), "number"),
        Column(_("Amount"), "money"),
        Column(_("Average amount"), "money"),
    )
    table = Table("tiers", _("Amounts by tier"), columns, bar=2)
    return built(
        table,
        overview.folded(look.cases, "tier"),
        lambda row: [
            words.get(row["tier"], _("no customer of the register")),
            row["n"],
            row["amount"],
            row["amount"] / row["n"],
        ],
    )


@panel
def by_band(look: Look) -> Table | None:
    """Amounts by the highest duty that the rules asked for."""
    found = [row for row in overview.folded(look.cases, "kind", "band") if row["band"]]
    if not found:
        return None
    columns = (
        Column(_("What the rules asked for")),
        Column(_("Number of cases"), "number"),
        Column(_("Amount"), "money"),
    )
    table = Table("bands", _("Amounts by threshold"), columns, bar=2)
    return built(
        table, found, lambda row: [_band(look, row["kind"], row["band"]), row["n"], row["amount"]]
    )


def _band(look: Look, kind: str, name: str) -> str:
    """The duty of that name, in the words of the chapter by which the kind is ruled."""
    language = get_language() or "zh-hans"
    policy_set = rulebook.set_of(look.reach.bureau, look.book, look.desk.on)
    for chapter in CHAPTERS.values():
        parameter = look.book.resolved.get((policy_set, chapter.name, name))
        if chapter.kind == kind and parameter is not None:
            return parameter.label[language]
    return name


def _kind_title(name: str) -> str:
    return next((str(kind.title) for kind in all_kinds() if kind.name == name), name)


def _node(kind: str, name: str) -> Any:
    try:
        flows = kind_of(kind).flows
    except KeyError:
        return None
    nodes = (flow.instance.node(name, no_obsolete=True) for flow in reversed(flows))
    return next((node for node in nodes if node is not None), None)


def _step_title(kind: str, name: str) -> str:
    node = _node(kind, name)
    return name if node is None else str(node.task_title)


def _outcome(status: str, result: str) -> str:
    words = {str(value): str(label) for value, label in Verdict.choices}
    said = str(Status(status).label)
    return f"{said} · {words[result]}" if result in words else said
