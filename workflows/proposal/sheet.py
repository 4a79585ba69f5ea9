"""The papers of a proposal: filing slip, approval form, minutes of the discussion, listing sheet.

The sections keep to what the form asks; titles and layout are ours.
"""

from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from approvals.move import Move
from approvals.words import Verdict
from documents import wording
from documents.dossier import Dossier
from documents.kinds import PaperKind, declare
from documents.sheet import Fact, Section, Sheet, facts, sections
from policy import proposals
from workflows.proposal.models import Proposal

APPROVAL_FORM = declare(
    PaperKind(code="approval_form", title="营销项目审批表", mark="审", label=_("Approval form"))
)
FILING_SLIP = declare(
    PaperKind(code="filing_slip", title="营销项目备案单", mark="备", label=_("Filing slip"))
)
LISTING_SHEET = declare(
    PaperKind(
        code="listing_sheet",
        title="局重点营销项目立项表",
        mark="立",
        label=_("Key-project listing sheet"),
    )
)


def filing_slip(case: Case, move: Move) -> list[Sheet]:
    """营销项目备案单, for a project below the first threshold."""
    told, asked = Dossier(case, move), Proposal.of(case)
    return [
        told.sheet(FILING_SLIP, conclusion="已备案", facts=_facts(asked), sections=_plan(asked))
    ]


def approval_papers(case: Case, move: Move) -> list[Sheet]:
    """营销项目审批表, with the minutes if the project was discussed."""
    asked = Proposal.of(case)
    return _agreed_papers(Dossier(case, move), asked)


def listing_papers(case: Case, move: Move) -> list[Sheet]:
    """The papers of an agreed project, and 局重点营销项目立项表."""
    told, asked = Dossier(case, move), Proposal.of(case)
    listing = told.sheet(
        LISTING_SHEET,
        conclusion=wording.said(Verdict.LISTED),
        facts=_facts(asked),
        boxes=told.boxes("discuss", "listing"),
        clauses=told.clauses(proposals.LISTING),
    )
    return [*_agreed_papers(told, asked), listing]


def _agreed_papers(told: Dossier, asked: Proposal) -> list[Sheet]:
    form = told.sheet(
        APPROVAL_FORM,
        conclusion=told.agreed("实施"),
        facts=_facts(asked),
        sections=_plan(asked),
    )
    minutes = told.minutes(title="大客户中心集体讨论纪要", then="实施")
    return [form, *minutes, *_reply(told, asked)]


def _reply(told: Dossier, asked: Proposal) -> list[Sheet]:
    """批复, where the bureau issues formal replies."""
    case, agreed = told.case, told.agreed("实施")
    managers = "、".join(p.name for p in (asked.a_manager, asked.b_manager) if p)
    return told.reply(
        title=f"关于同意{case.title}的批复",
        conclusion=agreed,
        text=(
            f"你单位申报的“{case.title}”（{case.number}）收悉。经研究，现批复如下：",
            f"一、{agreed}该项目，项目金额{told.worth}。",
            f"二、项目由{managers}负责，自{wording.day(asked.starts_on)}起至"
            f"{wording.day(asked.ends_on)}止。",
            "三、请按审批表所附方案组织实施，实施中金额或者方案有重大变化的，重新报批。",
            "此复。",
        ),
    )


def _facts(asked: Proposal) -> tuple[Fact, ...]:
    case, cost, profit = asked.case, asked.cost_yuan, asked.profit_yuan
    managers = [p.name for p in (asked.a_manager, asked.b_manager) if p]
    period = f"{wording.day(asked.starts_on)}至{wording.day(asked.ends_on)}"
    return facts(
        ("客户", "Customer", case.customer.name if case.customer else ""),
        ("项目负责人", "Managers", "、".join(managers)),
        ("项目类别", "Kind", asked.get_season_display()),
        ("业务板块", "Line of business", asked.get_line_display()),
        ("实施期间", "Period", period),
        ("申报日期", "Submitted on", wording.day(case.submitted_at)),
        ("项目成本", "Cost", "" if cost is None else wording.figures(cost)),
        ("预计利润", "Expected profit", "" if profit is None else wording.figures(profit)),
    )


def _plan(asked: Proposal) -> tuple[Section, ...]:
    return sections(
        ("客户情况", "Customer", asked.situation),
        ("产品与方案", "Product and plan", asked.offer),
        ("价格", "Price", asked.price),
        ("渠道与服务", "Channel and service", asked.service),
    )
