"""A sheet: all that stands on a paper, and nothing of how it looks. Survives as JSON.

How to write the papers of a process, in `workflows/<process>/sheet.py`:

    FORM = declare(PaperKind(code="discount_form", title="资费优惠审批表", mark="惠",
                             label=_("Discount approval form")))

    def approval_papers(case: Case, move: Move) -> list[Sheet]:
        told, asked = Dossier(case, move), Discount.of(case)
        form = told.sheet(
            FORM,
            conclusion=told.agreed("执行"),
            facts=facts(("客户", "Customer", case.customer.name), ("优惠期间", "Period", ...)),
            sections=sections(("优惠理由", "Reason", asked.reason)),
        )
        reply = told.reply(title=f"关于{case.title}的批复", conclusion=..., text=("...", "此复。"))
        return [form, *told.minutes(title="大客户中心集体讨论纪要"), *reply]

and `Issue(this.write_papers)` before the `Close` of the flow calls it. What all papers have in common
comes from the dossier: bureau, unit, number and amount of the case, its files, a box for each step
that somebody signed off (in the order of the flow, under the step's own title), the clauses that
asked for these steps, and the minutes of each discussion. Say it yourself only where it differs:
`boxes=told.boxes("discuss")`, `clauses=told.clauses("listing")`, `files=()`, `tables=(...)`,
`subject_label="移交事项"`, `amount=""` for a paper without one. Words on paper are Chinese; English
labels stand beneath them, and `told.reply` writes a formal reply, where a bureau asks for it (chapter
`papers` of the rulebook). The same function writes the preview of a case under way, so it reads and
changes nothing. New fields of these classes have defaults: papers of before must still read.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

PRESENT, ABSENT = "出席", "缺席"
FORM, LETTER = "form", "letter"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A row of the form: what it is, and what it is here."""

    label: str
    value: str
    en: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """A longer text under its own head."""

    title: str
    text: str
    en: str = ""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table, so many shares wide. Figures stand at the right."""

    title: str
    width: int = 1
    figures: bool = False
    en: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows under columns, as many cells each. Its head is repeated on every page."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    en: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.title}: a row has {len(self.columns)} cells.")

    @property
    def shares(self) -> int:
        """How many shares wide the table is."""
        return sum(column.width for column in self.columns)

    @property
    def cells(self) -> list[list[tuple[Column, str]]]:
        """The rows, each cell with its column."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, kw_only=True)
class Clause:
    """What the rules ask for, in our words, and where that stands."""

    says: str
    source: str
    assumption: bool


@dataclass(frozen=True, kw_only=True)
class File:
    """A document that was attached: its name and its SHA-256."""

    kind: str
    name: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Box:
    """One level of approval. `capacity` says how the person came to sign: as a deputy, by rule."""

    title: str
    person: str
    post: str
    capacity: str
    verdict: str
    opinion: str
    on: str
    en: str = ""


@dataclass(frozen=True, kw_only=True)
class Vote:
    """What a member of the discussion said; an empty verdict for one who did not vote.

    came: what was noted of the meeting, empty for nothing. in_writing: whether the vote was the
    member's own entry and not taken at a meeting that was recorded.
    """

    person: str
    post: str
    verdict: str
    opinion: str
    dissents: bool
    came: str = ""
    absent_because: str = ""
    in_writing: bool = False


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A collective discussion: who was asked, who spoke, how they voted.

    What comes after the votes is empty where no meeting took place, and on papers of before.
    """

    members: int
    voted: int
    quorum: int
    votes_for: int
    votes_against: int
    votes_abstain: int
    votes: tuple[Vote, ...]
    met_at: str = ""
    place: str = ""
    convened_by: str = ""
    recorded_by: str = ""
    put_off: tuple[str, ...] = ()

    @property
    def present(self) -> tuple[Vote, ...]:
        return tuple(vote for vote in self.votes if vote.came == PRESENT)

    @property
    def absent(self) -> tuple[Vote, ...]:
        return tuple(vote for vote in self.votes if vote.came == ABSENT)

    @property
    def in_writing(self) -> tuple[Vote, ...]:
        """Those who entered their vote themselves."""
        return tuple(vote for vote in self.votes if vote.in_writing)

    @property
    def dissent(self) -> tuple[Vote, ...]:
        """Those who were of another opinion than the conclusion."""
        return tuple(vote for vote in self.votes if vote.dissents)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The content of one paper. `number`, `issued_on`, `code` and `address` come with its issue.

    kind    the code of a `documents.kinds.PaperKind`
    layout  FORM, or LETTER with an addressee: a formal reply (批复) as GB/T 9704 lays it out
    english whether English labels stand beneath the Chinese ones
    supersedes  the number of the void paper in whose place it was issued
    record  what the evidence in the file says besides: ruling, verdicts, files
    """

    kind: str
    title: str
    bureau: str
    unit: str
    applicant: str
    subject: str
    case_number: str
    amount: str
    capitals: str
    conclusion: str
    facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    clauses: tuple[Clause, ...] = ()
    files: tuple[File, ...] = ()
    boxes: tuple[Box, ...] = ()
    meeting: Meeting | None = None
    number: str = ""
    issued_on: str = ""
    code: str = ""
    address: str = ""
    supersedes: str = ""
    applicant_label: str = "申请人"
    subject_label: str = "项目名称"
    subject_en: str = "Project"
    amount_label: str = "项目金额"
    amount_en: str = "Amount"
    title_en: str = ""
    tables: tuple[Table, ...] = ()
    layout: str = FORM
    addressee: str = ""
    english: bool = False
    record: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """A copy of plain values, equal when read back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The sheet that `as_json` wrote, now or before there were all of its fields."""
        parts: dict[str, Any] = {
            "facts": _each(Fact, data["facts"]),
            "sections": _each(Section, data["sections"]),
            "clauses": _each(Clause, data["clauses"]),
            "files": _each(File, data["files"]),
            "boxes": _each(Box, data["boxes"]),
            "meeting": _meeting(data["meeting"]),
            "tables": tuple(_table(one) for one in data.get("tables", ())),
        }
        return cls(**{**data, **parts})


def facts(*rows: tuple[str, str, str]) -> tuple[Fact, ...]:
    """Rows of (label, English label, value); those without a value are left out."""
    return tuple(Fact(label=label, en=en, value=value) for label, en, value in rows if value)


def sections(*parts: tuple[str, str, str]) -> tuple[Section, ...]:
    """Parts of (title, English title, text); those without a text are left out."""
    texts = ((title, en, text.strip()) for title, en, text in parts)
    return tuple(Section(title=title, en=en, text=text) for title, en, text in texts if text)


def _each(part: type, rows: Any) -> tuple[Any, ...]:
    return tuple(part(**row) for row in rows)


def _table(data: Mapping[str, Any]) -> Table:
    rows = tuple(tuple(row) for row in data["rows"])
    return Table(**{**data, "columns": _each(Column, data["columns"]), "rows": rows})


def _meeting(data: Mapping[str, Any] | None) -> Meeting | None:
    if data is None:
        return None
    votes, put_off = _each(Vote, data["votes"]), tuple(data.get("put_off", ()))
    return Meeting(**{**data, "votes": votes, "put_off": put_off})
