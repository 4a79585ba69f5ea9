"""Discounts of the demo bureau, one in each state; its table, an example that says so.

Projects of its history were decided one by one: the bureau counts them together from today on.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.utils import timezone

from approvals import drafts
from approvals.drafts import Content
from approvals.kinds import kind_of
from approvals.models import Case
from approvals.words import Part, Verdict
from config.demo.journeys import Act, Journey, say, submit
from policy import discounts, splitting
from registry import amending, rulebook
from registry.customers.models import Customer
from registry.discounts.models import DiscountGrant
from registry.org.models import Person, Unit
from registry.revenue.models import Line
from workflows.discount import clock, uses

TABLE = {
    **{"ceiling_diamond": "20", "ceiling_gold": "15", "ceiling_silver": "10"},
    **{"ceiling_general": "5", "centre_up_to": "5", "market_up_to": "10", "leader_up_to": "20"},
}
EXAMPLE = {
    "zh": "演示示例：文件没有规定幅度，使用前由本局按自己的决定修改。",
    "en": "An example for the demo: the documents state no depth. Set your own before use.",
}
OFF = {"zh": "本局原先逐项审批，不合并计算。", "en": "The bureau used to decide one by one."}
ON = {
    "zh": "自今日起，拆分的项目按合计审批。",
    "en": "From today split projects count as their sum.",
}
# Customer, line, price of a list price of 10 yuan, and what happened so many days before today.
TOLD = (
    (
        "东屿水产合作社",
        "logistics",
        "9.60",
        240,
        "120:draft 120:submit 118:agree 117:margin 115:agree",
    ),
    (
        "北坪陶瓷厂",
        "parcels",
        "9.20",
        12,
        "165:draft 165:submit 163:agree 161:margin 158:agree 155:agree",
    ),
    (
        "东屿第一中学",
        "letters",
        "9.30",
        200,
        "60:draft 60:submit 58:agree 57:margin 55:lower 54:agree",
    ),
    (
        "屿丰农资公司",
        "parcels",
        "9.70",
        200,
        "80:draft 80:submit 78:agree 77:margin 75:agree 20:revoke",
    ),
    ("县农机推广站", "letters", "9.60", -30, "110:draft 110:submit 108:agree 107:margin 105:agree"),
    ("北坪职业学校", "express", "8.80", 180, "6:draft 6:submit 5:agree 4:margin 2:agree"),
    ("东屿水产合作社", "logistics", "9.70", 90, "3:draft 3:submit 2:agree 1:margin"),
    ("金橘食品厂", "express", "9.50", 120, "4:draft 4:submit 3:return"),
    ("北坪林场", "letters", "9.20", 120, "9:draft 9:submit 7:agree 6:margin 5:refuse"),
    ("东屿县社保中心", "bills", "9.60", 120, "1:draft"),
)


def grants(today: date) -> Iterator[Journey]:
    """The table, the discounts, a use without a grant; the same for the same today."""
    yield Journey(
        "优惠幅度", today, [(200, partial(set_figures, TABLE, discounts.CHAPTER, EXAMPLE))]
    )
    for number, (name, line, price, ends, words) in enumerate(TOLD):
        asked = Asked(name, line, Decimal(price), today + timedelta(days=ends), today, number)
        yield asked.told(words)
    yield Journey("按优惠收费", today, [(40, _use("东屿水产合作社", "logistics", "9600"))])
    yield Journey("未批先惠", today, [(8, _use("东屿茶业公司", "express", "9000"))])


def counting_apart(today: date, at: datetime) -> None:
    """Projects count one by one until today, and together from today on."""
    off: dict[str, Any] = dict.fromkeys(splitting.GROUNDS, False)
    set_figures(off, splitting.CHAPTER, OFF, at, None)
    on: dict[str, Any] = dict.fromkeys(splitting.GROUNDS, True)
    set_figures(on, splitting.CHAPTER, ON, at, None, effective=today)


class Asked:
    """One discount on its way."""

    def __init__(
        self, customer: str, line: str, price: Decimal, ends: date, today: date, number: int
    ) -> None:
        self.name, self.line, self.price, self.ends = customer, line, price, ends
        self.today, self.number = today, number
        self.case = Case()  # until it is drafted

    def told(self, words: str) -> Journey:
        """The journey that the words say."""
        acts: list[tuple[int, Act]] = []
        for word in words.split():
            ago, _, name = word.partition(":")
            acts.append((int(ago), getattr(self, f"_{name}")))
        return Journey(f"{self.name}优惠{self.number}", self.today, acts)

    def _draft(self, at: datetime, key: UUID) -> None:
        customer = Customer.objects.select_related("unit", "a_manager", "b_manager").get(
            name=self.name
        )
        a, b = customer.a_manager, customer.b_manager
        assert a is not None
        product = str(Line(self.line).label)
        request = self._request(timezone.localdate(at), product) | {"a_manager": a, "b_manager": b}
        self.case = drafts.create(
            kind=kind_of("discount"),
            actor=a,
            content=Content(
                unit=customer.unit,
                case={
                    "title": f"{self.name}{product}优惠",
                    "customer": customer,
                    "value_yuan": Decimal(138_000),
                },
                request=request,
                parts={Part.A_MANAGER: a, Part.B_MANAGER: b},
            ),
            at=at,
            key=key,
        )

    def _request(self, on: date, product: str) -> dict[str, Any]:
        """What is asked for, from ten days later on."""
        listed = Decimal("10.00")
        return {
            "line": self.line,
            "product": f"{product}（年度协议价）",
            "list_yuan": listed,
            "price_yuan": self.price,
            "depth_percent": discounts.depth_of(listed, self.price),
            "cost_yuan": Decimal("6.20"),
            "valid_from": on + timedelta(days=10),
            "valid_until": self.ends,
            "volume": "每月约 1,200 件",
            "standing": "leading",
            "scale": "全年用邮支出居本县前列",
            "competitor": "同业报价 9.00 至 9.40 元",
            "reason": "客户承诺全年业务量增长三成，由邮政独家承办；优惠后毛利仍可承受。",
        }

    def _submit(self, at: datetime, key: UUID) -> None:
        self.case = submit(self.case, at, key)

    def _agree(self, at: datetime, key: UUID) -> None:
        self.case = say(self.case, Verdict.AGREED, at, key, text="同意。")

    def _margin(self, at: datetime, key: UUID) -> None:
        said = {"margin_percent": "34.5", "carries": "yes"}
        text = "按单件成本测算，优惠后仍有毛利。"
        self.case = say(self.case, Verdict.GIVEN, at, key, text=text, answers=said)

    def _lower(self, at: datetime, key: UUID) -> None:
        said = {"depth_percent": "6"}
        text = "先按 6% 执行，半年后看业务量再议。"
        self.case = say(self.case, Verdict.AGREED_WITH_CHANGES, at, key, text=text, answers=said)

    def _return(self, at: datetime, key: UUID) -> None:
        self.case = say(self.case, Verdict.RETURNED, at, key, text="请补充上年业务量。")

    def _refuse(self, at: datetime, key: UUID) -> None:
        self.case = say(self.case, Verdict.REFUSED, at, key, text="业务量不足以支撑这个幅度。")

    def _revoke(self, at: datetime, key: UUID) -> None:
        row = DiscountGrant.objects.get(origin=self.case.journal_subject)
        clock.revoke(row.pk, why="连续两个月业务量未达承诺。", by=_person("zhao"), at=at)


def set_figures(
    figures: dict[str, Any],
    chapter: str,
    says: dict[str, str],
    at: datetime,
    key: UUID | None,
    *,
    effective: date | None = None,
) -> None:
    """Figures that Zhao proposes and the director approves."""
    today = timezone.localdate(at)
    bureau = Unit.objects.get(parent=None)
    rows = amending.propose_together(
        figures,
        bureau=bureau,
        by=_person("zhao"),
        at=at,
        today=today,
        set=rulebook.ruling(bureau, effective or today)[1],
        chapter=chapter,
        effective=effective or today,
        says=says,
    )
    about: dict[str, Any] = {"by": _person("director"), "at": at, "today": today}
    amending.settle_together([row.pk for row in rows], approve=True, **about)


def _use(customer: str, line: str, charged: str) -> Act:
    """What a customer was charged of 10,000 yuan by the list, entered by its A manager."""

    def enter(at: datetime, key: UUID) -> None:
        found = Customer.objects.select_related("unit", "a_manager").get(name=customer)
        assert found.a_manager is not None
        uses.enter(
            found,
            line=line,
            used_on=timezone.localdate(at),
            list_yuan=Decimal(10_000),
            charged_yuan=Decimal(charged),
            reference=f"{at:%Y%m}-17",
            by=found.a_manager,
            at=at,
        )

    return enter


def _person(username: str) -> Person:
    return Person.objects.get(username=username)
