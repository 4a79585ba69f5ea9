"""The papers of a dispute: 登记证据清单, 争议仲裁决定书."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from approvals.move import Move
from approvals.words import Verdict
from documents import wording
from documents.dossier import Dossier
from documents.kinds import PaperKind, declare
from documents.sharing import split_tables
from documents.sheet import Column, Fact, Section, Sheet, Table, facts, sections
from policy import dispute
from registry.org.models import Person, Unit
from registry.sharing.models import Instruction
from workflows.dispute.effects import said_in_the_end
from workflows.dispute.evidence import COLUMNS, TITLES
from workflows.dispute.models import Dispute

EVIDENCE = declare(
    PaperKind(
        code="dispute_evidence",
        title="登记证据清单",
        mark="证",
        label=_("Evidence of the registers"),
    )
)
DECISION = declare(
    PaperKind(
        code="arbitration_decision",
        title="争议仲裁决定书",
        mark="裁",
        label=_("Arbitration decision"),
    )
)
_CONCLUDED = {
    Verdict.SETTLED: "双方协商一致",
    Verdict.RULED: "仲裁裁决",
    Verdict.CHANGED: "复核变更裁决",
    Verdict.NOT_PROVEN: "申诉事项未予认定",
}


def evidence_record(case: Case, move: Move) -> list[Sheet]:
    """What the registers said when the dispute was opened."""
    told, asked = Dossier(case, move), Dispute.of(case)
    head = asked.evidence.get("head", "")
    sheet = told.sheet(
        EVIDENCE,
        conclusion="系统登记，作为争议客观依据",
        amount="",
        facts=(*_parties(case, asked), *facts(("客户登记簿指纹", "Head of the journal", head))),
        tables=tuple(_tables(asked.evidence)),
        clauses=told.clauses(dispute.ARBITRATION),
        subject_label="争议名称",
        boxes=(),
    )
    return [sheet]


def decision(case: Case, move: Move) -> list[Sheet]:
    """What was ruled or agreed, and what follows."""
    told, asked = Dossier(case, move), Dispute.of(case)
    verdict, said = said_in_the_end(case, move)
    ordered = [_in_words(row) for row in _instructions(case)]
    owner = Unit.objects.filter(pk=said.get("owner") or 0).first()
    found = facts(
        ("认定责任人", "Responsible", _names(said)),
        ("客户归属", "Owner", owner.name if owner else ""),
        ("执行事项", "What follows", "；".join(ordered)),
    )
    sheet = told.sheet(
        DECISION,
        conclusion=_CONCLUDED.get(Verdict(verdict), ""),
        amount="",
        facts=(*_parties(case, asked), *found),
        sections=_sections(asked, move),
        tables=split_tables(case),
        boxes=told.boxes("mediate", "arbitrate", "window", "review"),
        subject_label="争议名称",
        clauses=told.clauses(*_grounds(said)),
    )
    return [sheet]


def _grounds(said: dict[str, Any]) -> tuple[str, ...]:
    """What the decision goes by: who arbitrates, and the figures that were applied."""
    figures = (dispute.FINE, dispute.NO_CREDIT, dispute.SEVERE)
    return (dispute.ARBITRATION, *(name for name in figures if said.get(name)))


def _parties(case: Case, asked: Dispute) -> tuple[Fact, ...]:
    customer = case.customer
    return facts(
        ("客户", "Customer", customer.name if customer else ""),
        ("客户编号", "Customer id", (customer.code or "待编发") if customer else ""),
        ("提出单位", "Opened by", case.unit.name),
        ("相对单位", "Other side", case.other_unit.name if case.other_unit else ""),
        ("争议事项", "Matter", asked.get_allegation_display()),
        ("发生日期", "Happened on", wording.day(asked.happened_on)),
    )


def _sections(asked: Dispute, move: Move) -> tuple[Section, ...]:
    """What each side said; the ruling and its grounds stand in the boxes."""
    said = {o.node: o.text for o in move.opinions if o.text}
    return sections(
        ("申请方陈述", "Statement of who opened it", asked.told),
        ("相对方陈述", "Statement of the other side", said.get("answer", "")),
        ("申请方补充陈述", "Reply", said.get("reply", "")),
    )


def _tables(evidence: dict[str, Any]) -> Iterator[Table]:
    for name, columns in COLUMNS.items():
        title, english = TITLES[name]
        if rows := evidence.get(name):
            yield Table(
                title=title,
                en=english,
                columns=tuple(Column(title=column, width=2) for column in columns),
                rows=tuple(tuple(row) for row in rows),
            )


def _instructions(case: Case) -> Iterator[Instruction]:
    rows = Instruction.objects.filter(origin=case.journal_subject)
    yield from rows.select_related("person").order_by("pk")


def _in_words(row: Instruction) -> str:
    whom = f"{row.person.name}：" if row.person else ""
    fine = f"{wording.figures(row.amount_yuan)}元" if row.amount_yuan else ""
    return f"{whom}{row}{fine.replace('￥', '').replace('.00', '')}{row.text}"


def _names(said: dict[str, Any]) -> str:
    people = Person.objects.filter(pk__in=said.get("responsible", [])).order_by("pk")
    return "、".join(person.name for person in people)
