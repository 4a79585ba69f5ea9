"""The papers of a bidding: 竞标公告, 评标记录, 中标及分成确认书."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from approvals.move import Move
from documents import wording
from documents.dossier import Dossier
from documents.kinds import PaperKind, declare
from documents.sheet import Column, Sheet, Table, facts, sections
from policy import bidding
from registry.bidding.models import Tender
from registry.customers import protections
from workflows.bidding.answers import has_conflict, totals
from workflows.bidding.models import Bidding

NOTICE = declare(
    PaperKind(code="bidding_notice", title="公开竞标公告", mark="竞", label=_("Bidding notice"))
)
EVALUATION = declare(
    PaperKind(code="bidding_evaluation", title="评标记录", mark="评", label=_("Evaluation record"))
)
AWARD = declare(
    PaperKind(
        code="bidding_award",
        title="中标及分成确认书",
        mark="中",
        label=_("Award and split sheet"),
    )
)
_CRITERIA = {"plan": "方案", "revenue": "收入", "resources": "资源", "split": "分成"}


def notice(case: Case, move: Move) -> list[Sheet]:
    """What all units are told."""
    told, asked = Dossier(case, move), Bidding.of(case)
    tender = _tender(asked)
    marks = "，".join(f"{_CRITERIA[name]} {points} 分" for name, points in tender.marks.items())
    sheet = told.sheet(
        NOTICE,
        conclusion="公开竞标",
        amount="",
        facts=facts(
            ("客户", "Customer", tender.customer.name),
            ("申报单位", "Declared by", tender.declaring.name),
            ("投标截止", "Bids until", _moment(tender.closes_at)),
            ("评分标准", "Marks", marks),
            ("申报单位最低分成", "Least share", _percent(tender.least_share)),
        ),
        sections=sections(("客户需求", "Need", tender.need)),
        clauses=told.clauses(bidding.OPENING, bidding.BID_DAYS, bidding.LEAST_SHARE),
    )
    return [sheet]


def award_papers(case: Case, move: Move) -> list[Sheet]:
    """How the bids were judged, and who has won."""
    told, asked = Dossier(case, move), Bidding.of(case)
    tender = Tender.objects.select_related("winner__unit", "declaring", "customer").get(
        pk=_tender(asked).pk
    )
    won, share = tender.winner, tender.share
    assert won is not None and share is not None
    kept = protections.live_of(tender.customer_id)
    sheet = told.sheet(
        AWARD,
        conclusion=f"{won.unit.name}中标",
        facts=facts(
            ("客户", "Customer", tender.customer.name),
            ("申报单位", "Declared by", tender.declaring.name),
            ("中标单位", "Winner", won.unit.name),
            ("中标单位分成", "Share of the winner", _percent(Decimal(100) - share)),
            ("申报单位分成", "Share of the declaring unit", _percent(share)),
            ("承诺收入", "Revenue promised", _yuan(won.told.get("revenue_yuan", ""))),
            ("新保护期至", "Protected until", wording.day(kept.last_day) if kept else ""),
        ),
        clauses=told.clauses(bidding.SPLIT_STATED),
    )
    return [*_evaluation(told, case, move), sheet]


def failure_papers(case: Case, move: Move) -> list[Sheet]:
    """How the bids were judged, if there were any; that it ended without award."""
    told, asked = Dossier(case, move), Bidding.of(case)
    then = "重新竞标" if case.result == "extended" else "释放客户"
    found = _evaluation(told, case, move)
    if found:
        return found
    tender = asked.tender
    sheet = told.sheet(
        EVALUATION,
        conclusion=f"未定标，{then}",
        amount="",
        facts=facts(
            ("客户", "Customer", asked.protection.customer.name),
            ("申报单位", "Declared by", asked.protection.unit.name),
            ("投标截止", "Bids until", _moment(tender.closes_at) if tender else ""),
            ("有效投标", "Bids", "无"),
        ),
    )
    return [sheet]


def _evaluation(told: Dossier, case: Case, move: Move) -> list[Sheet]:
    judged = list(totals(case, move.opinions))
    if not judged:
        return []
    tender = _tender(Bidding.of(case))
    rows = []
    for bid, points in judged:
        mean = Decimal(sum(points.values())) / len(points) if points else Decimal(0)
        said = (bid.unit.name, _yuan(bid.told.get("revenue_yuan", "")))
        rows.append((*said, f"{bid.told.get('share', '')}%", str(len(points)), f"{mean:.2f}"))
    rows.sort(key=lambda row: (-Decimal(row[-1]), row[0]))
    conflicts = [o for o in move.opinions if o.node == "score" and has_conflict(o)]
    sheet = told.sheet(
        EVALUATION,
        conclusion=wording.said(case.result) if case.result else "已评标",
        amount="",
        facts=facts(
            ("客户", "Customer", tender.customer.name),
            ("投标截止", "Bids until", _moment(tender.closes_at)),
            ("有效投标", "Bids", f"{len(judged)} 份"),
            ("声明利益冲突", "Conflicts", "、".join(o.person.name for o in conflicts)),
        ),
        tables=(
            Table(
                title="评分汇总",
                en="Points",
                columns=(
                    Column(title="投标单位", width=4),
                    Column(title="承诺收入", width=3, figures=True),
                    Column(title="申报单位分成", width=2, figures=True),
                    Column(title="评分人数", width=2, figures=True),
                    Column(title="平均分", width=2, figures=True),
                ),
                rows=tuple(rows),
            ),
        ),
        clauses=told.clauses(*(f"marks_{name}" for name in bidding.CRITERIA)),
    )
    return [sheet]


def _tender(asked: Bidding) -> Tender:
    tender = asked.tender
    assert tender is not None
    return tender


def _percent(share: Decimal) -> str:
    return f"{share.normalize():f}%"


def _yuan(text: str) -> str:
    return wording.figures(Decimal(text)) if text else ""


def _moment(moment: datetime) -> str:
    return wording.moment(moment)
