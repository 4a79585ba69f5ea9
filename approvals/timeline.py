"""The story of a case, from its journal: what was done, by whom, as what, when, and how long it took."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from approvals.models import Assignment, Case
from approvals.words import Verdict
from registry.journal import Entry
from registry.org.models import Person

TOLD = (
    "submitted",
    "resubmitted",
    "opinion",
    "edited",
    "withdrawn",
    "closed",
    "escalated",
    "reassigned",
)


@dataclass(frozen=True)
class Line:
    """One line of the story. `verb` is of TOLD; what doesn't apply is empty."""

    verb: str
    at: datetime
    person: Any  # a word where no person acted
    round: int
    step: Any = ""
    capacity: str = ""
    signed_as: str = ""
    verdict: str = ""
    text: str = ""
    by_rule: bool = False
    acting_for: str = ""
    took: timedelta | None = None
    changes: dict[str, list[str]] | None = None
    status: str = ""

    @property
    def said(self) -> Any:
        """The verdict in words."""
        return Verdict(self.verdict).label if self.verdict else ""


@dataclass(frozen=True)
class Round:
    """What happened between a submission and the end or the return: rounds are kept apart."""

    number: int
    lines: list[Line]


def rounds_of(case: Case) -> list[Round]:
    """The story by rounds, oldest first. Edits before the first submission are not told."""
    told: dict[int, list[Line]] = {}
    entries = Entry.objects.filter(subject=case.journal_subject, verb__in=TOLD)
    found = list(entries.select_related("actor").order_by("seq"))
    names = _stood_in_for(found)
    for entry in found:
        line = _line(case, entry, names)
        if line.round:
            told.setdefault(line.round, []).append(line)
    return [Round(number, lines) for number, lines in told.items()]


def waiting_on(case: Case) -> list[Assignment]:
    """Who is asked at the step that is open now."""
    rows = case.assignments.filter(state=Assignment.State.OPEN)
    return list(rows.select_related("person", "post__unit").order_by("pk"))


def _stood_in_for(entries: list[Entry]) -> dict[int, str]:
    """The names of those for whom somebody else decided; no query where nobody did."""
    ids = {pk for entry in entries if (pk := entry.detail.get("acting_for"))}
    people = Person.objects.filter(pk__in=ids) if ids else ()
    return {person.pk: str(person) for person in people}


def _line(case: Case, entry: Entry, names: dict[int, str]) -> Line:
    said = entry.detail
    arrived = said.get("arrived_at")
    return Line(
        verb=entry.verb,
        at=entry.at,
        person=entry.actor or _("By rule"),
        round=said.get("round", 0),
        step=title_of(case, said.get("node", "")),
        capacity=said.get("capacity", ""),
        signed_as=said.get("signed_as", ""),
        verdict=said.get("verdict", ""),
        text=_text(entry),
        by_rule=said.get("reason") == Assignment.Reason.BY_RULE,
        acting_for=names.get(said.get("acting_for", 0), ""),
        took=entry.at - datetime.fromisoformat(arrived) if arrived else None,
        changes=said.get("changes"),
        status=said.get("status", ""),
    )


def _text(entry: Entry) -> str:
    said = str(entry.detail.get("text", ""))
    if entry.verb == "escalated":
        return _("The deadline is over. Asked too: %(people)s") % {"people": said}
    return said


def title_of(case: Case, node: str) -> Any:
    """The title of a step of the flow on which the case runs; its name, if the flow lost it."""
    if not node or case.process is None or case.process.flow_class is None:
        return node
    found = case.process.flow_class.instance.node(node, no_obsolete=True)
    return node if found is None else found.task_title
