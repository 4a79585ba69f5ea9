"""Changes of rank, violations, year-end adjustments and leads of the demo bureau, in their states."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from approvals import drafts
from approvals.attachments import checked
from approvals.drafts import Content
from approvals.kinds import kind_of
from approvals.models import Attachment, Case
from approvals.words import Part, Verdict
from config.demo.discounting import set_figures
from config.demo.journeys import Act, Journey, say, submit
from config.demo.plan_file import pdf
from policy import managers as rules
from registry.org.models import Person, Unit
from registry.people import managers

# What is competent for a rank, in yuan a month, and what one of the bureau brings in a year.
COMPETENT = {
    **{"competent_manager_yuan": "6000", "competent_in_charge_yuan": "8000"},
    **{"competent_senior_yuan": "10000", "competent_chief_yuan": "13000"},
    "productivity_yuan": "58000",
}
STATED = "我按规定办理，登记、报价和走访记录都可以核对，请核实后再下结论。"
EXAMPLE = {
    "zh": "演示示例：文件没有规定数值，使用前由本局按自己的标准修改。",
    "en": "An example for the demo: the documents state no figure. Set your own before use.",
}


@dataclass(frozen=True)
class Told:
    """One case: its kind, who asks in which unit, about whom, and what happened so many days ago."""

    kind: str
    by: str
    unit: str
    title: str
    words: str
    about: str = ""
    request: dict[str, Any] = field(default_factory=dict)


def _rank(about: str, name: str, rank: str, words: str, reason: str, by: str = "director") -> Told:
    called = {"in_charge": "主任", "senior": "高级", "chief": "首席"}[rank]
    request = {"rank": rank, "year_yuan": Decimal(64_000), "reason": reason}
    return Told("rank_change", by, "DKH", f"{name}升{called}客户经理", words, about, request)


def _violation(about: str, kind: str, title: str, words: str, told: str, by: str = "zhao") -> Told:
    return Told("discipline", by, "SC", title, words, about, {"kind": kind, "told": told})


def _year(about: str, name: str, words: str, reason: str, **request: Any) -> Told:
    asked = {"reason": reason, **request}
    return Told("year_end", "sun", "RL", f"{name}年度业绩调整", words, about, asked)


def _lead(by: str, unit: str, prospect: str, need: str, words: str) -> Told:
    request = {"prospect": prospect, "contact": "办公室", "need": need}
    return Told("lead", by, unit, f"{prospect}寄递需求", words, "", request)


TOLD = (
    _rank("wuty", "吴桐雨", "in_charge", "70:submit 66:agree 60:agree", "半年业绩居全县第一。"),
    _rank("yanxm", "阎夕暮", "in_charge", "55:submit 52:agree 49:refuse", "大客户续约率较高。"),
    _rank("chen", "陈望舒", "senior", "9:submit 6:agree", "连续两季考评优秀。"),
    _rank("duanxy", "段星野", "in_charge", "8:submit 6:return", "业绩增长较快。", "deputy"),
    _rank("fangcy", "方辞云", "in_charge", "3:submit", "新开发客户五家。"),
    _rank("caiyq", "蔡雨晴", "in_charge", "1:draft", "片区业绩稳定。", "deputy"),
    _violation(
        *("xujc", "seizing", "许静川争抢云汀片区客户", "40:submit 38:given 36:both 34:agree"),
        "云汀区分局反映：其在册客户同期被上门洽谈并降价揽收。",
    ),
    _violation(
        *("dingzh", "unfair", "丁昭桦局内压价竞争", "62:submit 60:given 57:unproven"),
        "同局两单位对同一客户报价不一，有单位反映压价。",
    ),
    _violation(
        *("panjh", "handing_over", "潘江鹤转交本区客户", "48:submit 46:given 44:pay 41:doubt"),
        "本区客户的包裹改由其他单位揽收，未办移交。",
    ),
    _violation(
        *("caomx", "handing_over", "曹沐昕转交本区客户", "8:submit 7:given 5:pay"),
        "两笔业务在本区签约、在邻区入账。",
    ),
    _violation(
        *("weilf", "serious", "魏临风虚报走访记录", "6:submit 4:given"),
        "走访记录与客户回访不符，共三次。",
    ),
    _violation(
        *("shiqh", "seizing", "石秋禾争抢东屿客户", "2:submit"),
        "东屿县分局反映其登记客户被上门洽谈。",
        "qiansq",
    ),
    _year(
        "hejm",
        "何嘉木",
        "95:submit 93:given 90:agree",
        "月均业绩低于高级客户经理的胜任条件。",
        rank="senior",
        year_yuan=Decimal(102_000),
        paid_as="in_charge",
    ),
    _year(
        "shiqh",
        "石秋禾",
        "88:submit 86:given 84:refuse",
        "全年业绩低于全局劳动生产率。",
        rank="manager",
        year_yuan=Decimal(57_600),
        new_post="函件局业务管理",
    ),
    _year(
        "dengyc",
        "邓屿川",
        "6:submit 4:given",
        "月均业绩低于胜任条件，全年未过劳动生产率。",
        rank="manager",
        year_yuan=Decimal(51_300),
        new_post="东屿县分局业务管理",
    ),
    _year(
        "majie",
        "马㛃",
        "2:submit",
        "月均业绩低于首席客户经理的胜任条件。",
        rank="chief",
        year_yuan=Decimal(149_000),
        paid_as="senior",
    ),
    _lead(
        "konglt", "DY-SB", "沙埠水产加工厂", "中秋礼盒全国寄递。", "66:submit 63:adopt 21:profit"
    ),
    _lead("songzy", "DY", "东屿县供销社", "农资目录投递。", "50:submit 48:adopt 15:nothing"),
    _lead("wuty", "DY", "东屿文旅公司", "景区明信片。", "30:submit 28:known"),
    _lead("xujc", "BP", "北坪茶叶合作社", "春茶冷链寄递。", "25:submit 22:adopt"),
    _lead("shiqh", "HJ", "澜江市商业学校", "招生简章投递。", "2:submit"),
    _lead("konglt", "DY-SB", "沙埠渔具店", "网店日常寄件。", "1:draft"),
)


def decisions(today: date) -> Iterator[Journey]:
    """The figures that a year is judged by, and all cases; the same for the same today."""
    yield Journey(
        "胜任条件", today, [(100, partial(set_figures, COMPETENT, rules.CHAPTER, EXAMPLE))]
    )
    yield from (Asked(told).journey(today, number) for number, told in enumerate(TOLD))


class Asked:
    """One case on its way."""

    def __init__(self, told: Told) -> None:
        self.given = told
        self.case = Case()  # until it is drafted

    def journey(self, today: date, number: int) -> Journey:
        """Drafted on the day of the first word, then word by word."""
        acts: list[tuple[int, Act]] = []
        for word in self.given.words.split():
            ago, _, name = word.partition(":")
            if not acts:
                acts.append((int(ago), self._draft))
            if name != "draft":
                acts.append((int(ago), getattr(self, f"_{name}")))
        return Journey(f"{self.given.kind}{number}", today, acts)

    def _draft(self, at: datetime, key: UUID) -> None:
        given, on = self.given, timezone.localdate(at)
        request, parts, added = dict(given.request), {}, []
        if given.about:
            person = _person(given.about)
            request["manager"] = managers.of(person)
            parts = {Part.SUBJECT: person}
        if given.kind == "rank_change":
            request["since"] = _first_of_next(on)
        elif given.kind == "year_end":
            request["year"] = on.year - 1
        elif given.kind == "discipline":
            request["on_day"] = on - timedelta(days=9)
            record = SimpleUploadedFile("核查记录.pdf", pdf("Record of the inquiry"))
            added = [checked(record, Attachment.Kind.OTHER)]
        self.case = drafts.create(
            kind=kind_of(given.kind),
            actor=_person(given.by),
            content=Content(
                unit=Unit.objects.get(code=given.unit),
                case={"title": given.title},
                request=request,
                parts=parts,
                added=added,
            ),
            at=at,
            key=key,
        )

    def _submit(self, at: datetime, key: UUID) -> None:
        self.case = submit(self.case, at, key)

    def _agree(self, at: datetime, key: UUID) -> None:
        self.case = say(self.case, Verdict.AGREED, at, key, text="同意。")

    def _return(self, at: datetime, key: UUID) -> None:
        self.case = say(self.case, Verdict.RETURNED, at, key, text="请补充两个季度的考评结果。")

    def _refuse(self, at: datetime, key: UUID) -> None:
        self.case = say(self.case, Verdict.REFUSED, at, key, text="依据不足，暂不调整。")

    def _given(self, at: datetime, key: UUID) -> None:
        heard = STATED if self.given.kind == "discipline" else "全年有两个月病休，请一并考虑。"
        self.case = say(self.case, Verdict.GIVEN, at, key, text=heard)

    def _both(self, at: datetime, key: UUID) -> None:
        self._proven(at, key, {"pay": "on", "points": "on"})

    def _pay(self, at: datetime, key: UUID) -> None:
        self._proven(at, key, {"pay": "on"})

    def _proven(self, at: datetime, key: UUID, follows: dict[str, str]) -> None:
        text = "材料与双方陈述一致，违纪属实。"
        self.case = say(self.case, "proven", at, key, text=text, answers=follows)

    def _unproven(self, at: datetime, key: UUID) -> None:
        self.case = say(self.case, "not_proven", at, key, text="报价均在权限内，不构成违纪。")

    def _doubt(self, at: datetime, key: UUID) -> None:
        self.case = say(self.case, Verdict.REFUSED, at, key, text="移交手续补办齐全，不作处理。")

    def _adopt(self, at: datetime, key: UUID) -> None:
        self.case = say(self.case, "adopted", at, key, text="采用，交片区跟进。")

    def _known(self, at: datetime, key: UUID) -> None:
        self.case = say(self.case, "not_adopted", at, key, text="已有客户经理跟进。")

    def _profit(self, at: datetime, key: UUID) -> None:
        said = {"profit_yuan": "18640.00"}
        self.case = say(self.case, Verdict.AGREED, at, key, text="按结算单核定。", answers=said)

    def _nothing(self, at: datetime, key: UUID) -> None:
        self.case = say(self.case, Verdict.REFUSED, at, key, text="项目没有创利。")


def _first_of_next(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _person(username: str) -> Person:
    return Person.objects.get(username=username)
