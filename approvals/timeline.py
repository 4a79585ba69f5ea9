"""The story of a case, from its journal: what was done, by whom, as what, when, and how long it took."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from approvals.answers import told
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
    "handed_over",
    "rehomed",
    "transferred",
    "delegated",
    "signer_added",
    "signer_removed",
    "taken_back",
    "suspended",
    "resumed",
    "terminated",
    "copied",
    "urged",
    "carried",
    "convened",
    "adjourned",
    "admitted",
    "recorded",
    "lapsed",
    "paper_voided",
    "paper_reissued",
    "consent_revoked",
    "instruction_done",
    "exported",
    "commented",
)
# The lines that bring somebody in, and the reason for which that person is asked then.
BROUGHT_IN = {
    "transferred": Assignment.Reason.TRANSFERRED,
    "delegated": Assignment.Reason.DELEGATED,
    "signer_added": Assignment.Reason.ADDED,
}
_PEOPLE = ("acting_for", "person", "origin")


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
    reason: str = ""  # why the person of an opinion was asked, of Assignment.Reason
    brought_by: str = ""  # who brought the person of an opinion in, or whose step was handed over
    acting_for: str = ""
    took: timedelta | None = None
    changes: dict[str, list[str]] | None = None
    status: str = ""
    name: str = ""  # who was brought in, admitted or sent a copy
    where: str = ""  # where an added signer signs
    returned_to: Any = ""
    resume: str = ""
    recorded_by: Any = None
    meets_at: datetime | None = None
    place: str = ""
    online: bool = False
    node: str = ""
    speaker: int = 0  # the id of who acted or spoke
    about: int = 0  # the id of who was brought in or admitted
    version: int = 0  # of the data: what an opinion saw, what an edit made
    taken_back: bool = False  # an opinion that counts no more
    from_step: Any = ""  # where a sign-off that counts on was given
    kept: tuple[Any, ...] = ()  # the steps that are not asked again
    answers: tuple[tuple[Any, str], ...] = ()  # label and words of what a step asked for besides
    seq: int = 0  # of the journal

    @property
    def said(self) -> Any:
        """The verdict in words."""
        return Verdict(self.verdict).label if self.verdict else ""


@dataclass(frozen=True)
class Round:
    """What happened between a submission and the end or the return: rounds are kept apart."""

    number: int
    lines: list[Line]


def rounds_of(case: Case, known: Iterable[Person] = ()) -> list[Round]:
    """The story by rounds, oldest first. Edits before the first submission are not told.

    known: people whom the caller has read already; others whom the lines name cost a query.
    """
    told: dict[int, list[Line]] = {}
    entries = Entry.objects.filter(subject=case.journal_subject, verb__in=TOLD)
    found = list(entries.select_related("actor").order_by("seq"))
    names = _named_in(found, {person.pk: person for person in known})
    undone = _taken_back(found)
    brought: dict[tuple[str, int], str] = {}
    for entry in found:
        line = _line(case, entry, names)
        at = (line.node, line.about or line.speaker)
        if entry.verb in BROUGHT_IN:
            brought[at] = line.brought_by
        elif entry.verb == "opinion":
            by = brought.get(at, "") if line.reason in BROUGHT_IN.values() else ""
            line = replace(line, brought_by=by, taken_back=entry.seq in undone)
        if line.round:
            told.setdefault(line.round, []).append(line)
    return [Round(number, lines) for number, lines in told.items()]


def _taken_back(entries: list[Entry]) -> set[int]:
    """The numbers of the opinions that were taken back: each time the last one at that step."""
    undone: set[int] = set()
    said: dict[tuple[int | None, str], int] = {}
    for entry in entries:
        at = (entry.detail.get("person") or entry.actor_id, entry.detail.get("node", ""))
        if entry.verb == "opinion":
            said[at] = entry.seq
        elif entry.verb == "taken_back" and at in said:
            undone.add(said[at])
    return undone


def waiting_on(case: Case) -> list[Assignment]:
    """Who is asked at the step that is open now."""
    rows = case.assignments.filter(state=Assignment.State.OPEN)
    return list(rows.select_related("person", "post__unit").order_by("pk"))


def _named_in(entries: list[Entry], known: dict[int, Person]) -> dict[int, Person]:
    """The people whom the lines name besides their actors; no query where all are known."""
    wanted = (entry.detail.get(name) for entry in entries for name in _PEOPLE)
    ids = {pk for pk in wanted if isinstance(pk, int)} - known.keys()
    return known | Person.objects.in_bulk(ids) if ids else known


def _line(case: Case, entry: Entry, names: dict[int, Person]) -> Line:
    said = entry.detail
    arrived, meets_at = said.get("arrived_at"), said.get("meets_at")
    about = said.get("person") or 0
    speaker = names.get(about) if entry.verb == "opinion" else None
    return Line(
        verb=entry.verb,
        seq=entry.seq,
        at=entry.at,
        person=speaker or entry.actor or _("By rule"),
        round=said.get("round", 0),
        step=title_of(case, said.get("node", "")),
        capacity=said.get("capacity", ""),
        signed_as=said.get("signed_as", ""),
        verdict=said.get("verdict", ""),
        text=_text(entry),
        by_rule=said.get("reason") == Assignment.Reason.BY_RULE or "because" in said,
        reason=said.get("reason", ""),
        brought_by=str(names.get(said.get("origin", 0), "")),
        acting_for=str(names.get(said.get("acting_for", 0), "")),
        took=entry.at - datetime.fromisoformat(arrived) if arrived else None,
        changes=said.get("changes"),
        status=said.get("status", ""),
        name=said.get("name", "") or str(names.get(about, "")),
        where=said.get("where", ""),
        returned_to=title_of(case, said.get("returned_to", "")),
        resume=said.get("resume", ""),
        recorded_by=entry.actor if speaker else None,
        meets_at=datetime.fromisoformat(meets_at) if meets_at else None,
        place=said.get("place", ""),
        online=said.get("online", False),
        node=said.get("node", ""),
        speaker=(speaker.pk if speaker else entry.actor_id) or 0,
        about=about,
        version=said.get("saw_version") or said.get("data_version") or 0,
        from_step=title_of(case, said.get("from_node", "")),
        kept=tuple(title_of(case, node) for node in said.get("kept", ())),
        answers=tuple(told(case.kind, said.get("node", ""), said.get("answers") or {})),
    )


def _text(entry: Entry) -> str:
    said = str(entry.detail.get("text", ""))
    if entry.verb == "submitted":
        return str(entry.detail.get("because", ""))
    if entry.verb == "escalated":
        return _("The deadline is over. Asked too: %(people)s") % {"people": said}
    return said


def title_of(case: Case, node: str) -> Any:
    """The title of a step of the flow on which the case runs; its name, if the flow lost it."""
    if not node or case.process is None or case.process.flow_class is None:
        return node
    found = case.process.flow_class.instance.node(node, no_obsolete=True)
    return node if found is None else found.task_title
