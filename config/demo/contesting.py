"""Customers that are handed over, marketed to by consent, fought about: each in every state."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.utils import timezone

from approvals import actions, clocks, drafts
from approvals.drafts import Content
from approvals.kinds import kind_of
from approvals.models import Case
from approvals.words import Part, Verdict
from config.demo.journeys import Act, Journey, say, submit
from registry.customers.models import Customer
from registry.org.models import Person, Post, Unit
from registry.org.roles import PostRole
from registry.sharing import instructions
from workflows.crossing import ending
from workflows.dispute import following

_TRANSFER = {
    "told": "客户办公地点迁出本区，由就近单位服务更便利。",
    "items": "客户档案、走访记录、年度协议、在途订单、联系人",
}
_CONSENT = {"told": "客户在本区设有门店，需就近上门揽收。"}
_DISPUTE = {
    "told": "对方未报告即上门报价，客户已出示报价单。",
    "wanted": "停止跨区营销，维持客户归属。",
}
_AGREED = "同意。"
_TEXTS = {
    "agree": _AGREED,
    "return": "请补充移交清单。",
    "refuse": "本单位人手不足，暂不能接收。",
    "unsettled": "双方各执一词，转市场部仲裁。",
    "settled": "双方同意由归属单位主办，另一方协办。",
    "ruled": "经查证，报备登记在先，对方未经同意上门营销，事实清楚。",
    "not_proven": "现有证据不足以认定违规。",
    "upheld": "裁决事实清楚，维持。",
    "changed": "情节轻微，免予罚款，不计业绩。",
}


@dataclass(frozen=True)
class Matter:
    """What somebody asks for, about a customer, with another unit."""

    kind: str
    customer: str
    by: str
    other: str
    title: str
    against: str = ""
    request: dict[str, Any] = field(default_factory=dict)


def _transfer(customer: str, by: str, other: str, **request: Any) -> Matter:
    told = {"reason": "agreement"} | _TRANSFER | request
    return Matter("transfer", customer, by, other, f"{customer}移交", request=told)


def _consent(customer: str, by: str, other: str, **request: Any) -> Matter:
    title = f"跨片区服务{customer}"
    return Matter("cross_area_consent", customer, by, other, title, request=_CONSENT | request)


def _dispute(customer: str, by: str, other: str, against: str, allegation: str) -> Matter:
    told = {"allegation": allegation} | _DISPUTE
    return Matter("dispute", customer, by, other, f"{customer}归属争议", against, told)


# Days before today and what happened then; `Contest` says what each word does.
TOLD: tuple[tuple[Matter, str], ...] = (
    (_transfer("东屿县税务所", "dengyc", "YT"), "2:draft"),
    (_transfer("屿丰农资公司", "dengyc", "BP"), "3:draft 3:submit"),
    (_transfer("北坪竹编工艺社", "chen", "YT"), "6:draft 6:submit 5:agree"),
    (_transfer("坪丰种业", "xujc", "DY"), "8:draft 8:submit 7:agree 6:receive=wuty"),
    (
        _transfer("北坪自来水公司", "xujc", "YT", how="agreed", lead_percent="80"),
        "10:draft 10:submit 9:agree 8:receive=yuanlq 7:agree",
    ),
    (
        _transfer("汀洲书店", "fangcy", "HJ", reason="grading"),
        "13:draft 13:submit 12:agree 11:receive=yanxm 10:agree 9:decide=lead_assist",
    ),
    (
        _transfer("云汀物业公司", "yuanlq", "YY", reason="manager"),
        "13:draft 13:submit 12:agree 11:receive=dingzh 9:agree 8:decide=both_count 7:hand_over",
    ),
    (_transfer("北坪林场", "caomx", "SW"), "16:draft 16:submit 15:agree 14:refuse"),
    (_transfer("屿港旅行社", "li", "YY"), "9:draft 9:submit 8:return"),
    (_consent("云汀软件园", "dengyc", "YT"), "2:draft 2:submit"),
    (_consent("汀溪酒店", "li", "YT"), "5:draft 5:submit 4:agree"),
    (
        _consent("云汀汽车城", "duanxy", "YT", how="lead_assist"),
        "21:draft 21:submit 20:agree 19:consent=lead_assist",
    ),
    (_consent("云汀建材市场", "caiyq", "YT"), "70:draft 70:submit 69:agree 68:consent"),
    (
        _consent("北坪职业学校", "fangcy", "BP", how="both_count"),
        "26:draft 26:submit 25:agree 24:consent=both_count 10:take_back",
    ),
    (_consent("北坪县农信社", "wuty", "BP"), "18:draft 18:submit 17:agree 16:refuse"),
    (_dispute("东屿第一中学", "dengyc", "BP", "caomx", "poaching"), "2:draft 2:submit"),
    (
        _dispute("县农机推广站", "li", "YT", "panjh", "unreported"),
        "7:draft 7:submit 6:answer 5:reply",
    ),
    (
        _dispute("北坪职业学校", "chen", "DY", "dengyc", "tariff"),
        "11:draft 11:submit 10:answer 9:reply 7:unsettled",
    ),
    (
        _dispute("北坪中药饮片厂", "caomx", "YT", "yuanlq", "unreported"),
        "12:draft 12:submit 11:answer 10:reply 8:unsettled 5:ruled",
    ),
    (
        _dispute("云汀区教育局", "panjh", "YY", "weilf", "poaching"),
        "15:draft 15:submit 14:answer 13:reply 11:unsettled 8:ruled 5:object",
    ),
    (
        _dispute("金橘食品厂", "wuty", "BP", "xujc", "split"),
        "30:draft 30:submit 29:answer 28:reply 26:settled",
    ),
    (
        _dispute("北坪陶瓷厂", "chen", "YT", "fangcy", "poaching"),
        "49:draft 49:submit 48:answer 47:reply 45:unsettled 42:ruled 30:strike 26:paid",
    ),
    (
        _dispute("东屿县社保中心", "wuty", "YY", "caiyq", "unreported"),
        "56:draft 56:submit 55:answer 54:reply 52:unsettled 49:not_proven 38:strike",
    ),
    (
        _dispute("云汀服装城", "fangcy", "HJ", "shiqh", "tariff"),
        "61:draft 61:submit 60:answer 59:reply 57:unsettled 54:ruled 52:object 49:changed",
    ),
)


def contests(today: date) -> Iterator[Journey]:
    """All of them, always the same for the same today."""
    yield from (Contest(matter, today).told(words) for matter, words in TOLD)


class Contest:
    """One matter on its way."""

    def __init__(self, matter: Matter, today: date) -> None:
        self.matter, self.today = matter, today
        self.case = Case()  # until it is drafted

    def told(self, words: str) -> Journey:
        """The journey that the words say."""
        acts: list[tuple[int, Act]] = []
        for word in words.split():
            ago, _, act = word.partition(":")
            name, _, of = act.partition("=")
            done = getattr(self, f"_{name}", None) or partial(self._say, name)
            acts.append((int(ago), partial(done, of) if of else done))
        return Journey(f"{self.matter.kind}:{self.matter.customer}", self.today, acts)

    def _draft(self, at: datetime, key: UUID) -> None:
        matter, by = self.matter, _person(self.matter.by)
        customer = Customer.objects.select_related("a_manager", "b_manager").get(
            name=matter.customer
        )
        request, parts = dict(matter.request), self._parts(by, customer)
        on = timezone.localdate(at)
        if matter.kind == "cross_area_consent":
            request |= {"a_manager": by, "starts_on": on, "ends_on": on + timedelta(days=60)}
        elif matter.kind == "dispute":
            request["happened_on"] = on - timedelta(days=4)
        post = by.posts.select_related("unit").filter(role="account_manager")[0]
        other = Unit.objects.get(code=matter.other)
        self.case = drafts.create(
            kind=kind_of(matter.kind),
            actor=by,
            content=Content(
                unit=post.unit,
                case={"title": matter.title, "customer": customer, "other_unit": other},
                request=request,
                parts=parts,
            ),
            at=at,
            key=key,
        )

    def _parts(self, by: Person, customer: Customer) -> dict[Part, Person | None]:
        if self.matter.kind == "transfer":
            return {Part.A_MANAGER: customer.a_manager, Part.B_MANAGER: customer.b_manager}
        if self.matter.kind == "cross_area_consent":
            return {Part.A_MANAGER: by}
        return {Part.APPLICANT: by, Part.RESPONDENT: _person(self.matter.against)}

    def _submit(self, at: datetime, key: UUID) -> None:
        self.case = submit(self.case, at, key)

    def _say(self, word: str, at: datetime, key: UUID) -> None:
        """A verdict that asks for nothing more."""
        verdict = {"agree": Verdict.AGREED, "return": Verdict.RETURNED, "refuse": Verdict.REFUSED}
        said: dict[str, Any] = {"how": "lead_assist"} if word == "settled" else {}
        if word == "changed":
            said = {"responsible": [str(_person(self.matter.against).pk)], "no_credit": "on"}
        self.case = say(
            self.case, verdict.get(word, word), at, key, text=_TEXTS[word], answers=said
        )

    def _receive(self, who: str, at: datetime, key: UUID) -> None:
        said = {"a_manager": str(_person(who).pk)}
        self.case = say(self.case, Verdict.AGREED, at, key, text="同意接收。", answers=said)

    def _decide(self, how: str, at: datetime, key: UUID) -> None:
        self.case = say(self.case, Verdict.AGREED, at, key, text=_AGREED, answers={"how": how})

    def _consent(self, *given: Any) -> None:
        how, at, key = given if len(given) == 3 else ("", *given)
        self.case = say(self.case, Verdict.AGREED, at, key, text=_AGREED, answers={"how": how})

    def _hand_over(self, at: datetime, key: UUID) -> None:
        said = {"received": ["archive", "log", "agreements", "contacts"]}
        self.case = say(self.case, Verdict.GIVEN, at, key, text="已当面交接。", answers=said)

    def _answer(self, at: datetime, key: UUID) -> None:
        text = "客户主动来电咨询，未签订任何协议。"
        self.case = say(self.case, Verdict.GIVEN, at, key, text=text)

    def _reply(self, at: datetime, key: UUID) -> None:
        text = "客户提供的报价单日期早于来电，附走访记录。"
        self.case = say(self.case, Verdict.GIVEN, at, key, text=text)

    def _ruled(self, at: datetime, key: UUID) -> None:
        said: dict[str, Any] = {"responsible": [str(_person(self.matter.against).pk)]}
        said |= {"fine_yuan": ["on"], "no_credit": ["on"]}
        self.case = say(self.case, "ruled", at, key, text=_TEXTS["ruled"], answers=said)

    def _object(self, at: datetime, key: UUID) -> None:
        self.case = actions.end_wait(
            case_id=self.case.pk,
            actor=_person(self.matter.against),
            verdict="objected",
            text="对事实认定有异议，申请复核。",
            at=at,
            key=key,
        )

    def _take_back(self, at: datetime, key: UUID) -> None:
        about: dict[str, Any] = {
            "actor": _person("director"),
            "reason": "客户来函，改由归属单位服务。",
        }
        self.case = ending.take_back(case_id=self.case.pk, **about, at=at, key=key)

    def _paid(self, at: datetime, key: UUID) -> None:
        """The fine was paid; that it doesn't count is still to be entered."""
        ordered = instructions.of_case(self.case.journal_subject).get(what="fine")
        about: dict[str, Any] = {"instruction_id": ordered.pk, "reason": "收据 2026-0118，已入账。"}
        by = Post.objects.filter(role=PostRole.HR, ended_at=None).select_related("person")[0].person
        following.carry_out(case_id=self.case.pk, actor=by, **about, at=at, key=key)

    def _strike(self, at: datetime, key: UUID) -> None:
        """Nobody asked for a review in time."""
        clocks.sweep(at)
        self.case.refresh_from_db()


def _person(username: str) -> Person:
    return Person.objects.get(username=username)
