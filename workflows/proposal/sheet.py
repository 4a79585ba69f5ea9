"""The papers of a proposal: filing slip, approval form, minutes of the discussion, listing sheet.

Their words are Chinese whatever the language of the person who decides. The sections keep to what
the form asks; titles and layout are ours.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from approvals.models import Attachment, Case, Opinion
from approvals.move import Move
from approvals.words import VOTES, Verdict
from documents import wording
from documents.models import Paper
from documents.sheet import Box, Clause, Fact, File, Section, Sheet
from policy import proposals
from policy.items import Item
from workflows.proposal.minutes import meeting_facts, meeting_of
from workflows.proposal.models import Proposal

LEVELS = {
    "unit_review": "单位意见",
    "plan_check": "方案审核意见",
    "sign_off": "中心总监意见",
    "discuss": "集体讨论结论",
    "listing": "市场部意见",
}
# Which figure of the ruling asked for a paper's steps; unit review and slip have none of their own.
GROUNDS = (proposals.PLAN, proposals.SIGN_OFF, proposals.DISCUSSION, proposals.LISTING)


@dataclass(frozen=True)
class Told:
    """What all papers of one case are made of, read once."""

    case: Case
    move: Move
    proposal: Proposal
    files: tuple[File, ...]

    @property
    def opinions(self) -> list[Opinion]:
        return self.move.opinions


def filing_slip(case: Case, move: Move) -> list[Sheet]:
    """营销项目备案单, for a project below the first threshold."""
    with wording.in_chinese():
        return [_slip(_told(case, move))]


def approval_papers(case: Case, move: Move) -> list[Sheet]:
    """营销项目审批表, with the minutes if the project was discussed."""
    with wording.in_chinese():
        return _agreed_papers(_told(case, move))


def listing_papers(case: Case, move: Move) -> list[Sheet]:
    """The papers of an agreed project, and 局重点营销项目立项表."""
    with wording.in_chinese():
        told = _told(case, move)
        return [*_agreed_papers(told), _listing_sheet(told)]


def _agreed_papers(told: Told) -> list[Sheet]:
    discussed = told.case.ruling.requires(proposals.DISCUSSION)
    return [_approval_form(told), *([_minutes(told)] if discussed else [])]


def _told(case: Case, move: Move) -> Told:
    rows = case.attachments.filter(removed_at=None).order_by("pk")
    files = (
        File(kind=str(Attachment.Kind(row.kind).label), name=row.name, sha256=row.sha256)
        for row in rows
    )
    return Told(case, move, Proposal.of(case), tuple(files))


def _slip(told: Told) -> Sheet:
    return _sheet(
        told,
        Paper.Kind.FILING_SLIP,
        "营销项目备案单",
        conclusion="已备案",
        sections=_plan(told.proposal),
        boxes=_boxes(told),
    )


def _approval_form(told: Told) -> Sheet:
    return _sheet(
        told,
        Paper.Kind.APPROVAL_FORM,
        "营销项目审批表",
        conclusion=_agreed(told),
        sections=_plan(told.proposal),
        boxes=_boxes(told),
        clauses=_clauses(told.case, *GROUNDS),
    )


def _minutes(told: Told) -> Sheet:
    discussed = [o for o in told.opinions if o.node == "discuss"]
    concluded = next(o for o in discussed if o.verdict not in VOTES)
    return _sheet(
        told,
        Paper.Kind.MINUTES,
        "大客户中心集体讨论纪要",
        conclusion=_conclusion(concluded.verdict),
        meeting=meeting_of(discussed, concluded),
        boxes=(_box(concluded, "主持人结论"),),
        facts=meeting_facts(told.case, discussed, concluded),
        clauses=_clauses(told.case, proposals.DISCUSSION, "quorum_share", "majority_share"),
        files=(),
    )


def _listing_sheet(told: Told) -> Sheet:
    return _sheet(
        told,
        Paper.Kind.LISTING_SHEET,
        "局重点营销项目立项表",
        conclusion=wording.said(Verdict.LISTED),
        boxes=tuple(b for b in _boxes(told) if b.title in (LEVELS["discuss"], LEVELS["listing"])),
        clauses=_clauses(told.case, proposals.LISTING),
    )


def _sheet(told: Told, kind: str, title: str, **parts: Any) -> Sheet:
    case = told.case
    value: Decimal = case.value_yuan  # type: ignore[assignment]  # a submitted case has one
    return Sheet(
        kind=kind,
        title=title,
        bureau=case.bureau.name,
        unit=case.unit.name,
        applicant=case.applicant.name,
        subject=case.title,
        case_number=case.number,
        amount=wording.figures(value),
        capitals=wording.capitals(value),
        **({"facts": _facts(told), "files": told.files} | parts),
    )


def _facts(told: Told) -> tuple[Fact, ...]:
    asked, case = told.proposal, told.case
    managers = [p.name for p in (asked.a_manager, asked.b_manager) if p]
    rows = [
        ("客户", case.customer.name if case.customer else ""),
        ("项目负责人", "、".join(managers)),
        ("项目类别", asked.get_season_display()),
        ("业务板块", asked.get_line_display()),
        ("实施期间", f"{wording.day(asked.starts_on)}至{wording.day(asked.ends_on)}"),
        ("申报日期", wording.day(case.submitted_at)),
        ("项目成本", wording.figures(asked.cost_yuan) if asked.cost_yuan is not None else ""),
        ("预计利润", wording.figures(asked.profit_yuan) if asked.profit_yuan is not None else ""),
    ]
    return tuple(Fact(label=label, value=value) for label, value in rows if value)


def _plan(proposal: Proposal) -> tuple[Section, ...]:
    parts = (
        ("客户情况", proposal.situation),
        ("产品与方案", proposal.offer),
        ("价格", proposal.price),
        ("渠道与服务", proposal.service),
    )
    return tuple(Section(title=title, text=text.strip()) for title, text in parts if text.strip())


def _boxes(told: Told) -> tuple[Box, ...]:
    """One for each level that decided, in the order in which they did."""
    return tuple(
        _box(opinion, LEVELS[opinion.node])
        for opinion in told.opinions
        if opinion.node in LEVELS and opinion.verdict not in VOTES
    )


def _box(opinion: Opinion, title: str) -> Box:
    post = opinion.assignment.post
    return Box(
        title=title,
        person=opinion.person.name,
        post=wording.post(post.unit.name, str(post.get_role_display())),
        capacity=_capacity(opinion),
        verdict=wording.said(opinion.verdict),
        opinion=opinion.text,
        on=wording.day(opinion.at),
    )


def _capacity(opinion: Opinion) -> str:
    if opinion.acting_for is not None:
        return f"代{opinion.acting_for.name}"
    by_rule = opinion.assignment.reason == opinion.assignment.Reason.BY_RULE
    return "按规则代为审批" if by_rule else ""


def _agreed(told: Told) -> str:
    changed = any(o.verdict == Verdict.AGREED_WITH_CHANGES for o in told.opinions)
    return _conclusion(Verdict.AGREED_WITH_CHANGES if changed else Verdict.AGREED)


def _conclusion(verdict: str) -> str:
    return f"{wording.said(verdict)}实施"


def _clauses(case: Case, *names: str) -> tuple[Clause, ...]:
    ruling = case.ruling
    asked = [duty for duty in ruling.duties if duty.name in names]
    # A step that the case didn't take is no ground of its paper.
    taken = [name for name in names if name != proposals.SIGN_OFF or _signed_off(case)]
    given = [value for value in ruling.values if value.name in taken]
    return tuple(_clause(item) for item in (*asked, *given))


def _signed_off(case: Case) -> bool:
    ruling = case.ruling
    return ruling.requires(proposals.SIGN_OFF) and not ruling.requires(proposals.DISCUSSION)


def _clause(item: Item) -> Clause:
    cited = item.citation
    return Clause(
        says=item.says.zh,
        # What no document states has no source but this bureau's own setting: the mark says so.
        source="" if item.assumption else wording.source(cited.title.zh, cited.article),
        assumption=item.assumption,
    )
