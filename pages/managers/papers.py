"""The monthly scorecard as a paper: 月度工作表现考核表, from what the closing froze."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from documents import wording
from documents.kinds import PaperKind, declare
from documents.rendering import markup
from documents.sheet import Box, Clause, Column, Sheet, Table, facts
from policy import scorecards
from policy.loading import shipped
from registry.people import managers, objections, words
from registry.people.facts import last_of
from registry.people.scoring import Closing, Scorecard

SCORECARD = declare(
    PaperKind(code="scorecard", title="月度工作表现考核表", mark="绩", label=_("Monthly scorecard"))
)
_COLUMNS = (
    Column(title="项目", en="Item", width=4),
    Column(title="满分", en="Most", figures=True),
    Column(title="得分", en="Points", figures=True),
    Column(title="说明", en="Why", width=6),
)


def page_of(card: Scorecard) -> tuple[str, str]:
    """The page of a closed card and its style, to be drawn."""
    sheet = sheet_of(card)
    assert card.closed_at is not None
    return markup.html_of(sheet, card.closed_at), markup.css(sheet.layout)


def sheet_of(card: Scorecard) -> Sheet:
    """The content: the points of the last closing, each with its reason; corrections below."""
    manager, closings = card.manager, list(card.closings.select_related("by").order_by("seq"))
    month = f"{card.month.year}年{card.month.month}月"
    with wording.in_chinese():
        held = managers.rank_of(manager, last_of(card.month))
        rank = str(held.get_rank_display()) if held else ""
        rows, objected = tuple(_row(line) for line in card.lines), _objected(card)
        told = facts(
            ("考核月份", "Month", month),
            ("岗位", "Duty", str(manager.get_duty_display())),
            ("级别", "Rank", rank),
            ("聘任日期", "Appointed on", wording.day(manager.appointed_on)),
            ("结账日期", "Closed on", wording.day(card.closed_at)),
        )
    return Sheet(
        kind=SCORECARD.code,
        title=SCORECARD.title,
        title_en=SCORECARD.english,
        bureau=manager.bureau.name,
        unit=manager.unit.name,
        applicant=manager.person.name,
        subject=f"{manager.person.name}{month}工作表现",
        applicant_label="被考核人",
        subject_label="考核事项",
        subject_en="Subject",
        case_number="",
        number=f"KP-{card.month:%Y%m}-{card.pk}",
        issued_on=wording.day(card.closed_at),
        amount="",
        capitals="",
        conclusion=f"考核得分 {card.score} 分",
        facts=told,
        tables=(
            Table(title="考核明细", en="Points", columns=_COLUMNS, rows=rows),
            *_corrected(closings),
            *objected,
        ),
        clauses=_clauses(card),
        boxes=_boxes(card),
    )


def fact(code: str) -> Any:
    """What is entered, in words."""
    return words.fact(code)


def _row(line: dict[str, Any]) -> tuple[str, str, str, str]:
    marked = "（推定）" if line["inferred"] else ""
    return (
        f"{words.item(line['item'])}{marked}",
        plain(line["most"]) if line["most"] is not None else "—",
        plain(line["points"]),
        line["says"]["zh"],
    )


def plain(number: str) -> str:
    """A number without zeros behind its last decimal."""
    return scorecards.plain(Decimal(number))


def _corrected(closings: list[Closing]) -> tuple[Table, ...]:
    """Each closing after the first: when, by whom, to what, and why."""
    if len(closings) < 2:
        return ()
    columns = (
        Column(title="日期", en="Day", width=2),
        Column(title="办理人", en="By", width=2),
        Column(title="得分", en="Points", figures=True),
        Column(title="原因", en="Reason", width=5),
    )
    rows = tuple(
        (wording.day(one.at), one.by.name if one.by else "", plain(str(one.score)), one.reason)
        for one in closings
    )
    return (Table(title="结账与更正", en="Closings and corrections", columns=columns, rows=rows),)


def _objected(card: Scorecard) -> tuple[Table, ...]:
    """What the person said against it, and the answer."""
    said = reversed(objections.of(card))
    rows = tuple(
        (wording.day(one.at), one.said, str(one.get_outcome_display()) or "待答复", one.answer)
        for one in said
    )
    columns = (
        Column(title="日期", en="Day", width=2),
        Column(title="异议", en="Objection", width=4),
        Column(title="处理", en="Outcome", width=2),
        Column(title="答复", en="Answer", width=4),
    )
    title = {"title": "考核异议与答复", "en": "Objections and answers"}
    return (Table(**title, columns=columns, rows=rows),) if rows else ()


def _clauses(card: Scorecard) -> tuple[Clause, ...]:
    """The chapter that the card goes by, and that some of its points are inferred."""
    cited = {(line["source"], line["article"]) for line in card.lines if line["source"]}
    inferred = any(line["inferred"] for line in card.lines)
    found = []
    for source, article in sorted(cited):
        known = shipped().source(source)
        title = known.title.zh if known else source
        found.append(
            Clause(
                says="考核项目、分值和扣分按本条计算。",
                source=f"《{title}》{article}",
                assumption=False,
            )
        )
    if inferred:
        says = "标“推定”的分值因原表错位，按合计与次序推定，本局可以另设。"
        found.append(Clause(says=says, source="本产品设定", assumption=True))
    return tuple(found)


def _boxes(card: Scorecard) -> tuple[Box, ...]:
    by = card.closed_by
    if by is None:
        return ()
    return (
        Box(
            title="人力资源部结账",
            en="Closed by human resources",
            person=by.name,
            post="人力资源",
            capacity="",
            verdict="结账",
            opinion="",
            on=wording.day(card.closed_at),
        ),
    )
