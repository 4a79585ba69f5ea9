"""The dossier of a case: what all its papers are made of, read once in the deciding action."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy

from approvals.deliberation import Deliberate
from approvals.models import Attachment, Case, Opinion
from approvals.move import Move
from approvals.words import VOTES, Verdict
from documents import boxes, wording
from documents.kinds import PaperKind, declare
from documents.minutes import MINUTES, meeting_facts, meeting_of
from documents.sheet import LETTER, Box, Clause, File, Section, Sheet
from policy import papers, splitting
from policy.items import Item
from policy.papers import FORMAL_REPLY
from policy.ruling import Ruling

_SHARES = ("quorum_share", "majority_share")


REPLY = declare(
    PaperKind(code="reply", title="批复", mark="批", label=gettext_lazy("Formal reply"))
)


def policy_of(case: Case, move: Move) -> Ruling:
    """What the bureau asks of the papers of that day. Raises NotInForce."""
    return papers.rule_on(on=move.on, book=move.book, set=case.ruling.set)


class Dossier:
    """A case at the moment of its decision. documents/sheet.py says how papers are written with it."""

    def __init__(self, case: Case, move: Move) -> None:
        self.case, self.move = case, move

    def sheet(self, kind: PaperKind, *, conclusion: str, **parts: Any) -> Sheet:
        """A paper of that kind; `parts` are fields of Sheet that differ from what is usual."""
        case, value = self.case, self.case.value_yuan
        usual: dict[str, Any] = {
            "title": kind.title,
            "title_en": kind.english,
            "amount": "" if value is None else wording.figures(value),
            "capitals": "" if value is None else wording.capitals(value),
            "files": self.files,
            "boxes": self.boxes(),
            "clauses": self.clauses(),
        }
        if parts.get("amount") == "":
            usual["capitals"] = ""
        return Sheet(
            kind=kind.code,
            bureau=case.bureau.name,
            unit=case.unit.name,
            applicant=case.applicant.name,
            subject=case.title,
            case_number=case.number,
            conclusion=conclusion,
            **(usual | parts),
        )

    @property
    def worth(self) -> str:
        """人民币叁万贰仟元整（￥32,000.00）; empty without an amount."""
        value = self.case.value_yuan
        return f"{wording.capitals(value)}（{wording.figures(value)}）" if value else ""

    def boxes(self, *steps: str) -> tuple[Box, ...]:
        """The boxes of these steps, or of all, in the order of the flow."""
        return tuple(box for name, box in self._boxes if not steps or name in steps)

    def clauses(self, *names: str) -> tuple[Clause, ...]:
        """The duties and values of the ruling with these names; without any, what asked for the steps."""
        wanted, ruling = names or tuple(self._grounds()), self.case.ruling
        items: Iterable[Item] = (*ruling.duties, *ruling.values)
        return tuple(_clause(item) for item in items if item.name in wanted)

    def agreed(self, then: str = "") -> str:
        """同意, or 修改后同意 if somebody asked for changes, and what is to be done then."""
        changed = any(o.verdict == Verdict.AGREED_WITH_CHANGES for o in self.move.opinions)
        said = Verdict.AGREED_WITH_CHANGES if changed else Verdict.AGREED
        return f"{wording.said(said)}{then}"

    def minutes(self, *, title: str, then: str = "") -> list[Sheet]:
        """The minutes of each discussion that is concluded and counts in this round."""
        steps = boxes.levels(self.case.process.flow_class)
        held = (step for step in steps.values() if isinstance(step, Deliberate))
        said = ((step, [o for o in self.move.opinions if o.node == step.name]) for step in held)
        over = ((step, words) for step, words in said if any(o.verdict not in VOTES for o in words))
        return [self._minutes(step, words, title, then) for step, words in over]

    def reply(self, *, title: str, conclusion: str, text: Sequence[str]) -> list[Sheet]:
        """批复 to the unit that asked, a paragraph each; none where the bureau issues no formal replies."""
        if not policy_of(self.case, self.move).requires(FORMAL_REPLY):
            return []
        parts = tuple(Section(title="", text=paragraph) for paragraph in text if paragraph)
        answer = {"layout": LETTER, "addressee": self.case.unit.name, "sections": parts}
        return [
            self.sheet(
                REPLY, title=title, conclusion=conclusion, boxes=(), clauses=(), files=(), **answer
            )
        ]

    @cached_property
    def files(self) -> tuple[File, ...]:
        """What is attached."""
        return tuple(
            File(kind=str(Attachment.Kind(row.kind).label), name=row.name, sha256=row.sha256)
            for row in self.move.attachments
        )

    @cached_property
    def _boxes(self) -> list[tuple[str, Box]]:
        return boxes.boxes_of(self.move)

    def _grounds(self) -> set[str]:
        """What asked for the steps that were taken; a deadline asks for none."""
        steps = boxes.levels(self.case.process.flow_class)
        grounds = {steps[name].because for name, _box in self._boxes} | {splitting.SPLIT}
        return {name for name in grounds if name and not name.startswith("deadline.")}

    def _minutes(self, step: Deliberate, said: list[Opinion], title: str, then: str) -> Sheet:
        concluded = next(o for o in said if o.verdict not in VOTES)
        box = {"title": "主持人结论", "en": "Conclusion of the chair"}
        return self.sheet(
            MINUTES,
            title=title,
            conclusion=f"{wording.said(concluded.verdict)}{then}",
            meeting=meeting_of(said, concluded),
            boxes=(replace(boxes.box_of(concluded, step), **box),),
            facts=meeting_facts(self.case, said, concluded),
            clauses=self.clauses(step.because, *_SHARES),
            files=(),
        )


def _clause(item: Item) -> Clause:
    cited = item.citation
    return Clause(
        says=item.says.zh,
        # What no document states has no source but this bureau's own setting: the mark says so.
        source="" if item.assumption else wording.source(cited.title.zh, cited.article),
        assumption=item.assumption,
    )
