"""What a copied case is called: its own number, the numbers of its papers, its journal's lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from viewflow.workflow.models import Task

from approvals.models import Case
from approvals.waiting import folded
from config.demo.rows import Keys
from documents.codes import new_code
from documents.issuing import register_of
from documents.models import Paper, digest_of
from registry import journal
from registry.journal import Entry
from registry.numbers import Register
from registry.projects.models import Project


class Registers:
    """The registers of the database, counted on here and written back once."""

    def __init__(self) -> None:
        self._rows = {(r.unit_id, r.kind, r.year): r for r in Register.objects.all()}

    def take(self, unit_id: int, kind: str, year: int) -> int:
        """The next number."""
        register = self._rows[unit_id, kind, year]
        register.last += 1
        return register.last

    def write(self) -> None:
        """Put the last numbers back."""
        Register.objects.bulk_update(self._rows.values(), ["last"])


@dataclass
class Renamed:
    """One copy of a case: what its rows are called instead, and where its journal ends."""

    case_pk: int
    number: str
    keys: Keys
    shift: timedelta
    round: int
    papers: dict[str, Paper] = field(default_factory=dict)
    head: journal.Head = field(default_factory=journal.Head)

    @property
    def subject(self) -> str:
        return f"case:{self.case_pk}"

    @classmethod
    def of(cls, case: Case, registers: Registers, **given) -> "Renamed":
        """A copy of `case` with the next number of its register."""
        prefix, year, _ = case.number.rsplit("-", 2)
        serial = registers.take(case.bureau_id, case.kind, int(year))
        return cls(number=f"{prefix}-{year}-{serial}", **given)

    def paper(self, template: Paper, registers: Registers) -> Paper:
        """The paper with its own number and code, and a content that says so."""
        register = register_of(template.kind)
        serial = registers.take(template.unit_id, register, template.year)
        mark, _, _ = template.number.rpartition("〕")
        code, old = new_code(), template.content
        paper = Paper(serial=serial, number=f"{mark}〕{serial}号", code=code)
        paper.content = old | {
            "number": paper.number,
            "case_number": self.number,
            "code": code,
            "address": old["address"].replace(template.code, code),
        }
        paper.content_sha256 = digest_of(paper.content)
        numbers = (template.number, paper.number), (old["case_number"], self.number)
        paper.sought = template.sought
        for was, now in numbers:
            paper.sought = paper.sought.replace(folded(was), folded(now))
        self.papers[template.number] = paper
        return paper

    def line(self, template: Entry) -> Entry:
        """The next line of the copy's journal; `head` moves on."""
        line = Entry(
            subject=self.subject,
            seq=template.seq,
            at=template.at + self.shift,
            actor_id=template.actor_id,
            verb=template.verb,
            detail=self._detail(template.verb, template.detail),
            key=template.key and uuid5(NAMESPACE_URL, f"{template.key}:{self.round}"),
            before=self.head.digest,
        )
        line.digest = journal.digest_of(line)
        self.head = journal.Head(line.seq, line.digest)
        return line

    def _detail(self, verb: str, said: Mapping) -> dict:
        detail = dict(said)
        if verb == "issued":
            paper = self.papers[detail["number"]]
            detail |= {"number": paper.number, "sha256": paper.content_sha256}
        elif "number" in detail:
            detail["number"] = self.number
        if "project" in detail:
            detail["project"] = self.keys[Project, detail["project"]]
        if "task" in detail:
            detail["task"] = self.keys[Task, detail["task"]]
        if detail.get("arrived_at"):
            arrived = datetime.fromisoformat(detail["arrived_at"]) + self.shift
            detail["arrived_at"] = arrived.isoformat(timespec="microseconds")
        return detail
