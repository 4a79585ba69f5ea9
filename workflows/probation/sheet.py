"""The paper of a training period: 考核培训期考评审批表."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from approvals.move import Move
from documents import wording
from documents.dossier import Dossier
from documents.kinds import PaperKind, declare
from documents.sheet import Column, Fact, Sheet, Table, facts
from policy import probation, training
from policy.training import Judgement, Month
from registry.people import probations
from registry.people.training import Probation
from workflows.probation.models import Training

REVIEW = declare(
    PaperKind(
        code="probation_review",
        title="考核培训期考评审批表",
        mark="培",
        label=_("Review form of a training period"),
    )
)
_KINDS = {
    probation.NEW: "新上岗",
    probation.TRANSFERRED: "新转岗",
    probation.GRACE: "老员工宽限期",
}
_STANDARDS = {
    training.SCORE: "月度得分平均不低于 {score} 分",
    training.QUOTA: "营销定额完成率不低于 {share}",
    training.BOTH: "月度得分平均不低于 {score} 分，且营销定额完成率不低于 {share}",
}
_ANSWERS = {
    training.MET: "达标",
    training.NOT_MET: "未达标",
    training.INCOMPLETE: "依据不全",
}


def review_form(case: Case, move: Move) -> list[Sheet]:
    """What the months say, what each said of it, and what was decided."""
    told, held = Dossier(case, move), Training.of(case).probation
    values = probation.named(case.ruling)
    known = probations.evidence([held], move.on)[held.pk]
    months = probation.evidence_months(values, held.started_on, held.ends_on)
    found = training.judge(values, months, known)
    by_month = {one.month: one for one in known}
    sheet = told.sheet(
        REVIEW,
        conclusion=_conclusion(held),
        amount="",
        applicant_label="被考核人",
        subject_label="考评事项",
        subject_en="Subject",
        facts=_facts(held, found, _standard(case, found)),
        tables=(_table([by_month.get(day, Month(day)) for day in months]),),
        clauses=told.clauses(
            f"{held.kind}_months", "counting", probation.STANDARD, probation.DECISION_DAYS
        ),
    )
    return [sheet]


def _facts(held: Probation, found: Judgement, standard: str) -> tuple[Fact, ...]:
    leave = probations.leave_days(held)
    reached = None if found.reached is None else f"{found.reached * 100:.2f}%"
    return facts(
        ("工号", "Staff number", held.manager.person.number or ""),
        ("岗位", "Duty", str(held.manager.get_duty_display())),
        ("类别", "Kind", _KINDS[held.kind]),
        ("上岗日期", "Appointed on", wording.day(held.started_on)),
        ("期满日期", "Last day", wording.day(held.ends_on)),
        ("停算天数", "Days of leave", f"{leave} 天" if leave else ""),
        ("延长", "Extended", f"{held.extended} 次" if held.extended else ""),
        ("达标标准", "Standard", standard),
        ("平均得分", "Average score", "" if found.average is None else f"{found.average} 分"),
        ("定额完成率", "Quota reached", reached or ""),
        ("依据结论", "By the evidence", _ANSWERS[found.answer]),
        ("转入序列", "New series", held.series),
    )


def _standard(case: Case, found: Judgement) -> str:
    share = Decimal(str(case.ruling.figure("quota_share"))) * 100
    said = {"score": case.ruling.figure("standard_score"), "share": f"{share:.0f}%"}
    return _STANDARDS[found.standard].format(**said)


def _table(rows: list[Month]) -> Table:
    return Table(
        title="各月考核情况",
        en="Month by month",
        columns=(
            Column(title="月份", width=3),
            Column(title="工作表现得分", width=3, figures=True),
            Column(title="营销定额（元）", width=3, figures=True),
            Column(title="实际完成（元）", width=3, figures=True),
        ),
        rows=tuple(
            (
                f"{row.month:%Y}年{row.month.month}月",
                _figure(row.score),
                _figure(row.quota_yuan),
                _figure(row.actual_yuan),
            )
            for row in rows
        ),
    )


def _figure(value: Decimal | None) -> str:
    return "未录入" if value is None else f"{value:,.2f}"


def _conclusion(held: Probation) -> str:
    if held.outcome == Probation.Outcome.CONFIRMED:
        return "考评合格，予以转正"
    if held.outcome == Probation.Outcome.MOVED:
        return f"转入{held.series}岗位"
    return "提前结束考核培训期" if held.outcome else "待定"
